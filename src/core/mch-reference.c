/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reference once it is read: finding items by what people and files call them. */
#include "core/mch-reference.h"

#include "core/mch-reference-private.h"
#include "core/mch-text.h"

#include <string.h>

static const char *const kind_names[] = {
  [MCH_REF_EXAM] = "reference",  [MCH_REF_SETTINGS] = "settings", [MCH_REF_SPECIALTY] = "specialty",
  [MCH_REF_TEST] = "test",       [MCH_REF_CATEGORY] = "category", [MCH_REF_PASSAGE] = "passage",
  [MCH_REF_DIPLOMA] = "diploma", [MCH_REF_ACQUIS] = "acquis",     [MCH_REF_DOCUMENT] = "document",
};
G_STATIC_ASSERT (G_N_ELEMENTS (kind_names) == MCH_N_REF_KINDS);

/* What holds where no file says otherwise. */
static const struct
{
  const char *name;
  const char *usual;
} settings[] = {
  { "tabs", "identification, candidature, qualification, acquis, tests, summary, number" },
  { "save", "last" },
  { "upload", "optional" },
  { "withdrawal", "until-closing" },
  { "confirmation", "paper" },
  { "confirmation_after_closing", "kept" },
  { "foreign_centres", "no" },
  { "return", NULL },
};

const char *
mch_ref_kind_to_string (MchRefKind kind)
{
  g_return_val_if_fail (kind < MCH_N_REF_KINDS, NULL);

  return kind_names[kind];
}

MchRefKind
mch_ref_kind_from_string (const char *text)
{
  guint kind = 0;

  while (kind < MCH_N_REF_KINDS && strcmp (text, kind_names[kind]) != 0)
    kind++;
  return (MchRefKind) kind;
}

static void
free_item (gpointer data)
{
  MchRefItem *item = data;

  g_free (item->code);
  g_free (item->of);
  g_hash_table_unref (item->values);
  g_free (item);
}

MchRefItem *
mch_ref_item_new (MchRefKind kind, const char *of, const char *code, guint line)
{
  MchRefItem *item = g_new0 (MchRefItem, 1);

  item->kind = kind;
  item->of = g_strdup (of);
  item->code = g_strdup (code);
  item->line = line;
  item->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return item;
}

MchReference *
mch_reference_new_empty (void)
{
  MchReference *reference = g_new0 (MchReference, 1);

  g_atomic_ref_count_init (&reference->ref_count);
  reference->tests =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (guint kind = 0; kind < MCH_N_REF_KINDS; kind++)
    {
      reference->items[kind] = g_ptr_array_new_with_free_func (free_item);
      reference->index[kind] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }
  return reference;
}

MchReference *
mch_reference_ref (MchReference *reference)
{
  g_return_val_if_fail (reference != NULL, NULL);

  g_atomic_ref_count_inc (&reference->ref_count);
  return reference;
}

void
mch_reference_unref (MchReference *reference)
{
  g_return_if_fail (reference != NULL);

  if (!g_atomic_ref_count_dec (&reference->ref_count))
    return;
  g_hash_table_unref (reference->tests);
  for (guint kind = 0; kind < MCH_N_REF_KINDS; kind++)
    {
      g_hash_table_unref (reference->index[kind]);
      g_ptr_array_unref (reference->items[kind]);
    }
  g_free (reference);
}

/* The first item under a name keeps it. */
static void
add_name (GHashTable *index, const char *name, MchRefItem *item)
{
  g_autofree char *folded = name != NULL ? mch_text_fold (name) : NULL;

  if (folded != NULL && *folded != '\0' && !g_hash_table_contains (index, folded))
    g_hash_table_insert (index, g_steal_pointer (&folded), item);
}

static void
index_kind (GPtrArray *items, GHashTable *index)
{
  /* Codes before labels: nobody's label hides a code. */
  for (guint i = 0; i < items->len; i++)
    add_name (index, ((MchRefItem *) items->pdata[i])->code, items->pdata[i]);
  for (guint i = 0; i < items->len; i++)
    {
      MchRefItem *item = items->pdata[i];
      const char *label = mch_ref_item_get (item, "label");
      g_autofree char *name = mch_ref_item_dup_name (item);
      g_autofree char *with_code = g_strdup_printf ("%s (%s)", label, item->code);

      add_name (index, name, item);
      add_name (index, with_code, item);
      add_name (index, label, item);
      add_name (index, mch_ref_item_get (item, "short"), item);
      if (item->kind == MCH_REF_SPECIALTY)
        add_name (index, mch_ref_item_get (item, "diploma"), item);
    }
}

/* The tests of one speciality in the order of the file, without those it replaces. */
static GPtrArray *
gather_tests (const GPtrArray *tests, const MchRefItem *specialty)
{
  GPtrArray *list = g_ptr_array_new ();
  g_autoptr (GHashTable) own = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < tests->len; i++)
    if (strcmp (((MchRefItem *) tests->pdata[i])->of, specialty->code) == 0)
      g_hash_table_add (own, ((MchRefItem *) tests->pdata[i])->code);
  for (guint i = 0; i < tests->len; i++)
    {
      MchRefItem *test = tests->pdata[i];

      if (strcmp (test->of, specialty->code) == 0
          || (strcmp (test->of, "*") == 0 && !g_hash_table_contains (own, test->code)))
        g_ptr_array_add (list, test);
    }
  return list;
}

/* Sub-tests go behind theirs. */
static GPtrArray *
arrange_tests (const GPtrArray *tests)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < tests->len; i++)
    {
      MchRefItem *test = tests->pdata[i];

      if (mch_ref_item_get (test, "parent") != NULL)
        continue;
      g_ptr_array_add (list, test);
      for (guint j = 0; j < tests->len; j++)
        if (g_strcmp0 (mch_ref_item_get (tests->pdata[j], "parent"), test->code) == 0)
          g_ptr_array_add (list, tests->pdata[j]);
    }
  return list;
}

static void
index_tests (MchReference *reference)
{
  const GPtrArray *specialties = reference->items[MCH_REF_SPECIALTY];

  for (guint i = 0; i < specialties->len; i++)
    {
      const MchRefItem *specialty = specialties->pdata[i];
      g_autoptr (GPtrArray) tests = gather_tests (reference->items[MCH_REF_TEST], specialty);

      g_hash_table_insert (reference->tests, specialty->code, arrange_tests (tests));
    }
}

void
mch_reference_build_index (MchReference *reference)
{
  index_tests (reference);
  for (guint kind = 0; kind < MCH_N_REF_KINDS; kind++)
    if (kind != MCH_REF_TEST && kind != MCH_REF_SETTINGS)
      index_kind (reference->items[kind], reference->index[kind]);
}

static const MchRefItem *
get_exam (const MchReference *reference)
{
  return reference->items[MCH_REF_EXAM]->pdata[0];
}

const char *
mch_reference_get_domain (const MchReference *reference)
{
  g_return_val_if_fail (reference != NULL, NULL);

  return get_exam (reference)->code;
}

const char *
mch_reference_get_label (const MchReference *reference)
{
  g_return_val_if_fail (reference != NULL, NULL);

  return mch_ref_item_get (get_exam (reference), "label");
}

const char *
mch_reference_get_version (const MchReference *reference)
{
  g_return_val_if_fail (reference != NULL, NULL);

  return mch_ref_item_get (get_exam (reference), "version");
}

const char *
mch_reference_get_month (const MchReference *reference)
{
  g_return_val_if_fail (reference != NULL, NULL);

  return mch_ref_item_get (get_exam (reference), "session");
}

const GPtrArray *
mch_reference_list (const MchReference *reference, MchRefKind kind)
{
  g_return_val_if_fail (reference != NULL && kind < MCH_N_REF_KINDS, NULL);

  return reference->items[kind];
}

const MchRefItem *
mch_reference_find (const MchReference *reference, MchRefKind kind, const char *text)
{
  g_autofree char *folded = NULL;

  g_return_val_if_fail (reference != NULL && kind < MCH_N_REF_KINDS, NULL);

  if (text == NULL)
    return NULL;
  folded = mch_text_fold (text);
  return g_hash_table_lookup (reference->index[kind], folded);
}

const GPtrArray *
mch_reference_list_tests (const MchReference *reference, const MchRefItem *specialty)
{
  g_return_val_if_fail (reference != NULL && specialty != NULL, NULL);
  g_return_val_if_fail (specialty->kind == MCH_REF_SPECIALTY, NULL);

  return g_hash_table_lookup (reference->tests, specialty->code);
}

const char *
mch_ref_item_get (const MchRefItem *item, const char *key)
{
  g_return_val_if_fail (item != NULL && key != NULL, NULL);

  return g_hash_table_lookup (item->values, key);
}

const char *
mch_ref_item_get_for (const MchRefItem *item, const char *key, const char *code)
{
  const char *value = NULL;

  g_return_val_if_fail (item != NULL && key != NULL, NULL);

  if (code != NULL)
    {
      g_autofree char *name = g_strconcat (key, ".", code, NULL);

      value = g_hash_table_lookup (item->values, name);
    }
  return value != NULL ? value : g_hash_table_lookup (item->values, key);
}

gboolean
mch_ref_item_is (const MchRefItem *item, const char *key)
{
  return g_strcmp0 (mch_ref_item_get (item, key), "yes") == 0;
}

static char **
split_list (const char *value)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit (value != NULL ? value : "", ",", -1);

  for (char **part = parts; *part != NULL; part++)
    if (*g_strstrip (*part) != '\0')
      g_strv_builder_add (words, *part);
  return g_strv_builder_end (words);
}

char **
mch_ref_item_dup_list (const MchRefItem *item, const char *key)
{
  return split_list (mch_ref_item_get (item, key));
}

char **
mch_ref_item_dup_list_for (const MchRefItem *item, const char *key, const char *code)
{
  return split_list (mch_ref_item_get_for (item, key, code));
}

char *
mch_ref_item_dup_name (const MchRefItem *item)
{
  const char *label, *detail;

  g_return_val_if_fail (item != NULL, NULL);

  label = mch_ref_item_get (item, "label");
  detail = mch_ref_item_get (item, "detail");
  /* A national code is part of a category's name; one that a file made up is not. */
  if (item->kind == MCH_REF_CATEGORY && strspn (item->code, "0123456789") == strlen (item->code))
    return g_strdup_printf ("%s (%s)", label, item->code);
  if (item->kind == MCH_REF_DIPLOMA && detail != NULL)
    return g_strdup_printf ("%s - %s", label, detail);
  return g_strdup (label != NULL ? label : item->code);
}

gboolean
mch_reference_is_setting (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (strcmp (settings[i].name, name) == 0)
      return TRUE;
  return FALSE;
}

static const char *
find_setting (const MchReference *reference, const char *group, const char *name)
{
  const GPtrArray *groups = reference->items[MCH_REF_SETTINGS];

  for (guint i = 0; i < groups->len; i++)
    if (strcmp (((MchRefItem *) groups->pdata[i])->code, group) == 0)
      return mch_ref_item_get (groups->pdata[i], name);
  return NULL;
}

static const char *
get_usual (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    if (strcmp (settings[i].name, name) == 0)
      return settings[i].usual;
  return NULL;
}

const char *
mch_reference_get_setting (const MchReference *reference, const char *name, const char *academy,
                           const char *month)
{
  const char *value = NULL;

  g_return_val_if_fail (reference != NULL && name != NULL, NULL);

  if (academy != NULL && month != NULL)
    {
      g_autofree char *group = g_strdup_printf ("%s %s", academy, month);

      value = find_setting (reference, group, name);
    }
  if (value == NULL && academy != NULL)
    value = find_setting (reference, academy, name);
  if (value == NULL && month != NULL)
    {
      g_autofree char *group = g_strdup_printf ("* %s", month);

      value = find_setting (reference, group, name);
    }
  if (value == NULL)
    value = find_setting (reference, "", name);
  return value != NULL ? value : get_usual (name);
}

const char *
mch_registration_get_setting (const MchRecord *service, const MchReference *reference,
                              const char *name)
{
  const char *value;

  g_return_val_if_fail (service != NULL && name != NULL, NULL);
  g_return_val_if_fail (service->kind == MCH_KIND_SERVICE, NULL);

  value = mch_record_get (service, name);
  if (value != NULL)
    return value;
  if (reference == NULL)
    return get_usual (name);
  return mch_reference_get_setting (reference, name, mch_record_get (service, "academy"),
                                    mch_record_get (service, "session"));
}

gboolean
mch_registration_is_paper_only (const MchRecord *service, const MchReference *reference)
{
  return g_strcmp0 (mch_registration_get_setting (service, reference, "upload"), "none") == 0;
}
