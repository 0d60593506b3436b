/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-generation-heading.h"

#include <glib/gi18n-lib.h>

#include "app/help/mch-memo-window.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"

static GtkWidget *
help_new (const char *help)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *text = mch_text_new (help, FALSE);

  gtk_label_set_max_width_chars (GTK_LABEL (text), 50);
  gtk_popover_set_child (GTK_POPOVER (popover), text);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "help-about-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_tooltip_text (button, _ ("Help"));
  mch_a11y_set_label (button, _ ("Help"));
  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
on_memo_clicked (GtkWidget *button, MchContext *context)
{
  mch_memo_window_open (GTK_WINDOW (gtk_widget_get_root (button)), context);
}

static gboolean
on_memo_key (GtkWidget *button, GVariant *arguments, gpointer data)
{
  g_signal_emit_by_name (button, "clicked");
  return TRUE;
}

/* ACC-45. F1 works anywhere in the window; those of the main window reach no other one. */
static GtkWidget *
memo_button_new (MchContext *context)
{
  GtkWidget *button = mch_button_new (_ ("_Memo sheet"), NULL);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F1, 0),
                        gtk_callback_action_new (on_memo_key, NULL, NULL)));
  gtk_widget_add_controller (button, keys);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_memo_clicked), context, 0);
  return button;
}

GtkWidget *
mch_generation_heading_new (MchContext *context, const char *help)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *title = mch_context_dup_title (context);
  GtkWidget *label = mch_heading_new (title);

  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), help_new (help));
  gtk_box_append (GTK_BOX (box), memo_button_new (context));
  return box;
}

GtkWidget *
mch_generation_notice_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = mch_text_new ("", FALSE);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-information-symbolic"));
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (box), text);
  gtk_widget_add_css_class (box, "notice");
  gtk_widget_set_visible (box, FALSE);
  return box;
}

void
mch_generation_notice_set (GtkWidget *notice, const char *text)
{
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (notice)), text != NULL ? text : "");
  gtk_widget_set_visible (notice, text != NULL);
}

GtkWidget *
mch_generation_page_new (GtkWidget *content)
{
  GtkWidget *clamp = adw_clamp_new ();

  gtk_widget_add_css_class (content, "page");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 760);
  adw_clamp_set_child (ADW_CLAMP (clamp), content);
  return mch_scroll_new (clamp);
}
