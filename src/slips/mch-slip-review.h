/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The review of slips before they are printed: each is to check, checked or to correct, with a
 * note. Kept on this desktop, sealed, and worked on without the server. A slip that says something
 * else than when it was checked is to check again. */
#pragma once

#include "slips/mch-slip-pile.h"
#include "store/mch-store.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_REVIEW_TODO,
  MCH_REVIEW_CHECKED,
  MCH_REVIEW_FAULTY,
  MCH_N_REVIEW_STATES
} MchReviewState;

/* "To check", "Checked", "To correct", translated. */
const char *mch_review_state_label (MchReviewState state);

/**
 * MchSlipReview:
 * @changed: it was checked, and what it says has changed since; @state is then MCH_REVIEW_TODO.
 * @note: (nullable)
 */
typedef struct
{
  MchReviewState state;
  gboolean changed;
  char *note;
} MchSlipReview;

void mch_slip_review_clear (MchSlipReview *review);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchSlipReview, mch_slip_review_clear)

/**
 * mch_slip_review_load:
 * @fingerprint: mch_slip_pile_dup_fingerprint() as it is now.
 *
 * What was never reviewed is to check. Any thread.
 */
void mch_slip_review_load (MchStore *store, const char *edition, const char *person,
                           const char *fingerprint, MchSlipReview *ret_review);

/* @note: (nullable). Any thread; on disk when it returns TRUE. */
gboolean mch_slip_review_save (MchStore *store, const char *edition, const char *person,
                               const char *fingerprint, MchReviewState state, const char *note,
                               GError **error);

G_END_DECLS
