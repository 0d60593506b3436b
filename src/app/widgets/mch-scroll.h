/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may be higher than its place: it scrolls up and down, and is as wide as it is given. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A scrolled window around @child. */
GtkWidget *mch_scroll_new (GtkWidget *child);

/* A list that has the rest of a page to itself: in a frame, at least @min_height pixels high (-1:
 * any height), and one stop for Tab. */
GtkWidget *mch_scroll_new_list (GtkWidget *list, int min_height);

/* @content with a page's margins, and @footer below it, always in sight. */
GtkWidget *mch_scroll_new_page (GtkWidget *content, GtkWidget *footer);

G_END_DECLS
