/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands above the pages: which edition, how many on a page, in which order, how large. */
#pragma once

#include <adwaita.h>

#include "app/preview/mch-editions.h"
#include "app/preview/mch-page-strip.h"
#include "slips/mch-slip-pile.h"

G_BEGIN_DECLS

#define MCH_TYPE_PREVIEW_BAR (mch_preview_bar_get_type ())
G_DECLARE_FINAL_TYPE (MchPreviewBar, mch_preview_bar, MCH, PREVIEW_BAR, AdwBin)

GtkWidget *mch_preview_bar_new (MchPageStrip *strip);

/* Takes the editions anew and keeps the one that was chosen; without it the newest is. */
void mch_preview_bar_set_editions (MchPreviewBar *self, GListModel *editions);

/* Signal "asked" () follows when these change what is to be shown. */
void mch_preview_bar_choose (MchPreviewBar *self, const char *edition, guint per_page);

/* (nullable): the chosen edition's id. */
const char *mch_preview_bar_get_edition (MchPreviewBar *self);
/* (transfer none) (nullable): the same with its numbers. */
MchEditionItem *mch_preview_bar_get_item (MchPreviewBar *self);
guint mch_preview_bar_get_per_page (MchPreviewBar *self);
MchSlipOrder mch_preview_bar_get_order (MchPreviewBar *self);

/* Signal "asked" (): something else is to be shown. */

G_END_DECLS
