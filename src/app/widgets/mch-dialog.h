/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Windows that stand on another one: modal for it, and gone with it. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * mch_dialog_attach:
 * @dialog: any window that is not shown yet, a message dialog too.
 * @parent: (nullable): none in tests alone.
 *
 * GTK 4.8 leaves a window that outlives its parent by a reference (a job that ends later, the key
 * press that closed both) with a dangling pointer to it: never set "transient-for" without this.
 */
void mch_dialog_attach (GtkWindow *dialog, GtkWindow *parent);

/* As wide as @width and as high as @height where that fits over the parent, which stays in sight.
 */
void mch_dialog_set_size (GtkWindow *dialog, int width, int height);

/* A header bar for @dialog whose title wraps where it would be cut: with large letters most are. */
GtkWidget *mch_dialog_header_new (GtkWindow *dialog);

/* Escape closes @dialog, which has nothing to lose. */
void mch_dialog_close_on_escape (GtkWindow *dialog);

/* An AdwMessageDialog on @parent, without responses yet. */
GtkWidget *mch_dialog_new_message (GtkWindow *parent, const char *heading, const char *body);

/* A window that says one thing and has one button. @parent: any widget. @body: (nullable) */
void mch_message_show (GtkWidget *parent, const char *heading, const char *body);

/* The main window below a pile of dialogs, @window itself when it stands on nothing. */
GtkWindow *mch_dialog_get_main_window (GtkWindow *window);

G_END_DECLS
