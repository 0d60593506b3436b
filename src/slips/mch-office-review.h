/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the exam office found on an establishment's slips. An agent writes it, with or without the
 * server, through the outbox; the establishment reads it, with who and when. One word a person: it
 * is about the slip of one edition, and a newer edition's is to check again. */
#pragma once

#include "slips/mch-slip-review.h"

G_BEGIN_DECLS

/**
 * MchOfficeReview:
 * @changed: what the slip says has changed since it was looked at.
 * @note, @by_name: (nullable)
 * @at_ms: ms since 1970, UTC; 0 while the server does not have it.
 */
typedef struct
{
  MchReviewState state;
  gboolean changed;
  char *note;
  char *by_name;
  gint64 at_ms;
} MchOfficeReview;

void mch_office_review_clear (MchOfficeReview *review);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchOfficeReview, mch_office_review_clear)

/* What was never reviewed is to check. @fingerprint: mch_slip_pile_dup_fingerprint() as it is now.
 * Any thread. */
void
mch_office_review_load (MchStore *store, const char *scope, const char *edition, const char *person,
                        const char *fingerprint, MchOfficeReview *ret_review);

/* For agents: puts it in the outbox. @note: (nullable). Any thread; on disk when it returns TRUE.
 */
gboolean mch_office_review_save (MchStore *store, const char *scope, const char *edition,
                                 const char *person, const char *fingerprint, MchReviewState state,
                                 const char *note, GError **error);

/* "To correct – exam office (Mme Vidal, 27/11/2026 at 14:32): cut first name": (transfer full)
 * (nullable): NULL when it was not reviewed. */
char *mch_office_review_dup_text (const MchOfficeReview *review);

/* "checked", "to_correct", "to_check". */
const char *mch_review_state_to_string (MchReviewState state);
MchReviewState
mch_review_state_from_string (const char *text); /* MCH_N_REVIEW_STATES when unknown */

G_END_DECLS
