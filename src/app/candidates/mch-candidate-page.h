/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One tab of a registration: its fields, and on some of them the tests, the summary or the numbers.
 * What stands on it follows the form that core computes; a field that stays keeps its entry, so
 * that typing is never interrupted. */
#pragma once

#include "app/widgets/mch-record-form.h"
#include "app/window/mch-context.h"
#include "core/mch-registration-form.h"

G_BEGIN_DECLS

/**
 * MchCandidateShape: what a page is filled from; all borrowed for the call.
 * @reference: (nullable).
 * @person, @candidature: as they are typed.
 * @saved: the registration exists and nothing of it is being changed.
 */
typedef struct
{
  const MchRegistrationForm *form;
  const MchReference *reference;
  const MchRecord *service;
  const MchRecord *person;
  const MchRecord *candidature;
  gboolean saved;
} MchCandidateShape;

#define MCH_TYPE_CANDIDATE_PAGE (mch_candidate_page_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidatePage, mch_candidate_page, MCH, CANDIDATE_PAGE, AdwBin)

GtkWidget *mch_candidate_page_new (MchRecordForm *form, MchFormTabId id);

/* @tab: of @shape->form, the one with the page's id. */
void mch_candidate_page_show (MchCandidatePage *self, const MchFormTab *tab,
                              const MchCandidateShape *shape);

/* Puts the keyboard on the first field, or on the first that is needed and empty. */
void mch_candidate_page_focus (MchCandidatePage *self);

G_END_DECLS
