/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-table.h"

#include <string.h>

#include "core/mch-paper-code.h"
#include "print/mch-qr.h"
#include "print/mch-text-block.h"

#define PAD_X 1.4 /* mm, on each side of a cell */
#define PAD_Y 0.9
#define RULE 0.3
#define HAIRLINE 0.12
#define CODE_SIDE 10.0
#define CODE_QUIET 2.0 /* white on every side: the four modules that a scanner needs */
#define CODE_SCALE 0.8 /* of the digits, which are read from the code as a rule */
#define CODE_ROOM 3.6  /* what stays white around it, in all */
#define LINE                                                                                       \
  1.3 /* em: what a row of one line has at least, so that capitals' accents change none */

struct _MchTable
{
  MchFonts *fonts;
  MchTableStyle style;
  MchColumn *columns;
  guint n_columns;
  GPtrArray *rows; /* of char **, n_columns long */
  double *widths;  /* mm; 0 for a column that is left out; NULL until prepared */
  guint n_missing;
};

static void
free_row (char **row, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (row[i] != NULL)
        explicit_bzero (row[i], strlen (row[i]));
      g_free (row[i]);
    }
  g_free (row);
}

MchTable *
mch_table_new (MchFonts *fonts, const MchColumn *columns, guint n_columns,
               const MchTableStyle *style)
{
  MchTable *table;

  g_return_val_if_fail (fonts != NULL && columns != NULL && n_columns > 0, NULL);
  g_return_val_if_fail (style != NULL && style->size > 0, NULL);

  table = g_new0 (MchTable, 1);
  table->fonts = mch_fonts_ref (fonts);
  table->style = *style;
  table->columns = g_memdup2 (columns, n_columns * sizeof *columns);
  table->n_columns = n_columns;
  table->rows = g_ptr_array_new ();
  return table;
}

void
mch_table_free (MchTable *table)
{
  g_return_if_fail (table != NULL);

  for (guint i = 0; i < table->rows->len; i++)
    free_row (table->rows->pdata[i], table->n_columns);
  g_ptr_array_unref (table->rows);
  g_free (table->widths);
  g_free (table->columns);
  mch_fonts_unref (table->fonts);
  g_free (table);
}

void
mch_table_add_row (MchTable *table, const char *const *cells)
{
  char **row;

  g_return_if_fail (table != NULL && cells != NULL && table->widths == NULL);

  row = g_new0 (char *, table->n_columns);
  for (guint i = 0; i < table->n_columns; i++)
    if (cells[i] != NULL && *cells[i] != '\0')
      row[i] = g_strdup (cells[i]);
  g_ptr_array_add (table->rows, row);
}

guint
mch_table_get_n_rows (const MchTable *table)
{
  g_return_val_if_fail (table != NULL, 0);

  return table->rows->len;
}

guint
mch_table_get_n_missing (const MchTable *table)
{
  g_return_val_if_fail (table != NULL, 0);

  return table->n_missing;
}

/* What a column needs, in mm: to break no word, and to break no line; 0 when it is left out. */
typedef struct
{
  double least, natural;
} Need;

/* @delimiters: what @text is taken apart at. */
static double
measure_widest (MchTable *table, MchFace face, const char *text, const char *delimiters)
{
  g_auto (GStrv) pieces = g_strsplit_set (text, delimiters, -1);
  double widest = 0;

  for (guint i = 0; pieces[i] != NULL; i++)
    {
      double width = mch_text_measure (table->fonts, face, table->style.size, pieces[i]);

      widest = MAX (widest, width);
    }
  return widest;
}

/* Two groups of digits side by side at least, three at best. */
static void
measure_code (MchTable *table, MchFace face, Need *need)
{
  double beside = CODE_SIDE + 2 * CODE_QUIET;
  double size = table->style.size * CODE_SCALE;

  need->least = beside + mch_text_measure (table->fonts, face, size, "0000 0000");
  need->natural = beside + mch_text_measure (table->fonts, face, size, "0000 0000 0000");
}

static Need
measure_column (MchTable *table, guint column)
{
  const MchColumn *c = &table->columns[column];
  double title = measure_widest (table, MCH_FACE_BOLD, c->title, " \n");
  double more = 2 * PAD_X + 0.2; /* what rounding may add */
  gboolean empty = TRUE;
  Need need = { title, title };

  for (guint i = 0; i < table->rows->len; i++)
    {
      const char *text = ((char **) table->rows->pdata[i])[column];
      Need cell;

      if (text == NULL)
        continue;
      empty = FALSE;
      if (c->kind == MCH_COLUMN_CODE)
        measure_code (table, c->face, &cell);
      else
        cell = (Need){ measure_widest (table, c->face, text, " \n"),
                       measure_widest (table, c->face, text, "\n") };
      need.least = MAX (need.least, cell.least);
      need.natural = MAX (need.natural, cell.natural);
    }
  if (empty && !c->keep)
    return (Need){ 0, 0 };
  return (Need){ need.least + more, need.natural + more };
}

/* Gives @width to the columns by weight, to none more than it wants; those that want little leave
 * theirs to the others. */
static void
share (MchTable *table, const double *wanted, double width)
{
  g_autofree gboolean *settled = g_new0 (gboolean, table->n_columns);
  gboolean changed = TRUE;
  double weights = 0;

  while (changed)
    {
      changed = FALSE;
      weights = 0;
      for (guint i = 0; i < table->n_columns; i++)
        weights += !settled[i] && wanted[i] > 0 ? table->columns[i].weight : 0;
      for (guint i = 0; i < table->n_columns && !changed; i++)
        if (!settled[i] && wanted[i] > 0 && wanted[i] <= width * table->columns[i].weight / weights)
          {
            settled[i] = changed = TRUE; /* the others' shares have grown */
            table->widths[i] += wanted[i];
            width -= wanted[i];
          }
    }
  for (guint i = 0; i < table->n_columns; i++)
    if (!settled[i] && wanted[i] > 0)
      table->widths[i] += width * table->columns[i].weight / weights;
}

/* What nobody needs goes to all by their weight, so that the table is as wide as the page. */
static void
spread_rest (MchTable *table, double width)
{
  double used = 0, weights = 0;

  for (guint i = 0; i < table->n_columns; i++)
    {
      used += table->widths[i];
      weights += table->widths[i] > 0 ? table->columns[i].weight : 0;
    }
  for (guint i = 0; i < table->n_columns && weights > 0; i++)
    if (table->widths[i] > 0)
      table->widths[i] += MAX (0, width - used) * table->columns[i].weight / weights;
}

void
mch_table_prepare (MchTable *table, double width)
{
  g_autofree double *least = NULL;
  g_autofree double *more = NULL;
  double sum = 0;

  g_return_if_fail (table != NULL && table->widths == NULL && width > 0);

  least = g_new0 (double, table->n_columns);
  more = g_new0 (double, table->n_columns);
  table->widths = g_new0 (double, table->n_columns);
  for (guint i = 0; i < table->n_columns; i++)
    {
      Need need = measure_column (table, i);

      least[i] = need.least;
      more[i] = need.natural - need.least;
      sum += need.least;
    }
  share (table, least, MIN (sum, width));
  if (sum < width)
    share (table, more, width - sum);
  spread_rest (table, width);
}

void
mch_table_prepare_like (MchTable *table, const MchTable *model)
{
  g_return_if_fail (table != NULL && table->widths == NULL);
  g_return_if_fail (model != NULL && model->widths != NULL);
  g_return_if_fail (model->n_columns == table->n_columns);

  table->widths = g_memdup2 (model->widths, table->n_columns * sizeof *model->widths);
}

/* The blocks of one row, NULL where there is no text. */
typedef struct
{
  MchTextBlock **blocks;
  guint n;
  double height;
} Row;

static void
row_clear (Row *row)
{
  for (guint i = 0; i < row->n; i++)
    g_clear_pointer (&row->blocks[i], mch_text_block_free);
  g_clear_pointer (&row->blocks, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static double
get_text_width (const MchTable *table, guint column)
{
  double width = table->widths[column] - 2 * PAD_X;

  if (table->columns[column].kind == MCH_COLUMN_CODE)
    width -= CODE_SIDE + 2 * CODE_QUIET;
  return MAX (width, 1);
}

/* @cells: NULL for the header. */
static void
measure_row (const MchTable *table, char **cells, double size, Row *ret_row)
{
  ret_row->n = table->n_columns;
  ret_row->blocks = g_new0 (MchTextBlock *, table->n_columns);
  ret_row->height = LINE * size * MCH_MM_PER_POINT + 2 * PAD_Y;
  if (cells != NULL)
    ret_row->height = MAX (ret_row->height, table->style.row_height);
  for (guint i = 0; i < table->n_columns; i++)
    {
      const MchColumn *column = &table->columns[i];
      MchTextStyle style = { .face = cells != NULL ? column->face : MCH_FACE_BOLD,
                             .size = size,
                             .align = column->align,
                             .role = cells != NULL ? "cell" : "table-head" };
      const char *text = cells != NULL ? cells[i] : column->title;
      g_autofree char *shown = NULL;
      gboolean code = cells != NULL && text != NULL && column->kind == MCH_COLUMN_CODE;

      if (table->widths[i] <= 0 || text == NULL)
        continue;
      if (code)
        {
          shown = mch_paper_code_dup_shown (text);
          style.size *= CODE_SCALE;
          ret_row->height = MAX (ret_row->height, CODE_SIDE + 2 * CODE_QUIET);
        }
      ret_row->blocks[i] =
          mch_text_block_new (table->fonts, &style, get_text_width (table, i), code ? shown : text);
      ret_row->height =
          MAX (ret_row->height, mch_text_block_get_height (ret_row->blocks[i]) + 2 * PAD_Y);
    }
}

/* On white, whatever the row's background is. */
static void
draw_code (MchPage *page, const char *digits, double x, double y, double height)
{
  MchSegment paper = { 'R', { x, y, CODE_SIDE + 2 * CODE_QUIET, height } };

  mch_page_add_path (page, &paper, 1, 0, 1);
  mch_qr_add_digits (page, digits, x + CODE_QUIET, y + (height - CODE_SIDE) / 2, CODE_SIDE);
}

/* @cells: NULL for the header. */
static void
draw_row (MchTable *table, MchPage *page, const Row *row, char **cells, double x, double y)
{
  for (guint i = 0; i < table->n_columns; i++)
    {
      double left = x + PAD_X;
      double height;

      if (row->blocks[i] != NULL)
        {
          height = mch_text_block_get_height (row->blocks[i]);
          if (cells != NULL && table->columns[i].kind == MCH_COLUMN_CODE)
            {
              draw_code (page, cells[i], left, y, row->height);
              left += CODE_SIDE + 2 * CODE_QUIET;
            }
          table->n_missing += mch_text_block_get_n_missing (row->blocks[i]);
          mch_text_block_add (row->blocks[i], page, left, y + (row->height - height) / 2);
        }
      x += table->widths[i];
    }
}

static void
draw_background (const MchTable *table, MchPage *page, guint index, double x, double y,
                 double width, double height)
{
  MchSegment shade = { 'R', { x, y, width, height } };

  if (index % 2 == 1 && !table->style.grid)
    mch_page_add_path (page, &shade, 1, 0, MCH_TABLE_SHADE);
}

static void
draw_rules (const MchTable *table, MchPage *page, double x, double top, double bottom, double width)
{
  mch_page_add_line (page, x, bottom, x + width, bottom, RULE, 0, 0);
  if (!table->style.grid)
    return;
  mch_page_add_line (page, x, top, x + width, top, HAIRLINE, 0, 0);
  for (guint i = 0; i < table->n_columns; i++)
    {
      if (table->widths[i] > 0)
        mch_page_add_line (page, x, top, x, bottom, HAIRLINE, 0, 0);
      x += table->widths[i];
    }
  mch_page_add_line (page, x, top, x, bottom, HAIRLINE, 0, 0);
}

/* A row that no page has room for is set smaller and smaller until one has. */
static void
shrink_row (const MchTable *table, char **cells, double room, Row *row)
{
  for (double size = table->style.size * 0.9; row->height > room && size > 0.3; size *= 0.9)
    {
      row_clear (row);
      measure_row (table, cells, size, row);
    }
}

gboolean
mch_table_has_room (MchTable *table, double height, guint first)
{
  g_auto (Row) head = { 0 };
  guint end;

  g_return_val_if_fail (table != NULL && table->widths != NULL, FALSE);

  measure_row (table, NULL, table->style.size, &head);
  height -= head.height;
  end = MIN (first + (first == 0 ? 2 : 1), table->rows->len);
  for (guint i = first; i < end; i++)
    {
      g_auto (Row) row = { 0 };

      measure_row (table, table->rows->pdata[i], table->style.size, &row);
      height -= row.height;
    }
  return height >= 0;
}

guint
mch_table_draw (MchTable *table, MchPage *page, const MchBox *box, guint first, double *ret_height)
{
  g_auto (Row) head = { 0 };
  double y, bottom;
  guint next = first;

  g_return_val_if_fail (table != NULL && page != NULL && box != NULL, first);
  g_return_val_if_fail (table->widths != NULL && ret_height != NULL, first);

  measure_row (table, NULL, table->style.size, &head);
  y = box->y + head.height;
  bottom = box->y + box->height;
  draw_row (table, page, &head, NULL, box->x, box->y);
  mch_page_add_line (page, box->x, y, box->x + box->width, y, RULE, 0, 0);
  for (; next < table->rows->len; next++)
    {
      char **cells = table->rows->pdata[next];
      g_auto (Row) row = { 0 };

      measure_row (table, cells, table->style.size, &row);
      if (next == first)
        shrink_row (table, cells, bottom - y, &row);
      else if (y + row.height > bottom)
        break;
      draw_background (table, page, next, box->x, y, box->width, row.height);
      draw_row (table, page, &row, cells, box->x, y);
      y += row.height;
      if (table->style.grid)
        mch_page_add_line (page, box->x, y, box->x + box->width, y, HAIRLINE, 0, 0);
    }
  draw_rules (table, page, box->x, box->y, y, box->width);
  *ret_height = y - box->y;
  return next;
}
