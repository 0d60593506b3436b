/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Choices are written by name where people read them in lists, by code where the name is a
 * sentence. */
#include "core/mch-registration-choices.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-registration.h"
#include "core/mch-test-list.h"

/* Which list of the reference a field is chosen from, and whether by the code alone. */
static const struct
{
  const char *name;
  MchRefKind kind;
  gboolean by_code;
} lists[] = {
  { "specialty_code", MCH_REF_SPECIALTY, TRUE },
  { "category", MCH_REF_CATEGORY, FALSE },
  { "passage", MCH_REF_PASSAGE, FALSE },
  { "diploma", MCH_REF_DIPLOMA, FALSE },
  { "acquis", MCH_REF_ACQUIS, TRUE },
  { "acquis_diploma", MCH_REF_DIPLOMA, FALSE },
};

static void
free_choice (gpointer data)
{
  MchChoice *choice = data;

  g_free (choice->value);
  g_free (choice->label);
  g_free (choice);
}

static GPtrArray *
new_choices (void)
{
  return g_ptr_array_new_with_free_func (free_choice);
}

static void
add_choice (GPtrArray *choices, const char *value, const char *label)
{
  MchChoice *choice = g_new (MchChoice, 1);

  choice->value = g_strdup (value);
  choice->label = g_strdup (label);
  g_ptr_array_add (choices, choice);
}

static int
find_list (const MchField *field)
{
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (field->kind == MCH_KIND_CANDIDATURE && strcmp (field->name, lists[i].name) == 0)
      return (int) i;
  return -1;
}

/* What a record holds for @item: its name, if it fits in the field. (transfer full) */
static char *
dup_written (const MchField *field, int list, const MchRefItem *item)
{
  g_autofree char *name = mch_ref_item_dup_name (item);

  if (lists[list].by_code || g_utf8_strlen (name, -1) > (glong) field->max_length)
    return g_strdup (item->code);
  return g_steal_pointer (&name);
}

static gboolean
is_offered (const MchReference *reference, const MchField *field, const MchRefItem *item,
            const MchRecord *candidature)
{
  const MchRefItem *category;
  g_auto (GStrv) offered = NULL;

  if (strcmp (field->name, "diploma") == 0)
    return mch_ref_item_is (item, "access");
  if (strcmp (field->name, "acquis_diploma") == 0)
    {
      const MchRefItem *specialty =
          candidature != NULL ? mch_registration_find (reference, candidature, MCH_REF_SPECIALTY)
                              : NULL;

      return specialty == NULL || mch_ref_item_get_for (item, "exempts", specialty->code) != NULL;
    }
  if (strcmp (field->name, "passage") != 0 || candidature == NULL)
    return TRUE;
  category = mch_registration_find (reference, candidature, MCH_REF_CATEGORY);
  if (category == NULL)
    return TRUE;
  offered = mch_ref_item_dup_list (category, "passage");
  return *offered == NULL || g_strv_contains ((const char *const *) offered, item->code);
}

static GPtrArray *
list_items (const MchReference *reference, const MchField *field, int list,
            const MchRecord *candidature)
{
  const GPtrArray *items = mch_reference_list (reference, lists[list].kind);
  GPtrArray *choices = new_choices ();

  for (guint i = 0; i < items->len; i++)
    {
      const MchRefItem *item = items->pdata[i];
      g_autofree char *value = NULL;
      g_autofree char *name = NULL;

      if (!is_offered (reference, field, item, candidature))
        continue;
      value = dup_written (field, list, item);
      name = lists[list].kind == MCH_REF_SPECIALTY
                 ? g_strconcat (item->code, " ", mch_ref_item_get (item, "label"), NULL)
                 : mch_ref_item_dup_name (item);
      add_choice (choices, value, name);
    }
  return choices;
}

GPtrArray *
mch_registration_dup_choices (const MchReference *reference, const MchField *field,
                              const MchRecord *candidature)
{
  GPtrArray *choices;
  int list;

  g_return_val_if_fail (field != NULL, NULL);

  if (field->type == MCH_FIELD_FLAG)
    {
      choices = new_choices ();
      add_choice (choices, "1", _ ("Yes"));
      add_choice (choices, "0", _ ("No"));
      return choices;
    }
  if (field->type == MCH_FIELD_SEX)
    {
      choices = new_choices ();
      add_choice (choices, "F", _ ("Female"));
      add_choice (choices, "M", _ ("Male"));
      return choices;
    }
  list = find_list (field);
  if (reference == NULL || list < 0 || mch_reference_list (reference, lists[list].kind)->len == 0)
    return NULL;
  return list_items (reference, field, list, candidature);
}

static const MchRefItem *
find_test (const MchReference *reference, const MchRecord *candidature, const char *code)
{
  const MchRefItem *specialty = mch_registration_find (reference, candidature, MCH_REF_SPECIALTY);
  const GPtrArray *tests =
      specialty != NULL ? mch_reference_list_tests (reference, specialty) : NULL;

  for (guint i = 0; tests != NULL && i < tests->len; i++)
    if (strcmp (((MchRefItem *) tests->pdata[i])->code, code) == 0)
      return tests->pdata[i];
  return NULL;
}

GPtrArray *
mch_registration_dup_options (const MchReference *reference, const MchRecord *candidature,
                              const char *code)
{
  const MchRefItem *test;
  GPtrArray *choices;
  g_auto (GStrv) options = NULL;

  g_return_val_if_fail (candidature != NULL && code != NULL, NULL);

  test = reference != NULL ? find_test (reference, candidature, code) : NULL;
  if (test == NULL || mch_ref_item_get (test, "choice") == NULL)
    return NULL;
  options = mch_ref_item_dup_list (test, "choice");
  choices = new_choices ();
  for (char **option = options; *option != NULL; option++)
    add_choice (choices, *option, *option);
  return choices;
}

gboolean
mch_registration_set (MchRecord *record, const MchReference *reference, const MchField *field,
                      const char *value)
{
  const MchRefItem *item = NULL;
  g_autofree char *written = NULL;
  gboolean changed;
  int list;

  g_return_val_if_fail (record != NULL && field != NULL && value != NULL, FALSE);

  list = find_list (field);
  if (reference != NULL && list >= 0)
    item = mch_reference_find (reference, lists[list].kind, value);
  written = item != NULL ? dup_written (field, list, item) : g_strdup (value);
  changed = mch_record_set (record, field->name, written);
  if (item != NULL && item->kind == MCH_REF_SPECIALTY)
    changed = mch_record_set (record, "specialty", mch_ref_item_get (item, "label")) || changed;
  return changed;
}

/* The list without @code, and with @entry (nullable) in its place. (transfer full) */
static char *
dup_replaced (const char *tests, const char *code, const char *entry)
{
  g_autoptr (GPtrArray) list = mch_test_list_parse (tests);
  g_autoptr (GString) raw = g_string_new (NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const MchTestEntry *one = list->pdata[i];

      if (strcmp (one->code, code) != 0)
        g_string_append_printf (raw, "%s%s%s%s; ", one->left_out ? "-" : "", one->code,
                                one->value != NULL ? "=" : "",
                                one->value != NULL ? one->value : "");
    }
  if (entry != NULL)
    g_string_append (raw, entry);
  mch_test_list_append (raw->str, FALSE, out);
  return g_string_free (out, FALSE);
}

gboolean
mch_registration_set_test (MchRecord *candidature, const MchReference *reference, const char *code,
                           gboolean taken, const char *option)
{
  const MchRefItem *test;
  gboolean optional;
  g_autofree char *entry = NULL;
  g_autofree char *tests = NULL;

  g_return_val_if_fail (candidature != NULL && mch_test_code_is_valid (code), FALSE);

  test = reference != NULL ? find_test (reference, candidature, code) : NULL;
  optional = test != NULL && mch_ref_item_is (test, "optional");
  if (taken && option != NULL)
    entry = g_strconcat (code, "=", option, NULL);
  else if (taken != !optional)
    entry = g_strconcat (taken ? "" : "-", code, NULL);
  tests = dup_replaced (mch_record_get (candidature, "tests"), code, entry);
  return mch_record_set (candidature, "tests", tests);
}

gboolean
mch_registration_may_leave_out (const MchReference *reference, const MchRecord *candidature,
                                const char *code)
{
  const MchRefItem *test;
  const MchRefItem *passage;

  g_return_val_if_fail (candidature != NULL && code != NULL, FALSE);

  test = reference != NULL ? find_test (reference, candidature, code) : NULL;
  if (test == NULL)
    return FALSE;
  passage = mch_registration_find_passage (reference, candidature);
  return mch_ref_item_is (test, "optional")
         || (passage != NULL && mch_ref_item_is (passage, "partial"));
}

gboolean
mch_registration_set_retaken (MchRecord *candidature, const char *code, gboolean again)
{
  g_autofree char *list = NULL;

  g_return_val_if_fail (candidature != NULL && mch_test_code_is_valid (code), FALSE);

  list = dup_replaced (mch_record_get (candidature, "retaken_tests"), code, again ? code : NULL);
  return mch_record_set (candidature, "retaken_tests", list);
}
