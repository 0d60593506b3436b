/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-toast.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"

#define LATEST "mch-latest"
#define UNDO "mch-undo"
#define UNDO_SECONDS 10

/* libadwaita 1.2 leaves the button that closes a toast without a name. */
static void
name_closer (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL)
    mch_a11y_set_label (widget, _ ("Close"));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_closer (child);
}

static void
add_toast (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    {
      AdwToast *before = g_object_get_data (G_OBJECT (overlay), LATEST);

      /* News do not wait until older news have been read. */
      if (before != NULL)
        adw_toast_dismiss (before);
      g_object_set_data_full (G_OBJECT (overlay), LATEST, g_object_ref (toast), g_object_unref);
      adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
      if (gtk_widget_get_last_child (overlay)
          != adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (overlay)))
        name_closer (gtk_widget_get_last_child (overlay));
    }
  else
    {
      mch_message_show (widget, adw_toast_get_title (toast), NULL);
      g_object_unref (toast);
    }
}

static AdwToast *
toast_new (const char *text)
{
  g_autofree char *markup = g_markup_escape_text (text, -1);

  return adw_toast_new (markup);
}

void
mch_toast_show (GtkWidget *widget, const char *text)
{
  add_toast (widget, toast_new (text));
}

static void
forget_undo (AdwToast *toast, GObject *overlay)
{
  if (g_object_get_data (overlay, UNDO) == toast)
    g_object_set_data (overlay, UNDO, NULL);
}

/* The keyboard does not reach a toast. */
static void
remember_undo (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay == NULL)
    return;
  g_object_set_data_full (G_OBJECT (overlay), UNDO, g_object_ref (toast), g_object_unref);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (forget_undo), overlay, 0);
}

gboolean
mch_toast_undo (GtkWidget *widget)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  g_autoptr (AdwToast) toast = NULL;

  if (overlay == NULL)
    return FALSE;
  toast = g_object_steal_data (G_OBJECT (overlay), UNDO);
  if (toast == NULL)
    return FALSE;
  g_signal_emit_by_name (toast, "button-clicked");
  adw_toast_dismiss (toast);
  return TRUE;
}

void
mch_toast_show_undo (GtkWidget *widget, const char *text, GCallback undo, gpointer data,
                     GDestroyNotify free_data)
{
  AdwToast *toast = toast_new (text);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, UNDO_SECONDS);
  g_signal_connect_data (toast, "button-clicked", undo, data,
                         (GClosureNotify) (void (*) (void)) free_data, G_CONNECT_SWAPPED);
  remember_undo (widget, toast);
  add_toast (widget, toast);
}
