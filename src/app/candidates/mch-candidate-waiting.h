/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits on one candidate: changes that have not left, those that were refused, and values that
 * somebody else changed at the same time, with the choice between the two. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* (transfer none, floating): a box; hidden while nothing waits. */
GtkWidget *mch_candidate_waiting_new (void);

void
mch_candidate_waiting_show (GtkWidget *waiting, MchContext *context, const MchCandidate *candidate);

/**
 * mch_conflict_row_new:
 *
 * "Division: mine 1CAP · Mme Martin (14:32) 2CAP" with its two buttons, which resolve it in
 * the store and send what has to be sent.
 */
GtkWidget *mch_conflict_row_new (MchContext *context, const MchStoreConflict *conflict);

G_END_DECLS
