/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settling conflicts on the disk, one or many in one job. */
#pragma once

#include "app/window/mch-context.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_CONFLICT_MINE,
  MCH_CONFLICT_THEIRS,
  MCH_CONFLICT_OTHER, /* a third value */
} MchConflictChoice;

/**
 * mch_conflict_settle_async:
 * @conflicts: (element-type MchStoreConflict): copied.
 * @value: (nullable): of MCH_CONFLICT_OTHER, in the field's canonical form.
 *
 * What has to be sent leaves by itself. Those that somebody settled meanwhile are passed over. Main
 * thread; the callback's source is the worker.
 */
void mch_conflict_settle_async (MchContext *context, const GPtrArray *conflicts,
                                MchConflictChoice choice, const char *value,
                                GAsyncReadyCallback callback, gpointer user_data);

/* FALSE with an MCH_STORE_ERROR: none of them is settled. */
gboolean mch_conflict_settle_finish (MchWorker *worker, GAsyncResult *result, GError **error);

/* (transfer full) */
MchStoreConflict *mch_conflict_copy (const MchStoreConflict *conflict);

G_END_DECLS
