/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-conflict-jobs.h"

#include <glib/gi18n-lib.h>

#include "store/mch-outbox.h"

typedef struct
{
  GPtrArray *conflicts;
  MchConflictChoice choice;
  char *value;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_ptr_array_unref (job->conflicts);
  g_free (job->value);
  g_free (job);
}

MchStoreConflict *
mch_conflict_copy (const MchStoreConflict *conflict)
{
  MchStoreConflict *copy = mch_store_conflict_new (conflict->id, conflict->name, conflict->mine,
                                                   conflict->theirs, conflict->by, conflict->at_ms);

  copy->scope = g_strdup (conflict->scope);
  copy->kind = conflict->kind;
  return copy;
}

static MchResolution
get_resolution (MchConflictChoice choice)
{
  switch (choice)
    {
    case MCH_CONFLICT_MINE:
      return MCH_RESOLVE_MINE;
    case MCH_CONFLICT_THEIRS:
      return MCH_RESOLVE_THEIRS;
    default:
      return MCH_RESOLVE_VALUE;
    }
}

/* One write for all of them. Alone, a record that is gone is told; among many it stays in the list
 * for later. */
static gpointer
settle (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;
  guint n;

  if (!mch_store_resolve_conflicts (mch_work_get_store (work), job->conflicts,
                                    get_resolution (job->choice), job->value, &n, error))
    return NULL;
  if (n == 0 && job->conflicts->len == 1)
    {
      g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND,
                           _ ("Somebody has settled it already, or this record is no longer "
                              "there. What is still to be decided stays in the list."));
      return NULL;
    }
  return GINT_TO_POINTER (TRUE);
}

void
mch_conflict_settle_async (MchContext *context, const GPtrArray *conflicts,
                           MchConflictChoice choice, const char *value,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  g_return_if_fail (choice != MCH_CONFLICT_OTHER || value != NULL);

  job->conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_store_conflict_free);
  for (guint i = 0; i < conflicts->len; i++)
    g_ptr_array_add (job->conflicts, mch_conflict_copy (conflicts->pdata[i]));
  job->choice = choice;
  job->value = g_strdup (value);
  mch_worker_run_on_disk_async (mch_context_get_worker (context), "settle", settle, job, job_free,
                                NULL, NULL, callback, user_data);
}

gboolean
mch_conflict_settle_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error) != NULL;
}
