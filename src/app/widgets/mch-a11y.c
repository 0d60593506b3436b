/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-a11y.h"

#include <glib/gi18n-lib.h>

#define WHY_NOT "mch-why-not"

static char *
dup_without_mnemonic (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", 2);

  return g_strjoinv ("", parts);
}

void
mch_a11y_set_label (GtkWidget *widget, const char *label)
{
  g_autofree char *plain = dup_without_mnemonic (label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, plain,
                                  -1);
}

void
mch_a11y_set_description (GtkWidget *widget, const char *description)
{
  if (description != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    description, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

void
mch_a11y_label_by (GtkWidget *widget, GtkWidget *label)
{
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
}

GtkWidget *
mch_button_new (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  /* The label's own name is the one to read; GTK adds the raw text with its underscore. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  mch_a11y_set_label (button, label);
  if (action != NULL)
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

GtkWidget *
mch_icon_button_new (const char *icon, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  mch_a11y_set_label (button, label);
  if (action != NULL)
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

void
mch_why_not_set (GtkWidget *button, const char *reason)
{
  g_object_set_data_full (G_OBJECT (button), WHY_NOT, g_strdup (reason), g_free);
  gtk_widget_set_tooltip_text (button, reason);
  mch_a11y_set_description (button, reason);
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_DISABLED,
                               reason != NULL, -1);
  if (reason != NULL)
    gtk_widget_add_css_class (button, "why-not");
  else
    gtk_widget_remove_css_class (button, "why-not");
}

const char *
mch_why_not_get (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), WHY_NOT);
}

gboolean
mch_why_not_stops (GtkWidget *button)
{
  const char *reason = mch_why_not_get (button);

  if (reason == NULL)
    return FALSE;
  mch_toast_show (button, reason);
  return TRUE;
}

static void
add_toast (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
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

void
mch_toast_show_undo (GtkWidget *widget, const char *text, GCallback undo, gpointer data,
                     GDestroyNotify free_data)
{
  AdwToast *toast = toast_new (text);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, 10);
  g_signal_connect_data (toast, "button-clicked", undo, data,
                         (GClosureNotify) (void (*) (void)) free_data, G_CONNECT_SWAPPED);
  add_toast (widget, toast);
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

GtkWidget *
mch_heading_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

GtkWidget *
mch_text_new (const char *text, gboolean dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_WORD);
  if (dim)
    gtk_widget_add_css_class (label, "dim-label");
  return label;
}
