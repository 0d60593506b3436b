/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where two values differ, word by word: what a person looks at when two people changed the same
 * field. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is longer is compared from both its ends only. */
#define MCH_WORD_DIFF_MAX_WORDS 400

/**
 * MchWordSpan: a piece of one value.
 * @start: in bytes from the beginning of the value.
 * @length: in bytes, never 0.
 * @differs: whether the other value lacks it at this place.
 */
typedef struct
{
  gsize start;
  gsize length;
  gboolean differs;
} MchWordSpan;

/**
 * mch_word_diff:
 * @mine, @theirs: UTF-8; NULL is the same as "".
 * @ret_mine, @ret_theirs: (out) (transfer full) (element-type MchWordSpan): together the spans are
 *   the whole value, in order, and no two neighbours say the same of themselves. Empty for "".
 *
 * A word is a run of letters and digits; every other character stands alone, and so does a run of
 * spaces. Bytes that are no UTF-8 are one word. Any thread.
 */
void mch_word_diff (const char *mine, const char *theirs, GArray **ret_mine, GArray **ret_theirs);

G_END_DECLS
