/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of a list: columns share the width by what they hold and by weight, cells wrap, a column
 * that holds nothing is left out, and no row is cut between two pages. */
#pragma once

#include "print/mch-text-box.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_COLUMN_TEXT,
  MCH_COLUMN_CODE, /* digits of core/mch-paper-code.h: a QR code, and the digits beside it */
} MchColumnKind;

/**
 * MchColumn:
 * @title: of the header; borrowed as long as the table lives.
 * @weight: its share of the width when there is too little or too much, above 0.
 * @keep: it stays even when all its cells are empty (a place to sign).
 */
typedef struct
{
  const char *title;
  double weight;
  MchAlign align;
  MchFace face;
  MchColumnKind kind;
  gboolean keep;
} MchColumn;

/**
 * MchTableStyle:
 * @size: of the cells, in points.
 * @row_height: the least, in mm; 0 for as high as the text.
 * @grid: lines between columns, too, and no shading: it will be written on.
 */
typedef struct
{
  double size;
  double row_height;
  gboolean grid;
} MchTableStyle;

/* The grey behind every second row: black text on it keeps 17:1, and a printer that has no grey
 * makes sparse dots of it. */
#define MCH_TABLE_SHADE 0.93

typedef struct _MchTable MchTable;

/* @columns: copied. (transfer full) */
MchTable *mch_table_new (MchFonts *fonts, const MchColumn *columns, guint n_columns,
                         const MchTableStyle *style);
void mch_table_free (MchTable *table); /* overwrites what it held */

/* @cells: one a column, NULL or "" for nothing; "\n" begins a line. Copied. Only before
 * mch_table_prepare(). */
void mch_table_add_row (MchTable *table, const char *const *cells);

guint mch_table_get_n_rows (const MchTable *table);

/* Chooses the columns and their widths. @width: in mm. Once, before drawing. */
void mch_table_prepare (MchTable *table, double width);

/* The same widths as those of @model, which has the same columns and was prepared. */
void mch_table_prepare_like (MchTable *table, const MchTable *model);

/* Whether a page with @height mm left has room to go on with the row @first. A table is not begun
 * for one row alone when more follow. */
gboolean mch_table_has_room (MchTable *table, double height, guint first);

/**
 * mch_table_draw:
 * @box: the room there is; @box's width is that of mch_table_prepare().
 * @first: the row to begin with.
 * @ret_height: (out): what was used, in mm.
 *
 * Draws the header and as many rows as have room: at least one, which is drawn smaller when it
 * has no room in any other way.
 *
 * Returns: the first row that is not drawn.
 */
guint
mch_table_draw (MchTable *table, MchPage *page, const MchBox *box, guint first, double *ret_height);

/* Characters without a glyph in what was drawn so far. */
guint mch_table_get_n_missing (const MchTable *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchTable, mch_table_free)

G_END_DECLS
