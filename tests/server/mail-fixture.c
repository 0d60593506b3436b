/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail-fixture.h"

#include <string.h>

void
mail_pupil_clear (MailPupil *pupil)
{
  g_free (pupil->person);
  g_free (pupil->login);
  mch_portal_candidate_free (pupil->candidate);
}
void
mail_sign_in (ModelFixture *fixture, MailPupil *pupil, const char *login, const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchCandidateSignIn) done = NULL;

  fixture->now_ms += 10 * SECOND;
  done = mch_candidate_sign_in (fixture->server, login, password, HERE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (done->outcome, ==, MCH_CANDIDATE_SIGNED_IN);
  mch_portal_candidate_free (pupil->candidate);
  pupil->candidate = mch_candidate_authenticate (fixture->server, done->token, &error);
  g_assert_no_error (error);
  g_assert_nonnull (pupil->candidate);
}

void
mail_make_active (ModelFixture *fixture, MailPupil *pupil, const char *given, const char *family)
{
  MchPasswordFaults faults;
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchCandidateSignIn) full = NULL;

  pupil->person = fixture_import_one (fixture, ETAB, given, family, NULL, NULL);
  pupil->login = fixture_account (fixture, ETAB, pupil->person, &code);
  mail_sign_in (fixture, pupil, pupil->login, code);
  full =
      mch_candidate_choose_password (fixture->server, pupil->candidate, PASSWORD, &faults, &error);
  g_assert_no_error (error);
  mail_sign_in (fixture, pupil, pupil->login, PASSWORD);
}

MchMail *
mail_take (ModelFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  MchMail *mail = NULL;

  g_assert_true (mch_mail_take (fixture->server, "one", &mail, &error));
  g_assert_no_error (error);
  return mail;
}

/* The next message, gone. */
MchMail *
mail_receive (ModelFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  MchMail *mail = mail_take (fixture);

  g_assert_nonnull (mail);
  g_assert_true (mch_mail_sent (fixture->server, "one", mail, &error));
  g_assert_no_error (error);
  return mail;
}

void
mail_assert_none (ModelFixture *fixture)
{
  g_autoptr (MchMail) mail = mail_take (fixture);

  g_assert_null (mail);
}

/* (transfer full): what stands after @path in the only link of the message. */
char *
mail_dup_token (const MchMail *mail, const char *path)
{
  g_autofree char *start = g_strconcat ("https://portail.example", path, NULL);
  const char *found = strstr (mail->text, start);

  g_assert_nonnull (found);
  found += strlen (start);
  return g_strndup (found, strcspn (found, "\n"));
}

MchOwnOutcome
mail_give (ModelFixture *fixture, MailPupil *pupil, const char *email)
{
  MchOwnOutcome outcome = MCH_OWN_OVER;
  guint wait = 0;
  g_autoptr (GError) error = NULL;

  fixture->now_ms += 10 * SECOND;
  mch_candidate_give_email (fixture->server, pupil->candidate, email, PASSWORD, HERE, &outcome,
                            &wait, &error);
  g_assert_no_error (error);
  return outcome;
}

MchOwnOutcome
mail_verify (ModelFixture *fixture, const char *token)
{
  MchOwnOutcome outcome = MCH_OWN_WRONG;
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_candidate_verify_email (fixture->server, token, &outcome, &error));
  g_assert_no_error (error);
  return outcome;
}

void
mail_make_verified (ModelFixture *fixture, MailPupil *pupil, const char *email)
{
  g_autofree char *token = NULL;
  g_autoptr (MchMail) mail = NULL;

  g_assert_cmpint (mail_give (fixture, pupil, email), ==, MCH_OWN_DONE);
  mail = mail_receive (fixture);
  token = mail_dup_token (mail, "/adresse/");
  g_assert_cmpint (mail_verify (fixture, token), ==, MCH_OWN_DONE);
}

MchOwnOutcome
mail_reset (ModelFixture *fixture, const char *token, const char *password)
{
  MchOwnOutcome outcome = MCH_OWN_WRONG;
  MchPasswordFaults faults;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      mch_candidate_reset_password (fixture->server, token, password, &outcome, &faults, &error));
  g_assert_no_error (error);
  return outcome;
}

guint
mail_ask_reset (ModelFixture *fixture, const char *login, const char *address)
{
  guint wait = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_candidate_ask_reset (fixture->server, login, address, &wait, &error));
  g_assert_no_error (error);
  return wait;
}

MchSlipResult *
mail_resets_for (ModelFixture *fixture, const char *act, const char *person)
{
  g_autoptr (GPtrArray) persons = g_ptr_array_new ();
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GError) error = NULL;
  MchResetRequest request = { "xavier", act, ETAB, SESSION, persons };

  g_ptr_array_add (persons, (gpointer) person);
  results = mch_accounts_mail_resets (fixture->server, &request, &error);
  g_assert_no_error (error);
  return g_ptr_array_steal_index (results, 0);
}
