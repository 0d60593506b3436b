/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the comparison does away from the main thread: comparing, and giving the new classes. */
#pragma once

#include "app/import/mch-import-model.h"
#include "app/window/mch-bulk.h"
#include "store/mch-store-compare.h"

G_BEGIN_DECLS

/**
 * mch_compare_async:
 * @model: has read its file.
 * @partial: the file holds a part of the pupils on purpose.
 *
 * Against the records as they are now. The callback's source is the worker. Finish: (transfer full)
 * (element-type MchCompared), errors as those of mch_store_compare().
 */
void mch_compare_async (MchImportModel *model, gboolean partial, GAsyncReadyCallback callback,
                        gpointer user_data);
GPtrArray *mch_compare_finish (MchWorker *worker, GAsyncResult *result, GError **error);

/* @pupils: (element-type MchCompared): those who get the class that the file gives them. Finish
 * with mch_bulk_run_finish(). */
void mch_compare_move_async (MchContext *context, const GPtrArray *pupils,
                             GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
