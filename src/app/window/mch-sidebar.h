/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of activities with their ticks, numbers and locks. */
#pragma once

#include "app/window/mch-activity.h"

G_BEGIN_DECLS

#define MCH_TYPE_SIDEBAR (mch_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (MchSidebar, mch_sidebar, MCH, SIDEBAR, AdwBin)

GtkWidget *mch_sidebar_new (MchContext *context);

/* Shows which activity is open; NULL: none of them. */
void mch_sidebar_select (MchSidebar *self, const char *id);

/* Puts the focus on the list. */
void mch_sidebar_focus (MchSidebar *self);

/* Signal "activated" (const MchActivity *): a person chose a row that is not locked. */

G_END_DECLS
