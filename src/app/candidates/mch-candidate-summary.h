/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a registration comes to, to be read: the summary (REG-35, REG-36) and the numbers with what
 * goes with them (REG-37 to REG-41). */
#pragma once

#include "app/candidates/mch-candidate-page.h"

G_BEGIN_DECLS

#define MCH_TYPE_CANDIDATE_SUMMARY (mch_candidate_summary_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidateSummary, mch_candidate_summary, MCH, CANDIDATE_SUMMARY, GtkBox)

GtkWidget *mch_candidate_summary_new (void);

void mch_candidate_summary_show (MchCandidateSummary *self, const MchCandidateShape *shape);
void mch_candidate_summary_show_number (MchCandidateSummary *self, const MchCandidateShape *shape);

G_END_DECLS
