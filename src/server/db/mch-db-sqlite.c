/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SQLite back end: write-ahead log, every commit on the disk before it is answered, deleted
 * content overwritten. */
#include "server/db/mch-db-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 5000
#define MAX_STATEMENTS 200 /* kept prepared in one connection */

typedef struct
{
  MchDb parent;
  sqlite3 *handle;
  GHashTable *statements; /* owned SQL text → owned sqlite3_stmt */
} SqliteDb;

static void
finalize (gpointer statement)
{
  sqlite3_finalize (statement);
}

static SqliteDb *
get_self (MchDb *db)
{
  return (SqliteDb *) db;
}

static MchDbError
classify (const MchDb *db, int code)
{
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY
      || code == SQLITE_CONSTRAINT_ROWID)
    return MCH_DB_ERROR_UNIQUE;

  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return MCH_DB_ERROR_BUSY;
    case SQLITE_CONSTRAINT:
      return MCH_DB_ERROR_CONSTRAINT;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return MCH_DB_ERROR_CORRUPT;
    case SQLITE_FULL:
      return MCH_DB_ERROR_FULL;
    case SQLITE_READONLY:
      return db != NULL && db->read_only ? MCH_DB_ERROR_FAILED : MCH_DB_ERROR_UNAVAILABLE;
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return MCH_DB_ERROR_UNAVAILABLE;
    default:
      return MCH_DB_ERROR_FAILED;
    }
}

static const char *
get_sentence (MchDbError kind)
{
  switch (kind)
    {
    case MCH_DB_ERROR_BUSY:
      return _ ("The database is busy; nothing was changed. Try again in a moment.");
    case MCH_DB_ERROR_CORRUPT:
      return _ (
          "The database file is damaged or is not a database. Move it to another folder, then "
          "restore a backup with “machaond admin restore”.");
    case MCH_DB_ERROR_FULL:
      return _ ("No room is left for the database; nothing was changed. Free some disk space.");
    case MCH_DB_ERROR_UNAVAILABLE:
      return _ ("The database file cannot be read or written. Look at its owner, its permissions "
                "and the disk.");
    case MCH_DB_ERROR_UNIQUE:
      return _ ("A row with this key is already in the database.");
    default:
      return _ ("The database refused a statement; nothing was changed.");
    }
}

static gboolean
is_no_room (int system_code)
{
  return system_code == ENOSPC || system_code == EDQUOT;
}

void
mch_db_sqlite_set_error (MchDb *db, struct sqlite3 *handle, int code, GError **error)
{
  MchDbError kind = classify (db, code);

  /* The file that readers share, and others beside the database, have no result of their own. */
  if ((code & 0xff) == SQLITE_IOERR && handle != NULL && is_no_room (sqlite3_system_errno (handle)))
    kind = MCH_DB_ERROR_FULL;
  if (db != NULL && kind == MCH_DB_ERROR_BUSY)
    db->retry = TRUE;
  g_set_error (error, MCH_DB_ERROR, kind, "%s (SQLite %d: %s)", get_sentence (kind), code,
               handle != NULL ? sqlite3_errmsg (handle) : sqlite3_errstr (code));
}

static gboolean
set_error (MchDb *db, int code, GError **error)
{
  mch_db_sqlite_set_error (db, get_self (db)->handle, code, error);
  return FALSE;
}

static gboolean
sqlite_script (MchDb *db, const char *sql, GError **error)
{
  int code = sqlite3_exec (get_self (db)->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || set_error (db, code, error);
}

static sqlite3_stmt *
prepare (MchDb *db, const char *sql, gboolean *ret_cached, GError **error)
{
  SqliteDb *self = get_self (db);
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  const char *tail = NULL;
  int code;

  *ret_cached = TRUE;
  if (statement != NULL)
    return statement;

  *ret_cached = g_hash_table_size (self->statements) < MAX_STATEMENTS;
  code = sqlite3_prepare_v3 (self->handle, sql, -1, *ret_cached ? SQLITE_PREPARE_PERSISTENT : 0,
                             &statement, &tail);
  if (code == SQLITE_OK && (statement == NULL || tail[strspn (tail, " \n\t;")] != '\0'))
    {
      sqlite3_finalize (statement);
      code = SQLITE_MISUSE;
      statement = NULL;
    }
  if (code != SQLITE_OK)
    {
      set_error (db, code, error);
      return NULL;
    }
  if (*ret_cached)
    g_hash_table_insert (self->statements, g_strdup (sql), statement);
  return statement;
}

/* "$1" is a name to SQLite and its numbers follow first appearance, so it is asked for by name. */
static int
bind_one (sqlite3_stmt *statement, gsize number, const MchDbValue *value)
{
  char name[24];
  int index;

  g_snprintf (name, sizeof name, "$%" G_GSIZE_FORMAT, number);
  index = sqlite3_bind_parameter_index (statement, name);
  if (index == 0)
    return SQLITE_RANGE;

  switch (value->type)
    {
    case MCH_DB_TYPE_INT:
      return sqlite3_bind_int64 (statement, index, value->integer);
    case MCH_DB_TYPE_TEXT:
      return sqlite3_bind_text (statement, index, value->data, -1, SQLITE_STATIC);
    case MCH_DB_TYPE_BLOB:
      return sqlite3_bind_blob64 (statement, index, value->data, value->length, SQLITE_STATIC);
    case MCH_DB_TYPE_NULL:
    default:
      return sqlite3_bind_null (statement, index);
    }
}

static int
bind_all (sqlite3_stmt *statement, gsize n_values, const MchDbValue *values)
{
  if ((gsize) sqlite3_bind_parameter_count (statement) != n_values)
    return SQLITE_RANGE;

  for (gsize i = 0; i < n_values; i++)
    {
      int code = bind_one (statement, i + 1, &values[i]);

      if (code != SQLITE_OK)
        return code;
    }
  return SQLITE_OK;
}

static void
read_row (sqlite3_stmt *statement, MchDbResult *result)
{
  int n = sqlite3_column_count (statement);

  mch_db_result_set_columns (result, (guint) n);
  for (int i = 0; i < n; i++)
    switch (sqlite3_column_type (statement, i))
      {
      case SQLITE_INTEGER:
        mch_db_result_add_int (result, sqlite3_column_int64 (statement, i));
        break;
      case SQLITE_BLOB:
        mch_db_result_add_bytes (result, MCH_DB_TYPE_BLOB, sqlite3_column_blob (statement, i),
                                 (gsize) sqlite3_column_bytes (statement, i));
        break;
      case SQLITE_NULL:
        mch_db_result_add_null (result);
        break;
      default:
        mch_db_result_add_bytes (result, MCH_DB_TYPE_TEXT, sqlite3_column_text (statement, i),
                                 (gsize) sqlite3_column_bytes (statement, i));
        break;
      }
}

static int
step_all (sqlite3_stmt *statement, MchDbResult *result)
{
  int code;

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    if (result != NULL)
      read_row (statement, result);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

static gboolean
sqlite_run (MchDb *db, const char *sql, gsize n_values, const MchDbValue *values,
            MchDbResult *result, gint64 *ret_changed, GError **error)
{
  SqliteDb *self = get_self (db);
  gint64 before = sqlite3_total_changes64 (self->handle);
  sqlite3_stmt *statement;
  gboolean cached;
  int code;

  statement = prepare (db, sql, &cached, error);
  if (statement == NULL)
    return FALSE;

  code = bind_all (statement, n_values, values);
  if (code == SQLITE_OK)
    code = step_all (statement, result);
  *ret_changed = sqlite3_total_changes64 (self->handle) - before;
  if (code != SQLITE_OK)
    set_error (db, code, error);

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  if (!cached)
    sqlite3_finalize (statement);
  return code == SQLITE_OK;
}

static gboolean
sqlite_begin (MchDb *db, GError **error)
{
  return sqlite_script (db, db->read_only ? "BEGIN" : "BEGIN IMMEDIATE", error);
}

static gboolean
sqlite_commit (MchDb *db, GError **error)
{
  int code = sqlite3_exec (get_self (db)->handle, "COMMIT", NULL, NULL, NULL);

  if (code == SQLITE_OK)
    return TRUE;
  /* The frame may have reached the disk though the disk did not say so. */
  if ((code & 0xff) == SQLITE_IOERR && !db->read_only)
    {
      db->broken = TRUE;
      g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_UNKNOWN_OUTCOME,
                   _ ("The disk failed while the change was being written; it is unknown whether "
                      "it was kept (SQLite %d)."),
                   code);
      return FALSE;
    }
  return set_error (db, code, error);
}

static void
sqlite_rollback (MchDb *db)
{
  /* Some failures have rolled back by themselves. */
  if (sqlite3_get_autocommit (get_self (db)->handle) == 0
      && sqlite3_exec (get_self (db)->handle, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
    db->broken = TRUE;
}

static gboolean
sqlite_maintain (MchDb *db, GError **error)
{
  return sqlite_script (db, "PRAGMA optimize", error)
         && sqlite_script (db, "PRAGMA wal_checkpoint(TRUNCATE)", error);
}

static void
sqlite_free (MchDb *db)
{
  SqliteDb *self = get_self (db);

  g_hash_table_unref (self->statements);
  sqlite3_close (self->handle);
  g_free (self);
}

static const MchDbClass sqlite_class = {
  .backend = MCH_DB_BACKEND_SQLITE,
  .free = sqlite_free,
  .begin = sqlite_begin,
  .commit = sqlite_commit,
  .rollback = sqlite_rollback,
  .run = sqlite_run,
  .script = sqlite_script,
  .maintain = sqlite_maintain,
};

struct sqlite3 *
mch_db_sqlite_get_handle (MchDb *db)
{
  g_assert (db->klass == &sqlite_class);

  return get_self (db)->handle;
}

/* SQLite gives its log and its shared memory the permissions of the file, which is therefore made
 * here, readable by nobody else whatever the umask. One that exists is never opened here: closing
 * any descriptor of a file drops the process's POSIX locks on it, and with them those of the
 * connections that are open already; another process would then take the log away under them. */
static gboolean
make_file (const char *path, gboolean create, GError **error)
{
  int fd = create ? open (path, O_RDWR | O_CLOEXEC | O_CREAT | O_EXCL, 0600) : -1;

  if (fd >= 0)
    {
      close (fd);
      return TRUE;
    }
  if ((!create || errno == EEXIST) && access (path, R_OK | W_OK) == 0)
    return TRUE;
  if (errno == ENOENT && !create)
    g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_UNAVAILABLE,
                 _ ("There is no database %s. Create it with “machaond init”."), path);
  else
    g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_UNAVAILABLE,
                 _ ("The database %s cannot be opened: %s."), path, g_strerror (errno));
  return FALSE;
}

static gboolean
set_up (MchDb *db, GError **error)
{
  sqlite3 *handle = get_self (db)->handle;

  sqlite3_busy_timeout (handle, BUSY_TIMEOUT_MS);
  sqlite3_limit (handle, SQLITE_LIMIT_ATTACHED, 1);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  return sqlite_script (db,
                        "PRAGMA journal_mode = WAL;"
                        "PRAGMA synchronous = FULL;"
                        "PRAGMA secure_delete = ON;"
                        "PRAGMA foreign_keys = ON;"
                        "PRAGMA cell_size_check = ON;"
                        "PRAGMA temp_store = MEMORY;"
                        "PRAGMA journal_size_limit = 67108864;",
                        error)
         && sqlite_script (db,
                           db->read_only ? "PRAGMA cache_size = -16384; PRAGMA query_only = ON;"
                                         : "PRAGMA cache_size = -65536;",
                           error);
}

MchDb *
mch_db_sqlite_open (const char *path, gboolean create, gboolean read_only, GError **error)
{
  SqliteDb *self;
  int code;

  if (!make_file (path, create, error))
    return NULL;

  self = g_new0 (SqliteDb, 1);
  self->parent.klass = &sqlite_class;
  self->parent.read_only = read_only;
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize);
  code =
      sqlite3_open_v2 (path, &self->handle,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (code != SQLITE_OK)
    set_error (&self->parent, code, error);
  if (code != SQLITE_OK || !set_up (&self->parent, error))
    {
      sqlite_free (&self->parent);
      return NULL;
    }
  return &self->parent;
}
