/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract of the database interface; it runs on SQLite and, through with-postgres.sh, on
 * PostgreSQL. */
#include "db-fixture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define TABLE                                                                                      \
  "CREATE TABLE thing (id @TEXT@ NOT NULL PRIMARY KEY, number @INT@, words @TEXT@, bytes @BLOB@) " \
  "@STRICT@"

#define add(name, func)                                                                            \
  g_test_add ("/server/db/" name, DbFixture, NULL, set_up_thing, func, db_fixture_tear_down)

static void
set_up_thing (DbFixture *fixture, gconstpointer data)
{
  db_fixture_set_up_empty (fixture, data);
  db_fixture_script (fixture->pool, TABLE);
}

typedef struct
{
  const char *id;
  MchDbValue number;
  MchDbValue words;
  MchDbValue bytes;
} Row;

static gboolean
insert_row (MchDb *db, gpointer data, GError **error)
{
  const Row *row = data;
  const MchDbValue values[] = { MCH_DB_TEXT (row->id), row->number, row->words, row->bytes };

  return mch_db_exec_array (db, error,
                            "INSERT INTO thing (id, number, words, bytes) VALUES ($1, $2, $3, $4)",
                            G_N_ELEMENTS (values), values)
         == 1;
}

static void
check_value (const MchDbResult *result, guint column, const MchDbValue *wanted)
{
  const guint8 *bytes;
  gsize length;

  g_assert_cmpint (mch_db_result_is_null (result, column), ==, wanted->type == MCH_DB_TYPE_NULL);
  if (wanted->type == MCH_DB_TYPE_INT)
    g_assert_cmpint (mch_db_result_get_int (result, column), ==, wanted->integer);
  if (wanted->type == MCH_DB_TYPE_TEXT)
    g_assert_cmpstr (mch_db_result_get_text (result, column), ==, wanted->data);
  if (wanted->type == MCH_DB_TYPE_BLOB)
    {
      bytes = mch_db_result_get_blob (result, column, &length);
      g_assert_cmpmem (bytes, length, wanted->data, wanted->length);
    }
}

static gboolean
check_row (MchDb *db, gpointer data, GError **error)
{
  const Row *row = data;
  /* $2 comes before $1: to SQLite names are not numbers. */
  g_autoptr (MchDbResult) result = mch_db_query (db, error,
                                                 "SELECT number, words, bytes FROM thing "
                                                 "WHERE (words = $2 OR words IS NULL) AND id = $1",
                                                 MCH_DB_TEXT (row->id), row->words);

  if (result == NULL)
    return FALSE;
  g_assert_cmpint (mch_db_result_get_n_rows (result), ==, 1);
  g_assert_true (mch_db_result_next (result));
  check_value (result, 0, &row->number);
  check_value (result, 1, &row->words);
  check_value (result, 2, &row->bytes);
  g_assert_false (mch_db_result_next (result));
  g_assert_false (mch_db_result_next (result));
  return TRUE;
}

static void
test_values (DbFixture *fixture, gconstpointer data)
{
  static const char zeros[] = { 0, 1, 0, (char) 0xff, 0, '\\', 'x', '\'', 0 };
  g_autofree char *huge = g_strnfill (3 * 1024 * 1024, 'm');
  g_autoptr (GError) error = NULL;
  const Row rows[] = {
    { "nulls", MCH_DB_NULL, MCH_DB_TEXT (NULL), MCH_DB_BLOB (NULL, 0) },
    { "smallest", MCH_DB_INT (G_MININT64), MCH_DB_TEXT (""), MCH_DB_BLOB ("", 0) },
    { "largest", MCH_DB_INT (G_MAXINT64), MCH_DB_TEXT ("Zoé D'Agnès \"n° 1\" ; -- $1 ? %s \\"),
      MCH_DB_BLOB (zeros, sizeof zeros) },
    { "'; DROP TABLE thing; --", MCH_DB_INT (0), MCH_DB_TEXT ("' OR '1'='1"),
      MCH_DB_BLOB ("\\x00", 4) },
    { "two lines\n\t𝒳 é", MCH_DB_INT (-1), MCH_DB_TEXT (huge), MCH_DB_BLOB (huge, 1024 * 1024) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (mch_db_pool_write (fixture->pool, insert_row, (gpointer) &rows[i], &error));
      g_assert_no_error (error);
      g_assert_true (mch_db_pool_read (fixture->pool, check_row, (gpointer) &rows[i], &error));
      g_assert_no_error (error);
    }
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM thing"), ==,
                   G_N_ELEMENTS (rows));
  /* What PostgreSQL calls boolean, numeric and int4 are whole numbers here. */
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT EXISTS (SELECT 1 FROM thing)"), ==, 1);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT sum(number) FROM thing WHERE number = 0"),
                   ==, 0);
}

static void
check_fails (MchDbPool *pool, MchDbFunc func, gpointer data, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (mch_db_pool_write (pool, func, data, &error));
  g_assert_error (error, MCH_DB_ERROR, code);
}

static gboolean
exec_text (MchDb *db, gpointer data, GError **error)
{
  return mch_db_exec (db, error, data) >= 0;
}

static gboolean
exec_with_two (MchDb *db, gpointer data, GError **error)
{
  return mch_db_exec (db, error, data, MCH_DB_TEXT ("a"), MCH_DB_TEXT ("b")) >= 0;
}

static void
test_errors (DbFixture *fixture, gconstpointer data)
{
  Row bad = { "bad", MCH_DB_NULL, MCH_DB_TEXT ("\xff\xfe"), MCH_DB_NULL };
  Row row = { "one", MCH_DB_INT (1), MCH_DB_NULL, MCH_DB_NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_db_pool_write (fixture->pool, insert_row, &row, &error));
  check_fails (fixture->pool, insert_row, &row, MCH_DB_ERROR_UNIQUE);
  check_fails (fixture->pool, insert_row, &bad, MCH_DB_ERROR_CONSTRAINT);
  check_fails (fixture->pool, exec_text, (gpointer) "INSERT INTO thing (id) VALUES (NULL)",
               MCH_DB_ERROR_CONSTRAINT);
  check_fails (fixture->pool, exec_text, (gpointer) "SELECT nothing FROM nowhere",
               MCH_DB_ERROR_FAILED);
  check_fails (fixture->pool, exec_text,
               (gpointer) "DELETE FROM thing; DELETE FROM thing WHERE id = 'x'",
               MCH_DB_ERROR_FAILED);
  /* A parameter too few and one too many. */
  check_fails (fixture->pool, exec_text, (gpointer) "DELETE FROM thing WHERE id = $1",
               MCH_DB_ERROR_FAILED);
  check_fails (fixture->pool, exec_with_two, (gpointer) "DELETE FROM thing WHERE id = $1",
               MCH_DB_ERROR_FAILED);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM thing"), ==, 1);

  g_assert_false (mch_db_pool_read (fixture->pool, insert_row, &bad, &error));
  g_clear_error (&error);
  row.id = "two";
  g_assert_false (mch_db_pool_read (fixture->pool, insert_row, &row, &error));
  g_assert_error (error, MCH_DB_ERROR, MCH_DB_ERROR_FAILED);
}

static gboolean
go_on_after_failure (MchDb *db, gpointer data, GError **error)
{
  g_autoptr (GError) local = NULL;

  g_assert_cmpint (mch_db_exec (db, &local, "INSERT INTO thing (id) VALUES ('kept?')"), ==, 1);
  g_assert_cmpint (mch_db_exec (db, &local, "INSERT INTO thing (id) VALUES ('kept?')"), ==, -1);
  g_assert_error (local, MCH_DB_ERROR, MCH_DB_ERROR_UNIQUE);
  g_clear_error (&local);
  g_assert_cmpint (mch_db_exec (db, &local, "INSERT INTO thing (id) VALUES ('other')"), ==, -1);
  return TRUE;
}

static gboolean
change_mind (MchDb *db, gpointer data, GError **error)
{
  g_assert_cmpint (mch_db_exec (db, error, "INSERT INTO thing (id) VALUES ('gone')"), ==, 1);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "no");
  return FALSE;
}

static gboolean
nest (MchDb *db, gpointer data, GError **error)
{
  return mch_db_pool_write (data, exec_text, (gpointer) "DELETE FROM thing", error);
}

static void
test_rollback (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  check_fails (fixture->pool, go_on_after_failure, NULL, MCH_DB_ERROR_FAILED);
  check_fails (fixture->pool, nest, fixture->pool, MCH_DB_ERROR_FAILED);
  g_assert_false (mch_db_pool_write (fixture->pool, change_mind, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM thing"), ==, 0);
}

static gboolean
count_changes (MchDb *db, gpointer data, GError **error)
{
  static const struct
  {
    const char *sql;
    int changed;
  } cases[] = {
    { "INSERT INTO thing (id, number) VALUES ('a', 1), ('b', 2), ('c', 3)", 3 },
    { "INSERT INTO thing (id) VALUES ('a') ON CONFLICT (id) DO NOTHING", 0 },
    { "INSERT INTO thing (id, number) VALUES ('a', 9) ON CONFLICT (id) DO UPDATE SET"
      " number = excluded.number WHERE thing.number > 5",
      0 },
    { "INSERT INTO thing (id, number) VALUES ('a', 9) ON CONFLICT (id) DO UPDATE SET"
      " number = excluded.number WHERE thing.number <= 5",
      1 },
    { "UPDATE thing SET number = 4 WHERE number >= 2 RETURNING id", 3 },
    { "SELECT id FROM thing", 0 },
    { "DELETE FROM thing WHERE id > 'a'", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (mch_db_exec (db, error, cases[i].sql), ==, cases[i].changed);
  return TRUE;
}

static void
test_changes (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_db_pool_write (fixture->pool, count_changes, NULL, &error));
}

/* A list read page by page by its last key: every row once, in the order of bytes, on both. */
static gboolean
page_through (MchDb *db, gpointer data, GError **error)
{
  g_autofree char *last = g_strdup ("");
  int *n_rows = data;
  gsize found;

  *n_rows = 0;
  do
    {
      g_autoptr (MchDbResult) result =
          mch_db_query (db, error, "SELECT id FROM thing WHERE id > $1 ORDER BY id LIMIT $2",
                        MCH_DB_TEXT (last), MCH_DB_INT (7));

      if (result == NULL)
        return FALSE;
      found = mch_db_result_get_n_rows (result);
      while (mch_db_result_next (result))
        {
          g_assert_cmpint (strcmp (last, mch_db_result_get_text (result, 0)), <, 0);
          g_free (last);
          last = g_strdup (mch_db_result_get_text (result, 0));
          ++*n_rows;
        }
    }
  while (found == 7);
  return TRUE;
}

static void
test_paging (DbFixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "a", "B", "é", "Z", "_", "-", "œ", "1" };
  g_autoptr (GError) error = NULL;
  int n_rows;

  for (int i = 0; i < 30; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s%d", names[i % G_N_ELEMENTS (names)], i);
      Row row = { id, MCH_DB_INT (i), MCH_DB_NULL, MCH_DB_NULL };

      g_assert_true (mch_db_pool_write (fixture->pool, insert_row, &row, &error));
    }
  g_assert_true (mch_db_pool_read (fixture->pool, page_through, &n_rows, &error));
  g_assert_cmpint (n_rows, ==, 30);
}

/* More texts of SQL than are kept prepared, used twice. */
static gboolean
use_many_statements (MchDb *db, gpointer data, GError **error)
{
  for (int i = 0; i < 520; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %d", i % 260);
      g_autoptr (MchDbResult) result = mch_db_query (db, error, sql);

      if (result == NULL)
        return FALSE;
      g_assert_true (mch_db_result_next (result));
      g_assert_cmpint (mch_db_result_get_int (result, 0), ==, i % 260);
    }
  return TRUE;
}

static void
test_statements (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_db_pool_read (fixture->pool, use_many_statements, NULL, &error));
}

/* Another writer between two reads of one snapshot. */
typedef struct
{
  DbFixture *fixture;
  int attempts;
  gboolean interfere;
} Meeting;

static gpointer
write_meanwhile (gpointer data)
{
  Meeting *meeting = data;

  db_fixture_exec (meeting->fixture->pool,
                   "INSERT INTO thing (id, number) VALUES ('m', 1) "
                   "ON CONFLICT (id) DO UPDATE SET number = thing.number + 1");
  return NULL;
}

static gint64
count_things (MchDb *db, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query (db, error, "SELECT count(*) FROM thing");

  g_assert_nonnull (result);
  g_assert_true (mch_db_result_next (result));
  return mch_db_result_get_int (result, 0);
}

static gboolean
read_twice (MchDb *db, gpointer data, GError **error)
{
  g_assert_cmpint (count_things (db, error), ==, 0);
  g_thread_join (g_thread_new ("writer", write_meanwhile, data));
  g_assert_cmpint (count_things (db, error), ==, 0);
  return TRUE;
}

static void
test_snapshot (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Meeting meeting = { .fixture = fixture };

  g_assert_true (mch_db_pool_read (fixture->pool, read_twice, &meeting, &error));
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM thing"), ==, 1);
}

/* PostgreSQL: the row changes between our reading and our writing: the body runs again. */
static gboolean
add_ten (MchDb *db, gpointer data, GError **error)
{
  Meeting *meeting = data;
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error, "SELECT number FROM thing WHERE id = 'm'");

  if (result == NULL)
    return FALSE;
  g_assert_true (mch_db_result_next (result));
  if (meeting->attempts++ == 0 && meeting->interfere)
    g_thread_join (g_thread_new ("writer", write_meanwhile, data));
  return mch_db_exec (db, error, "UPDATE thing SET number = $1 WHERE id = 'm'",
                      MCH_DB_INT (mch_db_result_get_int (result, 0) + 10))
         >= 0;
}

static gboolean
hold_lock (MchDb *db, gpointer data, GError **error)
{
  if (mch_db_exec (db, error, "UPDATE thing SET number = number + 1 WHERE id = 'm'") < 0)
    return FALSE;
  g_atomic_int_set ((int *) data, 1);
  g_usleep (5500 * 1000);
  return TRUE;
}

/* SQLite: another process holds the lock for longer than SQLite waits by itself. */
static gpointer
hold_from_outside (gpointer data)
{
  struct
  {
    DbFixture *fixture;
    int holding;
  } *outside = data;
  g_autoptr (MchDbPool) pool = db_fixture_open_again (outside->fixture);
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_db_pool_write (pool, hold_lock, &outside->holding, &error));
  return NULL;
}

static void
test_retry (DbFixture *fixture, gconstpointer data)
{
  struct
  {
    DbFixture *fixture;
    int holding;
  } outside = { fixture, 0 };
  Meeting meeting = { .fixture = fixture, .interfere = db_fixture_is_postgres () };
  g_autoptr (GError) error = NULL;
  GThread *thread = NULL;

  db_fixture_exec (fixture->pool, "INSERT INTO thing (id, number) VALUES ('m', 0)");
  if (!db_fixture_is_postgres ())
    {
      thread = g_thread_new ("outside", hold_from_outside, &outside);
      while (g_atomic_int_get (&outside.holding) == 0)
        g_usleep (1000);
    }
  g_assert_true (mch_db_pool_write (fixture->pool, add_ten, &meeting, &error));
  g_assert_no_error (error);
  if (thread != NULL)
    g_thread_join (thread);
  g_assert_cmpint (meeting.attempts, ==, db_fixture_is_postgres () ? 2 : 1);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT number FROM thing WHERE id = 'm'"), ==,
                   11);
}

/* A connection that breaks inside the body: the body runs again on another one. */
static gboolean
lose_connection (MchDb *db, gpointer data, GError **error)
{
  Meeting *meeting = data;

  if (mch_db_exec (db, error, "INSERT INTO thing (id) VALUES ('once')") < 0)
    return FALSE;
  if (meeting->attempts++ > 0)
    return TRUE;
  return mch_db_exec (db, error, "SELECT pg_terminate_backend (pg_backend_pid ())") >= 0;
}

static void
test_lost_connection (DbFixture *fixture, gconstpointer data)
{
  Meeting meeting = { .fixture = fixture };
  g_autoptr (GError) error = NULL;

  if (!db_fixture_is_postgres ())
    {
      g_test_skip ("SQLite has no connection to lose");
      return;
    }
  g_assert_true (mch_db_pool_write (fixture->pool, lose_connection, &meeting, &error));
  g_assert_no_error (error);
  g_assert_cmpint (meeting.attempts, ==, 2);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM thing"), ==, 1);
}

static void
check_mode (const char *path)
{
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_files (DbFixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (MchDbPool) first = NULL;
  g_autoptr (MchDbPool) second = NULL;
  g_autoptr (GError) error = NULL;

  if (db_fixture_is_postgres ())
    {
      g_test_skip ("files are SQLite's");
      return;
    }
  check_mode (fixture->path);
  check_mode (log);

  first = mch_db_pool_open (fixture->uri, MCH_DB_OPEN_EXCLUSIVE, &error);
  g_assert_no_error (error);
  second = mch_db_pool_open (fixture->uri, MCH_DB_OPEN_EXCLUSIVE, &error);
  g_assert_null (second);
  g_assert_error (error, MCH_DB_ERROR, MCH_DB_ERROR_IN_USE);
  g_clear_error (&error);
  /* The other programs work beside it. */
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM thing"), ==, 0);

  g_clear_pointer (&first, mch_db_pool_free);
  second = mch_db_pool_open (fixture->uri, MCH_DB_OPEN_EXCLUSIVE, &error);
  g_assert_no_error (error);
}

static void
test_openings (void)
{
  static const struct
  {
    const char *uri;
    int code;
  } cases[] = {
    { "sqlite:", MCH_DB_ERROR_UNAVAILABLE },
    { "mysql", MCH_DB_ERROR_UNAVAILABLE },
    { "sqlite:/nonexistent/folder/x.db", MCH_DB_ERROR_UNAVAILABLE },
    { "sqlite:/proc/version", MCH_DB_ERROR_UNAVAILABLE },
    { "host=/nonexistent dbname=x", MCH_DB_ERROR_UNAVAILABLE },
    { "postgresql://127.0.0.1:1/x", MCH_DB_ERROR_UNAVAILABLE },
  };
  g_autofree char *file = g_build_filename (g_get_tmp_dir (), "machaon-not-a-database", NULL);
  g_autofree char *uri = g_strconcat ("sqlite:", file, NULL);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) local = NULL;

      g_assert_null (mch_db_pool_open (cases[i].uri, MCH_DB_OPEN_NONE, &local));
      g_assert_error (local, MCH_DB_ERROR, cases[i].code);
    }

  g_file_set_contents (file, "This is no database, whatever its name says.", -1, &error);
  g_assert_no_error (error);
  g_assert_null (mch_db_pool_open (uri, MCH_DB_OPEN_NONE, &error));
  g_assert_error (error, MCH_DB_ERROR, MCH_DB_ERROR_CORRUPT);
  g_unlink (file);
}

/* Another process, as "machaond admin" is: opens the file, counts and closes it. */
static int
count_elsewhere (DbFixture *fixture)
{
  static const char script[] = "import sqlite3, sys\n"
                               "db = sqlite3.connect(sys.argv[1])\n"
                               "print(db.execute('SELECT count(*) FROM thing').fetchone()[0])\n"
                               "db.close()\n";
  const char *const argv[] = { "/usr/bin/python3", "-c", script, fixture->path, NULL };
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return atoi (out);
}

static gpointer
read_in_thread (gpointer data)
{
  g_assert_cmpint (db_fixture_ask (data, "SELECT count(*) FROM thing"), >=, 0);
  return NULL;
}

/* A connection added to the pool must not drop the locks of those before: another process would
 * take itself for the last one and remove the log under us, with what was acknowledged since. */
static void
test_process_beside (DbFixture *fixture, gconstpointer data)
{
  if (db_fixture_is_postgres ())
    {
      g_test_skip ("files are SQLite's");
      return;
    }
  for (int i = 1; i <= 5; i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO thing (id) VALUES ('row %d')", i);
      GThread *threads[4];

      for (gsize t = 0; t < G_N_ELEMENTS (threads); t++)
        threads[t] = g_thread_new ("reader", read_in_thread, fixture->pool);
      for (gsize t = 0; t < G_N_ELEMENTS (threads); t++)
        g_thread_join (threads[t]);
      db_fixture_exec (fixture->pool, sql);
      g_assert_cmpint (count_elsewhere (fixture), ==, i);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("values", test_values);
  add ("errors", test_errors);
  add ("rollback", test_rollback);
  add ("changes", test_changes);
  add ("paging", test_paging);
  add ("statements", test_statements);
  add ("snapshot", test_snapshot);
  add ("retry", test_retry);
  add ("lost-connection", test_lost_connection);
  add ("files", test_files);
  add ("process-beside", test_process_beside);
  g_test_add_func ("/server/db/openings", test_openings);
  return g_test_run ();
}
