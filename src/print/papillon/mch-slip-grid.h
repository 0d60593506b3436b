/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which layouts there are, and where their slips lie on an A4 page.
 *
 * Sheets of labels are known by the size of a label and have their usual margins. Those of 63.5
 * × 38.1 mm (21 a page) are left out: they have no room for the footnote in letters that can be
 * read. */
#pragma once

#include "print/mch-page.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_PAPILLON_ONE_PER_PAGE,
  MCH_PAPILLON_TWO_PER_PAGE,
  MCH_PAPILLON_FOUR_PER_PAGE,
  MCH_PAPILLON_EIGHT_PER_PAGE,
  MCH_PAPILLON_LARGE_PRINT,   /* 16 points and more, in a face that is easy to read; one a page */
  MCH_PAPILLON_LABELS_99_139, /* of 99.1 × 139 mm, 4 a page */
  MCH_PAPILLON_LABELS_105_74, /* of 105 × 74 mm, 8 a page */
  MCH_PAPILLON_LABELS_99_68,  /* of 99.1 × 67.7 mm, 8 a page */
  MCH_PAPILLON_LABELS_99_57,  /* of 99.1 × 57 mm, 10 a page */
  MCH_PAPILLON_ENVELOPE,      /* one a page, folded in three for a window envelope */
  MCH_N_PAPILLON_LAYOUTS
} MchPapillonLayout;

/**
 * MchSlipGrid: places are counted row by row from the upper left one.
 * @word: names the layout in files, logs and options.
 * @first: the first place, in mm.
 * @step_x, @step_y: from one place to the next.
 * @inset_x, @inset_y: white that what is on a slip leaves at the left and at the top of its place.
 * @labels: places are labels: nothing is cut, and no sheet is a separator.
 * @cut: places are parted by cutting, along lines that are drawn.
 * @folded: in three, at 99 and 198 mm, where marks are drawn.
 * @own_text: a slip has room for the establishment's own words.
 */
typedef struct
{
  const char *word;
  guint columns, rows;
  MchBox first;
  double step_x, step_y;
  double inset_x, inset_y;
  gboolean labels;
  gboolean cut;
  gboolean folded;
  gboolean own_text;
} MchSlipGrid;

/* Static. */
const MchSlipGrid *mch_papillon_layout_get_grid (MchPapillonLayout layout);

/* FALSE when @word names no layout. */
gboolean mch_papillon_layout_find (const char *word, MchPapillonLayout *ret_layout);

/* Columns times rows. */
guint mch_papillon_layout_get_per_page (MchPapillonLayout layout);

/* Where the place @slot, below the number of them, is on the page. */
MchBox mch_slip_grid_get_place (const MchSlipGrid *grid, guint slot);

G_END_DECLS
