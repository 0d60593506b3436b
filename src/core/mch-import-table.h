/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of pupils as a table, for people who look at it before anything is decided: what its
 * columns seem to be, what stands in every cell, and what a person says instead. Nothing is judged
 * here; the plan of the import does that. One thread at a time, but copies of one table may live in
 * different threads: they share the cells. */
#pragma once

#include "core/mch-grid.h"
#include "core/mch-header.h"

G_BEGIN_DECLS

typedef struct _MchImportTable MchImportTable;

/**
 * MchImportChoice: what a person said that a column means, whatever its heading says.
 * @column: from 0.
 * @field: (nullable): one that mch_import_can_choose(); NULL: the column is not taken.
 */
typedef struct
{
  guint column;
  const MchField *field;
} MchImportChoice;

/* Whether values of @field may come from a file. */
gboolean mch_import_can_choose (const MchField *field);

typedef enum
{
  MCH_IMPORT_CSV,
  MCH_IMPORT_SIMPLE_LIST, /* "Liste simple" of the ministry's application */
  MCH_IMPORT_FREGATA,
  MCH_IMPORT_SIECLE,
  MCH_IMPORT_ODS,
  MCH_IMPORT_XLSX,
} MchImportFormat;

/* snake_case; and what people call it, translated. */
const char *mch_import_format_to_string (MchImportFormat format);
const char *mch_import_format_get_label (MchImportFormat format);

/**
 * mch_import_table_new:
 * @grid: kept.
 *
 * Returns: (transfer full): the table, or NULL with %MCH_CORE_ERROR_UNREADABLE when the grid has no
 *   line of headings. A needed column may be missing.
 */
MchImportTable *mch_import_table_new (MchGrid *grid, GError **error);

/* (transfer full): another table of the same cells, with what was said of the columns so far. */
MchImportTable *mch_import_table_copy (const MchImportTable *table);
void mch_import_table_free (MchImportTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportTable, mch_import_table_free)

/* How many columns of @grid have headings that we know; 0 when it is no list of pupils. */
guint mch_import_count_known (const MchGrid *grid);

MchGrid *mch_import_table_get_grid (const MchImportTable *table);
MchImportFormat mch_import_table_get_format (const MchImportTable *table);

/* The establishment that the file as a whole names, or NULL. */
const char *mch_import_table_get_uai (const MchImportTable *table);

/* The first different names that have an accent, else words of addresses and the like, at most
 * @max: NULL-terminated. Wrong letters show here. (transfer full) */
char **mch_import_table_dup_accents (const MchImportTable *table, guint max);

/* Rows as a plan counts them: without titles, headings and blank ones. */
guint mch_import_table_get_n_rows (const MchImportTable *table);
guint mch_import_table_get_n_columns (const MchImportTable *table);

/* Columns count from 0. A heading may be "". The example is the first value, or "". */
const char *mch_import_table_get_heading (const MchImportTable *table, guint column);
const char *mch_import_table_get_example (const MchImportTable *table, guint column);

/* How many rows have something in it. */
guint mch_import_table_get_n_filled (const MchImportTable *table, guint column);

/**
 * mch_import_table_get_meaning:
 * @ret_field: (out): the field for %MCH_HEADER_FIELD, else NULL.
 *
 * Returns: what the import does with the column: %MCH_HEADER_IGNORED when it is known, or was
 *   chosen, not to be taken; %MCH_HEADER_UNKNOWN when nobody knows what it is.
 */
MchHeaderKind mch_import_table_get_meaning (const MchImportTable *table, guint column,
                                            const MchField **ret_field);

/* The column that gives @field its values, from 0; -1 when none does. */
int mch_import_table_find_column (const MchImportTable *table, const MchField *field);

/* Lays what a person said over the guesses, in place of what he said before. Of two choices that
 * name the same field the first one counts. @choices is not kept. */
void
mch_import_table_choose (MchImportTable *table, const MchImportChoice *choices, gsize n_choices);

/* What was said so far. (transfer none) */
const MchImportChoice *mch_import_table_get_choices (const MchImportTable *table, gsize *ret_n);

/**
 * mch_import_table_map_value:
 * @from: what stands in the column of @field; case and blanks at its ends make no difference.
 * @to: (nullable): what is read instead; NULL forgets it.
 */
void mch_import_table_map_value (MchImportTable *table, const MchField *field, const char *from,
                                 const char *to);

/* Needed fields without a column, as people read them; NULL when none is. (transfer full) */
char *mch_import_table_dup_missing (const MchImportTable *table);

/* Whether nothing is left to ask about the columns: each is known, chosen or left out on purpose,
 * and no needed field lacks one. */
gboolean mch_import_table_is_settled (const MchImportTable *table);

/* Where row @row begins, as a text editor or a spreadsheet counts; and what stands in one of its
 * cells, or "". */
guint mch_import_table_get_line (const MchImportTable *table, guint row);
const char *mch_import_table_get_cell (const MchImportTable *table, guint row, guint column);

G_END_DECLS
