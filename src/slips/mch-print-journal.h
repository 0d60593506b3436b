/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Journal des impressions": what every desktop of an establishment printed, saved or showed, as
 * the server knows it, with what this desktop has not sent yet. */
#pragma once

#include "slips/mch-print-log.h"
#include "sync/mch-desk.h"

G_BEGIN_DECLS

/* Lines asked of the server at most; older ones are left out. */
#define MCH_PRINT_JOURNAL_MAX 5000

/**
 * mch_print_journal_read:
 * @ret_offline: (out) (optional) (transfer full) (nullable): why the other desktops' are not in it:
 *   an error whose message can be shown.
 *
 * Blocks. In the desk's thread.
 *
 * Returns: (transfer full) (element-type MchPrintLogEntry): the newest first; NULL with @error when
 *   it was cancelled.
 */
GPtrArray *mch_print_journal_read (MchDesk *desk, const char *scope, GError **ret_offline,
                                   GCancellable *cancellable, GError **error);

/**
 * mch_print_journal_read_academy:
 * @scope: "acad:CODE".
 *
 * The lists of the académie's candidates that agents took away as files; the server alone knows
 * them. Blocks. In the desk's thread.
 *
 * Returns: (transfer full) (element-type MchPrintLogEntry): the newest first; NULL with an
 *   MCH_SYNC_ERROR.
 */
GPtrArray *mch_print_journal_read_academy (MchDesk *desk, const char *scope,
                                           GCancellable *cancellable, GError **error);

G_END_DECLS
