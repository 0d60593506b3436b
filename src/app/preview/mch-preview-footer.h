/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands below the pages: how far the review is, and three distinct acts: print what was
 * checked, print, save. */
#pragma once

#include <adwaita.h>

#include "app/preview/mch-preview-model.h"
#include "app/preview/mch-slip-list.h"

G_BEGIN_DECLS

#define MCH_TYPE_PREVIEW_FOOTER (mch_preview_footer_get_type ())
G_DECLARE_FINAL_TYPE (MchPreviewFooter, mch_preview_footer, MCH, PREVIEW_FOOTER, AdwBin)

/* @list: tells which slip is being read. */
GtkWidget *mch_preview_footer_new (MchContext *context, MchPreviewModel *model, MchSlipList *list);

/* The same as a click on "Print…". */
void mch_preview_footer_print (MchPreviewFooter *self);

G_END_DECLS
