/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The review of one slip at the right of the preview: to check, checked or to correct, and a note.
 */
#pragma once

#include <adwaita.h>

#include "app/preview/mch-preview-model.h"

G_BEGIN_DECLS

#define MCH_TYPE_REVIEW_PANEL (mch_review_panel_get_type ())
G_DECLARE_FINAL_TYPE (MchReviewPanel, mch_review_panel, MCH, REVIEW_PANEL, AdwBin)

GtkWidget *mch_review_panel_new (MchPreviewModel *model);

/* @item: (nullable) */
void mch_review_panel_set_item (MchReviewPanel *self, MchSlipItem *item);

/* Marks the slip; "to correct" puts the keyboard into the note. */
void mch_review_panel_mark (MchReviewPanel *self, MchReviewState state);

/* Signal "done" (): Enter or Escape in the note: the keyboard may go back to the pile. */

G_END_DECLS
