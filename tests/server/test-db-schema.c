/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema's life: made, recognised, migrated, backed up, restored; and what is deleted is gone.
 */
#include "db-fixture.h"
#include "server/db/mch-db-private.h"
#include "server/db/mch-records.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define add(name, set_up, func)                                                                    \
  g_test_add ("/server/db-schema/" name, DbFixture, NULL, set_up, func, db_fixture_tear_down)

static void
check_schema_error (MchDbPool *pool, int wanted, int code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (mch_db_check_schema_is (pool, wanted, &error));
  g_assert_error (error, MCH_DB_ERROR, code);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_versions (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  int from = -1;

  check_schema_error (fixture->pool, 1, MCH_DB_ERROR_SCHEMA_OLDER, "machaond init");
  g_assert_true (mch_db_migrate (fixture->pool, NULL, NULL, &from, &error));
  g_assert_cmpint (from, ==, 0);
  g_assert_true (mch_db_check_schema (fixture->pool, &error));

  /* Again: nothing to do. */
  g_assert_true (mch_db_migrate (fixture->pool, NULL, NULL, &from, &error));
  g_assert_cmpint (from, ==, MCH_DB_SCHEMA_VERSION);

  check_schema_error (fixture->pool, MCH_DB_SCHEMA_VERSION + 1, MCH_DB_ERROR_SCHEMA_OLDER,
                      "machaond admin upgrade");
  db_fixture_exec (fixture->pool, "UPDATE schema_version SET version = 99");
  check_schema_error (fixture->pool, MCH_DB_SCHEMA_VERSION, MCH_DB_ERROR_SCHEMA_NEWER, "99");
  g_assert_false (mch_db_migrate (fixture->pool, NULL, NULL, NULL, &error));
  g_assert_error (error, MCH_DB_ERROR, MCH_DB_ERROR_SCHEMA_NEWER);
}

static gboolean
fill_two (MchDb *db, GError **error)
{
  return mch_db_exec (db, error, "INSERT INTO two (a) VALUES (3)") == 1;
}

static MchDbMigration
get_planned_step (int version, gpointer data)
{
  const char *const *steps = data;

  return (MchDbMigration){ steps[version - 1], version == 2 ? fill_two : NULL };
}

static gboolean
count_backups (MchDbPool *pool, int from_version, gpointer data, GError **error)
{
  int *n_backups = data;

  g_assert_cmpint (from_version, ==, 1);
  g_assert_cmpint (db_fixture_ask (pool, "SELECT count(*) FROM one"), ==, 0);
  if (++*n_backups > 1)
    return TRUE;
  g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_FULL, "no room");
  return FALSE;
}

static void
test_steps (DbFixture *fixture, gconstpointer data)
{
  const char *steps[] = {
    "CREATE TABLE one (a @INT@ NOT NULL, b @TEXT@, c @BLOB@) @STRICT@;",
    "CREATE TABLE two (a @INT@) @STRICT@; INSERT INTO two (a) VALUES (2);",
    "CREATE TABLE three (a @INT@) @STRICT@; INSERT INTO nowhere VALUES (1);"
  };
  g_autoptr (GError) error = NULL;
  int n_backups = 0;
  int from;

  g_assert_true (mch_db_migrate_to (fixture->pool, 1, get_planned_step, steps, count_backups,
                                    &n_backups, &from, &error));
  g_assert_cmpint (n_backups, ==, 0);

  /* No backup, no migration. */
  g_assert_false (mch_db_migrate_to (fixture->pool, 2, get_planned_step, steps, count_backups,
                                     &n_backups, &from, &error));
  g_assert_error (error, MCH_DB_ERROR, MCH_DB_ERROR_FULL);
  g_clear_error (&error);
  check_schema_error (fixture->pool, 2, MCH_DB_ERROR_SCHEMA_OLDER, "1");

  /* The second step stays when the third fails, which leaves nothing. */
  g_assert_false (mch_db_migrate_to (fixture->pool, 3, get_planned_step, steps, count_backups,
                                     &n_backups, &from, &error));
  g_assert_error (error, MCH_DB_ERROR, MCH_DB_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_true (mch_db_check_schema_is (fixture->pool, 2, &error));
  steps[2] = "CREATE TABLE three (a @INT@) @STRICT@;";
  g_assert_true (
      mch_db_migrate_to (fixture->pool, 3, get_planned_step, steps, NULL, NULL, &from, &error));
  g_assert_cmpint (from, ==, 2);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT SUM (a) FROM two"), ==, 5);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM three"), ==, 0);
}

static gboolean
describe (MchDb *db, gpointer data, GError **error)
{
  GString *text = data;
  g_autoptr (MchDbResult) result = mch_db_query (
      db, error,
      mch_db_get_backend (db) == MCH_DB_BACKEND_SQLITE
          ? "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
          : "SELECT concat_ws (' ', table_name, ordinal_position, column_name, data_type, "
            "is_nullable, collation_name, column_default) FROM information_schema.columns "
            "WHERE table_schema = current_schema () UNION ALL "
            "SELECT regexp_replace (indexdef, ' ON [^.]+[.]', ' ON ') FROM pg_indexes "
            "WHERE schemaname = current_schema () ORDER BY 1");

  if (result == NULL)
    return FALSE;
  g_string_truncate (text, 0);
  while (mch_db_result_next (result))
    g_string_append_printf (text, "%s\n", mch_db_result_get_text (result, 0));
  return TRUE;
}

static void
check_same_lines (const char *seen, const char *wanted)
{
  g_auto (GStrv) seen_lines = g_strsplit (seen, "\n", -1);
  g_auto (GStrv) wanted_lines = g_strsplit (wanted, "\n", -1);

  g_assert_cmpuint (g_strv_length (wanted_lines), >, 50);
  for (int i = 0; seen_lines[i] != NULL && wanted_lines[i] != NULL; i++)
    g_assert_cmpstr (seen_lines[i], ==, wanted_lines[i]);
  g_assert_cmpuint (g_strv_length (seen_lines), ==, g_strv_length (wanted_lines));
}

/* Two pupils of the same human in two establishments, one who has a number, one withdrawn, and one
 * who is registered without anything to know him by. */
static const char more_of_v1[] =
    "INSERT INTO scope VALUES ('etab:0250002B', 'etab', 3, 0);"
    "INSERT INTO establishment VALUES ('0250002B', '03', 'Autre', NULL, 0, 1790000000000);"
    "INSERT INTO record VALUES"
    " ('etab:0250001A', 'person', 'p1', 1, 11, 0, '{\"ine\":\"123456789AB\","
    "\"birth_date\":\"2009-03-01\",\"family_name\":\"Petit\",\"given_name\":\"Léa\"}', 'm', 1),"
    " ('etab:0250001A', 'candidature', 'c1', 1, 12, 0, '{\"person\":\"p1\","
    "\"session\":\"CAP/2027-06\",\"state\":\"registered\"}', 'm', 1),"
    " ('etab:0250001A', 'person', 'p2', 1, 13, 0, '{\"family_name\":\"Roy\","
    "\"candidate_number\":\"02012345678\"}', 'm', 1),"
    " ('etab:0250001A', 'candidature', 'c2', 1, 14, 0, '{\"person\":\"p2\","
    "\"session\":\"CAP/2027-06\",\"state\":\"registered\"}', 'm', 1),"
    " ('etab:0250001A', 'candidature', 'c3', 1, 15, 0, '{\"person\":\"p2\","
    "\"session\":\"BCP/2027-06\",\"state\":\"withdrawn\"}', 'm', 1),"
    " ('etab:0250002B', 'person', 'p4', 1, 1, 0, '{\"ine\":\"123456789AB\","
    "\"birth_date\":\"2009-03-01\",\"family_name\":\"PETIT\"}', 'm', 1),"
    " ('etab:0250002B', 'candidature', 'c4', 1, 2, 0, '{\"person\":\"p4\","
    "\"session\":\"CAP/2027-06\",\"state\":\"registered\"}', 'm', 1),"
    " ('etab:0250002B', 'candidature', 'c5', 1, 3, 0, '{\"person\":\"p4\","
    "\"session\":\"BCP/2027-06\",\"state\":\"pre_registered\"}', 'm', 1),"
    " ('etab:0250001A', 'establishment', '0250001A', 1, 16, 0, '{\"name\":\"Essai\"}', '', 1),"
    " ('etab:0250001A', 'service', 'CAP/2027-06', 1, 17, 0, '{\"domain\":\"CAP\"}', '', 1);"
    "UPDATE scope SET seq = 20 WHERE id = 'etab:0250001A'";

typedef struct
{
  const char *scope;
  MchKind kind;
  const char *id;
  MchRecord *record;
} Look;

static gboolean
look (MchDb *db, gpointer data, GError **error)
{
  Look *find = data;

  find->record = mch_records_get (db, find->scope, find->kind, find->id, error);
  return TRUE;
}

static char *
ask_value (MchDbPool *pool, const char *scope, MchKind kind, const char *id, const char *name)
{
  Look find = { scope, kind, id, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (MchRecord) record = NULL;

  g_assert_true (mch_db_pool_read (pool, look, &find, &error));
  g_assert_no_error (error);
  record = find.record;
  return g_strdup (mch_record_get (record, name));
}

/* What the new schema derives from the old rows. */
static void
check_filled_2 (MchDbPool *pool)
{
  static const struct
  {
    const char *scope;
    const char *id;
    const char *number;
  } rows[] = {
    { SCOPE, "c1", "001" },           { SCOPE, "c2", "001" },          { SCOPE, "c3", NULL },
    { "etab:0250002B", "c4", "002" }, { "etab:0250002B", "c5", NULL },
  };
  g_autofree char *one = ask_value (pool, SCOPE, MCH_KIND_PERSON, "p1", "candidate_number");
  g_autofree char *two = ask_value (pool, SCOPE, MCH_KIND_PERSON, "p2", "candidate_number");
  g_autofree char *four =
      ask_value (pool, "etab:0250002B", MCH_KIND_PERSON, "p4", "candidate_number");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *number =
          ask_value (pool, rows[i].scope, MCH_KIND_CANDIDATURE, rows[i].id, "registration_number");

      g_assert_cmpstr (number, ==, rows[i].number);
    }
  g_assert_cmpuint (strlen (one), ==, 11);
  g_assert_cmpstr (four, ==, one); /* one human, one number */
  g_assert_cmpstr (two, ==, "02012345678");
  g_assert_cmpint (db_fixture_ask (pool, "SELECT COUNT (*) FROM candidate_number"), ==, 2);
  g_assert_cmpint (db_fixture_ask (pool, "SELECT COUNT (*) FROM session_identity"), ==, 1);
  g_assert_cmpint (
      db_fixture_ask (pool, "SELECT COUNT (*) FROM session_identity WHERE candidature = 'c1'"), ==,
      1);
  /* Desktops hear of it. */
  g_assert_cmpint (db_fixture_ask (pool, "SELECT seq FROM scope WHERE id = 'etab:0250001A'"), ==,
                   23);
}

/* Agents find whom the records name. */
static void
check_filled_6 (MchDbPool *pool)
{
  g_assert_cmpint (db_fixture_ask (pool, "SELECT COUNT (*) FROM candidate_line"), ==,
                   db_fixture_ask (pool, "SELECT COUNT (*) FROM record"
                                         " WHERE kind = 'candidature' AND deleted = 0"));
  g_assert_cmpint (db_fixture_ask (pool, "SELECT COUNT (*) FROM candidate_line l"
                                         " WHERE NOT EXISTS (SELECT 1 FROM record r"
                                         " WHERE r.scope = 'etab:' || l.uai"
                                         " AND r.kind = 'candidature' AND r.id = l.id"
                                         " AND r.deleted = 0)"),
                   ==, 0);
  g_assert_cmpint (db_fixture_ask (pool, "SELECT COUNT (*) FROM candidate_line l"
                                         " WHERE NOT EXISTS (SELECT 1 FROM candidate_word w"
                                         " WHERE w.uai = l.uai AND w.id = l.id)"),
                   ==, 0);
}

/* INS-17: each registration's confirmation lies in its area, with the number that it was given. */
static void
check_filled_4 (MchDbPool *pool)
{
  g_assert_cmpint (db_fixture_ask (pool, "SELECT COUNT (*) FROM document"), ==, 2);
  g_assert_cmpint (db_fixture_ask (pool, "SELECT COUNT (*) FROM document_frame"), ==, 1);
  g_assert_cmpint (db_fixture_ask (pool,
                                   "SELECT COUNT (*) FROM document WHERE candidature = 'c1'"
                                   " AND version = 1 AND person_data LIKE '%candidate_number%'"),
                   ==, 1);
}

/* The database that schema @version wrote still migrates to what a new one has. */
static void
migrate_fixture (DbFixture *fixture, int version, const char *more)
{
  g_autofree char *name = g_strdup_printf ("server-v%d.sql", version);
  g_autofree char *path =
      g_build_filename (g_getenv ("MACHAON_SOURCE_ROOT"), "tests", "data", name, NULL);
  g_autoptr (GString) migrated = g_string_new (NULL);
  g_autoptr (GString) fresh = g_string_new (NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  DbFixture other = { 0 };
  int from;

  g_file_get_contents (path, &sql, NULL, &error);
  g_assert_no_error (error);
  db_fixture_script (fixture->pool, sql);
  if (more != NULL)
    db_fixture_script (fixture->pool, more);
  g_assert_true (mch_db_migrate (fixture->pool, NULL, NULL, &from, &error));
  g_assert_cmpint (from, ==, version);
  g_assert_true (mch_db_pool_read (fixture->pool, describe, migrated, &error));

  db_fixture_set_up_empty (&other, NULL);
  g_assert_true (mch_db_migrate (other.pool, NULL, NULL, NULL, &error));
  g_assert_true (mch_db_pool_read (other.pool, describe, fresh, &error));
  db_fixture_tear_down (&other, NULL);

  check_same_lines (migrated->str, fresh->str);
}

/* A database that schema 1 wrote, its rows kept. */
static void
test_fixture_v1 (DbFixture *fixture, gconstpointer data)
{
  migrate_fixture (fixture, 1, more_of_v1);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM record"), ==, 14);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM account"), ==, 1);
  check_filled_2 (fixture->pool);
  check_filled_4 (fixture->pool);
  check_filled_6 (fixture->pool);
}

/* Schema 2: nothing follows from the rows; the server that runs next signs the instance. */
static void
test_fixture_v2 (DbFixture *fixture, gconstpointer data)
{
  migrate_fixture (fixture, 2, NULL);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM record"), ==, 4);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM import_run"), ==, 1);
  g_assert_cmpint (
      db_fixture_ask (fixture->pool, "SELECT count(*) FROM instance WHERE pepper_check IS NULL"),
      ==, 1);
}

/* Schema 3: what waits for a decision goes on waiting; documents follow from registrations. */
static void
test_fixture_v3 (DbFixture *fixture, gconstpointer data)
{
  migrate_fixture (fixture, 3, NULL);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM record"), ==, 4);
  g_assert_cmpint (
      db_fixture_ask (fixture->pool, "SELECT count(*) FROM late_op WHERE state = 'waiting'"), ==,
      1);
}

/* Schema 4: addresses in records are known, and no account has two of them. */
static void
test_fixture_v4 (DbFixture *fixture, gconstpointer data)
{
  migrate_fixture (fixture, 4, NULL);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM document"), ==, 1);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM person_email"), ==, 1);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM person_email"
                                                  " WHERE email = 'jeanne.durand@foyer.example'"),
                   ==, 1);
  check_filled_6 (fixture->pool);
}

/* Schema 5: candidates are listed for the exam office. */
static void
test_fixture_v5 (DbFixture *fixture, gconstpointer data)
{
  migrate_fixture (fixture, 5, NULL);
  check_filled_6 (fixture->pool);
}

static gboolean
read_epoch (MchDb *db, gpointer data, GError **error)
{
  char **epoch = data;
  g_autoptr (MchDbResult) result = mch_db_query (db, error, "SELECT epoch FROM instance");

  if (result == NULL)
    return FALSE;
  g_assert_true (mch_db_result_next (result));
  g_free (*epoch);
  *epoch = g_strdup (mch_db_result_get_text (result, 0));
  return TRUE;
}

static void
check_epoch (MchDbPool *pool, const char *wanted)
{
  g_autofree char *epoch = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_db_pool_read (pool, read_epoch, &epoch, &error));
  g_assert_cmpstr (epoch, ==, wanted);
}

static void
add_academy (MchDbPool *pool, const char *code)
{
  g_autofree char *sql =
      g_strdup_printf ("INSERT INTO academy (code, name) VALUES ('%s', 'Essai')", code);

  db_fixture_exec (pool, sql);
}

static void
check_bad_backups (MchDbPool *pool, const char *folder)
{
  static const char *const contents[] = { "", "no database at all", "SQLite format 3" };
  g_autofree char *bad = g_build_filename (folder, "bad", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (bad, contents[i], -1, NULL));
      g_assert_false (mch_db_restore (pool, bad, "epoch-bad", &error));
      g_assert_error (error, MCH_DB_ERROR, MCH_DB_ERROR_CORRUPT);
    }
}

/* The file is lost: the backup goes into a new one. */
static void
check_restore_into_nothing (const char *folder, const char *backup)
{
  g_autofree char *path = g_build_filename (folder, "new.db", NULL);
  g_autofree char *uri = g_strconcat ("sqlite:", path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchDbPool) pool =
      mch_db_pool_open (uri, MCH_DB_OPEN_CREATE | MCH_DB_OPEN_EXCLUSIVE, &error);

  g_assert_no_error (error);
  g_assert_true (mch_db_restore (pool, backup, "epoch-4", &error));
  g_assert_no_error (error);
  check_epoch (pool, "epoch-4");
  g_assert_true (mch_db_check_schema (pool, &error));
  add_academy (pool, "after");
}

static void
test_backup (DbFixture *fixture, gconstpointer data)
{
  g_autofree char *backup = g_build_filename (fixture->folder, "it's a backup", NULL);
  g_autoptr (MchDbPool) pool = NULL;
  g_autoptr (GError) error = NULL;
  struct stat info;

  mch_db_set_epoch (fixture->pool, "epoch-2", &error);
  g_assert_no_error (error);
  check_epoch (fixture->pool, "epoch-2");
  if (db_fixture_is_postgres ())
    {
      g_assert_false (mch_db_backup (fixture->pool, backup, &error));
      g_assert_error (error, MCH_DB_ERROR, MCH_DB_ERROR_UNSUPPORTED);
      g_assert_nonnull (strstr (error->message, "pg_dump"));
      return;
    }

  add_academy (fixture->pool, "kept");
  g_assert_true (mch_db_backup (fixture->pool, backup, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stat (backup, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_false (mch_db_backup (fixture->pool, backup, &error));
  g_assert_error (error, MCH_DB_ERROR, MCH_DB_ERROR_UNAVAILABLE);
  g_clear_error (&error);

  add_academy (fixture->pool, "later");
  pool = mch_db_pool_open (fixture->uri, MCH_DB_OPEN_EXCLUSIVE, &error);
  g_assert_no_error (error);
  check_bad_backups (pool, fixture->folder);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM academy"), ==, 2);
  check_epoch (fixture->pool, "epoch-2");

  g_assert_true (mch_db_restore (pool, backup, "epoch-3", &error));
  g_assert_no_error (error);
  /* Seen through both pools, one of which was open all the time. */
  check_epoch (pool, "epoch-3");
  check_epoch (fixture->pool, "epoch-3");
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM academy"), ==, 1);
  add_academy (fixture->pool, "after");
  g_assert_cmpint (db_fixture_ask (pool, "SELECT count(*) FROM academy"), ==, 2);
  check_restore_into_nothing (fixture->folder, backup);
}

/* Whether any file of the database holds @text. */
static gboolean
is_on_disk (DbFixture *fixture, const char *text)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      if (memmem (bytes, length, text, strlen (text)) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
test_secure_delete (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;

  if (db_fixture_is_postgres ())
    {
      g_test_skip ("PostgreSQL's files are its own");
      return;
    }
  for (int i = 0; i < 3000; i++)
    g_string_append_printf (text, "shred-me-%d ", i);
  sql = g_strdup_printf ("INSERT INTO academy (code, name) VALUES ('a', '%s'), ('b', 'stays')",
                         text->str);
  db_fixture_exec (fixture->pool, sql);
  g_assert_true (is_on_disk (fixture, "shred-me-1500"));

  db_fixture_exec (fixture->pool, "DELETE FROM academy WHERE code = 'a'");
  g_assert_true (mch_db_pool_maintain (fixture->pool, &error));
  g_assert_no_error (error);
  g_assert_false (is_on_disk (fixture, "shred-me-"));
  g_assert_true (is_on_disk (fixture, "stays"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("versions", db_fixture_set_up_empty, test_versions);
  add ("steps", db_fixture_set_up_empty, test_steps);
  add ("fixture-v1", db_fixture_set_up_empty, test_fixture_v1);
  add ("fixture-v2", db_fixture_set_up_empty, test_fixture_v2);
  add ("fixture-v3", db_fixture_set_up_empty, test_fixture_v3);
  add ("fixture-v4", db_fixture_set_up_empty, test_fixture_v4);
  add ("fixture-v5", db_fixture_set_up_empty, test_fixture_v5);
  add ("backup", db_fixture_set_up, test_backup);
  add ("secure-delete", db_fixture_set_up, test_secure_delete);
  return g_test_run ();
}
