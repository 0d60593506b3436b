/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How slips are laid out: how many on a page, in which order, and below a button what is rarer:
 * separators, the pile that is cut, the place to start at. What does not go together is refused
 * with a sentence, and the controls say what stands. */
#pragma once

#include <adwaita.h>

#include "slips/mch-slip-layout.h"

G_BEGIN_DECLS

#define MCH_TYPE_LAYOUT_BAR (mch_layout_bar_get_type ())
G_DECLARE_FINAL_TYPE (MchLayoutBar, mch_layout_bar, MCH, LAYOUT_BAR, AdwBin)

GtkWidget *mch_layout_bar_new (void);

/* Borrowed; valid until the next choice. */
const MchSlipLayout *mch_layout_bar_get (MchLayoutBar *self);

/* @layout: one that mch_slip_layout_check() takes. No signal follows. */
void mch_layout_bar_set (MchLayoutBar *self, const MchSlipLayout *layout);

/* Signal "chosen" (): a person chose another layout. Its button for calibrating wants an action
 * "preview.calibrate" above it. */

G_END_DECLS
