/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history of a record, asked of the server: it is not part of what a desktop holds. */
#pragma once

#include "protocol/mch-wire-history.h"
#include "sync/mch-desk.h"

G_BEGIN_DECLS

/* (transfer full) (element-type MchHistoryLine): the newest first; NULL with an MCH_SYNC_ERROR.
 * Blocks. */
GPtrArray *mch_history_fetch (MchDesk *desk, const char *scope, MchKind kind, const char *id,
                              GCancellable *cancellable, GError **error);

G_END_DECLS
