/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of imports and taking one back: what it made goes, what it changed comes back, what
 * somebody has done since stays. B24, B25, INS-11. */
#include "model-fixture.h"

#include <string.h>

#include "server/db/mch-records.h"
#include "server/model/mch-imports.h"
#include "vault/mch-digest.h"

static MchOpResult *
import (ModelFixture *fixture, const char *op, GPtrArray *changes)
{
  g_autoptr (GHashTable) meta = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  MchOpResult *result;
  JsonObject *object;
  MchOpRequest request = { .login = "anna",
                           .op = op,
                           .scope = ETAB,
                           .kind = MCH_OP_IMPORT,
                           .made_ms = fixture->now_ms,
                           .meta = meta,
                           .changes = changes };

  g_hash_table_insert (meta, (gpointer) "file", (gpointer) "élèves.csv");
  g_hash_table_insert (meta, (gpointer) "sha", (gpointer) "abc");
  g_hash_table_insert (meta, (gpointer) "rows", (gpointer) "10");
  g_hash_table_insert (meta, (gpointer) "rejected", (gpointer) "2");
  text = mch_ops_commit (fixture->server, &request, &error);
  g_assert_no_error (error);
  object = mch_wire_parse (text, strlen (text), &error);
  result = mch_op_result_from_json (object, &error);
  g_assert_no_error (error);
  json_object_unref (object);
  return result;
}

static MchImportUndo *
undo_as (ModelFixture *fixture, const char *op, const char *id, GError **error)
{
  g_autofree char *text = mch_imports_undo (fixture->server, "bela", op, ETAB, id, error);
  MchImportUndo *undo;
  JsonObject *object;

  if (text == NULL)
    return NULL;
  object = mch_wire_parse (text, strlen (text), error);
  undo = mch_import_undo_from_json (object, error);
  json_object_unref (object);
  return undo;
}

static MchImportUndo *
undo_import (ModelFixture *fixture, const char *id)
{
  g_autofree char *op = fixture_uuid (fixture);
  g_autoptr (GError) error = NULL;
  MchImportUndo *undo = undo_as (fixture, op, id, &error);

  g_assert_no_error (error);
  return undo;
}

/* Everything that desktops see of pupils, as one digest: no version, no place in the feed. */
typedef struct
{
  GString *text;
} State;

static gboolean
read_state (MchDb *db, gpointer data, GError **error)
{
  State *state = data;
  g_autoptr (MchDbResult) result = NULL;

  g_string_truncate (state->text, 0);
  result = mch_db_query (db, error,
                         "SELECT kind, id, data FROM record WHERE scope = $1 AND deleted = 0"
                         " ORDER BY kind, id",
                         MCH_DB_TEXT (ETAB));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    g_string_append_printf (state->text, "%s %s %s\n", mch_db_result_get_text (result, 0),
                            mch_db_result_get_text (result, 1), mch_db_result_get_text (result, 2));
  return TRUE;
}

static char *
dup_state (ModelFixture *fixture)
{
  g_autoptr (GString) text = g_string_new (NULL);
  State state = { text };
  g_autoptr (GError) error = NULL;

  mch_db_pool_read (fixture->db.pool, read_state, &state, &error);
  g_assert_no_error (error);
  return mch_digest_hex (text->str, text->len);
}

static guint
count (const MchImportUndo *undo, MchUndoGroup group)
{
  return undo->groups[group]->len;
}

static void
change_one (ModelFixture *fixture, MchChange *change)
{
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) result = NULL;

  g_ptr_array_add (changes, change);
  result = fixture_commit (fixture, "carl", ETAB, MCH_OP_EDIT, changes);
  g_assert_cmpuint (result->applied, ==, 1);
}

static void
test_list (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *first = fixture_uuid (fixture);
  g_autofree char *second = fixture_uuid (fixture);
  g_autofree char *known = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (GPtrArray) more = fixture_changes ();
  g_autofree char *new_one = fixture_pupil (fixture, changes, "Paul", "Roy", "2009-03-01", NULL);
  g_autofree char *another = fixture_pupil (fixture, more, "Zoé", "Aubin", "2009-03-01", NULL);
  g_autoptr (MchOpResult) one = NULL;
  g_autoptr (MchOpResult) two = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) older = NULL;
  g_autoptr (GError) error = NULL;
  const MchImportRun *run;

  g_ptr_array_add (changes, fixture_update (MCH_KIND_PERSON, known, "city", "", "Dole"));
  fixture->now_ms += MINUTE;
  one = import (fixture, first, changes);
  fixture->now_ms += MINUTE;
  two = import (fixture, second, more);
  runs = mch_imports_list (fixture->server, ETAB, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 3);
  run = runs->pdata[1];
  g_assert_cmpstr (run->id, ==, first);
  g_assert_cmpstr (run->login, ==, "anna");
  g_assert_cmpstr (run->file, ==, "élèves.csv");
  g_assert_cmpstr (run->digest, ==, "abc");
  g_assert_cmpint (run->rows, ==, 10);
  g_assert_cmpint (run->created, ==, 1);
  g_assert_cmpint (run->updated, ==, 1);
  g_assert_cmpint (run->rejected, ==, 2);
  g_assert_cmpint (run->unchanged, ==, 6);
  g_assert_null (run->undone_by);
  older = mch_imports_list (fixture->server, ETAB, run->at_ms, run->id, &error);
  g_assert_cmpuint (older->len, ==, 1);
}

/* The sentence of the contract: the same state, whoever was made, changed or left alone. */
static void
test_undo (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *op = fixture_uuid (fixture);
  g_autofree char *undo_op = fixture_uuid (fixture);
  g_autofree char *known = fixture_import_one (fixture, ETAB, "Léa", "Petit", "123456789AB", NULL);
  g_autofree char *before = dup_state (fixture);
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autofree char *made = fixture_pupil (fixture, changes, "Paul", "Roy", "2009-03-01", NULL);
  g_autofree char *same =
      fixture_pupil (fixture, changes, "Lea", "PETIT", "2009-03-01", "123456789AB");
  g_autoptr (MchOpResult) result = NULL;
  g_autoptr (MchImportUndo) undo = NULL;
  g_autoptr (MchImportUndo) replayed = NULL;
  g_autoptr (MchImportUndo) again = NULL;
  g_autoptr (MchOpResult) back = NULL;
  g_autofree char *second = fixture_uuid (fixture);
  g_autoptr (GError) error = NULL;

  mch_change_set (changes->pdata[2], "city", NULL, "Dole");
  result = import (fixture, op, changes);
  g_assert_cmpuint (result->merged->len, ==, 2);
  undo = undo_as (fixture, undo_op, op, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (undo, MCH_UNDO_REMOVED), ==, 2);
  g_assert_cmpuint (count (undo, MCH_UNDO_KEPT) + count (undo, MCH_UNDO_IMPOSSIBLE), ==, 0);
  after = dup_state (fixture);
  g_assert_cmpstr (after, ==, before);
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_PERSON, made));
  g_assert_cmpuint (fixture_count_audit (fixture, "import.undo"), ==, 1);

  /* A lost answer is asked for again; another time there is nothing left. */
  replayed = undo_as (fixture, undo_op, op, &error);
  g_assert_cmpuint (count (replayed, MCH_UNDO_REMOVED), ==, 2);
  again = undo_import (fixture, op);
  g_assert_cmpuint (count (again, MCH_UNDO_REMOVED), ==, 0);
  g_assert_null (undo_as (fixture, undo_op, undo_op, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_MISMATCH);
  g_clear_error (&error);
  g_assert_null (undo_as (fixture, made, made, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_NOT_FOUND);

  /* The same pupil may come again. */
  g_ptr_array_set_size (changes, 0);
  g_free (made);
  made = fixture_pupil (fixture, changes, "Paul", "Roy", "2009-03-01", NULL);
  back = import (fixture, second, changes);
  g_assert_cmpuint (back->applied, ==, 2);
}

/* Somebody's work since the import is not undone with it. */
static void
test_undo_edited (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *op = fixture_uuid (fixture);
  g_autofree char *known = fixture_import_one (fixture, ETAB, "Léa", "Petit", NULL, NULL);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autofree char *edited = fixture_pupil (fixture, changes, "Paul", "Roy", "2009-03-01", NULL);
  g_autofree char *put_back = fixture_pupil (fixture, changes, "Zoé", "Aubin", "2009-03-01", NULL);
  g_autofree char *city = NULL;
  g_autofree char *phone = NULL;
  g_autoptr (MchOpResult) result = NULL;
  g_autoptr (MchImportUndo) undo = NULL;
  const MchUndoPupil *pupil;
  MchChange *both = fixture_update (MCH_KIND_PERSON, known, "city", "", "Dole");

  mch_change_set (both, "phone", "", "0199005501");
  g_ptr_array_add (changes, both);
  result = import (fixture, op, changes);
  g_assert_cmpuint (result->applied, ==, 5);
  change_one (fixture, fixture_update (MCH_KIND_PERSON, edited, "city", "", "Vesoul"));
  change_one (fixture, fixture_update (MCH_KIND_PERSON, put_back, "city", "", "Vesoul"));
  change_one (fixture, fixture_update (MCH_KIND_PERSON, put_back, "city", "Vesoul", ""));
  change_one (fixture, fixture_update (MCH_KIND_PERSON, known, "city", "Dole", "Lons"));

  undo = undo_import (fixture, op);
  g_assert_cmpuint (count (undo, MCH_UNDO_REMOVED), ==, 1);
  g_assert_cmpuint (count (undo, MCH_UNDO_KEPT), ==, 2);
  g_assert_true (fixture_is_live (fixture, ETAB, MCH_KIND_PERSON, edited));
  g_assert_false (fixture_is_live (fixture, ETAB, MCH_KIND_PERSON, put_back));
  for (guint i = 0; i < 2; i++)
    {
      pupil = undo->groups[MCH_UNDO_KEPT]->pdata[i];
      g_assert_cmpstr (pupil->fields[0], ==, "city");
      g_assert_null (pupil->fields[1]);
    }
  /* Of who was known before, the value that nobody touched came back. */
  city = fixture_value (fixture, ETAB, MCH_KIND_PERSON, known, "city");
  phone = fixture_value (fixture, ETAB, MCH_KIND_PERSON, known, "phone");
  g_assert_cmpstr (city, ==, "Lons");
  g_assert_null (phone);
}

/* Who has an account, was finalised or withdrew is there to stay. */
static void
test_undo_impossible (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *op = fixture_uuid (fixture);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autofree char *account = fixture_pupil (fixture, changes, "Paul", "Roy", "2009-03-01", NULL);
  g_autofree char *finalised = fixture_pupil (fixture, changes, "Zoé", "Aubin", "2009-03-01", NULL);
  g_autofree char *withdrawn = fixture_pupil (fixture, changes, "Léa", "Petit", "2009-03-01", NULL);
  const char *finalised_id = ((MchChange *) changes->pdata[3])->id;
  const char *withdrawn_id = ((MchChange *) changes->pdata[5])->id;
  g_autofree char *login = NULL;
  g_autoptr (MchOpResult) result = import (fixture, op, changes);
  g_autoptr (MchImportUndo) undo = NULL;
  g_autoptr (GString) reasons = g_string_new (NULL);

  fixture->now_ms += MINUTE;
  login = fixture_account (fixture, ETAB, account, NULL);
  change_one (fixture, fixture_update (MCH_KIND_PERSON, finalised, "sex", "", "F"));
  change_one (fixture,
              fixture_update (MCH_KIND_CANDIDATURE, finalised_id, "specialty_code", "", "31224"));
  change_one (fixture, fixture_update (MCH_KIND_CANDIDATURE, finalised_id, "state",
                                       MCH_STATE_PRE_REGISTERED, MCH_STATE_REGISTERED));
  change_one (fixture, fixture_update (MCH_KIND_CANDIDATURE, withdrawn_id, "state",
                                       MCH_STATE_PRE_REGISTERED, MCH_STATE_WITHDRAWN));
  undo = undo_import (fixture, op);
  g_assert_cmpuint (count (undo, MCH_UNDO_IMPOSSIBLE), ==, 3);
  for (guint i = 0; i < 3; i++)
    g_string_append_printf (reasons, "%s ",
                            ((MchUndoPupil *) undo->groups[MCH_UNDO_IMPOSSIBLE]->pdata[i])->reason);
  g_assert_nonnull (strstr (reasons->str, "account "));
  g_assert_nonnull (strstr (reasons->str, "finalised "));
  g_assert_nonnull (strstr (reasons->str, "withdrawn "));
  g_assert_true (fixture_is_live (fixture, ETAB, MCH_KIND_PERSON, account));
}

static void
test_undo_closed (ModelFixture *fixture, gconstpointer data)
{
  static const char *const closed[] = { "registration=2026-10-01T08:00/2026-11-01T17:00", NULL };
  g_autofree char *op = fixture_uuid (fixture);
  g_autofree char *undo_op = fixture_uuid (fixture);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autofree char *person = fixture_pupil (fixture, changes, "Paul", "Roy", "2009-03-01", NULL);
  g_autoptr (MchOpResult) result = import (fixture, op, changes);
  g_autoptr (GError) error = NULL;

  mch_directory_set_service (fixture->server, ACADEMY, "CAP", "2027-06", NULL, closed, &error);
  g_assert_no_error (error);
  g_assert_null (undo_as (fixture, undo_op, op, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_REGISTRATION_CLOSED);
  g_assert_true (fixture_is_live (fixture, ETAB, MCH_KIND_PERSON, person));
}

typedef struct
{
  GPtrArray *persons;      /* owned ids */
  GPtrArray *candidatures; /* owned ids */
} Cohort;

static const char *const cities[] = { "", "Dole", "Vesoul", "Lons" };

static void
add_random_new (ModelFixture *fixture, GPtrArray *changes, guint n)
{
  g_autofree char *family = g_strdup_printf ("Nouveau %c%c", 'a' + n % 26, 'a' + n / 26 % 26);
  g_autofree char *id = fixture_pupil (fixture, changes, "Camille", family, "2009-03-01", NULL);
}

static void
add_random_update (ModelFixture *fixture, GPtrArray *changes, const Cohort *cohort)
{
  guint i = g_test_rand_int_range (0, (gint32) cohort->persons->len);
  gboolean of_person = g_test_rand_bit ();
  MchKind kind = of_person ? MCH_KIND_PERSON : MCH_KIND_CANDIDATURE;
  const char *id = of_person ? cohort->persons->pdata[i] : cohort->candidatures->pdata[i];
  const char *name = of_person ? "city" : "division";
  g_autofree char *now = fixture_value (fixture, ETAB, kind, id, name);

  for (guint j = 0; j < changes->len; j++)
    if (strcmp (((MchChange *) changes->pdata[j])->id, id) == 0)
      return;
  g_ptr_array_add (changes,
                   fixture_update (kind, id, name, now, cities[g_test_rand_int_range (0, 4)]));
}

/* Imports upon imports, taken back from the newest to the oldest: every state is met again. */
static void
test_random (ModelFixture *fixture, gconstpointer data)
{
  enum
  {
    ROUNDS = 6
  };
  Cohort cohort = { g_ptr_array_new_with_free_func (g_free),
                    g_ptr_array_new_with_free_func (g_free) };
  char *states[ROUNDS];
  char *ops[ROUNDS];
  guint made = 0;

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *family = g_strdup_printf ("Connu %c", 'a' + i);
      char *candidature = NULL;

      g_ptr_array_add (cohort.persons,
                       fixture_import_one (fixture, ETAB, "Camille", family, NULL, &candidature));
      g_ptr_array_add (cohort.candidatures, candidature);
    }
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GPtrArray) changes = fixture_changes ();
      g_autoptr (MchOpResult) result = NULL;
      gint64 live =
          db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM record WHERE deleted = 0");

      states[round] = dup_state (fixture);
      ops[round] = fixture_uuid (fixture);
      for (gint n = g_test_rand_int_range (1, 12); n > 0; n--)
        if (g_test_rand_bit ())
          add_random_new (fixture, changes, made++);
        else
          add_random_update (fixture, changes, &cohort);
      fixture->now_ms += MINUTE;
      result = import (fixture, ops[round], changes);
      g_assert_cmpuint (result->rejected->len + result->conflicts->len, ==, 0);
      /* An import never removes anybody. */
      g_assert_cmpint (
          db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM record WHERE deleted = 0"), >=,
          live);
    }
  for (guint round = ROUNDS; round > 0; round--)
    {
      g_autoptr (MchImportUndo) undo = undo_import (fixture, ops[round - 1]);
      g_autofree char *state = dup_state (fixture);

      g_test_message ("round %u: %u taken back", round, count (undo, MCH_UNDO_REMOVED));
      g_assert_cmpuint (count (undo, MCH_UNDO_KEPT) + count (undo, MCH_UNDO_IMPOSSIBLE), ==, 0);
      g_assert_cmpstr (state, ==, states[round - 1]);
      g_free (states[round - 1]);
      g_free (ops[round - 1]);
    }
  g_ptr_array_unref (cohort.persons);
  g_ptr_array_unref (cohort.candidatures);
}

/* Many pupils: the whole scope is read at once, and the answer is the same. */
static void
test_many (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *op = fixture_uuid (fixture);
  g_autofree char *before = dup_state (fixture);
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) result = NULL;
  g_autoptr (MchImportUndo) undo = NULL;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *ine = g_strdup_printf ("%09uAB", i);
      g_autofree char *id =
          fixture_pupil (fixture, changes, "Camille", "Durand", "2009-03-01", ine);
    }
  result = import (fixture, op, changes);
  g_assert_cmpuint (result->applied, ==, 600);
  undo = undo_import (fixture, op);
  g_assert_cmpuint (count (undo, MCH_UNDO_REMOVED), ==, 300);
  after = dup_state (fixture);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM person_key"), ==, 0);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM candidature"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/model/imports/list", test_list);
  MODEL_TEST ("/model/imports/undo", test_undo);
  MODEL_TEST ("/model/imports/undo-edited", test_undo_edited);
  MODEL_TEST ("/model/imports/undo-impossible", test_undo_impossible);
  MODEL_TEST ("/model/imports/undo-closed", test_undo_closed);
  MODEL_TEST ("/model/imports/random", test_random);
  MODEL_TEST ("/model/imports/many", test_many);
  return g_test_run ();
}
