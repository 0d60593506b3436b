/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-causes.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-tab-stop.h"

struct _MchImportCauses
{
  AdwBin parent_instance;

  const MchImportCheck *check;
  GtkListBox *list;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (MchImportCauses, mch_import_causes, ADW_TYPE_BIN)

static guint selected_signal;

const MchImportCause *
mch_import_causes_get_selected (MchImportCauses *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (MCH_IS_IMPORT_CAUSES (self), NULL);

  row = gtk_list_box_get_selected_row (self->list);
  if (self->check == NULL || row == NULL || gtk_list_box_row_get_index (row) == 0)
    return NULL;
  return &g_array_index (self->check->causes, MchImportCause,
                         (guint) gtk_list_box_row_get_index (row) - 1);
}

static void
on_selected (MchImportCauses *self)
{
  if (!self->showing)
    g_signal_emit (self, selected_signal, 0);
}

static GtkWidget *
row_new (const char *icon, const char *css, const char *title, const char *detail, guint n)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *name = g_strdup_printf ("%s, %s: %u", title, detail, n);
  GtkWidget *number = gtk_label_new (count);

  if (css != NULL)
    gtk_widget_add_css_class (image, css);
  gtk_box_append (GTK_BOX (words), mch_text_new (title, FALSE));
  gtk_box_append (GTK_BOX (words), mch_text_new (detail, TRUE));
  gtk_widget_add_css_class (gtk_widget_get_last_child (words), "caption");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (number, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (number, "badge");
  gtk_widget_add_css_class (number, "numeric");
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), number);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_widget_set_margin_start (box, 10);
  gtk_widget_set_margin_end (box, 10);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  mch_a11y_set_label (row, name);
  return row;
}

static GtkWidget *
cause_row_new (const MchImportCause *cause)
{
  static const char *const css[] = {
    [MCH_CAUSE_BLOCKING] = "import-blocking",
    [MCH_CAUSE_WARNING] = "import-warning",
    [MCH_CAUSE_REPAIRED] = "import-repaired",
  };
  g_autofree char *detail = g_strdup_printf ("%s · %s", mch_cause_kind_to_word (cause->kind),
                                             mch_import_cause_get_words (cause));

  return row_new (mch_cause_kind_to_icon (cause->kind), css[cause->kind],
                  mch_import_cause_get_subject (cause), detail, cause->n);
}

void
mch_import_causes_focus (MchImportCauses *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (MCH_IS_IMPORT_CAUSES (self));

  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
mch_import_causes_show (MchImportCauses *self, const MchImportCheck *check)
{
  GtkWidget *row;
  gboolean had_focus;

  g_return_if_fail (MCH_IS_IMPORT_CAUSES (self));

  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;
  self->showing = TRUE;
  self->check = check;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  if (check != NULL)
    {
      gtk_list_box_append (self->list, row_new ("view-list-symbolic", NULL, _ ("All rows"),
                                                check->causes->len > 0 ? _ ("of the file")
                                                                       : _ ("without any problem"),
                                                mch_import_plan_get_n_rows (check->plan)));
      for (guint i = 0; i < check->causes->len; i++)
        gtk_list_box_append (self->list,
                             cause_row_new (&g_array_index (check->causes, MchImportCause, i)));
      gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
    }
  self->showing = FALSE;
  if (had_focus)
    mch_import_causes_focus (self);
}

GtkWidget *
mch_import_causes_new (void)
{
  return g_object_new (MCH_TYPE_IMPORT_CAUSES, NULL);
}

static void
mch_import_causes_class_init (MchImportCausesClass *klass)
{
  selected_signal = g_signal_new ("selected", MCH_TYPE_IMPORT_CAUSES, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_import_causes_init (MchImportCauses *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  mch_a11y_set_label (GTK_WIDGET (self->list), _ ("Causes"));
  g_signal_connect_object (self->list, "selected-rows-changed", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), mch_tab_stop_new (scrolled));
}
