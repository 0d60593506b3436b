/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handing the slips out: who has been given his, noted by a tick or by what a scanner types. The
 * note is about one slip: a newer one is to be handed out anew. */
#pragma once

#include "core/mch-record.h"
#include "store/mch-candidates.h"

G_BEGIN_DECLS

/* Where the slip of a candidate is; in the order of the way. */
typedef enum
{
  MCH_SLIP_STAGE_NO_ACCOUNT,
  MCH_SLIP_STAGE_EXPIRED,   /* an account that nobody can open with paper: regenerate */
  MCH_SLIP_STAGE_WAITING,   /* there is a slip, and it has not been handed out */
  MCH_SLIP_STAGE_HANDED,    /* it was handed out, and not used yet */
  MCH_SLIP_STAGE_ACTIVE,    /* a password of one's own was chosen */
  MCH_SLIP_STAGE_ELSEWHERE, /* the account is another establishment's */
  MCH_N_SLIP_STAGES
} MchSlipStage;

MchSlipStage mch_slip_stage_of (const MchCandidate *candidate);

/* Whether nobody has signed in to the account with a password of his own, and a new provisional one
 * can be made for it here. */
gboolean mch_slip_stage_is_asleep (MchSlipStage stage);

/* (transfer full) (nullable): the code of the slip that works now, for a scanner to tell whose it
 * is; NULL without an account. */
char *mch_slip_dup_paper_code (const MchCandidate *candidate);

/* "To be handed out"; translated. */
const char *mch_slip_stage_get_label (MchSlipStage stage);

/* (transfer full) (nullable): the day when the slip that works now was handed out, YYYY-MM-DD; NULL
 * when it was not. */
char *mch_slip_handed_dup_day (const MchCandidate *candidate);

/**
 * mch_slip_handed_change:
 * @today: (nullable): YYYY-MM-DD: the day that is noted; NULL takes the note back.
 *
 * Returns: (transfer full) (nullable): for the outbox; NULL when it would change nothing or when
 *   the candidate has no slip.
 */
MchChange *mch_slip_handed_change (const MchCandidate *candidate, const char *today);

typedef enum
{
  MCH_HANDOUT_TAKEN,
  MCH_HANDOUT_ALREADY, /* this slip was handed out before */
  MCH_HANDOUT_ACTIVE,  /* the candidate has signed in by himself: he needs no slip */
  MCH_HANDOUT_NO_SLIP, /* no account yet, or no slip that works */
  MCH_HANDOUT_OLD,     /* the paper bears a password that was replaced since */
  MCH_HANDOUT_UNKNOWN, /* of nobody in this session of this establishment */
  MCH_N_HANDOUTS
} MchHandoutOutcome;

/* Who may be met while slips are handed out. One thread at a time. */
typedef struct _MchHandout MchHandout;

/* @candidates: (element-type MchCandidate): kept. (transfer full) */
MchHandout *mch_handout_new (GPtrArray *candidates);
void mch_handout_free (MchHandout *handout);

/**
 * mch_handout_take:
 * @typed: what a scanner or a person typed, valid UTF-8: the code of the slip or of the candidate's
 *   confirmation, the login, or the INE.
 * @ret_candidate: (out) (nullable): whose it is, borrowed; NULL when nobody's.
 *
 * TAKEN once: the next time it is ALREADY, whatever has become of the first in the meantime.
 */
MchHandoutOutcome
mch_handout_take (MchHandout *handout, const char *typed, const MchCandidate **ret_candidate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchHandout, mch_handout_free)

G_END_DECLS
