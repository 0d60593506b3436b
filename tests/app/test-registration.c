/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registrations in the window with the reference of the CAP and no server: what stands against
 * finalising, one answer for a group, and the way back (INS-14, INS-15). */
#include <string.h>

#include "app-fixture.h"
#include "app/candidates/mch-column-window.h"
#include "app/widgets/mch-a11y.h"
#include "app/window/mch-window.h"
#include "store/mch-outbox.h"

/* Every third of the fixture's candidates is pre-registered. */
#define N_CANDIDATES 12
#define N_PRE_REGISTERED 4

typedef struct
{
  AppFixture base;
  MchWindow *window;
  GtkWidget *screen;
  const char *wanted;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  app_fixture_set_up (&fixture->base, data);
  app_fixture_load_reference (&fixture->base);
  fixture->window = MCH_WINDOW (mch_window_new (NULL, fixture->base.context));
  gtk_window_present (GTK_WINDOW (fixture->window));
  mch_window_begin (fixture->window);
  app_fixture_settle ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_fixture_tear_down (&fixture->base, data);
}

static gboolean
says_wanted (gpointer data)
{

  Fixture *fixture = data;

  return app_fixture_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, fixture->wanted) != NULL;
}

static void
wait_for (Fixture *fixture, const char *text)
{
  g_test_message ("waiting for %s", text);
  fixture->wanted = text;
  app_fixture_wait (says_wanted, fixture);
}

static void
show (Fixture *fixture, const char *activity, const char *type)
{
  mch_window_show (fixture->window, activity, NULL);
  app_fixture_settle ();
  fixture->screen = app_fixture_find (GTK_WIDGET (fixture->window), g_type_from_name (type), NULL);
  g_assert_nonnull (fixture->screen);
}

static GtkWidget *
find_button (Fixture *fixture, const char *label)
{
  GtkWidget *button = app_fixture_find (fixture->screen, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  return button;
}

static void
press (Fixture *fixture, const char *label)
{
  g_signal_emit_by_name (find_button (fixture, label), "clicked");
}

static guint
count (Fixture *fixture, const char *name, const char *value)
{
  MchCandidateFilter filter = { .scope = SCOPE, .state = MCH_STATE_PRE_REGISTERED };
  g_autoptr (GPtrArray) rows = mch_store_query_candidates (
      mch_worker_get_store (fixture->base.worker), &filter, 0, G_MAXUINT, NULL, NULL);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += g_strcmp0 (mch_candidate_get (rows->pdata[i], name), value) == 0;
  return n;
}

static gboolean
lacks_speciality (gpointer data)
{
  return count (data, "specialty_code", NULL) == N_PRE_REGISTERED;
}

static void
test_groups (Fixture *fixture, gconstpointer data)
{
  GtkWidget *answer, *apply;

  show (fixture, "to-finish", "MchFinishScreen");
  wait_for (fixture, "4 sans catégorie");
  wait_for (fixture, "4 sans spécialité");
  wait_for (fixture, "4 sans sexe");
  wait_for (fixture, "0 prêt");
  g_assert_nonnull (mch_why_not_get (find_button (fixture, "Fina_liser")));
  /* The file knows one speciality: it is the answer. */
  g_assert_null (mch_why_not_get (find_button (fixture, "_Appliquer aux 4")));
  press (fixture, "_Appliquer aux 4");
  wait_for (fixture, "4 candidats modifiés");
  wait_for (fixture, "4 sans choix pour « Langue vivante étrangère »");
  g_assert_cmpuint (count (fixture, "specialty_code", "31224"), ==, N_PRE_REGISTERED);
  g_assert_cmpuint (count (fixture, "specialty", "Équipier polyvalent du commerce"), ==,
                    N_PRE_REGISTERED);
  g_assert_cmpuint (mch_store_count_pending (mch_worker_get_store (fixture->base.worker)), ==, 1);
  /* Of categories there are several. */
  apply = find_button (fixture, "_Appliquer aux 4");
  g_assert_nonnull (mch_why_not_get (apply));
  answer = app_fixture_find (fixture->screen, GTK_TYPE_DROP_DOWN, NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (answer), 1);
  g_assert_null (mch_why_not_get (apply));
}

/* One answer is one operation, and goes back as one. */
static void
test_undo (Fixture *fixture, gconstpointer data)
{
  show (fixture, "to-finish", "MchFinishScreen");
  wait_for (fixture, "4 sans spécialité");
  press (fixture, "_Appliquer aux 4");
  wait_for (fixture, "4 candidats modifiés");
  g_assert_true (gtk_widget_activate_action (fixture->screen, "win.undo", NULL));
  app_fixture_wait (lacks_speciality, fixture);
  wait_for (fixture, "4 sans spécialité");
}

/* Without a reference the answer is typed; one that nobody can have is told under it. */
static void
test_typed (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry;

  show (fixture, "to-finish", "MchFinishScreen");
  wait_for (fixture, "4 sans spécialité");
  entry = app_fixture_find (fixture->screen, GTK_TYPE_ENTRY, NULL);
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "tout sauf un code !");
  press (fixture, "_Appliquer aux 4");
  app_fixture_settle ();
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_cmpuint (count (fixture, "specialty_code", NULL), ==, N_PRE_REGISTERED);
  gtk_editable_set_text (GTK_EDITABLE (entry), "31224");
  press (fixture, "_Appliquer aux 4");
  wait_for (fixture, "4 candidats modifiés");
  g_assert_cmpuint (count (fixture, "specialty_code", "31224"), ==, N_PRE_REGISTERED);
}

static void
set_up_bare (Fixture *fixture, gconstpointer data)
{
  app_fixture_set_up (&fixture->base, data);
  fixture->window = MCH_WINDOW (mch_window_new (NULL, fixture->base.context));
  gtk_window_present (GTK_WINDOW (fixture->window));
  mch_window_begin (fixture->window);
  app_fixture_settle ();
}

static void
test_nobody (Fixture *fixture, gconstpointer data)
{
  show (fixture, "to-finish", "MchFinishScreen");
  wait_for (fixture, "Aucun candidat pour l'instant");
}

static gboolean
is_moved (gpointer data)
{
  return count (data, "division", "TCAP") == N_PRE_REGISTERED;
}

static gboolean
is_back (gpointer data)
{
  return count (data, "division", "TCAP") == 0;
}

static GtkWindow *
find_column_window (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *one = windows; one != NULL; one = one->next)
    if (MCH_IS_COLUMN_WINDOW (one->data))
      return one->data;
  return NULL;
}

/* One value of one column for a selection, and the way back. */
static void
test_column (Fixture *fixture, gconstpointer data)
{
  char *ids[N_PRE_REGISTERED + 1] = { NULL };
  GtkWidget *entry;

  show (fixture, "candidates", "MchCandidatesScreen");
  for (guint i = 0; i < N_PRE_REGISTERED; i++)
    ids[i] = app_fixture_candidature_id (3 * i);
  mch_column_window_open (fixture->screen, fixture->base.context, ids);
  app_fixture_settle ();
  entry = app_fixture_find (GTK_WIDGET (find_column_window ()), GTK_TYPE_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "TCAP");
  g_signal_emit_by_name (
      app_fixture_find (GTK_WIDGET (find_column_window ()), GTK_TYPE_BUTTON, "_Appliquer aux 4"),
      "clicked");
  app_fixture_wait (is_moved, fixture);
  wait_for (fixture, "4 candidats modifiés");
  /* In the search the key would take back what was typed there. */
  gtk_window_set_focus (GTK_WINDOW (fixture->window), NULL);
  g_assert_true (gtk_widget_activate_action (fixture->screen, "win.undo", NULL));
  app_fixture_wait (is_back, fixture);
  for (guint i = 0; i < N_PRE_REGISTERED; i++)
    g_free (ids[i]);
}

int
main (int argc, char **argv)
{
  app_fixture_init (&argc, &argv);
  g_test_add ("/registration/finish/INS-15-groups", Fixture, GUINT_TO_POINTER (N_CANDIDATES),
              set_up, test_groups, tear_down);
  g_test_add ("/registration/finish/undo", Fixture, GUINT_TO_POINTER (N_CANDIDATES), set_up,
              test_undo, tear_down);
  g_test_add ("/registration/finish/typed", Fixture, GUINT_TO_POINTER (N_CANDIDATES), set_up_bare,
              test_typed, tear_down);
  g_test_add ("/registration/finish/nobody", Fixture, GUINT_TO_POINTER (0), set_up, test_nobody,
              tear_down);
  g_test_add ("/registration/column", Fixture, GUINT_TO_POINTER (N_CANDIDATES), set_up, test_column,
              tear_down);
  return g_test_run ();
}
