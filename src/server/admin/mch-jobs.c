/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin/mch-jobs.h"

#include "server/admin/mch-admin-certificate.h"
#include "server/model/mch-accounts.h"
#include "server/model/mch-directory.h"
#include "server/model/mch-ops.h"

#define SECOND_US G_USEC_PER_SEC

typedef struct
{
  const char *name;
  gint64 every_s;
  gboolean (*run) (MchJobs *jobs, GError **error);
} Job;

#define N_JOBS 6

struct _MchJobs
{
  MchServer *server;
  MchHttp *http;
  char *tls_folder;
  GHashTable *heads;     /* scope → gint64*: what the streams have been told */
  gint64 due_us[N_JOBS]; /* monotonic */
  gboolean failing[N_JOBS];
  GThread *thread;
  GMutex lock;
  GCond wake;
  gboolean stopping; /* under lock */
};

static gboolean
read_heads (MchDb *db, gpointer data, GError **error)
{
  MchDbResult **ret_result = data;

  g_clear_pointer (ret_result, mch_db_result_free);
  *ret_result = mch_db_query (db, error, "SELECT id, seq FROM scope");
  return *ret_result != NULL;
}

/* Hints of our own handlers went out at once; the hub drops what it knows. */
static gboolean
publish_heads (MchJobs *jobs, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  if (!mch_db_pool_read (jobs->server->pool, read_heads, &result, error))
    return FALSE;
  while (mch_db_result_next (result))
    {
      const char *scope = mch_db_result_get_text (result, 0);
      gint64 seq = mch_db_result_get_int (result, 1);
      gint64 *told = g_hash_table_lookup (jobs->heads, scope);

      if (told != NULL && *told == seq)
        continue;
      g_hash_table_insert (jobs->heads, g_strdup (scope), g_memdup2 (&seq, sizeof seq));
      mch_http_publish (jobs->http, scope, seq);
    }
  return TRUE;
}

static gboolean
expire (MchJobs *jobs, GError **error)
{
  return mch_accounts_expire (jobs->server, NULL, error);
}

static gboolean
purge (MchJobs *jobs, GError **error)
{
  return mch_ops_purge (jobs->server, error);
}

static gboolean
refresh_summaries (MchJobs *jobs, GError **error)
{
  return mch_directory_refresh_summaries (jobs->server, error);
}

/* After what deletes secrets, so that they leave the files, too. */
static gboolean
maintain (MchJobs *jobs, GError **error)
{
  return mch_db_pool_maintain (jobs->server->pool, error);
}

static gboolean
renew_certificate (MchJobs *jobs, GError **error)
{
  gboolean renewed = FALSE;

  if (jobs->tls_folder == NULL)
    return TRUE;
  if (!mch_certificate_renew_if_due (jobs->tls_folder, mch_server_now (jobs->server), &renewed,
                                     error))
    return FALSE;
  if (!renewed)
    return TRUE;
  g_printerr ("event=certificate outcome=renewed\n");
  return mch_http_reload_certificate (jobs->http, error);
}

static const Job table[N_JOBS] = {
  { "heads", 1, publish_heads }, { "summaries", 60, refresh_summaries },
  { "expire", 300, expire },     { "purge", 300, purge },
  { "maintain", 300, maintain }, { "certificate", 24 * 3600, renew_certificate },
};

/* A job that keeps failing is told once, and when it works again. */
static void
log_outcome (MchJobs *jobs, gsize index, const GError *error)
{
  if ((error != NULL) == jobs->failing[index])
    return;
  jobs->failing[index] = error != NULL;
  if (error != NULL)
    g_printerr ("event=job name=%s outcome=failed error=\"%s\"\n", table[index].name,
                error->message);
  else
    g_printerr ("event=job name=%s outcome=recovered\n", table[index].name);
}

static gboolean
is_stopping (MchJobs *jobs)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&jobs->lock);

  return jobs->stopping;
}

static void
run_due (MchJobs *jobs)
{
  for (gsize i = 0; i < N_JOBS && !is_stopping (jobs); i++)
    {
      g_autoptr (GError) error = NULL;

      if (g_get_monotonic_time () < jobs->due_us[i])
        continue;
      table[i].run (jobs, &error);
      log_outcome (jobs, i, error);
      jobs->due_us[i] = g_get_monotonic_time () + table[i].every_s * SECOND_US;
    }
}

static gpointer
run_thread (gpointer data)
{
  MchJobs *jobs = data;

  while (!is_stopping (jobs))
    {
      gint64 until = g_get_monotonic_time () + SECOND_US;

      run_due (jobs);
      g_mutex_lock (&jobs->lock);
      while (!jobs->stopping && g_cond_wait_until (&jobs->wake, &jobs->lock, until))
        ;
      g_mutex_unlock (&jobs->lock);
    }
  return NULL;
}

MchJobs *
mch_jobs_start (MchServer *server, MchHttp *http, const char *tls_folder)
{
  MchJobs *jobs = g_new0 (MchJobs, 1);

  g_return_val_if_fail (server != NULL && http != NULL, NULL);

  jobs->server = server;
  jobs->http = http;
  jobs->tls_folder = g_strdup (tls_folder);
  jobs->heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_mutex_init (&jobs->lock);
  g_cond_init (&jobs->wake);
  jobs->thread = g_thread_new ("jobs", run_thread, jobs);
  return jobs;
}

void
mch_jobs_stop (MchJobs *jobs)
{
  if (jobs == NULL)
    return;
  g_mutex_lock (&jobs->lock);
  jobs->stopping = TRUE;
  g_cond_signal (&jobs->wake);
  g_mutex_unlock (&jobs->lock);
  g_thread_join (jobs->thread);
  g_hash_table_unref (jobs->heads);
  g_mutex_clear (&jobs->lock);
  g_cond_clear (&jobs->wake);
  g_free (jobs->tls_folder);
  g_free (jobs);
}
