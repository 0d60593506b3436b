/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left to finish, acts on many at once, drafts, references kept for working offline, and
 * who looks like whom. INS-10, INS-15; issue: nothing finalised with a blocker. */
#include "store-fixture.h"

#include "store/mch-drafts.h"
#include "store/mch-registrations.h"
#include "store/mch-store-reference.h"
#include "vault/mch-digest.h"

#include <string.h>

#define FIXTURE_TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, fixture_tear_down)
#define N 6

static char *
read_reference (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MACHAON_SOURCE_ROOT"), "data", "reference",
                                            "cap.reference", NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static MchRecord *
new_service (const char *digest)
{
  MchRecord *service = mch_record_new (MCH_KIND_SERVICE, SESSION);

  mch_record_set (service, "session", "2027-06");
  mch_record_set (service, "academy", "A03");
  mch_record_set (service, "papillons", "on");
  mch_record_set (service, "return", "2026-12-01/2026-12-22");
  mch_record_set (service, "reference", digest);
  service->version = service->seq = 3 * N + 10;
  return service;
}

/* Everybody is pre-registered but the last one; the even ones have a speciality. */
static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *text = read_reference ();
  g_autofree char *digest = mch_digest_hex (text, strlen (text));

  fixture_set_up (f, data);
  for (guint n = 0; n < N; n++)
    {
      static const char *const names[] = { "Petit", "Petitt", "Roy", "Aubin", "Aubin", "Martin" };
      static const char *const given[] = { "Léa", "Léa", "Paul", "Zoé", "Zoé", "Inès" };
      MchRecord *person = fixture_person (n, names[n], given[n], 3 * n + 1);
      MchRecord *candidature =
          fixture_candidature (n, "1CAP", n == N - 1 ? "registered" : "pre_registered", 3 * n + 2);

      mch_record_set (person, "sex", "F");
      if (n == 4)
        mch_record_set (person, "birth_date", "2009-03-15");
      mch_record_set (candidature, "specialty_code", n % 2 == 0 ? "31224" : NULL);
      fixture_apply (f->store, 3 * n + 3, person, candidature, NULL);
    }
  fixture_apply (f->store, 3 * N + 10, new_service (digest), NULL);
}

static MchRegistrations *
look (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchRecord) service = mch_store_dup_record (f->store, SCOPE, MCH_KIND_SERVICE, SESSION);
  MchRegistrations *registrations = mch_registrations_new (f->store, SCOPE, service, NULL, &error);

  g_assert_no_error (error);
  return registrations;
}

static void
keep_reference (Fixture *f)
{
  g_autofree char *text = read_reference ();
  g_autofree char *digest = mch_digest_hex (text, strlen (text));
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_store_put_reference (f->store, digest, text, &error));
  g_assert_no_error (error);
}

static char *
describe (const MchRegistrations *registrations)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%u ready", registrations->n_ready);
  for (guint i = 0; i < registrations->groups->len; i++)
    {
      const MchBlockerGroup *group = registrations->groups->pdata[i];

      g_string_append_printf (text, ", %u %s", group->members->len, group->key);
    }
  return g_string_free (text, FALSE);
}

static void
test_overview (Fixture *f, gconstpointer data)
{
  g_autoptr (MchRegistrations) without = look (f);
  g_autoptr (MchRegistrations) with = NULL;
  g_autofree char *before = describe (without);
  g_autofree char *after = NULL;

  g_assert_null (without->reference);
  g_assert_cmpstr (before, ==, "3 ready, 2 specialty_code:missing");
  g_assert_cmpuint (without->candidates->len, ==, N - 1);
  keep_reference (f);
  with = look (f);
  after = describe (with);
  g_assert_cmpstr (after, ==,
                   "0 ready, 5 category:missing, 5 passage:missing, "
                   "3 tests:not_chosen:Langue vivante étrangère, 2 specialty_code:missing");
  g_assert_cmpint (mch_registrations_find_next (without, -1), ==,
                   mch_registrations_find_next (without, N - 2));
  g_assert_cmpuint (
      mch_registrations_get_blockers (without, (guint) mch_registrations_find_next (without, -1))
          ->len,
      ==, 1);
}

/* Each act is one operation of the outbox; nobody with a blocker is in the last one. */
static void
test_acts (Fixture *f, gconstpointer data)
{
  static const char *const fixes[][2] = {
    { "category:missing", "122" },
    { "passage:missing", "globale" },
    { "tests:not_chosen:Langue vivante étrangère", "Anglais" },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (MchRegistrations) last = NULL;
  g_autoptr (MchStoreOp) op = NULL;
  guint n;

  keep_reference (f);
  for (gsize i = 0; i < G_N_ELEMENTS (fixes); i++)
    {
      g_autoptr (MchRegistrations) now = look (f);
      g_autofree char *id = g_strdup_printf ("fix-%u", (guint) i);
      MchAct act = { f->store, SCOPE, id, 1000 };

      g_assert_true (mch_registrations_fix (
          now, &act, mch_blocker_groups_find (now->groups, fixes[i][0]), fixes[i][1], &n, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (n, ==, i < 2 ? 5 : 3);
    }
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 3);
  last = look (f);
  g_assert_cmpuint (last->n_ready, ==, 3);
  g_assert_true (mch_registrations_finalise_ready (
      last, &(MchAct){ f->store, SCOPE, "finalise", 1000 }, &n, &error));
  g_assert_cmpuint (n, ==, 3);
  op = mch_store_dup_op (f->store, "finalise", &error);
  g_assert_cmpuint (op->changes->len, ==, 3);
  g_clear_pointer (&last, mch_registrations_free);
  last = look (f);
  g_assert_cmpuint (last->candidates->len, ==, 2);
  g_assert_cmpuint (last->n_ready, ==, 0);
  /* With nobody to act on nothing is written, and that is no error. */
  g_assert_true (mch_registrations_finalise_ready (
      last, &(MchAct){ f->store, SCOPE, "nothing", 1000 }, &n, &error));
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (mch_store_count_pending (f->store), ==, 4);
}

static void
test_columns (Fixture *f, gconstpointer data)
{
  MchCandidateFilter filter = { .scope = SCOPE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
      mch_store_query_candidates (f->store, &filter, 0, G_MAXUINT, NULL, &error);
  g_autofree char *id = fixture_id ('c', 2);
  g_autofree char *reason = NULL;
  guint n;

  g_assert_true (mch_candidates_set_column (&(MchAct){ f->store, SCOPE, "city", 1 }, NULL, rows,
                                            mch_field_find (MCH_KIND_PERSON, "city"), "Dole", &n,
                                            &error));
  g_assert_cmpuint (n, ==, N);
  g_assert_true (mch_candidates_set_column (&(MchAct){ f->store, SCOPE, "class", 1 }, NULL, rows,
                                            mch_field_find (MCH_KIND_CANDIDATURE, "division"),
                                            "1CAP", &n, &error));
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (mch_candidates_withdraw (&(MchAct){ f->store, SCOPE, "gone", 1 }, rows, "Parti",
                                          "2026-11-20", &n, &error));
  g_assert_cmpuint (n, ==, N);
  reason = fixture_value (f->store, MCH_KIND_CANDIDATURE, id, "withdrawal_reason");
  g_assert_cmpstr (reason, ==, "Parti");
}

static void
test_home (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchRegistrations) registrations = look (f);
  MchHomeFacts facts;

  g_assert_true (
      mch_registrations_gather_home (registrations, f->store, 1795770000000, &facts, &error));
  g_assert_cmpuint (facts.n_pre_registered, ==, N - 1);
  g_assert_cmpuint (facts.n_ready, ==, 3);
  g_assert_cmpuint (facts.n_registered, ==, 1);
  g_assert_cmpuint (facts.n_without_account, ==, N);
  g_assert_cmpuint (facts.n_returned, ==, 0);
  g_assert_true (facts.accounts_open);
  g_assert_true (g_str_has_prefix (facts.return_from, "2026-12-01"));
  g_assert_cmpstr (facts.return_until, ==, "2026-12-22");
}

/* Only the very file that the server named is kept, for as long as a session names it. */
static void
test_references (Fixture *f, gconstpointer data)
{
  g_autofree char *text = read_reference ();
  g_autofree char *digest = mch_digest_hex (text, strlen (text));
  g_autofree char *cut = g_strndup (text, strlen (text) - 10);
  g_autofree char *broken = g_strconcat (text, "[nonsense]\n", NULL);
  g_autofree char *broken_digest = mch_digest_hex (broken, strlen (broken));
  g_autoptr (MchRecord) service = new_service (digest);
  g_autoptr (MchReference) reference = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (mch_store_put_reference (f->store, digest, cut, &error));
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_false (mch_store_put_reference (f->store, broken_digest, broken, &error));
  g_assert_nonnull (error);
  g_assert_false (mch_store_has_reference (f->store, broken_digest));
  g_assert_null (mch_store_dup_reference (f->store, service));
  keep_reference (f);
  fixture_reopen (f);
  reference = mch_store_dup_reference (f->store, service);
  g_assert_cmpstr (mch_reference_get_domain (reference), ==, "CAP");
  g_assert_true (mch_store_prune_references (f->store, NULL));
  g_assert_true (mch_store_has_reference (f->store, digest));
  fixture_apply (f->store, 3 * N + 20, fixture_tombstone (MCH_KIND_SERVICE, SESSION, 3 * N + 20),
                 NULL);
  g_assert_true (mch_store_prune_references (f->store, NULL));
  g_assert_false (mch_store_has_reference (f->store, digest));
}

/* A draft outlives the window, and nothing of it is readable on the disk. */
static void
test_drafts (Fixture *f, gconstpointer data)
{
  g_autoptr (MchRecord) person = mch_record_new (MCH_KIND_PERSON, "p");
  g_autoptr (MchRecord) candidature = mch_record_new (MCH_KIND_CANDIDATURE, "c");
  g_autoptr (MchDraft) draft = NULL;
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (GError) error = NULL;

  mch_record_set (person, "family_name", "VALEUR-DE-BROUILLON");
  mch_record_set (person, "birth_date", "pas encore");
  draft = mch_draft_new ("d1", SCOPE, SESSION, person, candidature, TRUE);
  draft->tab = 2;
  draft->saved_ms = 5;
  g_assert_true (mch_draft_save (f->store, draft, &error));
  fixture_reopen (f);
  drafts = mch_draft_list (f->store, SCOPE, SESSION);
  others = mch_draft_list (f->store, SCOPE, "BAC/2027-06");
  g_assert_cmpuint (drafts->len, ==, 1);
  g_assert_cmpuint (others->len, ==, 0);
  g_assert_cmpstr (mch_record_get (((MchDraft *) drafts->pdata[0])->person, "birth_date"), ==,
                   "pas encore");
  g_assert_cmpuint (((MchDraft *) drafts->pdata[0])->tab, ==, 2);
  g_assert_false (fixture_dir_holds (f->dir, "VALEUR-DE-BROUILLON"));
  g_assert_true (mch_draft_delete (f->store, "d1", &error));
  g_assert_true (mch_draft_delete (f->store, "d1", &error));
}

static void
test_alike (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *family_name, *given_name, *birth_date, *ine;
    guint n;
    MchResemblance first;
  } cases[] = {
    { "Petit", "Léa", NULL, NULL, 1, MCH_RESEMBLES_SAME },
    { "PETIT", "lea", "2009-03-14", NULL, 2, MCH_RESEMBLES_SAME },
    { "Petit", "Léa", "2009-03-14", "999999999ZZ", 1, MCH_RESEMBLES_HOMONYM },
    { "Pettit", "Léa", "2009-03-14", NULL, 2, MCH_RESEMBLES_SIMILAR },
    { "Aubin", "Zoé", "2009-03-14", NULL, 2, MCH_RESEMBLES_SAME },
    { "Autre", "Nom", "2009-03-14", "000000002AB", 1, MCH_RESEMBLES_SAME },
    { "Dupont", "Léa", "2009-03-14", NULL, 0, MCH_RESEMBLES_NONE },
    { NULL, NULL, NULL, NULL, 0, MCH_RESEMBLES_NONE },
    { "Petit'); DROP TABLE person; --", "%", "2009-03-14", NULL, 0, MCH_RESEMBLES_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MchRecord) typed = mch_record_new (MCH_KIND_PERSON, "typed");
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) found = NULL;

      mch_record_set (typed, "family_name", cases[i].family_name);
      mch_record_set (typed, "given_name", cases[i].given_name);
      mch_record_set (typed, "birth_date", cases[i].birth_date);
      mch_record_set (typed, "ine", cases[i].ine);
      found = mch_candidates_find_alike (f->store, SCOPE, typed, 10, &error);
      g_test_message ("case %u", (guint) i);
      g_assert_no_error (error);
      g_assert_cmpuint (found->len, ==, cases[i].n);
      if (found->len > 0)
        g_assert_cmpint (((MchAlikeCandidate *) found->pdata[0])->alike, ==, cases[i].first);
    }
}

/* INS-17: what was typed of who came by a transfer is sent again about the records that came, and
 * the others wait on. */
static void
test_redirect (Fixture *f, gconstpointer data)
{
  static const char *const made[] = { "pa", "pb" };
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autoptr (MchStoreOp) left = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) into = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (MchStoreOp) sent = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autofree char *id = g_strconcat ("c", made[i], NULL);
      g_autoptr (MchRecord) person = mch_record_new (MCH_KIND_PERSON, made[i]);
      g_autoptr (MchRecord) candidature = mch_record_new (MCH_KIND_CANDIDATURE, id);

      mch_record_set (person, "family_name", made[i]);
      mch_record_set (candidature, "person", made[i]);
      mch_record_set (candidature, "session", SESSION);
      g_ptr_array_add (changes, mch_change_new_create (person));
      g_ptr_array_add (changes, mch_change_new_create (candidature));
      g_ptr_array_add (settlement->rejected,
                       mch_store_fault_new (made[i], "", "registered_elsewhere"));
      g_ptr_array_add (settlement->rejected, mch_store_fault_new (id, "", "registered_elsewhere"));
    }
  g_assert_true (mch_store_enqueue (f->store, "op", SCOPE, "import", NULL, changes, 1, &error));
  settlement->seq = 1;
  g_assert_true (mch_store_settle_op (f->store, "op", settlement, &error));
  g_assert_no_error (error);
  g_hash_table_insert (into, (gpointer) "pa", (gpointer) "came");
  g_hash_table_insert (into, (gpointer) "cpa", (gpointer) "ccame");
  g_assert_true (mch_store_redirect_op (f->store, "op/rejected", into, "again", &error));
  fixture_reopen (f);
  sent = mch_store_next_op (f->store, NULL, 0, &error);
  g_assert_cmpstr (sent->op_id, ==, "again");
  g_assert_cmpstr (sent->kind, ==, "edit");
  g_assert_cmpuint (sent->changes->len, ==, 2);
  g_assert_cmpuint (sent->faults->len, ==, 0);
  g_assert_cmpstr (((MchChange *) sent->changes->pdata[0])->id, ==, "came");
  g_assert_cmpstr (((MchChange *) sent->changes->pdata[1])->id, ==, "ccame");
  g_assert_cmpstr (g_hash_table_lookup (((MchChange *) sent->changes->pdata[1])->to, "person"), ==,
                   "came");
  g_assert_cmpint (mch_store_get_pending (f->store, SCOPE, MCH_KIND_PERSON, "pa"), ==,
                   MCH_PENDING_NONE);
  left = mch_store_dup_op (f->store, "op/rejected", &error);
  g_assert_cmpint (left->state, ==, MCH_OP_REFUSED);
  g_assert_cmpuint (left->changes->len, ==, 2);
  g_assert_cmpuint (left->faults->len, ==, 2);
  g_assert_true (mch_store_redirect_op (f->store, "op/rejected", into, "other", &error));
  g_assert_cmpuint (mch_store_count_refused (f->store), ==, 1);
  g_assert_false (mch_store_redirect_op (f->store, "unknown", into, "other", &error));
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_TEST ("/store/registrations/overview", test_overview);
  FIXTURE_TEST ("/store/registrations/acts", test_acts);
  FIXTURE_TEST ("/store/registrations/columns", test_columns);
  FIXTURE_TEST ("/store/registrations/home", test_home);
  FIXTURE_TEST ("/store/registrations/references", test_references);
  FIXTURE_TEST ("/store/registrations/drafts", test_drafts);
  FIXTURE_TEST ("/store/registrations/alike", test_alike);
  FIXTURE_TEST ("/store/registrations/redirect", test_redirect);
  return g_test_run ();
}
