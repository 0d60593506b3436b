/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The different values of one column, for whoever says what they mean. */
#include "core/mch-import-private.h"
#include "core/mch-value.h"

#include <string.h>

static void
value_clear (gpointer data)
{
  MchImportValue *value = data;

  g_free (value->value);
  g_free (value->to);
  g_free (value->suggestion);
}

static int
compare_values (gconstpointer one, gconstpointer other)
{
  const MchImportValue *a = one, *b = other;

  if (a->n != b->n)
    return a->n > b->n ? -1 : 1;
  return strcmp (a->value, b->value);
}

static GHashTable *
count_values (const MchImportPlan *plan, int column)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (MchReading) reading = { 0 };

  mch_reading_init (&reading, (MchImportPlan *) plan);
  for (guint row = 0; row < plan->table->body->n_rows; row++)
    {
      const char *text;
      guint n;

      mch_reading_load (&reading, row);
      text = mch_reading_get_cell (&reading, column);
      if (*text == '\0')
        continue;
      n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, text)) + 1;
      g_hash_table_insert (counts, g_strdup (text), GUINT_TO_POINTER (n));
    }
  return counts;
}

static MchImportValue
describe (const MchImportPlan *plan, const MchField *field, const char *text, guint n)
{
  guint slot = mch_import_slot (field->name);
  MchImportValue value = { g_strdup (text), n, NULL, NULL, FALSE };
  MchValueContext context = { plan->base.today, NULL };
  g_autofree char *canonical = NULL;
  MchValueNote note;

  value.to = g_strdup (mch_value_map_get (&plan->table->values, slot, text));
  value.suggestion = g_strdup (mch_spellings_find (plan->spellings, slot, text));
  value.taken =
      mch_value_read (field, value.to != NULL ? value.to : text, &context, &canonical, &note);
  return value;
}

GArray *
mch_import_plan_dup_values (const MchImportPlan *plan, const MchField *field, guint max)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (MchImportValue));
  g_autoptr (GHashTable) counts = NULL;
  GHashTableIter iter;
  gpointer text, n;
  int column;

  g_return_val_if_fail (plan != NULL && field != NULL, values);

  g_array_set_clear_func (values, value_clear);
  column = mch_import_plan_get_column (plan, field);
  if (column == MCH_NO_COLUMN)
    return values;
  counts = count_values (plan, column);
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &text, &n))
    {
      MchImportValue value = describe (plan, field, text, GPOINTER_TO_UINT (n));

      g_array_append_val (values, value);
    }
  g_array_sort (values, compare_values);
  if (values->len > max)
    g_array_set_size (values, max);
  return values;
}
