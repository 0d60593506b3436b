/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pile at the left of the preview: thumbnails with names and how their review stands, searched
 * by name and filtered by state. The selected row is the slip that is being read. */
#pragma once

#include <adwaita.h>

#include "app/preview/mch-preview-model.h"

G_BEGIN_DECLS

#define MCH_TYPE_SLIP_LIST (mch_slip_list_get_type ())
G_DECLARE_FINAL_TYPE (MchSlipList, mch_slip_list, MCH, SLIP_LIST, AdwBin)

GtkWidget *mch_slip_list_new (MchPreviewModel *model);

/* (transfer none) (nullable): the slip that is being read. Signal "selected" (). */
MchSlipItem *mch_slip_list_get_selected (MchSlipList *self);

/* Shows everybody again if the slip is filtered out. */
void mch_slip_list_select (MchSlipList *self, guint index);

/* Selects the next (+1) or previous (-1) slip in the list as it is filtered; FALSE at its end. */
gboolean mch_slip_list_step (MchSlipList *self, int step);

/* The next slip that nobody has checked yet, from the selected one on, then from the top; FALSE
 * when there is none. */
gboolean mch_slip_list_select_next_todo (MchSlipList *self);

/* How many the list shows. */
guint mch_slip_list_get_n_shown (MchSlipList *self);

void mch_slip_list_focus (MchSlipList *self);
void mch_slip_list_focus_search (MchSlipList *self);

/* Whether the keyboard is in the list itself, not in its search. */
gboolean mch_slip_list_has_focus (MchSlipList *self);

G_END_DECLS
