/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text of one size and one width, whose height is known before it has a place: cells of tables,
 * paragraphs. */
#pragma once

#include "print/mch-text-box.h"

G_BEGIN_DECLS

typedef struct _MchTextBlock MchTextBlock;

/**
 * mch_text_block_new:
 * @style: its size is kept whatever comes; min_size, wrap and middle say nothing here.
 * @width: in mm; a word that is wider is broken.
 * @text: (nullable): "\n" begins a line; invalid UTF-8 is replaced.
 *
 * Returns: (transfer full)
 */
MchTextBlock *
mch_text_block_new (MchFonts *fonts, const MchTextStyle *style, double width, const char *text);
void mch_text_block_free (MchTextBlock *block); /* overwrites what it held */

/* In mm; 0 for an empty text. */
double mch_text_block_get_height (const MchTextBlock *block);

/* From its top to the baseline of its first line, in mm; 0 for an empty text. */
double mch_text_block_get_baseline (const MchTextBlock *block);

/* Characters that have no glyph in our fonts, drawn as U+FFFD. */
guint mch_text_block_get_n_missing (const MchTextBlock *block);

/* Writes it with its upper left corner at @x, @y; the ink stays inside width and height. */
void mch_text_block_add (const MchTextBlock *block, MchPage *page, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchTextBlock, mch_text_block_free)

G_END_DECLS
