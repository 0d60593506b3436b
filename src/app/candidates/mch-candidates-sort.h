/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of the list as a menu: the headings of a GtkColumnView cannot take the keyboard. It and
 * the headings say the same. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A menu button for a list whose columns mch_candidate_cells_add_columns() made. */
GtkWidget *mch_candidates_sort_new (GtkColumnView *view);

G_END_DECLS
