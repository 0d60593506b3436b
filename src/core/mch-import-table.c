/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All cells lie behind each other in one buffer, each ended by NUL, so that a large file costs as
 * much memory as it has letters. */
#include "core/mch-import-table.h"

#include "core/mch-error.h"
#include "core/mch-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  gsize cells; /* where its first cell stands in the buffer */
  guint line;
} TableRow;

struct _MchImportTable
{
  GBytes *text;
  MchEncoding encoding;
  MchCsvDialect dialect;
  MchImportColumns *columns;
  GString *cells;
  GArray *rows;    /* TableRow */
  guint *n_filled; /* one a column */
  guint *example;  /* the first row that has a value, one a column */
  guint row;       /* while it is read: in the file, from 0 */
};

static gboolean
take_row (const MchCsvRow *row, gpointer user_data, GError **error)
{
  MchImportTable *table = user_data;
  TableRow taken = { table->cells->len, row->line };

  if (table->row++ <= table->columns->header_row || mch_csv_row_is_blank (row)
      || mch_import_columns_are_repeated (table->columns, row))
    return TRUE;
  for (guint i = 0; i < table->columns->n_columns; i++)
    {
      const char *text = i < row->n_cells ? row->cells[i].text : "";

      g_string_append_len (table->cells, text, (gssize) strlen (text) + 1);
      if (text[strspn (text, " \t")] == '\0')
        continue;
      if (table->n_filled[i]++ == 0)
        table->example[i] = table->rows->len;
    }
  g_array_append_val (table->rows, taken);
  return TRUE;
}

static gboolean
read_text (MchImportTable *table, GError **error)
{
  g_autoptr (MchCsvReader) reader = NULL;
  g_autofree char *uai = NULL;
  gsize length;
  const char *data = g_bytes_get_data (table->text, &length);

  table->dialect = mch_csv_guess_dialect (data, length);
  table->columns = mch_import_columns_new (data, length, &table->dialect, &uai, error);
  if (table->columns == NULL)
    return FALSE;
  table->n_filled = g_new0 (guint, table->columns->n_columns);
  table->example = g_new0 (guint, table->columns->n_columns);
  reader = mch_csv_reader_new (&table->dialect, take_row, table);
  return mch_csv_reader_feed (reader, data, length, error) && mch_csv_reader_finish (reader, error);
}

MchImportTable *
mch_import_table_new (GBytes *file, MchEncoding encoding, GError **error)
{
  g_autoptr (MchImportTable) table = g_new0 (MchImportTable, 1);

  g_return_val_if_fail (file != NULL, NULL);
  g_return_val_if_fail (encoding == MCH_ENCODING_GUESSED || mch_encoding_is_page (encoding), NULL);

  table->encoding = encoding;
  table->cells = g_string_new (NULL);
  table->rows = g_array_new (FALSE, FALSE, sizeof (TableRow));
  if (g_bytes_get_size (file) > MCH_CSV_MAX_BYTES)
    {
      g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
                   _ ("The file is larger than %d MB. Split it and import the parts."),
                   MCH_CSV_MAX_BYTES / (1024 * 1024));
      return NULL;
    }
  table->text = encoding == MCH_ENCODING_GUESSED
                    ? mch_encoding_decode (file, &table->encoding, error)
                    : mch_encoding_decode_page (file, encoding, error);
  if (table->text == NULL || !read_text (table, error))
    return NULL;
  return g_steal_pointer (&table);
}

void
mch_import_table_free (MchImportTable *table)
{
  if (table == NULL)
    return;
  g_clear_pointer (&table->text, g_bytes_unref);
  mch_import_columns_free (table->columns);
  g_string_free (table->cells, TRUE);
  g_array_unref (table->rows);
  g_free (table->n_filled);
  g_free (table->example);
  g_free (table);
}

GBytes *
mch_import_table_get_text (const MchImportTable *table)
{
  g_return_val_if_fail (table != NULL, NULL);

  return table->text;
}

MchEncoding
mch_import_table_get_encoding (const MchImportTable *table)
{
  g_return_val_if_fail (table != NULL, MCH_ENCODING_UTF8);

  return table->encoding;
}

char
mch_import_table_get_delimiter (const MchImportTable *table)
{
  g_return_val_if_fail (table != NULL, ';');

  return table->dialect.delimiter;
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
  g_autofree gboolean *asked = g_new0 (gboolean, table->columns->n_columns);
  const MchField *field;

  for (guint i = 0; i < table->columns->n_columns; i++)
    asked[i] =
        mch_import_table_get_meaning (table, i, &field) == MCH_HEADER_FIELD && field->type == type;
  for (guint row = 0; row < table->rows->len && g_hash_table_size (seen) < max; row++)
    {
      const char *cell = table->cells->str + g_array_index (table->rows, TableRow, row).cells;

      for (guint i = 0; i < table->columns->n_columns; i++, cell += strlen (cell) + 1)
        if (asked[i] && !g_str_is_ascii (cell))
          add_accents (seen, words, cell, max);
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

  return table->rows->len;
}

guint
mch_import_table_get_n_columns (const MchImportTable *table)
{
  g_return_val_if_fail (table != NULL, 0);

  return table->columns->n_columns;
}

const char *
mch_import_table_get_heading (const MchImportTable *table, guint column)
{
  g_return_val_if_fail (table != NULL && column < table->columns->n_columns, NULL);

  return table->columns->headings[column];
}

const char *
mch_import_table_get_example (const MchImportTable *table, guint column)
{
  g_return_val_if_fail (table != NULL && column < table->columns->n_columns, NULL);

  return table->n_filled[column] > 0
             ? mch_import_table_get_cell (table, table->example[column], column)
             : "";
}

guint
mch_import_table_get_n_filled (const MchImportTable *table, guint column)
{
  g_return_val_if_fail (table != NULL && column < table->columns->n_columns, 0);

  return table->n_filled[column];
}

MchHeaderKind
mch_import_table_get_meaning (const MchImportTable *table, guint column, const MchField **ret_field)
{
  const char *heading;

  g_return_val_if_fail (table != NULL && ret_field != NULL, MCH_HEADER_UNKNOWN);
  g_return_val_if_fail (column < table->columns->n_columns, MCH_HEADER_UNKNOWN);

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
  heading = table->columns->headings[column];
  return g_ptr_array_find_with_equal_func (table->columns->ignored, heading, g_str_equal, NULL)
             ? MCH_HEADER_IGNORED
             : MCH_HEADER_UNKNOWN;
}

void
mch_import_table_choose (MchImportTable *table, const MchImportChoice *choices, gsize n_choices)
{
  g_return_if_fail (table != NULL);

  mch_import_columns_map (table->columns, choices, n_choices);
}

char *
mch_import_table_dup_missing (const MchImportTable *table)
{
  g_return_val_if_fail (table != NULL, NULL);

  return mch_import_columns_dup_missing (table->columns);
}

guint
mch_import_table_get_line (const MchImportTable *table, guint row)
{
  g_return_val_if_fail (table != NULL && row < table->rows->len, 0);

  return g_array_index (table->rows, TableRow, row).line;
}

const char *
mch_import_table_get_cell (const MchImportTable *table, guint row, guint column)
{
  const char *cell;

  g_return_val_if_fail (table != NULL && row < table->rows->len, NULL);
  g_return_val_if_fail (column < table->columns->n_columns, NULL);

  cell = table->cells->str + g_array_index (table->rows, TableRow, row).cells;
  for (guint i = 0; i < column; i++)
    cell += strlen (cell) + 1;
  return cell;
}
