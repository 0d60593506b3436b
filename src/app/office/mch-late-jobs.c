/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-late-jobs.h"

typedef struct
{
  char *scope;
  char *op;
  gboolean accept;
  char *reason;
} Job;

static Job *
job_new (const MchLateOp *late)
{
  Job *job = g_new0 (Job, 1);

  job->scope = g_strdup (late->scope);
  job->op = g_strdup (late->op);
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->scope);
  g_free (job->op);
  g_free (job->reason);
  g_free (job);
}

static gpointer
list (MchWork *work, gpointer data, GError **error)
{
  return mch_office_late_list (mch_work_get_desk (work), mch_work_get_cancellable (work), error);
}

void
mch_late_jobs_list_async (MchContext *context, GAsyncReadyCallback callback, gpointer data)
{
  mch_worker_run_async (mch_context_get_worker (context), "late", list, NULL, NULL,
                        (GDestroyNotify) g_ptr_array_unref, NULL, NULL, callback, data);
}

static gpointer
list_items (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;

  return mch_office_late_list_items (mch_work_get_desk (work), job->scope, job->op,
                                     mch_work_get_cancellable (work), error);
}

void
mch_late_jobs_items_async (MchContext *context, const MchLateOp *late, GAsyncReadyCallback callback,
                           gpointer data)
{
  mch_worker_run_async (mch_context_get_worker (context), "late-items", list_items, job_new (late),
                        job_free, (GDestroyNotify) g_ptr_array_unref, NULL, NULL, callback, data);
}

GPtrArray *
mch_late_jobs_list_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error);
}

static gpointer
decide (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;

  return GINT_TO_POINTER (mch_office_late_decide (mch_work_get_desk (work), job->scope, job->op,
                                                  job->accept, job->reason,
                                                  mch_work_get_cancellable (work), error));
}

void
mch_late_jobs_decide_async (MchContext *context, const MchLateOp *late, gboolean accept,
                            const char *reason, GAsyncReadyCallback callback, gpointer data)
{
  Job *job = job_new (late);

  job->accept = accept;
  job->reason = g_strdup (reason);
  mch_worker_run_async (mch_context_get_worker (context), "late-decide", decide, job, job_free,
                        NULL, NULL, NULL, callback, data);
}

gboolean
mch_late_jobs_decide_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error) != NULL;
}
