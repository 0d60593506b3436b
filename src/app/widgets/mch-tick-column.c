/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-tick-column.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"

#define MODEL "model"

static void
on_ticked (GtkCheckButton *check, GtkListItem *list_item)
{
  GtkSelectionModel *model = g_object_get_data (G_OBJECT (check), MODEL);
  guint position = gtk_list_item_get_position (list_item);

  if (gtk_check_button_get_active (check) == gtk_selection_model_is_selected (model, position))
    return;
  if (gtk_check_button_get_active (check))
    gtk_selection_model_select_item (model, position, FALSE);
  else
    gtk_selection_model_unselect_item (model, position);
}

static void
show_tick (GtkListItem *list_item)
{
  GtkWidget *check = gtk_list_item_get_child (list_item);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), gtk_list_item_get_selected (list_item));
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, GtkSelectionModel *model)
{
  GtkWidget *check = gtk_check_button_new ();

  /* The row takes the keyboard: Space ticks it. */
  gtk_widget_set_can_focus (check, FALSE);
  g_object_set_data (G_OBJECT (check), MODEL, model);
  /* Whom it selects is said by the row. */
  mch_a11y_set_label (check, _ ("Select"));
  gtk_list_item_set_child (list_item, check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_ticked), list_item, 0);
  g_signal_connect_object (list_item, "notify::selected", G_CALLBACK (show_tick), list_item, 0);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  show_tick (list_item);
}

void
mch_tick_column_append (GtkColumnView *view, GtkSelectionModel *model)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), model, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  column = gtk_column_view_column_new ("", factory);
  gtk_column_view_append_column (view, column);
}
