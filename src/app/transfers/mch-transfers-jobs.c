/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/transfers/mch-transfers-jobs.h"

#include "sync/mch-engine.h"

typedef struct
{
  char *scope;
  char *session;
  char *person;
  char *id; /* of the request */
  gboolean accept;
  char *reason;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->scope);
  g_free (job->session);
  g_free (job->person);
  g_free (job->id);
  g_free (job->reason);
  g_free (job);
}

static gpointer
list (MchWork *work, gpointer data, GError **error)
{
  return mch_transfer_list (mch_work_get_store (work), ((Job *) data)->scope, error);
}

void
mch_transfers_list_async (MchContext *context, GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->scope = mch_context_is_office (context) ? mch_context_dup_office_scope (context)
                                               : g_strdup (mch_context_get_scope (context));
  mch_worker_run_on_disk_async (mch_context_get_worker (context), "transfers", list, job, job_free,
                                (GDestroyNotify) g_ptr_array_unref, NULL, callback, user_data);
}

GPtrArray *
mch_transfers_list_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error);
}

/* It is done once the server has answered: a pull that fails comes again by itself. */
static gpointer
end (MchWork *work, gboolean done)
{
  g_autoptr (GError) later = NULL;

  if (!done)
    return NULL;
  mch_engine_pull (mch_work_get_desk (work), mch_work_get_cancellable (work), &later);
  return GINT_TO_POINTER (TRUE);
}

static gpointer
ask (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;

  return end (work,
              mch_transfer_ask (mch_work_get_desk (work), job->scope, job->session, job->person,
                                job->id, mch_work_get_cancellable (work), error));
}

void
mch_transfers_ask_async (MchContext *context, const MchTransferEntry *entry,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->scope = g_strdup (entry->scope);
  job->session = g_strdup (entry->session);
  job->person = g_strdup (entry->person);
  job->id = mch_desk_new_id ();
  mch_worker_run_async (mch_context_get_worker (context), "transfer-ask", ask, job, job_free, NULL,
                        NULL, NULL, callback, user_data);
}

static gpointer
decide (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;

  return end (work, mch_transfer_decide (mch_work_get_desk (work), job->id, job->accept,
                                         job->reason, mch_work_get_cancellable (work), error));
}

void
mch_transfers_decide_async (MchContext *context, const MchTransferEntry *entry, gboolean accept,
                            const char *reason, GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->id = g_strdup (entry->id);
  job->accept = accept;
  job->reason = g_strdup (reason);
  mch_worker_run_async (mch_context_get_worker (context), "transfer-decide", decide, job, job_free,
                        NULL, NULL, NULL, callback, user_data);
}

gboolean
mch_transfers_act_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error) != NULL;
}
