/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window with a signed-in profile and no server: every screen, every control named, a
 * candidate edited, the establishment confirmed (ACC-10, INS-07, INS-08). */
#include <string.h>

#include "app-fixture.h"
#include "app/candidates/mch-candidate-cells.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-field-entry.h"
#include "app/window/mch-activity.h"
#include "app/window/mch-window.h"
#include "store/mch-outbox.h"

typedef struct
{
  AppFixture base;
  MchWindow *window;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  app_fixture_set_up (&fixture->base, data);
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

/* What GTK gives a name by itself: a label child, or a label that points here. */
static gboolean
has_text_inside (GtkWidget *widget)
{
  return app_fixture_find (widget, GTK_TYPE_LABEL, NULL) != NULL;
}

static gboolean
is_named (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  if (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL))
    return TRUE;
  /* A button's relation leads to its child, which may be a picture alone. */
  if (GTK_IS_BUTTON (widget))
    return has_text_inside (widget);
  return gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* Parts of a control that is named itself, and containers that only scroll. */
static gboolean
is_part (GtkWidget *widget)
{
  const char *name = G_OBJECT_TYPE_NAME (widget);
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (GTK_IS_TEXT (widget) || GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_LABEL (widget)
      || GTK_IS_LIST_BASE (widget) || strcmp (name, "GtkListItemWidget") == 0
      || strcmp (name, "GtkColumnViewTitle") == 0)
    return TRUE;
  /* The button inside a menu button, a drop-down or a password entry. */
  return parent != NULL
         && (GTK_IS_MENU_BUTTON (parent) || GTK_IS_DROP_DOWN (parent)
             || GTK_IS_PASSWORD_ENTRY (parent) || GTK_IS_SEARCH_ENTRY (parent)
             || strcmp (G_OBJECT_TYPE_NAME (parent), "AdwToastWidget") == 0
             || GTK_IS_WINDOW_CONTROLS (gtk_widget_get_parent (widget)));
}

static guint
count_nameless (GtkWidget *root)
{
  guint n = 0;

  if (!gtk_widget_get_visible (root))
    return 0;
  if (gtk_widget_get_focusable (root) && !is_part (root) && !is_named (root)
      && !(GTK_IS_LIST_BOX_ROW (root) && has_text_inside (root)) && !GTK_IS_WINDOW (root))
    {
      g_test_message ("without a name: %s in %s", G_OBJECT_TYPE_NAME (root),
                      G_OBJECT_TYPE_NAME (gtk_widget_get_parent (root)));
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_nameless (child);
  return n;
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  static const char *const screens[] = { "home", "establishment", "candidates", "to-finish",
                                         "imports" };
  g_autofree char *id = app_fixture_candidature_id (0);

  for (gsize i = 0; i < G_N_ELEMENTS (screens); i++)
    {
      mch_window_show (fixture->window, screens[i], NULL);
      app_fixture_settle ();
      g_test_message ("%s", screens[i]);
      g_assert_cmpstr (mch_window_get_shown (fixture->window), ==, screens[i]);
      g_assert_cmpuint (count_nameless (GTK_WIDGET (fixture->window)), ==, 0);
    }
  mch_window_show (fixture->window, "candidate", id);
  app_fixture_settle ();
  g_assert_cmpuint (count_nameless (GTK_WIDGET (fixture->window)), ==, 0);
}

/* Cells of a list may be: their columns can be drawn wider, and the page of the candidate has all.
 */
static guint
count_cut (GtkWidget *root)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (root) || GTK_IS_COLUMN_VIEW (root))
    return 0;
  if (GTK_IS_LABEL (root) && pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (root))))
    {
      g_test_message ("cut: %s", gtk_label_get_text (GTK_LABEL (root)));
      n++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_cut (child);
  return n;
}

static void
test_nothing_cut (Fixture *fixture, gconstpointer data)
{
  static const char *const screens[] = { "home", "establishment", "candidates", "to-finish",
                                         "imports" };
  g_autofree char *id = app_fixture_candidature_id (0);

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1024, 700);
  for (int large = 0; large < 2; large++)
    {
      g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (large + 1) * 96 * 1024, NULL);
      for (gsize i = 0; i < G_N_ELEMENTS (screens); i++)
        {
          mch_window_show (fixture->window, screens[i], NULL);
          app_fixture_settle ();
          g_test_message ("%s, %s letters", screens[i], large ? "large" : "usual");
          g_assert_cmpuint (count_cut (GTK_WIDGET (fixture->window)), ==, 0);
        }
      mch_window_show (fixture->window, "candidate", id);
      app_fixture_settle ();
      g_assert_cmpuint (count_cut (GTK_WIDGET (fixture->window)), ==, 0);
    }
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
}

/* The walk itself finds what it is for. */
static void
test_walk (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");

  gtk_window_set_child (GTK_WINDOW (window), button);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpuint (count_nameless (window), ==, 1);
  mch_a11y_set_label (button, "_Add");
  g_assert_cmpuint (count_nameless (window), ==, 0);
  gtk_window_destroy (GTK_WINDOW (window));
}

static const MchActivity *
find_activity (const char *id)
{
  const MchActivity *activity = mch_activity_find (id);

  g_assert_nonnull (activity);
  return activity;
}

/* ACC-10, ACC-11: not positioned: the reason names whom to call, and the activity does not open. */
static void
test_service (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MchOverview) overview = mch_overview_new (fixture->base.context);
  g_autofree char *reason = mch_overview_dup_generate_reason (overview);

  g_assert_nonnull (strstr (reason, "DEC 3"));
  g_assert_nonnull (strstr (reason, "positionn"));
  mch_window_show (fixture->window, "generate", NULL);
  app_fixture_settle ();
  g_assert_cmpstr (mch_window_get_shown (fixture->window), ==, "home");
}

/* Every row that cannot be opened says why. */
static void
test_locks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (MchOverview) overview = mch_overview_new (fixture->base.context);

  for (const MchActivity *activity = mch_activities; activity->id != NULL; activity++)
    {
      g_auto (MchMark) mark = { 0 };

      g_assert_true (find_activity (activity->id) == activity);
      mch_activity_mark (activity, overview, &mark);
      if (mark.kind == MCH_MARK_LOCK)
        g_assert_cmpint ((int) strlen (mark.text), >, 20);
      else
        g_assert_true (activity->screen != NULL || activity->run != NULL);
    }
}

static MchFieldEntry *
find_field (GtkWidget *root, const char *label)
{
  if (MCH_IS_FIELD_ENTRY (root)
      && strcmp (gtk_label_get_text (GTK_LABEL (gtk_widget_get_first_child (root))), label) == 0)
    return MCH_FIELD_ENTRY (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      MchFieldEntry *found = find_field (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_screen (Fixture *fixture, const char *type)
{
  return app_fixture_find (GTK_WIDGET (fixture->window), g_type_from_name (type), NULL);
}

static void
type (GtkWidget *screen, const char *label, const char *text)
{
  MchFieldEntry *field = find_field (screen, label);

  g_assert_nonnull (field);
  gtk_editable_set_text (GTK_EDITABLE (mch_field_entry_get_entry (field)), text);
}

static void
press (GtkWidget *screen, const char *label)
{
  GtkWidget *button = app_fixture_find (screen, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
has_pending (gpointer data)
{
  return mch_store_count_pending (mch_worker_get_store (((Fixture *) data)->base.worker)) > 0;
}

static char *
dup_value (Fixture *fixture, const char *name)
{
  g_autofree char *id = app_fixture_candidature_id (0);
  const char *const ids[] = { id, NULL };
  MchCandidateFilter filter = { .scope = SCOPE, .ids = ids };
  g_autoptr (GPtrArray) rows = mch_store_query_candidates (
      mch_worker_get_store (fixture->base.worker), &filter, 0, 1, NULL, NULL);

  g_assert_cmpuint (rows->len, ==, 1);
  return g_strdup (mch_candidate_get (rows->pdata[0], name));
}

/* A fault stands under its field and nothing is saved; once mended it goes to the outbox. */
static void
test_edit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = app_fixture_candidature_id (0);
  g_autofree char *date = NULL;
  GtkWidget *screen;
  MchFieldEntry *birth;

  mch_window_show (fixture->window, "candidate", id);
  app_fixture_settle ();
  screen = find_screen (fixture, "MchCandidateScreen");
  birth = find_field (screen, "Date de naissance *");
  g_assert_cmpstr (mch_field_entry_get_text (birth), ==, "22/02/2009");
  type (screen, "Date de naissance *", "31/02/2009");
  press (screen, "_Enregistrer");
  app_fixture_settle ();
  g_assert_true (mch_field_entry_has_fault (birth));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (mch_field_entry_get_entry (birth)),
                                    GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_false (has_pending (fixture));
  type (screen, "Date de naissance *", "1er mars 2009");
  g_assert_false (mch_field_entry_has_fault (birth));
  press (screen, "_Enregistrer");
  app_fixture_wait (has_pending, fixture);
  date = dup_value (fixture, "birth_date");
  g_assert_cmpstr (date, ==, "2009-03-01");
  app_fixture_settle ();
  g_assert_cmpstr (mch_field_entry_get_text (birth), ==, "01/03/2009");
}

/* What is being typed survives a look at the list and what others change. */
static void
test_typed_stays (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = app_fixture_candidature_id (0);
  GtkWidget *screen;

  mch_window_show (fixture->window, "candidate", id);
  screen = find_screen (fixture, "MchCandidateScreen");
  type (screen, "Division", "TCAP");
  app_fixture_add_candidates (mch_worker_get_store (fixture->base.worker), 30, 1);
  mch_window_show (fixture->window, "candidates", NULL);
  app_fixture_settle ();
  mch_window_show (fixture->window, "candidate", id);
  app_fixture_settle ();
  g_assert_cmpstr (mch_field_entry_get_text (find_field (screen, "Division")), ==, "TCAP");
}

static gboolean
is_new_candidate_there (gpointer data)
{
  MchCandidateFilter filter = { .scope = SCOPE, .search = "zebre" };

  return mch_store_count_candidates (mch_worker_get_store (((Fixture *) data)->base.worker),
                                     &filter)
         == 1;
}

static void
test_register (Fixture *fixture, gconstpointer data)
{
  GtkWidget *screen;

  mch_window_show (fixture->window, "candidate", "");
  app_fixture_settle ();
  screen = find_screen (fixture, "MchCandidateScreen");
  press (screen, "_Enregistrer");
  g_assert_true (mch_field_entry_has_fault (find_field (screen, "Nom de famille *")));
  g_assert_false (has_pending (fixture));
  type (screen, "Nom de famille *", "Zèbre");
  type (screen, "Prénom 1 *", "Léo");
  type (screen, "Date de naissance *", "3/4/2010");
  press (screen, "_Enregistrer");
  app_fixture_wait (is_new_candidate_there, fixture);
  app_fixture_settle ();
}

/* Back leads to the list that one came from, and again after another candidate. */
static void
test_back (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = app_fixture_candidature_id (0);

  mch_window_show (fixture->window, "to-finish", NULL);
  for (int i = 0; i < 3; i++)
    {
      mch_window_show (fixture->window, "candidate", i == 1 ? "" : id);
      app_fixture_settle ();
      g_assert_cmpstr (mch_window_get_shown (fixture->window), ==, "candidate");
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL);
      app_fixture_settle ();
      g_assert_cmpstr (mch_window_get_shown (fixture->window), ==, "to-finish");
    }
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL);
  g_assert_cmpstr (mch_window_get_shown (fixture->window), ==, "to-finish");
}

/* A list that was sorted is taken apart without a word. */
static void
test_sorted_end (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view;

  mch_window_show (fixture->window, "candidates", "");
  app_fixture_settle ();
  view = app_fixture_find (GTK_WIDGET (fixture->window), GTK_TYPE_COLUMN_VIEW, NULL);
  mch_candidate_cells_set_sort (GTK_COLUMN_VIEW (view), MCH_CANDIDATE_SORT_DIVISION, TRUE);
  app_fixture_settle ();
}

static char *
dup_establishment_value (Fixture *fixture, const char *name)
{
  g_autoptr (MchRecord) record = mch_context_dup_establishment (fixture->base.context);

  return g_strdup (mch_record_get (record, name));
}

static gboolean
is_confirmed (gpointer data)
{
  g_autofree char *value = dup_establishment_value (data, "contact_confirmed");

  return value != NULL;
}

static gboolean
has_phone (gpointer data)
{
  g_autofree char *value = dup_establishment_value (data, "phone");

  return g_strcmp0 (value, "0199001234") == 0;
}

static gboolean
has_other_phone (gpointer data)
{
  g_autofree char *value = dup_establishment_value (data, "phone");

  return g_strcmp0 (value, "0199005678") == 0;
}

/* INS-07: nothing is confirmed without telephone and e-mail; a later change asks again. */
static void
test_establishment (Fixture *fixture, gconstpointer data)
{
  GtkWidget *screen;

  mch_window_show (fixture->window, "establishment", NULL);
  app_fixture_settle ();
  screen = find_screen (fixture, "MchEstablishmentScreen");
  press (screen, "Ces coordonnées sont e_xactes");
  app_fixture_settle ();
  g_assert_false (is_confirmed (fixture));
  type (screen, "Téléphone", "01 99 00 12 34");
  type (screen, "E-mail", "secretariat@lycee.invalid");
  press (screen, "_Enregistrer");
  app_fixture_wait (has_phone, fixture);
  app_fixture_settle ();
  press (screen, "Ces coordonnées sont e_xactes");
  app_fixture_wait (is_confirmed, fixture);
  app_fixture_settle ();
  type (screen, "Téléphone", "01 99 00 56 78");
  press (screen, "_Enregistrer");
  app_fixture_wait (has_other_phone, fixture);
  g_assert_false (is_confirmed (fixture));
}

typedef struct
{
  gboolean ended;
  GError *error;
} Late;

static gpointer
must_not_run (MchWork *work, gpointer data, GError **error)
{
  g_assert_not_reached ();
}

static void
on_late (GObject *source, GAsyncResult *result, gpointer data)
{
  Late *late = data;

  g_assert_null (mch_worker_run_finish (MCH_WORKER (source), result, &late->error));
  late->ended = TRUE;
}

static gboolean
is_ended (gpointer data)
{
  return ((Late *) data)->ended;
}

/* A timer or the next step of something may come while the program closes. */
static void
test_due_after_the_end (Fixture *fixture, gconstpointer data)
{
  MchWorker *worker = fixture->base.worker;
  Late late[2] = { { FALSE, NULL } };

  mch_worker_shut_down (worker);
  mch_worker_run_async (worker, "late", must_not_run, NULL, NULL, NULL, NULL, NULL, on_late,
                        &late[0]);
  mch_worker_run_on_disk_async (worker, "late", must_not_run, NULL, NULL, NULL, NULL, on_late,
                                &late[1]);
  mch_sync_state_sync (fixture->base.sync);
  for (guint i = 0; i < G_N_ELEMENTS (late); i++)
    {
      app_fixture_wait (is_ended, &late[i]);
      g_assert_error (late[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&late[i].error);
    }
  mch_sync_state_stop (fixture->base.sync);
  mch_sync_state_sync (fixture->base.sync);
  app_fixture_settle ();
}

int
main (int argc, char **argv)
{
  app_fixture_init (&argc, &argv);
  g_test_add_func ("/app/window/walk", test_walk);
#define ADD(name, func)                                                                            \
  g_test_add ("/app/window/" name, Fixture, GUINT_TO_POINTER (20), set_up, func, tear_down)
  ADD ("names", test_names);
  ADD ("nothing-cut", test_nothing_cut);
  ADD ("service", test_service);
  ADD ("locks", test_locks);
  ADD ("edit", test_edit);
  ADD ("typed-stays", test_typed_stays);
  ADD ("register", test_register);
  ADD ("back", test_back);
  ADD ("sorted-end", test_sorted_end);
  ADD ("establishment", test_establishment);
  ADD ("due-after-the-end", test_due_after_the_end);
  return g_test_run ();
}
