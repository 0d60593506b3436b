/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations: replays, merges, conflicts, states, the registration window, parts. */
#include "model-fixture.h"

#include <string.h>

#include "protocol/mch-wire-record.h"
#include "vault/mch-digest.h"

#define PUPILS 10000

static MchOpResult *
change_one (ModelFixture *fixture, const char *login, MchChange *change)
{
  g_autoptr (GPtrArray) changes = fixture_changes ();

  g_ptr_array_add (changes, change);
  return fixture_commit (fixture, login, ETAB, MCH_OP_EDIT, changes);
}

static const MchOpRejected *
rejected (const MchOpResult *result, guint index)
{
  g_assert_cmpuint (index, <, result->rejected->len);
  return result->rejected->pdata[index];
}

/* The same operation twice is applied once and answered alike; the id stands for nothing else. */
static void
test_replay (ModelFixture *fixture, gconstpointer data)
{
  gint64 seq;
  g_autofree char *op = fixture_uuid (fixture);
  g_autofree char *person = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) first = NULL;
  g_autoptr (MchOpResult) again = NULL;

  person = fixture_pupil (fixture, changes, "Léa", "Petit", "2009-03-01", NULL);
  first = fixture_commit_as (fixture, "anna", ETAB, op, changes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->applied, ==, 2);
  seq = db_fixture_ask (fixture->db.pool, "SELECT seq FROM scope WHERE id = '" ETAB "'");
  g_assert_cmpint (first->seq, ==, seq);
  again = fixture_commit_as (fixture, "anna", ETAB, op, changes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->applied, ==, 2);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT seq FROM scope WHERE id = '" ETAB "'"),
                   ==, seq);
  g_ptr_array_set_size (changes, 1);
  g_assert_null (fixture_commit_as (fixture, "anna", ETAB, op, changes, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_MISMATCH);
}

/* INS-14: what an import creates is pre-registered, whatever it says. */
static void
test_state_of_creation (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = NULL;
  g_autofree char *state = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) result = NULL;
  MchChange *candidature;

  person = fixture_pupil (fixture, changes, "Léa", "Petit", "2009-03-01", NULL);
  candidature = changes->pdata[1];
  state = g_strdup (g_hash_table_lookup (candidature->to, "state"));
  g_assert_cmpstr (state, ==, MCH_STATE_PRE_REGISTERED);
  mch_change_set (candidature, "state", NULL, MCH_STATE_REGISTERED);
  result = fixture_commit (fixture, "anna", ETAB, MCH_OP_IMPORT, changes);
  g_assert_cmpuint (result->applied, ==, 1);
  g_assert_cmpstr (rejected (result, 0)->name, ==, "state");
}

/* Two colleagues import the same file: one cohort, and what follows in the operation follows. */
static void
test_merge (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *division = NULL;
  g_autofree char *phone = NULL;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autoptr (GPtrArray) first = fixture_changes ();
  g_autoptr (GPtrArray) second = fixture_changes ();
  g_autoptr (MchOpResult) result = NULL;
  g_autoptr (MchOpResult) merged = NULL;

  one = fixture_pupil (fixture, first, "Élodie", "Le Goff", "2009-03-01", "123456789AB");
  mch_change_set (first->pdata[0], "city", NULL, "Dole");
  result = fixture_commit (fixture, "anna", ETAB, MCH_OP_IMPORT, first);
  g_assert_cmpuint (result->applied, ==, 2);

  two = fixture_pupil (fixture, second, "Elodie", "LE GOFF", "2009-03-01", "123456789AB");
  mch_change_set (second->pdata[0], "city", NULL, "Besançon");
  mch_change_set (second->pdata[0], "phone", NULL, "0381000000");
  mch_change_set (second->pdata[1], "division", NULL, "CAP2");
  g_ptr_array_add (second,
                   fixture_update (MCH_KIND_PERSON, two, "phone", "0381000000", "0381000001"));
  merged = fixture_commit (fixture, "bela", ETAB, MCH_OP_IMPORT, second);
  g_assert_cmpuint (merged->merged->len, ==, 2);
  g_assert_cmpstr (((MchOpMerged *) merged->merged->pdata[0])->id, ==, two);
  g_assert_cmpstr (((MchOpMerged *) merged->merged->pdata[0])->into, ==, one);
  g_assert_cmpuint (merged->conflicts->len, ==, 0);
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_PERSON, two));
  /* What the known record lacked was added, the rest left. */
  phone = fixture_value (fixture, ETAB, MCH_KIND_PERSON, one, "phone");
  g_assert_cmpstr (phone, ==, "0381000001");
  division = fixture_value (fixture, ETAB, MCH_KIND_PERSON, one, "city");
  g_assert_cmpstr (division, ==, "Dole");
  g_free (division);
  division = fixture_value (fixture, ETAB, MCH_KIND_CANDIDATURE,
                            ((MchChange *) first->pdata[1])->id, "division");
  g_assert_cmpstr (division, ==, "CAP2");
}

/* Twins and homonyms are not merged; nor is somebody else with the same INE. */
static void
test_no_merge (ModelFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *given;
    const char *family;
    const char *birth_date;
    const char *ine;
    gboolean other_person;
    guint applied;
    guint merged;
  } rows[] = {
    { "Antoine", "Aubin", "2009-03-01", NULL, FALSE, 2, 0 },
    { "Antoine", "Aubin", "2009-03-02", NULL, FALSE, 2, 0 },
    { "Antonin", "Aubin", "2009-03-01", NULL, FALSE, 2, 0 },
    { "Antoine", "Aubin", "2009-03-01", NULL, TRUE, 2, 0 }, /* "autre personne" */
    { "Antoine", "AUBIN", "2009-03-01", NULL, FALSE, 0, 2 },
    { "Jeanne", "Roy", "2009-05-05", "123456789CD", FALSE, 2, 0 },
    { "Paul", "Roy", "2009-05-05", "123456789CD", FALSE, 0, 0 }, /* her twin, her INE */
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) changes = fixture_changes ();
      g_autoptr (MchOpResult) result = NULL;
      g_autofree char *id = fixture_pupil (fixture, changes, rows[i].given, rows[i].family,
                                           rows[i].birth_date, rows[i].ine);

      if (rows[i].other_person)
        mch_change_set (changes->pdata[0], "other_person", NULL, "1");
      result = fixture_commit (fixture, "anna", ETAB, MCH_OP_IMPORT, changes);
      g_test_message ("row %u", i);
      g_assert_cmpuint (result->applied, ==, rows[i].applied);
      g_assert_cmpuint (result->merged->len, ==, rows[i].merged);
      if (rows[i].applied + rows[i].merged == 0)
        {
          g_assert_cmpstr (rejected (result, 0)->code, ==, "ine_conflict");
          g_assert_cmpstr (rejected (result, 1)->code, ==, "not_a_reference");
        }
    }
}

/* Disjoint fields merge; the same field is a conflict that says with what, whose and when. */
static void
test_conflict (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autofree char *city = NULL;
  gint64 when;
  const MchOpConflict *conflict;
  g_autoptr (MchOpResult) city_one = NULL;
  g_autoptr (MchOpResult) phone = NULL;
  g_autoptr (MchOpResult) same = NULL;
  g_autoptr (MchOpResult) lost = NULL;
  MchChange *both = fixture_update (MCH_KIND_PERSON, person, "city", "", "Vesoul");

  fixture->now_ms += MINUTE;
  when = fixture->now_ms;
  city_one =
      change_one (fixture, "anna", fixture_update (MCH_KIND_PERSON, person, "city", "", "Dole"));
  g_assert_cmpuint (city_one->applied, ==, 1);
  fixture->now_ms += MINUTE;
  phone = change_one (fixture, "bela",
                      fixture_update (MCH_KIND_PERSON, person, "phone", "", "0381000000"));
  g_assert_cmpuint (phone->applied, ==, 1);
  same = change_one (fixture, "bela", fixture_update (MCH_KIND_PERSON, person, "city", "", "Dole"));
  g_assert_cmpuint (same->unchanged, ==, 1);

  mch_change_set (both, "sex", "", "F");
  lost = change_one (fixture, "bela", both);
  g_assert_cmpuint (lost->applied, ==, 1); /* the other field */
  g_assert_cmpuint (lost->conflicts->len, ==, 1);
  conflict = lost->conflicts->pdata[0];
  g_assert_cmpstr (conflict->name, ==, "city");
  g_assert_cmpstr (conflict->mine, ==, "Vesoul");
  g_assert_cmpstr (conflict->theirs, ==, "Dole");
  g_assert_cmpstr (conflict->by, ==, "anna");
  g_assert_cmpint (conflict->at_ms, ==, when);
  city = fixture_value (fixture, ETAB, MCH_KIND_PERSON, person, "city");
  g_assert_cmpstr (city, ==, "Dole");
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM record_history WHERE kept = 0"), ==,
      1);
}

static void
test_rejected (ModelFixture *fixture, gconstpointer data)
{
  static const struct
  {
    MchKind kind;
    const char *name;
    const char *value;
    const char *code;
  } rows[] = {
    { MCH_KIND_PERSON, "ine", "12", "not_an_ine" },
    { MCH_KIND_PERSON, "shoe_size", "42", "unknown_field" },
    { MCH_KIND_PERSON, "birth_date", "2009-02-30", "impossible_date" },
    { MCH_KIND_PERSON, "family_name", "", "missing" },
    { MCH_KIND_CANDIDATURE, "registration_number", "1", "not_editable" },
    { MCH_KIND_CANDIDATURE, "person", "0192f0c1-0000-7000-8000-000000000001", "not_editable" },
    { MCH_KIND_CANDIDATURE, "state", "registered", "missing" }, /* blockers stand */
    { MCH_KIND_ACCOUNT, "state", "active", "not_editable" },
    { MCH_KIND_SERVICE, "papillons", "on", "not_editable" },
    { MCH_KIND_MEMBER, "state", "member", "not_editable" },
  };
  g_autofree char *candidature = NULL;
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, &candidature);
  g_autofree char *unknown = fixture_uuid (fixture);
  g_autoptr (MchOpResult) missing = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *id = rows[i].kind == MCH_KIND_CANDIDATURE ? candidature : person;
      g_autofree char *now = fixture_value (fixture, ETAB, rows[i].kind, id, rows[i].name);
      g_autoptr (MchOpResult) result = change_one (
          fixture, "anna", fixture_update (rows[i].kind, id, rows[i].name, now, rows[i].value));

      g_test_message ("%s=%s", rows[i].name, rows[i].value);
      g_assert_cmpuint (result->applied, ==, 0);
      g_assert_cmpstr (rejected (result, 0)->code, ==, rows[i].code);
    }
  missing =
      change_one (fixture, "anna", fixture_update (MCH_KIND_PERSON, unknown, "city", "", "Dole"));
  g_assert_cmpstr (rejected (missing, 0)->code, ==, "not_found");
}

/* pre_registered → registered when nothing blocks, back and again → withdrawn, and no way back. */
static void
test_states (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, &id);
  g_autoptr (GPtrArray) ready = fixture_changes ();
  g_autoptr (MchOpResult) registered = NULL;
  g_autoptr (MchOpResult) taken_back = NULL;
  g_autoptr (MchOpResult) withdrawn = NULL;
  g_autoptr (MchOpResult) back = NULL;
  g_autoptr (MchOpResult) half_back = NULL;

  g_ptr_array_add (ready, fixture_update (MCH_KIND_PERSON, person, "sex", "", "F"));
  g_ptr_array_add (ready,
                   fixture_update (MCH_KIND_CANDIDATURE, id, "specialty_code", "", "50022137"));
  g_ptr_array_add (ready, fixture_update (MCH_KIND_CANDIDATURE, id, "state",
                                          MCH_STATE_PRE_REGISTERED, MCH_STATE_REGISTERED));
  registered = fixture_commit (fixture, "anna", ETAB, MCH_OP_EDIT, ready);
  g_assert_cmpuint (registered->applied, ==, 3);
  taken_back = change_one (fixture, "anna",
                           fixture_update (MCH_KIND_CANDIDATURE, id, "state", MCH_STATE_REGISTERED,
                                           MCH_STATE_PRE_REGISTERED));
  g_assert_cmpuint (taken_back->applied, ==, 1);
  withdrawn = change_one (fixture, "anna",
                          fixture_update (MCH_KIND_CANDIDATURE, id, "state",
                                          MCH_STATE_PRE_REGISTERED, MCH_STATE_WITHDRAWN));
  g_assert_cmpuint (withdrawn->applied, ==, 1);
  back = change_one (fixture, "anna",
                     fixture_update (MCH_KIND_CANDIDATURE, id, "state", MCH_STATE_WITHDRAWN,
                                     MCH_STATE_REGISTERED));
  g_assert_cmpstr (rejected (back, 0)->code, ==, "not_a_state");
  half_back = change_one (fixture, "anna",
                          fixture_update (MCH_KIND_CANDIDATURE, id, "state", MCH_STATE_WITHDRAWN,
                                          MCH_STATE_PRE_REGISTERED));
  g_assert_cmpstr (rejected (half_back, 0)->code, ==, "not_a_state");
}

/* After closing nothing is applied and nothing is lost; the establishment's details stay open. */
static void
test_window (ModelFixture *fixture, gconstpointer data)
{
  static const char *const closed[] = { "registration=2026-10-01T08:00/2026-11-01T17:00", NULL };
  static const char *const open[] = { "registration=2026-10-01T08:00/2026-12-08T17:00", NULL };
  g_autofree char *id = NULL;
  g_autofree char *op = fixture_uuid (fixture);
  g_autofree char *person = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, &id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) late = NULL;
  g_autoptr (MchOpResult) of_person = NULL;
  g_autoptr (MchOpResult) contact = NULL;
  g_autoptr (MchOpResult) reopened = NULL;

  mch_directory_set_service (fixture->server, ACADEMY, "CAP", "2027-06", NULL, closed, &error);
  g_assert_no_error (error);
  g_ptr_array_add (changes, fixture_update (MCH_KIND_CANDIDATURE, id, "division", "", "CAP2"));
  late = fixture_commit_as (fixture, "anna", ETAB, op, changes, &error);
  g_assert_true (late->refused);
  g_assert_cmpstr (late->message_key, ==, "registration_closed");
  of_person =
      change_one (fixture, "anna", fixture_update (MCH_KIND_PERSON, person, "city", "", "Dole"));
  g_assert_true (of_person->refused);
  contact =
      change_one (fixture, "anna",
                  fixture_update (MCH_KIND_ESTABLISHMENT, "0250001A", "phone", "", "0381000000"));
  g_assert_false (contact->refused);
  g_assert_cmpuint (contact->applied, ==, 1);
  /* The client has kept it and sends it again when the office reopens. */
  mch_directory_set_service (fixture->server, ACADEMY, "CAP", "2027-06", NULL, open, &error);
  reopened = fixture_commit_as (fixture, "anna", ETAB, op, changes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reopened->applied, ==, 1);
}

static void
test_contact (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *confirmed = NULL;
  g_autoptr (MchOpResult) confirm = NULL;
  g_autoptr (MchOpResult) change = NULL;

  confirm = change_one (
      fixture, "anna",
      fixture_update (MCH_KIND_ESTABLISHMENT, "0250001A", "contact_confirmed", "", "1"));
  g_assert_cmpuint (confirm->applied, ==, 1);
  change =
      change_one (fixture, "anna",
                  fixture_update (MCH_KIND_ESTABLISHMENT, "0250001A", "phone", "", "0381000000"));
  confirmed =
      fixture_value (fixture, ETAB, MCH_KIND_ESTABLISHMENT, "0250001A", "contact_confirmed");
  g_assert_null (confirmed);
}

static void
test_audit (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *op = fixture_uuid (fixture);
  g_autofree char *one = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) meta = g_hash_table_new (g_str_hash, g_str_equal);
  MchOpRequest request = {
    .login = "anna", .op = op, .scope = ETAB, .kind = MCH_OP_AUDIT, .made_ms = 5, .meta = meta
  };

  g_hash_table_insert (meta, (gpointer) "action", (gpointer) "print");
  g_hash_table_insert (meta, (gpointer) "edition", (gpointer) "e1");
  one = mch_ops_commit (fixture->server, &request, &error);
  g_assert_no_error (error);
  again = mch_ops_commit (fixture->server, &request, &error);
  g_assert_cmpstr (one, ==, again);
  g_assert_cmpuint (fixture_count_audit (fixture, "print"), ==, 1);
  g_hash_table_insert (meta, (gpointer) "action", (gpointer) "generate");
  request.op = ETAB;
  g_assert_null (mch_ops_commit (fixture->server, &request, &error));
  g_assert_nonnull (error);
}

static void
stage (ModelFixture *fixture, const char *op, int n, GPtrArray *changes, guint first, guint many,
       GStrvBuilder *hashes)
{
  gsize length;
  char *text = mch_wire_part_to_text (changes, first, many, &length);
  g_autoptr (GBytes) body = g_bytes_new_take (text, length);
  g_autofree char *hash = mch_digest_hex (text, length);
  g_autoptr (GError) error = NULL;

  mch_ops_stage (fixture->server, "anna", op, n, body, hash, &error);
  g_assert_no_error (error);
  mch_ops_stage (fixture->server, "anna", op, n, body, hash, &error); /* harmless */
  g_assert_no_error (error);
  g_strv_builder_add (hashes, hash);
}

/* INS-11: ten thousand pupils in parts and one commit. */
static void
test_large_import (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *op = fixture_uuid (fixture);
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) hashes = NULL;
  gint64 start;
  MchOpRequest request = { .login = "anna", .op = op, .scope = ETAB, .kind = MCH_OP_IMPORT };

  for (guint i = 0; i < PUPILS; i++)
    {
      g_autofree char *ine = g_strdup_printf ("%09uAB", i);
      g_autofree char *id =
          fixture_pupil (fixture, changes, "Camille", "Durand", "2009-03-01", ine);
    }
  for (guint i = 0; i < changes->len; i += 500)
    {
      if (i == 1000)
        {
          g_autoptr (GStrvBuilder) few = g_strv_builder_new ();
          g_auto (GStrv) too_few = NULL;

          for (guint j = 0; j < 3; j++)
            g_strv_builder_add (few, "00");
          too_few = g_strv_builder_end (few);
          request.parts = (const char *const *) too_few;
          g_assert_null (mch_ops_commit (fixture->server, &request, &error));
          g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_MISMATCH);
          g_clear_error (&error);
        }
      stage (fixture, op, (int) (i / 500), changes, i, 500, builder);
    }
  g_strv_builder_add (builder, "one more");
  hashes = g_strv_builder_end (builder);
  request.parts = (const char *const *) hashes;
  g_assert_null (mch_ops_commit (fixture->server, &request, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_PARTS_MISSING);
  g_clear_error (&error);
  g_clear_pointer (&hashes[PUPILS * 2 / 500], g_free);
  start = g_get_monotonic_time ();
  text = mch_ops_commit (fixture->server, &request, &error);
  g_assert_no_error (error);
  g_test_message ("%d pupils: %.2f s", PUPILS, (double) (g_get_monotonic_time () - start) / 1e6);
  g_assert_nonnull (strstr (text, "\"applied\":20000"));
  again = mch_ops_commit (fixture->server, &request, &error);
  g_assert_cmpstr (again, ==, text);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM op_part"), ==, 0);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM person_key"), ==,
                   PUPILS);
}

static void
test_bad_parts (ModelFixture *fixture, gconstpointer data)
{
  static const char text[] = "{\"version\":1,\"changes\":[]}";
  g_autofree char *op = fixture_uuid (fixture);
  g_autofree char *hash = mch_digest_hex (text, strlen (text));
  g_autofree char *other_hash = mch_digest_hex ("{}", 2);
  g_autoptr (GBytes) body = g_bytes_new_static (text, strlen (text));
  g_autoptr (GBytes) other = g_bytes_new_static ("{}", 2);
  g_autoptr (GError) error = NULL;

  g_assert_false (mch_ops_stage (fixture->server, "anna", op, 0, body, other_hash, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_false (mch_ops_stage (fixture->server, "anna", "op", 0, body, hash, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_INVALID);
  g_clear_error (&error);
  mch_ops_stage (fixture->server, "anna", op, 0, body, hash, &error);
  g_assert_no_error (error);
  g_assert_false (mch_ops_stage (fixture->server, "anna", op, 0, other, other_hash, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_MISMATCH);
  g_clear_error (&error);
  /* The same id of a colleague is another operation. */
  mch_ops_stage (fixture->server, "bela", op, 0, other, other_hash, &error);
  g_assert_no_error (error);
  fixture->now_ms += 8 * DAY;
  mch_ops_purge (fixture->server, &error);
  g_assert_no_error (error);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM op_part"), ==, 0);
}

typedef struct
{
  ModelFixture *fixture;
  const char *login;
  guint applied;
  guint merged;
} Colleague;

static gpointer
import_class (gpointer data)
{
  Colleague *colleague = data;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) result = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *family = g_strdup_printf ("Durand %c", 'a' + i % 26);
      g_autofree char *given = g_strdup (i < 26 ? "Camille" : "Sacha");
      g_autofree char *id =
          fixture_pupil (colleague->fixture, changes, given, family, "2009-03-01", NULL);
    }
  result = fixture_commit (colleague->fixture, colleague->login, ETAB, MCH_OP_IMPORT, changes);
  colleague->applied = result->applied;
  colleague->merged = result->merged->len;
  return NULL;
}

/* INS-11: four colleagues at once, one class. */
static void
test_import_at_once (ModelFixture *fixture, gconstpointer data)
{
  static const char *const logins[] = { "anna", "bela", "carl", "dora" };
  Colleague colleagues[G_N_ELEMENTS (logins)];
  GThread *threads[G_N_ELEMENTS (logins)];
  guint applied = 0, merged = 0;

  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      colleagues[i] = (Colleague){ fixture, logins[i], 0, 0 };
      threads[i] = g_thread_new (logins[i], import_class, &colleagues[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_thread_join (threads[i]);
      applied += colleagues[i].applied;
      merged += colleagues[i].merged;
    }
  g_assert_cmpuint (applied, ==, 60);
  g_assert_cmpuint (merged, ==, 180);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM candidature"), ==, 30);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/model/ops/replay", test_replay);
  MODEL_TEST ("/model/ops/state-of-creation", test_state_of_creation);
  MODEL_TEST ("/model/ops/merge", test_merge);
  MODEL_TEST ("/model/ops/no-merge", test_no_merge);
  MODEL_TEST ("/model/ops/conflict", test_conflict);
  MODEL_TEST ("/model/ops/rejected", test_rejected);
  MODEL_TEST ("/model/ops/states", test_states);
  MODEL_TEST ("/model/ops/window", test_window);
  MODEL_TEST ("/model/ops/contact", test_contact);
  MODEL_TEST ("/model/ops/audit", test_audit);
  MODEL_TEST ("/model/ops/bad-parts", test_bad_parts);
  MODEL_TEST ("/model/ops/large-import", test_large_import);
  MODEL_TEST ("/model/ops/import-at-once", test_import_at_once);
  return g_test_run ();
}
