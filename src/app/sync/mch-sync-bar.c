/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-sync-bar.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"

static const char *
icon_of (MchSyncStatus status)
{
  switch (status)
    {
    case MCH_SYNC_DONE:
      return "object-select-symbolic";
    case MCH_SYNC_RUNNING:
    case MCH_SYNC_WAITING:
      return "emblem-synchronizing-symbolic";
    case MCH_SYNC_ATTENTION:
    case MCH_SYNC_FAILED:
    case MCH_SYNC_SIGNED_OUT:
      return "dialog-information-symbolic";
    case MCH_SYNC_PAUSED:
      return "media-playback-pause-symbolic";
    default:
      return "network-offline-symbolic";
    }
}

static void
refresh (GtkWidget *button)
{
  MchSyncState *sync = g_object_get_data (G_OBJECT (button), "sync");
  GtkWidget *icon = g_object_get_data (G_OBJECT (button), "icon");
  GtkWidget *label = g_object_get_data (G_OBJECT (button), "label");
  const char *text = mch_sync_state_get_text (sync);
  g_autofree char *name = g_strdup_printf (_ ("%s. Show what waits"), text);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), icon_of (mch_sync_state_get_status (sync)));
  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (button, mch_sync_state_get_detail (sync));
  mch_a11y_set_label (button, name);
}

GtkWidget *
mch_sync_bar_new (MchContext *context)
{
  MchSyncState *sync = mch_context_get_sync (context);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sync-bar");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.outbox");
  g_object_set_data (G_OBJECT (button), "icon", icon);
  g_object_set_data (G_OBJECT (button), "label", label);
  g_object_set_data_full (G_OBJECT (button), "sync", g_object_ref (sync), g_object_unref);
  g_signal_connect_object (sync, "changed", G_CALLBACK (refresh), button, G_CONNECT_SWAPPED);
  refresh (button);
  return button;
}
