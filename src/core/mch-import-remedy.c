/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One decision for all values that are wrong in the same way. Only what is certain is offered:
 * where a value may have been two things, a person types it. */
#include "core/mch-header.h"
#include "core/mch-import-private.h"
#include "core/mch-mangled.h"
#include "core/mch-text.h"
#include "core/mch-value-repair.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const MchFault *
get_fault (const MchImportPlan *plan, const MchGroup *group, guint i)
{
  return &g_array_index (plan->faults, MchFault, g_array_index (group->faults, guint, i));
}

/* The column that the value of a fault was read from. */
static int
find_column (const MchImportPlan *plan, guint row, const MchField *field)
{
  const MchSlotColumn *columns = &plan->table->columns->slots[mch_import_slot (field->name)];

  if (columns->spare != MCH_NO_COLUMN
      && *mch_import_plan_get_cell (plan, row, (guint) columns->column) == '\0')
    return columns->spare;
  return columns->column;
}

/* What @remedy does, told by its first cell. */
static char *
dup_cells_sentence (const MchImportPlan *plan, const MchRemedy *remedy)
{
  const MchCellEdit *first = &g_array_index (remedy->cells, MchCellEdit, 0);
  guint n = remedy->cells->len;

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Put %u value right: “%s” becomes “%s”.",
                                       "Put %u values right: “%s” becomes “%s”, and so on.", n),
                          n, mch_import_plan_get_cell (plan, first->row, first->column),
                          first->text);
}

static void
unmangle_row (const MchImportPlan *plan, guint row, MchRemedy *remedy)
{
  for (guint column = 0; column < plan->table->body->n_columns; column++)
    {
      const char *cell = mch_import_plan_get_cell (plan, row, column);
      char *whole = g_str_is_ascii (cell) ? NULL : mch_text_dup_unmangled (cell);

      if (whole != NULL)
        mch_remedy_take_cell (remedy, row, column, whole);
    }
}

static void
unmangle (const MchImportPlan *plan, const MchGroup *group, MchRemedy *remedy)
{
  for (guint i = 0; i < group->rows->len; i++)
    unmangle_row (plan, g_array_index (group->rows, guint, i), remedy);
}

static void
exchange_names (const MchImportPlan *plan, const MchGroup *group, MchRemedy *remedy)
{
  const MchSlotColumn *slots = plan->table->columns->slots;
  guint family = (guint) slots[plan->slot_family_name].column;
  guint given = (guint) slots[plan->slot_given_name].column;

  for (guint i = 0; i < group->rows->len; i++)
    {
      guint row = g_array_index (group->rows, guint, i);

      mch_remedy_take_cell (remedy, row, family,
                            g_strdup (mch_import_plan_get_cell (plan, row, given)));
      mch_remedy_take_cell (remedy, row, given,
                            g_strdup (mch_import_plan_get_cell (plan, row, family)));
    }
}

static void
repair_values (const MchImportPlan *plan, const MchGroup *group, MchRemedy *remedy)
{
  gboolean date1904 = mch_grid_has_date1904 (plan->table->body->grid);
  MchValueContext context = { plan->base.today, NULL };

  for (guint i = 0; i < group->faults->len; i++)
    {
      const MchFault *fault = get_fault (plan, group, i);
      int column = find_column (plan, fault->row, fault->field);
      char *text;

      if (column == MCH_NO_COLUMN || fault->value == NULL)
        continue;
      text = mch_value_dup_repaired (fault->field, fault->value, &context, date1904);
      if (text != NULL)
        mch_remedy_take_cell (remedy, fault->row, (guint) column, text);
    }
}

static gboolean
is_month_first (const MchImportPlan *plan, const char *text)
{
  g_autofree char *date = mch_value_dup_month_first (text, plan->base.today);

  return date != NULL;
}

/* Whether some of the faults show that months stand first, and no cell of the column that they do
 * not. Then "05/06/2009" is the sixth of May, which no fault says. */
static gboolean
is_column_month_first (const MchImportPlan *plan, const MchGroup *group, guint column)
{
  gboolean shown = FALSE;

  for (guint i = 0; i < group->faults->len && !shown; i++)
    shown = is_month_first (plan, get_fault (plan, group, i)->value);
  for (guint row = 0; shown && row < plan->table->body->n_rows; row++)
    {
      const char *cell = mch_import_plan_get_cell (plan, row, column);

      if (*cell != '\0' && !is_month_first (plan, cell))
        return FALSE;
    }
  return shown;
}

static char *
turn_column (const MchImportPlan *plan, guint column, MchRemedy *remedy)
{
  guint n;

  for (guint row = 0; row < plan->table->body->n_rows; row++)
    {
      const char *cell = mch_import_plan_get_cell (plan, row, column);

      if (*cell != '\0')
        mch_remedy_take_cell (remedy, row, column,
                              mch_value_dup_month_first (cell, plan->base.today));
    }
  n = remedy->cells->len;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "Read the %u date of this column as month, day, year.",
                                       "Read the %u dates of this column as month, day, year.", n),
                          n);
}

static void
add_once (MchRemedy *remedy, const char *from, const char *to)
{
  for (guint i = 0; remedy->values != NULL && i < remedy->values->len; i += 2)
    if (strcmp (remedy->values->pdata[i], from) == 0)
      return;
  mch_remedy_add_value (remedy, from, to);
}

static char *
dup_values_sentence (const MchRemedy *remedy)
{
  const char *from = remedy->values->pdata[0], *to = remedy->values->pdata[1];
  guint n = remedy->values->len / 2;

  if (n == 1)
    return g_strdup_printf (_ ("Read “%s” as “%s”, now and in the next files."), from, to);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "Read %u value otherwise, now and in the next files: “%s” as "
                   "“%s”.",
                   "Read %u values otherwise, now and in the next files: “%s” "
                   "as “%s”, and so on.",
                   n),
      n, from, to);
}

/* "Féminin (F)", "Mademoizelle": what begins so means nothing else. */
static const char *
guess_sex (const char *text)
{
  static const char *const beginnings[] = { "fem", "fil", "mad", "mel", "mll", "mme",
                                            "mas", "gar", "hom", "mon", "mr " };
  g_autofree char *folded = mch_text_fold (text);

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    if (g_str_has_prefix (folded, beginnings[i]))
      return i < 6 ? "F" : "M";
  return NULL;
}

static const char *
find_code (const MchImportPlan *plan, const char *label)
{
  const char *found = NULL;

  for (gsize i = 0; i < plan->base.n_specialities; i++)
    {
      const MchImportSpeciality *speciality = &plan->base.specialities[i];

      if (speciality->label == NULL || !mch_text_folds_alike (speciality->label, label))
        continue;
      if (found != NULL)
        return NULL;
      found = speciality->code;
    }
  return found;
}

static const char *
find_value (const MchImportPlan *plan, const MchFault *fault)
{
  switch ((int) fault->code)
    {
    case MCH_FAULT_NEAR_VALUE:
      return fault->suggestion;
    case MCH_FAULT_UNKNOWN_SEX:
      return guess_sex (fault->value);
    case MCH_FAULT_NOT_A_CODE:
      return strcmp (fault->field->name, "specialty_code") == 0 ? find_code (plan, fault->value)
                                                                : NULL;
    default:
      return NULL;
    }
}

static void
map_values (const MchImportPlan *plan, const MchGroup *group, MchRemedy *remedy)
{
  if (group->group.field == NULL)
    return;
  remedy->slot = mch_import_slot (group->group.field->name);
  for (guint i = 0; i < group->faults->len; i++)
    {
      const MchFault *fault = get_fault (plan, group, i);
      const char *to = fault->value != NULL ? find_value (plan, fault) : NULL;

      if (to != NULL)
        add_once (remedy, fault->value, to);
    }
}

static gboolean
is_date_group (const MchGroup *group)
{
  return (group->group.code == MCH_FAULT_IMPOSSIBLE_DATE
          || group->group.code == MCH_FAULT_UNREADABLE_DATE)
         && group->group.field->type == MCH_FIELD_DATE;
}

static void
find_cells (const MchImportPlan *plan, const MchGroup *group, MchRemedy *remedy)
{
  if (group->group.code == MCH_FAULT_GARBLED)
    unmangle (plan, group, remedy);
  else if (group->group.code == MCH_FAULT_SWAPPED_NAMES)
    exchange_names (plan, group, remedy);
  else if (group->group.field != NULL && group->group.code != MCH_FAULT_TWO_VALUES
           && mch_value_refuses (group->group.code))
    repair_values (plan, group, remedy);
}

MchRemedy *
mch_remedy_new (const MchImportPlan *plan, const MchGroup *group, char **ret_sentence)
{
  g_autoptr (MchRemedy) remedy = mch_remedy_alloc ();
  int column;

  if (group->group.kind == MCH_GROUP_REPAIRED)
    return NULL;
  if (is_date_group (group))
    {
      column = plan->table->columns->slots[mch_import_slot (group->group.field->name)].column;
      if (column != MCH_NO_COLUMN && is_column_month_first (plan, group, (guint) column))
        {
          *ret_sentence = turn_column (plan, (guint) column, remedy);
          return g_steal_pointer (&remedy);
        }
    }
  map_values (plan, group, remedy);
  if (remedy->values != NULL)
    {
      *ret_sentence = dup_values_sentence (remedy);
      return g_steal_pointer (&remedy);
    }
  find_cells (plan, group, remedy);
  if (remedy->cells->len == 0)
    return NULL;
  *ret_sentence = dup_cells_sentence (plan, remedy);
  return g_steal_pointer (&remedy);
}
