/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists as CSV files that a French spreadsheet opens right and that the import reads back without
 * a change: a mark, semicolons, CR LF, nothing that runs as a formula, zeros in front as they
 * are. Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The first characters of the file. */
#define MCH_CSV_MARK "\357\273\277"

/* One cell of a row that is written by hand, quoted and guarded as those of mch_csv_append_row().
 */
void mch_csv_append_cell (GString *out, const char *text);

/**
 * mch_csv_append_row:
 * @out: where the row is appended, with its line end.
 * @values: @n canonical values, each NULL or "" for none.
 *
 * An apostrophe goes before what a spreadsheet would run, and a pair of them around what begins
 * with one already: exactly what the import takes off again.
 */
void mch_csv_append_row (GString *out, const char *const *values, guint n);

G_END_DECLS
