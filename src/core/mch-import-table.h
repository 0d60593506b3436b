/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of pupils as a table, for people who look at it before anything is decided: what its
 * encoding and its columns seem to be, what stands in every cell, and what a person says instead.
 * Nothing is judged here; the plan of the import does that. One thread at a time. */
#pragma once

#include "core/mch-encoding.h"
#include "core/mch-header.h"
#include "core/mch-import.h"

G_BEGIN_DECLS

typedef struct _MchImportTable MchImportTable;

#define MCH_ENCODING_GUESSED MCH_N_ENCODINGS

/**
 * mch_import_table_new:
 * @file: the file as it is.
 * @encoding: a code page that a person chose (mch_encoding_is_page()), or MCH_ENCODING_GUESSED.
 *
 * Returns: (transfer full): the table, or NULL with %MCH_CORE_ERROR_UNREADABLE when the file is no
 *   list with a line of headings. A needed column may be missing.
 */
MchImportTable *mch_import_table_new (GBytes *file, MchEncoding encoding, GError **error);
void mch_import_table_free (MchImportTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportTable, mch_import_table_free)

/* The text as UTF-8: what a plan of this table is to be made of. (transfer none) */
GBytes *mch_import_table_get_text (const MchImportTable *table);
MchEncoding mch_import_table_get_encoding (const MchImportTable *table);
char mch_import_table_get_delimiter (const MchImportTable *table);

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

/* Lays what a person said over the guesses, in place of what he said before. See MchImportBase. */
void
mch_import_table_choose (MchImportTable *table, const MchImportChoice *choices, gsize n_choices);

/* Needed fields without a column, as people read them; NULL when none is. (transfer full) */
char *mch_import_table_dup_missing (const MchImportTable *table);

/* Where row @row begins, as a text editor counts; and what stands in one of its cells, or "". */
guint mch_import_table_get_line (const MchImportTable *table, guint row);
const char *mch_import_table_get_cell (const MchImportTable *table, guint row, guint column);

G_END_DECLS
