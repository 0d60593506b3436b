/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Below a registration: how much was changed, from tab to tab, and saving where the session says
 * that it is done (REG-05 to REG-08, REG-63, REG-64). */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MCH_TYPE_CANDIDATE_SAVE_BAR (mch_candidate_save_bar_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidateSaveBar, mch_candidate_save_bar, MCH, CANDIDATE_SAVE_BAR, GtkBox)

/**
 * MchSavePlace: where one stands.
 * @tab: on show, of @n_tabs; @n_tabs itself is the page behind them.
 * @saving_tab: where a new registration is saved.
 * @save_is_next: saving is called "Next" there.
 * @new: nothing of the registration is saved yet.
 * @n_edited: fields.
 */
typedef struct
{
  int tab;
  int n_tabs;
  int saving_tab;
  gboolean save_is_next;
  gboolean new;
  guint n_edited;
} MchSavePlace;

GtkWidget *mch_candidate_save_bar_new (void);
void mch_candidate_save_bar_show (MchCandidateSaveBar *self, const MchSavePlace *place);

/* Signals: "cancelled" (), "previous" (), "next" (), "saved" (), "saved-next" (). */

G_END_DECLS
