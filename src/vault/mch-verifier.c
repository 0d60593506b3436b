/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-verifier.h"

#include <string.h>

#include "vault/mch-vault-init.h"
#include "vault/mch-vault-private.h"

/* A provisional password is 58 random bits: a small work factor is enough, and 200 slips stay a
 * matter of a second. */
#define PASSES 1
#define MEBIBYTES 8
#define HASH_LABEL "machaon slip 1"

#define PROGRESS_INTERVAL (100 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  MchVerifierJob *jobs;
  guint n_jobs;
  guint next;   /* atomic: the first job that nobody has taken */
  guint n_done; /* with @mutex, as what follows */
  guint n_running;
  GCancellable *cancellable;
  GError *error;
  GMutex mutex;
  GCond changed;
} Batch;

gboolean
mch_verifier_compute (MchVerifierJob *job, GError **error)
{
  g_return_val_if_fail (job != NULL, FALSE);

  return mch_vault_stretch (job->secret, strlen (job->secret), job->salt, PASSES, MEBIBYTES,
                            job->verifier, sizeof job->verifier, error);
}

/* FALSE when this worker has nothing more to do. */
static gboolean
compute_next (Batch *batch)
{
  guint i = (guint) g_atomic_int_add (&batch->next, 1);
  GError *error = NULL;
  gboolean go_on;

  if (i >= batch->n_jobs)
    return FALSE;

  if (!g_cancellable_set_error_if_cancelled (batch->cancellable, &error))
    mch_verifier_compute (&batch->jobs[i], &error);

  g_mutex_lock (&batch->mutex);
  if (error == NULL)
    batch->n_done++;
  else if (batch->error == NULL)
    batch->error = g_steal_pointer (&error);
  go_on = batch->error == NULL;
  g_cond_signal (&batch->changed);
  g_mutex_unlock (&batch->mutex);
  g_clear_error (&error);
  return go_on;
}

static gpointer
work (gpointer data)
{
  Batch *batch = data;

  while (compute_next (batch))
    continue;

  g_mutex_lock (&batch->mutex);
  batch->n_running--;
  g_cond_signal (&batch->changed);
  g_mutex_unlock (&batch->mutex);
  return NULL;
}

static void
wait_for_workers (Batch *batch, MchVerifierProgress progress, gpointer user_data)
{
  g_mutex_lock (&batch->mutex);
  while (batch->n_running > 0)
    {
      guint n_done = batch->n_done;

      g_cond_wait_until (&batch->changed, &batch->mutex,
                         g_get_monotonic_time () + PROGRESS_INTERVAL);
      if (progress == NULL || batch->n_done == n_done)
        continue;
      n_done = batch->n_done;
      g_mutex_unlock (&batch->mutex);
      progress (n_done, batch->n_jobs, user_data);
      g_mutex_lock (&batch->mutex);
    }
  g_mutex_unlock (&batch->mutex);
}

gboolean
mch_verifier_compute_all (MchVerifierJob *jobs, guint n_jobs, MchVerifierProgress progress,
                          gpointer user_data, GCancellable *cancellable, GError **error)
{
  guint n_workers = MAX (1, MIN (g_get_num_processors () - 1, n_jobs));
  g_autofree GThread **workers = g_new0 (GThread *, n_workers);
  Batch batch = {
    .jobs = jobs, .n_jobs = n_jobs, .n_running = n_workers, .cancellable = cancellable
  };

  g_return_val_if_fail (jobs != NULL || n_jobs == 0, FALSE);

  g_mutex_init (&batch.mutex);
  g_cond_init (&batch.changed);
  for (guint i = 0; i < n_workers; i++)
    workers[i] = g_thread_new ("mch-verifier", work, &batch);
  wait_for_workers (&batch, progress, user_data);
  for (guint i = 0; i < n_workers; i++)
    g_thread_join (workers[i]);
  g_mutex_clear (&batch.mutex);
  g_cond_clear (&batch.changed);

  if (batch.error != NULL)
    {
      g_propagate_error (error, batch.error);
      return FALSE;
    }
  if (progress != NULL)
    progress (n_jobs, n_jobs, user_data);
  return TRUE;
}

void
mch_verifier_pepper (MchSecret *pepper, const guint8 verifier[MCH_VERIFIER_SIZE],
                     guint8 ret_stored[MCH_VERIFIER_SIZE])
{
  g_return_if_fail (pepper != NULL && verifier != NULL && ret_stored != NULL);
  g_return_if_fail (mch_secret_get_size (pepper) == MCH_KEY_SIZE);

  mch_vault_hash (HASH_LABEL, pepper, verifier, MCH_VERIFIER_SIZE, ret_stored, MCH_VERIFIER_SIZE);
}

gboolean
mch_verifier_matches (MchSecret *pepper, const guint8 verifier[MCH_VERIFIER_SIZE],
                      const guint8 stored[MCH_VERIFIER_SIZE])
{
  guint8 mine[MCH_VERIFIER_SIZE] = { 0 };

  g_return_val_if_fail (stored != NULL, FALSE);

  mch_verifier_pepper (pepper, verifier, mine);
  return mch_vault_equal (mine, stored, sizeof mine);
}
