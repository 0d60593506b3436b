/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The change feed: nothing lost under concurrency, nothing acknowledged lost to a kill; batches,
 * tombstones, history; and the audit log's chain. */
#include "db-fixture.h"
#include "server/db/mch-audit.h"
#include "server/db/mch-records.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define add(name, func)                                                                            \
  g_test_add ("/server/db-records/" name, DbFixture, NULL, db_fixture_set_up, func,                \
              db_fixture_tear_down)

static char *own_path;

static MchRecord *
new_person (const char *id, const char *family_name)
{
  MchRecord *record = mch_record_new (MCH_KIND_PERSON, id);

  mch_record_set (record, "family_name", family_name);
  return record;
}

static gboolean
basic_life (MchDb *db, gpointer data, GError **error)
{
  const MchStamp stamp = { "m.petit", 1000 };
  const MchStamp later = { "s.roux", 2000 };
  g_autoptr (MchRecord) record = new_person ("p1", "D'Hautefeuille \"Zoé\"\n");
  g_autoptr (MchRecord) found = NULL;
  g_autofree char *by = NULL;
  gint64 at_ms;

  g_assert_null (mch_records_get (db, SCOPE, MCH_KIND_PERSON, "p1", error));
  g_assert_true (mch_records_put (db, SCOPE, record, &stamp, error));
  g_assert_cmpint (record->version, ==, 1);
  g_assert_cmpint (record->seq, ==, 1);
  mch_record_set (record, "given_name", "Zoé");
  g_assert_true (mch_records_put (db, SCOPE, record, &later, error));
  g_assert_cmpint (record->version, ==, 2);
  g_assert_cmpint (record->seq, ==, 2);

  found = mch_records_get (db, SCOPE, MCH_KIND_PERSON, "p1", error);
  g_assert_cmpstr (mch_record_get (found, "family_name"), ==, "D'Hautefeuille \"Zoé\"\n");
  g_assert_cmpint (found->version, ==, 2);
  g_assert_true (mch_records_get_stamp (db, SCOPE, MCH_KIND_PERSON, "p1", &by, &at_ms, error));
  g_assert_cmpstr (by, ==, "s.roux");
  g_assert_cmpint (at_ms, ==, 2000);
  /* Another kind, another scope: not the same record. */
  g_assert_null (mch_records_get (db, SCOPE, MCH_KIND_ACCOUNT, "p1", error));
  g_assert_null (mch_records_get (db, OTHER_SCOPE, MCH_KIND_PERSON, "p1", error));
  return TRUE;
}

static gboolean
write_stale (MchDb *db, gpointer data, GError **error)
{
  const MchStamp stamp = { "", 1 };
  g_autoptr (MchRecord) record = new_person ("p1", "X");

  record->version = GPOINTER_TO_INT (data);
  return mch_records_put (db, SCOPE, record, &stamp, error);
}

static gboolean
write_nowhere (MchDb *db, gpointer data, GError **error)
{
  const MchStamp stamp = { "", 1 };
  g_autoptr (MchRecord) record = new_person ("p9", "X");

  return mch_records_put (db, "etab:nowhere", record, &stamp, error);
}

static void
test_life (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_db_pool_write (fixture->pool, basic_life, NULL, &error));
  g_assert_no_error (error);
  for (int version = 0; version < 2; version++)
    {
      g_assert_false (
          mch_db_pool_write (fixture->pool, write_stale, GINT_TO_POINTER (version), &error));
      g_assert_error (error, MCH_DB_ERROR, MCH_DB_ERROR_CONSTRAINT);
      g_clear_error (&error);
    }
  g_assert_false (mch_db_pool_write (fixture->pool, write_nowhere, NULL, &error));
  g_assert_error (error, MCH_DB_ERROR, MCH_DB_ERROR_CONSTRAINT);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT seq FROM scope WHERE kind = 'etab'"), ==,
                   2);
}

/* Ten persons here and one summary there; then one moves away and takes its history with it. */
static gboolean
write_batch (MchDb *db, gpointer data, GError **error)
{
  const MchStamp stamp = { "m.petit", 1000 };
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (MchRecord) again = new_person ("p3", "Encore");
  g_autoptr (MchRecord) summary = mch_record_new (MCH_KIND_ESTABLISHMENT, "0250001A");

  for (int i = 0; i < 10; i++)
    {
      g_autofree char *id = g_strdup_printf ("p%d", i);
      g_autoptr (MchRecord) record = new_person (id, "Martin");

      mch_batch_put (batch, SCOPE, record);
    }
  mch_batch_put (batch, OTHER_SCOPE, summary);
  mch_batch_put (batch, SCOPE, again);
  mch_batch_note (batch, SCOPE, MCH_KIND_PERSON, "p3", "family_name", "Martin", "Encore", TRUE,
                  "op-1");
  mch_batch_note (batch, SCOPE, MCH_KIND_PERSON, "p3", "family_name", "Encore", "Perdu", FALSE,
                  "op-2");
  g_assert_true (mch_batch_get (batch, SCOPE, MCH_KIND_PERSON, "p3") == again);
  if (!mch_batch_flush (batch, db, &stamp, error))
    return FALSE;
  g_assert_cmpint (summary->seq, ==, 1);
  g_assert_cmpint (again->version, ==, 1);
  return TRUE;
}

static gboolean
move_away (MchDb *db, gpointer data, GError **error)
{
  const MchStamp stamp = { "", 3000 };
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (MchRecord) record = mch_records_get (db, SCOPE, MCH_KIND_PERSON, "p3", error);
  g_autoptr (MchRecord) moved = mch_record_copy (record);

  moved->version = 0;
  mch_batch_delete (batch, SCOPE, record);
  mch_batch_put (batch, OTHER_SCOPE, moved);
  return mch_batch_flush (batch, db, &stamp, error);
}

static gboolean
check_field_stamp (MchDb *db, gpointer data, GError **error)
{
  g_autofree char *by = NULL;
  gint64 at_ms;

  g_assert_true (mch_records_get_field_stamp (db, SCOPE, MCH_KIND_PERSON, "p3", "family_name", &by,
                                              &at_ms, error));
  g_assert_cmpstr (by, ==, "m.petit");
  g_assert_cmpint (at_ms, ==, 1000);
  g_clear_pointer (&by, g_free);
  g_assert_true (
      mch_records_get_field_stamp (db, SCOPE, MCH_KIND_PERSON, "p4", "phone", &by, &at_ms, error));
  g_assert_cmpstr (by, ==, "m.petit");
  g_clear_pointer (&by, g_free);
  g_assert_false (
      mch_records_get_field_stamp (db, SCOPE, MCH_KIND_PERSON, "p99", "phone", &by, &at_ms, error));
  return TRUE;
}

/* Reads the feed in pages of three, as a desktop does. */
static gboolean
read_feed (MchDb *db, gpointer data, GError **error)
{
  gint64 since = 0;
  gboolean more = TRUE;
  int n_rows = 0;

  while (more)
    {
      g_autoptr (GPtrArray) rows = mch_records_changes (db, SCOPE, since, 3, &since, &more, error);

      g_assert_nonnull (rows);
      for (guint i = 0; i < rows->len; i++, n_rows++)
        {
          const MchRecord *record = g_ptr_array_index (rows, i);

          g_assert_cmpint (record->deleted, ==, strcmp (record->id, "p3") == 0);
          g_assert_cmpuint (g_hash_table_size (record->values), ==, record->deleted ? 0 : 1);
        }
    }
  g_assert_cmpint (n_rows, ==, 10);
  g_assert_cmpint (since, ==, 11);
  return TRUE;
}

static gboolean
list_persons (MchDb *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) first = mch_records_list (db, SCOPE, MCH_KIND_PERSON, NULL, 4, error);
  g_autoptr (GPtrArray) second = mch_records_list (db, SCOPE, MCH_KIND_PERSON, "p4", 100, error);

  g_assert_cmpuint (first->len, ==, 4);
  g_assert_cmpstr (((MchRecord *) first->pdata[3])->id, ==, "p4");
  g_assert_cmpuint (second->len, ==, 5);
  return TRUE;
}

static void
test_batch (DbFixture *fixture, gconstpointer data)
{
  MchDbFunc writing[] = { write_batch, move_away };
  MchDbFunc reading[] = { read_feed, list_persons };
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_db_pool_write (fixture->pool, writing[0], NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM record_history"), ==, 2);
  g_assert_true (mch_db_pool_read (fixture->pool, check_field_stamp, NULL, &error));
  g_assert_true (mch_db_pool_write (fixture->pool, writing[1], NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT count(*) FROM record_history"), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (reading); i++)
    g_assert_true (mch_db_pool_read (fixture->pool, reading[i], NULL, &error));
  g_assert_cmpint (
      db_fixture_ask (fixture->pool, "SELECT count(*) FROM record WHERE scope = 'acad:03'"), ==, 2);
}

/* Several writers, in two pools as `serve` and `admin` are, and one reader that polls. */
#define WRITERS 4
#define COMMITS 40

typedef struct
{
  MchDbPool *pool;
  int number;
  int commit;
} Writer;

static gboolean
write_two_scopes (MchDb *db, gpointer data, GError **error)
{
  Writer *writer = data;
  const MchStamp stamp = { "", 1 };
  g_autofree char *id = g_strdup_printf ("w%d-%d", writer->number, writer->commit);
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (MchRecord) here = new_person (id, "Martin");
  g_autoptr (MchRecord) there = mch_record_copy (here);

  /* Put in either order: flushing has its own. */
  mch_batch_put (batch, writer->commit % 2 ? SCOPE : OTHER_SCOPE, here);
  mch_batch_put (batch, writer->commit % 2 ? OTHER_SCOPE : SCOPE, there);
  if (!mch_batch_flush (batch, db, &stamp, error))
    return FALSE;
  g_usleep ((gulong) g_random_int_range (0, 2000));
  return TRUE;
}

static gpointer
run_writer (gpointer data)
{
  Writer *writer = data;

  for (writer->commit = 0; writer->commit < COMMITS; writer->commit++)
    {
      g_autoptr (GError) error = NULL;

      mch_db_pool_write (writer->pool, write_two_scopes, writer, &error);
      g_assert_no_error (error);
    }
  return NULL;
}

typedef struct
{
  gint64 since;
  gint64 to;
  GPtrArray *rows;
} Poll;

static gboolean
poll_once (MchDb *db, gpointer data, GError **error)
{
  Poll *poll = data;
  gboolean more;

  g_clear_pointer (&poll->rows, g_ptr_array_unref);
  poll->rows = mch_records_changes (db, SCOPE, poll->since, 5, &poll->to, &more, error);
  return poll->rows != NULL;
}

static void
test_concurrency (DbFixture *fixture, gconstpointer data)
{
  g_autoptr (MchDbPool) other = db_fixture_open_again (fixture);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 deadline = g_get_monotonic_time () + 100 * G_TIME_SPAN_SECOND;
  GThread *threads[WRITERS];
  Writer writers[WRITERS];
  Poll poll = { 0 };

  for (int i = 0; i < WRITERS; i++)
    {
      writers[i] = (Writer){ i % 2 ? other : fixture->pool, i, 0 };
      threads[i] = g_thread_new ("writer", run_writer, &writers[i]);
    }
  while (g_hash_table_size (seen) < WRITERS * COMMITS && g_get_monotonic_time () < deadline)
    {
      g_autoptr (GError) error = NULL;

      mch_db_pool_read (fixture->pool, poll_once, &poll, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < poll.rows->len; i++)
        g_assert_true (g_hash_table_add (seen, g_strdup (((MchRecord *) poll.rows->pdata[i])->id)));
      poll.since = poll.to;
    }
  for (int i = 0; i < WRITERS; i++)
    g_thread_join (threads[i]);
  g_clear_pointer (&poll.rows, g_ptr_array_unref);

  g_assert_cmpuint (g_hash_table_size (seen), ==, WRITERS * COMMITS);
  g_assert_cmpint (db_fixture_ask (fixture->pool, "SELECT max(seq) FROM record"), ==,
                   WRITERS * COMMITS);
}

/* The child of the crash test: says each number once its commit is acknowledged. */
G_NORETURN static void
write_until_killed (const char *uri, int start)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchDbPool) pool = mch_db_pool_open (uri, MCH_DB_OPEN_NONE, &error);
  Writer writer = { pool, start, 0 };

  g_assert_no_error (error);
  for (;; writer.commit++)
    {
      mch_db_pool_write (pool, write_two_scopes, &writer, &error);
      g_assert_no_error (error);
      printf ("%d\n", writer.commit);
      fflush (stdout);
    }
}

static int
run_and_kill (DbFixture *fixture, int start)
{
  g_autofree char *number = g_strdup_printf ("%d", start);
  const char *const argv[] = { own_path, "--write-until-killed", fixture->uri, number, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOChannel) channel = NULL;
  int acknowledged = -1;
  int wanted = g_test_rand_int_range (1, 15);
  GIOStatus status;
  GPid pid;
  int out;

  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid,
                            NULL, &out, NULL, &error);
  g_assert_no_error (error);
  channel = g_io_channel_unix_new (out);
  g_io_channel_set_close_on_unref (channel, TRUE);
  do
    {
      g_autofree char *line = NULL;

      status = g_io_channel_read_line (channel, &line, NULL, NULL, NULL);
      if (status != G_IO_STATUS_NORMAL)
        break;
      acknowledged = atoi (line);
      if (acknowledged == wanted)
        {
          g_usleep ((gulong) g_test_rand_int_range (0, 3000));
          kill (pid, SIGKILL);
        }
    }
  while (TRUE);
  g_spawn_close_pid (pid);
  g_assert_cmpint (acknowledged, >=, wanted);
  return acknowledged;
}

static void
test_crash (DbFixture *fixture, gconstpointer data)
{
  for (int i = 0; i < 12; i++)
    {
      int acknowledged = run_and_kill (fixture, i);
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM record WHERE scope = '" SCOPE
                                              "' AND substr(id, 1, %d) = 'w%d-'",
                                              i < 10 ? 3 : 4, i);
      gint64 found = db_fixture_ask (fixture->pool, sql);

      /* The last one may have been committed and not said. */
      g_assert_cmpint (found, >=, acknowledged + 1);
      g_assert_cmpint (found, <=, acknowledged + 2);
    }
  /* Both scopes or none, and no place twice or left out. */
  g_assert_cmpint (db_fixture_ask (fixture->pool,
                                   "SELECT count(*) FROM scope JOIN (SELECT scope, max(seq) AS m,"
                                   " count(DISTINCT seq) AS n FROM record GROUP BY scope) AS r"
                                   " ON r.scope = scope.id WHERE r.m = r.n AND r.m = scope.seq"),
                   ==, 2);
}

static gboolean
append_entries (MchDb *db, gpointer data, GError **error)
{
  const MchAuditEntry entries[] = {
    { SCOPE, 1, 2, "m.petit", "print", "edition-1", "{\"pages\":\"94\"}" },
    { SCOPE, 3, 4, "m.petit", "print", NULL, NULL },
    { MCH_AUDIT_SERVER, 5, 6, "", "backup", "", NULL },
    { SCOPE, 7, 8, "s.roux", "view", "édition", "" },
  };
  const int numbers[] = { 1, 2, 1, 3 };

  for (gsize i = 0; i < G_N_ELEMENTS (entries); i++)
    g_assert_cmpint (mch_audit_append (db, &entries[i], error), ==, numbers[i]);
  for (int i = 4; i < 1202; i++)
    g_assert_cmpint (mch_audit_append (db, &entries[1], error), ==, i);
  return TRUE;
}

static gboolean
verify (MchDb *db, gpointer data, GError **error)
{
  gint64 *broken = data;
  gint64 n;

  if (!mch_audit_verify (db, SCOPE, broken, &n, error))
    return FALSE;
  return mch_audit_verify (db, "nobody's", &n, NULL, error) && n == 0;
}

static gint64
find_broken (MchDbPool *pool)
{
  g_autoptr (GError) error = NULL;
  gint64 broken = -1;

  g_assert_true (mch_db_pool_read (pool, verify, &broken, &error));
  g_assert_no_error (error);
  return broken;
}

static void
test_audit (DbFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *fault;
    const char *repair;
    int broken;
  } cases[] = {
    { "UPDATE audit SET actor = 'x' WHERE n = 2 AND chain = '" SCOPE "'",
      "UPDATE audit SET actor = 'm.petit' WHERE n = 2 AND chain = '" SCOPE "'", 2 },
    { "UPDATE audit SET object = '' WHERE n = 2 AND chain = '" SCOPE "'",
      "UPDATE audit SET object = NULL WHERE n = 2 AND chain = '" SCOPE "'", 2 },
    { "UPDATE audit SET at_ms = 4 WHERE n = 700 AND chain = '" SCOPE "'",
      "UPDATE audit SET at_ms = 3 WHERE n = 700 AND chain = '" SCOPE "'", 700 },
    { "UPDATE audit SET n = 5000 WHERE n = 1201", "UPDATE audit SET n = 1201 WHERE n = 5000",
      1201 },
    { "UPDATE audit SET n = 5000 WHERE n = 900", "UPDATE audit SET n = 900 WHERE n = 5000", 900 },
    { "UPDATE audit_chain SET n = 1200 WHERE n = 1201",
      "UPDATE audit_chain SET n = 1201 WHERE n = 1200", 1201 },
  };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (find_broken (fixture->pool), ==, 0);
  g_assert_true (mch_db_pool_write (fixture->pool, append_entries, NULL, &error));
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (find_broken (fixture->pool), ==, 0);
      db_fixture_exec (fixture->pool, cases[i].fault);
      g_assert_cmpint (find_broken (fixture->pool), ==, cases[i].broken);
      db_fixture_exec (fixture->pool, cases[i].repair);
    }
  /* The end cut off, its chain row untouched. */
  db_fixture_exec (fixture->pool, "DELETE FROM audit WHERE n > 1000");
  g_assert_cmpint (find_broken (fixture->pool), ==, 1001);
}

int
main (int argc, char *argv[])
{
  own_path = argv[0];
  if (argc == 4 && strcmp (argv[1], "--write-until-killed") == 0)
    write_until_killed (argv[2], atoi (argv[3]));

  g_test_init (&argc, &argv, NULL);
  add ("life", test_life);
  add ("batch", test_batch);
  add ("concurrency", test_concurrency);
  add ("crash", test_crash);
  add ("audit", test_audit);
  return g_test_run ();
}
