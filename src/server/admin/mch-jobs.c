/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin/mch-jobs.h"

#include "server/admin/mch-admin-certificate.h"
#include "server/model/mch-accounts.h"
#include "server/model/mch-directory.h"
#include "server/model/mch-feed.h"
#include "server/model/mch-job.h"
#include "server/model/mch-mail.h"
#include "server/model/mch-ops.h"
#include "server/model/mch-staff.h"
#include "vault/mch-vault-init.h"

#define SECOND_US G_USEC_PER_SEC
#define GRACE_S 30 /* how much later than usual a shared job may be done before another does it */
#define ENDED_BACK_S 60     /* clocks of several servers differ */
#define MAX_REMEMBERED 1000 /* ended streams */

typedef struct
{
  const char *name;
  gint64 every_s;
  gboolean shared; /* one of the servers of a database does it for all */
  gboolean (*run) (MchJobs *jobs, GError **error);
} Job;

#define N_JOBS 8

struct _MchJobs
{
  MchServer *server;
  MchHttp *http;
  char *tls_folder;
  char *holder;          /* this process, among those that share the database */
  GHashTable *heads;     /* scope → gint64*: what the streams have been told */
  gint64 heads_sum;      /* of all of them: what did not change needs no second look */
  GHashTable *ended;     /* (set) owned "DEVICE MOMENT": whose streams were ended */
  gint64 due_us[N_JOBS]; /* monotonic */
  gboolean failing[N_JOBS];
  GThread *thread;
  GMutex lock;
  GCond wake;
  gboolean stopping; /* under lock */
};

typedef struct
{
  gint64 sum; /* (inout) */
  MchDbResult *rows;
} Heads;

/* One number first: places are only ever added, so an equal sum is an equal state. */
static gboolean
read_heads (MchDb *db, gpointer data, GError **error)
{
  Heads *heads = data;
  gint64 sum;
  g_autoptr (MchDbResult) summary =
      mch_db_query (db, error, "SELECT COUNT (*) + COALESCE (SUM (seq), 0) FROM scope");

  g_clear_pointer (&heads->rows, mch_db_result_free);
  if (summary == NULL)
    return FALSE;
  mch_db_result_next (summary);
  sum = mch_db_result_get_int (summary, 0);
  if (sum == heads->sum)
    return TRUE;
  heads->rows = mch_db_query (db, error, "SELECT id, seq FROM scope");
  heads->sum = sum;
  return heads->rows != NULL;
}

/* Hints of our own handlers went out at once; the hub drops what it knows. */
static gboolean
publish_heads (MchJobs *jobs, GError **error)
{
  Heads heads = { jobs->heads_sum, NULL };
  gboolean done = mch_db_pool_read (jobs->server->pool, read_heads, &heads, error);
  g_autoptr (MchDbResult) result = heads.rows;

  if (!done)
    return FALSE;
  jobs->heads_sum = heads.sum;
  while (result != NULL && mch_db_result_next (result))
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

/* Whose rights another process has taken away: `admin`, or another server. */
static gboolean
end_streams (MchJobs *jobs, GError **error)
{
  gint64 since = mch_server_now (jobs->server) - ENDED_BACK_S * 1000;
  g_autoptr (GPtrArray) ended = mch_staff_list_ended (jobs->server, since, error);

  if (ended == NULL)
    return FALSE;
  if (g_hash_table_size (jobs->ended) > MAX_REMEMBERED)
    g_hash_table_remove_all (jobs->ended);
  for (guint i = 0; i + 1 < ended->len; i += 2)
    if (g_hash_table_add (jobs->ended,
                          g_strconcat (ended->pdata[i], " ", ended->pdata[i + 1], NULL)))
      mch_http_end_streams (jobs->http, ended->pdata[i]);
  return TRUE;
}

static gboolean
forget_tombstones (MchJobs *jobs, GError **error)
{
  return mch_feed_purge (jobs->server, error);
}

static gboolean
expire (MchJobs *jobs, GError **error)
{
  return mch_accounts_expire (jobs->server, NULL, error);
}

static gboolean
purge (MchJobs *jobs, GError **error)
{
  return mch_ops_purge (jobs->server, error) && mch_mail_purge (jobs->server, error);
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
  { "heads", 1, FALSE, publish_heads },
  { "streams", 2, FALSE, end_streams },
  { "summaries", 60, TRUE, refresh_summaries },
  { "expire", 300, TRUE, expire },
  { "purge", 300, TRUE, purge },
  { "tombstones", 24 * 3600, TRUE, forget_tombstones },
  { "maintain", 300, FALSE, maintain },
  { "certificate", 24 * 3600, FALSE, renew_certificate },
};

/* A shared job whose holder is late by more than GRACE_S goes to whoever asks next. */
static gboolean
run_job (MchJobs *jobs, const Job *job, GError **error)
{
  gboolean mine = TRUE;

  /* SQLite has one server, by its lock. */
  if (job->shared && mch_db_pool_get_backend (jobs->server->pool) == MCH_DB_BACKEND_POSTGRES
      && !mch_job_claim (jobs->server, job->name, jobs->holder, (job->every_s + GRACE_S) * 1000,
                         &mine, error))
    return FALSE;
  return !mine || job->run (jobs, error);
}

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
      run_job (jobs, &table[i], &error);
      log_outcome (jobs, i, error);
      jobs->due_us[i] = g_get_monotonic_time () + table[i].every_s * SECOND_US;
    }
}

static gpointer
run_thread (gpointer data)
{
  MchJobs *jobs = data;

  g_autoptr (GError) error = NULL;

  while (!is_stopping (jobs))
    {
      gint64 until = g_get_monotonic_time () + SECOND_US;

      run_due (jobs);
      g_mutex_lock (&jobs->lock);
      while (!jobs->stopping && g_cond_wait_until (&jobs->wake, &jobs->lock, until))
        ;
      g_mutex_unlock (&jobs->lock);
    }
  /* The others need not wait for what this one will not do any more. */
  if (mch_db_pool_get_backend (jobs->server->pool) == MCH_DB_BACKEND_POSTGRES)
    mch_job_release (jobs->server, jobs->holder, &error);
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
  jobs->holder = mch_uuid_new (mch_server_now (server), mch_vault_random);
  jobs->heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  jobs->heads_sum = -1;
  jobs->ended = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
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
  g_hash_table_unref (jobs->ended);
  g_free (jobs->holder);
  g_mutex_clear (&jobs->lock);
  g_cond_clear (&jobs->wake);
  g_free (jobs->tls_folder);
  g_free (jobs);
}
