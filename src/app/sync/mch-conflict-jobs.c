/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-conflict-jobs.h"

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

/* Before the conflict goes: a computer that is killed between the two asks again. */
static gboolean
write_other (MchStore *store, const MchStoreConflict *conflict, const char *value, GError **error)
{
  g_autoptr (MchRecord) record =
      mch_store_dup_record (store, conflict->scope, conflict->kind, conflict->id);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autofree char *id = mch_desk_new_id ();
  const char *current = record != NULL ? mch_record_get (record, conflict->name) : NULL;
  MchChange *change;

  if (record == NULL || g_strcmp0 (current != NULL ? current : "", value) == 0)
    return TRUE;
  change = mch_change_new_update (conflict->kind, conflict->id, record->version);
  mch_change_set (change, conflict->name, current, value);
  g_ptr_array_add (changes, change);
  return mch_store_enqueue (store, id, conflict->scope, "edit", NULL, changes, mch_desk_now_ms (),
                            error);
}

static gboolean
settle_one (MchStore *store, const MchStoreConflict *conflict, const Job *job, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (job->choice == MCH_CONFLICT_OTHER && !write_other (store, conflict, job->value, error))
    return FALSE;
  if (mch_store_resolve_conflict (store, conflict->scope, conflict->id, conflict->name,
                                  job->choice == MCH_CONFLICT_MINE, &cause))
    return TRUE;
  /* Alone, a record that is gone is told; among many it stays in the list for later. */
  if (job->conflicts->len > 1
      && g_error_matches (cause, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gpointer
settle (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;

  for (guint i = 0; i < job->conflicts->len; i++)
    if (!settle_one (mch_work_get_store (work), job->conflicts->pdata[i], job, error))
      return NULL;
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
