/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pupil who changes school: nothing leaks before, everything moves at once. Issue 4, point 2. */
#include "model-fixture.h"

#include <string.h>

#include "server/model/mch-candidate.h"
#include "server/model/mch-transfers.h"

#define INE "123456789AB"

static MchOpResult *
change_one (ModelFixture *fixture, const char *login, const char *scope, MchChange *change)
{
  g_autoptr (GPtrArray) changes = fixture_changes ();

  g_ptr_array_add (changes, change);
  return fixture_commit (fixture, login, scope, MCH_OP_EDIT, changes);
}

static void
set_value (ModelFixture *fixture, const char *scope, MchKind kind, const char *id, const char *name,
           const char *to)
{
  g_autofree char *now = fixture_value (fixture, scope, kind, id, name);
  g_autoptr (MchOpResult) result =
      change_one (fixture, "anna", scope, fixture_update (kind, id, name, now, to));

  g_assert_cmpuint (result->applied, ==, 1);
}

/* Somebody who is registered in the first school. */
static char *
register_pupil (ModelFixture *fixture, char **ret_candidature)
{
  char *id = NULL;
  char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", INE, &id);

  set_value (fixture, ETAB, MCH_KIND_PERSON, person, "sex", "F");
  set_value (fixture, ETAB, MCH_KIND_CANDIDATURE, id, "division", "1CAP");
  set_value (fixture, ETAB, MCH_KIND_CANDIDATURE, id, "specialty_code", "31224");
  set_value (fixture, ETAB, MCH_KIND_CANDIDATURE, id, "state", MCH_STATE_REGISTERED);
  *ret_candidature = id;
  return person;
}

static char *
ask (ModelFixture *fixture, const MchStaff *staff, const char *requested, const char *family,
     GError **error)
{
  g_autofree char *id = fixture_uuid (fixture);
  MchTransferRequest request = { id, ETAB_2, SESSION, requested, INE, "2009-03-01", family };

  return mch_transfers_ask (fixture->server, staff, &request, error);
}

static MchStaff *
agent (ModelFixture *fixture)
{
  static const char *const scopes[] = { "acad:" ACADEMY, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *invitation =
      mch_staff_add (fixture->server, "agent", NULL, MCH_ROLE_EXAM_OFFICE, scopes, &error);
  MchSignIn *sign_in;
  MchStaff *staff;

  g_assert_no_error (error);
  sign_in = fixture_activate (fixture, "agent", invitation, 9, &error);
  g_assert_no_error (error);
  staff = mch_staff_authenticate (fixture->server, sign_in->token, &error);
  g_assert_no_error (error);
  mch_sign_in_free (sign_in);
  return staff;
}

/* Create or import, with the name written in another way: refused, and nothing is said of the other
 * school; half the evidence is another human. */
static void
test_refused (ModelFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *family;
    const char *birth_date;
    const char *ine;
    gboolean refused;
  } rows[] = {
    { "PETIT", "2009-03-01", INE, TRUE },
    { "Petit", "2009-03-02", INE, FALSE },
    { "Grand", "2009-03-01", INE, FALSE },
    { "Petit", "2009-03-01", NULL, FALSE },
  };
  g_autofree char *candidature = NULL;
  g_autofree char *person = register_pupil (fixture, &candidature);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) changes = fixture_changes ();
      g_autoptr (MchOpResult) result = NULL;
      g_autofree char *id =
          fixture_pupil (fixture, changes, "Léa", rows[i].family, rows[i].birth_date, rows[i].ine);

      /* So that the rows do not meet each other. */
      mch_change_set (changes->pdata[0], "other_person", NULL, "1");
      result = fixture_commit (fixture, "bela", ETAB_2, i % 2 == 0 ? MCH_OP_IMPORT : MCH_OP_EDIT,
                               changes);
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (result->applied, ==, rows[i].refused ? 0 : 2);
      g_assert_cmpuint (result->rejected->len, ==, rows[i].refused ? 2 : 0);
      for (guint j = 0; j < result->rejected->len; j++)
        {
          const MchOpRejected *rejected = result->rejected->pdata[j];

          g_assert_cmpstr (rejected->code, ==, "registered_elsewhere");
          g_assert_cmpstr (rejected->name, ==, "");
        }
    }
}

/* Two schools have him pre-registered: who finalises first has him. */
static void
test_first_finalises (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *theirs = NULL;
  g_autofree char *their_person =
      fixture_import_one (fixture, ETAB_2, "Lea", "PETIT", INE, &theirs);
  g_autofree char *candidature = NULL;
  g_autofree char *person = register_pupil (fixture, &candidature);
  g_autoptr (MchOpResult) second = NULL;
  g_autoptr (MchOpResult) freed = NULL;

  set_value (fixture, ETAB_2, MCH_KIND_PERSON, their_person, "sex", "F");
  set_value (fixture, ETAB_2, MCH_KIND_CANDIDATURE, theirs, "specialty_code", "31224");
  second = change_one (fixture, "bela", ETAB_2,
                       fixture_update (MCH_KIND_CANDIDATURE, theirs, "state",
                                       MCH_STATE_PRE_REGISTERED, MCH_STATE_REGISTERED));
  g_assert_cmpstr (((MchOpRejected *) second->rejected->pdata[0])->code, ==,
                   "registered_elsewhere");
  /* Withdrawn there, he may be registered here. */
  set_value (fixture, ETAB, MCH_KIND_CANDIDATURE, candidature, "state", MCH_STATE_WITHDRAWN);
  freed = change_one (fixture, "bela", ETAB_2,
                      fixture_update (MCH_KIND_CANDIDATURE, theirs, "state",
                                      MCH_STATE_PRE_REGISTERED, MCH_STATE_REGISTERED));
  g_assert_cmpuint (freed->applied, ==, 1);
}

static void
test_ask (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *candidature = NULL;
  g_autofree char *person = register_pupil (fixture, &candidature);
  g_autofree char *requested = fixture_uuid (fixture);
  g_autoptr (MchStaff) zoe = fixture_staff (fixture, "zoe", ETAB_2);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ask (fixture, zoe, requested, "PETIT", &error);
  g_autofree char *again = ask (fixture, zoe, requested, "Petit", &error);
  g_autofree char *there = NULL;
  g_autofree char *name_here = NULL;
  g_autofree char *person_here = NULL;
  g_autofree char *who_there = NULL;
  g_autofree char *name_office = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (again, ==, id); /* one request for one pupil */
  there = fixture_value (fixture, ETAB, MCH_KIND_TRANSFER, id, "candidature");
  g_assert_cmpstr (there, ==, candidature);
  who_there = fixture_value (fixture, ETAB, MCH_KIND_TRANSFER, id, "establishment");
  g_assert_cmpstr (who_there, ==, "0250002B");
  /* Who asks learns nothing but that it was asked. */
  name_here = fixture_value (fixture, ETAB_2, MCH_KIND_TRANSFER, id, "from_name");
  person_here = fixture_value (fixture, ETAB_2, MCH_KIND_TRANSFER, id, "person");
  g_assert_null (name_here);
  g_assert_null (person_here);
  name_office = fixture_value (fixture, "acad:" ACADEMY, MCH_KIND_TRANSFER, id, "family_name");
  g_assert_cmpstr (name_office, ==, "Petit");

  g_assert_null (ask (fixture, zoe, requested, "Grand", &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (ask (fixture, zoe, "nobody", "Petit", &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_INVALID);
}

/* The school let him go before anybody asked: who asks has him at once. */
static void
test_agreed (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *candidature = NULL;
  g_autofree char *person = register_pupil (fixture, &candidature);
  g_autofree char *requested = fixture_uuid (fixture);
  g_autoptr (MchStaff) zoe = fixture_staff (fixture, "zoe", ETAB_2);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *state = NULL;
  g_autofree char *here = NULL;
  g_autofree char *version = NULL;
  g_autofree char *note = NULL;

  version =
      fixture_value (fixture, ETAB, MCH_KIND_CANDIDATURE, candidature, "registration_version");
  set_value (fixture, ETAB, MCH_KIND_CANDIDATURE, candidature, "transfer_agreed_on", "2026-10-12");
  note = fixture_value (fixture, ETAB, MCH_KIND_CANDIDATURE, candidature, "registration_version");
  g_assert_cmpstr (note, ==, version); /* no part of the registration */
  id = ask (fixture, zoe, requested, "Petit", &error);
  g_assert_no_error (error);
  state = fixture_value (fixture, ETAB_2, MCH_KIND_TRANSFER, id, "state");
  g_assert_cmpstr (state, ==, "accepted");
  here = fixture_value (fixture, ETAB_2, MCH_KIND_CANDIDATURE, candidature, "state");
  g_assert_cmpstr (here, ==, MCH_STATE_REGISTERED);
  g_free (note);
  note = fixture_value (fixture, ETAB_2, MCH_KIND_CANDIDATURE, candidature, "transfer_agreed_on");
  g_assert_null (note); /* the word of the old school went with him no further */
}

/* Once registration is closed it is the exam office's to decide, whatever the school said. */
static void
test_agreed_closed (ModelFixture *fixture, gconstpointer data)
{
  static const char *const closed[] = { "registration=2026-10-01T08:00/2026-11-01T17:00", NULL };
  g_autofree char *candidature = NULL;
  g_autofree char *person = register_pupil (fixture, &candidature);
  g_autofree char *requested = fixture_uuid (fixture);
  g_autoptr (MchStaff) zoe = fixture_staff (fixture, "zoe", ETAB_2);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *state = NULL;

  set_value (fixture, ETAB, MCH_KIND_CANDIDATURE, candidature, "transfer_agreed_on", "2026-10-12");
  mch_directory_set_service (fixture->server, ACADEMY, "CAP", "2027-06", NULL, closed, &error);
  g_assert_no_error (error);
  id = ask (fixture, zoe, requested, "Petit", &error);
  g_assert_no_error (error);
  state = fixture_value (fixture, ETAB_2, MCH_KIND_TRANSFER, id, "state");
  g_assert_cmpstr (state, ==, "asked");
  g_assert_true (fixture_is_live (fixture, ETAB, MCH_KIND_CANDIDATURE, candidature));
}

static void
test_refuse (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *candidature = NULL;
  g_autofree char *person = register_pupil (fixture, &candidature);
  g_autofree char *requested = fixture_uuid (fixture);
  g_autoptr (MchStaff) zoe = fixture_staff (fixture, "zoe", ETAB_2);
  g_autoptr (MchStaff) xavier = fixture_staff (fixture, "xavier", ETAB);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ask (fixture, zoe, requested, "Petit", &error);
  g_autofree char *state = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *office_name = NULL;

  /* Not by who asks. */
  g_assert_false (mch_transfers_decide (fixture->server, zoe, id, TRUE, NULL, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_FORBIDDEN);
  g_clear_error (&error);
  g_assert_true (mch_transfers_decide (fixture->server, xavier, id, FALSE, "Il est là", &error));
  g_assert_true (mch_transfers_decide (fixture->server, xavier, id, FALSE, NULL, &error));
  g_assert_false (mch_transfers_decide (fixture->server, xavier, id, TRUE, NULL, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_GONE);
  state = fixture_value (fixture, ETAB_2, MCH_KIND_TRANSFER, id, "state");
  reason = fixture_value (fixture, ETAB_2, MCH_KIND_TRANSFER, id, "reason");
  g_assert_cmpstr (state, ==, "refused");
  g_assert_cmpstr (reason, ==, "Il est là");
  office_name = fixture_value (fixture, "acad:" ACADEMY, MCH_KIND_TRANSFER, id, "family_name");
  g_assert_null (office_name);
  g_assert_true (fixture_is_live (fixture, ETAB, MCH_KIND_CANDIDATURE, candidature));
}

static void
check_value (ModelFixture *fixture, const char *scope, MchKind kind, const char *id,
             const char *name, const char *wanted)
{
  g_autofree char *seen = fixture_value (fixture, scope, kind, id, name);

  g_assert_cmpstr (seen, ==, wanted);
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
  return sign_in->outcome == MCH_CANDIDATE_SIGNED_IN;
}

/* Registration, number and account move in one transaction; the slip of the old school dies. */
static void
test_accept (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *candidature = NULL;
  g_autofree char *person = register_pupil (fixture, &candidature);
  g_autofree char *number =
      fixture_value (fixture, ETAB, MCH_KIND_PERSON, person, "candidate_number");
  g_autofree char *code = NULL;
  g_autofree char *login = fixture_account (fixture, ETAB, person, &code);
  g_autofree char *requested = fixture_uuid (fixture);
  g_autoptr (MchStaff) zoe = fixture_staff (fixture, "zoe", ETAB_2);
  g_autoptr (MchStaff) xavier = fixture_staff (fixture, "xavier", ETAB);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ask (fixture, zoe, requested, "Petit", &error);
  g_autoptr (MchOpResult) late = NULL;

  g_assert_true (code_works (fixture, login, code));
  g_assert_true (mch_transfers_decide (fixture->server, xavier, id, TRUE, NULL, &error));
  g_assert_no_error (error);

  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_CANDIDATURE, candidature));
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_PERSON, person));
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_ACCOUNT, person));
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_SLIP, person));
  check_value (fixture, ETAB_2, MCH_KIND_PERSON, person, "family_name", "Petit");
  check_value (fixture, ETAB_2, MCH_KIND_PERSON, person, "candidate_number", number);
  check_value (fixture, ETAB_2, MCH_KIND_CANDIDATURE, candidature, "state", MCH_STATE_REGISTERED);
  check_value (fixture, ETAB_2, MCH_KIND_CANDIDATURE, candidature, "registration_number", "001");
  check_value (fixture, ETAB_2, MCH_KIND_CANDIDATURE, candidature, "registration_version", "2");
  check_value (fixture, ETAB_2, MCH_KIND_CANDIDATURE, candidature, "division", NULL);
  check_value (fixture, ETAB_2, MCH_KIND_ACCOUNT, person, "login", login);
  check_value (fixture, ETAB_2, MCH_KIND_ACCOUNT, person, "owner", "1");
  check_value (fixture, ETAB_2, MCH_KIND_ACCOUNT, person, "state", "expired");
  check_value (fixture, ETAB_2, MCH_KIND_TRANSFER, id, "person", person);
  check_value (fixture, ETAB_2, MCH_KIND_TRANSFER, id, "requested", requested);
  g_assert_false (code_works (fixture, login, code));
  /* What the old school still had to send meets a tombstone. */
  late =
      change_one (fixture, "anna", ETAB,
                  fixture_update (MCH_KIND_CANDIDATURE, candidature, "division", "1CAP", "2CAP"));
  g_assert_cmpstr (((MchOpRejected *) late->rejected->pdata[0])->code, ==, "deleted");
  g_assert_cmpuint (fixture_count_audit (fixture, "transfer.accepted"), ==, 1);
}

/* The new school makes the slip that works. */
static void
test_new_slip (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *candidature = NULL;
  g_autofree char *person = register_pupil (fixture, &candidature);
  g_autofree char *login = fixture_account (fixture, ETAB, person, NULL);
  g_autofree char *requested = fixture_uuid (fixture);
  g_autofree char *code = NULL;
  g_autofree char *edition = NULL;
  g_autoptr (MchStaff) zoe = fixture_staff (fixture, "zoe", ETAB_2);
  g_autoptr (MchStaff) office = agent (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ask (fixture, zoe, requested, "Petit", &error);
  g_autoptr (MchWireSlip) slip = fixture_slip (person, 2, &code);
  g_autoptr (MchSlipResult) result = NULL;

  g_assert_true (mch_transfers_decide (fixture->server, office, id, TRUE, NULL, &error));
  fixture_key (fixture, zoe, ETAB_2);
  edition = fixture_edition (fixture, "zoe", ETAB_2, "regenerate", &error);
  g_assert_no_error (error);
  result = fixture_submit (fixture, "zoe", edition, slip);
  g_assert_cmpint (result->outcome, ==, MCH_SLIP_REGENERATED);
  g_assert_cmpstr (result->login, ==, login);
  g_assert_true (code_works (fixture, login, code));
}

/* Pre-registered here already, and registered for another exam there: what is known here stays, and
 * so does the other exam there. */
static void
test_accept_known (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *theirs = NULL;
  g_autofree char *their_person =
      fixture_import_one (fixture, ETAB_2, "Lea", "PETIT", INE, &theirs);
  g_autofree char *candidature = NULL;
  g_autofree char *person = register_pupil (fixture, &candidature);
  g_autofree char *other = fixture_uuid (fixture);
  g_autofree char *number =
      fixture_value (fixture, ETAB, MCH_KIND_PERSON, person, "candidate_number");
  g_autofree char *login = fixture_account (fixture, ETAB, person, NULL);
  g_autoptr (MchRecord) bcp = mch_record_new (MCH_KIND_CANDIDATURE, other);
  g_autoptr (MchStaff) zoe = fixture_staff (fixture, "zoe", ETAB_2);
  g_autoptr (MchStaff) xavier = fixture_staff (fixture, "xavier", ETAB);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autoptr (MchOpResult) made = NULL;

  mch_directory_add_session (fixture->server, "BCP", "2027-06", ACADEMY, &error);
  g_assert_no_error (error);
  mch_record_set (bcp, "person", person);
  mch_record_set (bcp, "session", "BCP/2027-06");
  mch_record_set (bcp, "state", MCH_STATE_PRE_REGISTERED);
  made = change_one (fixture, "anna", ETAB, mch_change_new_create (bcp));
  g_assert_cmpuint (made->applied, ==, 1);
  set_value (fixture, ETAB_2, MCH_KIND_CANDIDATURE, theirs, "division", "TCAP");
  id = ask (fixture, zoe, their_person, "Petit", &error);
  g_assert_no_error (error);
  g_assert_true (mch_transfers_decide (fixture->server, xavier, id, TRUE, NULL, &error));
  g_assert_no_error (error);

  g_assert_true (fixture_is_live (fixture, ETAB, MCH_KIND_PERSON, person));
  g_assert_true (fixture_is_live (fixture, ETAB, MCH_KIND_CANDIDATURE, other));
  check_value (fixture, ETAB, MCH_KIND_ACCOUNT, person, "login", NULL);
  check_value (fixture, ETAB, MCH_KIND_ACCOUNT, person, "owner", NULL);
  g_assert_false (fixture_is_live (fixture, ETAB_2, MCH_KIND_CANDIDATURE, theirs));
  check_value (fixture, ETAB_2, MCH_KIND_CANDIDATURE, candidature, "person", their_person);
  check_value (fixture, ETAB_2, MCH_KIND_CANDIDATURE, candidature, "division", "TCAP");
  check_value (fixture, ETAB_2, MCH_KIND_PERSON, their_person, "family_name", "PETIT");
  check_value (fixture, ETAB_2, MCH_KIND_PERSON, their_person, "candidate_number", number);
  check_value (fixture, ETAB_2, MCH_KIND_ACCOUNT, their_person, "login", login);
}

/* There, back, and there again: the same ids every time. */
static void
test_back_and_forth (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *candidature = NULL;
  g_autofree char *person = register_pupil (fixture, &candidature);
  g_autofree char *requested = fixture_uuid (fixture);
  g_autoptr (MchStaff) zoe = fixture_staff (fixture, "zoe", ETAB_2);
  g_autoptr (MchStaff) xavier = fixture_staff (fixture, "xavier", ETAB);

  for (guint i = 0; i < 3; i++)
    {
      gboolean there = i % 2 == 0;
      g_autoptr (GError) error = NULL;
      g_autofree char *id = fixture_uuid (fixture);
      MchTransferRequest request = { id,  there ? ETAB_2 : ETAB, SESSION, requested,
                                     INE, "2009-03-01",          "Petit" };
      g_autofree char *asked =
          mch_transfers_ask (fixture->server, there ? zoe : xavier, &request, &error);

      g_assert_no_error (error);
      g_assert_true (
          mch_transfers_decide (fixture->server, there ? xavier : zoe, asked, TRUE, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (
          fixture_is_live (fixture, there ? ETAB_2 : ETAB, MCH_KIND_CANDIDATURE, candidature));
      g_assert_false (
          fixture_is_live (fixture, there ? ETAB : ETAB_2, MCH_KIND_CANDIDATURE, candidature));
    }
}

/* The pupil withdrew, or registration is over: said, and nothing moves; the office may still. */
static void
test_too_late (ModelFixture *fixture, gconstpointer data)
{
  static const char *const closed[] = { "registration=2026-10-01T08:00/2026-11-01T17:00", NULL };
  g_autofree char *candidature = NULL;
  g_autofree char *person = register_pupil (fixture, &candidature);
  g_autofree char *requested = fixture_uuid (fixture);
  g_autoptr (MchStaff) zoe = fixture_staff (fixture, "zoe", ETAB_2);
  g_autoptr (MchStaff) xavier = fixture_staff (fixture, "xavier", ETAB);
  g_autoptr (MchStaff) office = agent (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ask (fixture, zoe, requested, "Petit", &error);

  mch_directory_set_service (fixture->server, ACADEMY, "CAP", "2027-06", NULL, closed, &error);
  g_assert_false (mch_transfers_decide (fixture->server, xavier, id, TRUE, NULL, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_REGISTRATION_CLOSED);
  g_clear_error (&error);
  g_assert_true (mch_transfers_decide (fixture->server, office, id, TRUE, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (fixture_is_live (fixture, ETAB_2, MCH_KIND_CANDIDATURE, candidature));
}

static void
test_gone (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *candidature = NULL;
  g_autofree char *person = register_pupil (fixture, &candidature);
  g_autofree char *requested = fixture_uuid (fixture);
  g_autoptr (MchStaff) zoe = fixture_staff (fixture, "zoe", ETAB_2);
  g_autoptr (MchStaff) xavier = fixture_staff (fixture, "xavier", ETAB);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = ask (fixture, zoe, requested, "Petit", &error);

  set_value (fixture, ETAB, MCH_KIND_CANDIDATURE, candidature, "state", MCH_STATE_WITHDRAWN);
  g_assert_false (mch_transfers_decide (fixture->server, xavier, id, TRUE, NULL, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_GONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/model/transfers/refused", test_refused);
  MODEL_TEST ("/model/transfers/first-finalises", test_first_finalises);
  MODEL_TEST ("/model/transfers/ask", test_ask);
  MODEL_TEST ("/model/transfers/agreed", test_agreed);
  MODEL_TEST ("/model/transfers/agreed-closed", test_agreed_closed);
  MODEL_TEST ("/model/transfers/refuse", test_refuse);
  MODEL_TEST ("/model/transfers/accept", test_accept);
  MODEL_TEST ("/model/transfers/new-slip", test_new_slip);
  MODEL_TEST ("/model/transfers/accept-known", test_accept_known);
  MODEL_TEST ("/model/transfers/back-and-forth", test_back_and_forth);
  MODEL_TEST ("/model/transfers/too-late", test_too_late);
  MODEL_TEST ("/model/transfers/gone", test_gone);
  return g_test_run ();
}
