/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which slips to print or to save, in the layout of the preview: one small window that says the
 * size of the act before it is done. Pages are cut here, by ourselves: printers ignore ranges of a
 * PDF. */
#pragma once

#include <adwaita.h>

#include "app/preview/mch-preview-model.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_SLIP_CHOICE_PRINT,
  MCH_SLIP_CHOICE_SAVE,
} MchSlipChoiceAct;

#define MCH_TYPE_SLIP_CHOICE (mch_slip_choice_get_type ())
G_DECLARE_FINAL_TYPE (MchSlipChoice, mch_slip_choice, MCH, SLIP_CHOICE, AdwWindow)

/**
 * mch_slip_choice_new:
 * @current: the slip that is being read, from 0.
 *
 * Signal "chosen" (MchSlipRequest *request): borrowed; the window closes by itself.
 */
MchSlipChoice *mch_slip_choice_new (GtkWindow *parent, MchPreviewModel *model, guint current,
                                    MchSlipChoiceAct act);

G_END_DECLS
