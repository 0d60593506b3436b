/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/establishment/mch-members-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/sign-in/mch-members-window.h"
#include "app/widgets/mch-a11y.h"

GtkWidget *
mch_members_page_new (void)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_widget_add_css_class (page, "page");
  return page;
}

static void
on_admit (GtkWidget *button, MchContext *context)
{
  mch_members_window_admit (GTK_WINDOW (gtk_widget_get_root (button)), context,
                            g_object_get_data (G_OBJECT (button), "login"),
                            g_object_get_data (G_OBJECT (button), "name"));
}

static GtkWidget *
row_new (MchContext *context, const MchRecord *member)
{
  GtkWidget *row = adw_action_row_new ();
  const char *name = mch_record_get (member, "name");
  gboolean pending = g_strcmp0 (mch_record_get (member, "state"), "member") != 0;
  g_autofree char *reason = mch_context_dup_member_reason (context);

  name = name != NULL ? name : member->id;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               pending ? _ ("Asks to see the slips") : _ ("Sees the slips"));
  if (pending)
    {
      GtkWidget *button = mch_button_new (_ ("_Allow…"), NULL);
      g_autofree char *label = g_strdup_printf (_ ("Allow %s…"), name);

      mch_a11y_set_label (button, label);
      mch_why_not_set (button, reason);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      g_object_set_data_full (G_OBJECT (button), "login", g_strdup (member->id), g_free);
      g_object_set_data_full (G_OBJECT (button), "name", g_strdup (name), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (on_admit), context, 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  return row;
}

void
mch_members_page_show (GtkWidget *page, MchContext *context)
{
  MchStore *store = mch_context_get_store (context);
  const char *scope = mch_context_get_scope (context);
  g_autoptr (GPtrArray) members = NULL;
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (page)) != NULL)
    gtk_box_remove (GTK_BOX (page), child);
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("Slips hold provisional passwords. They open only for the people of this list; whoever "
         "asks is admitted by a member who compares six words aloud."));
  if (store != NULL && scope != NULL)
    members = mch_store_list_records (store, scope, MCH_KIND_MEMBER);
  for (guint i = 0; members != NULL && i < members->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row_new (context, members->pdata[i]));
  gtk_box_append (GTK_BOX (page), group);
}
