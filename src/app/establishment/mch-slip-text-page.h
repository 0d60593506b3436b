/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The establishment's own words on its slips: typed with tokens, tried on a specimen, saved. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_SLIP_TEXT_PAGE (mch_slip_text_page_get_type ())
G_DECLARE_FINAL_TYPE (MchSlipTextPage, mch_slip_text_page, MCH, SLIP_TEXT_PAGE, AdwBin)

GtkWidget *mch_slip_text_page_new (void);

/* Shows what stands in @context. @forget: what was typed and not saved, too. */
void mch_slip_text_page_load (MchSlipTextPage *self, MchContext *context, gboolean forget);

G_END_DECLS
