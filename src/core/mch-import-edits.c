/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person did to a plan, each with what was there before, so that it can be taken back. The
 * file itself never changes: edits lie over it. */
#include "core/mch-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One edit; it never changes once it is done, and renewed plans share it. */
struct _MchEdit
{
  gatomicrefcount ref_count;
  char *sentence;
  MchRemedy *remedy;
  GPtrArray *cells_before; /* (element-type nullable): char* of the overlay, beside remedy->cells */
  GPtrArray *values_before; /* (element-type nullable): char*, one a pair of remedy->values */
  MchHabit cause;           /* whose habit it made, MCH_FAULT_NONE for none */
  gboolean decides;
  MchDecision decision; /* when it decides: what was said before */
};

MchEdit *
mch_edit_ref (MchEdit *edit)
{
  g_atomic_ref_count_inc (&edit->ref_count);
  return edit;
}

void
mch_edit_free (MchEdit *edit)
{
  if (!g_atomic_ref_count_dec (&edit->ref_count))
    return;
  g_free (edit->sentence);
  mch_remedy_free (edit->remedy);
  g_ptr_array_unref (edit->cells_before);
  g_ptr_array_unref (edit->values_before);
  g_free (edit->decision.person);
  g_free (edit);
}

static void
cell_edit_clear (gpointer data)
{
  MchCellEdit *cell = data;

  g_free (cell->text);
}

MchRemedy *
mch_remedy_alloc (void)
{
  MchRemedy *remedy = g_new0 (MchRemedy, 1);

  remedy->cells = g_array_new (FALSE, FALSE, sizeof (MchCellEdit));
  g_array_set_clear_func (remedy->cells, cell_edit_clear);
  return remedy;
}

void
mch_remedy_take_cell (MchRemedy *remedy, guint row, guint column, char *text)
{
  MchCellEdit cell = { row, column, text };

  g_array_append_val (remedy->cells, cell);
}

void
mch_remedy_add_value (MchRemedy *remedy, const char *from, const char *to)
{
  if (remedy->values == NULL)
    remedy->values = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (remedy->values, g_strdup (from));
  g_ptr_array_add (remedy->values, g_strdup (to));
}

void
mch_remedy_free (MchRemedy *remedy)
{
  if (remedy == NULL)
    return;
  g_array_unref (remedy->cells);
  g_clear_pointer (&remedy->values, g_ptr_array_unref);
  g_free (remedy);
}

static gpointer
cell_key (guint row, guint column)
{
  return GUINT_TO_POINTER (row * MCH_CSV_MAX_COLUMNS + column);
}

static void
lay_cell (MchImportPlan *plan, guint row, guint column, const char *text)
{
  if (text == NULL)
    {
      g_hash_table_remove (plan->cells, cell_key (row, column));
      return;
    }
  if (plan->edited == NULL)
    plan->edited = g_new0 (guint8, plan->table->body->n_rows);
  plan->edited[row] = TRUE;
  g_hash_table_insert (plan->cells, cell_key (row, column), g_strdup (text));
}

static MchEdit *
edit_new (MchRemedy *remedy, char *sentence)
{
  MchEdit *edit = g_new0 (MchEdit, 1);

  g_atomic_ref_count_init (&edit->ref_count);
  edit->remedy = remedy;
  edit->sentence = sentence;
  edit->cells_before = g_ptr_array_new_with_free_func (g_free);
  edit->values_before = g_ptr_array_new_with_free_func (g_free);
  return edit;
}

void
mch_edit_apply (MchImportPlan *plan, MchRemedy *remedy, char *sentence, const MchHabit *cause)
{
  MchEdit *edit = edit_new (remedy, sentence);
  MchValueMap *map = &plan->table->values;

  for (guint i = 0; i < remedy->cells->len; i++)
    {
      const MchCellEdit *cell = &g_array_index (remedy->cells, MchCellEdit, i);
      const char *before = g_hash_table_lookup (plan->cells, cell_key (cell->row, cell->column));

      g_ptr_array_add (edit->cells_before, g_strdup (before));
      lay_cell (plan, cell->row, cell->column, cell->text);
    }
  for (guint i = 0; remedy->values != NULL && i < remedy->values->len; i += 2)
    {
      const char *from = remedy->values->pdata[i];

      g_ptr_array_add (edit->values_before, g_strdup (mch_value_map_get (map, remedy->slot, from)));
      mch_value_map_set (map, remedy->slot, from, remedy->values->pdata[i + 1]);
    }
  if (cause != NULL)
    {
      edit->cause = *cause;
      mch_habits_add (plan->table->habits, cause->code, cause->field);
    }
  g_ptr_array_add (plan->edits, edit);
  mch_import_judge (plan);
}

static void
set_decision (MchImportPlan *plan, const MchDecision *decision)
{
  MchDecision copy = *decision;

  for (guint i = 0; i < plan->decisions->len; i++)
    {
      MchDecision *known = &g_array_index (plan->decisions, MchDecision, i);

      if (known->row != decision->row || known->other_row != decision->other_row
          || g_strcmp0 (known->person, decision->person) != 0)
        continue;
      known->verdict = decision->verdict;
      if (decision->verdict == MCH_VERDICT_NONE)
        g_array_remove_index (plan->decisions, i);
      return;
    }
  if (decision->verdict == MCH_VERDICT_NONE)
    return;
  copy.person = g_strdup (decision->person);
  g_array_append_val (plan->decisions, copy);
}

static char *
dup_verdict_sentence (const MchImportPlan *plan, guint row, MchImportVerdict verdict)
{
  guint line = g_array_index (plan->rows, MchImportRow, row).line;

  switch (verdict)
    {
    case MCH_VERDICT_SAME:
      return g_strdup_printf (_ ("Line %u: the same person"), line);
    case MCH_VERDICT_OTHER:
      return g_strdup_printf (_ ("Line %u: another person"), line);
    case MCH_VERDICT_NONE:
    default:
      return g_strdup_printf (_ ("Line %u: not decided"), line);
    }
}

void
mch_import_plan_decide (MchImportPlan *plan, guint pair, MchImportVerdict verdict)
{
  const MchImportPair *pairs;
  MchDecision decision = { 0 };
  g_autofree char *person = NULL;
  MchEdit *edit;
  guint n;

  g_return_if_fail (plan != NULL);
  pairs = mch_import_plan_get_pairs (plan, &n);
  g_return_if_fail (pair < n);

  /* A record is named by its id: rows and places may change with the records that are met. */
  if (pairs[pair].person != NULL)
    person = g_strdup (pairs[pair].person->id);
  decision.row = pairs[pair].row;
  decision.other_row = person != NULL ? MCH_NO_ROW : pairs[pair].other_row;
  decision.person = person;
  decision.kind = pairs[pair].kind;
  decision.verdict = verdict;

  edit = edit_new (mch_remedy_alloc (), dup_verdict_sentence (plan, decision.row, verdict));
  edit->decides = TRUE;
  edit->decision = decision;
  edit->decision.person = g_strdup (person);
  edit->decision.verdict = pairs[pair].verdict;
  g_ptr_array_add (plan->edits, edit);
  set_decision (plan, &decision);
  mch_import_judge (plan);
}

gboolean
mch_import_plan_undo (MchImportPlan *plan)
{
  MchEdit *edit;

  g_return_val_if_fail (plan != NULL, FALSE);

  if (plan->edits->len == 0)
    return FALSE;
  edit = plan->edits->pdata[plan->edits->len - 1];
  for (guint i = 0; i < edit->cells_before->len; i++)
    {
      /* Backwards: a cell may stand in the list twice. */
      guint at = edit->cells_before->len - 1 - i;
      const MchCellEdit *cell = &g_array_index (edit->remedy->cells, MchCellEdit, at);

      lay_cell (plan, cell->row, cell->column, edit->cells_before->pdata[at]);
    }
  for (guint i = 0; i < edit->values_before->len; i++)
    mch_value_map_set (&plan->table->values, edit->remedy->slot, edit->remedy->values->pdata[2 * i],
                       edit->values_before->pdata[i]);
  if (edit->decides)
    set_decision (plan, &edit->decision);
  if (edit->cause.code != MCH_FAULT_NONE)
    mch_habits_remove (plan->table->habits, edit->cause.code, edit->cause.field);
  g_ptr_array_set_size (plan->edits, (int) plan->edits->len - 1);
  mch_import_judge (plan);
  return TRUE;
}

guint
mch_import_plan_get_n_edits (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, 0);

  return plan->edits->len;
}

const char *
mch_import_plan_get_edit (const MchImportPlan *plan, guint edit)
{
  g_return_val_if_fail (plan != NULL && edit < plan->edits->len, NULL);

  return ((const MchEdit *) plan->edits->pdata[edit])->sentence;
}

const char *
mch_import_plan_get_cell (const MchImportPlan *plan, guint row, guint column)
{
  const char *text;

  g_return_val_if_fail (plan != NULL && row < plan->table->body->n_rows, NULL);
  g_return_val_if_fail (column < plan->table->body->n_columns, NULL);

  text = plan->edited != NULL && plan->edited[row]
             ? g_hash_table_lookup (plan->cells, cell_key (row, column))
             : NULL;
  return text != NULL ? text : mch_import_table_get_cell (plan->table, row, column);
}

gboolean
mch_import_plan_is_edited (const MchImportPlan *plan, guint row, guint column)
{
  g_return_val_if_fail (plan != NULL && row < plan->table->body->n_rows, FALSE);

  return plan->edited != NULL && plan->edited[row]
         && g_hash_table_contains (plan->cells, cell_key (row, column));
}

void
mch_import_plan_set_cell (MchImportPlan *plan, guint row, guint column, const char *text)
{
  MchRemedy *remedy;
  char *sentence;

  g_return_if_fail (plan != NULL && row < plan->table->body->n_rows);
  g_return_if_fail (column < plan->table->body->n_columns && text != NULL);
  g_return_if_fail (strlen (text) <= MCH_CSV_MAX_CELL && strpbrk (text, "\r\n") == NULL);

  remedy = mch_remedy_alloc ();
  mch_remedy_take_cell (remedy, row, column, g_strdup (text));
  sentence = g_strdup_printf (
      _ ("Line %u, %s: “%s” in place of “%s”"), g_array_index (plan->rows, MchImportRow, row).line,
      plan->table->body->headings[column], text, mch_import_plan_get_cell (plan, row, column));
  mch_edit_apply (plan, remedy, sentence, NULL);
}

void
mch_import_plan_map_value (MchImportPlan *plan, const MchField *field, const char *from,
                           const char *to)
{
  MchRemedy *remedy;

  g_return_if_fail (plan != NULL && field != NULL && from != NULL);
  g_return_if_fail (mch_import_can_choose (field));

  remedy = mch_remedy_alloc ();
  remedy->slot = mch_import_slot (field->name);
  mch_remedy_add_value (remedy, from, to);
  mch_edit_apply (plan, remedy,
                  to != NULL
                      ? g_strdup_printf (_ ("%s: “%s” is read as “%s”"), _ (field->label), from, to)
                      : g_strdup_printf (_ ("%s: “%s” is read as it is"), _ (field->label), from),
                  NULL);
}
