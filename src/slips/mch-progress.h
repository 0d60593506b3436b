/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the candidates of a session are, from the list to the signed confirmation: what is
 * counted, and by name who is not there yet. */
#pragma once

#include "store/mch-candidates.h"

G_BEGIN_DECLS

/* In the order of the procedure; each is reached whatever the others. */
typedef enum
{
  MCH_MILESTONE_REGISTERED, /* in the list, not withdrawn */
  MCH_MILESTONE_FINALISED,
  MCH_MILESTONE_ACCOUNT,
  MCH_MILESTONE_SLIP,      /* a slip waits, or has served */
  MCH_MILESTONE_HANDED,    /* given to the candidate, or used by him */
  MCH_MILESTONE_ACTIVATED, /* he chose a password of his own */
  MCH_MILESTONE_RETURNED,  /* the signed confirmation is back */
  MCH_N_MILESTONES
} MchMilestone;

/* snake_case, for filters: "handed". */
const char *mch_milestone_to_string (MchMilestone milestone);
/* MCH_N_MILESTONES when it is none. */
MchMilestone mch_milestone_from_string (const char *text);

/* "Slip handed out", and of those who are not there: "Slip not handed out"; translated. */
const char *mch_milestone_get_label (MchMilestone milestone);
const char *mch_milestone_get_gap_label (MchMilestone milestone);

/* An account of another establishment counts as activated: its slip is none of ours. */
gboolean mch_milestone_is_reached (MchMilestone milestone, const MchCandidate *candidate);

/**
 * mch_progress_list:
 * @filter: of a session; its state does not count.
 *
 * Returns: (transfer full): of MchCandidate, who have not withdrawn, by class and name; NULL with
 *   an MCH_STORE_ERROR.
 */
GPtrArray *mch_progress_list (MchStore *store, const MchCandidateFilter *filter, GError **error);

/* The candidatures whose accounts nobody has signed in to: (transfer full), NULL-terminated. */
char **mch_progress_dup_asleep (GPtrArray *candidates);

/* How many of @candidates (element-type MchCandidate) have reached each. */
void mch_progress_count (GPtrArray *candidates, guint ret_counts[MCH_N_MILESTONES]);

/* The candidatures of those who have not: (transfer full), NULL-terminated. */
char **mch_progress_dup_missing (GPtrArray *candidates, MchMilestone milestone);

G_END_DECLS
