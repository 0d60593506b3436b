/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenDocument spreadsheets: the tables of content.xml, cell by cell. A row or a cell that repeats
 * itself is written out only where it holds something, and as far as a list of candidates goes. */
#include "sheet/mch-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CONTENT "content.xml"
#define MAX_LINE 10000000
#define MAX_SPACES 1000

typedef struct
{
  MchTables tables;
  MchRowBuffer row;
  char *name;                /* (nullable): of the table being read */
  gboolean hidden;           /* as its style says */
  GHashTable *hidden_styles; /* owned char*: styles of tables that are not displayed */
  char *style;               /* (nullable): of a table, being read */
  guint in_table;            /* how many tables are open */
  gboolean in_cell;
  guint in_other; /* how many notes and drawings are open inside a cell */
  guint line;
  guint row_repeats;
  guint column;
  guint cell_repeats;
  char *value;     /* (nullable): what the cell's attributes say */
  gboolean number; /* whether that is a number, which may be shown otherwise */
  gboolean date;
  guint n_paragraphs;
  gboolean in_paragraph;
} Ods;

static void
ods_init (Ods *ods, const char *table)
{
  memset (ods, 0, sizeof *ods);
  mch_tables_init (&ods->tables, table);
  ods->hidden_styles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
ods_clear (Ods *ods)
{
  mch_tables_clear (&ods->tables);
  g_hash_table_unref (ods->hidden_styles);
  if (ods->name != NULL)
    mch_row_buffer_clear (&ods->row);
  g_free (ods->name);
  g_free (ods->style);
  g_free (ods->value);
}

static gboolean
refuse_repeats (GError **error)
{
  return mch_sheet_fail (error, MCH_SHEET_ERROR_TOO_LARGE,
                         _ ("The file repeats cells more often than a list of candidates has any. "
                            "It was not read."));
}

static void
begin_table (Ods *ods, const char *const *attributes)
{
  const char *name = mch_xml_get (attributes, "name");
  const char *style = mch_xml_get (attributes, "style-name");

  if (ods->in_table++ > 0)
    return;
  ods->name = g_strdup (name != NULL ? name : "");
  ods->hidden = style != NULL && g_hash_table_contains (ods->hidden_styles, style);
  ods->line = 1;
  mch_row_buffer_init (&ods->row, MCH_GRID_ODS);
}

static gboolean
begin_row (Ods *ods, const char *const *attributes, GError **error)
{
  ods->row_repeats = mch_xml_get_number (attributes, "number-rows-repeated", 1);
  ods->column = 0;
  if (ods->row_repeats == 0)
    ods->row_repeats = 1;
  return ods->row_repeats <= MAX_LINE || refuse_repeats (error);
}

static gboolean
begin_cell (Ods *ods, const char *const *attributes, GError **error)
{
  const char *type = mch_xml_get (attributes, "value-type");
  const char *value = NULL;

  ods->cell_repeats = mch_xml_get_number (attributes, "number-columns-repeated", 1);
  if (ods->cell_repeats == 0)
    ods->cell_repeats = 1;
  if (ods->cell_repeats > MAX_LINE)
    return refuse_repeats (error);
  g_clear_pointer (&ods->value, g_free);
  g_string_truncate (ods->row.text, 0);
  ods->n_paragraphs = 0;
  ods->in_paragraph = FALSE;
  ods->date = g_strcmp0 (type, "date") == 0;
  ods->number = !ods->date && mch_xml_get (attributes, "value") != NULL;
  if (ods->date)
    value = mch_xml_get (attributes, "date-value");
  else if (ods->number)
    value = mch_xml_get (attributes, "value");
  else if (g_strcmp0 (type, "string") == 0)
    value = mch_xml_get (attributes, "string-value");
  if (value != NULL && strlen (value) > MCH_CSV_MAX_CELL)
    return refuse_repeats (error);
  ods->value = g_strdup (value);
  return TRUE;
}

static gboolean
add_blanks (Ods *ods, const char *const *attributes, GError **error)
{
  guint n = mch_xml_get_number (attributes, "c", 1);
  g_autofree char *blanks = NULL;

  if (n > MAX_SPACES)
    return refuse_repeats (error);
  blanks = g_strnfill (n, ' ');
  return mch_row_buffer_add_text (&ods->row, blanks, n, error);
}

static gboolean
is_other (const char *name)
{
  static const char *const names[] = { "annotation",   "note",  "frame",
                                       "custom-shape", "table", "ruby-text" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_cell (const char *name)
{
  return strcmp (name, "table-cell") == 0 || strcmp (name, "covered-table-cell") == 0;
}

static gboolean
begin_in_cell (Ods *ods, const char *name, const char *const *attributes, GError **error)
{
  if (ods->in_other > 0 || is_other (name))
    {
      ods->in_other++;
      return TRUE;
    }
  if (strcmp (name, "p") == 0)
    {
      ods->in_paragraph = TRUE;
      return ods->n_paragraphs++ == 0 || mch_row_buffer_add_text (&ods->row, " ", 1, error);
    }
  if (strcmp (name, "s") == 0)
    return add_blanks (ods, attributes, error);
  if (strcmp (name, "tab") == 0 || strcmp (name, "line-break") == 0)
    return mch_row_buffer_add_text (&ods->row, " ", 1, error);
  return TRUE;
}

/* Styles stand before the tables and say which of them nobody sees. */
static void
begin_style (Ods *ods, const char *name, const char *const *attributes)
{
  const char *style;

  if (strcmp (name, "style") == 0)
    {
      g_free (ods->style);
      ods->style = g_strdup (mch_xml_get (attributes, "name"));
    }
  else if (strcmp (name, "table-properties") == 0 && ods->style != NULL)
    {
      style = mch_xml_get (attributes, "display");
      if (g_strcmp0 (style, "false") == 0)
        g_hash_table_add (ods->hidden_styles, g_strdup (ods->style));
    }
}

static gboolean
on_start (gpointer data, const char *name, const char *const *attributes, GError **error)
{
  Ods *ods = data;

  if (ods->in_cell)
    return begin_in_cell (ods, name, attributes, error);
  if (strcmp (name, "table") == 0)
    begin_table (ods, attributes);
  else if (ods->in_table == 0)
    begin_style (ods, name, attributes);
  else if (ods->in_table > 1)
    return TRUE;
  else if (strcmp (name, "table-row") == 0)
    return begin_row (ods, attributes, error);
  else if (is_cell (name))
    {
      ods->in_cell = TRUE;
      ods->in_other = 0;
      return begin_cell (ods, attributes, error);
    }
  return TRUE;
}

static gboolean
on_text (gpointer data, const char *text, gsize length, GError **error)
{
  Ods *ods = data;

  /* Between paragraphs there is only what makes the file readable. */
  if (!ods->in_cell || ods->in_other > 0 || !ods->in_paragraph)
    return TRUE;
  return mch_row_buffer_add_text (&ods->row, text, length, error);
}

/* Whether what is shown of a number is the number with zeros before it, or with blanks inside:
 * "01000", "06 12 34 56 78". */
static gboolean
is_shown_code (const char *shown, const char *value)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  g_autoptr (GString) number = g_string_new (NULL);
  const char *bare;

  for (const char *p = shown; *p != '\0'; p = g_utf8_next_char (p))
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
    else if (!g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  if (digits->len < 2 || digits->str[0] != '0')
    return FALSE;
  mch_number_append (number, value, (MchNumberFormat){ FALSE, 0 }, FALSE);
  bare = digits->str + strspn (digits->str, "0");
  return strcmp (bare, number->str) == 0;
}

/* "2009-02-22", "2009-02-22T00:00:00" as people write it. */
static char *
dup_day (const char *value)
{
  if (strlen (value) < 10 || value[4] != '-' || value[7] != '-')
    return g_strdup (value);
  return g_strdup_printf ("%.2s/%.2s/%.4s", value + 8, value + 5, value);
}

static char *
dup_cell (const Ods *ods)
{
  g_autoptr (GString) out = NULL;

  if (ods->value == NULL)
    return g_strdup (ods->row.text->str);
  if (ods->date)
    return dup_day (ods->value);
  if (!ods->number)
    return g_strdup (ods->row.text->len > 0 ? ods->row.text->str : ods->value);
  if (is_shown_code (ods->row.text->str, ods->value))
    return g_strdup (ods->row.text->str);
  out = g_string_new (NULL);
  mch_number_append (out, ods->value, (MchNumberFormat){ FALSE, 0 }, FALSE);
  return g_strdup (out->str);
}

static gboolean
end_cell (Ods *ods, GError **error)
{
  g_autofree char *text = dup_cell (ods);
  gboolean blank = text[strspn (text, " \t\r\n")] == '\0';

  for (guint i = 0; !blank && i < ods->cell_repeats; i++)
    if (!mch_row_buffer_put (&ods->row, ods->column + i, ods->line, text, error))
      return FALSE;
  ods->column += MIN (ods->cell_repeats, MAX_LINE - MIN (ods->column, MAX_LINE));
  return TRUE;
}

static gboolean
end_row (Ods *ods, GError **error)
{
  g_autoptr (GString) cells = NULL;
  guint n_cells = ods->row.n_cells;

  if (n_cells > 0 && ods->row_repeats > 1)
    cells = g_string_new_len (ods->row.cells->str, (gssize) ods->row.cells->len);
  if (!mch_row_buffer_end (&ods->row, ods->line, error))
    return FALSE;
  for (guint i = 1; cells != NULL && i < ods->row_repeats; i++)
    if (!mch_grid_append_row (ods->row.grid, ods->line + i, n_cells, cells->str, cells->len, error))
      return FALSE;
  ods->line += ods->row_repeats;
  return ods->line <= MAX_LINE || refuse_repeats (error);
}

static void
end_table (Ods *ods)
{
  if (--ods->in_table > 0)
    return;
  mch_tables_take (&ods->tables, g_steal_pointer (&ods->row.grid), ods->name, !ods->hidden);
  mch_row_buffer_clear (&ods->row);
  g_clear_pointer (&ods->name, g_free);
}

static gboolean
on_end (gpointer data, const char *name, GError **error)
{
  Ods *ods = data;

  if (ods->in_cell && ods->in_other > 0)
    ods->in_other--;
  else if (ods->in_cell)
    {
      if (strcmp (name, "p") == 0)
        ods->in_paragraph = FALSE;
      if (!is_cell (name))
        return TRUE;
      ods->in_cell = FALSE;
      return end_cell (ods, error);
    }
  else if (strcmp (name, "table") == 0 && ods->in_table > 0)
    end_table (ods);
  else if (ods->in_table == 1 && strcmp (name, "table-row") == 0)
    return end_row (ods, error);
  return TRUE;
}

MchGrid *
mch_ods_read (const MchParts *parts, GBytes *flat, const char *table, GError **error)
{
  static const MchXmlHandler handler = { on_start, on_end, on_text };
  MchGrid *grid = NULL;
  gboolean done;
  Ods ods;

  ods_init (&ods, table);
  if (flat != NULL)
    {
      g_autoptr (MchXml) xml = mch_xml_new (&handler, &ods);

      done = mch_xml_feed (g_bytes_get_data (flat, NULL), g_bytes_get_size (flat), xml, error)
             && mch_xml_finish (xml, error);
    }
  else
    done = mch_xml_read_part (parts, CONTENT, &handler, &ods, error);
  if (done)
    grid = mch_tables_steal_best (&ods.tables, error);
  ods_clear (&ods);
  return grid;
}
