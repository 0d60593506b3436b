/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/mch-sql.h"

#include "store/mch-store-types.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdarg.h>

/* Another process may be reading (a backup tool, say); nobody else writes. */
#define BUSY_TIMEOUT_MS 5000
#define HASHED 40

/* A file that could not grow is told in many ways; why it could not, in two. */
static gboolean
is_full (int system_errno)
{
  return system_errno == ENOSPC || system_errno == EDQUOT;
}

static gboolean
set_error (MchSql *db, int code, GError **error)
{
  int primary = code & 0xff;

  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB)
    g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_DAMAGED,
                 _ ("The local data of this profile is damaged and was left as it is (%s). "
                    "“Repair the local data” saves what waits to be sent and fetches the rest "
                    "from the server again."),
                 sqlite3_errmsg (db->handle));
  else if (primary == SQLITE_FULL || is_full (sqlite3_system_errno (db->handle)))
    g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_IO,
                         _ ("The disk is full: this was not saved, and nothing saved before is "
                            "lost. Make some room, then try again."));
  else
    g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_IO,
                 _ ("The disk refused to read or write the local data: this was not saved, and "
                    "nothing saved before is lost (%s)."),
                 sqlite3_errmsg (db->handle));
  return FALSE;
}

static void
finalize (void *statement)
{
  sqlite3_finalize (statement);
}

/* Statements are long and looked up for every row; their beginnings tell most of them apart. */
static guint
hash_sql (const void *key)
{
  const char *sql = key;
  guint hash = 5381;

  for (int i = 0; i < HASHED && sql[i] != '\0'; i++)
    hash = hash * 33 + (guchar) sql[i];
  return hash;
}

MchSql *
mch_sql_open (const char *path, int flags, GError **error)
{
  g_autoptr (MchSql) db = g_new0 (MchSql, 1);
  int code;

  db->statements = g_hash_table_new_full (hash_sql, g_str_equal, g_free, finalize);
  code = sqlite3_open_v2 (path, &db->handle, flags, NULL);
  if (code != SQLITE_OK)
    {
      set_error (db, code, error);
      return NULL;
    }
  sqlite3_extended_result_codes (db->handle, 1);
  sqlite3_busy_timeout (db->handle, BUSY_TIMEOUT_MS);
  return g_steal_pointer (&db);
}

void
mch_sql_close (MchSql *db)
{
  g_hash_table_unref (db->statements);
  sqlite3_close (db->handle);
  g_free (db);
}

gboolean
mch_sql_exec (MchSql *db, const char *sql, GError **error)
{
  int code = sqlite3_exec (db->handle, sql, NULL, NULL, NULL);

  return code == SQLITE_OK || set_error (db, code, error);
}

void
mch_statement_done (MchStatement *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

static MchStatement *
prepare (MchSql *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (db->statements, sql);
  int code;

  if (statement != NULL)
    {
      g_assert (!sqlite3_stmt_busy (statement));
      return statement;
    }
  code = sqlite3_prepare_v3 (db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (code != SQLITE_OK)
    {
      set_error (db, code, error);
      return NULL;
    }
  g_hash_table_insert (db->statements, g_strdup (sql), statement);
  return statement;
}

static void
bind_list (MchStatement *statement, const char *format, va_list list)
{
  for (int i = 0; format[i] != '\0'; i++)
    {
      GBytes *bytes;

      switch (format[i])
        {
        case 't':
          sqlite3_bind_text (statement, i + 1, va_arg (list, const char *), -1, SQLITE_STATIC);
          break;
        case 'i':
          sqlite3_bind_int64 (statement, i + 1, va_arg (list, gint64));
          break;
        case 'b':
          bytes = va_arg (list, GBytes *);
          if (bytes != NULL)
            sqlite3_bind_blob64 (statement, i + 1, g_bytes_get_data (bytes, NULL),
                                 g_bytes_get_size (bytes), SQLITE_STATIC);
          break;
        default:
          g_assert_not_reached ();
        }
    }
}

MchStatement *
mch_sql_query (MchSql *db, GError **error, const char *sql, const char *format, ...)
{
  MchStatement *statement = prepare (db, sql, error);
  va_list list;

  if (statement == NULL)
    return NULL;
  va_start (list, format);
  bind_list (statement, format, list);
  va_end (list);
  return statement;
}

int
mch_statement_step (MchStatement *statement, GError **error)
{
  int code = sqlite3_step (statement);
  MchSql db = { sqlite3_db_handle (statement), NULL };

  if (code == SQLITE_ROW)
    return 1;
  if (code == SQLITE_DONE)
    return 0;
  set_error (&db, code, error);
  return -1;
}

gboolean
mch_sql_run (MchSql *db, GError **error, const char *sql, const char *format, ...)
{
  g_autoptr (MchStatement) statement = prepare (db, sql, error);
  va_list list;

  if (statement == NULL)
    return FALSE;
  va_start (list, format);
  bind_list (statement, format, list);
  va_end (list);
  return mch_statement_step (statement, error) == 0;
}

gint64
mch_sql_number (MchSql *db, gint64 fallback, const char *sql, const char *format, ...)
{
  g_autoptr (MchStatement) statement = prepare (db, sql, NULL);
  va_list list;

  if (statement == NULL)
    return fallback;
  va_start (list, format);
  bind_list (statement, format, list);
  va_end (list);
  if (mch_statement_step (statement, NULL) != 1
      || sqlite3_column_type (statement, 0) == SQLITE_NULL)
    return fallback;
  return sqlite3_column_int64 (statement, 0);
}

const char *
mch_statement_text (MchStatement *statement, int column)
{
  return (const char *) sqlite3_column_text (statement, column);
}

MchTransaction *
mch_transaction_begin (MchSql *db, GError **error)
{
  return mch_sql_run (db, error, "BEGIN IMMEDIATE", "") ? db : NULL;
}

gboolean
mch_transaction_commit (MchTransaction **transaction, GError **error)
{
  if (!mch_sql_run (*transaction, error, "COMMIT", ""))
    return FALSE;
  *transaction = NULL;
  return TRUE;
}

void
mch_transaction_end (MchTransaction *transaction)
{
  /* A full disk has rolled back already. */
  if (sqlite3_get_autocommit (transaction->handle) == 0)
    mch_sql_run (transaction, NULL, "ROLLBACK", "");
}
