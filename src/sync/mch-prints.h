/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who saw, printed or saved what of an establishment, asked of the server: it knows every
 * desktop's.
 */
#pragma once

#include "protocol/mch-wire-print.h"
#include "sync/mch-desk.h"

G_BEGIN_DECLS

/**
 * mch_print_lines_fetch:
 * @before_n: the number of the last line of the page before; 0 for the newest.
 *
 * Returns: (transfer full) (element-type MchPrintLine): the newest first, at most
 *   MCH_WIRE_MAX_PRINTS; NULL with an MCH_SYNC_ERROR. Blocks.
 */
GPtrArray *mch_print_lines_fetch (MchDesk *desk, const char *scope, gint64 before_n,
                                  GCancellable *cancellable, GError **error);

G_END_DECLS
