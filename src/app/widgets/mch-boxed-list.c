/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-boxed-list.h"

#include "app/widgets/mch-a11y.h"

GtkWidget *
mch_boxed_list_new (const char *label)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_widget_add_css_class (list, "screen-list");
  gtk_widget_set_valign (list, GTK_ALIGN_START);
  mch_a11y_set_label (list, label);
  return list;
}

GtkWidget *
mch_boxed_row_new (const char *title, const char *detail, GtkWidget **ret_box)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *name = g_strjoin (", ", title, detail, NULL);

  gtk_box_append (GTK_BOX (words), mch_text_new (title, FALSE));
  gtk_box_append (GTK_BOX (words), mch_text_new (detail, TRUE));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (box), words);
  gtk_widget_add_css_class (box, "home-step");
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  mch_a11y_set_label (row, name);
  *ret_box = box;
  return row;
}

void
mch_boxed_list_clear (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}
