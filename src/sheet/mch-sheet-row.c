/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sheet/mch-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
mch_row_buffer_init (MchRowBuffer *row, MchGridFormat format)
{
  row->grid = mch_grid_new (format);
  row->cells = g_string_new (NULL);
  row->n_cells = 0;
  row->text = g_string_new (NULL);
}

void
mch_row_buffer_clear (MchRowBuffer *row)
{
  g_clear_pointer (&row->grid, mch_grid_unref);
  g_string_free (row->cells, TRUE);
  g_string_free (row->text, TRUE);
}

gboolean
mch_row_buffer_add_text (MchRowBuffer *row, const char *text, gsize length, GError **error)
{
  if (length > MCH_CSV_MAX_CELL - row->text->len)
    return mch_sheet_fail (error, MCH_SHEET_ERROR_TOO_LARGE,
                           _ ("A cell of the file holds too much text to be one of a list of "
                              "candidates. It was not read."));
  g_string_append_len (row->text, text, (gssize) length);
  return TRUE;
}

/* Line ends inside a cell are blanks to whoever reads a list. */
static gboolean
is_blank (const char *text)
{
  return text[strspn (text, " \t\r\n")] == '\0';
}

gboolean
mch_row_buffer_put (MchRowBuffer *row, guint column, guint line, const char *text, GError **error)
{
  g_autofree char *message = NULL;

  if (is_blank (text))
    return TRUE;
  if (column < row->n_cells)
    return mch_sheet_fail (error, MCH_SHEET_ERROR_UNREADABLE,
                           _ ("The file is damaged: its cells are not in their order. Save it "
                              "again."));
  if (column >= MCH_CSV_MAX_COLUMNS - 1)
    {
      message = g_strdup_printf (
          _ ("Line %u of the file has more than %d columns; it is not a list of candidates."), line,
          MCH_CSV_MAX_COLUMNS - 1);
      return mch_sheet_fail (error, MCH_SHEET_ERROR_TOO_LARGE, message);
    }
  for (; row->n_cells < column; row->n_cells++)
    g_string_append_c (row->cells, '\0');
  g_string_append_len (row->cells, text, (gssize) strlen (text) + 1);
  row->n_cells++;
  return TRUE;
}

gboolean
mch_row_buffer_end (MchRowBuffer *row, guint line, GError **error)
{
  gboolean done = row->n_cells == 0
                  || mch_grid_append_row (row->grid, line, row->n_cells, row->cells->str,
                                          row->cells->len, error);

  g_string_truncate (row->cells, 0);
  row->n_cells = 0;
  return done;
}
