/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-names-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-tab-stop.h"
#include "core/mch-text.h"

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = mch_text_new ("", FALSE);

  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 6);
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_label (GTK_LABEL (label), text);
  mch_a11y_set_row_label (label, text);
}

static gboolean
matches (gpointer item, gpointer search)
{
  g_autofree char *line = mch_text_fold (gtk_string_object_get_string (item));
  g_autofree char *wanted = mch_text_fold (gtk_editable_get_text (search));

  return strstr (line, wanted) != NULL;
}

static void
on_searched (GtkFilter *filter)
{
  gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static GtkWidget *
list_new (GListModel *names, GtkWidget *search, const char *title)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (matches, search, NULL));
  GtkFilterListModel *shown = gtk_filter_list_model_new (g_object_ref (names), filter);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view;

  gtk_filter_list_model_set_incremental (shown, TRUE);
  g_signal_connect_object (search, "search-changed", G_CALLBACK (on_searched), filter,
                           G_CONNECT_SWAPPED);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (shown))),
                            factory);
  mch_a11y_set_label (view, title);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return mch_tab_stop_new (scrolled);
}

static gboolean
on_escape (GtkWidget *window, GVariant *args, gpointer data)
{
  gtk_window_close (GTK_WINDOW (window));
  return TRUE;
}

void
mch_names_window_open (GtkWindow *parent, const char *title, GListModel *names)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "title", title, "default-width", 480,
                                    "default-height", 520, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *search = mch_search_entry_new (_ ("Search a name…"), _ ("Search a name"));
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  mch_dialog_attach (GTK_WINDOW (window), parent);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (shortcuts),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                        gtk_callback_action_new (on_escape, NULL, NULL)));
  gtk_event_controller_set_propagation_phase (shortcuts, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (window, shortcuts);
  gtk_widget_set_margin_start (search, 12);
  gtk_widget_set_margin_end (search, 12);
  gtk_widget_set_margin_bottom (search, 6);
  gtk_box_append (GTK_BOX (box), mch_dialog_header_new (GTK_WINDOW (window)));
  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), list_new (names, search, title));
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
}
