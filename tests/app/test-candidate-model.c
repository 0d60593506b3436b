/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of candidates fetches what is in view, keeps its places, and selects by id. */
#include <adwaita.h>

#include "app-fixture.h"
#include "app/candidates/mch-candidate-cells.h"

typedef struct
{
  AppFixture base;
  MchCandidateModel *model;
  GtkWidget *window;
  GtkColumnView *view;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  MchCandidateFilter filter = { .scope = SCOPE };

  app_fixture_set_up (&fixture->base, data);
  fixture->model = mch_candidate_model_new ();
  mch_candidate_model_set (fixture->model, mch_worker_get_store (fixture->base.worker), &filter);
  fixture->view =
      GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (fixture->model))));
  mch_candidate_cells_add_columns (fixture->view, fixture->model);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (fixture->view));
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 600);
  gtk_window_set_child (GTK_WINDOW (fixture->window), scrolled);
  gtk_window_present (GTK_WINDOW (fixture->window));
  app_fixture_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_fixture_settle ();
  g_assert_finalize_object (fixture->model);
  app_fixture_tear_down (&fixture->base, data);
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  guint n = GPOINTER_TO_UINT (data);
  guint before;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->model)), ==, n);
  g_assert_cmpuint (mch_candidate_model_get_n_fetched (fixture->model), <=, 4);
  before = mch_candidate_model_get_n_fetched (fixture->model);
  gtk_widget_activate_action (gtk_widget_get_last_child (GTK_WIDGET (fixture->view)),
                              "list.scroll-to-item", "u", n / 2);
  app_fixture_settle ();
  g_assert_cmpuint (mch_candidate_model_get_n_fetched (fixture->model) - before, <=, 6);
  g_assert_nonnull (app_fixture_find (GTK_WIDGET (fixture->view), GTK_TYPE_LABEL, "22/02/2009"));
}

static void
test_filter (Fixture *fixture, gconstpointer data)
{
  MchCandidateFilter filter = { .scope = SCOPE, .search = "aub ant" };
  guint before = mch_candidate_model_get_n_fetched (fixture->model);

  mch_candidate_model_set (fixture->model, mch_worker_get_store (fixture->base.worker), &filter);
  app_fixture_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->model)), ==, 1);
  g_assert_nonnull (app_fixture_find (GTK_WIDGET (fixture->view), GTK_TYPE_LABEL, "AUBIN"));
  g_assert_null (app_fixture_find (GTK_WIDGET (fixture->view), GTK_TYPE_LABEL, "NOMAAB"));
  filter.search = NULL;
  filter.sort = MCH_CANDIDATE_SORT_NAME;
  filter.descending = TRUE;
  mch_candidate_model_set (fixture->model, mch_worker_get_store (fixture->base.worker), &filter);
  app_fixture_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->model)), ==,
                    GPOINTER_TO_UINT (data));
  g_assert_cmpuint (mch_candidate_model_get_n_fetched (fixture->model) - before, <=, 12);
}

static char *
dup_name_at (Fixture *fixture, guint position)
{
  g_autoptr (MchCandidateItem) item =
      g_list_model_get_item (G_LIST_MODEL (fixture->model), position);

  return mch_candidate_cells_dup_name (mch_candidate_item_get (item));
}

/* The selection is of people, not of places. */
static void
test_selection (Fixture *fixture, gconstpointer data)
{
  MchCandidateFilter filter = { .scope = SCOPE, .descending = TRUE };
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->model);
  guint n = GPOINTER_TO_UINT (data);
  g_autofree char *last = NULL;
  g_auto (GStrv) ids = NULL;
  g_autofree char *aubin = app_fixture_candidature_id (0);

  gtk_selection_model_select_item (model, 0, FALSE);
  g_assert_cmpuint (mch_candidate_model_get_n_selected (fixture->model), ==, 1);
  /* What the arrows and the mouse do on their way. */
  gtk_selection_model_select_item (model, 1, TRUE);
  g_assert_cmpuint (mch_candidate_model_get_n_selected (fixture->model), ==, 1);
  mch_candidate_model_set (fixture->model, mch_worker_get_store (fixture->base.worker), &filter);
  last = dup_name_at (fixture, n - 1);
  g_assert_cmpstr (last, ==, "AUBIN Antoine");
  g_assert_false (gtk_selection_model_is_selected (model, 0));
  g_assert_true (gtk_selection_model_is_selected (model, n - 1));
  ids = mch_candidate_model_dup_selected (fixture->model);
  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  g_assert_cmpstr (ids[0], ==, aubin);
}

/* Everybody is a word, not a list; one can be taken out of it. */
static void
test_select_all (Fixture *fixture, gconstpointer data)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->model);
  guint before = mch_candidate_model_get_n_fetched (fixture->model);
  guint n = GPOINTER_TO_UINT (data);
  g_auto (GStrv) ids = NULL;

  gtk_selection_model_select_all (model);
  app_fixture_settle ();
  g_assert_cmpuint (mch_candidate_model_get_n_selected (fixture->model), ==, n);
  g_assert_cmpuint (mch_candidate_model_get_n_fetched (fixture->model), ==, before);
  gtk_selection_model_unselect_item (model, 3);
  g_assert_cmpuint (mch_candidate_model_get_n_selected (fixture->model), ==, n - 1);
  g_assert_false (gtk_selection_model_is_selected (model, 3));
  g_assert_true (gtk_selection_model_is_selected (model, 4));
  ids = mch_candidate_model_dup_selected (fixture->model);
  g_assert_cmpuint (g_strv_length (ids), ==, n - 1);
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  guint *numbers = data;

  numbers[0] = position;
  numbers[1] = removed;
  numbers[2] = added;
}

/* A sync adds places at the end and says the others anew; the view does not jump. */
static void
test_refresh (Fixture *fixture, gconstpointer data)
{
  guint numbers[3] = { 0 };
  guint n = GPOINTER_TO_UINT (data);

  g_signal_connect (fixture->model, "items-changed", G_CALLBACK (on_items_changed), numbers);
  app_fixture_add_candidates (mch_worker_get_store (fixture->base.worker), n, 5);
  mch_candidate_model_refresh (fixture->model);
  g_assert_cmpuint (numbers[0], ==, n);
  g_assert_cmpuint (numbers[1], ==, 0);
  g_assert_cmpuint (numbers[2], ==, 5);
  app_fixture_settle ();
}

static void
test_sort (Fixture *fixture, gconstpointer data)
{
  GListModel *columns = gtk_column_view_get_columns (fixture->view);
  g_autoptr (GtkColumnViewColumn) division = g_list_model_get_item (columns, 4);
  MchCandidateSort sort;
  gboolean descending;

  mch_candidate_cells_get_sort (fixture->view, &sort, &descending);
  g_assert_cmpint (sort, ==, MCH_CANDIDATE_SORT_NAME);
  gtk_column_view_sort_by_column (fixture->view, division, GTK_SORT_ASCENDING);
  mch_candidate_cells_get_sort (fixture->view, &sort, &descending);
  g_assert_cmpint (sort, ==, MCH_CANDIDATE_SORT_DIVISION);
  g_assert_false (descending);
  gtk_column_view_sort_by_column (fixture->view, division, GTK_SORT_DESCENDING);
  mch_candidate_cells_get_sort (fixture->view, &sort, &descending);
  g_assert_cmpint (sort, ==, MCH_CANDIDATE_SORT_DIVISION);
  g_assert_true (descending);
}

int
main (int argc, char **argv)
{
  guint large = g_strcmp0 (g_getenv ("MACHAON_LARGE"), "1") == 0 ? 150000 : 10000;

  app_fixture_init (&argc, &argv);
#define ADD(name, n, func)                                                                         \
  g_test_add ("/app/candidate-model/" name, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)
  ADD ("pages", large, test_pages);
  ADD ("filter", large, test_filter);
  ADD ("selection", 300, test_selection);
  ADD ("select-all", 1000, test_select_all);
  ADD ("refresh", 500, test_refresh);
  ADD ("sort", 20, test_sort);
  return g_test_run ();
}
