/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the preview shows: one edition, its PDF in memory, its slips and their review. Loads in the
 * worker and keeps the review on disk; works with the server stopped. Main thread. */
#pragma once

#include "app/preview/mch-page-document.h"
#include "app/preview/mch-slip-item.h"
#include "app/preview/mch-slip-request.h"
#include "app/window/mch-context.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_PREVIEW_EMPTY, /* nothing asked for */
  MCH_PREVIEW_LOADING,
  MCH_PREVIEW_PASSWORD, /* the password is needed: ask for it and load again, or load masked */
  MCH_PREVIEW_READY,
  MCH_PREVIEW_FAILED, /* see mch_preview_model_get_reason() */
} MchPreviewStatus;

#define MCH_TYPE_PREVIEW_MODEL (mch_preview_model_get_type ())
G_DECLARE_FINAL_TYPE (MchPreviewModel, mch_preview_model, MCH, PREVIEW_MODEL, GObject)

MchPreviewModel *mch_preview_model_new (MchContext *context);

/**
 * mch_preview_model_load:
 * @request: taken. Of all persons.
 *
 * Whoever may not open slips yet (a colleague has to admit him) gets them masked, with the reason.
 */
void mch_preview_model_load (MchPreviewModel *self, MchSlipRequest *request);

/* Forgets the slips and overwrites them. */
void mch_preview_model_clear (MchPreviewModel *self);

MchPreviewStatus mch_preview_model_get_status (MchPreviewModel *self);

/* (nullable): why it failed, or why the passwords are masked. */
const char *mch_preview_model_get_reason (MchPreviewModel *self);

/* (nullable): what is on show, or was asked for. */
const MchSlipRequest *mch_preview_model_get_request (MchPreviewModel *self);

/* (nullable): NULL unless READY. */
MchPageDocument *mch_preview_model_get_document (MchPreviewModel *self);

/* Of MchSlipItem, always the same list. */
GListModel *mch_preview_model_get_items (MchPreviewModel *self);

guint mch_preview_model_count (MchPreviewModel *self, MchReviewState state);

/* (nullable): what is on show comes to on paper; NULL unless READY. */
const MchPapillonSize *mch_preview_model_get_size (MchPreviewModel *self);

/* (nullable): what is not on show, and why; translated. */
const char *mch_preview_model_get_left_out (MchPreviewModel *self);

/* The slip at @place (see MchSlipMade), from 0; G_MAXUINT when no slip is there. */
guint mch_preview_model_find_place (MchPreviewModel *self, guint place);

/* Sentences about slips that could not be laid out well (a name too long): (nullable). */
const char *mch_preview_model_get_warnings (MchPreviewModel *self);

/* Notes the review of @item on disk. */
void mch_preview_model_review (MchPreviewModel *self, MchSlipItem *item, MchReviewState state,
                               const char *note);

/* Signals: "changed" (): status, reason, document or items. "reviewed" (MchSlipItem *): one slip's
 * review. "not-saved" (const char *): the sentence about a review that is not on disk. */

G_END_DECLS
