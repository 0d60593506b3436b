/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done, told in passing; and the way back, with the mouse or with Ctrl+Z. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @text in the nearest toast overlay around @widget. */
void mch_toast_show (GtkWidget *widget, const char *text);

/**
 * mch_toast_show_undo:
 * @undo: (scope notified): void (*) (gpointer data), called at most once.
 * @free_data: (nullable): once the toast is gone.
 *
 * The same with a button that takes it back, for ten seconds.
 */
void mch_toast_show_undo (GtkWidget *widget, const char *text, GCallback undo, gpointer data,
                          GDestroyNotify free_data);

/* Ctrl+Z: takes back what the toast on show told around @widget; FALSE when there is none. */
gboolean mch_toast_undo (GtkWidget *widget);

G_END_DECLS
