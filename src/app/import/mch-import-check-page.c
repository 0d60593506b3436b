/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-check-page.h"

#include <glib/gi18n-lib.h>

#include "app/import/mch-import-causes.h"
#include "app/import/mch-import-pairs-view.h"
#include "app/import/mch-import-remedy-bar.h"
#include "app/import/mch-import-row-view.h"
#include "app/import/mch-import-rows.h"
#include "app/import/mch-import-save.h"
#include "app/import/mch-import-values-view.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-tab-stop.h"

#define LEFT_WIDTH 280
#define FOCUS_MS 60

#define NO_ROW G_MAXUINT

struct _MchImportCheckPage
{
  MchWizardPage parent_instance;

  MchImportModel *model;
  guint stamp; /* of what is shown */
  MchImportCauses *causes;
  MchImportRemedyBar *remedy;
  MchImportRows *rows;
  GtkStack *stack; /* "rows", "none" in words, "pairs" or "values" */
  GtkListView *view;
  MchImportPairsView *pairs;
  MchImportValuesView *values;
  GtkWidget *filter;
  GtkCheckButton *only_problems;
  GtkLabel *balance;
  GtkWidget *save_button;
  guint focus_id;
  guint focus_row; /* where the keyboard goes once the list is built */
  guint focus_column;
};

G_DEFINE_FINAL_TYPE (MchImportCheckPage, mch_import_check_page, MCH_TYPE_WIZARD_PAGE)

static void
on_edited (MchImportRowView *view, guint row, guint column, const char *text,
           MchImportCheckPage *self)
{
  MchImportPlan *plan = mch_import_model_begin_edit (self->model);

  if (plan == NULL)
    return;
  mch_import_plan_set_cell (plan, row, column, text);
  mch_import_model_end_edit (self->model);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, MchImportCheckPage *self)
{
  GtkWidget *view = mch_import_row_view_new ();

  g_signal_connect_object (view, "edited", G_CALLBACK (on_edited), self, 0);
  gtk_list_item_set_child (item, view);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, MchImportCheckPage *self)
{
  MchImportRowItem *row = gtk_list_item_get_item (item);

  mch_import_row_view_show (MCH_IMPORT_ROW_VIEW (gtk_list_item_get_child (item)),
                            mch_import_model_get_check (self->model),
                            mch_import_row_item_get_index (row));
}

/* The next view among those that GTK made for rows on show. */
static MchImportRowView *
next_row_view (MchImportCheckPage *self, GtkWidget **item)
{
  *item = *item != NULL ? gtk_widget_get_next_sibling (*item)
                        : gtk_widget_get_first_child (GTK_WIDGET (self->view));
  for (; *item != NULL; *item = gtk_widget_get_next_sibling (*item))
    {
      GtkWidget *child = gtk_widget_get_first_child (*item);

      if (child != NULL && MCH_IS_IMPORT_ROW_VIEW (child) && gtk_widget_get_mapped (child))
        return MCH_IMPORT_ROW_VIEW (child);
    }
  return NULL;
}

static void
remember_focus (MchImportCheckPage *self)
{
  GtkWidget *item = NULL;
  MchImportRowView *view;

  while ((view = next_row_view (self, &item)) != NULL)
    if (mch_import_row_view_get_focus (view, &self->focus_row, &self->focus_column))
      return;
}

/* The same cell, or the first one below it that still asks for something. */
static gboolean
restore_focus (gpointer data)
{
  MchImportCheckPage *self = data;
  GtkWidget *item = NULL;
  MchImportRowView *view, *best = NULL;
  guint best_row = NO_ROW;

  self->focus_id = 0;
  while ((view = next_row_view (self, &item)) != NULL)
    {
      guint row = mch_import_row_view_get_index (view);

      if (row >= self->focus_row && row < best_row)
        {
          best = view;
          best_row = row;
        }
    }
  if (best == NULL || !mch_import_row_view_focus (best, self->focus_column))
    mch_import_causes_focus (self->causes);
  self->focus_row = NO_ROW;
  return G_SOURCE_REMOVE;
}

static void
show_rows (MchImportCheckPage *self, const MchImportGroup *group)
{
  const MchImportCheck *check = mch_import_model_get_check (self->model);
  gboolean only = gtk_check_button_get_active (self->only_problems);
  guint n;

  remember_focus (self);
  mch_import_rows_show (self->rows, check, only, group);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "rows" : "none");
  if (self->focus_row == NO_ROW || self->focus_id != 0)
    return;
  if (n > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u",
                                MIN (mch_import_rows_find (self->rows, self->focus_row), n - 1));
  /* After the list was laid out: its rows are made then. */
  self->focus_id = g_timeout_add (FOCUS_MS, restore_focus, self);
}

static void
show_look (MchImportCheckPage *self)
{
  const MchImportCheck *check = mch_import_model_get_check (self->model);
  guint group = MCH_IMPORT_NO_GROUP;
  MchImportLook look = mch_import_causes_get_look (self->causes, &group);

  if (check == NULL)
    return;
  if (look != MCH_IMPORT_LOOK_GROUP)
    group = MCH_IMPORT_NO_GROUP;
  mch_import_remedy_bar_show (self->remedy, group);
  gtk_widget_set_visible (self->filter, look == MCH_IMPORT_LOOK_ROWS);
  if (look == MCH_IMPORT_LOOK_PAIRS)
    {
      mch_import_pairs_view_show (self->pairs);
      gtk_stack_set_visible_child_name (self->stack, "pairs");
    }
  else if (look == MCH_IMPORT_LOOK_VALUES)
    {
      mch_import_values_view_show (self->values);
      gtk_stack_set_visible_child_name (self->stack, "values");
    }
  else
    show_rows (self, group != MCH_IMPORT_NO_GROUP ? mch_import_plan_get_group (check->plan, group)
                                                  : NULL);
}

static void
show_acts (MchImportCheckPage *self)
{
  MchWizardPage *page = MCH_WIZARD_PAGE (self);
  const MchImportCheck *check = mch_import_model_get_check (self->model);
  guint n = mch_import_model_get_n_to_write (self->model);
  guint rejected = mch_import_plan_count (check->plan, MCH_IMPORT_REJECTED);
  guint unchanged = mch_import_plan_count (check->plan, MCH_IMPORT_UNCHANGED);
  g_autofree char *balance = mch_import_check_dup_balance (check);
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
  guint stamp = check != NULL ? mch_import_model_get_stamp (self->model) : 0;
  gboolean is_edit = self->stamp != 0 && stamp == self->stamp + 1;

  if (stamp == self->stamp)
    return;
  self->stamp = stamp;
  remember_focus (self);
  /* Rows on show read the check: none may outlive it. */
  mch_import_rows_show (self->rows, NULL, FALSE, NULL);
  mch_import_causes_show (self->causes, check);
  if (check == NULL)
    return;
  if (!is_edit)
    gtk_check_button_set_active (self->only_problems,
                                 mch_import_plan_get_n_groups (check->plan) > 0);
  show_look (self);
  show_acts (self);
  /* A repaired cause is gone, and its button with it. */
  if (is_edit && gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))) == NULL)
    mch_import_causes_focus (self->causes);
}

static void
on_read_values (MchImportCheckPage *self, const MchField *field)
{
  mch_import_causes_look_at_values (self->causes);
  mch_import_values_view_choose (self->values, field);
}

static gboolean
on_undo_key (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  return mch_import_remedy_bar_undo (MCH_IMPORT_CHECK_PAGE (widget)->remedy);
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
  MchImportCheckPage *self = MCH_IMPORT_CHECK_PAGE (page);

  /* A cell that is still being written counts: its button may have been reached by a mnemonic. */
  gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  mch_import_model_commit_async (self->model, on_progress, cancellable, on_committed,
                                 g_object_ref (page));
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
  g_signal_connect_object (self->causes, "selected", G_CALLBACK (show_look), self,
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
  g_signal_connect_object (only, "toggled", G_CALLBACK (show_look), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (bar), only);
  gtk_widget_add_css_class (bar, "toolbar");
  return bar;
}

static GtkWidget *
build_rows (MchImportCheckPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *none = gtk_label_new (_ ("No row has a problem."));
  GtkNoSelection *selection;

  self->rows = mch_import_rows_new ();
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory));
  gtk_list_view_set_show_separators (self->view, TRUE);
  mch_a11y_set_label (GTK_WIDGET (self->view), _ ("Rows of the file"));
  gtk_widget_add_css_class (none, "dim-label");
  self->pairs = MCH_IMPORT_PAIRS_VIEW (mch_import_pairs_view_new (self->model));
  self->values = MCH_IMPORT_VALUES_VIEW (mch_import_values_view_new (self->model));
  self->stack = GTK_STACK (mch_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, mch_tab_stop_new (mch_scroll_new (GTK_WIDGET (self->view))),
                       "rows");
  gtk_stack_add_named (self->stack, none, "none");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->pairs), "pairs");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->values), "values");
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

  self->remedy = MCH_IMPORT_REMEDY_BAR (mch_import_remedy_bar_new (self->model));
  g_signal_connect_object (self->remedy, "read-values", G_CALLBACK (on_read_values), self,
                           G_CONNECT_SWAPPED);
  self->filter = build_filter (self);
  gtk_box_append (GTK_BOX (right), GTK_WIDGET (self->remedy));
  gtk_box_append (GTK_BOX (right), self->filter);
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
  build (self);
  g_signal_connect_object (model, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  return MCH_WIZARD_PAGE (self);
}

static void
mch_import_check_page_dispose (GObject *object)
{
  MchImportCheckPage *self = MCH_IMPORT_CHECK_PAGE (object);

  g_clear_handle_id (&self->focus_id, g_source_remove);
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
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_z, GDK_CONTROL_MASK, on_undo_key,
                                NULL);
}

static void
mch_import_check_page_init (MchImportCheckPage *self)
{
  self->focus_row = NO_ROW;
  mch_wizard_page_set_title (MCH_WIZARD_PAGE (self), C_ ("step", "Check"));
}
