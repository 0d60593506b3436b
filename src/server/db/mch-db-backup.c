/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Backups of a SQLite database while it is in use, and their way back. PostgreSQL has its own
 * tools, which know its roles, its schemas and its size better. */
#include "server/db/mch-db-private.h"
#include "server/db/mch-db-schema.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

static gboolean
refuse_postgres (MchDbPool *pool, GError **error)
{
  if (mch_db_pool_get_backend (pool) != MCH_DB_BACKEND_POSTGRES)
    return FALSE;
  g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_UNSUPPORTED,
                       _ ("This database is on PostgreSQL: back it up with pg_dump and restore it "
                          "with pg_restore."));
  return TRUE;
}

static gboolean
make_empty_file (const char *path, GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_UNAVAILABLE,
                   _ ("The file %s cannot be created: %s."), path, g_strerror (errno));
      return FALSE;
    }
  close (fd);
  return TRUE;
}

/* A backup is there when its bytes and its name are on the disk. */
static gboolean
sync_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const char *const names[] = { path, folder };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      int fd = open (names[i], O_RDONLY | O_CLOEXEC);
      gboolean ok = fd >= 0 && fsync (fd) == 0;

      if (!ok)
        g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_UNAVAILABLE,
                     _ ("The file %s cannot be written: %s."), path, g_strerror (errno));
      if (fd >= 0)
        close (fd);
      if (!ok)
        return FALSE;
    }
  return TRUE;
}

/* Copies what @handle reads into the new file @path, without its free pages. */
static gboolean
vacuum_into (sqlite3 *handle, const char *path, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (handle, "VACUUM INTO $1", -1, &statement, NULL);

  if (!make_empty_file (path, error))
    {
      sqlite3_finalize (statement);
      return FALSE;
    }
  if (code == SQLITE_OK)
    code = sqlite3_bind_text (statement, 1, path, -1, SQLITE_STATIC);
  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  if (code != SQLITE_DONE)
    mch_db_sqlite_set_error (NULL, handle, code, error);
  sqlite3_finalize (statement);
  if (code == SQLITE_DONE && sync_file (path, error))
    return TRUE;
  g_unlink (path);
  return FALSE;
}

gboolean
mch_db_backup (MchDbPool *pool, const char *path, GError **error)
{
  MchDb *db;
  gboolean ok;

  g_return_val_if_fail (pool != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (refuse_postgres (pool, error))
    return FALSE;

  /* A connection of its own: the copy may take long and nobody should wait for it. */
  db = mch_db_sqlite_open (mch_db_pool_get_path (pool), FALSE, FALSE, error);
  if (db == NULL)
    return FALSE;
  ok = vacuum_into (mch_db_sqlite_get_handle (db), path, error);
  db->klass->free (db);
  return ok;
}

typedef sqlite3 *Handle;

static void
close_handle (Handle *handle)
{
  sqlite3_close (*handle);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Handle, close_handle)

static gboolean
open_plain (const char *path, int flags, Handle *ret_handle, GError **error)
{
  int code = sqlite3_open_v2 (path, ret_handle, flags | SQLITE_OPEN_EXRESCODE, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  mch_db_sqlite_set_error (NULL, *ret_handle, code, error);
  return FALSE;
}

/* One integer out of @handle; @fallback when the statement cannot even be prepared. */
static int
ask_int (sqlite3 *handle, const char *sql, int fallback)
{
  sqlite3_stmt *statement = NULL;
  int answer = fallback;

  if (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
    answer = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return answer;
}

static gboolean
check_backup (sqlite3 *handle, const char *path, GError **error)
{
  int version = ask_int (handle, "SELECT version FROM schema_version WHERE id = 1", 0);

  if (version == 0
      || ask_int (handle,
                  "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'", 0)
             != 1)
    {
      g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_CORRUPT,
                   _ ("%s is not a backup of Machaon or is damaged; nothing was changed."), path);
      return FALSE;
    }
  if (version > MCH_DB_SCHEMA_VERSION)
    {
      g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_SCHEMA_NEWER,
                   _ ("%s was made by a later version of Machaon (schema %d, this one knows %d); "
                      "nothing was changed."),
                   path, version, MCH_DB_SCHEMA_VERSION);
      return FALSE;
    }
  return TRUE;
}

static gboolean
set_epoch_in (sqlite3 *handle, const char *epoch, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (handle, "UPDATE instance SET epoch = $1 WHERE id = 1", -1,
                                 &statement, NULL);

  if (code == SQLITE_OK)
    code = sqlite3_bind_text (statement, 1, epoch, -1, SQLITE_STATIC);
  if (code == SQLITE_OK)
    code = sqlite3_step (statement);
  sqlite3_finalize (statement);
  if (code == SQLITE_DONE)
    return TRUE;
  mch_db_sqlite_set_error (NULL, handle, code, error);
  return FALSE;
}

/* A copy of the backup that already has its new epoch, so that no moment has the old content under
 * the old epoch. */
static gboolean
prepare_copy (const char *backup, const char *copy, const char *epoch, GError **error)
{
  g_auto (Handle) from = NULL;
  g_auto (Handle) to = NULL;

  return open_plain (backup, SQLITE_OPEN_READONLY, &from, error)
         && check_backup (from, backup, error) && vacuum_into (from, copy, error)
         && open_plain (copy, SQLITE_OPEN_READWRITE, &to, error) && set_epoch_in (to, epoch, error);
}

/* All pages in one transaction of the live file: readers see the old content, then the new. */
static gboolean
copy_into (MchDb *db, gpointer data, GError **error)
{
  const char *copy = data;
  sqlite3 *to = mch_db_sqlite_get_handle (db);
  g_auto (Handle) from = NULL;
  sqlite3_backup *work;
  int code;

  if (!open_plain (copy, SQLITE_OPEN_READONLY, &from, error))
    return FALSE;
  work = sqlite3_backup_init (to, "main", from, "main");
  if (work != NULL)
    {
      sqlite3_backup_step (work, -1);
      sqlite3_backup_finish (work);
    }
  code = sqlite3_extended_errcode (to);
  if (code == SQLITE_OK)
    return TRUE;
  mch_db_sqlite_set_error (db, to, code, error);
  return FALSE;
}

gboolean
mch_db_restore (MchDbPool *pool, const char *path, const char *epoch, GError **error)
{
  g_autofree char *copy = NULL;
  gboolean ok;

  g_return_val_if_fail (pool != NULL, FALSE);
  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  if (refuse_postgres (pool, error))
    return FALSE;
  g_return_val_if_fail (mch_db_pool_is_exclusive (pool), FALSE);

  copy = g_strconcat (mch_db_pool_get_path (pool), ".restore", NULL);
  g_unlink (copy);
  ok = prepare_copy (path, copy, epoch, error)
       && mch_db_pool_run_bare (pool, copy_into, copy, error) && mch_db_pool_maintain (pool, error);
  g_unlink (copy);
  return ok;
}
