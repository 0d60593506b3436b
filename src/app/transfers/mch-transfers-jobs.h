/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page of transfers reads and asks of the server, away from the main thread. */
#pragma once

#include "app/window/mch-context.h"
#include "sync/mch-transfers.h"

G_BEGIN_DECLS

/* Of the context's scope, or of an agent's académie, without the server. The callback's source is
 * the worker, as below. Finish: (transfer full) (element-type MchTransferEntry), or NULL with an
 * MCH_STORE_ERROR. */
void
mch_transfers_list_async (MchContext *context, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *mch_transfers_list_finish (MchWorker *worker, GAsyncResult *result, GError **error);

/* Asks for, accepts or refuses one, and pulls what came of it; @entry is only read before it
 * returns. @reason: (nullable): of a refusal. Finish both with mch_transfers_act_finish(): FALSE
 * with an MCH_SYNC_ERROR, and nothing was done. */
void mch_transfers_ask_async (MchContext *context, const MchTransferEntry *entry,
                              GAsyncReadyCallback callback, gpointer user_data);
void
mch_transfers_decide_async (MchContext *context, const MchTransferEntry *entry, gboolean accept,
                            const char *reason, GAsyncReadyCallback callback, gpointer user_data);
gboolean mch_transfers_act_finish (MchWorker *worker, GAsyncResult *result, GError **error);

G_END_DECLS
