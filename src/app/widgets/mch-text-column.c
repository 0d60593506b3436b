/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-text-column.h"

#include "app/widgets/mch-a11y.h"

#define CELLS "mch-cells"
#define WIDTH "mch-width"
#define MIN_CHARS 4

/* How the cells of one column are written; its factory owns it. */
typedef struct
{
  MchTextColumnFunc show;
  gconstpointer data;
} Cells;

static void
show_cell (GObject *item, GtkLabel *label)
{
  const Cells *cells = g_object_get_data (G_OBJECT (label), CELLS);

  cells->show (item, label, cells->data);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, Cells *cells)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN_CHARS);
  g_object_set_data (G_OBJECT (label), CELLS, cells);
  gtk_list_item_set_child (list_item, label);
}

static gboolean
can_change (GObject *item)
{
  return g_signal_lookup ("changed", G_OBJECT_TYPE (item)) != 0;
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);
  GObject *item = gtk_list_item_get_item (list_item);

  if (can_change (item))
    g_signal_connect_object (item, "changed", G_CALLBACK (show_cell), label, 0);
  show_cell (item, GTK_LABEL (label));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GObject *item = gtk_list_item_get_item (list_item);

  if (can_change (item))
    g_signal_handlers_disconnect_by_func (item, show_cell, gtk_list_item_get_child (list_item));
}

/* With larger letters the column is as much wider. */
static void
set_width (GtkColumnViewColumn *column)
{
  GtkColumnView *view = gtk_column_view_column_get_column_view (column);
  int width = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (column), WIDTH));

  if (view != NULL)
    gtk_column_view_column_set_fixed_width (
        column, (int) (width * mch_a11y_get_text_scale (GTK_WIDGET (view))));
}

static void
cells_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

GtkColumnViewColumn *
mch_text_column_append (GtkColumnView *view, const char *title, int width, gboolean expand,
                        MchTextColumnFunc show, gconstpointer data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Cells *cells = g_new0 (Cells, 1);
  g_autoptr (GtkColumnViewColumn) column = NULL;

  cells->show = show;
  cells->data = data;
  g_signal_connect_data (factory, "setup", G_CALLBACK (on_setup), cells, cells_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (column, expand);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (view, column);
  if (width > 0)
    {
      g_object_set_data (G_OBJECT (column), WIDTH, GINT_TO_POINTER (width));
      set_width (column);
      g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (view)), "notify::gtk-xft-dpi",
                               G_CALLBACK (set_width), column, G_CONNECT_SWAPPED);
    }
  return column;
}
