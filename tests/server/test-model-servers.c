/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several servers of one database: who does a job, whose secrets are right, whose database it still
 * is; and how far back a desktop may continue. */
#include "model-fixture.h"

#include <string.h>

#include "server/db/mch-db-copy.h"
#include "server/db/mch-records.h"
#include "server/model/mch-feed.h"
#include "server/model/mch-job.h"
#include "server/model/mch-ops.h"

static gboolean
claim (ModelFixture *fixture, const char *holder)
{
  gboolean mine = FALSE;
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_job_claim (fixture->server, "expire", holder, MINUTE, &mine, &error));
  g_assert_no_error (error);
  return mine;
}

/* One does it as long as he comes back in time, then another. */
static void
test_job (ModelFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (claim (fixture, "one"));
  g_assert_false (claim (fixture, "two"));
  fixture->now_ms += 50 * SECOND;
  g_assert_true (claim (fixture, "one"));
  fixture->now_ms += 50 * SECOND;
  g_assert_false (claim (fixture, "two"));
  fixture->now_ms += 20 * SECOND;
  g_assert_true (claim (fixture, "two"));
  g_assert_false (claim (fixture, "one"));
  g_assert_true (mch_job_release (fixture->server, "two", &error));
  g_assert_true (claim (fixture, "one"));
}

typedef struct
{
  ModelFixture *fixture;
  const char *holder;
  gint *n_mine; /* atomic */
} Racer;

static gpointer
race (gpointer data)
{
  Racer *racer = data;

  if (claim (racer->fixture, racer->holder))
    g_atomic_int_inc (racer->n_mine);
  return NULL;
}

/* All at the same moment: exactly one gets it. */
static void
test_job_race (ModelFixture *fixture, gconstpointer data)
{
  static const char *const holders[] = { "a", "b", "c", "d", "e", "f" };

  for (int round = 0; round < 10; round++)
    {
      GThread *threads[G_N_ELEMENTS (holders)];
      Racer racers[G_N_ELEMENTS (holders)];
      gint n_mine = 0;

      fixture->now_ms += HOUR;
      for (gsize i = 0; i < G_N_ELEMENTS (holders); i++)
        {
          racers[i] = (Racer){ fixture, holders[i], &n_mine };
          threads[i] = g_thread_new ("race", race, &racers[i]);
        }
      for (gsize i = 0; i < G_N_ELEMENTS (holders); i++)
        g_thread_join (threads[i]);
      g_assert_cmpint (n_mine, ==, 1);
    }
}

/* A pepper that is not the database's is refused in words, and the right one goes on. */
static void
test_pepper (ModelFixture *fixture, gconstpointer data)
{
  MchServerOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MchSecret) other = mch_secret_new_random (MCH_KEY_SIZE);
  g_autoptr (MchServer) wrong = mch_server_new (fixture->db.pool, other, &options, &error);
  g_autoptr (MchServer) right = NULL;

  g_assert_null (wrong);
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, "init --join"));
  g_clear_error (&error);
  right = mch_server_new (fixture->db.pool, fixture->server->pepper, &options, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (right->realm, ==, fixture->server->realm);
}

static void
test_moved (ModelFixture *fixture, gconstpointer data)
{
  MchServerOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MchServer) server = NULL;

  db_fixture_exec (fixture->db.pool, "UPDATE instance SET moved_ms = 5");
  server = mch_server_new (fixture->db.pool, fixture->server->pepper, &options, &error);
  g_assert_null (server);
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_STATE);
}

typedef struct
{
  MchRecord *record;
  MchStamp stamp;
} Tombstone;

static gboolean
bury (MchDb *db, gpointer data, GError **error)
{
  Tombstone *tombstone = data;
  g_autoptr (MchBatch) batch = mch_batch_new ();

  mch_batch_delete (batch, ETAB, tombstone->record);
  return mch_batch_flush (batch, db, &tombstone->stamp, error);
}

static MchFeedPage *
pull (ModelFixture *fixture, gint64 since, GError **error)
{
  return mch_feed_changes (fixture->server, ETAB, since, NULL, 2000, error);
}

/* 410 floor: a removal of long ago is forgotten, and who has not heard of it must start anew. */
static void
test_floor (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *other = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchFeedPage) before = pull (fixture, 0, &error);
  g_autoptr (MchFeedPage) after = NULL;
  g_autoptr (MchFeedPage) late = NULL;
  g_autoptr (MchFeedPage) heard = NULL;
  g_autoptr (MchFeedPage) anew = NULL;
  Tombstone tombstone = { NULL, { "anna", 0 } };
  guint n_rows = before->rows->len;

  for (guint i = 0; i < n_rows; i++)
    if (g_str_equal (((MchRecord *) before->rows->pdata[i])->id, person))
      tombstone.record = before->rows->pdata[i];
  tombstone.stamp.now_ms = fixture->now_ms;
  g_assert_true (mch_db_pool_write (fixture->db.pool, bury, &tombstone, &error));
  fixture->now_ms += MCH_TOMBSTONE_LIFE_MS - HOUR;
  g_assert_true (mch_feed_purge (fixture->server, &error));
  after = pull (fixture, before->to, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (after->rows->len, ==, 1);
  g_assert_true (((MchRecord *) after->rows->pdata[0])->deleted);

  other = fixture_import_one (fixture, ETAB, "Noé", "Roy", NULL, NULL);
  fixture->now_ms += 2 * HOUR;
  g_assert_true (mch_feed_purge (fixture->server, &error));
  late = pull (fixture, before->to, &error);
  g_assert_null (late);
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_RESYNC_FLOOR);
  g_clear_error (&error);
  heard = pull (fixture, after->to, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (heard->rows->len, ==, 2);
  anew = pull (fixture, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (anew->rows->len, ==, n_rows - 1 + 2);
}

/* 410 epoch: after a restore nobody continues from what it forgot. */
static void
test_epoch (ModelFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchFeedPage) page = pull (fixture, 0, &error);
  g_autoptr (MchFeedPage) next = NULL;
  g_autofree char *epoch = NULL;
  g_autoptr (GHashTable) held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) moved = NULL;
  g_autoptr (MchFeedPage) anew = NULL;

  g_assert_true (mch_db_set_epoch (fixture->db.pool, "epoch-after-restore", &error));
  next = mch_feed_changes (fixture->server, ETAB, page->to, page->epoch, 10, &error);
  g_assert_null (next);
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_RESYNC_EPOCH);
  g_clear_error (&error);
  g_hash_table_insert (held, g_strdup (ETAB), g_memdup2 (&page->to, sizeof page->to));
  moved = mch_feed_heads (fixture->server, held, page->epoch, &epoch, &error);
  g_assert_cmpuint (g_hash_table_size (moved), ==, 1);
  g_assert_cmpstr (epoch, ==, "epoch-after-restore");
  anew = mch_feed_changes (fixture->server, ETAB, 0, page->epoch, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (anew->epoch, ==, epoch);
}

/* The answer to an operation that builds on @epoch; NULL with @error. (transfer full) */
static char *
commit_on (ModelFixture *fixture, const char *op, const char *epoch, GError **error)
{
  g_autoptr (GHashTable) meta = g_hash_table_new (g_str_hash, g_str_equal);
  MchOpRequest request = { .login = "anna",
                           .op = op,
                           .scope = ETAB,
                           .kind = MCH_OP_AUDIT,
                           .made_ms = fixture->now_ms,
                           .epoch = epoch,
                           .meta = meta };

  g_hash_table_insert (meta, (char *) "action", (char *) "print");
  return mch_ops_commit (fixture->server, &request, error);
}

/* What builds on what a restore may have forgotten waits for a pull; what is known is answered. */
static void
test_epoch_of_operation (ModelFixture *fixture, gconstpointer data)
{
  static const char *const known = "01900000-0000-7000-8000-000000000001";
  static const char *const fresh = "01900000-0000-7000-8000-000000000002";
  g_autoptr (GError) error = NULL;
  g_autofree char *epoch = mch_server_dup_epoch (fixture->server, &error);
  g_autofree char *first = commit_on (fixture, known, epoch, &error);
  g_autofree char *again = NULL;
  g_autofree char *after = NULL;
  g_autofree char *without = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (first);
  g_assert_true (mch_db_set_epoch (fixture->db.pool, "epoch-after-restore", &error));
  again = commit_on (fixture, known, epoch, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, first);
  g_assert_null (commit_on (fixture, fresh, epoch, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_RESYNC_EPOCH);
  g_clear_error (&error);
  after = commit_on (fixture, fresh, "epoch-after-restore", &error);
  g_assert_no_error (error);
  g_assert_nonnull (after);
  /* Who says none, as the exam office does, works on no copy. */
  without = commit_on (fixture, "01900000-0000-7000-8000-000000000003", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (without);
}

/* The digest of the content tells one changed value, and nothing else. */
static void
test_digest (ModelFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *one = mch_db_digest (fixture->db.pool, &error);
  g_autofree char *again = mch_db_digest (fixture->db.pool, &error);
  g_autofree char *job = NULL;
  g_autofree char *other = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (one, ==, again);
  claim (fixture, "one");
  job = mch_db_digest (fixture->db.pool, &error);
  g_assert_cmpstr (one, ==, job);
  db_fixture_exec (fixture->db.pool, "UPDATE academy SET name = 'Besancon'");
  other = mch_db_digest (fixture->db.pool, &error);
  g_assert_cmpstr (one, !=, other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/server/servers/job", test_job);
  MODEL_TEST ("/server/servers/job-race", test_job_race);
  MODEL_TEST ("/server/servers/pepper", test_pepper);
  MODEL_TEST ("/server/servers/moved", test_moved);
  MODEL_TEST ("/server/servers/floor", test_floor);
  MODEL_TEST ("/server/servers/epoch", test_epoch);
  MODEL_TEST ("/server/servers/epoch-of-operation", test_epoch_of_operation);
  MODEL_TEST ("/server/servers/digest", test_digest);
  return g_test_run ();
}
