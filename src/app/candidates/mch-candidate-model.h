/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a list of candidates, fetched page by page as they come into view. The store filters,
 * sorts and counts; an item stands for a place in the list, so that a new order, another filter or
 * a sync changes what the items say and adds or removes only places at the end.
 * Also the selection: a set of ids that survives sorting, searching and syncing. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* One place in the list. Signal "changed" (): another candidate stands there, or it has other
 * values. */
#define MCH_TYPE_CANDIDATE_ITEM (mch_candidate_item_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidateItem, mch_candidate_item, MCH, CANDIDATE_ITEM, GObject)

/* (nullable): NULL when the list has become shorter. Borrowed until "changed". */
const MchCandidate *mch_candidate_item_get (MchCandidateItem *self);
guint mch_candidate_item_get_position (MchCandidateItem *self);

#define MCH_TYPE_CANDIDATE_MODEL (mch_candidate_model_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidateModel, mch_candidate_model, MCH, CANDIDATE_MODEL, GObject)

MchCandidateModel *mch_candidate_model_new (void);

/**
 * mch_candidate_model_set:
 * @store: (nullable): NULL empties the list.
 * @filter: copied.
 */
void mch_candidate_model_set (MchCandidateModel *self, MchStore *store,
                              const MchCandidateFilter *filter);

/* The store has changed: looks again at what is in view. */
void mch_candidate_model_refresh (MchCandidateModel *self);

/* Ticks stay until they are taken off: moving or clicking somewhere else, which lists take for
 * selecting that row alone, changes nothing.
 *
 * What is selected: how many, whether one is, and (transfer full) the ids of candidatures,
 * NULL-terminated. With everything selected the list is asked for all its ids. */
guint mch_candidate_model_get_n_selected (MchCandidateModel *self);
char **mch_candidate_model_dup_selected (MchCandidateModel *self);
void mch_candidate_model_unselect_all (MchCandidateModel *self);

/* How many pages of rows were fetched; for tests. */
guint mch_candidate_model_get_n_fetched (MchCandidateModel *self);

/* Signal "selection-edited" (): what is selected is another set. */

G_END_DECLS
