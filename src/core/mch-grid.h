/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file as rows of text cells, whatever its format was: what the import reads. Rows of blanks are
 * not kept; every other row knows the line, or the row of its spreadsheet, where a person finds it.
 * A grid is filled by one thread and never changes afterwards: any thread may then read it. */
#pragma once

#include "core/mch-csv-reader.h"
#include "core/mch-encoding.h"

G_BEGIN_DECLS

/* More text than a list of 200 000 pupils has; a cell that a spreadsheet repeats counts each time.
 */
#define MCH_GRID_MAX_BYTES (128 * 1024 * 1024)

typedef enum
{
  MCH_GRID_CSV,
  MCH_GRID_SIECLE, /* the ministry's XML of pupils */
  MCH_GRID_ODS,
  MCH_GRID_XLSX,
} MchGridFormat;

/**
 * MchGridRow:
 * @line: as a text editor, or a spreadsheet, counts: from 1.
 * @cells: @n_cells texts behind each other, each ended by NUL.
 * @starts: (array length=n_cells): where each of them begins in @cells.
 */
typedef struct
{
  guint line;
  guint n_cells;
  const char *cells;
  const guint32 *starts;
} MchGridRow;

typedef struct _MchGrid MchGrid;

MchGrid *mch_grid_new (MchGridFormat format);
MchGrid *mch_grid_ref (MchGrid *grid);
void mch_grid_unref (MchGrid *grid);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchGrid, mch_grid_unref)

/**
 * mch_grid_append_row:
 * @cells: (array length=length): @n_cells texts, each ended by NUL; valid UTF-8. Copied.
 *
 * Returns: FALSE with %MCH_CORE_ERROR_UNREADABLE when the grid would have more than
 *   MCH_CSV_MAX_ROWS rows, MCH_CSV_MAX_COLUMNS cells a row or MCH_GRID_MAX_BYTES.
 */
gboolean mch_grid_append_row (MchGrid *grid, guint line, guint n_cells, const char *cells,
                              gsize length, GError **error);

/* The establishment that the file as a whole is about. */
void mch_grid_set_uai (MchGrid *grid, const char *uai);

/* Takes @note, a translated sentence about what was taken of the file and what not. */
void mch_grid_take_note (MchGrid *grid, char *note);

/* Which of its tables a workbook gave, or which file an archive. */
void mch_grid_set_source (MchGrid *grid, const char *name);

/* Its days count from 1904, as those of some workbooks do. */
void mch_grid_set_date1904 (MchGrid *grid);

/**
 * mch_grid_new_from_csv:
 * @file: the file as it is.
 * @encoding: a code page that a person chose (mch_encoding_is_page()), or MCH_ENCODING_GUESSED.
 *
 * Returns: (transfer full): or NULL with %MCH_CORE_ERROR_UNREADABLE.
 */
MchGrid *mch_grid_new_from_csv (GBytes *file, MchEncoding encoding, GError **error);

#define MCH_ENCODING_GUESSED MCH_N_ENCODINGS

/* The whole grid as a CSV file that a French spreadsheet opens right: a mark, semicolons, zeros
 * kept, formulas disarmed. (transfer full) */
GBytes *mch_grid_to_csv (const MchGrid *grid);

MchGridFormat mch_grid_get_format (const MchGrid *grid);
guint mch_grid_get_n_rows (const MchGrid *grid);
MchGridRow mch_grid_get_row (const MchGrid *grid, guint row);
const char *mch_grid_get_uai (const MchGrid *grid);          /* or NULL */
const char *mch_grid_get_source (const MchGrid *grid);       /* or NULL */
const char *const *mch_grid_get_notes (const MchGrid *grid); /* NULL-terminated */
gboolean mch_grid_has_date1904 (const MchGrid *grid);

/* Of a CSV file; MCH_ENCODING_UTF8 and ';' of any other. */
MchEncoding mch_grid_get_encoding (const MchGrid *grid);
char mch_grid_get_delimiter (const MchGrid *grid);

G_END_DECLS
