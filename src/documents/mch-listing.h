/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The content of a list: columns, and rows in groups. It becomes tables on paper, or CSV. */
#pragma once

#include "print/mch-report.h"

G_BEGIN_DECLS

/* Where a column is shown. */
typedef enum
{
  MCH_LISTING_PAPER = 1 << 0,
  MCH_LISTING_DATA = 1 << 1,
  MCH_LISTING_BOTH = MCH_LISTING_PAPER | MCH_LISTING_DATA,
} MchListingWhere;

/* A cell to be ticked by hand: empty in CSV. */
#define MCH_LISTING_BOX "☐"
#define MCH_LISTING_TICK "☑"

typedef struct
{
  MchColumn column; /* its title is a msgid */
  MchListingWhere where;
} MchListingColumn;

/**
 * MchListingStyle:
 * @own_pages: every group begins on a page, with its caption beside the title.
 */
typedef struct
{
  MchTableStyle table;
  gboolean own_pages;
} MchListingStyle;

typedef struct _MchListing MchListing;

/* @columns: borrowed as long as the listing lives. */
MchListing *
mch_listing_new (const MchListingColumn *columns, guint n_columns, const MchListingStyle *style);
void mch_listing_free (MchListing *listing);

/* More columns after the others, with titles that are no msgids: copied. Before the first row. */
void mch_listing_add_column (MchListing *listing, const char *title, const MchListingColumn *like);

/* Rows from now on are in a group of that caption. @note: (nullable): below its rows, on paper. */
void mch_listing_begin_group (MchListing *listing, const char *caption, const char *note);

/* Takes @cells over: an array with g_free() of one text a column, NULL for nothing. */
void mch_listing_take_row (MchListing *listing, GPtrArray *cells);

guint mch_listing_get_n_columns (const MchListing *listing);
guint mch_listing_get_n_rows (const MchListing *listing);

/* Appends the groups as tables. Returns: characters without a glyph. */
guint mch_listing_add_to_report (const MchListing *listing, MchReport *report, MchFonts *fonts);

/* Appends header and rows as CSV, without a mark. */
void mch_listing_append_csv (const MchListing *listing, GString *out, gboolean text_cells);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchListing, mch_listing_free)

G_END_DECLS
