/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file: who may open it, what it gives away, and what happens when it is broken. */
#include "store-fixture.h"

#include "store/mch-store-private.h"
#include "vault/mch-vault-init.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define FIXTURE_TEST(path, func)                                                                   \
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

static char *
in_dir (Fixture *f, const char *name)
{
  return g_build_filename (f->dir, name, NULL);
}

static void
assert_mode (Fixture *f, const char *name, mode_t mode)
{
  g_autofree char *path = in_dir (f, name);
  struct stat status;

  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, mode);
}

static void
test_modes (Fixture *f, gconstpointer data)
{
  g_autofree char *path = in_dir (f, "store.db");
  g_autofree char *deeper = in_dir (f, "a/b");
  g_autoptr (MchStore) other = NULL;

  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  assert_mode (f, "store.db", 0600);
  assert_mode (f, "store.db-wal", 0600);
  assert_mode (f, "store.db-shm", 0600);
  assert_mode (f, "lock", 0600);
  /* A profile copied carelessly is narrowed again. */
  g_clear_pointer (&f->store, mch_store_unref);
  g_chmod (path, 0644);
  fixture_reopen (f);
  assert_mode (f, "store.db", 0600);
  other = mch_store_open (deeper, f->key, fixture_now, mch_vault_random, 0, NULL);
  g_assert_nonnull (other);
  assert_mode (f, "a/b", 0700);
}

static void
test_lock (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  MchStore *second;
  pid_t child;
  int status, ready[2];
  char byte = 0;

  second = mch_store_open (f->dir, f->key, fixture_now, mch_vault_random, 0, &error);
  g_assert_null (second);
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_LOCKED);
  g_assert_nonnull (strstr (error->message, "Machaon"));
  g_clear_pointer (&f->store, mch_store_unref);

  /* Waiting works when the other one ends in time. */
  g_assert_cmpint (pipe (ready), ==, 0);
  child = fork ();
  if (child == 0)
    {
      MchStore *held = mch_store_open (f->dir, f->key, fixture_now, mch_vault_random, 0, NULL);

      if (write (ready[1], &byte, 1) != 1)
        _exit (2);
      g_usleep (300 * 1000);
      _exit (held != NULL ? 0 : 1);
    }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  f->store = mch_store_open (f->dir, f->key, fixture_now, mch_vault_random, 10000, NULL);
  g_assert_nonnull (f->store);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
}

static char *
digest (const char *path)
{
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) content, length);
}

static void
test_wrong_key (Fixture *f, gconstpointer data)
{
  static const guint8 other[32] = { 1, 2, 3 };
  g_autoptr (GBytes) key = g_bytes_new_static (other, sizeof other);
  g_autoptr (GBytes) short_key = g_bytes_new_static (other, 16);
  g_autofree char *path = in_dir (f, "store.db");
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  MchStore *store;

  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  g_clear_pointer (&f->store, mch_store_unref);
  before = digest (path);
  store = mch_store_open (f->dir, key, fixture_now, mch_vault_random, 0, &error);
  g_assert_null (store);
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_KEY);
  g_clear_error (&error);
  store = mch_store_open (f->dir, short_key, fixture_now, mch_vault_random, 0, &error);
  g_assert_null (store);
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_KEY);
  after = digest (path);
  g_assert_cmpstr (before, ==, after);
  fixture_reopen (f);
}

/* No name, INE, login, typed value or local secret in any file, while open and after. */
static void
test_nothing_in_clear (Fixture *f, gconstpointer data)
{
  static const char *const secrets[] = {
    "ZYGOMATIQUE", "Philomène",          "000000001AB",     "zephyrin.zygomatique", "0384998877",
    "XYLOPHAGE",   "élèves de zinzolin", "PROVISOIRE-7788", "Mme Quetsche",         "Kumquat",
    "given_name",  "chiffre-scelle",     "rue du zouave"
  };
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *edit = NULL;
  g_autoptr (GHashTable) meta = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GBytes) local = g_bytes_new_static ("PROVISOIRE-7788", 15);
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  MchRecord *slip = mch_record_new (MCH_KIND_SLIP, "p");

  slip->seq = slip->version = 4;
  mch_record_set (slip, "cipher", "chiffre-scelle");
  g_hash_table_insert (meta, (char *) "file", (char *) "élèves de zinzolin");
  fixture_apply (f->store, 5, fixture_person (1, "ZYGOMATIQUE", "Philomène", 1),
                 fixture_candidature (1, "XYLOPHAGE", "registered", 2),
                 fixture_account (1, "zephyrin.zygomatique", 3), slip, NULL);
  edit = fixture_edit (f->store, MCH_KIND_PERSON, id, "address_1", NULL, "rue du zouave");
  g_ptr_array_add (settlement->conflicts, mch_store_conflict_new (id, "phone", "0384998877",
                                                                  "Kumquat", "Mme Quetsche", 1));
  settlement->seq = 99;
  g_assert_true (mch_store_settle_op (f->store, edit, settlement, NULL));
  g_assert_true (mch_store_enqueue (f->store, "audit", SCOPE, "audit", meta, NULL, 1, NULL));
  g_assert_true (mch_store_put_local (f->store, "generation", "1", local, NULL));
  /* The search itself must find what the disk must not hold. */
  g_assert_true (fixture_dir_holds (f->dir, SCOPE));
  for (int closed = 0; closed < 2; closed++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
        {
          /* The name of the conflict's field is no secret, its values are. */
          g_test_message ("%s", secrets[i]);
          g_assert_false (fixture_dir_holds (f->dir, secrets[i]));
        }
      g_clear_pointer (&f->store, mch_store_unref);
    }
}

static void
test_memory_only (Fixture *f, gconstpointer data)
{
  g_autoptr (MchStore) store = NULL;
  g_autofree char *path = NULL;
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *op = NULL;
  g_autofree char *value = NULL;
  g_autofree char *dir = in_dir (f, "never");

  store = mch_store_open (dir, NULL, fixture_now, mch_vault_random, 0, NULL);
  g_assert_nonnull (store);
  g_assert_false (mch_store_is_persistent (store));
  g_assert_true (mch_store_is_persistent (f->store));
  fixture_apply (store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  op = fixture_edit (store, MCH_KIND_PERSON, id, "city", NULL, "DOLE");
  value = fixture_value (store, MCH_KIND_PERSON, id, "city");
  g_assert_cmpstr (value, ==, "DOLE");
  g_assert_false (g_file_test (dir, G_FILE_TEST_EXISTS));
}

static void
test_local (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) content = g_bytes_new_static ("abc", 3);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GBytes) back_empty = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  g_assert_true (mch_store_put_local (f->store, "mapping", "b", content, NULL));
  g_assert_true (mch_store_put_local (f->store, "mapping", "a", content, NULL));
  g_assert_true (mch_store_put_local (f->store, "mapping", "a", empty, NULL));
  fixture_reopen (f);
  ids = mch_store_list_local (f->store, "mapping");
  g_assert_cmpstr (ids[0], ==, "a");
  g_assert_cmpstr (ids[1], ==, "b");
  g_assert_null (ids[2]);
  back = mch_store_get_local (f->store, "mapping", "b", NULL);
  g_assert_true (g_bytes_equal (back, content));
  back_empty = mch_store_get_local (f->store, "mapping", "a", NULL);
  g_assert_nonnull (back_empty);
  g_assert_cmpuint (g_bytes_get_size (back_empty), ==, 0);
  g_assert_true (mch_store_delete_local (f->store, "mapping", "b", NULL));
  g_assert_true (mch_store_delete_local (f->store, "mapping", "b", NULL));
  g_assert_null (mch_store_get_local (f->store, "mapping", "b", &error));
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND);
}

/* Changes the file behind the store's back. */
static void
run_sql (Fixture *f, const char *sql)
{
  g_autofree char *path = in_dir (f, "store.db");
  g_autoptr (MchSql) db = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&f->store, mch_store_unref);
  db = mch_sql_open (path, SQLITE_OPEN_READWRITE, NULL);
  mch_sql_exec (db, sql, &error);
  g_assert_no_error (error);
}

static void
assert_refused (Fixture *f, MchStoreError code)
{
  g_autoptr (GError) error = NULL;
  MchStore *store = mch_store_open (f->dir, f->key, fixture_now, mch_vault_random, 0, &error);

  g_assert_null (store);
  g_assert_error (error, MCH_STORE_ERROR, (int) code);
}

/* Blobs that were swapped, or given another version, are noticed. */
static void
test_swapped (Fixture *f, gconstpointer data)
{
  static const char *const attacks[] = {
    "UPDATE record SET blob = (SELECT blob FROM record r WHERE r.id <> record.id "
    "AND r.kind = record.kind)",
    "UPDATE record SET version = version + 1",
    "UPDATE record SET seq = seq + 1",
    "UPDATE record SET kind = 'member'",
    "UPDATE record SET blob = x'00'",
    "UPDATE record SET blob = zeroblob (0)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      gint64 seq = 10 * (gint64) i;

      g_test_message ("%s", attacks[i]);
      fixture_apply (f->store, seq + 2, fixture_person (1, "MARTIN", "Zoé", seq + 1),
                     fixture_person (2, "DURAND", "Léo", seq + 2), NULL);
      run_sql (f, attacks[i]);
      assert_refused (f, MCH_STORE_ERROR_DAMAGED);
      run_sql (f, "DELETE FROM record; DELETE FROM cursor");
      fixture_reopen (f);
    }
}

static void
test_newer (Fixture *f, gconstpointer data)
{
  run_sql (f, "PRAGMA user_version = 99");
  assert_refused (f, MCH_STORE_ERROR_NEWER);
}

static void
assert_rescued (Fixture *f, guint kept, gboolean lost)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *aside = NULL;
  guint n_kept = 99, n_lost = 99;

  g_assert_true (mch_store_rescue (f->dir, f->key, fixture_now, mch_vault_random, &n_kept, &n_lost,
                                   &aside, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_kept, ==, kept);
  g_assert_cmpint (n_lost > 0, ==, lost);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  fixture_reopen (f);
}

/* A damaged mirror: what waits to be sent is carried over, all of it. */
static void
test_rescue_mirror (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *op_id = NULL;
  g_autoptr (GBytes) content = g_bytes_new_static ("abc", 3);
  g_autoptr (GBytes) back = NULL;
  g_autoptr (MchStoreOp) op = NULL;

  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  op_id = fixture_edit (f->store, MCH_KIND_PERSON, id, "city", NULL, "DOLE");
  g_assert_true (mch_store_put_local (f->store, "mapping", "a", content, NULL));
  run_sql (f, "UPDATE record SET blob = x'0102'");
  assert_refused (f, MCH_STORE_ERROR_DAMAGED);
  assert_rescued (f, 2, FALSE);
  g_assert_false (mch_store_get_cursor (f->store, SCOPE, NULL, NULL));
  op = mch_store_next_op (f->store, NULL, 0, NULL);
  g_assert_cmpstr (op->op_id, ==, op_id);
  g_assert_cmpuint (op->changes->len, ==, 1);
  back = mch_store_get_local (f->store, "mapping", "a", NULL);
  g_assert_true (g_bytes_equal (back, content));
  assert_mode (f, "store.db", 0600);
}

/* One damaged operation: the others are carried over, and the loss is told. */
static void
test_rescue_operation (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *first = fixture_edit (f->store, MCH_KIND_PERSON, id, "city", NULL, "DOLE");
  g_autofree char *second = fixture_edit (f->store, MCH_KIND_PERSON, id, "phone", NULL, "0384");
  g_autoptr (MchStoreOp) op = NULL;

  run_sql (f, "UPDATE outbox_part SET blob = x'0102' WHERE ordinal = 1");
  assert_refused (f, MCH_STORE_ERROR_DAMAGED);
  assert_rescued (f, 1, TRUE);
  op = mch_store_next_op (f->store, NULL, 0, NULL);
  g_assert_cmpstr (op->op_id, ==, second);
}

/* Pages of rubbish in the middle, or a file that is none of ours. */
static void
test_rescue_file (Fixture *f, gconstpointer data)
{
  g_autofree char *path = in_dir (f, "store.db");
  g_autofree char *rubbish = g_strnfill (40000, 'x');

  g_clear_pointer (&f->store, mch_store_unref);
  g_assert_true (g_file_set_contents (path, rubbish, -1, NULL));
  assert_refused (f, MCH_STORE_ERROR_DAMAGED);
  assert_rescued (f, 0, TRUE);
  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
}

/* Every page of the file overwritten in turn: an error or the data, never a crash. */
static void
test_broken_pages (Fixture *f, gconstpointer data)
{
  g_autofree char *path = in_dir (f, "store.db");
  g_autofree char *whole = NULL;
  gsize length;

  for (guint n = 1; n <= 40; n++)
    fixture_apply (f->store, n, fixture_person (n, "MARTIN", "Zoé", n), NULL);
  g_clear_pointer (&f->store, mch_store_unref);
  g_assert_true (g_file_get_contents (path, &whole, &length, NULL));
  for (gsize page = 0; page < length / 4096; page++)
    {
      g_autofree char *broken = g_memdup2 (whole, length);
      g_autoptr (GError) error = NULL;
      MchStore *store;

      memset (broken + page * 4096, 0xA5, 4096);
      g_assert_true (g_file_set_contents (path, broken, (gssize) length, NULL));
      store = mch_store_open (f->dir, f->key, fixture_now, mch_vault_random, 0, &error);
      if (store == NULL)
        g_assert_true (error->domain == MCH_STORE_ERROR);
      g_clear_pointer (&store, mch_store_unref);
    }
  for (gsize cut = 0; cut < length; cut += 1000)
    {
      g_autoptr (GError) error = NULL;
      MchStore *store;

      g_assert_true (g_file_set_contents (path, whole, (gssize) cut, NULL));
      store = mch_store_open (f->dir, f->key, fixture_now, mch_vault_random, 0, &error);
      if (store == NULL)
        g_assert_true (error->domain == MCH_STORE_ERROR);
      g_clear_pointer (&store, mch_store_unref);
    }
}

/* A rescue that was cut between its last two steps. */
static void
test_rescue_cut (Fixture *f, gconstpointer data)
{
  g_autofree char *path = in_dir (f, "store.db");
  g_autofree char *ready = in_dir (f, MCH_STORE_READY_FILE);
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *op = fixture_edit (f->store, MCH_KIND_PERSON, id, "city", NULL, "DOLE");

  g_clear_pointer (&f->store, mch_store_unref);
  g_assert_cmpint (g_rename (path, ready), ==, 0);
  fixture_reopen (f);
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 1);
  g_assert_false (g_file_test (ready, G_FILE_TEST_EXISTS));
}

static void
test_back_up (Fixture *f, gconstpointer data)
{
  g_autofree char *copy = in_dir (f, "copy");
  g_autofree char *path = in_dir (f, "copy/store.db");
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *op = fixture_edit (f->store, MCH_KIND_PERSON, id, "city", NULL, "DOLE");
  g_autoptr (MchStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (copy, 0700), ==, 0);
  g_assert_true (mch_store_back_up (f->store->disk, path, &error));
  g_assert_no_error (error);
  assert_mode (f, "copy/store.db", 0600);
  store = mch_store_open (copy, f->key, fixture_now, mch_vault_random, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mch_store_count_pending (store), ==, 1);
  /* Never over an earlier one. */
  g_assert_false (mch_store_back_up (f->store->disk, path, &error));
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_IO);
}

/* The file that schema 1 left, under the key of 32 bytes 0, 1, 2…: it must open for ever. */
static void
test_schema_1 (Fixture *f, gconstpointer data)
{
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "data", "store-v1.db", NULL);
  g_autofree char *dir = in_dir (f, "v1");
  g_autofree char *target = in_dir (f, "v1/store.db");
  g_autofree char *content = NULL;
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *city = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (GBytes) local = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (MchStore) store = NULL;
  g_autoptr (GError) error = NULL;
  guint8 bytes[32];
  gint64 seq;
  gsize length;

  for (guint8 i = 0; i < sizeof bytes; i++)
    bytes[i] = i;
  key = g_bytes_new (bytes, sizeof bytes);
  g_assert_true (g_file_get_contents (source, &content, &length, NULL));
  g_assert_cmpint (g_mkdir (dir, 0700), ==, 0);
  g_assert_true (g_file_set_contents (target, content, (gssize) length, NULL));
  store = mch_store_open (dir, key, fixture_now, mch_vault_random, 0, &error);
  g_assert_no_error (error);
  g_assert_true (mch_store_get_cursor (store, SCOPE, NULL, &seq));
  g_assert_cmpint (seq, ==, 3);
  name = fixture_value (store, MCH_KIND_PERSON, id, "family_name");
  g_assert_cmpstr (name, ==, "MARTIN");
  city = fixture_value (store, MCH_KIND_PERSON, id, "city");
  g_assert_cmpstr (city, ==, "DOLE");
  g_assert_cmpuint (mch_store_count_pending (store), ==, 1);
  conflicts = mch_store_list_conflicts (store, NULL);
  g_assert_cmpuint (conflicts->len, ==, 1);
  local = mch_store_get_local (store, "mapping", "a", NULL);
  g_assert_cmpmem (g_bytes_get_data (local, NULL), g_bytes_get_size (local), "abc", 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_TEST ("/store/file/modes", test_modes);
  FIXTURE_TEST ("/store/file/lock", test_lock);
  FIXTURE_TEST ("/store/file/wrong-key", test_wrong_key);
  FIXTURE_TEST ("/store/file/nothing-in-clear", test_nothing_in_clear);
  FIXTURE_TEST ("/store/file/memory-only", test_memory_only);
  FIXTURE_TEST ("/store/file/local", test_local);
  FIXTURE_TEST ("/store/file/swapped", test_swapped);
  FIXTURE_TEST ("/store/file/newer", test_newer);
  FIXTURE_TEST ("/store/file/rescue-mirror", test_rescue_mirror);
  FIXTURE_TEST ("/store/file/rescue-operation", test_rescue_operation);
  FIXTURE_TEST ("/store/file/rescue-file", test_rescue_file);
  FIXTURE_TEST ("/store/file/rescue-cut", test_rescue_cut);
  FIXTURE_TEST ("/store/file/broken-pages", test_broken_pages);
  FIXTURE_TEST ("/store/file/back-up", test_back_up);
  FIXTURE_TEST ("/store/file/schema-1", test_schema_1);
  return g_test_run ();
}
