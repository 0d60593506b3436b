/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where every slip of a pile comes on the sheets: pure counting, without fonts or texts. No page is
 * blank, no slip is missing or there twice, whatever the options. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MCH_SEPARATORS_NONE,
  MCH_SEPARATORS_NEW_PAGE, /* a class begins on a page of its own */
  MCH_SEPARATORS_SHEET,    /* a sheet with its name comes before a class */
  MCH_N_SEPARATORS
} MchSeparators;

/**
 * MchImpositionOptions:
 * @per_page: slips on a page, at least 1.
 * @pile_cut: the pages are cut in one pile, and the parts laid one on the other, the upper part of
 *   the sheets first, are in order. Separators then have the place of a slip; not with
 *   %MCH_SEPARATORS_NEW_PAGE.
 * @start_at: the first place used on the first page of slips, from 1 to @per_page; 0 is 1.
 * @max_pages: of one print job, at least 1.
 */
typedef struct
{
  guint per_page;
  MchSeparators separators;
  gboolean pile_cut;
  guint start_at;
  guint max_pages;
} MchImpositionOptions;

typedef enum
{
  MCH_CELL_EMPTY,
  MCH_CELL_SLIP,
  MCH_CELL_SEPARATOR,       /* in the place of a slip */
  MCH_CELL_SEPARATOR_SHEET, /* has the page to itself; the page's other cells are empty */
} MchCellKind;

/* @index: of the slip, or of the class. */
typedef struct
{
  MchCellKind kind;
  guint index;
} MchCell;

/* Slips in a row that are of one class. */
typedef struct
{
  guint first, n;
} MchSlipClass;

typedef struct _MchImposition MchImposition;

/**
 * mch_imposition_new:
 * @classes: (element-type MchSlipClass): all slips, in order; none is empty.
 *
 * Returns: (transfer full)
 */
MchImposition *mch_imposition_new (GArray *classes, const MchImpositionOptions *options);
void mch_imposition_free (MchImposition *imposition);

guint mch_imposition_get_n_pages (const MchImposition *imposition);
MchCell mch_imposition_get_cell (const MchImposition *imposition, guint page, guint slot);

/* Parts of at most max_pages pages, each a print job and, if it is cut, a pile of its own. They end
 * between two classes where that leaves them half full or more. */
guint mch_imposition_get_n_parts (const MchImposition *imposition);
void mch_imposition_get_part (const MchImposition *imposition, guint part, guint *ret_first_page,
                              guint *ret_n_pages);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImposition, mch_imposition_free)

G_END_DECLS
