/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-search-jobs.h"

typedef struct
{
  MchSearch *search;
  char *after; /* (nullable), as @until */
  char *until;
  char *path;
  MchFound found; /* of a look: who */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  mch_search_free (job->search);
  g_free (job->after);
  g_free (job->until);
  g_free (job->path);
  g_free (job->found.id);
  g_free (job->found.person);
  g_free (job->found.establishment);
  g_free (job);
}

static gpointer
find_page (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;

  /* A page that is read again may have grown. */
  return mch_office_search (mch_work_get_desk (work), job->search, job->after, job->until,
                            job->until != NULL ? MCH_SEARCH_MAX_ROWS : MCH_SEARCH_PAGE,
                            job->after == NULL, mch_work_get_cancellable (work), error);
}

void
mch_search_jobs_page_async (MchContext *context, const MchSearch *search, const char *after,
                            const char *until, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  Job *job = g_new0 (Job, 1);

  job->search = mch_search_copy (search);
  job->after = g_strdup (after);
  job->until = g_strdup (until);
  mch_worker_run_async (mch_context_get_worker (context), "search-page", find_page, job, job_free,
                        (GDestroyNotify) mch_found_page_free, NULL, cancellable, callback, data);
}

MchFoundPage *
mch_search_jobs_page_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error);
}

static gpointer
look (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;
  MchRecord *person, *candidature;
  GPtrArray *records;

  if (!mch_office_search_get (mch_work_get_desk (work), &job->found, &person, &candidature,
                              mch_work_get_cancellable (work), error))
    return NULL;
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  g_ptr_array_add (records, person);
  g_ptr_array_add (records, candidature);
  return records;
}

void
mch_search_jobs_look_async (MchContext *context, const MchFound *found,
                            GAsyncReadyCallback callback, gpointer data)
{
  Job *job = g_new0 (Job, 1);

  job->found.id = g_strdup (found->id);
  job->found.person = g_strdup (found->person);
  job->found.establishment = g_strdup (found->establishment);
  mch_worker_run_async (mch_context_get_worker (context), "search-look", look, job, job_free,
                        (GDestroyNotify) g_ptr_array_unref, NULL, NULL, callback, data);
}

GPtrArray *
mch_search_jobs_look_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error);
}

static gpointer export(MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;
  gint64 n =
      mch_office_search_export (mch_work_get_desk (work), job->search, job->path,
                                mch_work_report_cb, work, mch_work_get_cancellable (work), error);

  /* Nobody is a result, too. */
  return n >= 0 ? g_memdup2 (&n, sizeof n) : NULL;
}

void
mch_search_jobs_export_async (MchContext *context, const MchSearch *search, const char *path,
                              MchWorkProgressFunc progress, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  Job *job = g_new0 (Job, 1);

  job->search = mch_search_copy (search);
  job->path = g_strdup (path);
  mch_worker_run_async (mch_context_get_worker (context), "search-export", export, job, job_free,
                        g_free, progress, cancellable, callback, data);
}

gint64
mch_search_jobs_export_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  g_autofree gint64 *n = mch_worker_run_finish (worker, result, error);

  return n != NULL ? *n : -1;
}
