/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One act on many candidates: written on the disk away from the main thread as one operation, told
 * in a toast, and taken back as one. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"
#include "store/mch-registrations.h"

G_BEGIN_DECLS

/**
 * MchBulkDone:
 * @n: how many candidates were changed.
 * @undo: (element-type MchChange): what takes it back.
 */
typedef struct
{
  guint n;
  GPtrArray *undo;
} MchBulkDone;

void mch_bulk_done_free (MchBulkDone *done);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchBulkDone, mch_bulk_done_free)

/* Writes the operation, in the disk lane. @data is touched by no other thread meanwhile. */
typedef gboolean (*MchBulkWrite) (const MchAct *act, gpointer data, guint *ret_n, GError **error);

/* The callback's source is the worker. Finish: (transfer full), or NULL with MCH_STORE_ERROR. */
void
mch_bulk_run_async (MchContext *context, MchBulkWrite write, gpointer data,
                    GDestroyNotify free_data, GAsyncReadyCallback callback, gpointer user_data);
MchBulkDone *mch_bulk_run_finish (MchWorker *worker, GAsyncResult *result, GError **error);

/* In a MchBulkWrite: those candidates as they are now. @ids: of candidatures of @session. (transfer
 * full) (element-type MchCandidate) */
GPtrArray *
mch_bulk_query (const MchAct *act, const char *session, const char *const *ids, GError **error);

/* Says @text near @widget, with the way back. @undo: (element-type MchChange): kept. */
void mch_bulk_tell (GtkWidget *widget, MchContext *context, const char *text, GPtrArray *undo);

G_END_DECLS
