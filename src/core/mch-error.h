/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of core. A code says what the person can do about it; the message is
 * already translated and may be shown as it is. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchCoreError:
 * @MCH_CORE_ERROR_UNREADABLE: the file cannot be read as what it should be (binary, empty,
 *   truncated, too large, unknown encoding); nothing was kept of it.
 * @MCH_CORE_ERROR_INVALID: a value does not have the shape that its field asks for.
 * @MCH_CORE_ERROR_UNKNOWN: a name that is not in our tables (field, state, kind).
 */
typedef enum
{
  MCH_CORE_ERROR_UNREADABLE,
  MCH_CORE_ERROR_INVALID,
  MCH_CORE_ERROR_UNKNOWN,
} MchCoreError;

#define MCH_CORE_ERROR (mch_core_error_quark ())
GQuark mch_core_error_quark (void);

G_END_DECLS
