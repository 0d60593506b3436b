/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page of imports asks of the server, away from the main thread. */
#pragma once

#include "app/window/mch-context.h"
#include "sync/mch-imports.h"

G_BEGIN_DECLS

/* Finish: (transfer full) (element-type MchImportRun), the newest first; NULL with an
 * MCH_SYNC_ERROR. The callback's source is the worker, as below. */
void
mch_imports_fetch_async (MchContext *context, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *mch_imports_fetch_finish (MchWorker *worker, GAsyncResult *result, GError **error);

/* Takes back the import of that id, and pulls what came of it. Finish: (transfer full), or NULL
 * with an MCH_SYNC_ERROR. */
void mch_imports_undo_async (MchContext *context, const char *import, GAsyncReadyCallback callback,
                             gpointer user_data);
MchImportUndo *mch_imports_undo_finish (MchWorker *worker, GAsyncResult *result, GError **error);

/* What the server knows of the imports is noted for mch_last_file_load(). Finish with
 * mch_worker_run_finish(): NULL when the server does not answer; what was known stays. */
void mch_imports_follow_async (MchContext *context, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
