/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store.db: its tables, its key check and its migrations. Nothing is written before the key has
 * been found to be the right one. */
#include "store/mch-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHECK_CONTEXT "store check"
#define CHECK_TEXT "Machaon"

/* Migrations, the first makes the tables; number n brings schema n to n + 1. Never edited once
 * released: tests open a file that each of them left. */
static const char *const migrations[] = {
  "CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;"
  /* One row a set of rows: the one that is shown (whole), and one that is being gathered. */
  "CREATE TABLE cursor (scope TEXT NOT NULL, generation INTEGER NOT NULL, epoch TEXT,"
  "  seq INTEGER NOT NULL, whole INTEGER NOT NULL, PRIMARY KEY (scope, generation))"
  "  WITHOUT ROWID;"
  /* blob NULL: a tombstone. */
  "CREATE TABLE record (scope TEXT NOT NULL, generation INTEGER NOT NULL, kind TEXT NOT NULL,"
  "  id TEXT NOT NULL, seq INTEGER NOT NULL, version INTEGER NOT NULL, blob BLOB,"
  "  PRIMARY KEY (scope, generation, kind, id)) WITHOUT ROWID;"
  "CREATE TABLE outbox (ordinal INTEGER PRIMARY KEY AUTOINCREMENT, op_id TEXT NOT NULL UNIQUE,"
  "  scope TEXT NOT NULL, state INTEGER NOT NULL, reason TEXT, seq INTEGER NOT NULL,"
  "  made_ms INTEGER NOT NULL, changes INTEGER NOT NULL, blob BLOB NOT NULL);"
  "CREATE TABLE outbox_part (ordinal INTEGER NOT NULL, part INTEGER NOT NULL,"
  "  blob BLOB NOT NULL, PRIMARY KEY (ordinal, part)) WITHOUT ROWID;"
  "CREATE TABLE conflict (ordinal INTEGER PRIMARY KEY AUTOINCREMENT, scope TEXT NOT NULL,"
  "  kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, blob BLOB NOT NULL,"
  "  UNIQUE (scope, kind, id, name));"
  "CREATE TABLE local (kind TEXT NOT NULL, id TEXT NOT NULL, blob BLOB NOT NULL,"
  "  PRIMARY KEY (kind, id)) WITHOUT ROWID;",
};
G_STATIC_ASSERT (G_N_ELEMENTS (migrations) == MCH_STORE_SCHEMA);

static gboolean
write_check (MchSql *disk, MchSecret *key, GError **error)
{
  g_autoptr (GBytes) text = g_bytes_new_static (CHECK_TEXT, strlen (CHECK_TEXT));
  g_autoptr (GBytes) blob = mch_store_seal (key, text, CHECK_CONTEXT);

  return mch_sql_run (disk, error, "INSERT INTO meta (name, value) VALUES ('check', ?)", "b", blob);
}

void
mch_store_set_key_error (GError **error)
{
  g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_KEY,
                       _ ("The key of this session does not open the local data of this profile, "
                          "which was left as it is. Start the session in which it was written, or "
                          "use another profile."));
}

MchSecret *
mch_store_make_key (GBytes *cache_key, GError **error)
{
  if (g_bytes_get_size (cache_key) == MCH_KEY_SIZE)
    return mch_secret_new (g_bytes_get_data (cache_key, NULL), MCH_KEY_SIZE);
  mch_store_set_key_error (error);
  return NULL;
}

static gboolean
read_check (MchSql *disk, MchSecret *key, GError **error)
{
  g_autoptr (MchStatement) statement = NULL;
  g_autoptr (GBytes) text = NULL;
  int row;

  statement = mch_sql_query (disk, error, "SELECT value FROM meta WHERE name = 'check'", "");
  if (statement == NULL)
    return FALSE;
  row = mch_statement_step (statement, error);
  if (row < 0)
    return FALSE;
  if (row > 0)
    text = mch_store_unseal (key, statement, 0, CHECK_CONTEXT, NULL);
  if (text != NULL)
    return TRUE;
  mch_store_set_key_error (error);
  return FALSE;
}

gboolean
mch_store_back_up (MchSql *disk, const char *path, GError **error)
{
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_IO,
                   _ ("The backup “%s” cannot be written: %s. Nothing was changed."), path,
                   g_strerror (errno));
      return FALSE;
    }
  close (fd);
  /* Into an empty file, which keeps its rights. */
  return mch_sql_run (disk, error, "VACUUM INTO ?", "t", path);
}

static gboolean
run_migrations (MchSql *disk, MchSecret *key, gint64 from, GError **error)
{
  g_autoptr (MchTransaction) transaction = mch_transaction_begin (disk, error);
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", MCH_STORE_SCHEMA);

  if (transaction == NULL)
    return FALSE;
  for (gsize i = (gsize) from; i < G_N_ELEMENTS (migrations); i++)
    if (!mch_sql_exec (disk, migrations[i], error))
      return FALSE;
  if (from == 0 && !write_check (disk, key, error))
    return FALSE;
  return mch_sql_exec (disk, version, error) && mch_transaction_commit (&transaction, error);
}

static gboolean
bring_up_to_date (MchSql *disk, const char *path, MchSecret *key, GError **error)
{
  g_autofree char *backup = NULL;
  gint64 version;

  /* The first read finds out whether it is a database at all. */
  if (!mch_sql_exec (disk, "SELECT count(*) FROM sqlite_schema", error))
    return FALSE;
  version = mch_sql_number (disk, 0, "PRAGMA user_version", "");
  if (version > MCH_STORE_SCHEMA)
    {
      g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NEWER,
                           _ ("A newer Machaon has written the local data of this profile, which "
                              "was left as it is. Update Machaon on this computer."));
      return FALSE;
    }
  if (version > 0 && !read_check (disk, key, error))
    return FALSE;
  if (version == MCH_STORE_SCHEMA)
    return TRUE;
  if (version > 0)
    {
      backup = g_strdup_printf ("%s.schema-%" G_GINT64_FORMAT, path, version);
      if (!g_file_test (backup, G_FILE_TEST_EXISTS) && !mch_store_back_up (disk, backup, error))
        return FALSE;
    }
  return run_migrations (disk, key, version, error);
}

/* SQLite gives its companion files the rights of the database. */
static gboolean
make_private (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (fd >= 0 && fchmod (fd, 0600) == 0)
    {
      close (fd);
      return TRUE;
    }
  g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_IO,
               _ ("The local data “%s” cannot be opened: %s."), path, g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return FALSE;
}

MchSql *
mch_store_open_file (const char *path, MchSecret *key, GError **error)
{
  g_autoptr (MchSql) disk = NULL;

  if (path != NULL && !make_private (path, error))
    return NULL;
  disk = mch_sql_open (path != NULL ? path : ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                       error);
  if (disk == NULL)
    return NULL;
  if (!mch_sql_exec (disk,
                     "PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;"
                     "PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON;"
                     "PRAGMA trusted_schema = OFF; PRAGMA journal_mode = WAL;",
                     error))
    return NULL;
  if (!bring_up_to_date (disk, path, key, error))
    return NULL;
  return g_steal_pointer (&disk);
}
