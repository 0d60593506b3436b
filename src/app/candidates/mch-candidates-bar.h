/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Below the list: how many there are, how many are ticked, and what can be done with those. Every
 * act says why it cannot be done. */
#pragma once

#include "app/candidates/mch-candidate-model.h"

G_BEGIN_DECLS

#define MCH_TYPE_CANDIDATES_BAR (mch_candidates_bar_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidatesBar, mch_candidates_bar, MCH, CANDIDATES_BAR, GtkBox)

/* Keeps @model and follows its ticks. */
GtkWidget *mch_candidates_bar_new (MchCandidateModel *model);

/* @context: (nullable): kept; nothing can be done without one. */
void mch_candidates_bar_set_context (MchCandidatesBar *self, MchContext *context);

/* The list has other rows. */
void mch_candidates_bar_refresh (MchCandidatesBar *self);

G_END_DECLS
