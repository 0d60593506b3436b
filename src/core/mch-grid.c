/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All cells lie behind each other in one buffer, so that a large file costs as much memory as it
 * has letters, and a row no allocation of its own. */
#include "core/mch-csv-writer.h"
#include "core/mch-grid.h"

#include "core/mch-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  guint32 cells; /* where its first one stands in the buffer */
  guint32 first; /* and in the list of starts */
  guint line;
  guint n_cells;
} Row;

struct _MchGrid
{
  gatomicrefcount ref_count;
  MchGridFormat format;
  MchEncoding encoding;
  MchCsvDialect dialect;
  GString *cells;
  GArray *starts; /* guint32: of each cell in its row */
  GArray *rows;   /* Row */
  char *uai;
  char *source;
  gboolean date1904;
  GPtrArray *notes; /* char* */
};

MchGrid *
mch_grid_new (MchGridFormat format)
{
  MchGrid *grid = g_new0 (MchGrid, 1);

  g_atomic_ref_count_init (&grid->ref_count);
  grid->format = format;
  grid->encoding = MCH_ENCODING_UTF8;
  grid->dialect = (MchCsvDialect){ ';', '"' };
  grid->cells = g_string_new (NULL);
  grid->starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  grid->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  grid->notes = g_ptr_array_new_null_terminated (2, g_free, TRUE);
  return grid;
}

MchGrid *
mch_grid_ref (MchGrid *grid)
{
  g_return_val_if_fail (grid != NULL, NULL);

  g_atomic_ref_count_inc (&grid->ref_count);
  return grid;
}

void
mch_grid_unref (MchGrid *grid)
{
  if (grid == NULL || !g_atomic_ref_count_dec (&grid->ref_count))
    return;
  g_string_free (grid->cells, TRUE);
  g_array_unref (grid->starts);
  g_array_unref (grid->rows);
  g_ptr_array_unref (grid->notes);
  g_free (grid->uai);
  g_free (grid->source);
  g_free (grid);
}

static gboolean
is_blank (const char *cells, gsize length)
{
  for (gsize i = 0; i < length;)
    {
      gunichar c;

      if (cells[i] == '\0')
        {
          i++;
          continue;
        }
      c = g_utf8_get_char (cells + i);
      if (!g_unichar_isspace (c))
        return FALSE;
      i += (gsize) (g_utf8_next_char (cells + i) - (cells + i));
    }
  return TRUE;
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE, message);
  return FALSE;
}

static void
note_starts (MchGrid *grid, guint n_cells, const char *cells)
{
  guint first = grid->starts->len;
  const char *cell = cells;
  guint32 *starts;

  g_array_set_size (grid->starts, first + n_cells);
  starts = &g_array_index (grid->starts, guint32, first);
  for (guint i = 0; i < n_cells; i++, cell += strlen (cell) + 1)
    starts[i] = (guint32) (cell - cells);
}

gboolean
mch_grid_append_row (MchGrid *grid, guint line, guint n_cells, const char *cells, gsize length,
                     GError **error)
{
  Row row;
  g_autofree char *message = NULL;

  g_return_val_if_fail (grid != NULL && (cells != NULL || length == 0), FALSE);

  if (is_blank (cells, length))
    return TRUE;
  if (n_cells > MCH_CSV_MAX_COLUMNS)
    {
      message = g_strdup_printf (
          _ ("Line %u of the file has more than %d columns; it is not a list of candidates."), line,
          MCH_CSV_MAX_COLUMNS - 1);
      return refuse (error, message);
    }
  if (grid->rows->len == MCH_CSV_MAX_ROWS)
    {
      message = g_strdup_printf (
          _ ("The file has more than %d rows. Split it and import the parts."), MCH_CSV_MAX_ROWS);
      return refuse (error, message);
    }
  if (length > MCH_GRID_MAX_BYTES - grid->cells->len)
    return refuse (error, _ ("The file holds too much text to be a list of candidates; nothing was "
                             "imported. Split it, or keep its list of pupils alone."));

  row = (Row){ (guint32) grid->cells->len, grid->starts->len, line, n_cells };
  g_array_append_val (grid->rows, row);
  note_starts (grid, n_cells, cells);
  g_string_append_len (grid->cells, cells, (gssize) length);
  return TRUE;
}

void
mch_grid_set_uai (MchGrid *grid, const char *uai)
{
  g_return_if_fail (grid != NULL);

  g_free (grid->uai);
  grid->uai = g_strdup (uai);
}

void
mch_grid_take_note (MchGrid *grid, char *note)
{
  g_return_if_fail (grid != NULL && note != NULL);

  g_ptr_array_add (grid->notes, note);
}

void
mch_grid_set_source (MchGrid *grid, const char *name)
{
  g_return_if_fail (grid != NULL);

  g_free (grid->source);
  grid->source = g_strdup (name);
}

void
mch_grid_set_date1904 (MchGrid *grid)
{
  g_return_if_fail (grid != NULL);

  grid->date1904 = TRUE;
}

static gboolean
take_row (const MchCsvRow *row, gpointer user_data, GError **error)
{
  const char *first = row->cells[0].text;
  const char *last = row->cells[row->n_cells - 1].text;

  /* The reader holds the cells of a row in one buffer, in their order. */
  return mch_grid_append_row (user_data, row->line, row->n_cells, first,
                              (gsize) (last - first) + strlen (last) + 1, error);
}

static gboolean
read_text (MchGrid *grid, GBytes *text, GError **error)
{
  g_autoptr (MchCsvReader) reader = NULL;
  gsize length;
  const char *data = g_bytes_get_data (text, &length);

  grid->dialect = mch_csv_guess_dialect (data, length);
  /* Cells and their ends take what the text and its separators take. */
  g_string_set_size (grid->cells, length + 1);
  g_string_truncate (grid->cells, 0);
  reader = mch_csv_reader_new (&grid->dialect, take_row, grid);
  return mch_csv_reader_feed (reader, data, length, error) && mch_csv_reader_finish (reader, error);
}

MchGrid *
mch_grid_new_from_csv (GBytes *file, MchEncoding encoding, GError **error)
{
  g_autoptr (MchGrid) grid = NULL;
  g_autoptr (GBytes) text = NULL;

  g_return_val_if_fail (file != NULL, NULL);
  g_return_val_if_fail (encoding == MCH_ENCODING_GUESSED || mch_encoding_is_page (encoding), NULL);

  grid = mch_grid_new (MCH_GRID_CSV);
  grid->encoding = encoding;
  if (g_bytes_get_size (file) > MCH_CSV_MAX_BYTES)
    {
      g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
                   _ ("The file is larger than %d MB. Split it and import the parts."),
                   MCH_CSV_MAX_BYTES / (1024 * 1024));
      return NULL;
    }
  text = encoding == MCH_ENCODING_GUESSED ? mch_encoding_decode (file, &grid->encoding, error)
                                          : mch_encoding_decode_page (file, encoding, error);
  if (text == NULL || !read_text (grid, text, error))
    return NULL;
  return g_steal_pointer (&grid);
}

GBytes *
mch_grid_to_csv (const MchGrid *grid)
{
  GString *out = g_string_new ("\357\273\277");
  gsize length;

  g_return_val_if_fail (grid != NULL, NULL);

  for (guint i = 0; i < grid->rows->len; i++)
    {
      MchGridRow row = mch_grid_get_row (grid, i);

      for (guint j = 0; j < row.n_cells; j++)
        {
          if (j > 0)
            g_string_append_c (out, ';');
          mch_csv_append_cell (out, row.cells + row.starts[j]);
        }
      g_string_append (out, "\r\n");
    }
  length = out->len;
  return g_bytes_new_take (g_string_free (out, FALSE), length);
}

MchGridFormat
mch_grid_get_format (const MchGrid *grid)
{
  g_return_val_if_fail (grid != NULL, MCH_GRID_CSV);

  return grid->format;
}

guint
mch_grid_get_n_rows (const MchGrid *grid)
{
  g_return_val_if_fail (grid != NULL, 0);

  return grid->rows->len;
}

MchGridRow
mch_grid_get_row (const MchGrid *grid, guint row)
{
  const Row *kept = &g_array_index (grid->rows, Row, row);

  g_assert (row < grid->rows->len);
  return (MchGridRow){ kept->line, kept->n_cells, grid->cells->str + kept->cells,
                       &g_array_index (grid->starts, guint32, kept->first) };
}

const char *
mch_grid_get_uai (const MchGrid *grid)
{
  g_return_val_if_fail (grid != NULL, NULL);

  return grid->uai;
}

const char *
mch_grid_get_source (const MchGrid *grid)
{
  g_return_val_if_fail (grid != NULL, NULL);

  return grid->source;
}

const char *const *
mch_grid_get_notes (const MchGrid *grid)
{
  g_return_val_if_fail (grid != NULL, NULL);

  return (const char *const *) grid->notes->pdata;
}

gboolean
mch_grid_has_date1904 (const MchGrid *grid)
{
  g_return_val_if_fail (grid != NULL, FALSE);

  return grid->date1904;
}

MchEncoding
mch_grid_get_encoding (const MchGrid *grid)
{
  g_return_val_if_fail (grid != NULL, MCH_ENCODING_UTF8);

  return grid->encoding;
}

char
mch_grid_get_delimiter (const MchGrid *grid)
{
  g_return_val_if_fail (grid != NULL, ';');

  return grid->dialect.delimiter;
}
