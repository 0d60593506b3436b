/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-scroll.h"

#include "app/widgets/mch-tab-stop.h"

GtkWidget *
mch_scroll_new (GtkWidget *child)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), child);
  return scrolled;
}

GtkWidget *
mch_scroll_new_list (GtkWidget *list, int min_height)
{
  GtkWidget *scrolled = mch_scroll_new (list);

  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), min_height);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_add_css_class (scrolled, "frame");
  return mch_tab_stop_new (scrolled);
}

GtkWidget *
mch_scroll_new_page (GtkWidget *content, GtkWidget *footer)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = mch_scroll_new (content);

  gtk_widget_add_css_class (content, "page");
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), footer);
  return box;
}
