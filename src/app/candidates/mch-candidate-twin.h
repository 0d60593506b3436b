/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Somebody of these names is registered already": a warning while a registration is typed, with
 * the way to that candidate. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_CANDIDATE_TWIN (mch_candidate_twin_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidateTwin, mch_candidate_twin, MCH, CANDIDATE_TWIN, GtkBox)

GtkWidget *mch_candidate_twin_new (void);

/* Looks for @typed among the persons of the context; hides itself when nobody is like him. */
void mch_candidate_twin_look (MchCandidateTwin *self, MchContext *context, const MchRecord *typed);

/* Signal "opened" (const char *): the id of the known one's candidature. */

G_END_DECLS
