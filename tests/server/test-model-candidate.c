/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The portal's acts: from the slip to a password, and strangers who try. */
#include "model-fixture.h"

#include <string.h>

#include "core/mch-slip-code.h"
#include "server/model/mch-candidate.h"
#include "vault/mch-vault-init.h"

#define LOGINS 20
#define TRIES_EACH 50
#define PASSWORD "Soleil-d'Or"

static MchCandidateSignIn *
try_at (ModelFixture *fixture, const char *login, const char *password, const char *address,
        const char *device)
{
  g_autoptr (GError) error = NULL;
  MchCandidateSignIn *sign_in =
      mch_candidate_sign_in (fixture->server, login, password, address, device, &error);

  g_assert_no_error (error);
  return sign_in;
}

static MchCandidateOutcome
outcome_at (ModelFixture *fixture, const char *login, const char *password, const char *address)
{
  g_autoptr (MchCandidateSignIn) sign_in = try_at (fixture, login, password, address, NULL);

  return sign_in->outcome;
}

/* From the slip to the password: the slip is spent in the moment in which the password is chosen.
 */
static void
test_life (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *code = NULL;
  g_autofree char *login = fixture_account (fixture, ETAB, person, &code);
  g_autofree char *state = NULL;
  g_autofree char *shouted = g_ascii_strup (login, -1);
  MchPasswordFaults faults;
  gint hints;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchCandidateSignIn) sign_in = try_at (fixture, shouted, code, "192.0.2.1", NULL);
  g_autoptr (MchCandidateSignIn) full = NULL;
  g_autoptr (MchPortalCandidate) restricted = NULL;
  g_autoptr (MchPortalCandidate) candidate = NULL;

  g_assert_cmpint (sign_in->outcome, ==, MCH_CANDIDATE_SIGNED_IN);
  g_assert_true (sign_in->restricted);
  restricted = mch_candidate_authenticate (fixture->server, sign_in->token, &error);
  g_assert_true (restricted->restricted);
  g_assert_cmpstr (restricted->given_name, ==, "Léa");
  g_assert_cmpstr (restricted->login, ==, login);

  g_assert_null (
      mch_candidate_choose_password (fixture->server, restricted, "court", &faults, &error));
  g_assert_no_error (error);
  g_assert_true (faults & MCH_PASSWORD_FAULT_TOO_SHORT); /* CPT-13 */
  g_assert_null (
      mch_candidate_choose_password (fixture->server, restricted, code, &faults, &error));
  g_assert_true (faults & MCH_PASSWORD_FAULT_LIKE_SLIP);

  hints = g_atomic_int_get (&fixture->hints);
  full = mch_candidate_choose_password (fixture->server, restricted, PASSWORD, &faults, &error);
  g_assert_no_error (error);
  g_assert_nonnull (full);
  g_assert_cmpint (g_atomic_int_get (&fixture->hints), >, hints);
  g_assert_null (mch_candidate_authenticate (fixture->server, sign_in->token, &error));
  candidate = mch_candidate_authenticate (fixture->server, full->token, &error);
  g_assert_false (candidate->restricted);
  state = fixture_value (fixture, ETAB, MCH_KIND_ACCOUNT, person, "state");
  g_assert_cmpstr (state, ==, "active");
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_SLIP, person));
  g_assert_cmpint (db_fixture_ask (fixture->db.pool,
                                   "SELECT COUNT (*) FROM account WHERE verifier IS NOT NULL"
                                   " OR salt IS NOT NULL"),
                   ==, 0);
  g_assert_cmpuint (fixture_count_audit (fixture, "portal.password"), ==, 1);

  /* The form sent twice: the second finds its session gone. */
  g_assert_null (
      mch_candidate_choose_password (fixture->server, restricted, PASSWORD, &faults, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_UNAUTHENTICATED);

  fixture->now_ms += 2 * SECOND;
  g_assert_cmpint (outcome_at (fixture, login, code, "192.0.2.2"), ==, MCH_CANDIDATE_WRONG);
  fixture->now_ms += 10 * SECOND;
  g_assert_cmpint (outcome_at (fixture, login, PASSWORD, "192.0.2.3"), ==, MCH_CANDIDATE_SIGNED_IN);
  g_assert_true (mch_candidate_sign_out (fixture->server, full->token, NULL));
  g_assert_null (mch_candidate_authenticate (fixture->server, full->token, NULL));
}

static void
test_session_end (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *code = NULL;
  g_autofree char *login = fixture_account (fixture, ETAB, person, &code);
  g_autoptr (MchCandidateSignIn) sign_in = try_at (fixture, login, code, "192.0.2.1", NULL);

  fixture->now_ms += MCH_CANDIDATE_RESTRICTED_LIFE_MS;
  g_assert_null (mch_candidate_authenticate (fixture->server, sign_in->token, NULL));
  g_assert_null (mch_candidate_authenticate (fixture->server, "", NULL));
  g_assert_null (mch_candidate_authenticate (fixture->server, NULL, NULL));
}

/* An error in each of the fifteen symbols is told before any try is spent. */
static void
test_bad_group (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *code = NULL;
  g_autofree char *login = fixture_account (fixture, ETAB, person, &code);

  for (guint i = 0; i < MCH_SLIP_CODE_LENGTH; i++)
    {
      g_autofree char *typed = g_strdup (code);
      g_autoptr (MchCandidateSignIn) sign_in = NULL;

      if (typed[i] == '-')
        continue;
      typed[i] = typed[i] == 'A' ? 'B' : 'A';
      sign_in = try_at (fixture, login, typed, "192.0.2.1", NULL);
      g_assert_cmpint (sign_in->outcome, ==, MCH_CANDIDATE_BAD_CODE);
      g_assert_cmpuint (sign_in->group, ==, i / 6 + 1);
    }
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM throttle"), ==, 0);
  g_assert_cmpint (outcome_at (fixture, login, code, "192.0.2.1"), ==, MCH_CANDIDATE_SIGNED_IN);
}

/* Five free, then 30 s doubling to 15 min; known and unknown logins alike; a failure while one must
 * wait is none. */
static void
test_waits (ModelFixture *fixture, gconstpointer data)
{
  static const guint waits[] = { 0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900 };
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *code = NULL;
  g_autofree char *wrong = mch_slip_code_new (mch_vault_random);
  const char *logins[2] = { NULL, "nobody.here" };
  g_autofree char *login = fixture_account (fixture, ETAB, person, &code);

  logins[0] = login;
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      for (guint j = 0; j < 2; j++)
        g_assert_cmpint (outcome_at (fixture, logins[j], wrong, "192.0.2.1"), ==,
                         MCH_CANDIDATE_WRONG);
      for (guint j = 0; j < 2 && waits[i] > 0; j++)
        {
          g_autoptr (MchCandidateSignIn) early =
              try_at (fixture, logins[j], j == 0 ? code : wrong, "192.0.2.1", NULL);

          g_assert_cmpint (early->outcome, ==, MCH_CANDIDATE_WAIT);
          g_assert_cmpuint (early->wait_s, ==, waits[i]);
        }
      fixture->now_ms += MAX (waits[i], 10) * SECOND;
    }
  g_assert_cmpint (outcome_at (fixture, login, code, "192.0.2.1"), ==, MCH_CANDIDATE_SIGNED_IN);
  /* What was right wipes the slate. */
  fixture->now_ms += 10 * SECOND;
  g_assert_cmpint (outcome_at (fixture, login, wrong, "192.0.2.1"), ==, MCH_CANDIDATE_WRONG);
  fixture->now_ms += 10 * SECOND;
  g_assert_cmpint (outcome_at (fixture, login, code, "192.0.2.1"), ==, MCH_CANDIDATE_SIGNED_IN);
}

/* One check a second for an account, and those who have failed let others pass. */
static void
test_slot (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *code = NULL;
  g_autofree char *login = fixture_account (fixture, ETAB, person, &code);
  g_autofree char *wrong = mch_slip_code_new (mch_vault_random);
  g_autoptr (MchCandidateSignIn) busy = NULL;
  g_autoptr (MchCandidateSignIn) behind = NULL;

  g_assert_cmpint (outcome_at (fixture, login, wrong, "192.0.2.1"), ==, MCH_CANDIDATE_WRONG);
  busy = try_at (fixture, login, code, "192.0.2.2", NULL);
  g_assert_cmpint (busy->outcome, ==, MCH_CANDIDATE_WAIT);
  g_assert_cmpuint (busy->wait_s, ==, 1);
  fixture->now_ms += SECOND;
  behind = try_at (fixture, login, wrong, "192.0.2.1", NULL);
  g_assert_cmpint (behind->outcome, ==, MCH_CANDIDATE_WAIT);
  g_assert_cmpint (outcome_at (fixture, login, code, "192.0.2.2"), ==, MCH_CANDIDATE_SIGNED_IN);
}

/* A browser that has signed in before does not wait behind strangers, not even at its own address.
 */
static void
test_device (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *code = NULL;
  g_autofree char *login = fixture_account (fixture, ETAB, person, &code);
  g_autofree char *wrong = mch_slip_code_new (mch_vault_random);
  g_autoptr (MchCandidateSignIn) first = try_at (fixture, login, code, "192.0.2.1", NULL);
  g_autoptr (MchCandidateSignIn) known = NULL;
  g_autoptr (MchCandidateSignIn) forged = NULL;

  g_assert_nonnull (first->device);
  for (guint i = 0; i < 6; i++)
    {
      fixture->now_ms += 10 * SECOND;
      g_assert_cmpint (outcome_at (fixture, login, wrong, "192.0.2.1"), ==,
                       i < 5 ? MCH_CANDIDATE_WRONG : MCH_CANDIDATE_WAIT);
    }
  forged = try_at (fixture, login, code, "192.0.2.1", "not-a-device");
  g_assert_cmpint (forged->outcome, ==, MCH_CANDIDATE_WAIT);
  known = try_at (fixture, login, code, "192.0.2.1", first->device);
  g_assert_cmpint (known->outcome, ==, MCH_CANDIDATE_SIGNED_IN);
  g_assert_null (known->device); /* the one it has is still good */
}

/* Wrong tries by strangers from many addresses leave every slip working from a new one, at once or
 * within seconds. */
static void
test_strangers (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *edition = NULL;
  g_autofree char *wrong = mch_slip_code_new (mch_vault_random);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchStaff) anna = fixture_staff (fixture, "anna", ETAB);
  char *logins[LOGINS], *codes[LOGINS];

  fixture_key (fixture, anna, ETAB);
  edition = fixture_edition (fixture, "anna", ETAB, "generate", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < LOGINS; i++)
    {
      g_autofree char *ine = g_strdup_printf ("%09uAB", i);
      g_autofree char *person = fixture_import_one (fixture, ETAB, "Camille", "Durand", ine, NULL);
      g_autoptr (MchWireSlip) slip = fixture_slip (person, 1, &codes[i]);
      g_autoptr (MchSlipResult) result = fixture_submit (fixture, "anna", edition, slip);

      logins[i] = g_strdup (result->login);
    }
  for (guint i = 0; i < LOGINS * TRIES_EACH; i++)
    {
      g_autofree char *address = g_strdup_printf ("203.0.113.%u", i % 251);

      g_assert_cmpint (outcome_at (fixture, logins[i % LOGINS], wrong, address), !=,
                       MCH_CANDIDATE_SIGNED_IN);
      fixture->now_ms += 60;
    }
  for (guint i = 0; i < LOGINS; i++)
    {
      g_autofree char *address = g_strdup_printf ("198.51.100.%u", i);
      gint64 start = fixture->now_ms;
      MchCandidateOutcome outcome;

      while ((outcome = outcome_at (fixture, logins[i], codes[i], address)) == MCH_CANDIDATE_WAIT)
        fixture->now_ms += SECOND;
      g_assert_cmpint (outcome, ==, MCH_CANDIDATE_SIGNED_IN);
      g_assert_cmpint (fixture->now_ms - start, <=, 5 * SECOND);
      g_free (logins[i]);
      g_free (codes[i]);
    }
}

/* Whatever is typed: no crash, no session. */
static void
test_hostile (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *huge = g_strnfill (100000, 'A');
  const char *const texts[] = { "", " ", "\xff\xfe", "' OR 1=1 --", "@", "a@b@c", huge, "\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
      {
        g_autoptr (MchCandidateSignIn) sign_in =
            try_at (fixture, texts[i], texts[j], "192.0.2.1", texts[i]);

        g_assert_cmpint (sign_in->outcome, !=, MCH_CANDIDATE_SIGNED_IN);
        fixture->now_ms += HOUR;
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/model/candidate/life", test_life);
  MODEL_TEST ("/model/candidate/session-end", test_session_end);
  MODEL_TEST ("/model/candidate/bad-group", test_bad_group);
  MODEL_TEST ("/model/candidate/waits", test_waits);
  MODEL_TEST ("/model/candidate/slot", test_slot);
  MODEL_TEST ("/model/candidate/device", test_device);
  MODEL_TEST ("/model/candidate/strangers", test_strangers);
  MODEL_TEST ("/model/candidate/hostile", test_hostile);
  return g_test_run ();
}
