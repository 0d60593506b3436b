/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hundreds of values to decide on, one after the other: each goes out of the list by itself, the
 * next one has the keyboard, none is passed over, and the list is not read again each time. */
#include <sqlite3.h>

#include "app-fixture.h"
#include "app/sync/mch-conflict-list.h"
#include "app/sync/mch-conflict-panel.h"
#include "app/window/mch-window.h"
#include "store/mch-outbox.h"
#include "store/mch-sql.h"
#include "store/mch-store-private.h"

#define N 300
#define ROWS_EACH 12 /* of the disk, that one decision may read */

typedef struct
{
  AppFixture base;
  MchWindow *window;
  MchConflictList *list;
  MchConflictPanel *panel;
  guint left;
} Fixture;

/* An edit of every pupil whose division somebody else has changed meanwhile. */
static void
add_conflicts (MchStore *store)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *id = app_fixture_candidature_id (i);
      g_autofree char *from = g_strdup_printf ("%uCAP", i % 4 + 1);
      MchChange *change = mch_change_new_update (MCH_KIND_CANDIDATURE, id, 1);

      mch_change_set (change, "division", from, "MIENNE");
      g_ptr_array_add (changes, change);
      g_ptr_array_add (settlement->conflicts,
                       mch_store_conflict_new (id, "division", "MIENNE", from, "Mme Martin", 1));
    }
  mch_store_enqueue (store, "op-conflicts", SCOPE, "edit", NULL, changes, 1, &error);
  g_assert_no_error (error);
  settlement->seq = 2 * N + 10;
  mch_store_settle_op (store, "op-conflicts", settlement, &error);
  g_assert_no_error (error);
}

/* Menus have lists of their own. */
static GtkWidget *
find (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_POPOVER (child) ? NULL : find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
are_listed (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *list = find (GTK_WIDGET (fixture->window), MCH_TYPE_CONFLICT_LIST);

  return list != NULL && mch_conflict_list_get_n_shown (MCH_CONFLICT_LIST (list)) == N;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  app_fixture_set_up (&fixture->base, GUINT_TO_POINTER (N));
  add_conflicts (mch_worker_get_store (fixture->base.worker));
  fixture->window = MCH_WINDOW (mch_window_new (NULL, fixture->base.context));
  gtk_window_present (GTK_WINDOW (fixture->window));
  mch_window_begin (fixture->window);
  mch_window_show (fixture->window, "conflicts", NULL);
  app_fixture_wait (are_listed, fixture);
  fixture->list = MCH_CONFLICT_LIST (find (GTK_WIDGET (fixture->window), MCH_TYPE_CONFLICT_LIST));
  fixture->panel =
      MCH_CONFLICT_PANEL (find (GTK_WIDGET (fixture->window), MCH_TYPE_CONFLICT_PANEL));
  fixture->left = N;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_fixture_tear_down (&fixture->base, data);
}

static gboolean
is_taken (gpointer data)
{
  Fixture *fixture = data;

  return mch_conflict_list_get_n_shown (fixture->list) < fixture->left;
}

static void
decide (Fixture *fixture, MchConflictChoice choice)
{
  mch_conflict_panel_choose (fixture->panel, choice);
  app_fixture_wait (is_taken, fixture);
  fixture->left--;
  g_assert_cmpuint (mch_conflict_list_get_n_shown (fixture->list), ==, fixture->left);
}

/* Which one is selected, and whether the keyboard is in the list. */
static void
assert_at (Fixture *fixture, guint n, guint position)
{
  guint at;
  const MchStoreConflict *conflict = mch_conflict_list_get_selected (fixture->list, &at);
  g_autofree char *id = app_fixture_candidature_id (n);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  g_assert_nonnull (conflict);
  g_assert_cmpstr (conflict->id, ==, id);
  g_assert_cmpuint (at, ==, position);
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (fixture->list)));
}

/* As a click on the row does. */
static void
go_to (Fixture *fixture, guint position)
{
  GtkWidget *view = find (GTK_WIDGET (fixture->list), GTK_TYPE_LIST_VIEW);

  gtk_widget_activate_action (view, "list.scroll-to-item", "u", position);
  gtk_widget_activate_action (view, "list.select-item", "(ubb)", position, FALSE, FALSE);
  app_fixture_settle ();
  for (GtkWidget *row = gtk_widget_get_first_child (view); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if ((gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_SELECTED) != 0)
      gtk_widget_grab_focus (row);
}

static int
count_row (unsigned kind, void *data, void *statement, void *text)
{
  (*(guint *) data)++;
  return 0;
}

/* From the first to the last. */
static void
test_one_by_one (Fixture *fixture, gconstpointer data)
{
  MchStore *store = mch_worker_get_store (fixture->base.worker);
  guint rows = 0;

  sqlite3_trace_v2 (store->disk->handle, SQLITE_TRACE_ROW, count_row, &rows);
  for (guint i = 0; i + 1 < N; i++)
    {
      decide (fixture, MCH_CONFLICT_THEIRS);
      assert_at (fixture, i + 1, 0);
    }
  g_test_message ("%u rows of the disk for %u decisions", rows, N - 1);
  g_assert_cmpuint (rows, <, ROWS_EACH * N);
  decide (fixture, MCH_CONFLICT_THEIRS);
  g_assert_cmpuint (mch_conflict_list_get_n_all (fixture->list), ==, 0);
  g_assert_cmpuint (mch_store_count_conflicts (store, SCOPE), ==, 0);
  sqlite3_trace_v2 (store->disk->handle, 0, NULL, NULL);
}

/* In the middle and at the end; what another has settled meanwhile is seen. */
static void
test_anywhere (Fixture *fixture, gconstpointer data)
{
  MchStore *store = mch_worker_get_store (fixture->base.worker);
  g_autofree char *first = app_fixture_candidature_id (0);
  g_autoptr (GError) error = NULL;

  go_to (fixture, 100);
  assert_at (fixture, 100, 100);
  decide (fixture, MCH_CONFLICT_MINE);
  assert_at (fixture, 101, 100);
  go_to (fixture, fixture->left - 1);
  decide (fixture, MCH_CONFLICT_THEIRS);
  assert_at (fixture, N - 2, fixture->left - 1);
  /* Between the choice and its end the store has other news. */
  mch_conflict_panel_choose (fixture->panel, MCH_CONFLICT_THEIRS);
  mch_store_resolve_conflict (store, SCOPE, first, "division", FALSE, &error);
  g_assert_no_error (error);
  fixture->left--;
  app_fixture_wait (is_taken, fixture);
  fixture->left--;
  g_assert_cmpuint (mch_store_count_conflicts (store, SCOPE), ==, fixture->left);
  g_assert_cmpuint (mch_conflict_list_get_n_all (fixture->list), ==, fixture->left);
}

int
main (int argc, char **argv)
{
  app_fixture_init (&argc, &argv);
  g_test_add ("/conflicts/one-by-one", Fixture, NULL, set_up, test_one_by_one, tear_down);
  g_test_add ("/conflicts/anywhere", Fixture, NULL, set_up, test_anywhere, tear_down);
  return g_test_run ();
}
