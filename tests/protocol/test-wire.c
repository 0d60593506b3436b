/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wire: what is written reads back the same, and what nobody may send is refused in words. */
#include "protocol/mch-wire-history.h"
#include "protocol/mch-wire-import.h"
#include "protocol/mch-wire-late.h"
#include "protocol/mch-wire-op.h"
#include "protocol/mch-wire-print.h"
#include "protocol/mch-wire-record.h"
#include "protocol/mch-wire-slip.h"

#include <string.h>

static JsonObject *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = mch_wire_parse (text, strlen (text), &error);

  g_assert_no_error (error);
  return object;
}

static void
test_refused_messages (void)
{
  static const struct
  {
    const char *what;
    const char *text;
    gsize length; /* 0: the text's own */
  } rows[] = {
    { "nothing", "", 0 },
    { "no JSON", "bonjour", 0 },
    { "a list", "[1,2]", 0 },
    { "cut", "{\"a\":[1,2", 0 },
    { "not UTF-8", "{\"a\":\"\xff\"}", 0 },
    { "a NUL", "{\"a\":1}\0{}", 10 },
    { "deep lists", "{\"a\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}", 0 },
    { "two values", "{} {}", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = rows[i].length > 0 ? rows[i].length : strlen (rows[i].text);
      g_autofree char *exact = g_memdup2 (rows[i].text, length); /* ends where it ends */
      g_autoptr (JsonObject) object = mch_wire_parse (exact != NULL ? exact : "", length, &error);

      g_test_message ("%s", rows[i].what);
      g_assert_null (object);
      g_assert_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED);
    }
}

/* A bracket inside a text is no nesting, a quote after a backslash no end. */
static void
test_depth_counts_only_structure (void)
{
  g_autoptr (JsonObject) object = parse ("{\"a\":\"[[[[[[[[[[[[[[[[ \\\" [[[[\",\"b\":[1]}");

  g_assert_cmpstr (mch_wire_opt_text (object, "a", NULL), ==, "[[[[[[[[[[[[[[[[ \" [[[[");
}

static void
test_members_have_their_type (void)
{
  g_autoptr (JsonObject) object =
      parse ("{\"text\":\"é\",\"n\":7,\"list\":[1],\"none\":null,\"b\":true,\"real\":1.5}");
  gint64 n = 0;

  g_assert_cmpstr (mch_wire_get_text (object, "text", 2, NULL), ==, "é");
  g_assert_null (mch_wire_get_text (object, "text", 1, NULL));
  g_assert_null (mch_wire_get_text (object, "n", 10, NULL));
  g_assert_null (mch_wire_get_text (object, "absent", 10, NULL));
  g_assert_true (mch_wire_get_int (object, "n", 0, 7, &n, NULL));
  g_assert_cmpint (n, ==, 7);
  g_assert_false (mch_wire_get_int (object, "n", 0, 6, &n, NULL));
  g_assert_false (mch_wire_get_int (object, "real", 0, 6, &n, NULL));
  g_assert_cmpint (mch_wire_opt_int (object, "none", 3), ==, 3);
  g_assert_true (mch_wire_opt_bool (object, "b", FALSE));
  g_assert_null (mch_wire_get_array (object, "list", 0, NULL));
  g_assert_null (mch_wire_get_object (object, "list", NULL));
}

static void
test_base64 (void)
{
  static const struct
  {
    const char *text;
    gboolean taken;
  } rows[] = {
    { "AAECAw==", TRUE },  { "AAECAw", FALSE }, { "AAEC\\nAw==", FALSE }, { "AAE-Aw==", FALSE },
    { "AAECAwQ=", FALSE }, { "", FALSE },       { "====", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"b\":\"%s\"}", rows[i].text);
      g_autoptr (JsonObject) object = parse (json);
      g_autoptr (GBytes) bytes = mch_wire_get_bytes (object, "b", 4, 4, NULL);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (bytes != NULL, ==, rows[i].taken);
    }
}

static void
test_record_round_trip (void)
{
  g_autoptr (MchRecord) record =
      mch_record_new (MCH_KIND_PERSON, "01890000-0000-7000-8000-000000000001");
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (MchRecord) back = NULL;
  g_autoptr (GError) error = NULL;

  record->version = 3;
  record->seq = 41;
  mch_record_set (record, "family_name", "D'HŒUVRE \"; DROP");
  mch_record_set (record, "given_name", "Zoé\n");
  object = mch_wire_record_to_json (record);
  back = mch_wire_record_from_json (object, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->id, ==, record->id);
  g_assert_cmpint (back->kind, ==, MCH_KIND_PERSON);
  g_assert_cmpint (back->version, ==, 3);
  g_assert_cmpint (back->seq, ==, 41);
  g_assert_false (back->deleted);
  g_assert_cmpstr (mch_record_get (back, "family_name"), ==, "D'HŒUVRE \"; DROP");
  g_assert_cmpstr (mch_record_get (back, "given_name"), ==, "Zoé\n");
}

static void
test_change_needs_both_sides (void)
{
  g_autoptr (MchChange) change = mch_change_new_update (MCH_KIND_PERSON, "p1", 4);
  g_autoptr (GPtrArray) changes = g_ptr_array_new ();
  g_autofree char *text = NULL;
  g_autoptr (JsonObject) message = NULL;
  g_autoptr (GPtrArray) back = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  mch_change_set (change, "phone", "0639980001", NULL);
  g_ptr_array_add (changes, change);
  text = mch_wire_part_to_text (changes, 0, 1, &length);
  message = mch_wire_parse (text, length, &error);
  g_assert_no_error (error);
  back = mch_wire_changes_from_json (message, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->len, ==, 1);
  g_assert_cmpstr (g_hash_table_lookup (((MchChange *) back->pdata[0])->to, "phone"), ==, "");

  g_hash_table_remove (change->from, "phone");
  g_clear_pointer (&text, g_free);
  text = mch_wire_part_to_text (changes, 0, 1, &length);
  g_clear_pointer (&message, json_object_unref);
  message = mch_wire_parse (text, length, NULL);
  g_assert_null (mch_wire_changes_from_json (message, 1, &error));
  g_assert_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED);
}

static void
test_result_round_trip (void)
{
  g_autoptr (MchOpResult) result = mch_op_result_new ("op1");
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (MchOpResult) back = NULL;
  g_autoptr (GError) error = NULL;
  const MchOpConflict *conflict;

  result->seq = 12;
  result->applied = 3;
  mch_op_result_add_merged (result, "a", "b");
  mch_op_result_add_conflict (result, "c", "city", "Dole", "Besançon", "m.martin", 5);
  mch_op_result_add_rejected (result, "d", "ine", "not_an_ine");
  object = mch_op_result_to_json (result);
  back = mch_op_result_from_json (object, &error);
  g_assert_no_error (error);
  g_assert_false (back->refused);
  g_assert_cmpint (back->seq, ==, 12);
  g_assert_cmpuint (back->merged->len, ==, 1);
  g_assert_cmpuint (back->rejected->len, ==, 1);
  conflict = back->conflicts->pdata[0];
  g_assert_cmpstr (conflict->theirs, ==, "Besançon");
  g_assert_cmpstr (conflict->by, ==, "m.martin");
}

static MchWireSlip *
new_slip (const char *candidate)
{
  MchWireSlip *slip = g_new0 (MchWireSlip, 1);

  slip->candidate = g_strdup (candidate);
  slip->cipher = g_bytes_new ("0123456789", 10);
  slip->secret_version = 1;
  memset (slip->salt, 7, sizeof slip->salt);
  memset (slip->verifier, 9, sizeof slip->verifier);
  return slip;
}

static void
test_slips (void)
{
  g_autoptr (GPtrArray) slips =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_wire_slip_free);
  g_autoptr (JsonObject) message = NULL;
  g_autoptr (JsonObject) twice = NULL;
  g_autoptr (GPtrArray) back = NULL;
  g_autoptr (GError) error = NULL;
  const MchWireSlip *slip;

  g_ptr_array_add (slips, new_slip ("p1"));
  message = mch_wire_slips_to_json (slips);
  back = mch_wire_slips_from_json (message, &error);
  g_assert_no_error (error);
  slip = back->pdata[0];
  g_assert_cmpint (slip->salt[15], ==, 7);
  g_assert_cmpint (slip->verifier[31], ==, 9);
  g_assert_cmpuint (g_bytes_get_size (slip->cipher), ==, 10);

  g_ptr_array_add (slips, new_slip ("p1")); /* one slip a pupil */
  twice = mch_wire_slips_to_json (slips);
  g_assert_null (mch_wire_slips_from_json (twice, &error));
  g_assert_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED);
}

static void
test_history_round_trip (void)
{
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_history_line_free);
  g_autoptr (JsonObject) message = NULL;
  g_autoptr (JsonObject) nameless = NULL;
  g_autoptr (GPtrArray) back = NULL;
  g_autoptr (GError) error = NULL;
  const MchHistoryLine *line;

  g_ptr_array_add (lines, mch_history_line_new ("division", "", "TCAP", TRUE, "a.martin", 12));
  g_ptr_array_add (lines, mch_history_line_new ("division", "TCAP", "1CAP", FALSE, NULL, 13));
  message = mch_wire_history_to_json (lines);
  back = mch_wire_history_from_json (message, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->len, ==, 2);
  line = back->pdata[0];
  g_assert_null (line->before);
  g_assert_cmpstr (line->after, ==, "TCAP");
  g_assert_cmpstr (line->by, ==, "a.martin");
  line = back->pdata[1];
  g_assert_false (line->kept);
  g_assert_cmpstr (line->by, ==, "");
  g_assert_cmpint (line->at_ms, ==, 13);

  nameless = parse ("{\"lines\":[{\"at_ms\":1}]}");
  g_assert_null (mch_wire_history_from_json (nameless, &error));
  g_assert_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED);
}

static void
test_outcomes_round_trip (void)
{
  for (int i = MCH_SLIP_CREATED; i <= MCH_SLIP_REFUSED; i++)
    g_assert_cmpint (mch_slip_outcome_from_string (mch_slip_outcome_to_string (i)), ==, i);
  g_assert_cmpint (mch_slip_outcome_from_string ("perhaps"), ==, MCH_SLIP_INVALID);
}

/* What an import came to, and what became of it, read back the same. */
static void
test_imports (void)
{
  static const char *const refused[] = {
    "{}",
    "{\"imports\":[{}]}",
    "{\"imports\":[{\"id\":\"a\",\"rows\":-1}]}",
    "{\"imports\":{\"0\":1}}",
  };
  MchImportRun run = {
    (char *) "op", (char *) "anna", (char *) "é.csv", (char *) "ab", 6, 1, 2, 2, 1, 10, 20, NULL, 0
  };
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GPtrArray) back = NULL;
  const MchImportRun *one;

  g_ptr_array_add (runs, &run);
  object = mch_import_runs_to_json (runs);
  back = mch_import_runs_from_json (object, NULL);
  g_assert_cmpuint (back->len, ==, 1);
  one = back->pdata[0];
  g_assert_cmpstr (one->file, ==, "é.csv");
  g_assert_cmpint (one->rows, ==, one->created + one->updated + one->unchanged + one->rejected);
  g_assert_null (one->undone_by);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (JsonObject) bad = parse (refused[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (mch_import_runs_from_json (bad, &error));
      g_assert_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED);
    }
}

/* E19: lines of the log read back the same, and what is none is refused. */
static void
test_prints (void)
{
  static const char *const refused[] = {
    "{}",
    "{\"prints\":[{}]}",
    "{\"prints\":[{\"n\":0,\"at_ms\":1,\"by\":\"a\",\"action\":\"print\",\"values\":{}}]}",
    "{\"prints\":[{\"n\":1,\"at_ms\":1,\"by\":\"a\",\"action\":\"print\",\"values\":{\"pages\":4}}]"
    "}",
    "{\"prints\":[{\"n\":1,\"at_ms\":1,\"by\":\"a\",\"action\":\"print\"}]}",
  };
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_print_line_free);
  MchPrintLine *line = mch_print_line_new (7, 12, "anna", "print");
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GPtrArray) back = NULL;

  g_hash_table_insert (line->values, g_strdup ("printer"), g_strdup ("Secrétariat"));
  g_ptr_array_add (lines, line);
  object = mch_print_lines_to_json (lines);
  back = mch_print_lines_from_json (object, NULL);
  g_assert_cmpuint (back->len, ==, 1);
  line = back->pdata[0];
  g_assert_cmpint (line->n, ==, 7);
  g_assert_cmpint (line->at_ms, ==, 12);
  g_assert_cmpstr (line->by, ==, "anna");
  g_assert_cmpstr (g_hash_table_lookup (line->values, "printer"), ==, "Secrétariat");
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (JsonObject) bad = parse (refused[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (mch_print_lines_from_json (bad, &error));
      g_assert_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED);
    }
}

static void
test_undo (void)
{
  static const char *const refused[] = {
    "{\"import\":\"a\",\"undone_ms\":1,\"removed\":[],\"kept\":[]}",
    "{\"import\":\"a\",\"undone_ms\":1,\"removed\":[{}],\"kept\":[],\"impossible\":[]}",
    "{\"import\":\"a\",\"undone_ms\":1,\"removed\":[{\"person\":\"p\",\"fields\":[1]}],\"kept\":[],"
    "\"impossible\":[]}",
  };
  g_autoptr (MchImportUndo) undo = mch_import_undo_new ("a");
  MchUndoPupil *pupil = mch_undo_pupil_new ("p", NULL, FALSE);
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (MchImportUndo) back = NULL;

  pupil->fields = g_strsplit ("city,division", ",", -1);
  g_ptr_array_add (undo->groups[MCH_UNDO_KEPT], pupil);
  object = mch_import_undo_to_json (undo);
  back = mch_import_undo_from_json (object, NULL);
  g_assert_cmpuint (back->groups[MCH_UNDO_REMOVED]->len, ==, 0);
  pupil = back->groups[MCH_UNDO_KEPT]->pdata[0];
  g_assert_cmpstr (pupil->fields[1], ==, "division");
  g_assert_null (pupil->candidature);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (JsonObject) bad = parse (refused[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (mch_import_undo_from_json (bad, &error));
      g_assert_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED);
    }
}

#define LATE                                                                                       \
  "\"scope\":\"etab:0250001A\",\"establishment\":\"0250001A\",\"establishment_name\":\"LP\","      \
  "\"op\":\"o\",\"login\":\"anna\",\"name\":\"Anna\",\"kind\":\"edit\",\"changes\":2,"             \
  "\"made_ms\":5,\"received_ms\":7"

/* The operations that came after the closing, read back the same. */
static void
test_late (void)
{
  static const char *const refused[] = {
    "{\"late\":[{" LATE "}]}",
    "{\"late\":[{" LATE ",\"state\":\"lost\"}]}",
    "{\"late\":[{\"state\":\"waiting\"}]}",
    "{\"late\":7}",
  };
  gboolean more = FALSE;
  g_autoptr (JsonObject) message =
      parse ("{\"late\":[{" LATE ",\"state\":\"refused\",\"decided_by\":\"agent\",\"decided_ms\":9,"
             "\"reason\":\"trop tard\"}],\"more\":true}");
  g_autoptr (GPtrArray) list = mch_late_list_from_json (message, &more, NULL);
  g_autoptr (JsonObject) again = mch_late_list_to_json (list, more);
  g_autoptr (GPtrArray) back = mch_late_list_from_json (again, &more, NULL);
  const MchLateOp *late = back->pdata[0];

  g_assert_true (more);
  g_assert_cmpint (late->state, ==, MCH_LATE_REFUSED);
  g_assert_cmpint (late->received_ms, ==, 7);
  g_assert_cmpint (late->closed_ms, ==, 0);
  g_assert_cmpstr (late->reason, ==, "trop tard");
  g_assert_null (late->file);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (JsonObject) bad = parse (refused[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (mch_late_list_from_json (bad, &more, &error));
      g_assert_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED);
    }
}

static void
test_late_items (void)
{
  static const char *const refused[] = {
    "{}",
    "{\"items\":[{\"kind\":\"person\",\"id\":\"p\"}]}",
    "{\"items\":[{\"kind\":\"person\",\"id\":\"p\",\"values\":[{\"to\":\"x\"}]}]}",
  };
  MchLateItem *item = mch_late_item_new ("person", "p", TRUE);
  gint64 next = 0;
  g_autoptr (GPtrArray) items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_late_item_free);
  g_autoptr (GPtrArray) back = NULL;
  g_autoptr (JsonObject) object = json_object_new ();

  mch_late_item_add (item, "city", NULL, "Dole", "Gray");
  g_ptr_array_add (items, item);
  mch_late_items_to_json (object, items, 200);
  back = mch_late_items_from_json (object, &next, NULL);
  g_assert_cmpint (next, ==, 200);
  item = back->pdata[0];
  g_assert_true (item->create);
  g_assert_cmpstr (((MchLateValue *) item->values->pdata[0])->to, ==, "Dole");
  g_assert_cmpstr (((MchLateValue *) item->values->pdata[0])->from, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (JsonObject) bad = parse (refused[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (mch_late_items_from_json (bad, &next, &error));
      g_assert_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED);
    }
}

/* A client that knows nothing of held operations keeps them, as any that was not applied. */
static void
test_held (void)
{
  g_autoptr (JsonObject) message =
      parse ("{\"version\":1,\"op\":\"o\",\"outcome\":\"held\",\"message_key\":\"late_waiting\","
             "\"seq\":3,\"applied\":0,\"unchanged\":0,\"merged\":[],\"conflicts\":[],"
             "\"rejected\":[]}");
  g_autoptr (MchOpResult) result = mch_op_result_from_json (message, NULL);
  g_autoptr (JsonObject) again = mch_op_result_to_json (result);

  g_assert_true (result->refused && result->held);
  g_assert_cmpstr (mch_wire_opt_text (again, "outcome", NULL), ==, "held");
  g_assert_null (mch_wire_opt_text (again, "reason", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/refused-messages", test_refused_messages);
  g_test_add_func ("/wire/depth", test_depth_counts_only_structure);
  g_test_add_func ("/wire/members", test_members_have_their_type);
  g_test_add_func ("/wire/base64", test_base64);
  g_test_add_func ("/wire/record", test_record_round_trip);
  g_test_add_func ("/wire/change", test_change_needs_both_sides);
  g_test_add_func ("/wire/result", test_result_round_trip);
  g_test_add_func ("/wire/slips", test_slips);
  g_test_add_func ("/wire/history", test_history_round_trip);
  g_test_add_func ("/wire/outcomes", test_outcomes_round_trip);
  g_test_add_func ("/wire/imports", test_imports);
  g_test_add_func ("/wire/prints", test_prints);
  g_test_add_func ("/wire/late", test_late);
  g_test_add_func ("/wire/late-items", test_late_items);
  g_test_add_func ("/wire/held", test_held);
  g_test_add_func ("/wire/undo", test_undo);
  return g_test_run ();
}
