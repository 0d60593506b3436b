/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long to wait before the next try, so that a thousand desktops do not come back together to a
 * server that has just got up. */
#pragma once

#include "core/mch-uuid.h"

G_BEGIN_DECLS

/**
 * mch_backoff_ms:
 * @n_failures: in a row; 0 before the first.
 * @base_ms: what the wait grows from; not 0.
 * @cap_ms: what it never exceeds.
 *
 * Full jitter: any time from 0 to @base_ms doubled @n_failures times, at most @cap_ms, both
 * included, each as likely. Any thread.
 */
guint mch_backoff_ms (guint n_failures, guint base_ms, guint cap_ms, MchRandomFunc random);

G_END_DECLS
