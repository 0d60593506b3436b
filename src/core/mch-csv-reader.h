/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A streaming reader of CSV text (RFC 4180 and what spreadsheets make of it). It gets UTF-8 in
 * chunks cut anywhere and gives whole rows, each cell with its place in the file. It never drops
 * a row and never holds more than one. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCH_CSV_MAX_BYTES (64 * 1024 * 1024)
#define MCH_CSV_MAX_ROWS 200000
#define MCH_CSV_MAX_COLUMNS 256
#define MCH_CSV_MAX_CELL 32768

/**
 * MchCsvDialect:
 * @delimiter: ';', ',', tab or '|'.
 * @quote: '"', or 0 when quotation marks are letters like others.
 */
typedef struct
{
  char delimiter;
  char quote;
} MchCsvDialect;

/**
 * MchCsvCell:
 * @text: without its quotation marks, ended by NUL.
 * @line: where it starts, as a text editor counts: from 1.
 * @column: the same, in characters, from 1.
 */
typedef struct
{
  const char *text;
  guint line;
  guint column;
} MchCsvCell;

/**
 * MchCsvRow:
 * @line: where the row starts.
 * @n_cells: at least 1; a row of which all cells are blank is given as well.
 */
typedef struct
{
  guint line;
  guint n_cells;
  const MchCsvCell *cells;
} MchCsvRow;

/* Takes one row, valid during the call. FALSE with an error ends the reading. */
typedef gboolean (*MchCsvRowFunc) (const MchCsvRow *row, gpointer user_data, GError **error);

typedef struct _MchCsvReader MchCsvReader;

MchCsvReader *
mch_csv_reader_new (const MchCsvDialect *dialect, MchCsvRowFunc func, gpointer user_data);
void mch_csv_reader_free (MchCsvReader *reader);

/**
 * mch_csv_reader_feed:
 * @data: the next bytes; they may end inside a character, a cell or a line end.
 *
 * Returns: FALSE with %MCH_CORE_ERROR_UNREADABLE when a limit is passed, with what the callback
 *   said otherwise; the reader then takes no more.
 */
gboolean mch_csv_reader_feed (MchCsvReader *reader, const char *data, gsize length, GError **error);

/* The text is complete: gives the last row, or says that a quotation mark was never closed. */
gboolean mch_csv_reader_finish (MchCsvReader *reader, GError **error);

/* What separates the cells of @text (its start is enough): what gives the most regular rows. */
MchCsvDialect mch_csv_guess_dialect (const char *text, gsize length);

/* Whether every cell of @row is blank. */
gboolean mch_csv_row_is_blank (const MchCsvRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchCsvReader, mch_csv_reader_free)

G_END_DECLS
