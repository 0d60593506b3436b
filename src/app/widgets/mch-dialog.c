/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"

static void
leave_parent (GtkWindow *dialog)
{
  gtk_window_set_transient_for (dialog, NULL);
}

void
mch_dialog_attach (GtkWindow *dialog, GtkWindow *parent)
{
  g_return_if_fail (GTK_IS_WINDOW (dialog));

  gtk_window_set_modal (dialog, TRUE);
  gtk_window_set_destroy_with_parent (dialog, TRUE);
  gtk_window_set_transient_for (dialog, parent);
  if (parent != NULL)
    g_signal_connect_object (parent, "destroy", G_CALLBACK (leave_parent), dialog,
                             G_CONNECT_SWAPPED);
}

static gboolean
forget (gpointer dialog)
{
  g_object_unref (dialog);
  return G_SOURCE_REMOVE;
}

/* An answer may close the parent, and the dialog with it, before the dialog closes itself. */
static void
outlive_answer (GtkWidget *dialog)
{
  g_idle_add (forget, g_object_ref (dialog));
}

static void
name_buttons (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    mch_a11y_name_button (GTK_BUTTON (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

GtkWidget *
mch_dialog_new_message (GtkWindow *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (NULL, heading, body);

  mch_dialog_attach (GTK_WINDOW (dialog), parent);
  g_signal_connect (dialog, "response", G_CALLBACK (outlive_answer), NULL);
  g_signal_connect (dialog, "map", G_CALLBACK (name_buttons), NULL);
  return dialog;
}

GtkWindow *
mch_dialog_get_main_window (GtkWindow *window)
{
  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);

  while (gtk_window_get_transient_for (window) != NULL)
    window = gtk_window_get_transient_for (window);
  return window;
}

void
mch_message_show (GtkWidget *parent, const char *heading, const char *body)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  GtkWidget *dialog;

  /* The window was closed meanwhile: nobody reads it. */
  if (!GTK_IS_WINDOW (root))
    return;
  dialog = adw_message_dialog_new (GTK_WINDOW (root), heading, body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}
