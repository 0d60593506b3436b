/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pool and the transactions: which connection, how often, and what a failure leaves. */
#include "server/db/mch-db-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define RETRY_FOR (20 * G_TIME_SPAN_SECOND)

/* One side for reading, one for writing, so that readers never wait behind writers. SQLite has
 * exactly one writing connection: its own lock would only make the others sleep and ask again. */
#define READERS 4
#define SQLITE_WRITERS 1
#define POSTGRES_WRITERS 6

typedef struct
{
  GQueue idle; /* MchDb* */
  guint n_open;
  guint max;
} Side;

struct _MchDbPool
{
  MchDbBackend backend;
  char *target; /* the path, or libpq's connection text */
  int lock_fd;
  GMutex mutex;
  GCond released;
  Side read;
  Side write;
};

G_DEFINE_QUARK (mch - db - error - quark, mch_db_error)

/* Set while this thread is inside a closure: a second transaction would wait for the first. */
static GPrivate inside_closure;

static Side *
get_side (MchDbPool *pool, gboolean read_only)
{
  return read_only ? &pool->read : &pool->write;
}

static MchDb *
open_connection (MchDbPool *pool, gboolean create, gboolean read_only, GError **error)
{
  if (pool->backend == MCH_DB_BACKEND_SQLITE)
    return mch_db_sqlite_open (pool->target, create, read_only, error);
  return mch_db_postgres_open (pool->target, read_only, error);
}

MchDb *
mch_db_pool_open_connection (MchDbPool *pool, gboolean read_only, GError **error)
{
  return open_connection (pool, FALSE, read_only, error);
}

static MchDb *
acquire (MchDbPool *pool, gboolean read_only, GError **error)
{
  Side *side = get_side (pool, read_only);
  MchDb *db;

  g_mutex_lock (&pool->mutex);
  while (g_queue_is_empty (&side->idle) && side->n_open >= side->max)
    g_cond_wait (&pool->released, &pool->mutex);
  db = g_queue_pop_head (&side->idle);
  if (db == NULL)
    side->n_open++;
  g_mutex_unlock (&pool->mutex);
  if (db != NULL)
    return db;

  db = open_connection (pool, FALSE, read_only, error);
  if (db == NULL)
    {
      g_mutex_lock (&pool->mutex);
      side->n_open--;
      g_cond_broadcast (&pool->released);
      g_mutex_unlock (&pool->mutex);
    }
  return db;
}

static void
release (MchDbPool *pool, MchDb *db)
{
  Side *side = get_side (pool, db->read_only);
  MchDb *broken = db->broken ? db : NULL;

  g_mutex_lock (&pool->mutex);
  if (broken != NULL)
    side->n_open--;
  else
    g_queue_push_head (&side->idle, db);
  g_cond_broadcast (&pool->released);
  g_mutex_unlock (&pool->mutex);
  if (broken != NULL)
    broken->klass->free (broken);
}

/* The lock lives as long as its descriptor, so a killed server leaves none behind. */
static gboolean
take_lock (MchDbPool *pool, GError **error)
{
  g_autofree char *path = g_strconcat (pool->target, ".lock", NULL);

  pool->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (pool->lock_fd < 0)
    {
      g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_UNAVAILABLE,
                   _ ("The file %s cannot be created: %s."), path, g_strerror (errno));
      return FALSE;
    }
  if (flock (pool->lock_fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_IN_USE,
                   _ ("A Machaon server already runs on %s. Stop it first, or use another folder."),
                   pool->target);
      return FALSE;
    }
  return TRUE;
}

static MchDbPool *
new_pool (const char *uri)
{
  gboolean sqlite = g_str_has_prefix (uri, "sqlite:");
  MchDbPool *pool = g_new0 (MchDbPool, 1);

  pool->backend = sqlite ? MCH_DB_BACKEND_SQLITE : MCH_DB_BACKEND_POSTGRES;
  pool->target = g_strdup (sqlite ? uri + strlen ("sqlite:") : uri);
  pool->lock_fd = -1;
  g_mutex_init (&pool->mutex);
  g_cond_init (&pool->released);
  g_queue_init (&pool->read.idle);
  g_queue_init (&pool->write.idle);
  pool->read.max = READERS;
  pool->write.max = sqlite ? SQLITE_WRITERS : POSTGRES_WRITERS;
  return pool;
}

static gboolean
looks_like_uri (const char *uri)
{
  if (g_str_has_prefix (uri, "sqlite:"))
    return uri[strlen ("sqlite:")] != '\0';
  return g_str_has_prefix (uri, "postgresql://") || g_str_has_prefix (uri, "postgres://")
         || strchr (uri, '=') != NULL;
}

MchDbPool *
mch_db_pool_open (const char *uri, MchDbOpenFlags flags, GError **error)
{
  g_autoptr (MchDbPool) pool = NULL;
  MchDb *db;

  g_return_val_if_fail (uri != NULL, NULL);

  if (!looks_like_uri (uri))
    {
      g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_UNAVAILABLE,
                           _ ("The address of the database is neither “sqlite:FILE” nor a "
                              "PostgreSQL one such as “postgresql://HOST/NAME”."));
      return NULL;
    }

  pool = new_pool (uri);
  if (pool->backend == MCH_DB_BACKEND_SQLITE && (flags & MCH_DB_OPEN_EXCLUSIVE) != 0
      && !take_lock (pool, error))
    return NULL;

  db = open_connection (pool, (flags & MCH_DB_OPEN_CREATE) != 0, FALSE, error);
  if (db == NULL)
    return NULL;
  pool->write.n_open = 1;
  release (pool, db);
  return g_steal_pointer (&pool);
}

static void
close_side (Side *side)
{
  MchDb *db;

  g_warn_if_fail (side->n_open == side->idle.length);
  while ((db = g_queue_pop_head (&side->idle)) != NULL)
    db->klass->free (db);
}

void
mch_db_pool_free (MchDbPool *pool)
{
  if (pool == NULL)
    return;
  /* The writer goes last: SQLite's last connection folds the write-ahead log into the file. */
  close_side (&pool->read);
  close_side (&pool->write);
  if (pool->lock_fd >= 0)
    close (pool->lock_fd);
  g_mutex_clear (&pool->mutex);
  g_cond_clear (&pool->released);
  g_free (pool->target);
  g_free (pool);
}

MchDbBackend
mch_db_pool_get_backend (MchDbPool *pool)
{
  g_return_val_if_fail (pool != NULL, MCH_DB_BACKEND_SQLITE);

  return pool->backend;
}

const char *
mch_db_pool_get_path (MchDbPool *pool)
{
  return pool->backend == MCH_DB_BACKEND_SQLITE ? pool->target : NULL;
}

gboolean
mch_db_pool_is_exclusive (MchDbPool *pool)
{
  return pool->lock_fd >= 0;
}

static gboolean
refuse_nesting (GError **error)
{
  if (g_private_get (&inside_closure) == NULL)
    return FALSE;
  g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_FAILED,
                       _ ("A database transaction was started inside another one."));
  return TRUE;
}

static gboolean
call (MchDb *db, MchDbFunc func, gpointer data, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean ok;

  g_private_set (&inside_closure, db);
  ok = func (db, data, &local);
  g_private_set (&inside_closure, NULL);

  if (ok && local == NULL && !db->failed)
    return TRUE;
  if (local == NULL)
    g_set_error_literal (&local, MCH_DB_ERROR, MCH_DB_ERROR_FAILED,
                         _ ("A database transaction went on after one of its statements failed."));
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
run_once (MchDbPool *pool, gboolean read_only, MchDbFunc func, gpointer data, gboolean *ret_retry,
          GError **error)
{
  MchDb *db;
  gboolean ok;

  *ret_retry = FALSE;
  db = acquire (pool, read_only, error);
  if (db == NULL)
    return FALSE;

  db->failed = db->retry = FALSE;
  ok = db->klass->begin (db, error);
  if (ok)
    {
      ok = call (db, func, data, error) && db->klass->commit (db, error);
      if (!ok && !db->broken)
        db->klass->rollback (db);
    }
  *ret_retry = !ok && db->retry;
  release (pool, db);
  return ok;
}

/* Waits longer each time, and never as long as another one that failed in the same moment. */
static void
wait_a_little (int attempt)
{
  int most = 1000 << MIN (attempt, 6);

  g_usleep ((gulong) g_random_int_range (most / 4, most));
}

static gboolean
run_until_done (MchDbPool *pool, gboolean read_only, MchDbFunc func, gpointer data, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + RETRY_FOR;

  for (int attempt = 0;; attempt++)
    {
      g_autoptr (GError) local = NULL;
      gboolean retry;

      if (run_once (pool, read_only, func, data, &retry, &local))
        return TRUE;
      if (!retry || g_get_monotonic_time () >= deadline)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      wait_a_little (attempt);
    }
}

gboolean
mch_db_pool_write (MchDbPool *pool, MchDbFunc func, gpointer data, GError **error)
{
  g_return_val_if_fail (pool != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return !refuse_nesting (error) && run_until_done (pool, FALSE, func, data, error);
}

gboolean
mch_db_pool_read (MchDbPool *pool, MchDbFunc func, gpointer data, GError **error)
{
  g_return_val_if_fail (pool != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  return !refuse_nesting (error) && run_until_done (pool, TRUE, func, data, error);
}

gboolean
mch_db_pool_run_bare (MchDbPool *pool, MchDbFunc func, gpointer data, GError **error)
{
  MchDb *db;
  gboolean ok;

  if (refuse_nesting (error))
    return FALSE;
  db = acquire (pool, FALSE, error);
  if (db == NULL)
    return FALSE;
  db->failed = db->retry = FALSE;
  ok = func (db, data, error);
  release (pool, db);
  return ok;
}

static gboolean
maintain (MchDb *db, gpointer data, GError **error)
{
  return db->klass->maintain (db, error);
}

gboolean
mch_db_pool_maintain (MchDbPool *pool, GError **error)
{
  g_return_val_if_fail (pool != NULL, FALSE);

  return mch_db_pool_run_bare (pool, maintain, NULL, error);
}

MchDbBackend
mch_db_get_backend (MchDb *db)
{
  g_return_val_if_fail (db != NULL, MCH_DB_BACKEND_SQLITE);

  return db->klass->backend;
}

/* PostgreSQL refuses text that is not UTF-8, SQLite would keep it: both refuse. */
static gboolean
check_values (gsize n_values, const MchDbValue *values, GError **error)
{
  for (gsize i = 0; i < n_values; i++)
    if (values[i].type == MCH_DB_TYPE_TEXT && !g_utf8_validate (values[i].data, -1, NULL))
      {
        g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_CONSTRAINT,
                             _ ("A text for the database is not valid UTF-8; it was not written."));
        return FALSE;
      }
  return TRUE;
}

static gboolean
run (MchDb *db, GError **error, const char *sql, gsize n_values, const MchDbValue *values,
     MchDbResult *result, gint64 *ret_changed)
{
  if (db->failed)
    {
      g_set_error_literal (
          error, MCH_DB_ERROR, MCH_DB_ERROR_FAILED,
          _ ("A database transaction went on after one of its statements failed."));
      return FALSE;
    }
  if (check_values (n_values, values, error)
      && db->klass->run (db, sql, n_values, values, result, ret_changed, error))
    return TRUE;
  db->failed = TRUE;
  return FALSE;
}

gboolean
mch_db_check_changed (int wanted, gint64 changed, GError **error)
{
  if (wanted < 0 || wanted == changed)
    return TRUE;
  g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_CONSTRAINT,
                       _ ("A record has changed meanwhile; nothing was written."));
  return FALSE;
}

gboolean
mch_db_send_array (MchDb *db, GError **error, int wanted, const char *sql, gsize n_values,
                   const MchDbValue *values)
{
  gint64 changed = 0;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (sql != NULL, FALSE);
  g_return_val_if_fail (n_values == 0 || values != NULL, FALSE);

  if (db->klass->send == NULL || db->failed)
    {
      if (!run (db, error, sql, n_values, values, NULL, &changed))
        return FALSE;
      db->failed = !mch_db_check_changed (wanted, changed, error);
    }
  else
    db->failed = !check_values (n_values, values, error)
                 || !db->klass->send (db, sql, n_values, values, wanted, error);
  return !db->failed;
}

MchDbResult *
mch_db_query_array (MchDb *db, GError **error, const char *sql, gsize n_values,
                    const MchDbValue *values)
{
  g_autoptr (MchDbResult) result = NULL;
  gint64 changed;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);
  g_return_val_if_fail (n_values == 0 || values != NULL, NULL);

  result = mch_db_result_new ();
  if (!run (db, error, sql, n_values, values, result, &changed))
    return NULL;
  return g_steal_pointer (&result);
}

gint64
mch_db_exec_array (MchDb *db, GError **error, const char *sql, gsize n_values,
                   const MchDbValue *values)
{
  gint64 changed = 0;

  g_return_val_if_fail (db != NULL, -1);
  g_return_val_if_fail (sql != NULL, -1);
  g_return_val_if_fail (n_values == 0 || values != NULL, -1);

  return run (db, error, sql, n_values, values, NULL, &changed) ? changed : -1;
}

gboolean
mch_db_script (MchDb *db, const char *sql, GError **error)
{
  static const char *const words[][3] = {
    /* macro, SQLite, PostgreSQL */
    { "@INT@", "INTEGER", "BIGINT" },
    { "@TEXT@", "TEXT", "TEXT COLLATE \"C\"" },
    { "@BLOB@", "BLOB", "BYTEA" },
    { " @STRICT@", " STRICT", "" },
  };
  int column = mch_db_get_backend (db) == MCH_DB_BACKEND_SQLITE ? 1 : 2;
  g_autoptr (GString) text = g_string_new (sql);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_string_replace (text, words[i][0], words[i][column], 0);
  if (db->klass->script (db, text->str, error))
    return TRUE;
  db->failed = TRUE;
  return FALSE;
}
