/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of a candidate: who changed what and when, and which values lost a conflict. Asked of
 * the server when the page is opened; what waits here is in mch-candidate-waiting.h. */
#pragma once

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_CANDIDATE_HISTORY (mch_candidate_history_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidateHistory, mch_candidate_history, MCH, CANDIDATE_HISTORY, GtkBox)

GtkWidget *mch_candidate_history_new (void);

/* @candidate: (nullable): NULL empties it. Another candidate, or another version of him, is asked
 * for again. */
void mch_candidate_history_show (MchCandidateHistory *self, MchContext *context,
                                 const MchCandidate *candidate);

/* A value as people read it; "(empty)" for none. @field: (nullable). (transfer full) */
char *mch_history_dup_value (const MchField *field, const char *value);

/* One line for a change of @name: "Division: 1CAP → 2CAP". (transfer full) */
char *mch_history_dup_line (MchKind kind, const char *name, const char *from, const char *to);

/* A day and a time: "04/11 17:52". (transfer full) */
char *mch_history_dup_time (gint64 ms);

G_END_DECLS
