/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list that Tab enters and leaves as one control, its arrows moving inside: GTK 4.8 makes Tab
 * visit every row, and after 150 000 candidates nobody is at the buttons below them. Controls
 * inside the row that has the focus are still visited. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MCH_TYPE_TAB_STOP (mch_tab_stop_get_type ())
G_DECLARE_FINAL_TYPE (MchTabStop, mch_tab_stop, MCH, TAB_STOP, AdwBin)

/* @child: a scrolled window around one list, or the list. */
GtkWidget *mch_tab_stop_new (GtkWidget *child);

G_END_DECLS
