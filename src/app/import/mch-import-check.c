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

static void
count_cause (GArray *causes, MchCauseKind kind, MchFaultCode code, const MchField *field)
{
  MchImportCause cause = { kind, code, field, 1 };

  for (guint i = 0; i < causes->len; i++)
    {
      MchImportCause *known = &g_array_index (causes, MchImportCause, i);

      if (known->kind == kind && known->code == code && known->field == field)
        {
          known->n++;
          return;
        }
    }
  g_array_append_val (causes, cause);
}

static int
compare_causes (gconstpointer one, gconstpointer other)
{
  const MchImportCause *a = one;
  const MchImportCause *b = other;

  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  return a->n > b->n ? -1 : a->n < b->n;
}

static void
group (MchImportCheck *check)
{
  guint n_faults, n_repairs;
  const MchFault *faults = mch_import_plan_get_faults (check->plan, &n_faults);
  const MchImportRepair *repairs = mch_import_plan_get_repairs (check->plan, &n_repairs);

  for (guint i = 0; i < n_faults; i++)
    count_cause (check->causes, faults[i].blocking ? MCH_CAUSE_BLOCKING : MCH_CAUSE_WARNING,
                 faults[i].code, faults[i].field);
  for (guint i = 0; i < n_repairs; i++)
    count_cause (check->causes, MCH_CAUSE_REPAIRED, MCH_FAULT_NONE, repairs[i].field);
  g_array_sort (check->causes, compare_causes);
}

MchImportCheck *
mch_import_check_new (const MchImportQuestion *question, const MchImportPlan *edited,
                      MchStore *store, GError **error)
{
  g_autoptr (MchImportCheck) check = g_new0 (MchImportCheck, 1);
  const MchImportBase *base;

  check->causes = g_array_new (FALSE, FALSE, sizeof (MchImportCause));
  check->records = mch_import_records_new (store, question->scope, question->session,
                                           question->today, question->now_ms);
  base = mch_import_records_get_base (check->records);
  check->plan = edited != NULL ? mch_import_plan_renew (edited, base, error)
                               : mch_import_plan_new (question->table, base, error);
  if (check->plan == NULL)
    return NULL;
  group (check);
  return g_steal_pointer (&check);
}

void
mch_import_check_free (MchImportCheck *check)
{
  if (check == NULL)
    return;
  mch_import_plan_free (check->plan);
  mch_import_records_free (check->records);
  g_array_unref (check->causes);
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
mch_cause_kind_to_word (MchCauseKind kind)
{
  switch (kind)
    {
    case MCH_CAUSE_BLOCKING:
      return _ ("Blocking");
    case MCH_CAUSE_WARNING:
      return _ ("To check");
    case MCH_CAUSE_REPAIRED:
    default:
      return _ ("Put right");
    }
}

const char *
mch_cause_kind_to_icon (MchCauseKind kind)
{
  switch (kind)
    {
    case MCH_CAUSE_BLOCKING:
      return "dialog-error-symbolic";
    case MCH_CAUSE_WARNING:
      return "dialog-warning-symbolic";
    case MCH_CAUSE_REPAIRED:
    default:
      return "emblem-ok-symbolic";
    }
}

const char *
mch_import_cause_get_subject (const MchImportCause *cause)
{
  return cause->field != NULL ? _ (cause->field->label) : _ ("The whole row");
}

const char *
mch_import_cause_get_words (const MchImportCause *cause)
{
  return mch_fault_code_to_words (cause->code);
}
