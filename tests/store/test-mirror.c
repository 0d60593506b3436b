/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "vault/mch-vault-init.h"

#define FIXTURE_TEST(path, func)                                                                   \
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

static guint
count (MchStore *store, MchKind kind)
{
  g_autoptr (GPtrArray) records = mch_store_list_records (store, SCOPE, kind);

  return records->len;
}

static void
test_rows (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *name = NULL;
  g_autofree char *epoch = NULL;
  gint64 seq = -1;

  g_assert_false (mch_store_get_cursor (f->store, SCOPE, &epoch, &seq));
  g_assert_null (epoch);
  g_assert_cmpint (seq, ==, 0);

  fixture_apply (f->store, 7, fixture_person (1, "MARTIN", "Zoé", 5), NULL);
  g_assert_true (mch_store_get_cursor (f->store, SCOPE, &epoch, &seq));
  g_assert_cmpstr (epoch, ==, EPOCH);
  g_assert_cmpint (seq, ==, 7);

  fixture_reopen (f);
  name = fixture_value (f->store, MCH_KIND_PERSON, id, "given_name");
  g_assert_cmpstr (name, ==, "Zoé");
}

/* A page that comes twice, or late, changes nothing. */
static void
test_guard (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *name = NULL;
  guint64 serial;
  gint64 seq;

  fixture_apply (f->store, 9, fixture_person (1, "NEUF", "Zoé", 9), NULL);
  serial = mch_store_get_serial (f->store);
  fixture_apply (f->store, 5, fixture_person (1, "VIEUX", "Zoé", 5), NULL);
  fixture_apply (f->store, 9, fixture_person (1, "AUTRE", "Zoé", 9), NULL);
  name = fixture_value (f->store, MCH_KIND_PERSON, id, "family_name");
  g_assert_cmpstr (name, ==, "NEUF");
  g_assert_cmpuint (mch_store_get_serial (f->store), ==, serial);
  mch_store_get_cursor (f->store, SCOPE, NULL, &seq);
  g_assert_cmpint (seq, ==, 9);
}

static void
test_tombstone (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autoptr (MchRecord) record = NULL;

  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  fixture_apply (f->store, 2, fixture_tombstone (MCH_KIND_PERSON, id, 2), NULL);
  g_assert_null (mch_store_dup_record (f->store, NULL, MCH_KIND_PERSON, id));
  /* What was deleted does not come back with an old page. */
  fixture_apply (f->store, 2, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  g_assert_null (mch_store_dup_record (f->store, NULL, MCH_KIND_PERSON, id));
  fixture_reopen (f);
  g_assert_null (mch_store_dup_record (f->store, NULL, MCH_KIND_PERSON, id));
  /* The same id again, as when a pupil comes back to a school. */
  fixture_apply (f->store, 3, fixture_person (1, "MARTIN", "Zoé", 3), NULL);
  record = mch_store_dup_record (f->store, NULL, MCH_KIND_PERSON, id);
  g_assert_nonnull (record);
  g_assert_cmpint (record->version, ==, 3);
}

static void
apply_page (MchStore *store, const char *epoch, guint from, guint to, gboolean more)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  g_autoptr (GError) error = NULL;

  for (guint n = from; n <= to; n++)
    g_ptr_array_add (rows, fixture_person (n, "MARTIN", epoch, n));
  mch_store_apply_rows (store, SCOPE, epoch, rows, to, more, &error);
  g_assert_no_error (error);
}

/* A first pull shows nothing before it is whole, and goes on after a stop. */
static void
test_bootstrap (Fixture *f, gconstpointer data)
{
  gint64 seq;

  apply_page (f->store, EPOCH, 1, 10, TRUE);
  g_assert_cmpuint (count (f->store, MCH_KIND_PERSON), ==, 0);
  fixture_reopen (f);
  g_assert_false (mch_store_get_cursor (f->store, SCOPE, NULL, &seq));
  g_assert_cmpint (seq, ==, 10);
  apply_page (f->store, EPOCH, 11, 15, FALSE);
  g_assert_true (mch_store_get_cursor (f->store, SCOPE, NULL, &seq));
  g_assert_cmpuint (count (f->store, MCH_KIND_PERSON), ==, 15);
}

static void
test_reset (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autofree char *epoch = NULL;
  g_autofree char *id = fixture_id ('p', 2);
  g_autofree char *given = NULL;
  gint64 seq;

  apply_page (f->store, EPOCH, 1, 10, FALSE);
  g_assert_false (mch_store_apply_rows (f->store, SCOPE, "e2", none, 11, FALSE, &error));
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_RESYNC);

  g_assert_true (mch_store_reset_scope (f->store, SCOPE, NULL));
  g_assert_true (mch_store_get_cursor (f->store, SCOPE, &epoch, &seq));
  g_assert_null (epoch);
  g_assert_cmpint (seq, ==, 0);
  apply_page (f->store, "e2", 1, 2, TRUE);
  /* The old rows are shown until the new ones are whole. */
  g_assert_cmpuint (count (f->store, MCH_KIND_PERSON), ==, 10);
  apply_page (f->store, "e2", 3, 4, FALSE);
  g_assert_cmpuint (count (f->store, MCH_KIND_PERSON), ==, 4);
  fixture_reopen (f);
  g_assert_cmpuint (count (f->store, MCH_KIND_PERSON), ==, 4);
  given = fixture_value (f->store, MCH_KIND_PERSON, id, "given_name");
  g_assert_cmpstr (given, ==, "e2");
}

/* A reset that is asked twice starts from nothing again. */
static void
test_reset_twice (Fixture *f, gconstpointer data)
{
  gint64 seq;

  apply_page (f->store, EPOCH, 1, 10, FALSE);
  g_assert_true (mch_store_reset_scope (f->store, SCOPE, NULL));
  apply_page (f->store, "e2", 1, 8, TRUE);
  g_assert_true (mch_store_reset_scope (f->store, SCOPE, NULL));
  mch_store_get_cursor (f->store, SCOPE, NULL, &seq);
  g_assert_cmpint (seq, ==, 0);
  apply_page (f->store, "e3", 5, 6, FALSE);
  g_assert_cmpuint (count (f->store, MCH_KIND_PERSON), ==, 2);
}

static void
test_forget (Fixture *f, gconstpointer data)
{
  g_auto (GStrv) scopes = NULL;

  apply_page (f->store, EPOCH, 1, 10, FALSE);
  g_assert_true (mch_store_forget_scope (f->store, SCOPE, NULL));
  g_assert_cmpuint (count (f->store, MCH_KIND_PERSON), ==, 0);
  g_assert_false (mch_store_get_cursor (f->store, SCOPE, NULL, NULL));
  scopes = mch_store_dup_scopes (f->store);
  g_assert_cmpuint (g_strv_length (scopes), ==, 0);
}

/* Values that no column was made for come back, as do those of every kind. */
static void
test_kinds (Fixture *f, gconstpointer data)
{
  static const struct
  {
    MchKind kind;
    const char *id, *name, *value;
  } cases[] = {
    { MCH_KIND_ESTABLISHMENT, "0250001A", "key_public", "a2V5" },
    { MCH_KIND_SERVICE, SESSION, "papillons", "on" },
    { MCH_KIND_SERVICE, SESSION, "some_later_key", "valeur" },
    { MCH_KIND_PERSON, "p", "family_name", "D’ANGÉLO" },
    { MCH_KIND_CANDIDATURE, "c", "teachings", "MATHS" },
    { MCH_KIND_ACCOUNT, "p", "login", "zoe.martin" },
    { MCH_KIND_EDITION, "e", "sealed_key", "c2VhbGVk" },
    { MCH_KIND_SLIP, "p", "cipher", "Y2lwaGVy" },
    { MCH_KIND_MEMBER, "m.durand", "public", "cHVibGlj" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MchRecord *record = mch_record_new (cases[i].kind, cases[i].id);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      record->seq = record->version = (gint64) i + 1;
      mch_record_set (record, cases[i].name, cases[i].value);
      fixture_apply (f->store, (gint64) i + 1, record, NULL);
      before = fixture_value (f->store, cases[i].kind, cases[i].id, cases[i].name);
      g_assert_cmpstr (before, ==, cases[i].value);
      fixture_reopen (f);
      after = fixture_value (f->store, cases[i].kind, cases[i].id, cases[i].name);
      g_assert_cmpstr (after, ==, cases[i].value);
    }
}

/* The same id in two scopes: a service of two establishments. */
static void
test_two_scopes (Fixture *f, gconstpointer data)
{
  static const char *const scopes[] = { "acad:BESANCON", "etab:0250002B" };
  g_autoptr (MchRecord) any = NULL;
  g_autoptr (MchRecord) first = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autoptr (GPtrArray) rows =
          g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
      MchRecord *record = mch_record_new (MCH_KIND_SERVICE, SESSION);

      record->seq = record->version = 1;
      mch_record_set (record, "note", scopes[i]);
      g_ptr_array_add (rows, record);
      g_assert_true (mch_store_apply_rows (f->store, scopes[i], EPOCH, rows, 1, FALSE, NULL));
    }
  any = mch_store_dup_record (f->store, NULL, MCH_KIND_SERVICE, SESSION);
  g_assert_cmpstr (mch_record_get (any, "note"), ==, "etab:0250002B");
  first = mch_store_dup_record (f->store, "acad:BESANCON", MCH_KIND_SERVICE, SESSION);
  g_assert_cmpstr (mch_record_get (first, "note"), ==, "acad:BESANCON");
}

static gboolean
stop_at_second (const char *scope, MchRecord *record, MchPending pending, void *user_data)
{
  guint *n = user_data;

  g_assert_cmpstr (scope, ==, SCOPE);
  g_assert_cmpint (pending, ==, MCH_PENDING_NONE);
  g_assert_cmpstr (mch_record_get (record, "family_name"), ==, "MARTIN");
  return ++*n < 2;
}

static void
test_foreach (Fixture *f, gconstpointer data)
{
  guint n = 0;

  apply_page (f->store, EPOCH, 1, 10, FALSE);
  mch_store_foreach (f->store, NULL, MCH_KIND_PERSON, stop_at_second, &n);
  g_assert_cmpuint (n, ==, 2);
}

static void
count_calls (MchStore *store, void *user_data)
{
  ++*(guint *) user_data;
}

static void
test_changed (Fixture *f, gconstpointer data)
{
  guint calls = 0;

  mch_store_set_changed_func (f->store, count_calls, &calls);
  apply_page (f->store, EPOCH, 1, 10, FALSE);
  g_assert_cmpuint (calls, ==, 1);
  apply_page (f->store, EPOCH, 1, 10, FALSE);
  g_assert_cmpuint (calls, ==, 1);
  mch_store_set_changed_func (f->store, NULL, NULL);
}

/* Tech 2.3: a right that is taken takes the rows along; what waits stays, and can wait again. */
static void
test_withdraw (Fixture *f, gconstpointer data)
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *op_id = NULL;
  g_autoptr (MchStoreOp) op = NULL;
  g_autoptr (GError) error = NULL;

  fixture_apply (f->store, 1, fixture_person (1, "MARTIN", "Zoé", 1), NULL);
  op_id = fixture_edit (f->store, MCH_KIND_PERSON, id, "city", NULL, "Dole");
  g_assert_true (mch_store_withdraw_scope (f->store, SCOPE, "forbidden", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (f->store, MCH_KIND_PERSON), ==, 0);
  g_assert_false (mch_store_get_cursor (f->store, SCOPE, NULL, NULL));
  fixture_reopen (f);
  op = mch_store_dup_op (f->store, op_id, &error);
  g_assert_cmpint (op->state, ==, MCH_OP_REFUSED);
  g_assert_cmpstr (op->reason, ==, "forbidden");
  g_assert_cmpuint (op->changes->len, ==, 1);

  fixture_apply (f->store, 2, fixture_person (1, "MARTIN", "Zoé", 2), NULL);
  g_assert_true (mch_store_resume_ops (f->store, SCOPE, "other", &error));
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 0);
  g_assert_true (mch_store_resume_ops (f->store, SCOPE, "forbidden", &error));
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 1);
  g_assert_cmpint (mch_store_get_pending (f->store, SCOPE, MCH_KIND_PERSON, id), ==,
                   MCH_PENDING_SENDING);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_TEST ("/store/mirror/rows", test_rows);
  FIXTURE_TEST ("/store/mirror/guard", test_guard);
  FIXTURE_TEST ("/store/mirror/tombstone", test_tombstone);
  FIXTURE_TEST ("/store/mirror/bootstrap", test_bootstrap);
  FIXTURE_TEST ("/store/mirror/reset", test_reset);
  FIXTURE_TEST ("/store/mirror/reset-twice", test_reset_twice);
  FIXTURE_TEST ("/store/mirror/forget", test_forget);
  FIXTURE_TEST ("/store/mirror/kinds", test_kinds);
  FIXTURE_TEST ("/store/mirror/two-scopes", test_two_scopes);
  FIXTURE_TEST ("/store/mirror/foreach", test_foreach);
  FIXTURE_TEST ("/store/mirror/changed", test_changed);
  FIXTURE_TEST ("/store/mirror/withdraw", test_withdraw);
  return g_test_run ();
}
