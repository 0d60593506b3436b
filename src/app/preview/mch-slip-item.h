/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One slip of the pile in the lists of the window: whom it is for, and how its review stands. It
 * never holds the password. Main thread. */
#pragma once

#include <gio/gio.h>

#include "app/preview/mch-slip-request.h"
#include "slips/mch-office-review.h"

G_BEGIN_DECLS

#define MCH_TYPE_SLIP_ITEM (mch_slip_item_get_type ())
G_DECLARE_FINAL_TYPE (MchSlipItem, mch_slip_item, MCH, SLIP_ITEM, GObject)

/**
 * MchSlipFacts: one slip as the worker's thread read it.
 * @division: (nullable)
 * @place: where it is on paper, as in MchSlipMade.
 * @stale: it was printed or saved here, and said something else then.
 * @review: as the person at this desktop made it. @office: what the exam office said of it; for the
 *   establishment.
 */
typedef struct
{
  char *person;
  char *family_name;
  char *given_name;
  char *division;
  char *login;
  char *fingerprint;
  guint place;
  gboolean stale;
  MchSlipReview review;
  MchOfficeReview office;
} MchSlipFacts;

/* @of_office: for an agent, whose own review the exam office's is. */
MchSlipFacts *
mch_slip_facts_new (const MchSlipPile *pile, guint index, guint place, MchStore *store,
                    const MchSlipRequest *request, gboolean of_office);
void mch_slip_facts_free (MchSlipFacts *facts);

/* @index: its place in the pile, from 0. @facts: taken. */
MchSlipItem *mch_slip_item_new (guint index, MchSlipFacts *facts);

guint mch_slip_item_get_index (MchSlipItem *self);
const MchSlipFacts *mch_slip_item_get_facts (MchSlipItem *self);

/* "AUBIN Antoine". */
const char *mch_slip_item_get_name (MchSlipItem *self);

MchReviewState mch_slip_item_get_state (MchSlipItem *self);

/* @note: (nullable). Signal "changed" () follows. */
void mch_slip_item_set_review (MchSlipItem *self, MchReviewState state, const char *note);

/* Whether every word of @fold (mch_text_fold()) begins a word of its names, division or login. */
gboolean mch_slip_item_matches (MchSlipItem *self, const char *fold);

G_END_DECLS
