/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person let put right in one file of a layout is put right by itself in the next one. It
 * stands among the edits like any other, and taking it back there ends the habit. */
#include "core/mch-import-private.h"

/* One after the other: what is put right may show another cause. */
#define MAX_ROUNDS 32

/* A spelling that is close to another one may still be another word: each is asked for. */
static gboolean
can_learn (MchFaultCode code)
{
  return code != MCH_FAULT_NEAR_VALUE;
}

static gboolean
find_habit (const GArray *habits, MchFaultCode code, const MchField *field, guint *ret_at)
{
  for (guint i = 0; i < habits->len; i++)
    {
      const MchHabit *habit = &g_array_index (habits, MchHabit, i);

      if (habit->code == code && habit->field == field)
        {
          *ret_at = i;
          return TRUE;
        }
    }
  return FALSE;
}

void
mch_habits_add (GArray *habits, MchFaultCode code, const MchField *field)
{
  const MchHabit habit = { code, field };
  guint at;

  if (can_learn (code) && !find_habit (habits, code, field, &at))
    g_array_append_val (habits, habit);
}

void
mch_habits_remove (GArray *habits, MchFaultCode code, const MchField *field)
{
  guint at;

  if (find_habit (habits, code, field, &at))
    g_array_remove_index (habits, at);
}

/* The first group that is put right by habit, -1 when none is left. */
static int
find_group (MchImportPlan *plan)
{
  for (guint i = 0; i < mch_import_plan_get_n_groups (plan); i++)
    {
      const MchImportGroup *group = mch_import_plan_get_group (plan, i);
      guint at;

      if (group->remedy != NULL && find_habit (plan->table->habits, group->code, group->field, &at))
        return (int) i;
    }
  return -1;
}

void
mch_habits_follow (MchImportPlan *plan)
{
  for (guint round = 0; plan->table->habits->len > 0 && round < MAX_ROUNDS; round++)
    {
      int group = find_group (plan);

      if (group < 0 || !mch_import_plan_apply_remedy (plan, (guint) group))
        return;
    }
}
