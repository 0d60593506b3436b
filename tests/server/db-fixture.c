/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db-fixture.h"

#include "server/db/mch-db-private.h"

#include <glib/gstdio.h>
#include <unistd.h>

gboolean
db_fixture_is_postgres (void)
{
  return g_getenv ("MACHAON_TEST_PG") != NULL;
}

static gboolean
run_text (MchDb *db, gpointer data, GError **error)
{
  return mch_db_exec (db, error, data) >= 0;
}

void
db_fixture_exec (MchDbPool *pool, const char *sql)
{
  g_autoptr (GError) error = NULL;

  mch_db_pool_write (pool, run_text, (gpointer) sql, &error);
  g_assert_no_error (error);
}

static gboolean
run_script (MchDb *db, gpointer data, GError **error)
{
  return mch_db_script (db, data, error);
}

void
db_fixture_script (MchDbPool *pool, const char *sql)
{
  g_autoptr (GError) error = NULL;

  mch_db_pool_write (pool, run_script, (gpointer) sql, &error);
  g_assert_no_error (error);
}

typedef struct
{
  const char *sql;
  gint64 answer;
} Question;

static gboolean
ask (MchDb *db, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (MchDbResult) result = mch_db_query (db, error, question->sql);

  if (result == NULL)
    return FALSE;
  g_assert_true (mch_db_result_next (result));
  question->answer = mch_db_result_get_int (result, 0);
  return TRUE;
}

gint64
db_fixture_ask (MchDbPool *pool, const char *sql)
{
  g_autoptr (GError) error = NULL;
  Question question = { sql, 0 };

  mch_db_pool_read (pool, ask, &question, &error);
  g_assert_no_error (error);
  return question.answer;
}

static void
set_up_postgres (DbFixture *fixture)
{
  static int number;
  const char *conninfo = g_getenv ("MACHAON_TEST_PG");
  g_autofree char *schema = g_strdup_printf ("t%d_%d", (int) getpid (), ++number);
  g_autofree char *sql = g_strconcat ("CREATE SCHEMA ", schema, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchDbPool) pool = mch_db_pool_open (conninfo, MCH_DB_OPEN_NONE, &error);

  g_assert_no_error (error);
  db_fixture_exec (pool, sql);
  fixture->uri = g_strdup_printf ("%s options='-csearch_path=%s'", conninfo, schema);
}

void
db_fixture_set_up_empty (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("machaon-db-XXXXXX", &error);
  g_assert_no_error (error);
  if (db_fixture_is_postgres ())
    set_up_postgres (fixture);
  else
    {
      fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
      fixture->uri = g_strconcat ("sqlite:", fixture->path, NULL);
    }
  fixture->pool = mch_db_pool_open (fixture->uri, MCH_DB_OPEN_CREATE, &error);
  g_assert_no_error (error);
}

void
db_fixture_set_up (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  db_fixture_set_up_empty (fixture, data);
  mch_db_migrate (fixture->pool, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  db_fixture_exec (fixture->pool, "INSERT INTO instance (id, epoch, realm, name, created_ms) "
                                  "VALUES (1, 'epoch-1', 'realm-1', 'Essai', 1)");
  db_fixture_exec (fixture->pool, "INSERT INTO scope (id, kind) VALUES ('" SCOPE
                                  "', 'etab'), ('" OTHER_SCOPE "', 'acad')");
}

void
db_fixture_tear_down (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  g_clear_pointer (&fixture->pool, mch_db_pool_free);
  folder = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->uri);
}

MchDbPool *
db_fixture_open_again (DbFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  MchDbPool *pool = mch_db_pool_open (fixture->uri, MCH_DB_OPEN_NONE, &error);

  g_assert_no_error (error);
  return pool;
}
