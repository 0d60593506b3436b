/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists of tests that a candidature holds: what was chosen, left for later, kept from before.
 * Written "E2=Anglais; EF1; -E5", sorted by code, so that equal choices are equal texts.
 * Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCH_TEST_CODE_MAX 12 /* bytes */

/**
 * MchTestEntry:
 * @code: letters, digits, hyphens and dots, the first two not last: "E5-B".
 * @value: (nullable): what stands behind "=": an option, or a mark.
 * @left_out: "-" stands before it.
 */
typedef struct
{
  char *code;
  char *value;
  gboolean left_out;
} MchTestEntry;

/**
 * mch_test_list_append:
 * @raw: as people write it: semicolons, commas (unless @marks) or line ends between the entries.
 * @marks: every entry has a mark of 0 to 20 with at most two decimals, and none is left out.
 * @out: the canonical text is appended.
 *
 * Returns: whether @raw is such a list and names no test twice; @out is as it was when not.
 */
gboolean mch_test_list_append (const char *raw, gboolean marks, GString *out);

/* (transfer full) (element-type MchTestEntry): the entries of canonical @text (nullable: none). */
GPtrArray *mch_test_list_parse (const char *text);

/* The entry of @code, or NULL. (transfer none) */
const MchTestEntry *mch_test_list_find (const GPtrArray *list, const char *code);

/* Whether @code could be one. */
gboolean mch_test_code_is_valid (const char *code);

G_END_DECLS
