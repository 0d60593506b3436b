/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "school-fixture.h"

#include <signal.h>
#include <string.h>

#include "sync/mch-unlock.h"

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  mch_worker_open_finish (MCH_WORKER (source), result, &error);
  g_assert_no_error (error);
}

void
school_open (School *school)
{
  school->worker = mch_worker_new (g_getenv ("SCHOOL_PROFILE"), g_getenv ("SCHOOL_SECRETS"));
  school->sync = mch_sync_state_new (school->worker);
  school->context = mch_context_new (school->worker, school->sync);
  mch_worker_open_async (school->worker, on_opened, NULL);
  school_wait (mch_worker_get_store (school->worker) != NULL
               && mch_worker_get_facts (school->worker) != NULL
               && mch_context_get_session (school->context) != NULL);
  school->parent = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (school->parent, 1000, 700);
  gtk_window_present (school->parent);
  app_fixture_settle ();
}

void
school_close (School *school)
{
  gtk_window_destroy (school->parent);
  app_fixture_settle ();
  mch_worker_shut_down (school->worker);
  app_fixture_settle ();
  g_assert_finalize_object (school->context);
  g_assert_finalize_object (school->sync);
  g_assert_finalize_object (school->worker);
}

static gpointer
unlock (MchWork *work, gpointer data, GError **error)
{
  return GINT_TO_POINTER (
      mch_unlock_with_password (mch_work_get_desk (work), g_getenv ("SCHOOL_PASSWORD"), error));
}

static gpointer
lock (MchWork *work, gpointer data, GError **error)
{
  mch_unlock_close (mch_work_get_desk (work));
  return GINT_TO_POINTER (TRUE);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (mch_worker_run_finish (MCH_WORKER (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static void
run (School *school, MchWorkFunc func)
{
  gboolean done = FALSE;

  mch_worker_run_async (school->worker, "test", func, NULL, NULL, NULL, NULL, NULL, on_done, &done);
  school_wait (done);
}

void
school_unlock (School *school)
{
  run (school, unlock);
}

void
school_lock (School *school)
{
  run (school, lock);
}

void
school_stop_server (void)
{
  int pid = (int) g_ascii_strtoll (g_getenv ("SCHOOL_SERVER"), NULL, 10);

  g_assert_cmpint (pid, >, 1);
  g_assert_cmpint (kill (pid, SIGTERM), ==, 0);
  /* Its parent waits for it, not we: until it closes its port. */
  g_usleep (2 * G_USEC_PER_SEC);
}

gboolean
school_says (GtkWidget *root, const char *text)
{
  if (!gtk_widget_get_visible (root) || !gtk_widget_get_child_visible (root))
    return FALSE;
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (school_says (child, text))
      return TRUE;
  return FALSE;
}

GtkWindow *
school_find_window (GtkWindow *parent, GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type)
          && gtk_window_get_transient_for (window) == parent
          && gtk_widget_get_visible (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static gboolean
is_named (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  if (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL))
    return TRUE;
  if (GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget) || GTK_IS_LIST_BOX_ROW (widget))
    return app_fixture_find (widget, GTK_TYPE_LABEL, NULL) != NULL;
  return gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

/* Inside of a control that is named itself, or a container that only scrolls. */
static gboolean
is_part (GtkWidget *widget)
{
  const char *type = G_OBJECT_TYPE_NAME (widget);
  GtkWidget *parent = gtk_widget_get_parent (widget);

  return GTK_IS_TEXT (widget) || GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_LABEL (widget)
         || GTK_IS_WINDOW (widget) || GTK_IS_LIST_BASE (widget)
         || strcmp (type, "GtkListItemWidget") == 0 || strcmp (type, "GtkColumnViewTitle") == 0
         || (parent != NULL
             && (GTK_IS_MENU_BUTTON (parent) || GTK_IS_DROP_DOWN (parent)
                 || GTK_IS_SEARCH_ENTRY (parent) || GTK_IS_PASSWORD_ENTRY (parent)
                 || GTK_IS_WINDOW_CONTROLS (parent)));
}

void
school_assert_named (GtkWidget *root)
{
  if (!gtk_widget_get_visible (root))
    return;
  if (gtk_widget_get_focusable (root) && !is_part (root) && !is_named (root))
    g_error ("a %s below a %s has no name", G_OBJECT_TYPE_NAME (root),
             G_OBJECT_TYPE_NAME (gtk_widget_get_parent (root)));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    school_assert_named (child);
}

void
school_set_large_text (gboolean large)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (large ? 2 : 1) * 96 * 1024, NULL);
  app_fixture_settle ();
}

void
school_assert_fits (GtkWidget *root, int width, int height)
{
  int least_width, least_height;

  gtk_widget_measure (root, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  gtk_widget_measure (root, GTK_ORIENTATION_VERTICAL, MAX (width, least_width), &least_height, NULL,
                      NULL, NULL);
  g_assert_cmpint (least_width, <=, width);
  g_assert_cmpint (least_height, <=, height);
}

void
school_picture (GtkWindow *window, const char *name)
{
  const char *folder = g_getenv ("SCHOOL_SHOTS");
  g_autofree char *path = NULL;
  g_autoptr (GdkPaintable) paintable = NULL;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot;

  if (folder == NULL)
    return;
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  path = g_strdup_printf ("%s/%s.png", folder, name);
  paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (GTK_WIDGET (window)),
                          gtk_widget_get_height (GTK_WIDGET (window)));
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  gdk_texture_save_to_png (texture, path);
}
