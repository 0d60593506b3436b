/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-dialog.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"

#define MARGIN 90
#define MIN_HEIGHT 480

static void
leave_parent (GtkWindow *dialog)
{
  gtk_window_set_transient_for (dialog, NULL);
}

/* Window managers give the keyboard to the window below; not all of them when a question and what
 * it stands on close at the same moment. */
static void
give_keyboard_back (GtkWidget *dialog)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (dialog));

  if (parent != NULL && gtk_widget_get_mapped (GTK_WIDGET (parent)))
    gtk_window_present (parent);
}

void
mch_dialog_attach (GtkWindow *dialog, GtkWindow *parent)
{
  g_return_if_fail (GTK_IS_WINDOW (dialog));

  gtk_window_set_modal (dialog, TRUE);
  gtk_window_set_destroy_with_parent (dialog, TRUE);
  gtk_window_set_transient_for (dialog, parent);
  g_signal_connect (dialog, "unmap", G_CALLBACK (give_keyboard_back), NULL);
  if (parent != NULL)
    g_signal_connect_object (parent, "destroy", G_CALLBACK (leave_parent), dialog,
                             G_CONNECT_SWAPPED);
}

void
mch_dialog_set_size (GtkWindow *dialog, int width, int height)
{
  GtkWindow *parent = gtk_window_get_transient_for (dialog);
  int room = parent != NULL ? gtk_widget_get_height (GTK_WIDGET (parent)) - MARGIN : 0;

  gtk_window_set_default_size (dialog, width,
                               room > 0 ? MIN (height, MAX (room, MIN_HEIGHT)) : height);
}

void
mch_dialog_close_on_escape (GtkWindow *dialog)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (GTK_WIDGET (dialog), keys);
}

GtkWidget *
mch_dialog_header_new (GtkWindow *dialog)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *title = gtk_label_new ("");

  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (title), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_justify (GTK_LABEL (title), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (title, "title");
  g_object_bind_property (dialog, "title", title, "label", G_BINDING_SYNC_CREATE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  return header;
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
