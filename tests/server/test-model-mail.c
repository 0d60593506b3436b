/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The candidate's own address, links that are sent there, and the messages that carry them. */
#include "model-fixture.h"

#include <string.h>

#include "server/model/mch-candidate-own.h"
#include "server/model/mch-mail.h"

#define PASSWORD "Soleil-d'Or"
#define OTHER_PASSWORD "Lune-d'Argent"
#define HERE "192.0.2.1"
#define MINE "lea.petit@foyer.example"

/* A pupil with an account that is active, and his session. */
typedef struct
{
  char *person;
  char *login;
  MchPortalCandidate *candidate;
} Pupil;

static void
pupil_clear (Pupil *pupil)
{
  g_free (pupil->person);
  g_free (pupil->login);
  mch_portal_candidate_free (pupil->candidate);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pupil, pupil_clear)

static void
sign_in (ModelFixture *fixture, Pupil *pupil, const char *login, const char *password)
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

static void
make_active (ModelFixture *fixture, Pupil *pupil, const char *given, const char *family)
{
  MchPasswordFaults faults;
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchCandidateSignIn) full = NULL;

  pupil->person = fixture_import_one (fixture, ETAB, given, family, NULL, NULL);
  pupil->login = fixture_account (fixture, ETAB, pupil->person, &code);
  sign_in (fixture, pupil, pupil->login, code);
  full =
      mch_candidate_choose_password (fixture->server, pupil->candidate, PASSWORD, &faults, &error);
  g_assert_no_error (error);
  sign_in (fixture, pupil, pupil->login, PASSWORD);
}

static MchMail *
take (ModelFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  MchMail *mail = NULL;

  g_assert_true (mch_mail_take (fixture->server, "one", &mail, &error));
  g_assert_no_error (error);
  return mail;
}

/* The next message, gone. */
static MchMail *
receive (ModelFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  MchMail *mail = take (fixture);

  g_assert_nonnull (mail);
  g_assert_true (mch_mail_sent (fixture->server, "one", mail, &error));
  g_assert_no_error (error);
  return mail;
}

static void
assert_no_mail (ModelFixture *fixture)
{
  g_autoptr (MchMail) mail = take (fixture);

  g_assert_null (mail);
}

/* (transfer full): what stands after @path in the only link of the message. */
static char *
dup_token (const MchMail *mail, const char *path)
{
  g_autofree char *start = g_strconcat ("https://portail.example", path, NULL);
  const char *found = strstr (mail->text, start);

  g_assert_nonnull (found);
  found += strlen (start);
  return g_strndup (found, strcspn (found, "\n"));
}

static MchOwnOutcome
give (ModelFixture *fixture, Pupil *pupil, const char *email)
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

static MchOwnOutcome
verify (ModelFixture *fixture, const char *token)
{
  MchOwnOutcome outcome = MCH_OWN_WRONG;
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_candidate_verify_email (fixture->server, token, &outcome, &error));
  g_assert_no_error (error);
  return outcome;
}

static void
make_verified (ModelFixture *fixture, Pupil *pupil, const char *email)
{
  g_autofree char *token = NULL;
  g_autoptr (MchMail) mail = NULL;

  g_assert_cmpint (give (fixture, pupil, email), ==, MCH_OWN_DONE);
  mail = receive (fixture);
  token = dup_token (mail, "/adresse/");
  g_assert_cmpint (verify (fixture, token), ==, MCH_OWN_DONE);
}

static MchOwnOutcome
reset (ModelFixture *fixture, const char *token, const char *password)
{
  MchOwnOutcome outcome = MCH_OWN_WRONG;
  MchPasswordFaults faults;
  g_autoptr (GError) error = NULL;

  g_assert_true (
      mch_candidate_reset_password (fixture->server, token, password, &outcome, &faults, &error));
  g_assert_no_error (error);
  return outcome;
}

static guint
ask_reset (ModelFixture *fixture, const char *login, const char *address)
{
  guint wait = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_candidate_ask_reset (fixture->server, login, address, &wait, &error));
  g_assert_no_error (error);
  return wait;
}

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
  g_auto (Pupil) pupil = { 0 };

  make_active (fixture, &pupil, "Léa", "Petit");
  fixture->now_ms += 10 * SECOND;
  mch_candidate_give_email (fixture->server, pupil.candidate, MINE, "faux", HERE, &outcome, &wait,
                            &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, MCH_OWN_WRONG);
  assert_no_mail (fixture);

  g_assert_cmpint (give (fixture, &pupil, MINE), ==, MCH_OWN_DONE);
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM account WHERE email IS NOT NULL"),
      ==, 0);
  mail = receive (fixture);
  g_assert_cmpstr (mail->to, ==, MINE);
  g_assert_nonnull (strstr (mail->text, pupil.login));
  token = dup_token (mail, "/adresse/");
  g_assert_cmpuint (strlen (token), ==, 43);
  /* Looking at it, as guards of letter boxes do, changes nothing. */
  link = mch_candidate_find_link (fixture->server, token, "verify", &error);
  g_assert_cmpstr (link->email, ==, MINE);
  g_assert_null (mch_candidate_find_link (fixture->server, token, "reset", &error));
  g_assert_no_error (error);
  fixture->now_ms += 48 * HOUR - MINUTE;
  g_assert_cmpint (verify (fixture, token), ==, MCH_OWN_DONE);
  g_assert_cmpint (verify (fixture, token), ==, MCH_OWN_OVER);

  sign_in (fixture, &pupil, "Lea.Petit@FOYER.example", PASSWORD);
  sign_in (fixture, &pupil, pupil.login, PASSWORD);
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
  g_auto (Pupil) pupil = { 0 };

  make_active (fixture, &pupil, "Léa", "Petit");
  g_assert_cmpint (give (fixture, &pupil, "erreur@foyer.example"), ==, MCH_OWN_DONE);
  mail = receive (fixture);
  first = dup_token (mail, "/adresse/");
  make_verified (fixture, &pupil, MINE);
  g_assert_cmpint (verify (fixture, first), ==, MCH_OWN_OVER);

  g_assert_cmpint (give (fixture, &pupil, "lea@neuf.example"), ==, MCH_OWN_DONE);
  other = receive (fixture);
  late = dup_token (other, "/adresse/");
  fixture->now_ms += 48 * HOUR;
  g_assert_cmpint (verify (fixture, late), ==, MCH_OWN_OVER);
  sign_in (fixture, &pupil, MINE, PASSWORD);

  g_assert_cmpint (give (fixture, &pupil, "lea@neuf.example"), ==, MCH_OWN_DONE);
  third = receive (fixture);
  second = dup_token (third, "/adresse/");
  g_assert_cmpint (verify (fixture, second), ==, MCH_OWN_DONE);
  told = receive (fixture);
  g_assert_cmpint (told->kind, ==, MCH_MAIL_MOVED);
  g_assert_cmpstr (told->to, ==, MINE);
  g_assert_null (strstr (told->text, "lea@neuf"));
  sign_in (fixture, &pupil, "lea@neuf.example", PASSWORD);
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
  g_auto (Pupil) one = { 0 };
  g_auto (Pupil) other = { 0 };

  make_active (fixture, &one, "Léa", "Petit");
  other.person = fixture_import_one (fixture, ETAB_2, "Tom", "Grand", NULL, NULL);
  {
    g_autofree char *code = NULL;
    MchPasswordFaults faults;
    g_autoptr (MchCandidateSignIn) full = NULL;

    other.login = fixture_account (fixture, ETAB_2, other.person, &code);
    sign_in (fixture, &other, other.login, code);
    full =
        mch_candidate_choose_password (fixture->server, other.candidate, PASSWORD, &faults, NULL);
    g_assert_nonnull (full);
    sign_in (fixture, &other, other.login, PASSWORD);
  }
  /* Both have asked before either has verified: the first wins. */
  g_assert_cmpint (give (fixture, &other, MINE), ==, MCH_OWN_DONE);
  race = receive (fixture);
  token = dup_token (race, "/adresse/");
  make_verified (fixture, &one, MINE);
  g_assert_cmpint (verify (fixture, token), ==, MCH_OWN_TAKEN);

  g_assert_cmpint (give (fixture, &other, MINE), ==, MCH_OWN_DONE);
  to_owner = receive (fixture);
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
  g_assert_cmpint (give (fixture, &other, "parents@foyer.example"), ==, MCH_OWN_DONE);
  to_relative = receive (fixture);
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
  g_auto (Pupil) pupil = { 0 };

  make_active (fixture, &pupil, "Léa", "Petit");
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *email = g_strdup_printf ("a%u@foyer.example", i);

      waits += give (fixture, &pupil, email) == MCH_OWN_WAIT ? 1 : 0;
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
  g_auto (Pupil) pupil = { 0 };

  make_active (fixture, &pupil, "Léa", "Petit");
  make_verified (fixture, &pupil, MINE);
  g_assert_cmpuint (ask_reset (fixture, pupil.login, HERE), ==, 0);
  mail = receive (fixture);
  g_assert_cmpstr (mail->to, ==, MINE);
  late = dup_token (mail, "/nouveau-mot-de-passe/");
  fixture->now_ms += HOUR;
  g_assert_cmpint (reset (fixture, late, OTHER_PASSWORD), ==, MCH_OWN_OVER);

  g_assert_cmpuint (ask_reset (fixture, " LEA.PETIT@foyer.example ", HERE), ==, 0);
  again = receive (fixture);
  token = dup_token (again, "/nouveau-mot-de-passe/");
  session = mch_candidate_sign_in (fixture->server, pupil.login, PASSWORD, HERE, NULL, &error);
  g_assert_cmpint (session->outcome, ==, MCH_CANDIDATE_SIGNED_IN);
  g_assert_cmpint (reset (fixture, token, "court"), ==, MCH_OWN_REFUSED); /* CPT-13 */
  g_assert_cmpint (reset (fixture, token, OTHER_PASSWORD), ==, MCH_OWN_DONE);
  g_assert_cmpint (reset (fixture, token, PASSWORD), ==, MCH_OWN_OVER);
  g_assert_null (mch_candidate_authenticate (fixture->server, session->token, &error));
  told = receive (fixture);
  g_assert_cmpint (told->kind, ==, MCH_MAIL_PASSWORD);
  sign_in (fixture, &pupil, MINE, OTHER_PASSWORD);
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
  g_auto (Pupil) pupil = { 0 };

  make_active (fixture, &pupil, "Léa", "Petit");
  /* No address yet: nothing leaves, and nobody can tell. */
  g_assert_cmpuint (ask_reset (fixture, pupil.login, HERE), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    g_assert_cmpuint (ask_reset (fixture, unknown[i], HERE), ==, 0);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM mail"), ==,
                   1 + G_N_ELEMENTS (unknown));
  assert_no_mail (fixture);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM mail"), ==, 0);

  make_verified (fixture, &pupil, MINE);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *address = g_strdup_printf ("192.0.2.%u", i + 1);
      g_autoptr (MchMail) mail = NULL;

      ask_reset (fixture, pupil.login, address);
      mail = receive (fixture);
      g_assert_cmpint (mail->kind, ==, MCH_MAIL_RESET);
    }
  g_assert_cmpuint (ask_reset (fixture, pupil.login, "192.0.2.9"), ==, 0);
  assert_no_mail (fixture);
  for (guint i = 0; i < 10; i++)
    waits += ask_reset (fixture, "nobody.else", HERE) > 0 ? 1 : 0;
  g_assert_cmpuint (waits, ==, 5);
}

static MchSlipResult *
mail_resets (ModelFixture *fixture, const char *act, const char *person)
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

/* The default is a link; a new slip all the same is a stated act, logged and told. */
static void
test_staff (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *edition = NULL;
  g_autofree char *act = fixture_uuid (fixture);
  g_autofree char *second = NULL;
  g_autofree char *token = NULL;
  g_autofree char *state = NULL;
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchWireSlip) slip = NULL;
  g_autoptr (MchSlipResult) refused = NULL;
  g_autoptr (MchSlipResult) mailed = NULL;
  g_autoptr (MchSlipResult) resent = NULL;
  g_autoptr (MchSlipResult) printed = NULL;
  g_autoptr (MchSlipResult) lost = NULL;
  g_autoptr (MchMail) link = NULL;
  g_autoptr (MchMail) told = NULL;
  g_autoptr (MchMail) last = NULL;
  g_autoptr (MchCandidateSignIn) dead = NULL;
  g_auto (Pupil) pupil = { 0 };

  make_active (fixture, &pupil, "Léa", "Petit");
  refused = mail_resets (fixture, act, pupil.person);
  g_assert_cmpint (refused->outcome, ==, MCH_SLIP_REFUSED);
  g_assert_cmpstr (refused->message_key, ==, "no_email");
  make_verified (fixture, &pupil, MINE);

  edition = fixture_edition (fixture, "xavier", ETAB, "regenerate", &error);
  g_assert_no_error (error);
  slip = fixture_slip (pupil.person, 2, &code);
  g_clear_pointer (&refused, mch_slip_result_free);
  refused = fixture_submit (fixture, "xavier", edition, slip);
  g_assert_cmpint (refused->outcome, ==, MCH_SLIP_REFUSED);
  g_assert_cmpstr (refused->message_key, ==, "verified_email");
  sign_in (fixture, &pupil, pupil.login, PASSWORD);

  mailed = mail_resets (fixture, act, pupil.person);
  g_assert_cmpint (mailed->outcome, ==, MCH_SLIP_MAILED);
  resent = mail_resets (fixture, act, pupil.person);
  g_assert_cmpint (resent->outcome, ==, MCH_SLIP_MAILED);
  link = receive (fixture);
  g_assert_cmpint (link->kind, ==, MCH_MAIL_STAFF_RESET);
  g_assert_nonnull (strstr (link->text, "LP Jules Haag"));
  assert_no_mail (fixture);
  g_assert_cmpuint (fixture_count_audit (fixture, "regenerate.mail"), ==, 1);
  sign_in (fixture, &pupil, pupil.login, PASSWORD); /* until the link is used */

  slip->despite_email = TRUE;
  printed = fixture_submit (fixture, "xavier", edition, slip);
  g_assert_cmpint (printed->outcome, ==, MCH_SLIP_REGENERATED);
  told = receive (fixture);
  g_assert_cmpint (told->kind, ==, MCH_MAIL_SLIP);
  g_assert_cmpstr (told->to, ==, MINE);
  g_assert_cmpuint (fixture_count_audit (fixture, "regenerate.despite-email"), ==, 1);
  token = dup_token (link, "/nouveau-mot-de-passe/");
  g_assert_cmpint (reset (fixture, token, OTHER_PASSWORD), ==, MCH_OWN_OVER);

  /* The paper is lost in its turn: it is void before the link is used. */
  g_assert_true (fixture_is_live (fixture, ETAB, MCH_KIND_SLIP, pupil.person));
  second = fixture_uuid (fixture);
  lost = mail_resets (fixture, second, pupil.person);
  g_assert_cmpint (lost->outcome, ==, MCH_SLIP_MAILED);
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_SLIP, pupil.person));
  fixture->now_ms += 10 * SECOND;
  dead = mch_candidate_sign_in (fixture->server, pupil.login, code, HERE, NULL, &error);
  g_assert_cmpint (dead->outcome, ==, MCH_CANDIDATE_WRONG);
  last = receive (fixture);
  g_free (token);
  token = dup_token (last, "/nouveau-mot-de-passe/");
  fixture->now_ms += 47 * HOUR;
  g_assert_cmpint (reset (fixture, token, OTHER_PASSWORD), ==, MCH_OWN_DONE);
  sign_in (fixture, &pupil, pupil.login, OTHER_PASSWORD);
  state = fixture_value (fixture, ETAB, MCH_KIND_ACCOUNT, pupil.person, "state");
  g_assert_cmpstr (state, ==, "active");
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
  g_auto (Pupil) pupil = { 0 };

  make_active (fixture, &pupil, "Léa", "Petit");
  make_verified (fixture, &pupil, MINE);
  edition = fixture_edition (fixture, "xavier", ETAB, "regenerate", &error);
  slip = fixture_slip (pupil.person, 2, NULL);
  slip->despite_email = TRUE;
  printed = fixture_submit (fixture, "xavier", edition, slip);
  g_assert_cmpint (printed->outcome, ==, MCH_SLIP_REGENERATED);
  told = receive (fixture);
  g_assert_true (fixture_is_live (fixture, ETAB, MCH_KIND_SLIP, pupil.person));
  ask_reset (fixture, MINE, HERE);
  link = receive (fixture);
  token = dup_token (link, "/nouveau-mot-de-passe/");
  g_assert_cmpint (reset (fixture, token, OTHER_PASSWORD), ==, MCH_OWN_DONE);
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
  g_auto (Pupil) pupil = { 0 };

  make_active (fixture, &pupil, "Léa", "Petit");
  make_verified (fixture, &pupil, MINE);
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
  told = receive (fixture);
  g_assert_cmpint (told->kind, ==, MCH_MAIL_PASSWORD);
  sign_in (fixture, &pupil, pupil.login, OTHER_PASSWORD);
}

typedef struct
{
  ModelFixture *fixture;
  const char *holder;
  GPtrArray *ids;
} Worker;

static gpointer
take_all (gpointer data)
{
  Worker *worker = data;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (MchMail) mail = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (mch_mail_take (worker->fixture->server, worker->holder, &mail, &error));
      g_assert_no_error (error);
      more = mail != NULL;
      if (more)
        {
          g_ptr_array_add (worker->ids, g_strdup (mail->id));
          g_assert_true (mch_mail_sent (worker->fixture->server, worker->holder, mail, &error));
        }
    }
  return NULL;
}

/* Four senders on one database: each message is taken by one of them. */
static void
test_senders (ModelFixture *fixture, gconstpointer data)
{
  static const char *const holders[] = { "a", "b", "c", "d" };
  Worker workers[G_N_ELEMENTS (holders)];
  GThread *threads[G_N_ELEMENTS (holders)];
  guint n = 0;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (Pupil) pupil = { 0 };

  make_active (fixture, &pupil, "Léa", "Petit");
  make_verified (fixture, &pupil, MINE);
  for (guint i = 0; i < 24; i++)
    {
      g_autofree char *act = fixture_uuid (fixture);
      g_autoptr (MchSlipResult) result = mail_resets (fixture, act, pupil.person);

      g_assert_cmpint (result->outcome, ==, MCH_SLIP_MAILED);
    }
  for (guint i = 0; i < G_N_ELEMENTS (holders); i++)
    {
      workers[i] = (Worker){ fixture, holders[i], g_ptr_array_new () };
      threads[i] = g_thread_new (holders[i], take_all, &workers[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (holders); i++)
    {
      g_thread_join (threads[i]);
      n += workers[i].ids->len;
      for (guint j = 0; j < workers[i].ids->len; j++)
        g_assert_true (g_hash_table_add (seen, workers[i].ids->pdata[j]));
      g_ptr_array_unref (workers[i].ids);
    }
  g_assert_cmpuint (n, ==, 24);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool,
                                   "SELECT COUNT (*) FROM mail WHERE state = 'sent'"
                                   " AND body IS NULL"),
                   ==, 26 - 1);
}

/* What does not leave is tried again and again, and given up when its link is over; a sender that
 * has died holds nothing for long. */
static void
test_tries (ModelFixture *fixture, gconstpointer data)
{
  guint tries = 0;
  gint64 due = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchMail) held = NULL;
  g_autoptr (GPtrArray) listed = NULL;
  const MchMailEntry *entry;
  g_auto (Pupil) pupil = { 0 };

  make_active (fixture, &pupil, "Léa", "Petit");
  make_verified (fixture, &pupil, MINE);
  ask_reset (fixture, MINE, HERE);
  held = take (fixture);
  g_assert_nonnull (held);
  assert_no_mail (fixture); /* the one who has it has ten minutes */
  fixture->now_ms += 10 * MINUTE;
  for (guint i = 0; i < 200; i++, fixture->now_ms += MINUTE)
    {
      g_autoptr (MchMail) mail = take (fixture);

      if (mail == NULL)
        continue;
      tries++;
      g_assert_cmpstr (mail->id, ==, held->id);
      g_assert_true (mch_mail_not_sent (fixture->server, "one", mail, "not now", FALSE, &error));
    }
  g_assert_cmpuint (tries, >=, 3);
  g_assert_cmpuint (tries, <=, 60);
  listed = mch_mail_list (fixture->server, 10, &error);
  g_assert_cmpuint (listed->len, ==, 1);
  entry = listed->pdata[0];
  g_assert_cmpstr (entry->state, ==, "failed");
  g_assert_cmpstr (entry->fault, ==, "not now");
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM mail WHERE body IS NOT NULL"), ==,
      0);

  ask_reset (fixture, MINE, "192.0.2.7");
  g_clear_pointer (&held, mch_mail_free);
  held = take (fixture);
  g_assert_true (mch_mail_not_sent (fixture->server, "one", held, "never", TRUE, &error));
  g_assert_true (mch_mail_hurry (fixture->server, &due, &error));
  g_assert_cmpint (due, ==, 0);
  assert_no_mail (fixture);
  fixture->now_ms += MCH_MAIL_KEPT_MS;
  g_assert_true (mch_mail_purge (fixture->server, &error));
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM mail"), ==, 0);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM portal_link"), ==, 0);
}

/* Whoever has the database without the pepper finds neither an address nor a link in a message. */
static gboolean
find_clear (MchDb *db, gpointer data, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query (db, error, "SELECT body FROM mail");

  g_assert_nonnull (result);
  while (mch_db_result_next (result))
    {
      gsize length;
      const guint8 *body = mch_db_result_get_blob (result, 0, &length);

      g_assert_null (memmem (body, length, MINE, strlen (MINE)));
      g_assert_null (memmem (body, length, "https", 5));
      (*(guint *) data)++;
    }
  return TRUE;
}

static void
test_sealed (ModelFixture *fixture, gconstpointer data)
{
  guint n = 0;
  g_autoptr (MchMail) mail = NULL;
  g_auto (Pupil) pupil = { 0 };

  make_active (fixture, &pupil, "Léa", "Petit");
  g_assert_cmpint (give (fixture, &pupil, MINE), ==, MCH_OWN_DONE);
  mch_db_pool_read (fixture->db.pool, find_clear, &n, NULL);
  mail = take (fixture); /* written out, not gone */
  mch_db_pool_read (fixture->db.pool, find_clear, &n, NULL);
  g_assert_cmpuint (n, ==, 2);
  db_fixture_exec (fixture->db.pool, "UPDATE mail SET id = 'another', due_ms = 0");
  assert_no_mail (fixture); /* a row that was moved is not sent */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/server/mail/CPT-22-verify", test_verify);
  MODEL_TEST ("/server/mail/CPT-25-change", test_change);
  MODEL_TEST ("/server/mail/CPT-10-taken", test_taken);
  MODEL_TEST ("/server/mail/give-slows", test_give_slows);
  MODEL_TEST ("/server/mail/CPT-02-reset", test_reset);
  MODEL_TEST ("/server/mail/CPT-02-strangers", test_reset_strangers);
  MODEL_TEST ("/server/mail/CPT-02-shreds", test_reset_shreds);
  MODEL_TEST ("/server/mail/ACC-38-staff", test_staff);
  MODEL_TEST ("/server/mail/CPT-25-password", test_change_password);
  MODEL_TEST ("/server/mail/senders", test_senders);
  MODEL_TEST ("/server/mail/tries", test_tries);
  MODEL_TEST ("/server/mail/sealed", test_sealed);
  return g_test_run ();
}
