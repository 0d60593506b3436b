/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the bytes of a file that a school has to its rows of text cells: CSV, a spreadsheet (.ods,
 * .xlsx), an export of SIECLE, each plain or in a ZIP archive. What a file is called says nothing;
 * what it holds decides. Files may be made to harm: nothing outside the file is ever read, no
 * entity is followed, and everything that could grow has a limit. Any thread. */
#pragma once

#include "core/mch-grid.h"

G_BEGIN_DECLS

/**
 * MchSheetError:
 * @MCH_SHEET_ERROR_UNREADABLE: damaged, or of a kind that holds no list.
 * @MCH_SHEET_ERROR_TOO_LARGE: more than a list of candidates has, once it is unpacked.
 * @MCH_SHEET_ERROR_PROTECTED: it opens with a password only.
 * @MCH_SHEET_ERROR_NOT_FOUND: it has no table of the name that was asked for.
 */
typedef enum
{
  MCH_SHEET_ERROR_UNREADABLE,
  MCH_SHEET_ERROR_TOO_LARGE,
  MCH_SHEET_ERROR_PROTECTED,
  MCH_SHEET_ERROR_NOT_FOUND,
} MchSheetError;

#define MCH_SHEET_ERROR (mch_sheet_error_quark ())
GQuark mch_sheet_error_quark (void);

/**
 * MchSheetOptions: what a person said of the file.
 * @encoding: of a CSV file: a code page, or MCH_ENCODING_GUESSED.
 * @table: (nullable): which table of a workbook; NULL takes the one that looks most like a list of
 *   pupils.
 */
typedef struct
{
  MchEncoding encoding;
  const char *table;
} MchSheetOptions;

/**
 * mch_sheet_read:
 * @file: the file as it is.
 * @options: (nullable):
 *
 * Returns: (transfer full): its rows, or NULL with an MCH_SHEET_ERROR or MCH_CORE_ERROR whose
 *   message may be shown.
 */
MchGrid *mch_sheet_read (GBytes *file, const MchSheetOptions *options, GError **error);

/* @grid as an OpenDocument spreadsheet whose cells are text, so that a zero stays, with @help (one
 * text, NULL for none) on a second table. (transfer full): NULL with an MCH_SHEET_ERROR. */
GBytes *mch_sheet_write_ods (const MchGrid *grid, const char *help, GError **error);

/* @grid as the kind of file that @name ends in: CSV for .csv, where there is no room for @help,
 * else as above. (transfer full): NULL with an MCH_SHEET_ERROR. */
GBytes *mch_sheet_write (const MchGrid *grid, const char *name, const char *help, GError **error);

G_END_DECLS
