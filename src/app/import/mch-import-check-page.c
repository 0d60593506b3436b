/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-check-page.h"

#include <glib/gi18n-lib.h>

#include "app/import/mch-import-causes.h"
#include "app/import/mch-import-row-view.h"
#include "app/import/mch-import-rows.h"
#include "app/import/mch-import-save.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-tab-stop.h"

#define LEFT_WIDTH 280

struct _MchImportCheckPage
{
  MchWizardPage parent_instance;

  MchImportModel *model;
  const MchImportCheck *shown; /* only compared */
  MchImportCauses *causes;
  MchImportRows *rows;
  GtkStack *stack; /* "rows", or "none" in words */
  GtkLabel *none;
  GtkListView *view;
  GtkCheckButton *only_problems;
  GtkLabel *balance;
  GtkWidget *save_button;
};

G_DEFINE_FINAL_TYPE (MchImportCheckPage, mch_import_check_page, MCH_TYPE_WIZARD_PAGE)

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, mch_import_row_view_new ());
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, MchImportCheckPage *self)
{
  MchImportRowItem *row = gtk_list_item_get_item (item);

  mch_import_row_view_show (MCH_IMPORT_ROW_VIEW (gtk_list_item_get_child (item)),
                            mch_import_model_get_table (self->model),
                            mch_import_model_get_check (self->model),
                            mch_import_row_item_get_index (row));
}

static void
show_rows (MchImportCheckPage *self)
{
  const MchImportCause *cause = mch_import_causes_get_selected (self->causes);
  gboolean only = gtk_check_button_get_active (self->only_problems);

  mch_import_rows_show (self->rows, self->shown, only, cause);
  gtk_stack_set_visible_child_name (
      self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->rows)) > 0 ? "rows" : "none");
}

static void
show_acts (MchImportCheckPage *self)
{
  MchWizardPage *page = MCH_WIZARD_PAGE (self);
  guint n = mch_import_model_get_n_to_write (self->model);
  guint rejected = mch_import_plan_count (self->shown->plan, MCH_IMPORT_REJECTED);
  guint unchanged = mch_import_plan_count (self->shown->plan, MCH_IMPORT_UNCHANGED);
  g_autofree char *balance = mch_import_check_dup_balance (self->shown);
  g_autofree char *label = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "_Import %u pupil", "_Import %u pupils", n), n);

  gtk_label_set_label (self->balance, balance);
  mch_wizard_page_set_next_label (page, n > 0 ? label : _ ("_Finish"));
  mch_wizard_page_set_why_not (
      page, n == 0 && unchanged == 0
                ? _ ("No row of this file can be imported. Correct it, then read it again.")
                : NULL);
  mch_why_not_set (self->save_button, rejected > 0 ? NULL : _ ("No row is rejected."));
}

static void
on_changed (MchImportCheckPage *self)
{
  const MchImportCheck *check = mch_import_model_get_check (self->model);

  if (check == self->shown)
    return;
  self->shown = check;
  /* Rows on show read the check: none may outlive it. */
  mch_import_rows_show (self->rows, NULL, FALSE, NULL);
  mch_import_causes_show (self->causes, check);
  if (check == NULL)
    return;
  gtk_check_button_set_active (self->only_problems, check->causes->len > 0);
  show_rows (self);
  show_acts (self);
}

static void
on_save (GtkWidget *button, MchImportCheckPage *self)
{
  if (!mch_why_not_stops (button))
    mch_import_save_rejected (GTK_WIDGET (self), self->model);
}

static void
on_review_columns (MchImportCheckPage *self)
{
  mch_import_model_go (self->model, MCH_IMPORT_STEP_COLUMNS);
}

static void
on_read_again (MchImportCheckPage *self)
{
  mch_import_model_reopen (self->model);
  mch_import_model_go (self->model, MCH_IMPORT_STEP_FILE);
}

static void
on_progress (const char *text, double fraction, gpointer page)
{
  mch_wizard_page_set_progress (MCH_WIZARD_PAGE (page), text, fraction);
}

static void
on_committed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchWizardPage) page = MCH_WIZARD_PAGE (data);
  g_autoptr (GError) error = NULL;

  mch_import_model_commit_finish (MCH_IMPORT_MODEL (source), result, &error);
  mch_wizard_page_apply_done (page, error);
}

static void
mch_import_check_page_apply (MchWizardPage *page, GCancellable *cancellable)
{
  mch_import_model_commit_async (MCH_IMPORT_CHECK_PAGE (page)->model, on_progress, cancellable,
                                 on_committed, g_object_ref (page));
}

static void
mch_import_check_page_shown (MchWizardPage *page)
{
  mch_import_causes_focus (MCH_IMPORT_CHECK_PAGE (page)->causes);
}

/* Long words of large letters go to a second line, and the window stays inside the screen. */
static GtkWidget *
wrapping_button_new (const char *label)
{
  GtkWidget *button = mch_button_new (label, NULL);
  GtkWidget *child = gtk_button_get_child (GTK_BUTTON (button));

  gtk_label_set_wrap (GTK_LABEL (child), TRUE);
  gtk_label_set_justify (GTK_LABEL (child), GTK_JUSTIFY_CENTER);
  return button;
}

static GtkWidget *
build_left (MchImportCheckPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *acts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *review = wrapping_button_new (_ ("Review the c_olumns"));
  GtkWidget *again = wrapping_button_new (_ ("_Read the file again"));

  self->causes = MCH_IMPORT_CAUSES (mch_import_causes_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->causes), TRUE);
  g_signal_connect_object (self->causes, "selected", G_CALLBACK (show_rows), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_tooltip_text (again, _ ("Once you have corrected it in your spreadsheet"));
  g_signal_connect_object (review, "clicked", G_CALLBACK (on_review_columns), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (again, "clicked", G_CALLBACK (on_read_again), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (acts), review);
  gtk_box_append (GTK_BOX (acts), again);
  gtk_widget_add_css_class (acts, "toolbar");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->causes));
  gtk_box_append (GTK_BOX (box), acts);
  gtk_widget_set_size_request (box, LEFT_WIDTH, -1);
  return box;
}

static GtkWidget *
build_filter (MchImportCheckPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *only = gtk_check_button_new_with_mnemonic (_ ("Only the _problems"));

  self->only_problems = GTK_CHECK_BUTTON (only);
  mch_a11y_set_label (only, _ ("Only the problems"));
  g_signal_connect_object (only, "toggled", G_CALLBACK (show_rows), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (bar), only);
  gtk_widget_add_css_class (bar, "toolbar");
  return bar;
}

static GtkWidget *
build_rows (MchImportCheckPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkNoSelection *selection;

  self->rows = mch_import_rows_new ();
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory));
  gtk_list_view_set_show_separators (self->view, TRUE);
  mch_a11y_set_label (GTK_WIDGET (self->view), _ ("Rows of the file"));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  self->none = GTK_LABEL (gtk_label_new (_ ("No row has a problem.")));
  gtk_widget_add_css_class (GTK_WIDGET (self->none), "dim-label");
  self->stack = GTK_STACK (mch_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, mch_tab_stop_new (scrolled), "rows");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->none), "none");
  return GTK_WIDGET (self->stack);
}

static GtkWidget *
build_balance (MchImportCheckPage *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->balance = GTK_LABEL (mch_heading_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->balance), "numeric");
  gtk_widget_set_hexpand (GTK_WIDGET (self->balance), TRUE);
  self->save_button = wrapping_button_new (_ ("_Save the rejected rows…"));
  g_signal_connect_object (self->save_button, "clicked", G_CALLBACK (on_save), self, 0);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->balance));
  gtk_box_append (GTK_BOX (bar), self->save_button);
  gtk_widget_add_css_class (bar, "footer");
  return bar;
}

static void
build (MchImportCheckPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *right = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (right), build_filter (self));
  gtk_box_append (GTK_BOX (right), build_rows (self));
  gtk_widget_set_hexpand (right, TRUE);
  gtk_box_append (GTK_BOX (middle), build_left (self));
  gtk_box_append (GTK_BOX (middle), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (middle), right);
  gtk_widget_set_vexpand (middle, TRUE);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), middle);
  gtk_box_append (GTK_BOX (box), build_balance (self));
  adw_bin_set_child (ADW_BIN (self), box);
}

MchWizardPage *
mch_import_check_page_new (MchImportModel *model)
{
  MchImportCheckPage *self = g_object_new (MCH_TYPE_IMPORT_CHECK_PAGE, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (model, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return MCH_WIZARD_PAGE (self);
}

static void
mch_import_check_page_dispose (GObject *object)
{
  MchImportCheckPage *self = MCH_IMPORT_CHECK_PAGE (object);

  if (self->rows != NULL)
    mch_import_rows_show (self->rows, NULL, FALSE, NULL);
  G_OBJECT_CLASS (mch_import_check_page_parent_class)->dispose (object);
  g_clear_object (&self->rows);
  g_clear_object (&self->model);
}

static void
mch_import_check_page_class_init (MchImportCheckPageClass *klass)
{
  MchWizardPageClass *page_class = MCH_WIZARD_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_import_check_page_dispose;
  page_class->shown = mch_import_check_page_shown;
  page_class->apply = mch_import_check_page_apply;
}

static void
mch_import_check_page_init (MchImportCheckPage *self)
{
  mch_wizard_page_set_title (MCH_WIZARD_PAGE (self), C_ ("step", "Check"));
  build (self);
}
