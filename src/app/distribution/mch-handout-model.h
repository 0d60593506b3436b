/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is given his slip: the candidates of the session with where their slips are, read by the
 * worker; ticks and scans become acts in the outbox at once, on disk, without the server. Main
 * thread. */
#pragma once

#include "app/window/mch-context.h"
#include "slips/mch-handout.h"
#include "slips/mch-progress.h"

G_BEGIN_DECLS

/* One candidate; what it says never changes. */
#define MCH_TYPE_HANDOUT_ITEM (mch_handout_item_get_type ())
G_DECLARE_FINAL_TYPE (MchHandoutItem, mch_handout_item, MCH, HANDOUT_ITEM, GObject)

const MchCandidate *mch_handout_item_get (MchHandoutItem *self);
MchSlipStage mch_handout_item_get_stage (MchHandoutItem *self);
/* "AUBIN Antoine". */
const char *mch_handout_item_get_name (MchHandoutItem *self);
/* "Handed out on 12/01/2027, not activated". */
const char *mch_handout_item_get_words (MchHandoutItem *self);
/* Whether every word of @fold (mch_text_fold()) begins a word of its names, division or login. */
gboolean mch_handout_item_matches (MchHandoutItem *self, const char *fold);

#define MCH_TYPE_HANDOUT_MODEL (mch_handout_model_get_type ())
G_DECLARE_FINAL_TYPE (MchHandoutModel, mch_handout_model, MCH, HANDOUT_MODEL, GObject)

MchHandoutModel *mch_handout_model_new (MchContext *context);

/* Reads everything again. Signal "changed" () follows. */
void mch_handout_model_load (MchHandoutModel *self);

/* Another context: forgets what was read. */
void mch_handout_model_clear (MchHandoutModel *self);

/* FALSE until the first load has ended. */
gboolean mch_handout_model_is_loaded (MchHandoutModel *self);

/* Of MchHandoutItem, by class, then by name; always the same list. */
GListModel *mch_handout_model_get_items (MchHandoutModel *self);

/* MCH_N_MILESTONES numbers. */
const guint *mch_handout_model_get_counts (MchHandoutModel *self);

/**
 * mch_handout_model_scan:
 * @ret_text: (out) (transfer full): what became of it, a sentence.
 *
 * Notes the slip as handed out when it is somebody's who waits for it.
 */
MchHandoutOutcome
mch_handout_model_scan (MchHandoutModel *self, const char *typed, char **ret_text);

/* Notes it, or takes the note back. Nothing happens to who has no slip that waits. */
void mch_handout_model_set_handed (MchHandoutModel *self, MchHandoutItem *item, gboolean handed);

/* Signals: "changed" (). "not-saved" (const char *): the sentence about an act that is not on disk,
 * or about a list that cannot be read. */

G_END_DECLS
