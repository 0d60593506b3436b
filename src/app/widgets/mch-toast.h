/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was done, told in passing; and the way back, with the mouse or with Ctrl+Z. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows @text in the nearest toast overlay around @widget. */
void mch_toast_show (GtkWidget *widget, const char *text);

/**
 * mch_toast_show_undo:
 * @undo: (scope notified): void (*) (gpointer data), called at most once, however late.
 * @free_data: (nullable): when the act is taken back or forgotten.
 *
 * The same with a button that takes the act back, for ten seconds. Ctrl+Z does it later, too: the
 * latest twenty acts around @widget are remembered until it goes away.
 */
void mch_toast_show_undo (GtkWidget *widget, const char *text, GCallback undo, gpointer data,
                          GDestroyNotify free_data);

/* Ctrl+Z: takes back the latest act around @widget; FALSE when there is none. */
gboolean mch_toast_undo (GtkWidget *widget);

/* What was done by somebody who has left is not taken back by the next. */
void mch_toast_forget_acts (GtkWidget *widget);

G_END_DECLS
