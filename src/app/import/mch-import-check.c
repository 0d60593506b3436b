/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
mch_import_question_free (MchImportQuestion *question)
{
  if (question == NULL)
    return;
  mch_import_table_free (question->table);
  g_free (question->scope);
  g_free (question->session);
  g_free (question->today);
  g_free (question);
}

MchImportCheck *
mch_import_check_new (const MchImportQuestion *question, const MchImportPlan *edited,
                      MchStore *store, GError **error)
{
  g_autoptr (MchImportCheck) check = g_new0 (MchImportCheck, 1);
  const MchImportBase *base;

  check->records = mch_import_records_new (store, question->scope, question->session,
                                           question->today, question->now_ms);
  base = mch_import_records_get_base (check->records);
  check->plan = edited != NULL ? mch_import_plan_renew (edited, base, error)
                               : mch_import_plan_new (question->table, base, error);
  return check->plan != NULL ? g_steal_pointer (&check) : NULL;
}

void
mch_import_check_free (MchImportCheck *check)
{
  if (check == NULL)
    return;
  mch_import_plan_free (check->plan);
  mch_import_records_free (check->records);
  g_free (check);
}

gboolean
mch_import_check_equal (const MchImportCheck *a, const MchImportCheck *b)
{
  for (int i = 0; i < MCH_N_IMPORT_OUTCOMES; i++)
    if (mch_import_plan_count (a->plan, i) != mch_import_plan_count (b->plan, i))
      return FALSE;
  return TRUE;
}

char *
mch_import_check_dup_balance (const MchImportCheck *check)
{
  return g_strdup_printf (_ ("To create %u · To update %u · Unchanged %u · Rejected %u"),
                          mch_import_plan_count (check->plan, MCH_IMPORT_CREATED),
                          mch_import_plan_count (check->plan, MCH_IMPORT_UPDATED),
                          mch_import_plan_count (check->plan, MCH_IMPORT_UNCHANGED),
                          mch_import_plan_count (check->plan, MCH_IMPORT_REJECTED));
}

const char *
mch_group_kind_to_word (MchImportGroupKind kind)
{
  switch (kind)
    {
    case MCH_GROUP_BLOCKING:
      return _ ("Blocking");
    case MCH_GROUP_WARNING:
      return _ ("To check");
    case MCH_GROUP_REPAIRED:
    default:
      return _ ("Put right");
    }
}

const char *
mch_group_kind_to_icon (MchImportGroupKind kind)
{
  switch (kind)
    {
    case MCH_GROUP_BLOCKING:
      return "dialog-error-symbolic";
    case MCH_GROUP_WARNING:
      return "dialog-warning-symbolic";
    case MCH_GROUP_REPAIRED:
    default:
      return "emblem-ok-symbolic";
    }
}

const char *
mch_group_kind_to_style (MchImportGroupKind kind)
{
  switch (kind)
    {
    case MCH_GROUP_BLOCKING:
      return "import-blocking";
    case MCH_GROUP_WARNING:
      return "import-warning";
    case MCH_GROUP_REPAIRED:
    default:
      return "import-repaired";
    }
}

const char *
mch_group_get_subject (const MchImportGroup *group)
{
  return group->field != NULL ? _ (group->field->label) : _ ("The whole row");
}

const char *
mch_group_get_words (const MchImportGroup *group)
{
  return mch_fault_code_to_words (group->code);
}
