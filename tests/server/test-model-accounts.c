/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Generation and regeneration: one account a human, one slip an account, nothing twice. */
#include "model-fixture.h"

#include <string.h>

#include "server/model/mch-candidate.h"

#define CLASS_SIZE 40

static MchStaff *
member (ModelFixture *fixture, const char *login, const char *scope)
{
  MchStaff *staff = fixture_staff (fixture, login, scope);

  fixture_key (fixture, staff, scope);
  return staff;
}

static char *
edition_of (ModelFixture *fixture, const char *login, const char *scope, const char *mode)
{
  g_autoptr (GError) error = NULL;
  char *edition = fixture_edition (fixture, login, scope, mode, &error);

  g_assert_no_error (error);
  return edition;
}

/* Whether a slip signs in; each time from an address where nobody has failed. */
static gboolean
code_works (ModelFixture *fixture, const char *login, const char *code)
{
  static int address;
  g_autofree char *from = g_strdup_printf ("198.51.100.%d", address++ % 250);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchCandidateSignIn) sign_in = NULL;

  fixture->now_ms += 10 * SECOND;
  sign_in = mch_candidate_sign_in (fixture->server, login, code, from, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sign_in->outcome, !=, MCH_CANDIDATE_WAIT);
  return sign_in->outcome == MCH_CANDIDATE_SIGNED_IN;
}

/* ACC-10, ACC-11: no service, no slips, and the desktop is told which of the two reasons. */
static void
test_refusals (ModelFixture *fixture, gconstpointer data)
{
  static const char *const off[] = { "papillons=off", NULL };
  static const char *const on[] = { "papillons=on", NULL };
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *edition = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) slips =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_wire_slip_free);
  g_autoptr (MchStaff) anna = member (fixture, "anna", ETAB);

  edition = edition_of (fixture, "anna", ETAB, "generate");
  g_ptr_array_add (slips, fixture_slip (person, 1, NULL));
  mch_directory_set_service (fixture->server, ACADEMY, "CAP", "2027-06", NULL, off, &error);
  g_assert_null (fixture_edition (fixture, "anna", ETAB, "generate", &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_SERVICE_NOT_POSITIONED);
  g_clear_error (&error);
  g_assert_null (mch_accounts_submit (fixture->server, "anna", edition, slips, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_SERVICE_NOT_POSITIONED);
  g_clear_error (&error);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM account"), ==, 0);

  mch_directory_set_service (fixture->server, ACADEMY, "CAP", "2027-06", NULL, on, &error);
  fixture->server->portal_public = FALSE; /* unset or loopback */
  g_assert_null (fixture_edition (fixture, "anna", ETAB, "generate", &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_PORTAL_UNSET);
  g_clear_error (&error);
  fixture->server->demo = TRUE;
  g_free (edition);
  edition = edition_of (fixture, "anna", ETAB, "generate");
  g_free (person);
  person = fixture_value (fixture, ETAB, MCH_KIND_EDITION, edition, "demo");
  g_assert_cmpstr (person, ==, "1");
  g_assert_null (mch_accounts_submit (fixture->server, "anna", "no edition", slips, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_NOT_FOUND);
}

/* ACC-07, ACC-23, ACC-32: who is eligible, once; and the one who was added later. */
static void
test_generate (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *gone_id = NULL;
  g_autofree char *first = fixture_import_one (fixture, ETAB, "Jean-Pierre", "Noël", NULL, NULL);
  g_autofree char *gone = fixture_import_one (fixture, ETAB, "Paul", "Roy", NULL, &gone_id);
  g_autofree char *late = NULL;
  g_autofree char *edition = NULL;
  g_autofree char *value = NULL;
  g_autofree char *stranger = fixture_uuid (fixture);
  g_autoptr (MchStaff) anna = member (fixture, "anna", ETAB);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) withdrawn = NULL;
  g_autoptr (MchWireSlip) slip = fixture_slip (first, 1, NULL);
  g_autoptr (MchWireSlip) another = fixture_slip (first, 1, NULL);
  g_autoptr (MchWireSlip) of_gone = fixture_slip (gone, 1, NULL);
  g_autoptr (MchWireSlip) of_stranger = fixture_slip (stranger, 1, NULL);
  g_autoptr (MchWireSlip) of_late = NULL;
  MchSlipResult *results[6] = { NULL };

  g_ptr_array_add (changes, fixture_update (MCH_KIND_CANDIDATURE, gone_id, "state",
                                            MCH_STATE_PRE_REGISTERED, MCH_STATE_WITHDRAWN));
  withdrawn = fixture_commit (fixture, "anna", ETAB, MCH_OP_EDIT, changes);
  edition = edition_of (fixture, "anna", ETAB, "generate");
  results[0] = fixture_submit (fixture, "anna", edition, slip);
  g_assert_cmpint (results[0]->outcome, ==, MCH_SLIP_CREATED);
  g_assert_cmpstr (results[0]->login, ==, "jeanpierre.noel");
  results[1] = fixture_submit (fixture, "anna", edition, slip); /* resent */
  g_assert_cmpint (results[1]->outcome, ==, MCH_SLIP_CREATED);
  results[2] = fixture_submit (fixture, "anna", edition, another);
  g_assert_cmpint (results[2]->outcome, ==, MCH_SLIP_EXISTING);
  g_assert_cmpstr (results[2]->login, ==, "jeanpierre.noel");
  results[3] = fixture_submit (fixture, "anna", edition, of_gone);
  g_assert_cmpint (results[3]->outcome, ==, MCH_SLIP_INELIGIBLE);
  results[4] = fixture_submit (fixture, "anna", edition, of_stranger);
  g_assert_cmpint (results[4]->outcome, ==, MCH_SLIP_INELIGIBLE);

  late = fixture_import_one (fixture, ETAB, "Zoé", "Tardy", NULL, NULL);
  of_late = fixture_slip (late, 1, NULL);
  results[5] = fixture_submit (fixture, "anna", edition, of_late);
  g_assert_cmpint (results[5]->outcome, ==, MCH_SLIP_CREATED);
  value = fixture_value (fixture, ETAB, MCH_KIND_EDITION, edition, "slips");
  g_assert_cmpstr (value, ==, "2");
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM account"), ==, 2);
  g_assert_cmpuint (fixture_count_audit (fixture, "generate"), ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    g_clear_pointer (&results[i], mch_slip_result_free);
}

/* Homonyms: the bare login first, then numbers, and never again one that was given. */
static void
test_homonyms (ModelFixture *fixture, gconstpointer data)
{
  static const char *const expected[] = { "antoine.aubin", "antoine.aubin2", "antoine.aubin3" };
  g_autofree char *edition = NULL;
  g_autoptr (MchStaff) anna = member (fixture, "anna", ETAB);

  edition = edition_of (fixture, "anna", ETAB, "generate");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *ine = g_strdup_printf ("12345678%uAB", i);
      g_autofree char *person = fixture_import_one (fixture, ETAB, "Antoine", "Aubin", ine, NULL);
      g_autoptr (MchWireSlip) slip = fixture_slip (person, 1, NULL);
      g_autoptr (MchSlipResult) result = fixture_submit (fixture, "anna", edition, slip);

      g_assert_cmpstr (result->login, ==, expected[i]);
    }
}

/* ACC-36, ACC-05: regenerating needs an account of ours and the right version. */
static void
test_regenerate (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *edition = NULL;
  g_autofree char *old_code = NULL;
  g_autofree char *new_code = NULL;
  g_autofree char *login = NULL;
  g_autofree char *version = NULL;
  g_autofree char *cipher = NULL;
  g_autofree char *code_text = NULL;
  g_autoptr (MchStaff) anna = member (fixture, "anna", ETAB);
  g_autoptr (MchWireSlip) early = fixture_slip (person, 1, NULL);
  g_autoptr (MchWireSlip) stale = fixture_slip (person, 3, NULL);
  g_autoptr (MchWireSlip) right = fixture_slip (person, 2, &new_code);
  g_autoptr (MchSlipResult) missing = NULL;
  g_autoptr (MchSlipResult) refused = NULL;
  g_autoptr (MchSlipResult) done = NULL;
  g_autoptr (MchSlipResult) again = NULL;

  edition = edition_of (fixture, "anna", ETAB, "regenerate");
  missing = fixture_submit (fixture, "anna", edition, early);
  g_assert_cmpint (missing->outcome, ==, MCH_SLIP_REFUSED);
  g_assert_cmpstr (missing->message_key, ==, "account_missing");
  login = fixture_account (fixture, ETAB, person, &old_code);
  refused = fixture_submit (fixture, "anna", edition, stale);
  g_assert_cmpstr (refused->message_key, ==, "stale");
  done = fixture_submit (fixture, "anna", edition, right);
  g_assert_cmpint (done->outcome, ==, MCH_SLIP_REGENERATED);
  g_assert_cmpstr (done->login, ==, login);
  again = fixture_submit (fixture, "anna", edition, right);
  g_assert_cmpint (again->outcome, ==, MCH_SLIP_REGENERATED);
  version = fixture_value (fixture, ETAB, MCH_KIND_ACCOUNT, person, "secret_version");
  g_assert_cmpstr (version, ==, "2");
  g_assert_false (code_works (fixture, login, old_code));
  g_assert_true (code_works (fixture, login, new_code));
  /* One slip a person: the new ciphertext stands where the old one stood. */
  cipher = fixture_value (fixture, ETAB, MCH_KIND_SLIP, person, "cipher");
  code_text = g_base64_encode ((const guint8 *) new_code, strlen (new_code));
  g_assert_cmpstr (cipher, ==, code_text);
  g_assert_cmpuint (fixture_count_audit (fixture, "regenerate"), ==, 1);
}

/* A regenerated password ends what was signed in with the one before. */
static void
test_regenerate_active (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *code = NULL;
  g_autofree char *login = fixture_account (fixture, ETAB, person, &code);
  g_autofree char *edition = edition_of (fixture, "xavier", ETAB, "regenerate");
  g_autofree char *state = NULL;
  MchPasswordFaults faults;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchWireSlip) slip = fixture_slip (person, 2, NULL);
  g_autoptr (MchCandidateSignIn) sign_in = NULL;
  g_autoptr (MchCandidateSignIn) full = NULL;
  g_autoptr (MchPortalCandidate) candidate = NULL;
  g_autoptr (MchSlipResult) done = NULL;

  sign_in = mch_candidate_sign_in (fixture->server, login, code, "192.0.2.1", NULL, &error);
  candidate = mch_candidate_authenticate (fixture->server, sign_in->token, &error);
  full = mch_candidate_choose_password (fixture->server, candidate, "Soleil-d'Or", &faults, &error);
  g_assert_no_error (error);
  g_assert_cmpint (faults, ==, 0);
  done = fixture_submit (fixture, "xavier", edition, slip);
  g_assert_cmpint (done->outcome, ==, MCH_SLIP_REGENERATED);
  g_assert_null (mch_candidate_authenticate (fixture->server, full->token, &error));
  g_assert_false (code_works (fixture, login, "Soleil-d'Or"));
  state = fixture_value (fixture, ETAB, MCH_KIND_ACCOUNT, person, "state");
  g_assert_cmpstr (state, ==, "provisional");
}

/* ACC-43, ACC-44: the same human in a second establishment has his account already; only who made
 * it may regenerate, and the slip that he holds goes on working. */
static void
test_other_establishment (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *ours = fixture_import_one (fixture, ETAB, "Léa", "Petit", "123456789AB", NULL);
  g_autofree char *theirs =
      fixture_import_one (fixture, ETAB_2, "Lea", "PETIT", "123456789AB", NULL);
  g_autofree char *code = NULL;
  g_autofree char *login = fixture_account (fixture, ETAB, ours, &code);
  g_autofree char *generate = NULL;
  g_autofree char *regenerate = NULL;
  g_autofree char *seen_login = NULL;
  g_autofree char *seen_owner = NULL;
  g_autoptr (MchStaff) zoe = member (fixture, "zoe", ETAB_2);
  g_autoptr (MchWireSlip) first = fixture_slip (theirs, 1, NULL);
  g_autoptr (MchWireSlip) second = fixture_slip (theirs, 2, NULL);
  g_autoptr (MchSlipResult) existing = NULL;
  g_autoptr (MchSlipResult) refused = NULL;

  generate = edition_of (fixture, "zoe", ETAB_2, "generate");
  existing = fixture_submit (fixture, "zoe", generate, first);
  g_assert_cmpint (existing->outcome, ==, MCH_SLIP_EXISTING);
  g_assert_null (existing->login);
  g_assert_true (fixture_is_live (fixture, ETAB_2, MCH_KIND_ACCOUNT, theirs));
  seen_login = fixture_value (fixture, ETAB_2, MCH_KIND_ACCOUNT, theirs, "login");
  g_assert_null (seen_login);
  seen_owner = fixture_value (fixture, ETAB_2, MCH_KIND_ACCOUNT, theirs, "owner");
  g_assert_null (seen_owner);
  regenerate = edition_of (fixture, "zoe", ETAB_2, "regenerate");
  refused = fixture_submit (fixture, "zoe", regenerate, second);
  g_assert_cmpstr (refused->message_key, ==, "not_owner");
  g_assert_true (code_works (fixture, login, code));
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM account"), ==, 1);
}

/* The same INE with another name or date is a query for people, never a link. */
static void
test_odd_ine (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *ours = fixture_import_one (fixture, ETAB, "Léa", "Petit", "123456789AB", NULL);
  g_autofree char *theirs =
      fixture_import_one (fixture, ETAB_2, "Léa", "Grand", "123456789AB", NULL);
  g_autofree char *one = fixture_account (fixture, ETAB, ours, NULL);
  g_autofree char *two = fixture_account (fixture, ETAB_2, theirs, NULL);

  g_assert_cmpstr (one, ==, "lea.petit");
  g_assert_cmpstr (two, ==, "lea.grand");
  g_assert_cmpuint (fixture_count_audit (fixture, "generate.same-ine"), ==, 1);
}

/* A name that is corrected afterwards is what the account answers to. */
static void
test_corrected_identity (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *ours = fixture_import_one (fixture, ETAB, "Léa", "Petti", "123456789AB", NULL);
  g_autofree char *login = fixture_account (fixture, ETAB, ours, NULL);
  g_autofree char *theirs =
      fixture_import_one (fixture, ETAB_2, "Léa", "Petit", "123456789AB", NULL);
  g_autofree char *edition = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) corrected = NULL;
  g_autoptr (MchStaff) zoe = member (fixture, "zoe", ETAB_2);
  g_autoptr (MchWireSlip) slip = fixture_slip (theirs, 1, NULL);
  g_autoptr (MchSlipResult) existing = NULL;

  g_ptr_array_add (changes,
                   fixture_update (MCH_KIND_PERSON, ours, "family_name", "Petti", "Petit"));
  corrected = fixture_commit (fixture, "anna", ETAB, MCH_OP_EDIT, changes);
  g_assert_cmpuint (corrected->applied, ==, 1);
  edition = edition_of (fixture, "zoe", ETAB_2, "generate");
  existing = fixture_submit (fixture, "zoe", edition, slip);
  g_assert_cmpint (existing->outcome, ==, MCH_SLIP_EXISTING);
}

/* Thirty days after the results the slip is gone, and its code with it. */
static void
test_expiry (ModelFixture *fixture, gconstpointer data)
{
  guint n;
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *code = NULL;
  g_autofree char *login = fixture_account (fixture, ETAB, person, &code);
  g_autofree char *state = NULL;
  g_autofree char *edition = NULL;
  g_autofree char *cipher = NULL;
  g_autofree char *fresh = NULL;
  g_autoptr (GDateTime) last = g_date_time_new_utc (2027, 8, 15, 21, 0, 0); /* 23 h in Paris */
  g_autoptr (GError) error = NULL;
  g_autoptr (MchWireSlip) slip = fixture_slip (person, 2, &fresh);
  g_autoptr (MchSlipResult) renewed = NULL;

  fixture->now_ms = g_date_time_to_unix (last) * SECOND;
  mch_accounts_expire (fixture->server, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (code_works (fixture, login, code));
  fixture->now_ms = (g_date_time_to_unix (last) + 3600) * SECOND;
  g_assert_false (code_works (fixture, login, code)); /* before any job has run */
  mch_accounts_expire (fixture->server, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 1);
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_SLIP, person));
  cipher = fixture_value (fixture, ETAB, MCH_KIND_SLIP, person, "cipher");
  g_assert_null (cipher);
  state = fixture_value (fixture, ETAB, MCH_KIND_ACCOUNT, person, "state");
  g_assert_cmpstr (state, ==, "expired");
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM account WHERE verifier IS NOT NULL"),
      ==, 0);
  mch_accounts_expire (fixture->server, &n, &error);
  g_assert_cmpuint (n, ==, 0);

  /* The account lives on: a new slip opens it. */
  edition = edition_of (fixture, "xavier", ETAB, "regenerate");
  renewed = fixture_submit (fixture, "xavier", edition, slip);
  g_assert_cmpint (renewed->outcome, ==, MCH_SLIP_REGENERATED);
  g_assert_true (code_works (fixture, login, fresh));
}

/* An edition that was opened before the key changed takes no more slips. */
static void
test_edition (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *id = fixture_uuid (fixture);
  g_autofree char *expires_on = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sealed = g_bytes_new_static ("sealed", 6);
  g_autoptr (MchStaff) anna = member (fixture, "anna", ETAB);
  MchEditionRequest request = { "anna", id, ETAB,      SESSION, "papillon de connexion",
                                sealed, 1,  "generate" };

  mch_accounts_open_edition (fixture->server, &request, &expires_on, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (expires_on, ==, "2027-08-15");
  mch_accounts_open_edition (fixture->server, &request, &again, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, expires_on);
  request.title = "another title";
  g_assert_false (mch_accounts_open_edition (fixture->server, &request, &again, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_MISMATCH);
  g_clear_error (&error);
  request.id = "no id";
  g_assert_false (mch_accounts_open_edition (fixture->server, &request, &again, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_INVALID);
  g_clear_error (&error);
  g_free (id);
  id = fixture_uuid (fixture);
  request.id = id;
  request.key_version = 2;
  g_assert_false (mch_accounts_open_edition (fixture->server, &request, &again, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_MISMATCH);
  g_clear_error (&error);
  request.key_version = 1;
  request.session = "BAC/2027-06";
  g_assert_false (mch_accounts_open_edition (fixture->server, &request, &again, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_NOT_FOUND);
}

typedef struct
{
  ModelFixture *fixture;
  const char *login;
  const char *edition;
  GPtrArray *persons;
  guint created;
  guint existing;
} Generator;

static gpointer
generate_class (gpointer data)
{
  Generator *generator = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) slips =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_wire_slip_free);
  g_autoptr (GPtrArray) results = NULL;

  for (guint i = 0; i < generator->persons->len; i++)
    g_ptr_array_add (slips, fixture_slip (generator->persons->pdata[i], 1, NULL));
  results = mch_accounts_submit (generator->fixture->server, generator->login, generator->edition,
                                 slips, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < results->len; i++)
    {
      const MchSlipResult *result = results->pdata[i];

      generator->created += result->outcome == MCH_SLIP_CREATED;
      generator->existing += result->outcome == MCH_SLIP_EXISTING;
    }
  return NULL;
}

/* Two members press the button at once: every pupil has one account and one slip. */
static void
test_two_members (ModelFixture *fixture, gconstpointer data)
{
  static const char *const logins[] = { "anna", "bela" };
  Generator generators[2];
  GThread *threads[2];
  char *editions[2] = { NULL };
  g_autoptr (GPtrArray) persons = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) imported = NULL;
  g_autoptr (MchStaff) anna = member (fixture, "anna", ETAB);
  g_autoptr (MchStaff) bela = fixture_staff (fixture, "bela", ETAB);

  for (guint i = 0; i < CLASS_SIZE; i++)
    {
      g_autofree char *ine = g_strdup_printf ("%09uAB", i);

      g_ptr_array_add (persons,
                       fixture_pupil (fixture, changes, "Camille", "Durand", "2009-03-01", ine));
    }
  imported = fixture_commit (fixture, "anna", ETAB, MCH_OP_IMPORT, changes);
  for (guint i = 0; i < 2; i++)
    editions[i] = edition_of (fixture, logins[i], ETAB, "generate");
  for (guint i = 0; i < 2; i++)
    {
      generators[i] = (Generator){ fixture, logins[i], editions[i], persons, 0, 0 };
      threads[i] = g_thread_new (logins[i], generate_class, &generators[i]);
    }
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (generators[0].created + generators[1].created, ==, CLASS_SIZE);
  g_assert_cmpuint (generators[0].existing + generators[1].existing, ==, CLASS_SIZE);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM account"), ==,
                   CLASS_SIZE);
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM record WHERE kind = 'slip'"), ==,
      CLASS_SIZE);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT MAX (last) FROM login_stem"), ==,
                   CLASS_SIZE);
  for (guint i = 0; i < 2; i++)
    g_clear_pointer (&editions[i], g_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/model/accounts/refusals", test_refusals);
  MODEL_TEST ("/model/accounts/generate", test_generate);
  MODEL_TEST ("/model/accounts/homonyms", test_homonyms);
  MODEL_TEST ("/model/accounts/regenerate", test_regenerate);
  MODEL_TEST ("/model/accounts/regenerate-active", test_regenerate_active);
  MODEL_TEST ("/model/accounts/other-establishment", test_other_establishment);
  MODEL_TEST ("/model/accounts/odd-ine", test_odd_ine);
  MODEL_TEST ("/model/accounts/corrected-identity", test_corrected_identity);
  MODEL_TEST ("/model/accounts/expiry", test_expiry);
  MODEL_TEST ("/model/accounts/edition", test_edition);
  MODEL_TEST ("/model/accounts/two-members", test_two_members);
  return g_test_run ();
}
