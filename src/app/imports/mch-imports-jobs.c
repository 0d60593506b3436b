/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/imports/mch-imports-jobs.h"

#include "slips/mch-last-file.h"
#include "sync/mch-engine.h"

typedef struct
{
  char *scope;
  char *import; /* NULL for the list */
  char *op;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->scope);
  g_free (job->import);
  g_free (job->op);
  g_free (job);
}

static Job *
job_new (MchContext *context, const char *import)
{
  Job *job = g_new0 (Job, 1);

  job->scope = g_strdup (mch_context_get_scope (context));
  job->import = g_strdup (import);
  job->op = mch_desk_new_id ();
  return job;
}

static gpointer
fetch (MchWork *work, gpointer data, GError **error)
{
  return mch_import_runs_fetch (mch_work_get_desk (work), ((Job *) data)->scope, NULL,
                                mch_work_get_cancellable (work), error);
}

static gpointer
follow (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;
  g_autoptr (GPtrArray) runs = fetch (work, data, error);

  return GINT_TO_POINTER (
      runs != NULL && mch_last_file_follow (mch_work_get_store (work), job->scope, runs, error));
}

void
mch_imports_follow_async (MchContext *context, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  mch_worker_run_async (mch_context_get_worker (context), "last import", follow,
                        job_new (context, NULL), job_free, NULL, NULL, cancellable, callback,
                        user_data);
}

void
mch_imports_fetch_async (MchContext *context, GAsyncReadyCallback callback, gpointer user_data)
{
  mch_worker_run_async (mch_context_get_worker (context), "imports", fetch, job_new (context, NULL),
                        job_free, (GDestroyNotify) g_ptr_array_unref, NULL, NULL, callback,
                        user_data);
}

GPtrArray *
mch_imports_fetch_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error);
}

/* It is done once the server has answered: a pull that fails comes again by itself. */
static gpointer
undo (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;
  MchDesk *desk = mch_work_get_desk (work);
  GCancellable *cancellable = mch_work_get_cancellable (work);
  MchImportUndo *done =
      mch_import_undo_ask (desk, job->scope, job->op, job->import, cancellable, error);
  g_autoptr (GError) later = NULL;

  if (done != NULL)
    mch_engine_pull (desk, cancellable, &later);
  return done;
}

void
mch_imports_undo_async (MchContext *context, const char *import, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  mch_worker_run_async (mch_context_get_worker (context), "import-undo", undo,
                        job_new (context, import), job_free, (GDestroyNotify) mch_import_undo_free,
                        NULL, NULL, callback, user_data);
}

MchImportUndo *
mch_imports_undo_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error);
}
