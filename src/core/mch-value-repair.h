/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a value that its field refused was surely meant to be: the day that a spreadsheet counted,
 * month and day exchanged, a zero lost, a letter O for a zero, a code with its name behind it. A
 * person confirms it once for all values of one kind. Thread-safe. */
#pragma once

#include "core/mch-value.h"

G_BEGIN_DECLS

/**
 * mch_value_dup_repaired:
 * @raw: what @field refused.
 * @context: (nullable): as for mch_value_append().
 * @date1904: whether the days of a spreadsheet count from 1904, not from 1900.
 *
 * Returns: (transfer full) (nullable): what to write instead, which @field takes without a doubt;
 *   NULL when nothing is certain.
 */
char *mch_value_dup_repaired (const MchField *field, const char *raw,
                              const MchValueContext *context, gboolean date1904);

/* @raw as a date whose month stands before its day, written DD/MM/YYYY; NULL when it is none or
 * gives an unlikely age. (transfer full) (nullable) */
char *mch_value_dup_month_first (const char *raw, const char *today);

G_END_DECLS
