/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements whose answer nobody waits for, and the ends of transactions that are not waited for;
 * on SQLite and, through with-postgres.sh, on PostgreSQL. */
#include "db-fixture.h"

#include <gio/gio.h>

#define add(name, func)                                                                            \
  g_test_add ("/server/db-send/" name, DbFixture, NULL, set_up_thing, func, db_fixture_tear_down)

static void
set_up_thing (DbFixture *fixture, gconstpointer data)
{
  db_fixture_set_up_empty (fixture, data);
  db_fixture_script (fixture->pool,
                     "CREATE TABLE thing (id @TEXT@ NOT NULL PRIMARY KEY, number @INT@) @STRICT@");
}

static void
check_fails (MchDbPool *pool, MchDbFunc func, gpointer data, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (mch_db_pool_write (pool, func, data, &error));
  g_assert_error (error, MCH_DB_ERROR, code);
}

#define SEND "INSERT INTO thing (id, number) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"
#define N_SENT 300 /* more than are kept unanswered */

/* What is sent is there for the next statement and after the commit, however much it is. */
static gboolean
send_many (MchDb *db, gpointer data, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  for (int i = 0; i < N_SENT; i++)
    {
      g_autofree char *id = g_strdup_printf ("%03d", i);

      if (!mch_db_send (db, error, 1, SEND, MCH_DB_TEXT (id), MCH_DB_INT (i)))
        return FALSE;
    }
  result = mch_db_query (db, error, "SELECT count(*) FROM thing");
  g_assert_nonnull (result);
  g_assert_true (mch_db_result_next (result));
  g_assert_cmpint (mch_db_result_get_int (result, 0), ==, N_SENT);
  return mch_db_send (db, error, -1, "DELETE FROM thing WHERE number < $1", MCH_DB_INT (100))
         && mch_db_send (db, error, N_SENT - 100, "UPDATE thing SET number = 0");
}

/* A failure behind which others were sent, and that only the commit finds. */
static gboolean
send_twice (MchDb *db, gpointer data, GError **error)
{
  static const char *const ids[] = { "one", "150", "two" };
  gboolean *sent = data;

  *sent = TRUE;
  for (gsize i = 0; *sent && i < G_N_ELEMENTS (ids); i++)
    *sent = mch_db_send (db, error, -1, "INSERT INTO thing (id) VALUES ($1)", MCH_DB_TEXT (ids[i]));
  return *sent;
}

/* A row that nobody has: nothing of what was sent before may be kept. */
static gboolean
send_stale (MchDb *db, gpointer data, GError **error)
{
  return mch_db_send (db, error, 1, "INSERT INTO thing (id) VALUES ('three')")
         && mch_db_send (db, error, 1, "UPDATE thing SET number = 7 WHERE id = 'nobody'");
}

static gboolean
send_and_change_mind (MchDb *db, gpointer data, GError **error)
{
  if (mch_db_send (db, error, 1, "INSERT INTO thing (id) VALUES ('four')"))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "changed its mind");
  return FALSE;
}

static void
test_sending (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean sent = FALSE;

  g_assert_true (mch_db_pool_write (fixture->pool, send_many, NULL, &error));
  g_assert_no_error (error);
  check_fails (fixture->pool, send_twice, &sent, MCH_DB_ERROR_UNIQUE);
  g_assert_cmpint (sent, ==, db_fixture_is_postgres ());
  check_fails (fixture->pool, send_stale, NULL, MCH_DB_ERROR_CONSTRAINT);
  g_assert_false (mch_db_pool_write (fixture->pool, send_and_change_mind, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM thing"), ==, N_SENT - 100);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT sum(number) FROM thing"), ==, 0);
}

/* A connection that breaks between what was sent and the commit: whether it was kept is unknown, so
 * it is not tried a second time. */
static gboolean
lose_while_sending (MchDb *db, gpointer data, GError **error)
{
  guint *n_attempts = data;

  (*n_attempts)++;
  return mch_db_send (db, error, -1, "INSERT INTO thing (id) VALUES ('once')")
         && mch_db_send (db, error, -1, "SELECT pg_terminate_backend (pg_backend_pid ())");
}

static void
test_lost_while_sending (DbFixture *fixture, gconstpointer data)
{
  guint n_attempts = 0;

  if (!db_fixture_is_postgres ())
    {
      g_test_skip ("SQLite has no connection to lose");
      return;
    }
  check_fails (fixture->pool, lose_while_sending, &n_attempts, MCH_DB_ERROR_UNKNOWN_OUTCOME);
  g_assert_cmpuint (n_attempts, ==, 1);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM thing"), ==, 0);
}

static gboolean
read_pid (MchDb *db, gpointer data, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query (db, error, "SELECT pg_backend_pid ()");

  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  *(gint64 *) data = mch_db_result_get_int (result, 0);
  return TRUE;
}

/* A connection whose last reading ended well, and that is gone when it is used next. */
static void
test_lost_between (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *kill = NULL;
  gint64 pid = 0, other = 0;

  if (!db_fixture_is_postgres ())
    {
      g_test_skip ("SQLite has no connection to lose");
      return;
    }
  g_assert_true (mch_db_pool_read (fixture->pool, read_pid, &pid, &error));
  kill = g_strdup_printf ("SELECT pg_terminate_backend (%" G_GINT64_FORMAT ", 5000)", pid);
  db_fixture_exec (fixture->pool, kill);
  g_assert_true (mch_db_pool_read (fixture->pool, read_pid, &other, &error));
  g_assert_no_error (error);
  g_assert_cmpint (other, !=, pid);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("sending", test_sending);
  add ("lost-while-sending", test_lost_while_sending);
  add ("lost-between", test_lost_between);
  return g_test_run ();
}
