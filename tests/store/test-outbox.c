/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"
#include "store/mch-store-private.h"

#include "vault/mch-vault-init.h"

#include <string.h>

#define FIXTURE_TEST(path, func)                                                                   \
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

/* Settles @op_id as applied at @seq. */
static void
acknowledge (MchStore *store, const char *op_id, gint64 seq)
{
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autoptr (GError) error = NULL;

  settlement->seq = seq;
  mch_store_settle_op (store, op_id, settlement, &error);
  g_assert_no_error (error);
}

static void
assert_value (MchStore *store, MchKind kind, const char *id, const char *name, const char *value)
{
  g_autofree char *shown = fixture_value (store, kind, id, name);

  g_assert_cmpstr (shown, ==, value);
}

static guint
count_ops (MchStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ops = mch_store_list_ops (store, &error);

  g_assert_no_error (error);
  return ops->len;
}

/* Mirror ⊕ outbox, before and after a restart, until the pull shows the edit. */
static void
test_edit (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *op = NULL;
  MchRecord *pulled;

  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  op = fixture_edit (f->store, MCH_KIND_PERSON, id, "given_name", "Zoé", "Zoë");
  assert_value (f->store, MCH_KIND_PERSON, id, "given_name", "Zoë");
  g_assert_cmpint (mch_store_get_pending (f->store, NULL, MCH_KIND_PERSON, id), ==,
                   MCH_PENDING_SENDING);
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 1);
  fixture_reopen (f);
  assert_value (f->store, MCH_KIND_PERSON, id, "given_name", "Zoë");

  acknowledge (f->store, op, 3);
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 0);
  g_assert_cmpuint (count_ops (f->store), ==, 1);
  assert_value (f->store, MCH_KIND_PERSON, id, "given_name", "Zoë");
  /* Settling again is harmless. */
  acknowledge (f->store, op, 3);
  /* A pull that does not reach it yet does not make the edit flicker. */
  fixture_apply (f->store, 2, NULL);
  assert_value (f->store, MCH_KIND_PERSON, id, "given_name", "Zoë");
  fixture_reopen (f);
  assert_value (f->store, MCH_KIND_PERSON, id, "given_name", "Zoë");

  pulled = fixture_person (1, "MARTIN", "Zoë", 3);
  fixture_apply (f->store, 3, pulled, NULL);
  g_assert_cmpuint (count_ops (f->store), ==, 0);
  assert_value (f->store, MCH_KIND_PERSON, id, "given_name", "Zoë");
  g_assert_cmpint (mch_store_get_pending (f->store, NULL, MCH_KIND_PERSON, id), ==,
                   MCH_PENDING_NONE);
}

/* The pull came before the answer: nothing is left to wait for. */
static void
test_pull_first (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *op = NULL;

  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  op = fixture_edit (f->store, MCH_KIND_PERSON, id, "given_name", "Zoé", "Zoë");
  fixture_apply (f->store, 4, fixture_person (1, "MARTIN", "Autre", 4), NULL);
  assert_value (f->store, MCH_KIND_PERSON, id, "given_name", "Zoë");
  acknowledge (f->store, op, 3);
  g_assert_cmpuint (count_ops (f->store), ==, 0);
  assert_value (f->store, MCH_KIND_PERSON, id, "given_name", "Autre");
}

static void
test_order (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (MchStoreOp) op = NULL;
  g_autoptr (MchStoreOp) next = NULL;
  g_autoptr (MchStoreOp) none = NULL;
  const MchChange *change;

  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  first = fixture_edit (f->store, MCH_KIND_PERSON, id, "city", NULL, "DOLE");
  second = fixture_edit (f->store, MCH_KIND_PERSON, id, "city", "DOLE", "");
  assert_value (f->store, MCH_KIND_PERSON, id, "city", NULL);
  op = mch_store_next_op (f->store, NULL, 0, NULL);
  g_assert_cmpstr (op->op_id, ==, first);
  g_assert_cmpstr (op->kind, ==, "edit");
  g_assert_cmpuint (op->changes->len, ==, 1);
  change = g_ptr_array_index (op->changes, 0);
  g_assert_cmpstr (g_hash_table_lookup (change->from, "city"), ==, "");
  g_assert_cmpstr (g_hash_table_lookup (change->to, "city"), ==, "DOLE");
  next = mch_store_next_op (f->store, SCOPE, op->ordinal, NULL);
  g_assert_cmpstr (next->op_id, ==, second);
  none = mch_store_next_op (f->store, "etab:autre", 0, NULL);
  g_assert_null (none);
}

static void
test_same_id (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchRecord) person = fixture_person (1, "MARTIN", "Zoé", 0);
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, mch_change_new_create (person));
  g_assert_true (mch_store_enqueue (f->store, "op", SCOPE, "import", NULL, changes, 5, NULL));
  g_assert_true (mch_store_enqueue (f->store, "op", SCOPE, "import", NULL, changes, 5, NULL));
  g_assert_cmpuint (count_ops (f->store), ==, 1);
  mch_change_set (g_ptr_array_index (changes, 0), "city", NULL, "DOLE");
  g_assert_false (mch_store_enqueue (f->store, "op", SCOPE, "import", NULL, changes, 5, &error));
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_EXISTS);
}

/* An import of more changes than one part holds, seen at once and sent back whole. */
static void
test_import (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (GHashTable) meta = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (MchStoreOp) op = NULL;
  g_autoptr (GPtrArray) persons = NULL;

  g_hash_table_insert (meta, (char *) "file", (char *) "élèves.csv");
  for (guint n = 0; n < 600; n++)
    {
      g_autoptr (MchRecord) person = fixture_person (n, "MARTIN", "Zoé", 0);
      g_autoptr (MchRecord) candidature = fixture_candidature (n, "3A", "pre_registered", 0);

      g_ptr_array_add (changes, mch_change_new_create (person));
      g_ptr_array_add (changes, mch_change_new_create (candidature));
    }
  g_assert_true (mch_store_enqueue (f->store, "op", SCOPE, "import", meta, changes, 5, NULL));
  fixture_reopen (f);
  persons = mch_store_list_persons (f->store, SCOPE, SESSION);
  g_assert_cmpuint (persons->len, ==, 600);
  op = mch_store_next_op (f->store, SCOPE, 0, NULL);
  g_assert_cmpuint (op->n_changes, ==, 1200);
  g_assert_cmpuint (op->changes->len, ==, 1200);
  g_assert_cmpstr (g_hash_table_lookup (op->meta, "file"), ==, "élèves.csv");
  for (guint i = 0; i < changes->len; i++)
    g_assert_cmpstr (((MchChange *) g_ptr_array_index (changes, i))->id, ==,
                     ((MchChange *) g_ptr_array_index (op->changes, i))->id);
}

/* What was waiting when the mirror was thrown away is still there afterwards. */
static void
test_reset_keeps (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *pending = NULL;
  g_autofree char *acknowledged = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);

  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  pending = fixture_edit (f->store, MCH_KIND_PERSON, id, "city", NULL, "DOLE");
  acknowledged = fixture_edit (f->store, MCH_KIND_PERSON, id, "phone", NULL, "0384000000");
  acknowledge (f->store, acknowledged, 9);
  g_assert_true (mch_store_reset_scope (f->store, SCOPE, NULL));
  g_ptr_array_add (rows, fixture_person (1, "MARTIN", "Zoé", 2));
  g_assert_true (mch_store_apply_rows (f->store, SCOPE, "e2", rows, 20, FALSE, NULL));
  assert_value (f->store, MCH_KIND_PERSON, id, "city", "DOLE");
  /* The restored server may have lost it: it is sent again. */
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 2);
  assert_value (f->store, MCH_KIND_PERSON, id, "phone", "0384000000");
}

/* A create that met a known person: what is pending and what is local follows. */
static void
test_merged (Fixture *f, gconstpointer data)
{
  g_autofree char *old = fixture_id ('p', 1);
  g_autofree char *into = fixture_id ('p', 99);
  g_autofree char *candidature = fixture_id ('c', 1);
  g_autofree char *edit = NULL;
  g_autofree char *local = g_strdup_printf ("chunk of %s.", old);
  g_autofree char *local_after = g_strdup_printf ("chunk of %s.", into);
  g_autoptr (GBytes) content = g_bytes_new (local, strlen (local));
  g_autoptr (GBytes) content_after = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchRecord) person = fixture_person (1, "MARTIN", "Zoé", 0);
  g_autoptr (MchRecord) registration = fixture_candidature (1, "3A", "pre_registered", 0);
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autoptr (MchStoreOp) op = NULL;

  fixture_apply (f->store, 1, fixture_person (99, "MARTIN", "ZOÉ", 1), NULL);
  mch_record_set (person, "city", "DOLE");
  g_ptr_array_add (changes, mch_change_new_create (person));
  g_ptr_array_add (changes, mch_change_new_create (registration));
  g_assert_true (mch_store_enqueue (f->store, "op", SCOPE, "import", NULL, changes, 5, NULL));
  edit = fixture_edit (f->store, MCH_KIND_PERSON, old, "phone", NULL, "0384000000");
  g_assert_true (mch_store_put_local (f->store, "generation", old, content, NULL));

  settlement->seq = 5;
  g_hash_table_insert (settlement->merged, g_strdup (old), g_strdup (into));
  g_assert_true (mch_store_settle_op (f->store, "op", settlement, NULL));

  g_assert_null (mch_store_dup_record (f->store, NULL, MCH_KIND_PERSON, old));
  assert_value (f->store, MCH_KIND_CANDIDATURE, candidature, "person", into);
  /* The known person's own values stay, what it lacked is added. */
  assert_value (f->store, MCH_KIND_PERSON, into, "given_name", "ZOÉ");
  assert_value (f->store, MCH_KIND_PERSON, into, "city", "DOLE");
  assert_value (f->store, MCH_KIND_PERSON, into, "phone", "0384000000");
  op = mch_store_dup_op (f->store, edit, NULL);
  g_assert_cmpstr (((MchChange *) g_ptr_array_index (op->changes, 0))->id, ==, into);
  g_assert_null (mch_store_get_local (f->store, "generation", old, NULL));
  content_after = mch_store_get_local (f->store, "generation", into, NULL);
  g_assert_cmpmem (g_bytes_get_data (content_after, NULL), g_bytes_get_size (content_after),
                   local_after, strlen (local_after));
  fixture_reopen (f);
  assert_value (f->store, MCH_KIND_PERSON, into, "phone", "0384000000");
}

static void
make_conflict (Fixture *f, const char *id)
{
  g_autofree char *op = NULL;
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();

  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  op = fixture_edit (f->store, MCH_KIND_PERSON, id, "given_name", "Zoé", "Zoë");
  settlement->seq = 3;
  g_ptr_array_add (settlement->conflicts,
                   mch_store_conflict_new (id, "given_name", "Zoë", "Chloé", "Mme Martin", 1234));
  g_assert_true (mch_store_settle_op (f->store, op, settlement, NULL));
  fixture_apply (f->store, 3, fixture_person (1, "MARTIN", "Chloé", 2), NULL);
}

static void
test_conflict_mine (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (MchStoreOp) op = NULL;
  g_autoptr (GError) error = NULL;
  const MchStoreConflict *conflict;
  const MchChange *change;

  make_conflict (f, id);
  assert_value (f->store, MCH_KIND_PERSON, id, "given_name", "Chloé");
  fixture_reopen (f);
  conflicts = mch_store_list_conflicts (f->store, NULL);
  g_assert_cmpuint (conflicts->len, ==, 1);
  conflict = g_ptr_array_index (conflicts, 0);
  g_assert_cmpint (conflict->kind, ==, MCH_KIND_PERSON);
  g_assert_cmpstr (conflict->mine, ==, "Zoë");
  g_assert_cmpstr (conflict->theirs, ==, "Chloé");
  g_assert_cmpstr (conflict->by, ==, "Mme Martin");
  g_assert_cmpint (conflict->at_ms, ==, 1234);

  g_assert_true (mch_store_resolve_conflict (f->store, NULL, id, "given_name", TRUE, NULL));
  assert_value (f->store, MCH_KIND_PERSON, id, "given_name", "Zoë");
  op = mch_store_next_op (f->store, SCOPE, 0, NULL);
  change = g_ptr_array_index (op->changes, 0);
  g_assert_cmpint (change->base_version, ==, 2);
  g_assert_cmpstr (g_hash_table_lookup (change->from, "given_name"), ==, "Chloé");
  after = mch_store_list_conflicts (f->store, NULL);
  g_assert_cmpuint (after->len, ==, 0);
  g_assert_false (mch_store_resolve_conflict (f->store, NULL, id, "given_name", TRUE, &error));
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND);
}

static void
test_conflict_theirs (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autoptr (GPtrArray) after = NULL;

  make_conflict (f, id);
  g_assert_true (mch_store_resolve_conflict (f->store, SCOPE, id, "given_name", FALSE, NULL));
  assert_value (f->store, MCH_KIND_PERSON, id, "given_name", "Chloé");
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 0);
  after = mch_store_list_conflicts (f->store, NULL);
  g_assert_cmpuint (after->len, ==, 0);
}

/* What the database is asked and answers, on the disk and in memory. */
static int
count_work (unsigned kind, void *data, void *statement, void *text)
{
  (*(guint *) data)++;
  return 0;
}

static void
watch (MchStore *store, guint *n)
{
  sqlite3_trace_v2 (store->disk->handle, SQLITE_TRACE_STMT | SQLITE_TRACE_ROW, count_work, n);
  sqlite3_trace_v2 (store->memory->handle, SQLITE_TRACE_STMT | SQLITE_TRACE_ROW, count_work, n);
}

/* An import of @n pupils of whom each has one value that somebody else has changed: how much work
 * it is to list the conflicts, and to decide on all of them. */
static void
measure_conflicts (Fixture *f, guint n, MchResolution resolution, guint *ret_listing,
                   guint *ret_deciding)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autofree char *op = NULL;
  guint work = 0, settled = 0;

  for (guint i = 0; i < n; i++)
    {
      MchRecord *person = fixture_person (i, "ARBOGAST", "Chloé", i + 1);
      MchChange *change = mch_change_new_update (MCH_KIND_PERSON, person->id, 1);

      mch_change_set (change, "given_name", "Anna", "Zoë");
      g_ptr_array_add (rows, person);
      g_ptr_array_add (changes, change);
      g_ptr_array_add (settlement->conflicts,
                       mch_store_conflict_new (person->id, "given_name", "Zoë", "Chloé", "m", 1));
    }
  g_assert_true (mch_store_apply_rows (f->store, SCOPE, EPOCH, rows, n, FALSE, NULL));
  op = g_strdup_printf ("op-%u", n);
  g_assert_true (
      mch_store_enqueue (f->store, op, SCOPE, "edit", NULL, changes, fixture_now (), NULL));
  settlement->seq = n;
  g_assert_true (mch_store_settle_op (f->store, op, settlement, NULL));

  watch (f->store, &work);
  conflicts = mch_store_list_conflicts_of (f->store, SCOPE, NULL);
  *ret_listing = work;
  g_assert_cmpuint (conflicts->len, ==, n);
  g_assert_true (
      mch_store_resolve_conflicts (f->store, conflicts, resolution, NULL, &settled, NULL));
  *ret_deciding = work - *ret_listing;
  g_assert_cmpuint (settled, ==, n);
}

/* Ten times as many conflicts are ten times the work, not a hundred times. */
static void
test_conflicts_are_linear (void)
{
  static const MchResolution resolutions[] = { MCH_RESOLVE_MINE, MCH_RESOLVE_THEIRS };

  for (gsize i = 0; i < G_N_ELEMENTS (resolutions); i++)
    {
      guint listing[2], deciding[2];

      for (guint j = 0; j < 2; j++)
        {
          Fixture f = { 0 };

          fixture_set_up (&f, NULL);
          measure_conflicts (&f, j == 0 ? 60 : 600, resolutions[i], &listing[j], &deciding[j]);
          fixture_tear_down (&f, NULL);
        }
      g_assert_cmpuint (listing[0], >=, 60);
      g_assert_cmpuint (listing[1], <=, 10 * listing[0]);
      g_assert_cmpuint (deciding[0], >=, 60);
      g_assert_cmpuint (deciding[1], <=, 10 * deciding[0]);
    }
}

/* Who looks at the list reads it again only after it changed. */
static void
test_conflicts_serial (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *op = NULL;
  guint64 before, after;

  make_conflict (f, id);
  before = mch_store_get_conflicts_serial (f->store);
  op = fixture_edit (f->store, MCH_KIND_PERSON, id, "family_name", "ARBOGAST", "BELLEC");
  g_assert_cmpuint (mch_store_get_conflicts_serial (f->store), ==, before);
  g_assert_true (mch_store_resolve_conflict (f->store, SCOPE, id, "given_name", FALSE, NULL));
  after = mch_store_get_conflicts_serial (f->store);
  g_assert_cmpuint (after, !=, before);
  g_assert_true (mch_store_withdraw_scope (f->store, SCOPE, "rights_withdrawn", NULL));
  g_assert_cmpuint (mch_store_get_conflicts_serial (f->store), !=, after);
}

/* Refused: kept and told, until somebody sends it again or drops it. */
static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *op_id = NULL;
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autoptr (MchStoreOp) op = NULL;
  g_autoptr (MchStoreOp) none = NULL;

  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  op_id = fixture_edit (f->store, MCH_KIND_PERSON, id, "city", NULL, "DOLE");
  settlement->refused = TRUE;
  settlement->message_key = g_strdup ("registration_closed");
  g_assert_true (mch_store_settle_op (f->store, op_id, settlement, NULL));
  fixture_reopen (f);
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 0);
  g_assert_cmpuint (mch_store_count_refused (f->store), ==, 1);
  g_assert_cmpint (mch_store_get_pending (f->store, NULL, MCH_KIND_PERSON, id), ==,
                   MCH_PENDING_REFUSED);
  assert_value (f->store, MCH_KIND_PERSON, id, "city", NULL);
  op = mch_store_dup_op (f->store, op_id, NULL);
  g_assert_cmpint (op->state, ==, MCH_OP_REFUSED);
  g_assert_cmpstr (op->reason, ==, "registration_closed");
  g_assert_cmpuint (op->changes->len, ==, 1);

  g_assert_true (mch_store_retry_op (f->store, op_id, "again", NULL));
  assert_value (f->store, MCH_KIND_PERSON, id, "city", "DOLE");
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 1);
  g_assert_true (mch_store_drop_op (f->store, "again", NULL));
  assert_value (f->store, MCH_KIND_PERSON, id, "city", NULL);
  none = mch_store_dup_op (f->store, "again", NULL);
  g_assert_null (none);
}

/* A refused create stays in the lists: nobody who was typed in disappears. */
static void
test_refused_create (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchRecord) person = fixture_person (1, "MARTIN", "Zoé", 0);
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();

  g_ptr_array_add (changes, mch_change_new_create (person));
  g_assert_true (mch_store_enqueue (f->store, "op", SCOPE, "edit", NULL, changes, 5, NULL));
  settlement->refused = TRUE;
  g_assert_true (mch_store_settle_op (f->store, "op", settlement, NULL));
  assert_value (f->store, MCH_KIND_PERSON, id, "family_name", "MARTIN");
  g_assert_cmpint (mch_store_get_pending (f->store, NULL, MCH_KIND_PERSON, id), ==,
                   MCH_PENDING_REFUSED);
}

/* Some values rejected: the rest is acknowledged, these wait under a name of their own. */
static void
test_rejected (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autofree char *bad = fixture_id ('p', 2);
  g_autoptr (MchStoreOp) op = NULL;
  g_autoptr (MchStoreOp) rejected = NULL;
  const MchStoreFault *fault;

  for (guint n = 1; n <= 3; n++)
    {
      g_autoptr (MchRecord) person = fixture_person (n, "MARTIN", "Zoé", 0);

      g_ptr_array_add (changes, mch_change_new_create (person));
    }
  g_assert_true (mch_store_enqueue (f->store, "op", SCOPE, "import", NULL, changes, 5, NULL));
  settlement->seq = 4;
  g_ptr_array_add (settlement->rejected, mch_store_fault_new (bad, "ine", "shape"));
  g_assert_true (mch_store_settle_op (f->store, "op", settlement, NULL));
  op = mch_store_dup_op (f->store, "op", NULL);
  g_assert_cmpint (op->state, ==, MCH_OP_ACKNOWLEDGED);
  g_assert_cmpuint (op->changes->len, ==, 2);
  rejected = mch_store_dup_op (f->store, "op/rejected", NULL);
  g_assert_cmpint (rejected->state, ==, MCH_OP_REFUSED);
  g_assert_cmpuint (rejected->changes->len, ==, 1);
  g_assert_cmpuint (rejected->faults->len, ==, 1);
  fault = g_ptr_array_index (rejected->faults, 0);
  g_assert_cmpstr (fault->id, ==, bad);
  g_assert_cmpstr (fault->path, ==, "ine");
  g_assert_cmpstr (fault->code, ==, "shape");
  assert_value (f->store, MCH_KIND_PERSON, bad, "family_name", "MARTIN");
}

/* An answer calls what it merged by the id that stays, also where it takes none of its values. */
static void
test_rejected_merged (Fixture *f, gconstpointer data)
{
  g_autofree char *old = fixture_id ('p', 1);
  g_autofree char *into = fixture_id ('p', 99);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchRecord) person = fixture_person (1, "MARTIN", "Zoé", 0);
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autoptr (MchStoreOp) rejected = NULL;
  g_autoptr (GError) error = NULL;

  fixture_apply (f->store, 1, fixture_person (99, "MARTIN", "ZOÉ", 1), NULL);
  mch_record_set (person, "city", "DOLE");
  g_ptr_array_add (changes, mch_change_new_create (person));
  g_assert_true (mch_store_enqueue (f->store, "op", SCOPE, "edit", NULL, changes, 5, NULL));
  settlement->seq = 1;
  g_hash_table_insert (settlement->merged, g_strdup (old), g_strdup (into));
  g_ptr_array_add (settlement->rejected, mch_store_fault_new (into, "city", "length"));
  g_assert_true (mch_store_settle_op (f->store, "op", settlement, &error));
  g_assert_no_error (error);

  rejected = mch_store_dup_op (f->store, "op/rejected", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rejected->changes->len, ==, 1);
  g_assert_cmpstr (((MchChange *) rejected->changes->pdata[0])->id, ==, into);
  g_assert_cmpstr (g_hash_table_lookup (((MchChange *) rejected->changes->pdata[0])->to, "city"),
                   ==, "DOLE");
}

static void
settle_rejecting (MchStore *store, const char *id, gint64 seq)
{
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autoptr (GError) error = NULL;

  settlement->seq = seq;
  g_ptr_array_add (settlement->rejected, mch_store_fault_new (id, "", "not_found"));
  mch_store_settle_op (store, "op", settlement, &error);
  g_assert_no_error (error);
}

/* A server that came back from a backup takes less than it did before: both answers' remains stay,
 * and the outbox goes on. */
static void
test_rejected_again (Fixture *f, gconstpointer data)
{
  g_autofree char *first = fixture_id ('p', 1);
  g_autofree char *second = fixture_id ('p', 2);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (MchStoreOp) op = NULL;
  g_autoptr (MchStoreOp) one = NULL;
  g_autoptr (MchStoreOp) other = NULL;

  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  for (guint n = 1; n <= 2; n++)
    {
      MchChange *change = mch_change_new_update (MCH_KIND_PERSON, n == 1 ? first : second, 1);

      mch_change_set (change, "city", NULL, "Dole");
      g_ptr_array_add (changes, change);
    }
  g_assert_true (mch_store_enqueue (f->store, "op", SCOPE, "edit", NULL, changes, 5, NULL));
  settle_rejecting (f->store, second, 9);
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 0);

  g_assert_true (mch_store_reset_scope (f->store, SCOPE, NULL));
  g_assert_true (mch_store_apply_rows (f->store, SCOPE, "e2", rows, 4, FALSE, NULL));
  op = mch_store_next_op (f->store, NULL, 0, NULL);
  g_assert_cmpstr (op->op_id, ==, "op");
  g_assert_cmpint (op->seq, ==, MCH_OP_SEQ_DOUBTED);

  settle_rejecting (f->store, first, 5);
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 0);
  one = mch_store_dup_op (f->store, "op/rejected", NULL);
  other = mch_store_dup_op (f->store, "op/rejected/2", NULL);
  g_assert_cmpstr (((MchChange *) one->changes->pdata[0])->id, ==, second);
  g_assert_cmpstr (((MchChange *) other->changes->pdata[0])->id, ==, first);
}

static void
test_audit (Fixture *f, gconstpointer data)
{
  g_autoptr (GHashTable) meta = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (MchStoreOp) op = NULL;

  g_hash_table_insert (meta, (char *) "action", (char *) "print");
  g_assert_true (mch_store_enqueue (f->store, "op", SCOPE, "audit", meta, NULL, 5, NULL));
  op = mch_store_next_op (f->store, NULL, 0, NULL);
  g_assert_cmpstr (op->kind, ==, "audit");
  g_assert_cmpstr (g_hash_table_lookup (op->meta, "action"), ==, "print");
  g_assert_cmpuint (op->changes->len, ==, 0);
}

static void
test_unknown (Fixture *f, gconstpointer data)
{
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (mch_store_settle_op (f->store, "nothing", settlement, &error));
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND);
}

/* Bytes kept by others: whole, cut at every place, and anything else. */
static void
test_bytes (void)
{
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchRecord) person = fixture_person (1, "MARTIN", "Zoé", 0);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GPtrArray) back = NULL;
  gsize size;
  const guint8 *whole;

  g_ptr_array_add (changes, mch_change_new_create (person));
  bytes = mch_store_changes_to_bytes (changes);
  back = mch_store_changes_from_bytes (bytes, NULL);
  g_assert_cmpuint (back->len, ==, 1);
  g_assert_true (((MchChange *) g_ptr_array_index (back, 0))->create);
  whole = g_bytes_get_data (bytes, &size);
  for (gsize n = 0; n < size; n++)
    {
      g_autofree guint8 *copy = g_memdup2 (whole, n + 1);
      g_autoptr (GBytes) part = g_bytes_new (copy, n);
      g_autoptr (GPtrArray) read = mch_store_changes_from_bytes (part, NULL);

      g_assert_true (read == NULL || read->len <= 1);
    }
  for (gsize n = 0; n < size; n++)
    {
      g_autofree guint8 *copy = g_memdup2 (whole, size);
      g_autoptr (GBytes) altered = NULL;
      g_autoptr (GPtrArray) read = NULL;

      copy[n] ^= 0x41;
      altered = g_bytes_new (copy, size);
      read = mch_store_changes_from_bytes (altered, NULL);
      g_assert_true (read == NULL || read->len <= size);
    }
}

/* An undo, or a form that is still open, says an id that was merged away: it means the other. */
static void
test_alias (Fixture *f, gconstpointer data)
{
  g_autofree char *gone = fixture_id ('p', 1);
  g_autofree char *stays = fixture_id ('p', 2);
  g_autofree char *first = fixture_edit (f->store, MCH_KIND_PERSON, gone, "city", NULL, "Dole");
  g_autofree char *second = NULL;
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autoptr (MchStoreOp) op = NULL;
  g_autoptr (GError) error = NULL;

  settlement->seq = 5;
  g_hash_table_insert (settlement->merged, g_strdup (gone), g_strdup (stays));
  g_assert_true (mch_store_settle_op (f->store, first, settlement, &error));
  fixture_reopen (f);
  second = fixture_edit (f->store, MCH_KIND_PERSON, gone, "city", "Dole", "Gray");
  op = mch_store_dup_op (f->store, second, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (((MchChange *) op->changes->pdata[0])->id, ==, stays);
  g_assert_cmpint (mch_store_get_pending (f->store, SCOPE, MCH_KIND_PERSON, stays), ==,
                   MCH_PENDING_NONE);
  fixture_apply (f->store, 6, fixture_person (2, "MARTIN", "Zoé", 6), NULL);
  g_assert_cmpint (mch_store_get_pending (f->store, SCOPE, MCH_KIND_PERSON, stays), ==,
                   MCH_PENDING_SENDING);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_TEST ("/store/outbox/edit", test_edit);
  FIXTURE_TEST ("/store/outbox/pull-first", test_pull_first);
  FIXTURE_TEST ("/store/outbox/order", test_order);
  FIXTURE_TEST ("/store/outbox/same-id", test_same_id);
  FIXTURE_TEST ("/store/outbox/import", test_import);
  FIXTURE_TEST ("/store/outbox/reset-keeps", test_reset_keeps);
  FIXTURE_TEST ("/store/outbox/merged", test_merged);
  FIXTURE_TEST ("/store/outbox/conflict-mine", test_conflict_mine);
  FIXTURE_TEST ("/store/outbox/conflict-theirs", test_conflict_theirs);
  FIXTURE_TEST ("/store/outbox/conflicts-serial", test_conflicts_serial);
  g_test_add_func ("/store/outbox/conflicts-are-linear", test_conflicts_are_linear);
  FIXTURE_TEST ("/store/outbox/refused", test_refused);
  FIXTURE_TEST ("/store/outbox/refused-create", test_refused_create);
  FIXTURE_TEST ("/store/outbox/rejected", test_rejected);
  FIXTURE_TEST ("/store/outbox/rejected-merged", test_rejected_merged);
  FIXTURE_TEST ("/store/outbox/rejected-again", test_rejected_again);
  FIXTURE_TEST ("/store/outbox/audit", test_audit);
  FIXTURE_TEST ("/store/outbox/unknown", test_unknown);
  g_test_add_func ("/store/outbox/bytes", test_bytes);
  FIXTURE_TEST ("/store/outbox/alias", test_alias);
  return g_test_run ();
}
