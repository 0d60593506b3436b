/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finalising on the server: the reference's blockers, numbers that are given once, versions and
 * their history. REG-37, REG-42, REG-51, REG-59; a reference file's way to the desktops. */
#include "model-fixture.h"

#include <string.h>

#include "core/mch-error.h"
#include "protocol/mch-wire-history.h"
#include "server/model/mch-feed.h"
#include "server/model/mch-references.h"

static char *
read_shipped (const char *name, gsize *ret_length)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("MACHAON_SOURCE_ROOT"), "data", "reference", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, ret_length, &error);
  g_assert_no_error (error);
  return text;
}

static void
load (ModelFixture *fixture, const char *name)
{
  gsize length;
  g_autofree char *text = read_shipped (name, &length);
  g_autoptr (GError) error = NULL;
  g_auto (MchReferenceLoad) loaded = { 0 };

  mch_references_load (fixture->server, text, length, &loaded, &error);
  g_assert_no_error (error);
}

static MchOpResult *
change_one (ModelFixture *fixture, const char *scope, MchChange *change)
{
  g_autoptr (GPtrArray) changes = fixture_changes ();

  g_ptr_array_add (changes, change);
  return fixture_commit (fixture, "anna", scope, MCH_OP_EDIT, changes);
}

static MchChange *
state_change (const char *id, const char *from, const char *to)
{
  return fixture_update (MCH_KIND_CANDIDATURE, id, "state", from, to);
}

static MchOpResult *
finalise (ModelFixture *fixture, const char *scope, const char *id)
{
  return change_one (fixture, scope,
                     state_change (id, MCH_STATE_PRE_REGISTERED, MCH_STATE_REGISTERED));
}

/* @pairs: "name=value" between "|". */
static void
set_values (ModelFixture *fixture, const char *scope, MchKind kind, const char *id,
            const char *pairs)
{
  g_autoptr (MchOpResult) result = NULL;
  g_auto (GStrv) parts = g_strsplit (pairs, "|", -1);
  MchChange *change = mch_change_new_update (kind, id, 1);

  for (char **part = parts; *part != NULL; part++)
    {
      char *equals = strchr (*part, '=');
      g_autofree char *name = g_strndup (*part, (gsize) (equals - *part));
      g_autofree char *now = fixture_value (fixture, scope, kind, id, name);

      mch_change_set (change, name, now, equals + 1);
    }
  result = change_one (fixture, scope, change);
  for (guint i = 0; i < result->rejected->len; i++)
    g_test_message ("%s: %s", ((MchOpRejected *) result->rejected->pdata[i])->name,
                    ((MchOpRejected *) result->rejected->pdata[i])->code);
  g_assert_cmpuint (result->rejected->len, ==, 0);
  g_assert_cmpuint (result->applied, ==, 1);
}

/* A pupil of a CAP whom nothing stands against. (transfer full): the candidature's id */
static char *
ready_pupil (ModelFixture *fixture, const char *scope, const char *given, const char *family,
             const char *ine, char **ret_person)
{
  char *id = NULL;
  g_autofree char *person = fixture_import_one (fixture, scope, given, family, ine, &id);

  set_values (fixture, scope, MCH_KIND_PERSON, person, "sex=F");
  set_values (fixture, scope, MCH_KIND_CANDIDATURE, id,
              "specialty_code=31224|category=122|passage=globale|tests=EG5=Anglais");
  if (ret_person != NULL)
    *ret_person = g_steal_pointer (&person);
  return id;
}

static char *
value (ModelFixture *fixture, const char *id, const char *name)
{
  return fixture_value (fixture, ETAB, MCH_KIND_CANDIDATURE, id, name);
}

static char *
service_value (ModelFixture *fixture, const char *scope, const char *name)
{
  return fixture_value (fixture, scope, MCH_KIND_SERVICE, SESSION, name);
}

/* Loading is idempotent, checked as a whole, and seen by every establishment of every académie. */
static void
test_load (ModelFixture *fixture, gconstpointer data)
{
  gsize length;
  gint64 seq;
  g_autofree char *text = read_shipped ("cap.reference", &length);
  g_autofree char *here = NULL;
  g_autofree char *there = NULL;
  g_autofree char *version = NULL;
  g_autofree char *domain = NULL;
  g_autofree char *back = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (MchReferenceLoad) first = { 0 };
  g_auto (MchReferenceLoad) again = { 0 };
  g_auto (MchReferenceLoad) bad = { 0 };

  g_assert_true (mch_references_load (fixture->server, text, length, &first, &error));
  g_assert_true (first.changed);
  g_assert_cmpuint (first.n_sessions, ==, 1);
  here = service_value (fixture, ETAB, "reference");
  there = service_value (fixture, ETAB_2, "reference");
  version = service_value (fixture, "acad:" ACADEMY, "reference_version");
  g_assert_cmpstr (here, ==, first.digest);
  g_assert_cmpstr (there, ==, first.digest);
  g_assert_cmpstr (version, ==, "2027.1");
  back = mch_references_dup_text (fixture->server, first.digest, &domain, &error);
  g_assert_cmpstr (back, ==, text);
  g_assert_cmpstr (domain, ==, "CAP");

  seq = db_fixture_ask (fixture->db.pool, "SELECT SUM (seq) FROM scope");
  g_assert_true (mch_references_load (fixture->server, text, length, &again, &error));
  g_assert_false (again.changed);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT SUM (seq) FROM scope"), ==, seq);
  g_assert_cmpuint (fixture_count_audit (fixture, "reference.load"), ==, 1);

  memcpy (strstr (text, "[settings]"), "[stettins]", strlen ("[settings]"));
  g_assert_false (mch_references_load (fixture->server, text, length, &bad, &error));
  g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (mch_references_dup_text (fixture->server, "nothing", &domain, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_NOT_FOUND);
}

/* A file for one session goes before the one for all; a session that is opened later has it. */
static void
test_load_for_session (ModelFixture *fixture, gconstpointer data)
{
  gsize length;
  g_autofree char *text = read_shipped ("cap.reference", &length);
  g_autoptr (GString) special = g_string_new (text);
  g_autofree char *of_june = NULL;
  g_autofree char *of_next = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (MchReferenceLoad) all = { 0 };
  g_auto (MchReferenceLoad) june = { 0 };

  g_string_replace (special, "version = 2027.1", "version = essai\nsession = 2027-06", 1);
  mch_references_load (fixture->server, text, length, &all, &error);
  mch_references_load (fixture->server, special->str, special->len, &june, &error);
  g_assert_no_error (error);
  mch_directory_add_session (fixture->server, "CAP", "2028-06", ACADEMY, &error);
  g_assert_no_error (error);
  of_june = service_value (fixture, ETAB, "reference");
  of_next = fixture_value (fixture, ETAB, MCH_KIND_SERVICE, "CAP/2028-06", "reference");
  g_assert_cmpstr (of_june, ==, june.digest);
  g_assert_cmpstr (of_next, ==, all.digest);
}

/* domain.md, section 3: a setting of the exam office is one of the possible values. */
static void
test_settings (ModelFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *setting;
    gboolean good;
  } cases[] = {
    { "upload=none", TRUE },
    { "upload=maybe", FALSE },
    { "withdrawal=office", TRUE },
    { "tabs=identification, tests", TRUE },
    { "tabs=identification,x", FALSE },
    { "return=2026-12-01/2026-12-22", TRUE },
    { "return=tomorrow", FALSE },
    { "reference=abc", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *const settings[] = { cases[i].setting, NULL };
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", cases[i].setting);
      g_assert_cmpint (mch_directory_set_service (fixture->server, ACADEMY, "CAP", "2027-06", NULL,
                                                  settings, &error),
                       ==, cases[i].good);
    }
}

/* Nothing is finalised with a blocker, whatever a desktop sends; with the reference as without. */
static void
test_blockers (ModelFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *values;
    const char *rejected;
  } steps[] = {
    { NULL, "sex:missing specialty_code:missing category:missing passage:missing" },
    { "specialty_code=99999|category=122|passage=globale",
      "sex:missing specialty_code:not_in_reference" },
    { "specialty_code=31224|category=132",
      "sex:missing category:not_in_reference tests:not_chosen" },
    { "category=122|tests=EF1=Klingon; EG5=Anglais", "sex:missing tests:not_offered" },
    { "tests=EF1=Italien; EG5=Anglais", "sex:missing" },
  };
  g_autofree char *id = NULL;
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, &id);
  g_autoptr (MchOpResult) done = NULL;

  load (fixture, "cap.reference");
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (MchOpResult) result = NULL;
      g_autoptr (GString) seen = g_string_new (NULL);
      g_autofree char *state = NULL;

      if (steps[i].values != NULL)
        set_values (fixture, ETAB, MCH_KIND_CANDIDATURE, id, steps[i].values);
      result = finalise (fixture, ETAB, id);
      for (guint j = 0; j < result->rejected->len; j++)
        {
          const MchOpRejected *rejected = result->rejected->pdata[j];

          g_string_append_printf (seen, "%s%s:%s", j > 0 ? " " : "", rejected->name,
                                  rejected->code);
        }
      g_assert_cmpstr (seen->str, ==, steps[i].rejected);
      state = value (fixture, id, "state");
      g_assert_cmpstr (state, ==, MCH_STATE_PRE_REGISTERED);
    }
  set_values (fixture, ETAB, MCH_KIND_PERSON, person, "sex=F");
  done = finalise (fixture, ETAB, id);
  g_assert_cmpuint (done->applied, ==, 1);
}

/* REG-37, REG-42: eleven digits a person, a rank and a version a registration; kept over sessions
 * and shared by no two. */
static void
test_numbers (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = NULL;
  g_autofree char *id = ready_pupil (fixture, ETAB, "Léa", "Petit", "123456789AB", &person);
  g_autofree char *other_person = NULL;
  g_autofree char *other = ready_pupil (fixture, ETAB, "Paul", "Roy", NULL, &other_person);
  g_autofree char *number = NULL;
  g_autofree char *other_number = NULL;
  g_autofree char *rank = NULL;
  g_autofree char *version = NULL;
  g_autofree char *second_rank = NULL;
  g_autofree char *second_id = fixture_uuid (fixture);
  g_autofree char *same_number = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchRecord) second = mch_record_new (MCH_KIND_CANDIDATURE, second_id);
  g_autoptr (MchOpResult) one = finalise (fixture, ETAB, id);
  g_autoptr (MchOpResult) two = finalise (fixture, ETAB, other);
  g_autoptr (MchOpResult) made = NULL;

  g_assert_cmpuint (one->applied + two->applied, ==, 2);
  number = fixture_value (fixture, ETAB, MCH_KIND_PERSON, person, "candidate_number");
  other_number = fixture_value (fixture, ETAB, MCH_KIND_PERSON, other_person, "candidate_number");
  rank = value (fixture, id, "registration_number");
  version = value (fixture, id, "registration_version");
  g_assert_cmpuint (strspn (number, "0123456789"), ==, 11);
  g_assert_true (g_str_has_prefix (number, "026"));
  g_assert_cmpstr (number, !=, other_number);
  g_assert_cmpstr (rank, ==, "001");
  g_assert_cmpstr (version, ==, "1");

  /* Another exam of the same person: the same number, the next rank. */
  mch_directory_add_session (fixture->server, "BCP", "2027-06", ACADEMY, &error);
  g_assert_no_error (error);
  mch_record_set (second, "person", person);
  mch_record_set (second, "session", "BCP/2027-06");
  mch_record_set (second, "state", MCH_STATE_PRE_REGISTERED);
  mch_record_set (second, "specialty_code", "31212");
  g_ptr_array_add (changes, mch_change_new_create (second));
  g_ptr_array_add (changes,
                   state_change (second_id, MCH_STATE_PRE_REGISTERED, MCH_STATE_REGISTERED));
  made = fixture_commit (fixture, "anna", ETAB, MCH_OP_EDIT, changes);
  g_assert_cmpuint (made->applied, ==, 2);
  second_rank = value (fixture, second_id, "registration_number");
  g_assert_cmpstr (second_rank, ==, "002");
  same_number = fixture_value (fixture, ETAB, MCH_KIND_PERSON, person, "candidate_number");
  g_assert_cmpstr (same_number, ==, number);
}

/* A number that a file brought is that person's, and nobody else is registered under it. */
static void
test_brought_number (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = NULL;
  g_autofree char *id = ready_pupil (fixture, ETAB, "Léa", "Petit", "123456789AB", &person);
  g_autofree char *thief = NULL;
  g_autofree char *other = ready_pupil (fixture, ETAB_2, "Paul", "Roy", "223456789AB", &thief);
  g_autofree char *number = NULL;
  g_autoptr (MchOpResult) one = NULL;
  g_autoptr (MchOpResult) two = NULL;
  g_autoptr (MchOpResult) typed = NULL;

  set_values (fixture, ETAB, MCH_KIND_PERSON, person, "candidate_number=02012345678");
  set_values (fixture, ETAB_2, MCH_KIND_PERSON, thief, "candidate_number=02012345678");
  one = finalise (fixture, ETAB, id);
  g_assert_cmpuint (one->applied, ==, 1);
  number = fixture_value (fixture, ETAB, MCH_KIND_PERSON, person, "candidate_number");
  g_assert_cmpstr (number, ==, "02012345678");
  two = finalise (fixture, ETAB_2, other);
  g_assert_cmpuint (two->applied, ==, 0);
  g_assert_cmpstr (((MchOpRejected *) two->rejected->pdata[0])->code, ==, "number_taken");
  /* It is not typed over any more, either. */
  typed = change_one (
      fixture, ETAB,
      fixture_update (MCH_KIND_PERSON, person, "candidate_number", "02012345678", "02099999999"));
  g_assert_cmpstr (((MchOpRejected *) typed->rejected->pdata[0])->code, ==, "not_editable");
}

typedef struct
{
  const char *what;
  MchKind kind;
  const char *values;
  const char *version; /* afterwards */
} VersionStep;

/* REG-51: one saved modification, one version; what the confirmation does not show is none. */
static void
test_versions (ModelFixture *fixture, gconstpointer data)
{
  static const VersionStep steps[] = {
    { "a class", MCH_KIND_CANDIDATURE, "division=CAP2", "2" },
    { "two fields at once", MCH_KIND_CANDIDATURE, "passage=progressive|tests=EG5=Italien; -EP3",
      "3" },
    { "a name", MCH_KIND_PERSON, "family_name=Petite", "4" },
    { "a note", MCH_KIND_PERSON, "to_correct=phone=12", "4" },
    { "the number of before", MCH_KIND_PERSON, "ocean_number=123", "4" },
  };
  g_autofree char *person = NULL;
  g_autofree char *id = ready_pupil (fixture, ETAB, "Léa", "Petit", "123456789AB", &person);
  g_autofree char *at_first = NULL;
  g_autoptr (GPtrArray) both = fixture_changes ();
  g_autofree char *last = NULL;
  g_autoptr (MchOpResult) registered = NULL;
  g_autoptr (MchOpResult) once = NULL;
  g_autoptr (MchOpResult) twice = NULL;

  load (fixture, "cap.reference");
  at_first = value (fixture, id, "registration_version");
  g_assert_null (at_first);
  registered = finalise (fixture, ETAB, id);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *version = NULL;

      set_values (fixture, ETAB, steps[i].kind, steps[i].kind == MCH_KIND_PERSON ? person : id,
                  steps[i].values);
      version = value (fixture, id, "registration_version");
      g_test_message ("%s", steps[i].what);
      g_assert_cmpstr (version, ==, steps[i].version);
    }
  /* Person and registration in one operation: one modification. */
  g_ptr_array_add (both, fixture_update (MCH_KIND_PERSON, person, "city", "", "Dole"));
  g_ptr_array_add (both, fixture_update (MCH_KIND_CANDIDATURE, id, "division", "CAP2", "CAP3"));
  once = fixture_commit (fixture, "anna", ETAB, MCH_OP_EDIT, both);
  g_assert_cmpuint (once->applied, ==, 2);
  last = value (fixture, id, "registration_version");
  g_assert_cmpstr (last, ==, "5");
}

/* Who, when, from, to; a lost conflict is told as such. */
static void
test_history (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = NULL;
  g_autofree char *id = ready_pupil (fixture, ETAB, "Léa", "Petit", "123456789AB", &person);
  g_autoptr (MchOpResult) registered = finalise (fixture, ETAB, id);
  g_autoptr (MchOpResult) lost = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  const MchHistoryLine *entry = NULL;
  guint n_kept = 0;

  fixture->now_ms += MINUTE;
  set_values (fixture, ETAB, MCH_KIND_CANDIDATURE, id, "division=CAP2");
  lost =
      change_one (fixture, ETAB, fixture_update (MCH_KIND_CANDIDATURE, id, "division", "", "CAP9"));
  g_assert_cmpuint (lost->conflicts->len, ==, 1);
  entries = mch_feed_history (fixture->server, ETAB, MCH_KIND_CANDIDATURE, id, MCH_WIRE_MAX_HISTORY,
                              &error);
  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      const MchHistoryLine *one = entries->pdata[i];

      n_kept += one->kept;
      if (strcmp (one->name, "division") == 0 && one->kept)
        entry = one;
    }
  g_assert_cmpuint (n_kept, ==, entries->len - 1);
  g_assert_cmpstr (entry->before, ==, NULL);
  g_assert_cmpstr (entry->after, ==, "CAP2");
  g_assert_cmpstr (entry->by, ==, "anna");
  g_assert_cmpint (entry->at_ms, ==, fixture->now_ms);
}

/* What is finalised stays whole: a change that would leave it with a blocker is refused. */
static void
test_stays_whole (ModelFixture *fixture, gconstpointer data)
{
  static const struct
  {
    MchKind kind;
    const char *name;
    const char *from;
    const char *to;
    const char *code;
  } cases[] = {
    { MCH_KIND_CANDIDATURE, "specialty_code", "31224", "", "missing" },
    { MCH_KIND_CANDIDATURE, "category", "122", "132", "not_in_reference" },
    { MCH_KIND_CANDIDATURE, "tests", "EG5=Anglais", "", "not_chosen" },
    { MCH_KIND_PERSON, "sex", "F", "", "missing" },
  };
  g_autofree char *person = NULL;
  g_autofree char *id = ready_pupil (fixture, ETAB, "Léa", "Petit", "123456789AB", &person);
  g_autoptr (MchOpResult) registered = NULL;

  load (fixture, "cap.reference");
  registered = finalise (fixture, ETAB, id);
  g_assert_cmpuint (registered->applied, ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MchOpResult) result =
          change_one (fixture, ETAB,
                      fixture_update (cases[i].kind, cases[i].kind == MCH_KIND_PERSON ? person : id,
                                      cases[i].name, cases[i].from, cases[i].to));

      g_test_message ("%s", cases[i].name);
      g_assert_cmpuint (result->applied, ==, 0);
      g_assert_cmpstr (((MchOpRejected *) result->rejected->pdata[0])->code, ==, cases[i].code);
    }
}

/* REG-59: a withdrawn registration is not reactivated; a new one may be made by hand. */
static void
test_register_again (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = NULL;
  g_autofree char *id = ready_pupil (fixture, ETAB, "Léa", "Petit", "123456789AB", &person);
  g_autofree char *new_id = fixture_uuid (fixture);
  g_autofree char *rank = NULL;
  g_autoptr (MchOpResult) registered = finalise (fixture, ETAB, id);
  g_autoptr (MchOpResult) withdrawn =
      change_one (fixture, ETAB, state_change (id, MCH_STATE_REGISTERED, MCH_STATE_WITHDRAWN));
  g_autoptr (MchRecord) again = mch_record_new (MCH_KIND_CANDIDATURE, new_id);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) imported = NULL;
  g_autoptr (MchOpResult) made = NULL;

  mch_record_set (again, "person", person);
  mch_record_set (again, "session", SESSION);
  mch_record_set (again, "state", MCH_STATE_PRE_REGISTERED);
  mch_record_set (again, "specialty_code", "31224");
  g_ptr_array_add (changes, mch_change_new_create (again));
  /* An import brings nobody back by itself. */
  imported = fixture_commit (fixture, "anna", ETAB, MCH_OP_IMPORT, changes);
  g_assert_cmpuint (imported->merged->len, ==, 1);
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_CANDIDATURE, new_id));
  g_ptr_array_add (changes, state_change (new_id, MCH_STATE_PRE_REGISTERED, MCH_STATE_REGISTERED));
  made = fixture_commit (fixture, "anna", ETAB, MCH_OP_EDIT, changes);
  g_assert_cmpuint (made->applied, ==, 2);
  rank = value (fixture, new_id, "registration_number");
  g_assert_cmpstr (rank, ==, "002");
}

typedef struct
{
  ModelFixture *fixture;
  const char *scope;
  GPtrArray *ids;
  const char *login;
} Finaliser;

static gpointer
finalise_class (gpointer data)
{
  Finaliser *work = data;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) result = NULL;

  for (guint i = 0; i < work->ids->len; i++)
    g_ptr_array_add (changes, state_change (work->ids->pdata[i], MCH_STATE_PRE_REGISTERED,
                                            MCH_STATE_REGISTERED));
  result = fixture_commit (work->fixture, work->login, work->scope, MCH_OP_EDIT, changes);
  g_assert_cmpuint (result->rejected->len, ==, 0);
  return NULL;
}

/* Four desktops of two schools finalise at once, two of them the same class: nobody has two
 * numbers, no number is two persons', no registration counts twice. */
static void
test_finalise_at_once (ModelFixture *fixture, gconstpointer data)
{
  static const char *const logins[] = { "anna", "bela", "carl", "dora" };
  Finaliser work[G_N_ELEMENTS (logins)];
  GThread *threads[G_N_ELEMENTS (logins)];
  g_autoptr (GPtrArray) ours = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) theirs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *ine = g_strdup_printf ("%09uAB", i);
      g_autofree char *other_ine = g_strdup_printf ("%09uCD", i);

      g_ptr_array_add (ours, ready_pupil (fixture, ETAB, "Camille", "Durand", ine, NULL));
      g_ptr_array_add (theirs, ready_pupil (fixture, ETAB_2, "Camille", "Durand", other_ine, NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      work[i] = (Finaliser){ fixture, i < 2 ? ETAB : ETAB_2, i < 2 ? ours : theirs, logins[i] };
      threads[i] = g_thread_new (logins[i], finalise_class, &work[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM candidate_number"), ==,
                   24);
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT COUNT (DISTINCT person) FROM candidate_number"), ==,
      24);
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT MAX (last_rank) FROM candidate_number"), ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/model/registration/load", test_load);
  MODEL_TEST ("/model/registration/load-for-session", test_load_for_session);
  MODEL_TEST ("/model/registration/settings", test_settings);
  MODEL_TEST ("/model/registration/blockers", test_blockers);
  MODEL_TEST ("/model/registration/numbers", test_numbers);
  MODEL_TEST ("/model/registration/brought-number", test_brought_number);
  MODEL_TEST ("/model/registration/versions", test_versions);
  MODEL_TEST ("/model/registration/history", test_history);
  MODEL_TEST ("/model/registration/stays-whole", test_stays_whole);
  MODEL_TEST ("/model/registration/register-again", test_register_again);
  MODEL_TEST ("/model/registration/finalise-at-once", test_finalise_at_once);
  return g_test_run ();
}
