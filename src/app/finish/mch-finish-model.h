/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the table of registrations to finish: a part of a picture. An item stands for a place
 * in the table, so that another picture changes what the items say and adds or removes only places
 * at the end: the row that has the keyboard keeps it. */
#pragma once

#include "app/finish/mch-finish-jobs.h"

G_BEGIN_DECLS

/* Signal "changed" (): another candidate stands there, or it has other values. */
#define MCH_TYPE_FINISH_ITEM (mch_finish_item_get_type ())
G_DECLARE_FINAL_TYPE (MchFinishItem, mch_finish_item, MCH, FINISH_ITEM, GObject)

/* Borrowed until "changed". */
const MchCandidate *mch_finish_item_get_candidate (MchFinishItem *self);
const GArray *mch_finish_item_get_blockers (MchFinishItem *self);

#define MCH_TYPE_FINISH_MODEL (mch_finish_model_get_type ())
G_DECLARE_FINAL_TYPE (MchFinishModel, mch_finish_model, MCH, FINISH_MODEL, GObject)

MchFinishModel *mch_finish_model_new (void);

/* @picture: (nullable); @positions: (nullable): NULL for all. Both are kept, the latter copied. */
void
mch_finish_model_set (MchFinishModel *self, MchFinishPicture *picture, const GArray *positions);

/* The place after @place (-1: from the first) where something is missing, coming round; -1 for
 * none. */
int mch_finish_model_find_next (MchFinishModel *self, int place);

G_END_DECLS
