/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What "Registrations to finish" asks of the store, away from the main thread: a picture of the
 * pre-registered candidates, and the acts on many of them. */
#pragma once

#include "app/window/mch-bulk.h"

G_BEGIN_DECLS

/**
 * MchFinishPicture: registrations as they were at one moment; nobody changes them, so that a job
 * may read them while they are on show.
 * @serial: of the store when it was made.
 */
typedef struct
{
  MchRegistrations *registrations;
  guint64 serial;
} MchFinishPicture;

MchFinishPicture *mch_finish_picture_ref (MchFinishPicture *picture);
void mch_finish_picture_unref (MchFinishPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchFinishPicture, mch_finish_picture_unref)

/* Of the context's session, which has to be there. The callback's source is the worker. Finish:
 * (transfer full), or NULL with MCH_STORE_ERROR. */
void mch_finish_load_async (MchContext *context, GAsyncReadyCallback callback, gpointer user_data);
MchFinishPicture *mch_finish_load_finish (MchWorker *worker, GAsyncResult *result, GError **error);

/* One value for a whole group; see mch_registrations_fix(). @key: of the group. Finish this and the
 * next with mch_bulk_run_finish(). */
void mch_finish_fix_async (MchContext *context, MchFinishPicture *picture, const char *key,
                           const char *value, GAsyncReadyCallback callback, gpointer user_data);

/* Everybody whom nothing stands against. */
void mch_finish_finalise_async (MchContext *context, MchFinishPicture *picture,
                                GAsyncReadyCallback callback, gpointer user_data);

G_END_DECLS
