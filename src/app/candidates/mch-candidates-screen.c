/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidates-screen.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/candidates/mch-candidates-bar.h"
#include "app/candidates/mch-candidates-filter.h"
#include "app/candidates/mch-candidates-sort.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-status-page.h"
#include "app/widgets/mch-tab-stop.h"

struct _MchCandidatesScreen
{
  MchScreen parent_instance;

  MchCandidateModel *model;
  GtkWidget *filter;
  GtkStack *stack; /* "list", "empty" or "nobody" */
  GtkColumnView *view;
  GtkWidget *bar;
  gboolean switched;
};

G_DEFINE_FINAL_TYPE (MchCandidatesScreen, mch_candidates_screen, MCH_TYPE_SCREEN)

static void
show_list (MchCandidatesScreen *self)
{
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0;

  if (!empty)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    gtk_stack_set_visible_child_name (
        self->stack,
        mch_candidates_filter_is_set (MCH_CANDIDATES_FILTER (self->filter)) ? "nobody" : "empty");
  mch_candidates_bar_refresh (MCH_CANDIDATES_BAR (self->bar));
}

static void
query (MchCandidatesScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));
  MchCandidateFilter filter;

  if (context == NULL)
    return;
  filter = mch_context_get_filter (context);
  mch_candidates_filter_apply (MCH_CANDIDATES_FILTER (self->filter), &filter);
  mch_candidate_cells_get_sort (self->view, &filter.sort, &filter.descending);
  mch_candidate_model_set (self->model, mch_context_get_store (context), &filter);
  show_list (self);
}

static void
scroll_to_top (MchCandidatesScreen *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    gtk_widget_activate_action (gtk_widget_get_last_child (GTK_WIDGET (self->view)),
                                "list.scroll-to-item", "u", 0);
}

static void
on_chosen (MchCandidatesScreen *self)
{
  if (self->model == NULL)
    return;
  query (self);
  scroll_to_top (self);
}

static void
mch_candidates_screen_switched (MchScreen *screen)
{
  MchCandidatesScreen *self = MCH_CANDIDATES_SCREEN (screen);

  mch_candidate_model_unselect_all (self->model);
  self->switched = TRUE;
}

static void
mch_candidates_screen_refresh (MchScreen *screen)
{
  MchCandidatesScreen *self = MCH_CANDIDATES_SCREEN (screen);

  mch_candidates_filter_set_context (MCH_CANDIDATES_FILTER (self->filter),
                                     mch_screen_get_context (screen));
  mch_candidates_bar_set_context (MCH_CANDIDATES_BAR (self->bar), mch_screen_get_context (screen));
  /* Who lacks something is another list after each change. */
  if (self->switched || mch_candidates_filter_has_gap (MCH_CANDIDATES_FILTER (self->filter)))
    query (self);
  else
    mch_candidate_model_refresh (self->model);
  self->switched = FALSE;
  show_list (self);
}

static void
mch_candidates_screen_open (MchScreen *screen, const char *argument)
{
  if (argument != NULL)
    mch_candidates_filter_set_text (MCH_CANDIDATES_FILTER (MCH_CANDIDATES_SCREEN (screen)->filter),
                                    argument);
}

static void
mch_candidates_screen_shown (MchScreen *screen)
{
  MchCandidatesScreen *self = MCH_CANDIDATES_SCREEN (screen);

  gtk_widget_grab_focus (mch_candidates_filter_get_search (MCH_CANDIDATES_FILTER (self->filter)));
}

void
mch_candidates_screen_focus_search (MchCandidatesScreen *self)
{
  g_return_if_fail (MCH_IS_CANDIDATES_SCREEN (self));

  gtk_widget_grab_focus (mch_candidates_filter_get_search (MCH_CANDIDATES_FILTER (self->filter)));
}

static void
on_row_activated (GtkColumnView *view, guint position, MchCandidatesScreen *self)
{
  g_autoptr (MchCandidateItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  const MchCandidate *candidate = item != NULL ? mch_candidate_item_get (item) : NULL;

  if (candidate != NULL)
    mch_screen_go (GTK_WIDGET (self), "candidate", candidate->candidature->id);
}

static void
on_import_clicked (GtkWidget *button)
{
  mch_screen_go (button, "import", NULL);
}

static void
on_clear_clicked (MchCandidatesScreen *self)
{
  mch_candidates_filter_set_text (MCH_CANDIDATES_FILTER (self->filter), "");
}

static GtkWidget *
build_list (MchCandidatesScreen *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->view =
      GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->model))));
  mch_candidate_cells_add_columns (self->view, self->model);
  gtk_column_view_set_single_click_activate (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  mch_a11y_set_label (GTK_WIDGET (self->view), _ ("Candidates"));
  mch_a11y_set_label (gtk_widget_get_last_child (GTK_WIDGET (self->view)), _ ("Candidates"));
  g_signal_connect (self->view, "activate", G_CALLBACK (on_row_activated), self);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  return mch_tab_stop_new (scrolled);
}

static GtkWidget *
build_empty (MchCandidatesScreen *self)
{
  GtkWidget *import = mch_button_new (_ ("_Import a file of pupils"), NULL);

  gtk_widget_add_css_class (import, "suggested-action");
  g_signal_connect (import, "clicked", G_CALLBACK (on_import_clicked), NULL);
  return mch_status_page_new ("x-office-address-book-symbolic", _ ("No candidate yet"),
                              _ ("Import your pupils' file, or register them one by one."), import);
}

static GtkWidget *
build_nobody (MchCandidatesScreen *self)
{
  GtkWidget *clear = mch_button_new (_ ("_Show everybody"), NULL);

  g_signal_connect_swapped (clear, "clicked", G_CALLBACK (on_clear_clicked), self);
  return mch_status_page_new ("edit-find-symbolic", _ ("Nobody matches"),
                              _ ("No candidate has these words, this state and this division."),
                              clear);
}

static void
mch_candidates_screen_dispose (GObject *object)
{
  MchCandidatesScreen *self = MCH_CANDIDATES_SCREEN (object);

  /* A sorted list that is taken apart says once more that its order changed. */
  g_clear_object (&self->model);
  G_OBJECT_CLASS (mch_candidates_screen_parent_class)->dispose (object);
}

static void
mch_candidates_screen_class_init (MchCandidatesScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_candidates_screen_dispose;
  screen_class->switched = mch_candidates_screen_switched;
  screen_class->refresh = mch_candidates_screen_refresh;
  screen_class->open = mch_candidates_screen_open;
  screen_class->shown = mch_candidates_screen_shown;
}

static void
mch_candidates_screen_init (MchCandidatesScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->model = mch_candidate_model_new ();
  self->filter = mch_candidates_filter_new ();
  gtk_widget_add_css_class (self->filter, "filter");
  self->stack = GTK_STACK (mch_stack_new ());
  gtk_stack_add_named (self->stack, build_list (self), "list");
  gtk_stack_add_named (self->stack, build_empty (self), "empty");
  gtk_stack_add_named (self->stack, build_nobody (self), "nobody");
  mch_candidates_filter_add (MCH_CANDIDATES_FILTER (self->filter),
                             mch_candidates_sort_new (self->view));
  gtk_box_append (GTK_BOX (box), self->filter);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  self->bar = mch_candidates_bar_new (self->model);
  gtk_box_append (GTK_BOX (box), self->bar);
  g_signal_connect_swapped (self->filter, "chosen", G_CALLBACK (on_chosen), self);
  adw_bin_set_child (ADW_BIN (self), box);
  mch_screen_set_title (MCH_SCREEN (self), _ ("Candidates"));
}
