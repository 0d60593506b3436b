/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Saisies hors ligne avant clôture": what is held, who decides, what becomes of it. */
#include "model-fixture.h"

#include <string.h>

#include "server/model/mch-late.h"

typedef struct
{
  ModelFixture *fixture;
  MchStaff *anna;  /* of the establishment */
  MchStaff *agent; /* of the exam office */
  char *person;
  char *candidature;
  gint64 closing_ms;
} School;

static void
school_clear (School *school)
{
  mch_staff_free (school->anna);
  mch_staff_free (school->agent);
  g_free (school->person);
  g_free (school->candidature);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (School, school_clear)

/* Registration closes at 13:00 in Paris, two hours after the clock's start; now it is 14:00. */
static void
school_init (School *school, ModelFixture *fixture)
{
  static const char *const window[] = { "registration=2026-10-01T08:00/2026-11-22T13:00", NULL };
  g_autoptr (GError) error = NULL;

  school->fixture = fixture;
  school->anna = fixture_staff (fixture, "anna", ETAB);
  school->agent = fixture_staff (fixture, "office", "acad:" ACADEMY);
  school->person =
      fixture_import_one (fixture, ETAB, "Léa", "Petit", "123456789AB", &school->candidature);
  mch_directory_set_service (fixture->server, ACADEMY, "CAP", "2027-06", NULL, window, &error);
  g_assert_no_error (error);
  school->closing_ms = fixture->now_ms + 2 * HOUR;
  fixture->now_ms += 3 * HOUR;
}

static char *
commit_text (School *school, const char *op, MchOpKind kind, gint64 made_ms, GPtrArray *changes,
             GError **error)
{
  g_autoptr (GHashTable) meta = g_hash_table_new (g_str_hash, g_str_equal);
  MchOpRequest request = { .login = "anna",
                           .op = op,
                           .scope = ETAB,
                           .kind = kind,
                           .made_ms = made_ms,
                           .meta = meta,
                           .changes = changes };

  if (kind == MCH_OP_IMPORT)
    g_hash_table_insert (meta, (gpointer) "file", (gpointer) "eleves.csv");
  return mch_ops_commit (school->fixture->server, &request, error);
}

static MchOpResult *
commit_op (School *school, const char *op, MchOpKind kind, gint64 made_ms, GPtrArray *changes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = commit_text (school, op, kind, made_ms, changes, &error);
  g_autoptr (JsonObject) object = NULL;
  MchOpResult *result;

  g_assert_no_error (error);
  object = mch_wire_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  result = mch_op_result_from_json (object, &error);
  g_assert_no_error (error);
  return result;
}

static GPtrArray *
new_division (School *school, const char *division)
{
  GPtrArray *changes = fixture_changes ();

  g_ptr_array_add (changes, fixture_update (MCH_KIND_CANDIDATURE, school->candidature, "division",
                                            "", division));
  return changes;
}

/* An operation made an hour before the closing, and held. (transfer full): its id. */
static char *
hold_one (School *school, GPtrArray *changes)
{
  char *op = fixture_uuid (school->fixture);
  g_autoptr (MchOpResult) result =
      commit_op (school, op, MCH_OP_EDIT, school->closing_ms - HOUR, changes);

  g_assert_true (result->refused && result->held);
  g_assert_cmpstr (result->message_key, ==, "late_waiting");
  return op;
}

static GPtrArray *
list (School *school, const MchStaff *staff, const char *scope, MchLateState state, GError **error)
{
  MchLateQuery query = { scope, state, 0, "", MCH_WIRE_MAX_LATE };
  gboolean more;

  return mch_late_list (school->fixture->server, staff, &query, &more, error);
}

static guint
count (School *school, MchLateState state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = list (school, school->agent, "acad:" ACADEMY, state, &error);

  g_assert_no_error (error);
  return found->len;
}

static MchOpResult *
decide (School *school, const char *op, gboolean accept, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
      mch_late_decide (school->fixture->server, school->agent, ETAB, op, accept, reason, &error);
  g_autoptr (JsonObject) object = NULL;

  g_assert_no_error (error);
  object = mch_wire_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  if (json_object_get_null_member (object, "result"))
    return NULL;
  return mch_op_result_from_json (json_object_get_object_member (object, "result"), NULL);
}

static char *
division (School *school)
{
  return fixture_value (school->fixture, ETAB, MCH_KIND_CANDIDATURE, school->candidature,
                        "division");
}

/* What the desktops of the establishment are told. */
static char *
waiting (School *school)
{
  return fixture_value (school->fixture, ETAB, MCH_KIND_ESTABLISHMENT, "0250001A", "late_waiting");
}

/* Made before, received after: neither applied nor lost, and the same answer again. */
static void
test_hold (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  g_autofree char *op = NULL;
  g_autofree char *value = NULL;
  g_autofree char *told = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (MchOpResult) again = NULL;
  const MchLateOp *late;
  gint hints;

  school_init (&school, fixture);
  changes = new_division (&school, "CAP2");
  hints = g_atomic_int_get (&fixture->hints);
  op = hold_one (&school, changes);
  g_assert_cmpint (g_atomic_int_get (&fixture->hints), >, hints);
  again = commit_op (&school, op, MCH_OP_EDIT, school.closing_ms - HOUR, changes);
  g_assert_true (again->held);
  value = division (&school);
  g_assert_null (value);
  told = waiting (&school);
  g_assert_cmpstr (told, ==, "1");
  g_assert_cmpuint (fixture_count_audit (fixture, "late.hold"), ==, 1);

  found = list (&school, school.agent, "acad:" ACADEMY, MCH_LATE_WAITING, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  late = found->pdata[0];
  g_assert_cmpstr (late->op, ==, op);
  g_assert_cmpstr (late->login, ==, "anna");
  g_assert_cmpstr (late->establishment_name, ==, "LP Jules Haag");
  g_assert_cmpstr (late->sessions, ==, SESSION);
  g_assert_cmpint (late->made_ms, ==, school.closing_ms - HOUR);
  g_assert_cmpint (late->closed_ms, ==, school.closing_ms);
  g_assert_cmpint (late->received_ms, ==, fixture->now_ms);
}

/* Made after the closing, or by a clock that runs ahead: refused as ever, and kept by the client
 * alone. The id of a held one stands for nothing else. */
static void
test_not_held (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  g_autofree char *op = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) other = NULL;
  gint64 made[3];

  school_init (&school, fixture);
  changes = new_division (&school, "CAP2");
  other = new_division (&school, "CAP3");
  made[0] = school.closing_ms;
  made[1] = fixture->now_ms + HOUR;
  made[2] = 1; /* before it opened */
  for (gsize i = 0; i < G_N_ELEMENTS (made); i++)
    {
      g_autofree char *id = fixture_uuid (fixture);
      g_autoptr (MchOpResult) result = commit_op (&school, id, MCH_OP_EDIT, made[i], changes);

      g_assert_true (result->refused && !result->held);
      g_assert_cmpstr (result->message_key, ==, "registration_closed");
    }
  g_assert_cmpuint (count (&school, MCH_LATE_WAITING), ==, 0);
  op = hold_one (&school, changes);
  text = commit_text (&school, op, MCH_OP_EDIT, school.closing_ms - HOUR, other, &error);
  g_assert_null (text);
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_MISMATCH);
}

/* Accepted: applied at once, in the name of who typed it; its desktop learns the result. */
static void
test_accept (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  g_autofree char *op = NULL;
  g_autofree char *value = NULL;
  g_autofree char *told = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (MchOpResult) result = NULL;
  g_autoptr (MchOpResult) again = NULL;
  g_autoptr (MchOpResult) replay = NULL;

  school_init (&school, fixture);
  changes = new_division (&school, "CAP2");
  op = hold_one (&school, changes);
  result = decide (&school, op, TRUE, NULL);
  g_assert_cmpuint (result->applied, ==, 1);
  again = decide (&school, op, TRUE, NULL);
  g_assert_cmpint (again->seq, ==, result->seq);
  value = division (&school);
  g_assert_cmpstr (value, ==, "CAP2");
  told = waiting (&school);
  g_assert_null (told);
  replay = commit_op (&school, op, MCH_OP_EDIT, school.closing_ms - HOUR, changes);
  g_assert_false (replay->refused);
  g_assert_cmpuint (replay->applied, ==, 1);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool,
                                   "SELECT COUNT (*) FROM record WHERE kind = 'candidature'"
                                   " AND scope = '" ETAB "' AND changed_by = 'anna'"),
                   ==, 1);
  g_assert_cmpuint (fixture_count_audit (fixture, "late.accept"), ==, 1);
  other = mch_late_decide (fixture->server, school.agent, ETAB, op, FALSE, NULL, &error);
  g_assert_null (other);
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_DECIDED);
  g_assert_cmpuint (count (&school, MCH_LATE_ACCEPTED), ==, 1);
}

/* A pupil who is typed anew and changed, both late, is one whom the school has already: what was
 * changed reaches him, and the desktop, which calls him so by then, learns the result. */
static void
test_accept_merged (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  g_autofree char *typed = NULL;
  g_autofree char *creation = NULL;
  g_autofree char *edit = NULL;
  g_autofree char *city = NULL;
  g_autoptr (GPtrArray) create = fixture_changes ();
  g_autoptr (GPtrArray) change = fixture_changes ();
  g_autoptr (GPtrArray) renamed = fixture_changes ();
  g_autoptr (MchOpResult) created = NULL;
  g_autoptr (MchOpResult) changed = NULL;
  g_autoptr (MchOpResult) asked = NULL;
  g_autoptr (MchOpResult) again = NULL;
  gint64 made_ms;

  school_init (&school, fixture);
  made_ms = school.closing_ms - HOUR;
  typed = fixture_pupil (fixture, create, "Léa", "Petit", "2009-02-22", "123456789AB");
  g_ptr_array_add (change, fixture_update (MCH_KIND_PERSON, typed, "city", "", "Dole"));
  g_ptr_array_add (renamed, fixture_update (MCH_KIND_PERSON, school.person, "city", "", "Dole"));
  creation = hold_one (&school, create);
  edit = hold_one (&school, change);
  created = decide (&school, creation, TRUE, NULL);
  g_assert_cmpuint (created->merged->len, ==, 2);
  asked = commit_op (&school, edit, MCH_OP_EDIT, made_ms, renamed);
  g_assert_cmpstr (asked->message_key, ==, "late_waiting");
  changed = decide (&school, edit, TRUE, NULL);
  g_assert_cmpuint (changed->rejected->len, ==, 0);
  g_assert_cmpuint (changed->applied, ==, 1);
  city = fixture_value (fixture, ETAB, MCH_KIND_PERSON, school.person, "city");
  g_assert_cmpstr (city, ==, "Dole");
  again = commit_op (&school, edit, MCH_OP_EDIT, made_ms, renamed);
  g_assert_false (again->refused);
  g_assert_cmpuint (again->merged->len, ==, 1);
}

/* Somebody of the school, while it was open again. */
static void
set_meanwhile (School *school, const char *value)
{
  static const char *const open[] = { "registration=2026-10-01T08:00/2026-11-22T20:00", NULL };
  static const char *const closed[] = { "registration=2026-10-01T08:00/2026-11-22T13:00", NULL };
  MchServer *server = school->fixture->server;
  g_autofree char *id = fixture_uuid (school->fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) theirs = new_division (school, value);
  g_autoptr (MchOpResult) meanwhile = NULL;

  mch_directory_set_service (server, ACADEMY, "CAP", "2027-06", NULL, open, &error);
  meanwhile = commit_op (school, id, MCH_OP_EDIT, school->fixture->now_ms, theirs);
  g_assert_cmpuint (meanwhile->applied, ==, 1);
  mch_directory_set_service (server, ACADEMY, "CAP", "2027-06", NULL, closed, &error);
  g_assert_no_error (error);
}

/* Somebody changed the same value meanwhile: a conflict like any other. */
static void
test_accept_conflict (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  g_autofree char *op = NULL;
  g_autofree char *value = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (MchOpResult) result = NULL;

  school_init (&school, fixture);
  changes = new_division (&school, "CAP2");
  op = hold_one (&school, changes);
  set_meanwhile (&school, "CAP9");
  result = decide (&school, op, TRUE, NULL);
  g_assert_cmpuint (result->conflicts->len, ==, 1);
  g_assert_cmpstr (((MchOpConflict *) result->conflicts->pdata[0])->mine, ==, "CAP2");
  value = division (&school);
  g_assert_cmpstr (value, ==, "CAP9");
}

static void
test_refuse (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  g_autofree char *op = NULL;
  g_autofree char *value = NULL;
  g_autofree char *told = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (MchOpResult) nothing = NULL;
  g_autoptr (MchOpResult) replay = NULL;

  school_init (&school, fixture);
  changes = new_division (&school, "CAP2");
  op = hold_one (&school, changes);
  nothing = decide (&school, op, FALSE, "Liste arrêtée le 22");
  g_assert_null (nothing);
  replay = commit_op (&school, op, MCH_OP_EDIT, school.closing_ms - HOUR, changes);
  g_assert_true (replay->refused && !replay->held);
  g_assert_cmpstr (replay->message_key, ==, "late_refused");
  g_assert_cmpstr (replay->reason, ==, "Liste arrêtée le 22");
  value = division (&school);
  g_assert_null (value);
  told = waiting (&school);
  g_assert_null (told);
  g_assert_cmpuint (fixture_count_audit (fixture, "late.refuse"), ==, 1);
}

/* An import of many, made offline on the last evening: seen by name, then applied as one import. */
static void
test_import (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  gint64 next = -1;
  g_autofree char *op = fixture_uuid (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autoptr (MchLateOp) late = NULL;
  g_autoptr (MchLateOp) same = NULL;
  g_autoptr (MchOpResult) held = NULL;
  g_autoptr (MchOpResult) result = NULL;
  const MchLateItem *item;

  school_init (&school, fixture);
  for (int i = 0; i < 150; i++)
    {
      g_autofree char *ine = g_strdup_printf ("%09dXY", i);

      g_free (fixture_pupil (fixture, changes, "Noé", "Roy", "2009-05-02", ine));
    }
  held = commit_op (&school, op, MCH_OP_IMPORT, school.closing_ms - 1, changes);
  g_assert_true (held->held);
  late = mch_late_get (fixture->server, school.agent, ETAB, op, 0, &items, &next, &error);
  g_assert_no_error (error);
  g_assert_cmpint (late->changes, ==, 300);
  g_assert_cmpstr (late->file, ==, "eleves.csv");
  g_assert_cmpuint (items->len, ==, MCH_WIRE_MAX_LATE_ITEMS);
  g_assert_cmpint (next, ==, MCH_WIRE_MAX_LATE_ITEMS);
  item = items->pdata[1]; /* the registration: named by the person of the same operation */
  g_assert_cmpstr (item->kind, ==, "candidature");
  g_assert_cmpstr (item->family_name, ==, "Roy");
  same = mch_late_get (fixture->server, school.agent, ETAB, op, next, &rest, &next, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rest->len, ==, 100);
  g_assert_cmpint (next, ==, -1);

  result = decide (&school, op, TRUE, NULL);
  g_assert_cmpuint (result->applied, ==, 300);
  g_assert_cmpint (
      db_fixture_ask (fixture->db.pool, "SELECT created FROM import_run WHERE file = 'eleves.csv'"),
      ==, 150);
}

/* Only the exam office of the académie decides; a school sees its own and nobody else's. */
static void
test_rights (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  g_autofree char *op = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (MchStaff) neighbour = NULL;
  const char *const scopes[] = { ETAB, "acad:" ACADEMY };

  school_init (&school, fixture);
  neighbour = fixture_staff (fixture, "paul", ETAB_2);
  changes = new_division (&school, "CAP2");
  op = hold_one (&school, changes);
  own = list (&school, school.anna, ETAB, MCH_LATE_WAITING, &error);
  g_assert_cmpuint (own->len, ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autoptr (GError) refused = NULL;

      g_assert_null (list (&school, neighbour, scopes[i], MCH_LATE_WAITING, &refused));
      g_assert_error (refused, MCH_MODEL_ERROR, MCH_MODEL_ERROR_FORBIDDEN);
    }
  answer = mch_late_decide (fixture->server, school.anna, ETAB, op, TRUE, NULL, &error);
  g_assert_null (answer);
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_FORBIDDEN);
  g_clear_error (&error);
  answer = mch_late_decide (fixture->server, school.agent, ETAB_2, op, TRUE, NULL, &error);
  g_assert_null (answer);
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_NOT_FOUND);
}

/* Decided ones stay as long as results of operations; waiting ones until they are decided. */
static void
test_purge (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  g_autofree char *op = NULL;
  g_autofree char *left = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) more = NULL;
  g_autoptr (MchOpResult) nothing = NULL;

  school_init (&school, fixture);
  changes = new_division (&school, "CAP2");
  more = new_division (&school, "CAP3");
  op = hold_one (&school, changes);
  left = hold_one (&school, more);
  nothing = decide (&school, op, FALSE, NULL);
  fixture->now_ms += MCH_OP_RESULT_LIFE_MS + DAY;
  g_assert_true (mch_ops_purge (fixture->server, &error));
  g_assert_cmpuint (count (&school, MCH_LATE_REFUSED), ==, 0);
  g_assert_cmpuint (count (&school, MCH_LATE_WAITING), ==, 1);
}

/* Two operations of a pupil, the second typed over the first. (transfer full): their ids. */
static void
hold_two (School *school, char **ret_older, char **ret_newer)
{
  g_autoptr (GPtrArray) first = new_division (school, "CAP1");
  g_autoptr (GPtrArray) second = fixture_changes ();
  g_autoptr (MchOpResult) result = NULL;

  *ret_older = hold_one (school, first);
  g_ptr_array_add (second, fixture_update (MCH_KIND_CANDIDATURE, school->candidature, "division",
                                           "CAP1", "CAP2"));
  *ret_newer = fixture_uuid (school->fixture);
  result = commit_op (school, *ret_newer, MCH_OP_EDIT, school->closing_ms - HOUR / 2, second);
  g_assert_true (result->held);
}

static gint64
count_lost (School *school)
{
  return db_fixture_ask (school->fixture->db.pool,
                         "SELECT COUNT (*) FROM record_history WHERE name = 'division'"
                         " AND kept = 0");
}

/* Whichever is decided first, what was typed last stands, and nothing is a conflict. */
static void
test_order (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  g_autofree char *older = NULL;
  g_autofree char *newer = NULL;
  g_autofree char *first = NULL;
  g_autofree char *then = NULL;
  g_autoptr (MchOpResult) one = NULL;
  g_autoptr (MchOpResult) other = NULL;

  school_init (&school, fixture);
  hold_two (&school, &older, &newer);
  one = decide (&school, newer, TRUE, NULL);
  g_assert_cmpuint (one->conflicts->len, ==, 0);
  first = division (&school);
  g_assert_cmpstr (first, ==, "CAP2");
  other = decide (&school, older, TRUE, NULL);
  g_assert_cmpuint (other->conflicts->len, ==, 0);
  then = division (&school);
  g_assert_cmpstr (then, ==, "CAP2");
  /* What was overtaken is not lost without a trace. */
  g_assert_cmpint (count_lost (&school), ==, 1);
}

/* In the order of typing nothing is overtaken. */
static void
test_order_typed (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  g_autofree char *older = NULL;
  g_autofree char *newer = NULL;
  g_autofree char *then = NULL;
  g_autoptr (MchOpResult) one = NULL;
  g_autoptr (MchOpResult) other = NULL;

  school_init (&school, fixture);
  hold_two (&school, &older, &newer);
  one = decide (&school, older, TRUE, NULL);
  other = decide (&school, newer, TRUE, NULL);
  g_assert_cmpuint (one->conflicts->len + other->conflicts->len, ==, 0);
  then = division (&school);
  g_assert_cmpstr (then, ==, "CAP2");
  g_assert_cmpint (count_lost (&school), ==, 0);
}

/* The older one is refused: the newer one is compared with what stood before both. */
static void
test_order_refused (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  g_autofree char *older = NULL;
  g_autofree char *newer = NULL;
  g_autofree char *then = NULL;
  g_autoptr (MchOpResult) one = NULL;
  g_autoptr (MchOpResult) other = NULL;

  school_init (&school, fixture);
  hold_two (&school, &older, &newer);
  one = decide (&school, older, FALSE, "non");
  other = decide (&school, newer, TRUE, NULL);
  g_assert_cmpuint (other->conflicts->len, ==, 0);
  then = division (&school);
  g_assert_cmpstr (then, ==, "CAP2");
}

/* What somebody else wrote meanwhile is a conflict all the same. */
static void
test_order_conflict (ModelFixture *fixture, gconstpointer data)
{
  g_auto (School) school = { 0 };
  g_autofree char *older = NULL;
  g_autofree char *newer = NULL;
  g_autofree char *then = NULL;
  g_autoptr (MchOpResult) result = NULL;

  school_init (&school, fixture);
  hold_two (&school, &older, &newer);
  set_meanwhile (&school, "CAP9");
  result = decide (&school, newer, TRUE, NULL);
  g_assert_cmpuint (result->conflicts->len, ==, 1);
  then = division (&school);
  g_assert_cmpstr (then, ==, "CAP9");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/server/late/hold", test_hold);
  MODEL_TEST ("/server/late/not-held", test_not_held);
  MODEL_TEST ("/server/late/accept", test_accept);
  MODEL_TEST ("/server/late/accept-merged", test_accept_merged);
  MODEL_TEST ("/server/late/accept-conflict", test_accept_conflict);
  MODEL_TEST ("/server/late/refuse", test_refuse);
  MODEL_TEST ("/server/late/order", test_order);
  MODEL_TEST ("/server/late/order-typed", test_order_typed);
  MODEL_TEST ("/server/late/order-refused", test_order_refused);
  MODEL_TEST ("/server/late/order-conflict", test_order_conflict);
  MODEL_TEST ("/server/late/import", test_import);
  MODEL_TEST ("/server/late/rights", test_rights);
  MODEL_TEST ("/server/late/purge", test_purge);
  return g_test_run ();
}
