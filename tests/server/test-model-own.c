/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The candidate's own address and password, and links that are sent to the former. */
#include "mail-fixture.h"

#include <string.h>

/* CPT-20, CPT-22, CPT-25: given with the password, of use once the link is opened, once, in time.
 */
static void
test_verify (ModelFixture *fixture, gconstpointer data)
{
  MchOwnOutcome outcome;
  guint wait;
  g_autofree char *token = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchMail) mail = NULL;
  g_autoptr (MchOwnEmail) own = NULL;
  g_autoptr (MchOwnLink) link = NULL;
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  fixture->now_ms += 10 * SECOND;
  mch_candidate_give_email (fixture->server, pupil.candidate, MINE, "faux", HERE, &outcome, &wait,
                            &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, MCH_OWN_WRONG);
  mail_assert_none (fixture);

  g_assert_cmpint (mail_give (fixture, &pupil, MINE), ==, MCH_OWN_DONE);
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM account WHERE email IS NOT NULL"),
      ==, 0);
  mail = mail_receive (fixture);
  g_assert_cmpstr (mail->to, ==, MINE);
  g_assert_nonnull (strstr (mail->text, pupil.login));
  token = mail_dup_token (mail, "/adresse/");
  g_assert_cmpuint (strlen (token), ==, 43);
  /* Looking at it, as guards of letter boxes do, changes nothing. */
  link = mch_candidate_find_link (fixture->server, token, "verify", &error);
  g_assert_cmpstr (link->email, ==, MINE);
  g_assert_null (mch_candidate_find_link (fixture->server, token, "reset", &error));
  g_assert_no_error (error);
  fixture->now_ms += 48 * HOUR - MINUTE;
  g_assert_cmpint (mail_verify (fixture, token), ==, MCH_OWN_DONE);
  g_assert_cmpint (mail_verify (fixture, token), ==, MCH_OWN_OVER);

  mail_sign_in (fixture, &pupil, "Lea.Petit@FOYER.example", PASSWORD);
  mail_sign_in (fixture, &pupil, pupil.login, PASSWORD);
  own = mch_candidate_read_email (fixture->server, pupil.candidate, &error);
  g_assert_cmpstr (own->email, ==, MINE);
  g_assert_null (own->asked);
  shown = fixture_value (fixture, ETAB, MCH_KIND_ACCOUNT, pupil.person, "email");
  g_assert_cmpstr (shown, ==, "l•••@foyer.example"); /* what staff see */
  g_assert_cmpuint (fixture_count_audit (fixture, "portal.email"), ==, 1);
}

/* A later address ends the link of an earlier one; time does, too; the old address is told. */
static void
test_change (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *late = NULL;
  g_autofree char *second = NULL;
  g_autoptr (MchMail) mail = NULL;
  g_autoptr (MchMail) other = NULL;
  g_autoptr (MchMail) third = NULL;
  g_autoptr (MchMail) told = NULL;
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  g_assert_cmpint (mail_give (fixture, &pupil, "erreur@foyer.example"), ==, MCH_OWN_DONE);
  mail = mail_receive (fixture);
  first = mail_dup_token (mail, "/adresse/");
  mail_make_verified (fixture, &pupil, MINE);
  g_assert_cmpint (mail_verify (fixture, first), ==, MCH_OWN_OVER);

  g_assert_cmpint (mail_give (fixture, &pupil, "lea@neuf.example"), ==, MCH_OWN_DONE);
  other = mail_receive (fixture);
  late = mail_dup_token (other, "/adresse/");
  fixture->now_ms += 48 * HOUR;
  g_assert_cmpint (mail_verify (fixture, late), ==, MCH_OWN_OVER);
  mail_sign_in (fixture, &pupil, MINE, PASSWORD);

  g_assert_cmpint (mail_give (fixture, &pupil, "lea@neuf.example"), ==, MCH_OWN_DONE);
  third = mail_receive (fixture);
  second = mail_dup_token (third, "/adresse/");
  g_assert_cmpint (mail_verify (fixture, second), ==, MCH_OWN_DONE);
  told = mail_receive (fixture);
  g_assert_cmpint (told->kind, ==, MCH_MAIL_MOVED);
  g_assert_cmpstr (told->to, ==, MINE);
  g_assert_null (strstr (told->text, "lea@neuf"));
  mail_sign_in (fixture, &pupil, "lea@neuf.example", PASSWORD);
}

/* CPT-03, CPT-04, CPT-10, CPT-12: who asks learns nothing, the owner of the letter box does. */
static void
test_taken (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *token = NULL;
  g_autofree char *relative = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) result = NULL;
  g_autoptr (MchMail) race = NULL;
  g_autoptr (MchMail) to_owner = NULL;
  g_autoptr (MchMail) to_relative = NULL;
  g_auto (MailPupil) one = { 0 };
  g_auto (MailPupil) other = { 0 };

  mail_make_active (fixture, &one, "Léa", "Petit");
  other.person = fixture_import_one (fixture, ETAB_2, "Tom", "Grand", NULL, NULL);
  {
    g_autofree char *code = NULL;
    MchPasswordFaults faults;
    g_autoptr (MchCandidateSignIn) full = NULL;

    other.login = fixture_account (fixture, ETAB_2, other.person, &code);
    mail_sign_in (fixture, &other, other.login, code);
    full =
        mch_candidate_choose_password (fixture->server, other.candidate, PASSWORD, &faults, NULL);
    g_assert_nonnull (full);
    mail_sign_in (fixture, &other, other.login, PASSWORD);
  }
  /* Both have asked before either has verified: the first wins. */
  g_assert_cmpint (mail_give (fixture, &other, MINE), ==, MCH_OWN_DONE);
  race = mail_receive (fixture);
  token = mail_dup_token (race, "/adresse/");
  mail_make_verified (fixture, &one, MINE);
  g_assert_cmpint (mail_verify (fixture, token), ==, MCH_OWN_TAKEN);

  g_assert_cmpint (mail_give (fixture, &other, MINE), ==, MCH_OWN_DONE);
  to_owner = mail_receive (fixture);
  g_assert_cmpstr (to_owner->to, ==, MINE);
  g_assert_null (strstr (to_owner->text, "https://"));
  g_assert_null (strstr (to_owner->text, one.login));
  g_assert_null (strstr (to_owner->text, other.login));

  /* A relative's record without an account. */
  relative = fixture_import_one (fixture, ETAB, "Zoé", "Grand", NULL, NULL);
  g_ptr_array_add (
      changes, fixture_update (MCH_KIND_PERSON, relative, "email", NULL, "Parents@foyer.example"));
  result = fixture_commit (fixture, "xavier", ETAB, MCH_OP_EDIT, changes);
  g_assert_cmpuint (result->applied, ==, 1);
  g_assert_cmpint (mail_give (fixture, &other, "parents@foyer.example"), ==, MCH_OWN_DONE);
  to_relative = mail_receive (fixture);
  g_assert_null (strstr (to_relative->text, "https://"));
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM account WHERE email IS NOT NULL"),
      ==, 1);
}

/* Messages to any address that somebody types go ever more slowly. */
static void
test_give_slows (ModelFixture *fixture, gconstpointer data)
{
  guint waits = 0;
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *email = g_strdup_printf ("a%u@foyer.example", i);

      waits += mail_give (fixture, &pupil, email) == MCH_OWN_WAIT ? 1 : 0;
    }
  g_assert_cmpuint (waits, >=, 5);
}

/* CPT-02: the link works once, for an hour; nothing of before does afterwards. */
static void
test_reset (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *token = NULL;
  g_autofree char *late = NULL;
  g_autofree char *state = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchMail) mail = NULL;
  g_autoptr (MchMail) again = NULL;
  g_autoptr (MchMail) told = NULL;
  g_autoptr (MchCandidateSignIn) session = NULL;
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  mail_make_verified (fixture, &pupil, MINE);
  g_assert_cmpuint (mail_ask_reset (fixture, pupil.login, HERE), ==, 0);
  mail = mail_receive (fixture);
  g_assert_cmpstr (mail->to, ==, MINE);
  late = mail_dup_token (mail, "/nouveau-mot-de-passe/");
  fixture->now_ms += HOUR;
  g_assert_cmpint (mail_reset (fixture, late, OTHER_PASSWORD), ==, MCH_OWN_OVER);

  g_assert_cmpuint (mail_ask_reset (fixture, " LEA.PETIT@foyer.example ", HERE), ==, 0);
  again = mail_receive (fixture);
  token = mail_dup_token (again, "/nouveau-mot-de-passe/");
  session = mch_candidate_sign_in (fixture->server, pupil.login, PASSWORD, HERE, NULL, &error);
  g_assert_cmpint (session->outcome, ==, MCH_CANDIDATE_SIGNED_IN);
  g_assert_cmpint (mail_reset (fixture, token, "court"), ==, MCH_OWN_REFUSED); /* CPT-13 */
  g_assert_cmpint (mail_reset (fixture, token, OTHER_PASSWORD), ==, MCH_OWN_DONE);
  g_assert_cmpint (mail_reset (fixture, token, PASSWORD), ==, MCH_OWN_OVER);
  g_assert_null (mch_candidate_authenticate (fixture->server, session->token, &error));
  told = mail_receive (fixture);
  g_assert_cmpint (told->kind, ==, MCH_MAIL_PASSWORD);
  mail_sign_in (fixture, &pupil, MINE, OTHER_PASSWORD);
  g_assert_cmpuint (fixture_count_audit (fixture, "portal.reset"), ==, 1);
  state = fixture_value (fixture, ETAB, MCH_KIND_ACCOUNT, pupil.person, "state");
  g_assert_cmpstr (state, ==, "active");
}

/* The same answer and the same row whoever asks about whom; a stranger fills no letter box. */
static void
test_reset_strangers (ModelFixture *fixture, gconstpointer data)
{
  static const char *const unknown[] = { "nobody.here", "x@y.example", "' OR 1=1 --", "\xff\xfe",
                                         "a@b\r\nBcc: c@d.example" };
  guint waits = 0;
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  /* No address yet: nothing leaves, and nobody can tell. */
  g_assert_cmpuint (mail_ask_reset (fixture, pupil.login, HERE), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    g_assert_cmpuint (mail_ask_reset (fixture, unknown[i], HERE), ==, 0);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM mail"), ==,
                   1 + G_N_ELEMENTS (unknown));
  mail_assert_none (fixture);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM mail"), ==, 0);

  mail_make_verified (fixture, &pupil, MINE);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *address = g_strdup_printf ("192.0.2.%u", i + 1);
      g_autoptr (MchMail) mail = NULL;

      mail_ask_reset (fixture, pupil.login, address);
      mail = mail_receive (fixture);
      g_assert_cmpint (mail->kind, ==, MCH_MAIL_RESET);
    }
  g_assert_cmpuint (mail_ask_reset (fixture, pupil.login, "192.0.2.9"), ==, 0);
  mail_assert_none (fixture);
  for (guint i = 0; i < 10; i++)
    waits += mail_ask_reset (fixture, "nobody.else", HERE) > 0 ? 1 : 0;
  g_assert_cmpuint (waits, ==, 5);
}

/* One address asks for many: a school's, and a stranger's with a list. */
static void
test_reset_one_address (ModelFixture *fixture, gconstpointer data)
{
  guint n = 0;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *login = g_strdup_printf ("pupil.%u", i);

      if (mail_ask_reset (fixture, login, HERE) > 0)
        break;
      n++;
    }
  g_assert_cmpuint (n, ==, 300);
  g_assert_cmpuint (mail_ask_reset (fixture, "one.more", HERE), ==, 2);
  g_assert_cmpuint (mail_ask_reset (fixture, "one.more", "192.0.2.77"), ==, 0);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM mail"), ==, n + 1);
  fixture->now_ms += 2000;
  g_assert_cmpuint (mail_ask_reset (fixture, "one.more", HERE), ==, 0);
}

/* A forgotten slip with the address known: the link shreds what was sealed. */
static void
test_reset_shreds (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *edition = NULL;
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchWireSlip) slip = NULL;
  g_autoptr (MchSlipResult) printed = NULL;
  g_autoptr (MchMail) told = NULL;
  g_autoptr (MchMail) link = NULL;
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  mail_make_verified (fixture, &pupil, MINE);
  edition = fixture_edition (fixture, "xavier", ETAB, "regenerate", &error);
  slip = fixture_slip (pupil.person, 2, NULL);
  slip->despite_email = TRUE;
  printed = fixture_submit (fixture, "xavier", edition, slip);
  g_assert_cmpint (printed->outcome, ==, MCH_SLIP_REGENERATED);
  told = mail_receive (fixture);
  g_assert_true (fixture_is_live (fixture, ETAB, MCH_KIND_SLIP, pupil.person));
  mail_ask_reset (fixture, MINE, HERE);
  link = mail_receive (fixture);
  token = mail_dup_token (link, "/nouveau-mot-de-passe/");
  g_assert_cmpint (mail_reset (fixture, token, OTHER_PASSWORD), ==, MCH_OWN_DONE);
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_SLIP, pupil.person));
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM account WHERE verifier IS NOT NULL"),
      ==, 0);
}

/* The present password, then a new one; every other session is over, and the owner is told. */
static void
test_change_password (ModelFixture *fixture, gconstpointer data)
{
  MchOwnOutcome outcome;
  MchPasswordFaults faults;
  guint wait;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchMail) told = NULL;
  g_autoptr (MchCandidateSignIn) done = NULL;
  g_autoptr (MchPortalCandidate) after = NULL;
  g_auto (MailPupil) pupil = { 0 };

  mail_make_active (fixture, &pupil, "Léa", "Petit");
  mail_make_verified (fixture, &pupil, MINE);
  fixture->now_ms += 10 * SECOND;
  g_assert_null (mch_candidate_change_password (fixture->server, pupil.candidate, "faux",
                                                OTHER_PASSWORD, HERE, &outcome, &wait, &faults,
                                                &error));
  g_assert_cmpint (outcome, ==, MCH_OWN_WRONG);
  fixture->now_ms += 10 * SECOND;
  done = mch_candidate_change_password (fixture->server, pupil.candidate, PASSWORD, OTHER_PASSWORD,
                                        HERE, &outcome, &wait, &faults, &error);
  g_assert_no_error (error);
  g_assert_nonnull (done);
  after = mch_candidate_authenticate (fixture->server, done->token, &error);
  g_assert_nonnull (after);
  told = mail_receive (fixture);
  g_assert_cmpint (told->kind, ==, MCH_MAIL_PASSWORD);
  mail_sign_in (fixture, &pupil, pupil.login, OTHER_PASSWORD);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/server/own/CPT-22-verify", test_verify);
  MODEL_TEST ("/server/own/CPT-25-change", test_change);
  MODEL_TEST ("/server/own/CPT-10-taken", test_taken);
  MODEL_TEST ("/server/own/give-slows", test_give_slows);
  MODEL_TEST ("/server/own/CPT-02-reset", test_reset);
  MODEL_TEST ("/server/own/CPT-02-strangers", test_reset_strangers);
  MODEL_TEST ("/server/own/CPT-02-one-address", test_reset_one_address);
  MODEL_TEST ("/server/own/CPT-02-shreds", test_reset_shreds);
  MODEL_TEST ("/server/own/CPT-25-password", test_change_password);
  return g_test_run ();
}
