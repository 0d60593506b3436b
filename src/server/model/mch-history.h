/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of the values of one record: who changed which from what to what, and when. Blocks;
 * any thread. */
#pragma once

#include "core/mch-record.h"
#include "protocol/mch-wire-import.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

/* (transfer full) (element-type MchHistoryEntry): oldest first; NOT_FOUND where there is no such
 * live record. */
GPtrArray *mch_history_list (MchServer *server, const char *scope, MchKind kind, const char *id,
                             GError **error);

G_END_DECLS
