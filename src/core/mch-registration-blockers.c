/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands against finalising a candidature, one small check a field. */
#include "core/mch-registration.h"

#include "core/mch-test-list.h"
#include "core/mch-text.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

/* The candidature under examination. */
typedef struct
{
  const MchReference *reference;
  const MchRecord *candidature;
  GArray *faults;
} Check;

static void
add_fault (GArray *faults, MchKind kind, const char *name, MchFaultCode code, const char *value)
{
  MchFault fault = { 0 };

  fault.code = code;
  fault.blocking = TRUE;
  fault.field = mch_field_find (kind, name);
  fault.value = value;
  g_array_append_val (faults, fault);
}

static void
blame (const Check *check, const char *name, MchFaultCode code, const char *value)
{
  add_fault (check->faults, MCH_KIND_CANDIDATURE, name, code, value);
}

/* The item that @name names; NULL, and a fault, when it is missing or not known. */
static const MchRefItem *
check_named (const Check *check, const char *name, MchRefKind kind, gboolean needed)
{
  const char *value = mch_record_get (check->candidature, name);
  const MchRefItem *item = mch_reference_find (check->reference, kind, value);

  if (value == NULL && needed)
    blame (check, name, MCH_FAULT_MISSING, NULL);
  else if (value != NULL && item == NULL)
    blame (check, name, MCH_FAULT_NOT_IN_REFERENCE, value);
  return item;
}

/* By its code; a label alone will do where it names one. */
static const MchRefItem *
check_specialty (const Check *check)
{
  if (mch_record_get (check->candidature, "specialty_code") == NULL)
    {
      const MchRefItem *item =
          mch_registration_find (check->reference, check->candidature, MCH_REF_SPECIALTY);

      if (item != NULL)
        return item;
    }
  return check_named (check, "specialty_code", MCH_REF_SPECIALTY, TRUE);
}

static const MchRefItem *
check_passage (const Check *check, const MchRefItem *category)
{
  const MchRefItem *passage = mch_registration_find_passage (check->reference, check->candidature);
  const char *value = mch_record_get (check->candidature, "passage");
  g_auto (GStrv) offered = NULL;

  if (mch_reference_list (check->reference, MCH_REF_PASSAGE)->len == 0)
    return NULL;
  if (passage == NULL)
    return check_named (check, "passage", MCH_REF_PASSAGE, TRUE);
  if (category == NULL)
    return passage;
  offered = mch_ref_item_dup_list (category, "passage");
  if (*offered != NULL && !g_strv_contains ((const char *const *) offered, passage->code))
    blame (check, "passage", MCH_FAULT_NOT_OFFERED, value);
  return passage;
}

static void
check_diploma (const Check *check)
{
  const MchRefItem *exam = mch_reference_list (check->reference, MCH_REF_EXAM)->pdata[0];
  gboolean needed = g_strcmp0 (mch_ref_item_get (exam, "diploma"), "required") == 0;
  const MchRefItem *diploma = check_named (check, "diploma", MCH_REF_DIPLOMA, needed);

  if (diploma != NULL && !mch_ref_item_is (diploma, "access"))
    blame (check, "diploma", MCH_FAULT_NOT_OFFERED, mch_record_get (check->candidature, "diploma"));
}

static void
check_acquis (const Check *check)
{
  static const char *const details[] = { "acquis_year", "acquis_academy" };
  const MchRefItem *acquis = check_named (check, "acquis", MCH_REF_ACQUIS, FALSE);
  const char *gives;

  if (acquis == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (details); i++)
    if (mch_record_get (check->candidature, details[i]) == NULL)
      blame (check, details[i], MCH_FAULT_MISSING, NULL);
  gives = mch_ref_item_get (acquis, "gives");
  if (strcmp (gives, "diploma") == 0)
    check_named (check, "acquis_diploma", MCH_REF_DIPLOMA, TRUE);
  else if (strcmp (gives, "marks") == 0
           && mch_record_get (check->candidature, "acquis_marks") == NULL)
    blame (check, "acquis_marks", MCH_FAULT_MISSING, NULL);
  else if (strcmp (gives, "tests") == 0
           && mch_record_get (check->candidature, "exempted_tests") == NULL)
    blame (check, "exempted_tests", MCH_FAULT_MISSING, NULL);
}

static const MchRefItem *
find_test (const GPtrArray *tests, const char *code)
{
  for (guint i = 0; i < tests->len; i++)
    if (strcmp (((MchRefItem *) tests->pdata[i])->code, code) == 0)
      return tests->pdata[i];
  return NULL;
}

/* The reference's own word for @code lives as long as the faults; what is unknown has none, and
 * the record's whole value stands for it. */
static void
check_codes (const Check *check, const GPtrArray *tests, const char *name)
{
  const char *value = mch_record_get (check->candidature, name);
  g_autoptr (GPtrArray) list = mch_test_list_parse (value);

  for (guint i = 0; i < list->len; i++)
    if (find_test (tests, ((MchTestEntry *) list->pdata[i])->code) == NULL)
      {
        blame (check, name, MCH_FAULT_NOT_IN_REFERENCE, value);
        return;
      }
}

static gboolean
is_option_of (const MchRefItem *test, const char *option)
{
  g_auto (GStrv) options = mch_ref_item_dup_list (test, "choice");

  for (char **one = options; *one != NULL; one++)
    if (mch_text_folds_alike (*one, option))
      return TRUE;
  return FALSE;
}

/* Options that the test has; and only who may spread the exam leaves mandatory tests for later. */
static void
check_choices (const Check *check, const GPtrArray *tests, const MchRefItem *passage)
{
  const char *value = mch_record_get (check->candidature, "tests");
  g_autoptr (GPtrArray) list = mch_test_list_parse (value);
  gboolean partial = passage != NULL && mch_ref_item_is (passage, "partial");

  for (guint i = 0; i < list->len; i++)
    {
      const MchTestEntry *entry = list->pdata[i];
      const MchRefItem *test = find_test (tests, entry->code);

      if (test == NULL)
        continue;
      if ((entry->value != NULL && !is_option_of (test, entry->value))
          || (entry->left_out && !partial && !mch_ref_item_is (test, "optional")))
        {
          blame (check, "tests", MCH_FAULT_NOT_OFFERED, value);
          return;
        }
    }
}

/* What the choices come to. */
static void
check_result (const Check *check, const MchRefItem *specialty)
{
  const char *max = mch_ref_item_get (specialty, "optional_max");
  g_autoptr (GPtrArray) tests = mch_registration_dup_tests (check->reference, check->candidature);
  int n_optional = 0;

  for (guint i = 0; i < tests->len; i++)
    {
      const MchTest *test = tests->pdata[i];

      if (test->needs_option)
        blame (check, "tests", MCH_FAULT_NOT_CHOSEN, test->label);
      n_optional += test->optional && test->parent == NULL && test->position == MCH_TEST_REGISTERED;
    }
  if (max != NULL && n_optional > atoi (max))
    blame (check, "tests", MCH_FAULT_TOO_MANY_TESTS, max);
}

static void
check_reference (const Check *check)
{
  static const char *const lists[] = { "tests", "acquis_marks", "exempted_tests", "retaken_tests" };
  const MchRefItem *specialty = check_specialty (check);
  const MchRefItem *category =
      check_named (check, "category", MCH_REF_CATEGORY,
                   mch_reference_list (check->reference, MCH_REF_CATEGORY)->len > 0);
  const MchRefItem *passage = check_passage (check, category);

  check_diploma (check);
  check_acquis (check);
  if (specialty == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    check_codes (check, mch_reference_list_tests (check->reference, specialty), lists[i]);
  check_choices (check, mch_reference_list_tests (check->reference, specialty), passage);
  check_result (check, specialty);
}

GArray *
mch_registration_blockers (const MchReference *reference, const MchRecord *person,
                           const MchRecord *candidature)
{
  static const char *const needed[] = { "family_name", "given_name", "birth_date", "sex" };
  GArray *faults = g_array_new (FALSE, FALSE, sizeof (MchFault));
  Check check = { reference, candidature, faults };
  const char *to_correct;

  g_return_val_if_fail (person != NULL && candidature != NULL, faults);

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    if (mch_record_get (person, needed[i]) == NULL)
      add_fault (faults, MCH_KIND_PERSON, needed[i], MCH_FAULT_MISSING, NULL);
  if (reference != NULL)
    check_reference (&check);
  else if (mch_record_get (candidature, "specialty_code") == NULL)
    blame (&check, "specialty_code", MCH_FAULT_MISSING, NULL);
  to_correct = mch_record_get (person, "to_correct");
  if (to_correct != NULL)
    add_fault (faults, MCH_KIND_PERSON, "to_correct", MCH_FAULT_TO_CORRECT, to_correct);
  return faults;
}

static gboolean
has_fault (const GArray *faults, const MchFault *fault)
{
  for (guint i = 0; i < faults->len; i++)
    {
      const MchFault *one = &g_array_index (faults, MchFault, i);

      if (one->code == fault->code && one->field == fault->field
          && (fault->code != MCH_FAULT_NOT_CHOSEN || g_strcmp0 (one->value, fault->value) == 0))
        return TRUE;
    }
  return FALSE;
}

GArray *
mch_registration_new_blockers (const MchReference *reference, const MchRecord *person,
                               const MchRecord *candidature, const MchRecord *person_after,
                               const MchRecord *candidature_after)
{
  g_autoptr (GArray) before = mch_registration_blockers (reference, person, candidature);
  GArray *after = mch_registration_blockers (reference, person_after, candidature_after);

  for (guint i = after->len; i > 0; i--)
    {
      const MchFault *fault = &g_array_index (after, MchFault, i - 1);

      if (fault->code == MCH_FAULT_TO_CORRECT || has_fault (before, fault))
        g_array_remove_index (after, i - 1);
    }
  return after;
}

/* What many candidates lack, in the words of the procedure. */
static char *
dup_missing_sentence (const MchField *field, guint n)
{
  if (strcmp (field->name, "specialty_code") == 0)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u without a speciality", "%u without a speciality", n), n);
  if (strcmp (field->name, "category") == 0)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u without a category", "%u without a category", n), n);
  if (strcmp (field->name, "passage") == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u without a form of the exam",
                                         "%u without a form of the exam", n),
                            n);
  if (strcmp (field->name, "diploma") == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u without the diploma held",
                                         "%u without the diploma held", n),
                            n);
  if (strcmp (field->name, "sex") == 0)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u without the sex", "%u without the sex", n), n);
  /* Translators: how many candidates, and the field that is empty. */
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u where “%s” is empty", "%u where “%s” is empty", n), n,
      _ (field->label));
}

char *
mch_blocker_dup_group_sentence (const MchFault *blocker, guint n)
{
  const char *label;

  g_return_val_if_fail (blocker != NULL && blocker->field != NULL, NULL);

  label = _ (blocker->field->label);
  switch (blocker->code)
    {
    case MCH_FAULT_MISSING:
      return dup_missing_sentence (blocker->field, n);
    case MCH_FAULT_TO_CORRECT:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u with a value to correct",
                                           "%u with a value to correct", n),
                              n);
    case MCH_FAULT_NOT_CHOSEN:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u without a choice for “%s”",
                                           "%u without a choice for “%s”", n),
                              n, blocker->value);
    default:
      /* Translators: how many candidates, the field, and its value that cannot be. */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u where “%s” cannot be “%s”",
                                           "%u where “%s” cannot be “%s”", n),
                              n, label, blocker->value != NULL ? blocker->value : "");
    }
}
