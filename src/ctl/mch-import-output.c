/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/mch-import-output.h"

#include "ctl/mch-output.h"
#include "protocol/mch-wire-json.h"

#include <glib/gi18n-lib.h>

/* On a terminal; --json and --report have them all. */
#define SHOWN_FAULTS 50
#define SHOWN_PAIRS 20

static JsonArray *
faults_to_json (const MchImportPlan *plan)
{
  JsonArray *list = json_array_new ();
  guint n;
  const MchFault *faults = mch_import_plan_get_faults (plan, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *message = mch_fault_dup_message (&faults[i]);
      g_autofree char *hint = mch_fault_dup_hint (&faults[i]);
      g_autofree char *help =
          faults[i].blocking ? mch_import_plan_dup_help (plan, faults[i].row) : NULL;
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "line", faults[i].line);
      mch_wire_set_text (object, "field", faults[i].field != NULL ? faults[i].field->name : NULL);
      mch_wire_set_text (object, "column", faults[i].column);
      mch_wire_set_text (object, "value", faults[i].value);
      json_object_set_string_member (object, "code", mch_fault_code_to_string (faults[i].code));
      json_object_set_boolean_member (object, "blocking", faults[i].blocking);
      mch_wire_set_text (object, "message", message);
      mch_wire_set_text (object, "hint", hint);
      mch_wire_set_text (object, "help", help);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
repairs_to_json (const MchImportPlan *plan)
{
  JsonArray *list = json_array_new ();
  guint n;
  const MchImportRepair *repairs = mch_import_plan_get_repairs (plan, &n);

  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "line", repairs[i].line);
      json_object_set_string_member (object, "field", repairs[i].field->name);
      json_object_set_string_member (object, "from", repairs[i].from);
      json_object_set_string_member (object, "to", repairs[i].to);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
texts_to_json (const char *const *texts)
{
  JsonArray *list = json_array_new ();

  for (; texts != NULL && *texts != NULL; texts++)
    json_array_add_string_element (list, *texts);
  return list;
}

static JsonArray *
groups_to_json (MchImportPlan *plan)
{
  static const char *const kinds[] = { [MCH_GROUP_BLOCKING] = "blocking",
                                       [MCH_GROUP_WARNING] = "warning",
                                       [MCH_GROUP_REPAIRED] = "repaired" };
  JsonArray *list = json_array_new ();
  guint n_rows;
  const MchImportRow *rows = mch_import_plan_get_rows (plan, &n_rows);

  for (guint i = 0; i < mch_import_plan_get_n_groups (plan); i++)
    {
      const MchImportGroup *group = mch_import_plan_get_group (plan, i);
      JsonObject *object = json_object_new ();
      JsonArray *lines = json_array_new ();

      for (guint j = 0; j < group->n_rows; j++)
        json_array_add_int_element (lines, rows[group->rows[j]].line);
      json_object_set_string_member (object, "kind", kinds[group->kind]);
      json_object_set_string_member (object, "code", mch_fault_code_to_string (group->code));
      mch_wire_set_text (object, "field", group->field != NULL ? group->field->name : NULL);
      json_object_set_int_member (object, "count", group->n);
      json_object_set_array_member (object, "lines", lines);
      json_object_set_string_member (object, "sentence", group->sentence);
      mch_wire_set_text (object, "repair", group->remedy);
      json_array_add_object_element (list, object);
    }
  return list;
}

/* What tells two people apart. */
static const char *const shown_fields[] = {
  "ine", "family_name",   "given_name", "birth_date",
  "sex", "birth_commune", "division",   "candidate_number"
};

/* What one side of a pair says, or the other; "" for nothing. (transfer full) */
static char *
dup_side_value (const MchImportPlan *plan, const MchImportPair *pair, const char *name,
                gboolean other)
{
  const MchField *field = mch_field_find_for_candidate (name);

  return other ? mch_import_plan_dup_other_value (plan, pair, field)
               : mch_import_plan_dup_value (plan, pair->row, field);
}

static JsonObject *
side_to_json (const MchImportPlan *plan, const MchImportPair *pair, gboolean other)
{
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (shown_fields); i++)
    {
      g_autofree char *value = dup_side_value (plan, pair, shown_fields[i], other);

      mch_wire_set_text (object, shown_fields[i], *value != '\0' ? value : NULL);
    }
  return object;
}

static JsonArray *
pairs_to_json (MchImportPlan *plan)
{
  static const char *const verdicts[] = {
    [MCH_VERDICT_NONE] = NULL, [MCH_VERDICT_SAME] = "same", [MCH_VERDICT_OTHER] = "other"
  };
  static const char *const kinds[] = { [MCH_PAIR_SAME] = "same",
                                       [MCH_PAIR_HOMONYM] = "homonym",
                                       [MCH_PAIR_CONFLICT] = "conflict",
                                       [MCH_PAIR_SIMILAR] = "similar" };
  JsonArray *list = json_array_new ();
  guint n, n_rows;
  const MchImportPair *pairs = mch_import_plan_get_pairs (plan, &n);
  const MchImportRow *rows = mch_import_plan_get_rows (plan, &n_rows);

  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "kind", kinds[pairs[i].kind]);
      json_object_set_int_member (object, "line", rows[pairs[i].row].line);
      if (pairs[i].other_row != MCH_NO_ROW)
        json_object_set_int_member (object, "other_line", rows[pairs[i].other_row].line);
      else
        json_object_set_null_member (object, "other_line");
      mch_wire_set_text (object, "person", pairs[i].person != NULL ? pairs[i].person->id : NULL);
      mch_wire_set_text (object, "verdict", verdicts[pairs[i].verdict]);
      json_object_set_object_member (object, "candidate", side_to_json (plan, &pairs[i], FALSE));
      json_object_set_object_member (object, "other", side_to_json (plan, &pairs[i], TRUE));
      json_array_add_object_element (list, object);
    }
  return list;
}

/* Old and new, cell by cell, of the rows that change somebody who is known. */
static JsonArray *
changes_to_json (const MchImportPlan *plan)
{
  JsonArray *list = json_array_new ();
  guint n;
  const MchImportRow *rows = mch_import_plan_get_rows (plan, &n);

  for (guint row = 0; row < n; row++)
    {
      g_autoptr (GArray) differences = NULL;

      if (rows[row].outcome != MCH_IMPORT_UPDATED)
        continue;
      differences = mch_import_plan_dup_differences (plan, row);
      for (guint i = 0; i < differences->len; i++)
        {
          const MchImportDifference *difference =
              &g_array_index (differences, MchImportDifference, i);
          JsonObject *object = json_object_new ();

          json_object_set_int_member (object, "line", rows[row].line);
          json_object_set_string_member (object, "field", difference->field->name);
          mch_wire_set_text (object, "from", *difference->from != '\0' ? difference->from : NULL);
          json_object_set_string_member (object, "to", difference->to);
          json_array_add_object_element (list, object);
        }
    }
  return list;
}

static JsonArray *
sessions_to_json (const MchImportPlan *plan)
{
  JsonArray *list = json_array_new ();

  for (const char *const *session = mch_import_plan_get_sessions (plan); *session != NULL;
       session++)
    {
      guint n = mch_import_plan_count_session (plan, *session);
      JsonObject *object;

      if (n == 0)
        continue;
      object = json_object_new ();
      json_object_set_string_member (object, "session", *session);
      json_object_set_int_member (object, "rows", n);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
edits_to_json (const MchImportPlan *plan)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < mch_import_plan_get_n_edits (plan); i++)
    json_array_add_string_element (list, mch_import_plan_get_edit (plan, i));
  return list;
}

static void
add_file (JsonObject *object, const MchImportPlan *plan)
{
  const MchImportTable *table = mch_import_plan_get_table (plan);
  const MchGrid *grid = mch_import_table_get_grid (table);

  json_object_set_string_member (object, "format",
                                 mch_import_format_to_string (mch_import_table_get_format (table)));
  mch_wire_set_text (object, "source", mch_grid_get_source (grid));
  json_object_set_array_member (object, "notes", texts_to_json (mch_grid_get_notes (grid)));
}

void
mch_import_print_json (MchImportPlan *plan, const char *import)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "rows", mch_import_plan_get_n_rows (plan));
  json_object_set_int_member (object, "created", mch_import_plan_count (plan, MCH_IMPORT_CREATED));
  json_object_set_int_member (object, "updated", mch_import_plan_count (plan, MCH_IMPORT_UPDATED));
  json_object_set_int_member (object, "unchanged",
                              mch_import_plan_count (plan, MCH_IMPORT_UNCHANGED));
  json_object_set_int_member (object, "rejected",
                              mch_import_plan_count (plan, MCH_IMPORT_REJECTED));
  json_object_set_array_member (object, "repaired", repairs_to_json (plan));
  json_object_set_array_member (object, "faults", faults_to_json (plan));
  json_object_set_array_member (object, "unmapped",
                                texts_to_json (mch_import_plan_get_unmapped (plan)));
  json_object_set_array_member (object, "ignored",
                                texts_to_json (mch_import_plan_get_ignored (plan)));
  json_object_set_array_member (object, "groups", groups_to_json (plan));
  json_object_set_array_member (object, "pairs", pairs_to_json (plan));
  json_object_set_array_member (object, "changes", changes_to_json (plan));
  json_object_set_array_member (object, "sessions", sessions_to_json (plan));
  json_object_set_array_member (object, "edits", edits_to_json (plan));
  add_file (object, plan);
  mch_wire_set_text (object, "uai", mch_import_plan_get_uai (plan));
  mch_wire_set_text (object, "import", import);
  mch_output_object (object);
}

static void
print_fault (const MchFault *fault)
{
  g_autofree char *message = mch_fault_dup_message (fault);
  g_autofree char *hint = mch_fault_dup_hint (fault);
  const char *column = fault->column != NULL ? fault->column : mch_fault_get_label (fault);

  g_print (fault->blocking ? _ ("  Line %u rejected") : _ ("  Line %u, to check"), fault->line);
  /* Where nothing is written, the sentence begins with the column. */
  if (column != NULL && fault->code != MCH_FAULT_MISSING)
    g_print (", %s", column);
  if (fault->value != NULL && *fault->value != '\0')
    g_print (_ (" “%s”"), fault->value);
  g_print (_ (": %s"), message);
  if (hint != NULL)
    g_print (" %s", hint);
  g_print ("\n");
}

static void
print_faults (const MchImportPlan *plan)
{
  guint n;
  const MchFault *faults = mch_import_plan_get_faults (plan, &n);

  for (guint i = 0; i < MIN (n, SHOWN_FAULTS); i++)
    print_fault (&faults[i]);
  if (n > SHOWN_FAULTS)
    g_print (g_dngettext (GETTEXT_PACKAGE,
                          "  … and %u other line; --report FILE.csv writes the rejected rows.\n",
                          "  … and %u other lines; --report FILE.csv writes the rejected rows.\n",
                          n - SHOWN_FAULTS),
             n - SHOWN_FAULTS);
}

/* Whom to ask when rows are rejected, once each: INS-13. */
static void
print_help (const MchImportPlan *plan)
{
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n;
  const MchImportRow *rows = mch_import_plan_get_rows (plan, &n);

  for (guint row = 0; row < n; row++)
    {
      char *help =
          rows[row].outcome == MCH_IMPORT_REJECTED ? mch_import_plan_dup_help (plan, row) : NULL;

      if (help != NULL && !g_hash_table_contains (said, help))
        g_print ("%s\n", help);
      if (help != NULL)
        g_hash_table_add (said, help);
    }
}

/* What was put right, by what was typed or as in the last file of the layout. */
static void
print_edits (const MchImportPlan *plan)
{
  for (guint i = 0; i < mch_import_plan_get_n_edits (plan); i++)
    g_print (_ ("Done: %s\n"), mch_import_plan_get_edit (plan, i));
}

/* What one word would put right. */
static void
print_remedies (MchImportPlan *plan)
{
  for (guint i = 0; i < mch_import_plan_get_n_groups (plan); i++)
    {
      const MchImportGroup *group = mch_import_plan_get_group (plan, i);

      if (group->remedy != NULL)
        g_print ("%s\n  %s (--repair %s)\n", group->sentence, group->remedy,
                 mch_fault_code_to_string (group->code));
    }
}

/* "DUPONT Luc, 2009-03-15, 1CAP" (transfer full) */
static char *
dup_side (const MchImportPlan *plan, const MchImportPair *pair, gboolean other)
{
  static const char *const fields[] = { "family_name", "given_name", "birth_date", "division" };
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *value = dup_side_value (plan, pair, fields[i], other);

      if (*value != '\0')
        g_string_append_printf (text, "%s%s", text->len == 0 ? "" : i == 1 ? " " : ", ", value);
    }
  return g_string_free (text, FALSE);
}

static void
print_pair (const MchImportPlan *plan, const MchImportPair *pair)
{
  guint n;
  const MchImportRow *rows = mch_import_plan_get_rows (plan, &n);
  g_autofree char *candidate = dup_side (plan, pair, FALSE);
  g_autofree char *other = dup_side (plan, pair, TRUE);
  g_autofree char *said =
      pair->person != NULL
          ? g_strdup_printf ("%u=%s", rows[pair->row].line, pair->person->id)
          : g_strdup_printf ("%u=%u", rows[pair->row].line, rows[pair->other_row].line);

  g_print (_ ("  Line %u, %s: looks like %s. Say which it is: --same %s or --other %s\n"),
           rows[pair->row].line, candidate, other, said, said);
}

/* Those about whom nobody has said anything yet. */
static void
print_pairs (MchImportPlan *plan)
{
  guint n, n_shown = 0;
  const MchImportPair *pairs = mch_import_plan_get_pairs (plan, &n);

  for (guint i = 0; i < n && n_shown < SHOWN_PAIRS; i++)
    if (pairs[i].verdict == MCH_VERDICT_NONE
        && (pairs[i].kind == MCH_PAIR_SIMILAR || pairs[i].kind == MCH_PAIR_CONFLICT))
      {
        print_pair (plan, &pairs[i]);
        n_shown++;
      }
}

static void
print_sessions (const MchImportPlan *plan)
{
  const char *const *session = mch_import_plan_get_sessions (plan);

  for (session++; *session != NULL; session++)
    {
      guint n = mch_import_plan_count_session (plan, *session);

      if (n > 0)
        g_print (g_dngettext (GETTEXT_PACKAGE, "%u of these rows is for the session %s\n",
                              "%u of these rows are for the session %s\n", n),
                 n, *session);
    }
}

void
mch_import_print_balance (MchImportPlan *plan, gboolean dry_run)
{
  const MchGrid *grid = mch_import_table_get_grid (mch_import_plan_get_table (plan));
  guint rows = mch_import_plan_get_n_rows (plan), n_repairs;

  mch_import_plan_get_repairs (plan, &n_repairs);
  g_print ("%s\n",
           dry_run ? _ ("Import report (trial: nothing was imported)") : _ ("Import report"));
  g_print (g_dngettext (GETTEXT_PACKAGE,
                        "%u row read = %u created + %u updated + %u unchanged + %u rejected\n",
                        "%u rows read = %u created + %u updated + %u unchanged + %u rejected\n",
                        rows),
           rows, mch_import_plan_count (plan, MCH_IMPORT_CREATED),
           mch_import_plan_count (plan, MCH_IMPORT_UPDATED),
           mch_import_plan_count (plan, MCH_IMPORT_UNCHANGED),
           mch_import_plan_count (plan, MCH_IMPORT_REJECTED));
  print_sessions (plan);
  for (const char *const *note = mch_grid_get_notes (grid); *note != NULL; note++)
    g_print ("%s\n", *note);
  if (n_repairs > 0)
    g_print (
        g_dngettext (GETTEXT_PACKAGE, "%u value repaired\n", "%u values repaired\n", n_repairs),
        n_repairs);
  print_edits (plan);
  print_pairs (plan);
  print_faults (plan);
  print_help (plan);
  print_remedies (plan);
}
