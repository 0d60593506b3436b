/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of one sheet of an .xlsx file. A cell says what it holds by its type: a place among the
 * shared texts, a text of its own, a number that its style shows as a day or with zeros. A formula
 * counts for the value that was last calculated. */
#include "sheet/mch-sheet-xlsx.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LINE 1048576 /* of Excel */
#define MAX_LETTERS 3    /* of a column: XFD */

typedef enum
{
  HOLDS_NUMBER,
  HOLDS_SHARED, /* a place among the shared texts */
  HOLDS_TEXT,   /* of a formula, an error, a day as text */
  HOLDS_INLINE,
} Holds;

typedef struct
{
  const MchXlsx *xlsx;
  MchRowBuffer row;
  guint line;   /* of the row being read, or the last one */
  guint column; /* of the next cell */
  gboolean in_cell;
  gboolean in_text; /* in the element whose characters count */
  guint in_reading;
  Holds holds;
  guint style;
  GString *out;
} Sheet;

static gboolean
refuse_damaged (GError **error)
{
  return mch_sheet_fail (
      error, MCH_SHEET_ERROR_UNREADABLE,
      _ ("The workbook is damaged: its cells are not where they say. Open it and "
         "save it again."));
}

/* "B12": column 1, counted from 0. */
static gboolean
read_reference (const char *text, guint *ret_column)
{
  guint column = 0, n = 0;

  for (; g_ascii_isalpha (*text) && n <= MAX_LETTERS; text++, n++)
    column = column * 26 + (guint) (g_ascii_toupper (*text) - 'A' + 1);
  if (n == 0 || n > MAX_LETTERS)
    return FALSE;
  *ret_column = column - 1;
  return TRUE;
}

static gboolean
begin_row (Sheet *sheet, const char *const *attributes, GError **error)
{
  guint line = mch_xml_get_number (attributes, "r", sheet->line + 1);

  if (line <= sheet->line || line > MAX_LINE)
    return refuse_damaged (error);
  sheet->line = line;
  sheet->column = 0;
  return TRUE;
}

static gboolean
begin_cell (Sheet *sheet, const char *const *attributes, GError **error)
{
  const char *reference = mch_xml_get (attributes, "r");
  const char *type = mch_xml_get (attributes, "t");

  if (reference != NULL && !read_reference (reference, &sheet->column))
    return refuse_damaged (error);
  sheet->in_cell = TRUE;
  sheet->in_text = FALSE;
  sheet->in_reading = 0;
  sheet->style = mch_xml_get_number (attributes, "s", 0);
  g_string_truncate (sheet->row.text, 0);
  if (type == NULL || strcmp (type, "n") == 0)
    sheet->holds = HOLDS_NUMBER;
  else if (strcmp (type, "s") == 0)
    sheet->holds = HOLDS_SHARED;
  else
    sheet->holds = strcmp (type, "inlineStr") == 0 ? HOLDS_INLINE : HOLDS_TEXT;
  return TRUE;
}

static gboolean
on_start (gpointer data, const char *name, const char *const *attributes, GError **error)
{
  Sheet *sheet = data;

  if (strcmp (name, "row") == 0)
    return begin_row (sheet, attributes, error);
  if (strcmp (name, "c") == 0)
    return begin_cell (sheet, attributes, error);
  if (!sheet->in_cell)
    return TRUE;
  if (strcmp (name, "rPh") == 0)
    sheet->in_reading++;
  else if (strcmp (name, "v") == 0)
    sheet->in_text = sheet->holds != HOLDS_INLINE;
  else if (strcmp (name, "t") == 0)
    sheet->in_text = sheet->holds == HOLDS_INLINE && sheet->in_reading == 0;
  return TRUE;
}

static gboolean
on_text (gpointer data, const char *text, gsize length, GError **error)
{
  Sheet *sheet = data;

  return !sheet->in_text || mch_row_buffer_add_text (&sheet->row, text, length, error);
}

/* "2009-02-22T00:00:00" as people write it. */
static void
append_day_text (GString *out, const char *text)
{
  if (strlen (text) >= 10 && text[4] == '-' && text[7] == '-'
      && (text[10] == '\0' || text[10] == 'T'))
    g_string_append_printf (out, "%.2s/%.2s/%.4s", text + 8, text + 5, text);
  else
    g_string_append (out, text);
}

static gboolean
find_shared (const Sheet *sheet, const char **ret_text)
{
  const MchXlsx *xlsx = sheet->xlsx;
  guint64 place;

  if (!g_ascii_string_to_unsigned (sheet->row.text->str, 10, 0, G_MAXUINT32, &place, NULL)
      || place >= xlsx->texts->len)
    return FALSE;
  *ret_text = xlsx->text_bytes->str + g_array_index (xlsx->texts, guint32, place);
  return TRUE;
}

static gboolean
end_cell (Sheet *sheet, GError **error)
{
  const MchXlsx *xlsx = sheet->xlsx;
  const char *text = sheet->row.text->str;
  MchNumberFormat format = { FALSE, 0 };

  sheet->in_cell = FALSE;
  if (sheet->holds == HOLDS_SHARED && *text != '\0' && !find_shared (sheet, &text))
    return refuse_damaged (error);
  if (sheet->holds == HOLDS_NUMBER && *text != '\0')
    {
      if (sheet->style < xlsx->formats->len)
        format = g_array_index (xlsx->formats, MchNumberFormat, sheet->style);
      g_string_truncate (sheet->out, 0);
      mch_number_append (sheet->out, text, format, xlsx->date1904);
      text = sheet->out->str;
    }
  else if (sheet->holds == HOLDS_TEXT)
    {
      g_string_truncate (sheet->out, 0);
      append_day_text (sheet->out, text);
      text = sheet->out->str;
    }
  return mch_row_buffer_put (&sheet->row, sheet->column++, sheet->line, text, error);
}

static gboolean
on_end (gpointer data, const char *name, GError **error)
{
  Sheet *sheet = data;

  if (strcmp (name, "row") == 0)
    return mch_row_buffer_end (&sheet->row, sheet->line, error);
  if (strcmp (name, "c") == 0 && sheet->in_cell)
    return end_cell (sheet, error);
  if (strcmp (name, "v") == 0 || strcmp (name, "t") == 0)
    sheet->in_text = FALSE;
  else if (strcmp (name, "rPh") == 0 && sheet->in_reading > 0)
    sheet->in_reading--;
  return TRUE;
}

MchGrid *
mch_xlsx_read_sheet (const MchXlsx *xlsx, const char *part, GError **error)
{
  static const MchXmlHandler handler = { on_start, on_end, on_text };
  MchGrid *grid = NULL;
  Sheet sheet = { 0 };

  sheet.xlsx = xlsx;
  sheet.out = g_string_new (NULL);
  mch_row_buffer_init (&sheet.row, MCH_GRID_XLSX);
  if (mch_xml_read_part (xlsx->parts, part, &handler, &sheet, error))
    grid = g_steal_pointer (&sheet.row.grid);
  mch_row_buffer_clear (&sheet.row);
  g_string_free (sheet.out, TRUE);
  return grid;
}
