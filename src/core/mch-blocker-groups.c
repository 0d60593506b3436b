/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults are grouped by what a person would say of them: the field, the cause, and the value where
 * it is what has to be answered. */
#include "core/mch-blocker-groups.h"

#include <string.h>

#include "core/mch-registration.h"
#include "core/mch-text.h"
#include "core/mch-value.h"

static void
free_group (gpointer data)
{
  MchBlockerGroup *group = data;

  g_free (group->key);
  g_free (group->value);
  g_free (group->sentence);
  g_array_unref (group->members);
  g_free (group);
}

/* Whether the value tells one cause from another. */
static gboolean
is_told_apart (MchFaultCode code)
{
  return code == MCH_FAULT_NOT_CHOSEN || code == MCH_FAULT_NOT_IN_REFERENCE
         || code == MCH_FAULT_NOT_OFFERED;
}

static char *
dup_key (const MchFault *fault)
{
  const char *code = mch_fault_code_to_string (fault->code);

  if (!is_told_apart (fault->code) || fault->value == NULL)
    return g_strdup_printf ("%s:%s", fault->field->name, code);
  return g_strdup_printf ("%s:%s:%s", fault->field->name, code, fault->value);
}

static MchBlockerFix
find_fix (const MchFault *fault)
{
  if (fault->code == MCH_FAULT_NOT_CHOSEN)
    return MCH_BLOCKER_FIX_OPTION;
  if (fault->field->kind != MCH_KIND_CANDIDATURE || fault->field->type == MCH_FIELD_TESTS
      || fault->field->type == MCH_FIELD_MARKS)
    return MCH_BLOCKER_FIX_NONE;
  return MCH_BLOCKER_FIX_VALUE;
}

static MchBlockerGroup *
new_group (const MchFault *fault, char *key)
{
  MchBlockerGroup *group = g_new0 (MchBlockerGroup, 1);

  group->key = key;
  group->code = fault->code;
  group->field = fault->field;
  group->value = is_told_apart (fault->code) ? g_strdup (fault->value) : NULL;
  group->members = g_array_new (FALSE, FALSE, sizeof (guint));
  group->fix = find_fix (fault);
  return group;
}

static void
add_fault (GPtrArray *groups, GHashTable *by_key, const MchFault *fault, guint member)
{
  char *key = dup_key (fault);
  MchBlockerGroup *group = g_hash_table_lookup (by_key, key);
  guint n;

  if (group == NULL)
    {
      group = new_group (fault, key);
      g_hash_table_insert (by_key, group->key, group);
      g_ptr_array_add (groups, group);
    }
  else
    g_free (key);
  n = group->members->len;
  if (n == 0 || g_array_index (group->members, guint, n - 1) != member)
    g_array_append_val (group->members, member);
}

/* The field's place in the table, which is the order of the form. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const MchBlockerGroup *one = *(MchBlockerGroup *const *) a;
  const MchBlockerGroup *two = *(MchBlockerGroup *const *) b;

  if (one->members->len != two->members->len)
    return one->members->len > two->members->len ? -1 : 1;
  if (one->field != two->field)
    return one->field < two->field ? -1 : 1;
  return strcmp (one->key, two->key);
}

GPtrArray *
mch_blocker_groups_new (GArray *const *faults, guint n)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (free_group);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_val_if_fail (n == 0 || faults != NULL, groups);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; faults[i] != NULL && j < faults[i]->len; j++)
      {
        const MchFault *fault = &g_array_index (faults[i], MchFault, j);

        if (fault->blocking && fault->field != NULL)
          add_fault (groups, by_key, fault, i);
      }
  for (guint i = 0; i < groups->len; i++)
    {
      MchBlockerGroup *group = groups->pdata[i];
      MchFault fault = { .code = group->code, .field = group->field, .value = group->value };

      group->sentence = mch_blocker_dup_group_sentence (&fault, group->members->len);
    }
  g_ptr_array_sort (groups, compare);
  return groups;
}

const MchBlockerGroup *
mch_blocker_groups_find (const GPtrArray *groups, const char *key)
{
  g_return_val_if_fail (groups != NULL && key != NULL, NULL);

  for (guint i = 0; i < groups->len; i++)
    if (strcmp (((MchBlockerGroup *) groups->pdata[i])->key, key) == 0)
      return groups->pdata[i];
  return NULL;
}

/* The test of this very candidature that is meant by its label; (transfer full). */
static char *
dup_test_code (const MchBlockerGroup *group, const MchReference *reference,
               const MchRecord *candidature)
{
  g_autoptr (GPtrArray) tests = mch_registration_dup_tests (reference, candidature);

  for (guint i = 0; i < tests->len; i++)
    {
      const MchTest *test = tests->pdata[i];

      if (test->needs_option && g_strcmp0 (test->label, group->value) == 0)
        return g_strdup (test->code);
    }
  return NULL;
}

GPtrArray *
mch_blocker_group_dup_choices (const MchBlockerGroup *group, const MchReference *reference,
                               const MchRecord *candidature)
{
  g_autofree char *code = NULL;

  g_return_val_if_fail (group != NULL && candidature != NULL, NULL);

  if (group->fix == MCH_BLOCKER_FIX_VALUE)
    return mch_registration_dup_choices (reference, group->field, candidature);
  if (group->fix == MCH_BLOCKER_FIX_OPTION)
    code = dup_test_code (group, reference, candidature);
  return code != NULL ? mch_registration_dup_options (reference, candidature, code) : NULL;
}

/* The choice that @text means: its value, or its label whatever the case; NULL for none. */
static const char *
find_choice (const GPtrArray *choices, const char *text)
{
  for (guint i = 0; i < choices->len; i++)
    {
      const MchChoice *choice = choices->pdata[i];

      if (mch_text_folds_alike (choice->value, text) || mch_text_folds_alike (choice->label, text))
        return choice->value;
    }
  return NULL;
}

static gboolean
fix_option (const MchBlockerGroup *group, const MchReference *reference, MchRecord *candidature,
            const char *value)
{
  g_autofree char *code = dup_test_code (group, reference, candidature);
  g_autoptr (GPtrArray) choices =
      code != NULL ? mch_registration_dup_options (reference, candidature, code) : NULL;
  const char *option = choices != NULL ? find_choice (choices, value) : NULL;

  return option != NULL && mch_registration_set_test (candidature, reference, code, TRUE, option);
}

static gboolean
fix_value (const MchBlockerGroup *group, const MchReference *reference, MchRecord *candidature,
           const char *value)
{
  g_autoptr (GPtrArray) choices =
      mch_registration_dup_choices (reference, group->field, candidature);
  const char *choice = choices != NULL ? find_choice (choices, value) : NULL;
  g_autoptr (MchRecord) after = mch_record_copy (candidature);
  g_autofree char *canonical = NULL;
  MchValueNote note;

  if (!mch_value_read (group->field, choice != NULL ? choice : value, NULL, &canonical, &note)
      || *canonical == '\0')
    return FALSE;
  mch_registration_set (after, reference, group->field, canonical);
  if (choices != NULL && find_choice (choices, mch_record_get (after, group->field->name)) == NULL)
    return FALSE;
  return mch_registration_set (candidature, reference, group->field, canonical);
}

gboolean
mch_blocker_group_fix (const MchBlockerGroup *group, const MchReference *reference,
                       MchRecord *candidature, const char *value)
{
  g_return_val_if_fail (group != NULL && candidature != NULL && value != NULL, FALSE);

  switch (group->fix)
    {
    case MCH_BLOCKER_FIX_VALUE:
      return fix_value (group, reference, candidature, value);
    case MCH_BLOCKER_FIX_OPTION:
      return fix_option (group, reference, candidature, value);
    case MCH_BLOCKER_FIX_NONE:
    default:
      return FALSE;
    }
}
