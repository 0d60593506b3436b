/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SCOPE_PREFIX "etab:"

/* A repeated cause is told in the plural and without its values, unlike a fault's own sentence. */
static const char *const words[] = {
  [MCH_FAULT_NONE] = N_ ("put right"),
  [MCH_FAULT_MISSING] = N_ ("nothing is written"),
  [MCH_FAULT_UNREADABLE_DATE] = N_ ("not a date"),
  [MCH_FAULT_IMPOSSIBLE_DATE] = N_ ("a day that does not exist"),
  [MCH_FAULT_FUTURE_DATE] = N_ ("in the future"),
  [MCH_FAULT_UNLIKELY_AGE] = N_ ("an unusual age"),
  [MCH_FAULT_UNKNOWN_SEX] = N_ ("neither F nor M"),
  [MCH_FAULT_NOT_AN_INE] = N_ ("not an INE"),
  [MCH_FAULT_INE_KEY] = N_ ("a wrong last character"),
  [MCH_FAULT_NOT_A_UAI] = N_ ("not a code of an establishment"),
  [MCH_FAULT_UAI_KEY] = N_ ("a wrong letter"),
  [MCH_FAULT_NOT_AN_EMAIL] = N_ ("not an e-mail address"),
  [MCH_FAULT_NOT_A_PHONE] = N_ ("not a telephone number"),
  [MCH_FAULT_NOT_A_POSTCODE] = N_ ("not a postal code"),
  [MCH_FAULT_NOT_A_COMMUNE] = N_ ("not the INSEE code of a town"),
  [MCH_FAULT_NOT_A_DEPARTMENT] = N_ ("not a department"),
  [MCH_FAULT_NOT_A_COUNTRY] = N_ ("not the INSEE code of a country"),
  [MCH_FAULT_NOT_A_CODE] = N_ ("not a code"),
  [MCH_FAULT_NOT_A_CANDIDATE_NUMBER] = N_ ("not a candidate number"),
  [MCH_FAULT_NOT_A_NAME] = N_ ("characters that no name has"),
  [MCH_FAULT_FORBIDDEN_CHARACTERS] = N_ ("invisible or damaged characters"),
  [MCH_FAULT_TOO_LONG] = N_ ("too long"),
  [MCH_FAULT_NOT_A_SESSION] = N_ ("not a session"),
  [MCH_FAULT_NOT_A_STATE] = N_ ("not a state"),
  [MCH_FAULT_NOT_A_REFERENCE] = N_ ("not a record"),
  [MCH_FAULT_TOO_MANY_CELLS] = N_ ("more values than columns"),
  [MCH_FAULT_OTHER_ESTABLISHMENT] = N_ ("another establishment's pupil"),
  [MCH_FAULT_SAME_CANDIDATE] = N_ ("the same candidate twice"),
  [MCH_FAULT_HOMONYM] = N_ ("same names and date of birth as another"),
  [MCH_FAULT_INE_CONFLICT] = N_ ("already another candidate's"),
  [MCH_FAULT_WITHDRAWN] = N_ ("withdrawn from this session"),
  [MCH_FAULT_TWO_VALUES] = N_ ("two columns that differ"),
  [MCH_FAULT_UNKNOWN_FIELD] = N_ ("an unknown field"),
  [MCH_FAULT_NOT_EDITABLE] = N_ ("cannot be changed here"),
  [MCH_FAULT_TO_CORRECT] = N_ ("to be corrected"),
  [MCH_FAULT_NOT_A_FLAG] = N_ ("neither yes nor no"),
  [MCH_FAULT_NOT_A_YEAR] = N_ ("not a year"),
  [MCH_FAULT_NOT_TESTS] = N_ ("not a list of tests"),
  [MCH_FAULT_NOT_MARKS] = N_ ("not a list of marks"),
  [MCH_FAULT_NOT_IN_REFERENCE] = N_ ("not known to this exam"),
  [MCH_FAULT_NOT_OFFERED] = N_ ("not offered to this candidate"),
  [MCH_FAULT_NOT_CHOSEN] = N_ ("nothing was chosen"),
  [MCH_FAULT_TOO_MANY_TESTS] = N_ ("too many optional tests"),
  [MCH_FAULT_REGISTERED_ELSEWHERE] = N_ ("registered in another establishment"),
  [MCH_FAULT_NUMBER_TAKEN] = N_ ("another candidate's number"),
};
G_STATIC_ASSERT (G_N_ELEMENTS (words) == MCH_N_FAULTS);

void
mch_import_question_free (MchImportQuestion *question)
{
  if (question == NULL)
    return;
  g_bytes_unref (question->text);
  g_free (question->scope);
  g_free (question->session);
  g_free (question->today);
  g_array_unref (question->choices);
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
mch_import_check_new (const MchImportQuestion *question, MchStore *store, GError **error)
{
  g_autoptr (MchImportCheck) check = g_new0 (MchImportCheck, 1);
  MchImportBase base = { 0 };

  check->serial = mch_store_get_serial (store);
  check->causes = g_array_new (FALSE, FALSE, sizeof (MchImportCause));
  check->uai = g_strdup (question->scope + strlen (SCOPE_PREFIX));
  check->session = g_strdup (question->session);
  check->today = g_strdup (question->today);
  check->persons = mch_store_list_records (store, question->scope, MCH_KIND_PERSON);
  check->candidatures = mch_store_list_records (store, question->scope, MCH_KIND_CANDIDATURE);
  base.uai = check->uai;
  base.session = check->session;
  base.today = check->today;
  base.persons = (MchRecord *const *) check->persons->pdata;
  base.n_persons = check->persons->len;
  base.candidatures = (MchRecord *const *) check->candidatures->pdata;
  base.n_candidatures = check->candidatures->len;
  base.choices = (const MchImportChoice *) (gpointer) question->choices->data;
  base.n_choices = question->choices->len;
  check->plan = mch_import_plan_new (question->text, &base, error);
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
  g_array_unref (check->causes);
  g_free (check->uai);
  g_free (check->session);
  g_free (check->today);
  g_clear_pointer (&check->persons, g_ptr_array_unref);
  g_clear_pointer (&check->candidatures, g_ptr_array_unref);
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

const MchFault *
mch_import_check_find_faults (const MchImportCheck *check, guint line, guint *ret_n)
{
  guint n, low = 0, high, end;
  const MchFault *faults = mch_import_plan_get_faults (check->plan, &n);

  for (high = n; low < high;)
    {
      guint middle = low + (high - low) / 2;

      if (faults[middle].line < line)
        low = middle + 1;
      else
        high = middle;
    }
  for (end = low; end < n && faults[end].line == line; end++)
    ;
  *ret_n = end - low;
  return end > low ? &faults[low] : NULL;
}

const MchImportRepair *
mch_import_check_find_repairs (const MchImportCheck *check, guint line, guint *ret_n)
{
  guint n, low = 0, high, end;
  const MchImportRepair *repairs = mch_import_plan_get_repairs (check->plan, &n);

  for (high = n; low < high;)
    {
      guint middle = low + (high - low) / 2;

      if (repairs[middle].line < line)
        low = middle + 1;
      else
        high = middle;
    }
  for (end = low; end < n && repairs[end].line == line; end++)
    ;
  *ret_n = end - low;
  return end > low ? &repairs[low] : NULL;
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
  return _ (words[cause->code]);
}
