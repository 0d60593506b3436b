/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells are shared; only what a person says of them belongs to one table. */
#include "core/mch-import-table.h"

#include "core/mch-import-private.h"
#include "core/mch-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *name;
  const char *label;
} formats[] = {
  [MCH_IMPORT_CSV] = { "csv", N_ ("CSV") },
  [MCH_IMPORT_SIMPLE_LIST] = { "simple_list", N_ ("Simple list") },
  [MCH_IMPORT_FREGATA] = { "fregata", N_ ("FREGATA list") },
  [MCH_IMPORT_SIECLE] = { "siecle", N_ ("SIECLE export (XML)") },
  [MCH_IMPORT_ODS] = { "ods", N_ ("OpenDocument spreadsheet") },
  [MCH_IMPORT_XLSX] = { "xlsx", N_ ("Excel workbook") },
};

const char *
mch_import_format_to_string (MchImportFormat format)
{
  g_return_val_if_fail (format < G_N_ELEMENTS (formats), NULL);

  return formats[format].name;
}

const char *
mch_import_format_get_label (MchImportFormat format)
{
  g_return_val_if_fail (format < G_N_ELEMENTS (formats), NULL);

  return _ (formats[format].label);
}

static char *
dup_map_key (const char *text)
{
  g_autoptr (GString) clean = g_string_new (NULL);

  mch_text_append_clean (clean, text);
  return g_utf8_casefold (clean->str, (gssize) clean->len);
}

void
mch_value_map_set (MchValueMap *map, guint slot, const char *from, const char *to)
{
  char *key = dup_map_key (from);

  if (map->slots[slot] == NULL)
    map->slots[slot] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (to != NULL)
    {
      g_hash_table_insert (map->slots[slot], key, g_strdup (to));
      return;
    }
  g_hash_table_remove (map->slots[slot], key);
  g_free (key);
}

const char *
mch_value_map_get (const MchValueMap *map, guint slot, const char *from)
{
  g_autofree char *key = NULL;

  if (map->slots[slot] == NULL)
    return NULL;
  key = dup_map_key (from);
  return g_hash_table_lookup (map->slots[slot], key);
}

void
mch_value_map_copy (MchValueMap *into, const MchValueMap *map)
{
  for (guint slot = 0; slot < MCH_MAX_SLOTS; slot++)
    {
      GHashTableIter iter;
      gpointer from, to;

      if (map->slots[slot] == NULL)
        continue;
      g_hash_table_iter_init (&iter, map->slots[slot]);
      while (g_hash_table_iter_next (&iter, &from, &to))
        mch_value_map_set (into, slot, from, to);
    }
}

void
mch_value_map_clear (MchValueMap *map)
{
  for (guint slot = 0; slot < MCH_MAX_SLOTS; slot++)
    g_clear_pointer (&map->slots[slot], g_hash_table_unref);
}

static MchImportTable *
table_of_body (MchImportBody *body)
{
  MchImportTable *table = g_new0 (MchImportTable, 1);

  table->body = body;
  table->choices = g_array_new (FALSE, FALSE, sizeof (MchImportChoice));
  table->habits = g_array_new (FALSE, FALSE, sizeof (MchHabit));
  return table;
}

MchImportTable *
mch_import_table_new (MchGrid *grid, GError **error)
{
  MchImportBody *body;
  MchImportTable *table;

  g_return_val_if_fail (grid != NULL, NULL);

  body = mch_import_body_new (grid, error);
  if (body == NULL)
    return NULL;
  table = table_of_body (body);
  table->columns = mch_import_columns_new (body, NULL, 0);
  return table;
}

MchImportTable *
mch_import_table_copy (const MchImportTable *table)
{
  MchImportTable *copy;

  g_return_val_if_fail (table != NULL, NULL);

  copy = table_of_body (mch_import_body_ref (table->body));
  mch_import_table_choose (copy, (const MchImportChoice *) (gpointer) table->choices->data,
                           table->choices->len);
  mch_value_map_copy (&copy->values, &table->values);
  g_array_append_vals (copy->habits, table->habits->data, table->habits->len);
  return copy;
}

void
mch_import_table_free (MchImportTable *table)
{
  if (table == NULL)
    return;
  mch_import_columns_free (table->columns);
  mch_import_body_unref (table->body);
  g_array_unref (table->choices);
  g_array_unref (table->habits);
  mch_value_map_clear (&table->values);
  g_free (table);
}

MchGrid *
mch_import_table_get_grid (const MchImportTable *table)
{
  g_return_val_if_fail (table != NULL, NULL);

  return table->body->grid;
}

MchImportFormat
mch_import_table_get_format (const MchImportTable *table)
{
  g_return_val_if_fail (table != NULL, MCH_IMPORT_CSV);

  return table->body->format;
}

const char *
mch_import_table_get_uai (const MchImportTable *table)
{
  g_return_val_if_fail (table != NULL, NULL);

  return table->body->uai;
}

/* Adds the words of @text that have a letter beyond ASCII. */
static void
add_accents (GHashTable *seen, GStrvBuilder *words, const char *text, guint max)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " ,'/()-", -1);

  for (char **part = parts; *part != NULL && g_hash_table_size (seen) < max; part++)
    {
      g_autofree char *key = NULL;

      if (g_str_is_ascii (*part))
        continue;
      key = g_utf8_casefold (*part, -1);
      if (g_hash_table_add (seen, g_steal_pointer (&key)))
        g_strv_builder_add (words, *part);
    }
}

static void
collect_accents (const MchImportTable *table, MchFieldType type, GHashTable *seen,
                 GStrvBuilder *words, guint max)
{
  guint n_columns = table->body->n_columns;
  g_autofree gboolean *asked = g_new0 (gboolean, n_columns);
  const MchField *field;

  for (guint i = 0; i < n_columns; i++)
    asked[i] =
        mch_import_table_get_meaning (table, i, &field) == MCH_HEADER_FIELD && field->type == type;
  for (guint row = 0; row < table->body->n_rows && g_hash_table_size (seen) < max; row++)
    {
      MchGridRow cells = mch_grid_get_row (table->body->grid, table->body->rows[row]);

      for (guint i = 0; i < MIN (n_columns, cells.n_cells); i++)
        if (asked[i] && !g_str_is_ascii (cells.cells + cells.starts[i]))
          add_accents (seen, words, cells.cells + cells.starts[i], max);
    }
}

char **
mch_import_table_dup_accents (const MchImportTable *table, guint max)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  g_return_val_if_fail (table != NULL, NULL);

  collect_accents (table, MCH_FIELD_NAME, seen, words, max);
  if (g_hash_table_size (seen) == 0)
    collect_accents (table, MCH_FIELD_TEXT, seen, words, max);
  return g_strv_builder_end (words);
}

guint
mch_import_table_get_n_rows (const MchImportTable *table)
{
  g_return_val_if_fail (table != NULL, 0);

  return table->body->n_rows;
}

guint
mch_import_table_get_n_columns (const MchImportTable *table)
{
  g_return_val_if_fail (table != NULL, 0);

  return table->body->n_columns;
}

const char *
mch_import_table_get_heading (const MchImportTable *table, guint column)
{
  g_return_val_if_fail (table != NULL && column < table->body->n_columns, NULL);

  return table->body->headings[column];
}

const char *
mch_import_table_get_example (const MchImportTable *table, guint column)
{
  g_return_val_if_fail (table != NULL && column < table->body->n_columns, NULL);

  return table->body->n_filled[column] > 0
             ? mch_import_table_get_cell (table, table->body->example[column], column)
             : "";
}

guint
mch_import_table_get_n_filled (const MchImportTable *table, guint column)
{
  g_return_val_if_fail (table != NULL && column < table->body->n_columns, 0);

  return table->body->n_filled[column];
}

MchHeaderKind
mch_import_table_get_meaning (const MchImportTable *table, guint column, const MchField **ret_field)
{
  const char *heading;

  g_return_val_if_fail (table != NULL && ret_field != NULL, MCH_HEADER_UNKNOWN);
  g_return_val_if_fail (column < table->body->n_columns, MCH_HEADER_UNKNOWN);

  *ret_field = NULL;
  if (table->columns->uai_column == (int) column)
    return MCH_HEADER_UAI;
  for (guint slot = 0; slot < mch_import_n_slots (); slot++)
    if (table->columns->slots[slot].column == (int) column
        || table->columns->slots[slot].spare == (int) column)
      {
        *ret_field = mch_import_slot_field (slot);
        return MCH_HEADER_FIELD;
      }
  heading = table->body->headings[column];
  return g_ptr_array_find_with_equal_func (table->columns->ignored, heading, g_str_equal, NULL)
             ? MCH_HEADER_IGNORED
             : MCH_HEADER_UNKNOWN;
}

int
mch_import_table_find_column (const MchImportTable *table, const MchField *field)
{
  g_return_val_if_fail (table != NULL, MCH_NO_COLUMN);

  if (field == NULL || (field->kind != MCH_KIND_PERSON && field->kind != MCH_KIND_CANDIDATURE))
    return MCH_NO_COLUMN;
  return table->columns->slots[mch_import_slot (field->name)].column;
}

void
mch_import_table_choose (MchImportTable *table, const MchImportChoice *choices, gsize n_choices)
{
  g_autoptr (GArray) kept = NULL;

  g_return_if_fail (table != NULL && (choices != NULL || n_choices == 0));

  kept = g_array_new (FALSE, FALSE, sizeof (MchImportChoice));
  if (n_choices > 0)
    g_array_append_vals (kept, choices, (guint) n_choices);
  g_array_unref (table->choices);
  table->choices = g_steal_pointer (&kept);
  mch_import_columns_free (table->columns);
  table->columns = mch_import_columns_new (
      table->body, (const MchImportChoice *) (gpointer) table->choices->data, table->choices->len);
}

const MchImportChoice *
mch_import_table_get_choices (const MchImportTable *table, gsize *ret_n)
{
  g_return_val_if_fail (table != NULL && ret_n != NULL, NULL);

  *ret_n = table->choices->len;
  return (const MchImportChoice *) (gpointer) table->choices->data;
}

void
mch_import_table_map_value (MchImportTable *table, const MchField *field, const char *from,
                            const char *to)
{
  g_return_if_fail (table != NULL && field != NULL && from != NULL);
  g_return_if_fail (mch_import_can_choose (field));

  mch_value_map_set (&table->values, mch_import_slot (field->name), from, to);
}

char *
mch_import_table_dup_missing (const MchImportTable *table)
{
  g_return_val_if_fail (table != NULL, NULL);

  return mch_import_columns_dup_missing (table->columns);
}

gboolean
mch_import_table_is_settled (const MchImportTable *table)
{
  g_autofree char *missing = NULL;
  const MchField *field;

  g_return_val_if_fail (table != NULL, FALSE);

  /* A column that is empty, heading and all, asks nothing. */
  for (guint i = 0; i < table->body->n_columns; i++)
    if (mch_import_table_get_meaning (table, i, &field) == MCH_HEADER_UNKNOWN
        && table->body->n_filled[i] > 0)
      return FALSE;
  missing = mch_import_table_dup_missing (table);
  return missing == NULL;
}

guint
mch_import_table_get_line (const MchImportTable *table, guint row)
{
  g_return_val_if_fail (table != NULL && row < table->body->n_rows, 0);

  return mch_grid_get_row (table->body->grid, table->body->rows[row]).line;
}

const char *
mch_import_table_get_cell (const MchImportTable *table, guint row, guint column)
{
  MchGridRow cells;

  g_return_val_if_fail (table != NULL && row < table->body->n_rows, NULL);
  g_return_val_if_fail (column < table->body->n_columns, NULL);

  cells = mch_grid_get_row (table->body->grid, table->body->rows[row]);
  return column < cells.n_cells ? cells.cells + cells.starts[column] : "";
}
