/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of the procedure as the exam office writes them (seed 4), each with its state, what is
 * left and until when; a step leads to where it is done. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_HOME_STEPS_LIST (mch_home_steps_list_get_type ())
G_DECLARE_FINAL_TYPE (MchHomeStepsList, mch_home_steps_list, MCH, HOME_STEPS_LIST, GtkBox)

GtkWidget *mch_home_steps_list_new (void);

/* Asks the store, away from the main thread; what is shown stays until it answers. */
void mch_home_steps_list_refresh (MchHomeStepsList *self, MchContext *context);

/* Another session: what is shown is not of it. */
void mch_home_steps_list_forget (MchHomeStepsList *self);

G_END_DECLS
