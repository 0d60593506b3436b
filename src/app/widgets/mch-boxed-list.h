/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A short list in a frame that fills a screen: rows with words and buttons, nothing to select. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A GtkListBox; @label: translated: its accessible name. */
GtkWidget *mch_boxed_list_new (const char *label);

/* A row of it that says @title and, dimmed, @detail; its accessible name is both. What one appends
 * to @ret_box (out) (transfer none), buttons most of all, stands at its end. */
GtkWidget *mch_boxed_row_new (const char *title, const char *detail, GtkWidget **ret_box);

/* Takes every row away. */
void mch_boxed_list_clear (GtkListBox *list);

G_END_DECLS
