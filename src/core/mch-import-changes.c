/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan gives to its readers: its lists, its changes one by one, its report. */
#include "core/mch-import-private.h"
#include "core/mch-uuid.h"

#include <string.h>

/* The values of a candidature that no column holds. */
#define N_OWN_VALUES 3

typedef struct
{
  const char *names[MCH_MAX_SLOTS + N_OWN_VALUES];
  const char *from[MCH_MAX_SLOTS + N_OWN_VALUES];
  const char *to[MCH_MAX_SLOTS + N_OWN_VALUES];
  MchImportChange change;
} Draft;

typedef struct
{
  const MchImportPlan *plan;
  gint64 now_ms;
  MchRandomFunc random;
  MchImportVisitor visitor;
  gpointer user_data;
} Visit;

guint
mch_import_plan_get_n_rows (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, 0);

  return plan->rows->len;
}

guint
mch_import_plan_count (const MchImportPlan *plan, MchImportOutcome outcome)
{
  g_return_val_if_fail (plan != NULL && outcome < MCH_N_IMPORT_OUTCOMES, 0);

  return plan->counts[outcome];
}

const MchImportRow *
mch_import_plan_get_rows (const MchImportPlan *plan, guint *ret_n)
{
  g_return_val_if_fail (plan != NULL && ret_n != NULL, NULL);

  *ret_n = plan->rows->len;
  return (const MchImportRow *) (gpointer) plan->rows->data;
}

const MchFault *
mch_import_plan_get_faults (const MchImportPlan *plan, guint *ret_n)
{
  g_return_val_if_fail (plan != NULL && ret_n != NULL, NULL);

  *ret_n = plan->faults->len;
  return (const MchFault *) (gpointer) plan->faults->data;
}

const MchImportRepair *
mch_import_plan_get_repairs (const MchImportPlan *plan, guint *ret_n)
{
  g_return_val_if_fail (plan != NULL && ret_n != NULL, NULL);

  *ret_n = plan->repairs->len;
  return (const MchImportRepair *) (gpointer) plan->repairs->data;
}

const char *const *
mch_import_plan_get_unmapped (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return (const char *const *) plan->columns->unmapped->pdata;
}

const char *const *
mch_import_plan_get_ignored (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return (const char *const *) plan->columns->ignored->pdata;
}

int
mch_import_plan_get_column (const MchImportPlan *plan, const MchField *field)
{
  g_return_val_if_fail (plan != NULL, -1);

  if (field == NULL || (field->kind != MCH_KIND_PERSON && field->kind != MCH_KIND_CANDIDATURE))
    return -1;
  return plan->columns->slots[mch_import_slot (field->name)].column;
}

const char *
mch_import_plan_get_uai (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->uai;
}

MchEncoding
mch_import_plan_get_encoding (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, MCH_ENCODING_UTF8);

  return plan->encoding;
}

char
mch_import_plan_get_delimiter (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, ';');

  return plan->dialect.delimiter;
}

static void
begin_draft (Draft *draft, MchKind kind, const MchRecord *record, const char *new_id)
{
  draft->change = (MchImportChange){ kind,
                                     record != NULL ? record->id : new_id,
                                     record == NULL,
                                     record != NULL ? record->version : 0,
                                     0,
                                     draft->names,
                                     draft->from,
                                     draft->to };
}

static void
add_value (Draft *draft, const char *name, const char *from, const char *to)
{
  draft->names[draft->change.n] = name;
  draft->from[draft->change.n] = from;
  draft->to[draft->change.n] = to;
  draft->change.n++;
}

static void
add_values (const Visit *visit, Draft *draft, const MchSubject *subject)
{
  const char *value = visit->plan->values->str + subject->values;

  for (guint i = 0; i < visit->plan->n_used; i++, value += strlen (value) + 1)
    {
      const MchField *field = mch_import_slot_field (visit->plan->used[i]);

      if (field->kind == draft->change.kind && *value != '\0')
        add_value (draft, field->name, mch_subject_get_recorded (subject, visit->plan->used[i]),
                   strcmp (value, MCH_REMOVED) == 0 ? "" : value);
    }
}

static gboolean
visit_subject (const Visit *visit, const MchSubject *subject)
{
  g_autofree char *person_id = NULL;
  g_autofree char *candidature_id = NULL;
  Draft draft;

  if (subject->person == NULL)
    person_id = mch_uuid_new (visit->now_ms, visit->random);
  begin_draft (&draft, MCH_KIND_PERSON, subject->person, person_id);
  add_values (visit, &draft, subject);
  if (draft.change.n > 0 && !visit->visitor (&draft.change, visit->user_data))
    return FALSE;

  if (subject->candidature == NULL)
    candidature_id = mch_uuid_new (visit->now_ms, visit->random);
  begin_draft (&draft, MCH_KIND_CANDIDATURE, subject->candidature, candidature_id);
  if (draft.change.create)
    {
      add_value (&draft, "person", "", subject->person != NULL ? subject->person->id : person_id);
      add_value (&draft, "session", "", visit->plan->base.session);
      add_value (&draft, "state", "", MCH_STATE_PRE_REGISTERED); /* INS-14 */
    }
  add_values (visit, &draft, subject);
  return draft.change.n == 0 || visit->visitor (&draft.change, visit->user_data);
}

gboolean
mch_import_plan_visit_changes (const MchImportPlan *plan, gint64 now_ms, MchRandomFunc random,
                               MchImportVisitor visitor, gpointer user_data)
{
  Visit visit = { plan, now_ms, random, visitor, user_data };

  g_return_val_if_fail (plan != NULL && random != NULL && visitor != NULL, FALSE);

  for (guint i = 0; i < plan->row_subjects->len; i++)
    {
      const MchRowSubject *about = &g_array_index (plan->row_subjects, MchRowSubject, i);

      if (about->first
          && !visit_subject (&visit, &g_array_index (plan->subjects, MchSubject, about->subject)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
collect_change (const MchImportChange *view, gpointer user_data)
{
  GPtrArray *changes = user_data;
  MchChange *change = mch_change_new_update (view->kind, view->id, view->base_version);

  change->create = view->create;
  for (guint i = 0; i < view->n; i++)
    mch_change_set (change, view->names[i], view->from[i], view->to[i]);
  g_ptr_array_add (changes, change);
  return TRUE;
}

GPtrArray *
mch_import_plan_dup_changes (const MchImportPlan *plan, gint64 now_ms, MchRandomFunc random)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);

  mch_import_plan_visit_changes (plan, now_ms, random, collect_change, changes);
  return changes;
}

static void
append_reasons (GString *reasons, const MchImportPlan *plan, guint line, guint *fault_index)
{
  for (; *fault_index < plan->faults->len; (*fault_index)++)
    {
      const MchFault *fault = &g_array_index (plan->faults, MchFault, *fault_index);
      g_autofree char *message = NULL;
      g_autofree char *hint = NULL;
      const char *label;

      if (fault->line > line)
        return;
      if (fault->line < line || !fault->blocking)
        continue;
      message = mch_fault_dup_message (fault);
      hint = mch_fault_dup_hint (fault);
      label = mch_fault_get_label (fault);
      if (reasons->len > 0)
        g_string_append_c (reasons, ' ');
      if (label != NULL && fault->code != MCH_FAULT_MISSING)
        g_string_append_printf (reasons, "[%s] ", label);
      g_string_append_printf (reasons, "%s %s", message, hint);
    }
}

/* The columns that we add ourselves must not double when a report is imported and written again. */
static gboolean
is_own_column (const char *heading)
{
  return strcmp (heading, "_ligne") == 0 || strcmp (heading, "_motif") == 0;
}

char *
mch_import_plan_dup_report (const MchImportPlan *plan)
{
  GString *out = g_string_new ("\357\273\277");
  const MchImportColumns *columns;
  const char *cell;
  guint fault_index = 0;

  g_return_val_if_fail (plan != NULL, NULL);

  columns = plan->columns;
  cell = plan->rejected->str;
  for (guint i = 0; i < columns->n_columns; i++)
    if (!is_own_column (columns->headings[i]))
      {
        mch_csv_append_cell (out, columns->headings[i]);
        g_string_append_c (out, ';');
      }
  g_string_append (out, "_ligne;_motif\r\n");

  for (guint row = 0; row < plan->rejected_lines->len; row++)
    {
      guint line = g_array_index (plan->rejected_lines, guint, row);
      g_autoptr (GString) reasons = g_string_new (NULL);

      for (guint i = 0; i < columns->n_columns; i++, cell += strlen (cell) + 1)
        if (!is_own_column (columns->headings[i]))
          {
            mch_csv_append_cell (out, cell);
            g_string_append_c (out, ';');
          }
      append_reasons (reasons, plan, line, &fault_index);
      g_string_append_printf (out, "%u;", line);
      mch_csv_append_cell (out, reasons->str);
      g_string_append (out, "\r\n");
    }
  return g_string_free (out, FALSE);
}
