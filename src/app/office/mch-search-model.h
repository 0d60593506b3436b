/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The candidates that a search finds in the whole académie, fetched from the server page by page as
 * they come into view: the list grows at its end, and pages that nobody has looked at for long are
 * let go and fetched again, so that a list of 150 000 costs what some pages cost. A row keeps its
 * place until the next search, whatever others write meanwhile. Main thread. */
#pragma once

#include "app/office/mch-search-jobs.h"

G_BEGIN_DECLS

/* One row. Signal "changed" (): its candidate has come. */
#define MCH_TYPE_SEARCH_ITEM (mch_search_item_get_type ())
G_DECLARE_FINAL_TYPE (MchSearchItem, mch_search_item, MCH, SEARCH_ITEM, GObject)

/* (nullable): NULL while it is on its way, and when it is there no more. Asks for it. Borrowed
 * until "changed". */
const MchFound *mch_search_item_get (MchSearchItem *self);

#define MCH_TYPE_SEARCH_MODEL (mch_search_model_get_type ())
G_DECLARE_FINAL_TYPE (MchSearchModel, mch_search_model, MCH, SEARCH_MODEL, GObject)

MchSearchModel *mch_search_model_new (MchContext *context);

/* Empties the list and begins to fetch @search (copied). */
void mch_search_model_set (MchSearchModel *self, const MchSearch *search);

/* Goes on after an error. */
void mch_search_model_retry (MchSearchModel *self);

/* (nullable): what is searched; NULL before the first. */
const MchSearch *mch_search_model_get_search (MchSearchModel *self);

/* How many there are in all; -1 until that is known. */
gint64 mch_search_model_get_total (MchSearchModel *self);

/* (nullable): why the next rows did not come. */
const GError *mch_search_model_get_error (MchSearchModel *self);

/* How many pages are in memory now; for tests. */
guint mch_search_model_get_n_held (MchSearchModel *self);

#define MCH_SEARCH_MAX_HELD 20 /* pages */

/* Signal "answered" (): a page has come, or an error in its place. */

G_END_DECLS
