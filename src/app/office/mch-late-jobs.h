/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page of late operations asks of the server, away from the main thread. */
#pragma once

#include "app/window/mch-context.h"
#include "sync/mch-office-late.h"

G_BEGIN_DECLS

/* Finish: (transfer full) (element-type MchLateOp). The callback's source is the worker, as below.
 */
void mch_late_jobs_list_async (MchContext *context, GAsyncReadyCallback callback, gpointer data);

/* What @late writes. Finish: (transfer full) (element-type MchLateItem). */
void mch_late_jobs_items_async (MchContext *context, const MchLateOp *late,
                                GAsyncReadyCallback callback, gpointer data);

/* For both of these: NULL with an MCH_SYNC_ERROR. */
GPtrArray *mch_late_jobs_list_finish (MchWorker *worker, GAsyncResult *result, GError **error);

/* @reason: (nullable): of a refusal. */
void mch_late_jobs_decide_async (MchContext *context, const MchLateOp *late, gboolean accept,
                                 const char *reason, GAsyncReadyCallback callback, gpointer data);
gboolean mch_late_jobs_decide_finish (MchWorker *worker, GAsyncResult *result, GError **error);

G_END_DECLS
