/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands above the pages: which edition, in which layout, how large; and in words what will
 * come out. */
#pragma once

#include <adwaita.h>

#include "app/preview/mch-editions.h"
#include "app/preview/mch-page-strip.h"
#include "slips/mch-slip-layout.h"

G_BEGIN_DECLS

#define MCH_TYPE_PREVIEW_BAR (mch_preview_bar_get_type ())
G_DECLARE_FINAL_TYPE (MchPreviewBar, mch_preview_bar, MCH, PREVIEW_BAR, AdwBin)

GtkWidget *mch_preview_bar_new (MchPageStrip *strip);

/* Takes the editions anew and keeps the one that was chosen; without it the newest is. */
void mch_preview_bar_set_editions (MchPreviewBar *self, GListModel *editions);

/* Signal "asked" () follows. */
void mch_preview_bar_choose (MchPreviewBar *self, const char *edition, MchPapillonLayout sheet);

/* No signal follows. */
void mch_preview_bar_set_layout (MchPreviewBar *self, const MchSlipLayout *layout);

/* @size: (nullable): of what is on show; NULL while nothing is. @left_out: (nullable): what is
 * not. */
void
mch_preview_bar_show_size (MchPreviewBar *self, const MchPapillonSize *size, const char *left_out);

/* (nullable): the chosen edition's id. */
const char *mch_preview_bar_get_edition (MchPreviewBar *self);
/* (transfer none) (nullable): the same with its numbers. */
MchEditionItem *mch_preview_bar_get_item (MchPreviewBar *self);
/* Borrowed; valid until the next choice. */
const MchSlipLayout *mch_preview_bar_get_layout (MchPreviewBar *self);

/* Signals: "asked" (): something else is to be shown. "laid-out" (): before it, when a person chose
 * another layout. */

G_END_DECLS
