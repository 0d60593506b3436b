/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of print. A code says what the person can do about it; the message is
 * already translated and may be shown as it is. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchPrintError:
 * @MCH_PRINT_ERROR_FONTS: the fonts shipped with the program are missing or damaged: reinstall.
 * @MCH_PRINT_ERROR_OUTPUT: the document cannot be written (full disk, no permission); an older
 *   file of that name is untouched.
 * @MCH_PRINT_ERROR_INVALID: what should be printed cannot be (an address too long for a QR code).
 *
 * A cancelled job is %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  MCH_PRINT_ERROR_FONTS,
  MCH_PRINT_ERROR_OUTPUT,
  MCH_PRINT_ERROR_INVALID,
} MchPrintError;

#define MCH_PRINT_ERROR (mch_print_error_quark ())
GQuark mch_print_error_quark (void);

G_END_DECLS
