/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a file, by its causes. */
#include "core/mch-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SHOWN_RANGES 6

static void
group_clear (gpointer data)
{
  MchGroup *group = data;

  g_array_unref (group->rows);
  g_array_unref (group->faults);
  g_free (group->sentence);
  g_free (group->remedy_sentence);
}

void
mch_import_groups_clear (MchImportPlan *plan)
{
  g_clear_pointer (&plan->groups, g_array_unref);
}

/* A wrong encoding spoils a whole file, not one of its columns. */
static const MchField *
get_group_field (const MchFault *fault)
{
  return fault->code == MCH_FAULT_GARBLED ? NULL : fault->field;
}

static MchGroup *
find_group (GArray *groups, MchImportGroupKind kind, MchFaultCode code, const MchField *field)
{
  MchGroup group = { { kind, code, field, 0, 0, NULL, NULL, NULL }, NULL, NULL, NULL, NULL };

  for (guint i = 0; i < groups->len; i++)
    {
      MchGroup *known = &g_array_index (groups, MchGroup, i);

      if (known->group.kind == kind && known->group.code == code && known->group.field == field)
        return known;
    }
  group.rows = g_array_new (FALSE, FALSE, sizeof (guint));
  group.faults = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (groups, group);
  return &g_array_index (groups, MchGroup, groups->len - 1);
}

static void
count_row (MchGroup *group, guint row)
{
  group->group.n++;
  if (group->rows->len == 0 || g_array_index (group->rows, guint, group->rows->len - 1) != row)
    g_array_append_val (group->rows, row);
}

static void
collect (const MchImportPlan *plan, GArray *groups)
{
  for (guint i = 0; i < plan->faults->len; i++)
    {
      const MchFault *fault = &g_array_index (plan->faults, MchFault, i);
      MchGroup *group =
          find_group (groups, fault->blocking ? MCH_GROUP_BLOCKING : MCH_GROUP_WARNING, fault->code,
                      get_group_field (fault));

      count_row (group, fault->row);
      g_array_append_val (group->faults, i);
    }
  for (guint i = 0; i < plan->repairs->len; i++)
    {
      const MchImportRepair *repair = &g_array_index (plan->repairs, MchImportRepair, i);

      count_row (find_group (groups, MCH_GROUP_REPAIRED, MCH_FAULT_NONE, repair->field),
                 repair->row);
    }
}

static int
compare_groups (gconstpointer one, gconstpointer other)
{
  const MchImportGroup *a = &((const MchGroup *) one)->group;
  const MchImportGroup *b = &((const MchGroup *) other)->group;

  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  return a->n > b->n ? -1 : a->n < b->n;
}

static char *
dup_sentence (const MchImportPlan *plan, const MchImportGroup *group)
{
  const char *subject = group->field != NULL               ? _ (group->field->label)
                        : group->code == MCH_FAULT_GARBLED ? _ ("The whole file")
                                                           : _ ("The whole row");
  g_autofree char *lines = mch_import_plan_dup_lines (plan, group);

  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s: %s (%u row: %s)", "%s: %s (%u rows: %s)", group->n_rows),
      subject, mch_fault_code_to_words (group->code), group->n_rows, lines);
}

static void
make_groups (MchImportPlan *plan)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (MchGroup));

  g_array_set_clear_func (groups, group_clear);
  collect (plan, groups);
  g_array_sort (groups, compare_groups);
  for (guint i = 0; i < groups->len; i++)
    {
      MchGroup *group = &g_array_index (groups, MchGroup, i);
      g_autoptr (MchRemedy) remedy = NULL;

      group->group.rows = (const guint *) (gpointer) group->rows->data;
      group->group.n_rows = group->rows->len;
      group->sentence = dup_sentence (plan, &group->group);
      remedy = mch_remedy_new (plan, group, &group->remedy_sentence);
      group->group.sentence = group->sentence;
      group->group.remedy = group->remedy_sentence;
    }
  plan->groups = groups;
}

/* The public groups lie at the beginning of ours, which are larger. */
static GArray *
get_groups (MchImportPlan *plan)
{
  if (plan->groups == NULL)
    make_groups (plan);
  return plan->groups;
}

guint
mch_import_plan_get_n_groups (MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, 0);

  return get_groups (plan)->len;
}

const MchImportGroup *
mch_import_plan_get_group (MchImportPlan *plan, guint group)
{
  g_return_val_if_fail (plan != NULL && group < get_groups (plan)->len, NULL);

  return &g_array_index (plan->groups, MchGroup, group).group;
}

char *
mch_import_plan_dup_lines (const MchImportPlan *plan, const MchImportGroup *group)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_shown = 0, i = 0;

  g_return_val_if_fail (plan != NULL && group != NULL, NULL);

#define LINE_AT(i) g_array_index (plan->rows, MchImportRow, group->rows[i]).line
  while (i < group->n_rows && n_shown < SHOWN_RANGES)
    {
      guint first = i;

      while (i + 1 < group->n_rows && LINE_AT (i + 1) == LINE_AT (i) + 1)
        i++;
      g_string_append_printf (text, "%s%u", n_shown > 0 ? ", " : "", LINE_AT (first));
      if (i > first)
        g_string_append_printf (text, "%s%u", i > first + 1 ? "–" : ", ", LINE_AT (i));
      n_shown++;
      i++;
    }
#undef LINE_AT
  if (i < group->n_rows)
    g_string_append (text, "…");
  return g_strdup (text->str);
}

gboolean
mch_import_plan_apply_remedy (MchImportPlan *plan, guint group)
{
  g_autofree char *what = NULL;
  const MchGroup *of;
  MchHabit cause;
  MchRemedy *remedy;

  g_return_val_if_fail (plan != NULL && group < get_groups (plan)->len, FALSE);

  of = &g_array_index (plan->groups, MchGroup, group);
  remedy = mch_remedy_new (plan, of, &what);
  if (remedy == NULL)
    return FALSE;
  cause = (MchHabit){ of->group.code, of->group.field };
  mch_edit_apply (plan, remedy, g_steal_pointer (&what), &cause);
  return TRUE;
}

static char *
dup_emptied_sentence (const MchField *field, guint n)
{
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s: %u value left out", "%s: %u values left out", n),
      _ (field->label), n);
}

gboolean
mch_import_plan_empty_group (MchImportPlan *plan, guint group)
{
  g_autoptr (MchRemedy) remedy = NULL;
  const MchGroup *of;
  const MchField *field;
  int column;

  g_return_val_if_fail (plan != NULL && group < get_groups (plan)->len, FALSE);

  of = &g_array_index (plan->groups, MchGroup, group);
  field = of->group.field;
  column = mch_import_plan_get_column (plan, field);
  if (field == NULL || field->needed || column == MCH_NO_COLUMN
      || of->group.kind == MCH_GROUP_REPAIRED)
    return FALSE;
  remedy = mch_remedy_alloc ();
  for (guint i = 0; i < of->rows->len; i++)
    mch_remedy_take_cell (remedy, g_array_index (of->rows, guint, i), (guint) column,
                          g_strdup (""));
  mch_edit_apply (plan, g_steal_pointer (&remedy), dup_emptied_sentence (field, of->group.n), NULL);
  return TRUE;
}
