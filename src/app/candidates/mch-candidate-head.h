/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands above a candidate's registration: state, account, what is missing, and what can be
 * done with him as a whole. Every act says why it cannot be done. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_CANDIDATE_HEAD (mch_candidate_head_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidateHead, mch_candidate_head, MCH, CANDIDATE_HEAD, GtkBox)

GtkWidget *mch_candidate_head_new (void);

/**
 * mch_candidate_head_show:
 * @candidate: (nullable): NULL for a new one. Borrowed for the call.
 * @edited: something was typed and is not saved.
 */
void mch_candidate_head_show (MchCandidateHead *self, MchContext *context,
                              const MchCandidate *candidate, gboolean edited);

G_END_DECLS
