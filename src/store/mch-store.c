/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a store, and reading its view. */
#include "store/mch-profile.h"
#include "store/mch-store.h"

#include "store/mch-store-private.h"
#include "vault/mch-vault-init.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static MchSql *
open_memory (GError **error)
{
  g_autoptr (MchSql) memory = NULL;

  memory = mch_sql_open (
      ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, error);
  /* What a large sort sets aside must not go to a temporary file. */
  if (memory == NULL
      || !mch_sql_exec (memory, "PRAGMA temp_store = MEMORY; PRAGMA journal_mode = MEMORY;", error))
    return NULL;
  return g_steal_pointer (&memory);
}

/* A rescue that was cut after its last file was whole is finished here. */
static gboolean
finish_rescue (const char *profile_dir, const char *path, GError **error)
{
  g_autofree char *ready = g_build_filename (profile_dir, MCH_STORE_READY_FILE, NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);

  if (!g_file_test (ready, G_FILE_TEST_EXISTS))
    return TRUE;
  g_unlink (wal);
  g_unlink (shm);
  if (g_rename (ready, path) == 0)
    return TRUE;
  g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_IO,
               _ ("The profile folder “%s” cannot be written: %s."), profile_dir,
               g_strerror (errno));
  return FALSE;
}

static gboolean
open_persistent (MchStore *store, const char *profile_dir, GError **error)
{
  g_autofree char *path = g_build_filename (profile_dir, MCH_STORE_FILE, NULL);

  if (!finish_rescue (profile_dir, path, error))
    return FALSE;
  store->disk = mch_store_open_file (path, store->key, error);
  return store->disk != NULL;
}

static gboolean
fill (MchStore *store, GError **error)
{
  g_autoptr (MchTouched) touched = mch_touched_new ();
  const gint64 all = MCH_ALL_OPS;

  store->memory = open_memory (error);
  if (store->memory == NULL)
    return FALSE;
  store->view = mch_view_new (store->memory, error);
  return store->view != NULL && mch_view_load (store, NULL, error)
         && mch_store_follow (store, &all, 1, touched, error);
}

MchStore *
mch_store_open (const char *profile_dir, GBytes *cache_key, MchStoreClock now, MchRandomFunc random,
                guint wait_ms, GError **error)
{
  int lock = -1;

  g_return_val_if_fail (profile_dir != NULL, NULL);

  if (cache_key != NULL)
    {
      lock = mch_profile_lock (profile_dir, wait_ms, error);
      if (lock < 0)
        return NULL;
    }
  return mch_store_open_locked (profile_dir, lock, cache_key, now, random, error);
}

MchStore *
mch_store_open_locked (const char *profile_dir, int lock, GBytes *cache_key, MchStoreClock now,
                       MchRandomFunc random, GError **error)
{
  g_autoptr (MchStore) store = NULL;

  g_return_val_if_fail (profile_dir != NULL && now != NULL && random != NULL, NULL);

  store = g_new0 (MchStore, 1);
  g_atomic_ref_count_init (&store->ref_count);
  g_rec_mutex_init (&store->mutex);
  store->lock_fd = lock;
  store->now = now;
  store->random = random;
  store->persistent = cache_key != NULL;
  store->query = mch_query_new ();
  store->key = cache_key != NULL ? mch_store_make_key (cache_key, error)
                                 : mch_secret_new_random (MCH_KEY_SIZE);
  if (store->key == NULL)
    return NULL;
  if (store->persistent)
    {
      if (!open_persistent (store, profile_dir, error))
        return NULL;
    }
  else if ((store->disk = mch_store_open_file (NULL, store->key, error)) == NULL)
    return NULL;
  return fill (store, error) ? g_steal_pointer (&store) : NULL;
}

MchStore *
mch_store_ref (MchStore *store)
{
  g_return_val_if_fail (store != NULL, NULL);

  g_atomic_ref_count_inc (&store->ref_count);
  return store;
}

void
mch_store_unref (MchStore *store)
{
  g_return_if_fail (store != NULL);

  if (!g_atomic_ref_count_dec (&store->ref_count))
    return;
  g_clear_pointer (&store->view, mch_view_free);
  g_clear_pointer (&store->memory, mch_sql_close);
  g_clear_pointer (&store->disk, mch_sql_close);
  g_clear_pointer (&store->aliases, g_hash_table_unref);
  g_clear_pointer (&store->key, mch_secret_unref);
  mch_query_free (store->query);
  /* Last: whoever waits for the profile finds it closed. */
  if (store->lock_fd >= 0)
    close (store->lock_fd);
  g_rec_mutex_clear (&store->mutex);
  g_free (store);
}

gboolean
mch_store_is_persistent (MchStore *store)
{
  g_return_val_if_fail (store != NULL, FALSE);

  return store->persistent;
}

guint64
mch_store_get_serial (MchStore *store)
{
  g_autoptr (GRecMutexLocker) locker = NULL;

  g_return_val_if_fail (store != NULL, 0);

  locker = g_rec_mutex_locker_new (&store->mutex);
  return store->serial;
}

void
mch_store_set_changed_func (MchStore *store, MchStoreChangedFunc func, void *user_data)
{
  g_autoptr (GRecMutexLocker) locker = NULL;

  g_return_if_fail (store != NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  store->changed_func = func;
  store->changed_data = user_data;
}

void
mch_store_notify (MchStore *store)
{
  MchStoreChangedFunc func;
  void *user_data;

  g_rec_mutex_lock (&store->mutex);
  func = store->changed_func;
  user_data = store->changed_data;
  g_rec_mutex_unlock (&store->mutex);
  if (func != NULL)
    func (store, user_data);
}

gboolean
mch_store_follow (MchStore *store, const gint64 *ordinals, gsize n_ordinals, MchTouched *touched,
                  GError **error)
{
  store->serial++;
  for (gsize i = 0; i < n_ordinals; i++)
    if (!mch_overlay_reload (store, ordinals[i], touched, error))
      return FALSE;
  return mch_view_refresh (store, touched, error);
}

char **
mch_store_dup_scopes (MchStore *store)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (GStrvBuilder) scopes = NULL;
  g_autoptr (MchStatement) row = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  scopes = g_strv_builder_new ();
  row = mch_sql_query (store->disk, NULL,
                       "SELECT scope FROM cursor UNION SELECT scope FROM outbox ORDER BY 1", "");
  while (row != NULL && mch_statement_step (row, NULL) > 0)
    g_strv_builder_add (scopes, mch_statement_text (row, 0));
  return g_strv_builder_end (scopes);
}

static MchStatement *
find_row (MchStore *store, const char *scope, MchKind kind, const char *id)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT %s FROM %s WHERE id = ?1 AND (?2 IS NULL OR scope = ?2) ORDER BY scope DESC",
      mch_view_columns (store->view, kind), mch_kind_to_string (kind));

  return mch_sql_query (store->memory, NULL, sql, "tt", id, scope);
}

MchRecord *
mch_store_dup_record (MchStore *store, const char *scope, MchKind kind, const char *id)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (MchStatement) row = NULL;

  g_return_val_if_fail (store != NULL && id != NULL, NULL);
  g_return_val_if_fail (kind >= 0 && kind < MCH_N_KINDS, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  row = find_row (store, scope, kind, id);
  if (row == NULL || mch_statement_step (row, NULL) <= 0)
    return NULL;
  return mch_view_read_row (store->view, kind, row);
}

MchPending
mch_store_get_pending (MchStore *store, const char *scope, MchKind kind, const char *id)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (MchStatement) row = NULL;

  g_return_val_if_fail (store != NULL && id != NULL, MCH_PENDING_NONE);
  g_return_val_if_fail (kind >= 0 && kind < MCH_N_KINDS, MCH_PENDING_NONE);

  locker = g_rec_mutex_locker_new (&store->mutex);
  row = find_row (store, scope, kind, id);
  if (row == NULL || mch_statement_step (row, NULL) <= 0)
    return MCH_PENDING_NONE;
  return mch_view_row_pending (row);
}

/* Statements of callbacks may run inside one another, so these are not shared. */
static sqlite3_stmt *
prepare_list (MchStore *store, MchKind kind, const char *where)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM %s WHERE (?1 IS NULL OR scope = ?1) %s ORDER BY id, scope",
                       mch_view_columns (store->view, kind), mch_kind_to_string (kind), where);
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (store->memory->handle, sql, -1, &statement, NULL) != SQLITE_OK)
    g_critical ("%s", sqlite3_errmsg (store->memory->handle));
  return statement;
}

void
mch_store_foreach (MchStore *store, const char *scope, MchKind kind, MchStoreRecordFunc func,
                   void *user_data)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  gboolean go_on = TRUE;
  sqlite3_stmt *row;

  g_return_if_fail (store != NULL && func != NULL);
  g_return_if_fail (kind >= 0 && kind < MCH_N_KINDS);

  locker = g_rec_mutex_locker_new (&store->mutex);
  row = prepare_list (store, kind, "");
  sqlite3_bind_text (row, 1, scope, -1, SQLITE_STATIC);
  while (go_on && mch_statement_step (row, NULL) > 0)
    {
      g_autoptr (MchRecord) record = mch_view_read_row (store->view, kind, row);

      go_on = func (mch_view_row_scope (row), record, mch_view_row_pending (row), user_data);
    }
  sqlite3_finalize (row);
}

static GPtrArray *
list_where (MchStore *store, const char *scope, MchKind kind, const char *where,
            const char *session)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  sqlite3_stmt *row = prepare_list (store, kind, where);

  sqlite3_bind_text (row, 1, scope, -1, SQLITE_STATIC);
  if (session != NULL)
    sqlite3_bind_text (row, 2, session, -1, SQLITE_STATIC);
  while (mch_statement_step (row, NULL) > 0)
    g_ptr_array_add (records, mch_view_read_row (store->view, kind, row));
  sqlite3_finalize (row);
  return records;
}

GPtrArray *
mch_store_list_records (MchStore *store, const char *scope, MchKind kind)
{
  g_return_val_if_fail (store != NULL, NULL);
  g_return_val_if_fail (kind >= 0 && kind < MCH_N_KINDS, NULL);

  return list_where (store, scope, kind, "", NULL);
}

GPtrArray *
mch_store_list_candidatures (MchStore *store, const char *scope, const char *session)
{
  g_return_val_if_fail (store != NULL, NULL);

  return list_where (store, scope, MCH_KIND_CANDIDATURE, session != NULL ? "AND session = ?2" : "",
                     session);
}

GPtrArray *
mch_store_list_persons (MchStore *store, const char *scope, const char *session)
{
  g_return_val_if_fail (store != NULL, NULL);

  return list_where (store, scope, MCH_KIND_PERSON,
                     session != NULL
                         ? "AND EXISTS (SELECT 1 FROM candidature c WHERE c.person = person.id "
                           "AND c.scope = person.scope AND c.session = ?2)"
                         : "",
                     session);
}
