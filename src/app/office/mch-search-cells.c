/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-search-cells.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-record-form.h"
#include "core/mch-label.h"

typedef struct
{
  const char *title; /* msgid */
  const char *value; /* of mch_found_get() */
  int width;         /* pixels, with letters of the usual size */
  gboolean expand;
} Column;

static const Column columns[] = {
  { N_ ("Family name"), "family_name", 130, TRUE },
  { N_ ("Given name"), "given_name", 100, TRUE },
  { N_ ("Born on"), "birth_date", 95, FALSE },
  { N_ ("Establishment"), "establishment_name", 200, TRUE },
  { N_ ("Session"), "session", 150, FALSE },
  { N_ ("Speciality"), "specialty", 110, TRUE },
  { N_ ("State"), "state", 120, FALSE },
};

static char *
dup_text (const Column *column, const MchFound *found)
{
  const char *value = mch_found_get (found, column->value);
  const char *css;

  if (strcmp (column->value, "state") == 0)
    return g_strdup (mch_candidate_cells_state (value, &css));
  if (strcmp (column->value, "session") == 0)
    return mch_label_dup_context (value, NULL);
  if (strcmp (column->value, "establishment_name") == 0)
    return g_strdup_printf ("%s %s", found->establishment, value);
  if (strcmp (column->value, "specialty") == 0)
    return g_strstrip (g_strjoin (" ", found->specialty_code, value, NULL));
  if (strcmp (column->value, "birth_date") == 0)
    return mch_record_form_dup_display (mch_field_find_for_candidate ("birth_date"), value);
  return g_strdup (value);
}

/* The row is read as one person, the same from every column. */
static void
name_row (GtkWidget *cell, const MchFound *found)
{
  const char *css;
  g_autofree char *birth =
      mch_record_form_dup_display (mch_field_find_for_candidate ("birth_date"), found->birth_date);
  g_autofree char *name = g_strdup_printf (
      "%s %s, %s, %s, %s", found->family_name, found->given_name, birth != NULL ? birth : "—",
      found->establishment_name, mch_candidate_cells_state (found->state, &css));

  mch_a11y_set_row_label (cell, name);
}

static void
show_cell (MchSearchItem *item, GtkLabel *label)
{
  const Column *column = g_object_get_data (G_OBJECT (label), "column");
  const MchFound *found = mch_search_item_get (item);
  g_autofree char *text = found != NULL ? dup_text (column, found) : NULL;

  gtk_label_set_label (label, text != NULL ? text : column == columns ? "…" : "");
  if (column != columns)
    return;
  if (found != NULL)
    name_row (GTK_WIDGET (label), found);
  else
    mch_a11y_set_row_label (GTK_WIDGET (label), _ ("On its way, or no longer there"));
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, const Column *column)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 4);
  g_object_set_data (G_OBJECT (label), "column", (gpointer) column);
  gtk_list_item_set_child (list_item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);
  MchSearchItem *item = gtk_list_item_get_item (list_item);

  g_signal_connect_object (item, "changed", G_CALLBACK (show_cell), label, 0);
  show_cell (item, GTK_LABEL (label));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), show_cell,
                                        gtk_list_item_get_child (list_item));
}

/* With larger letters the columns are as much wider. */
static void
set_widths (GtkColumnView *view)
{
  GListModel *list = gtk_column_view_get_columns (view);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (list, i);

      gtk_column_view_column_set_fixed_width (
          column, (int) (columns[i].width * mch_a11y_get_text_scale (GTK_WIDGET (view))));
    }
}

void
mch_search_cells_add_columns (GtkColumnView *view)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_signal_connect (factory, "setup", G_CALLBACK (on_setup), (gpointer) &columns[i]);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
      g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
      column = gtk_column_view_column_new (_ (columns[i].title), factory);
      gtk_column_view_column_set_expand (column, columns[i].expand);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_append_column (view, column);
    }
  set_widths (view);
  g_signal_connect_object (gtk_widget_get_settings (GTK_WIDGET (view)), "notify::gtk-xft-dpi",
                           G_CALLBACK (set_widths), view, G_CONNECT_SWAPPED);
}
