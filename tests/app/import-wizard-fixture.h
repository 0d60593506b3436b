/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A wizard of an import on a profile of its own, and what a test does to it: finds, presses, opens
 * files. */
#pragma once

#include "app-fixture.h"
#include "app/import/mch-import-file-page.h"
#include "app/import/mch-import-wizard.h"

#include <string.h>

#define DEADLINE_MS 10000

typedef struct
{
  AppFixture app;
  GtkWindow *parent;
  MchImportModel *model;
  MchWizard *wizard; /* weak */
} World;

#define wait_until(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 deadline = g_get_monotonic_time () + DEADLINE_MS * 1000;                                \
                                                                                                   \
    while (!(condition))                                                                           \
      {                                                                                            \
        g_assert_cmpint (g_get_monotonic_time (), <, deadline);                                    \
        g_main_context_iteration (NULL, FALSE);                                                    \
        g_usleep (500);                                                                            \
      }                                                                                            \
  }                                                                                                \
  G_STMT_END

static inline void
start_wizard (World *world)
{
  world->model = mch_import_model_new (world->app.context);
  g_set_weak_pointer (&world->wizard, mch_import_wizard_new (world->parent, world->model));
  mch_wizard_start (world->wizard);
}

static inline World *
world_new (void)
{
  World *world = g_new0 (World, 1);

  app_fixture_set_up (&world->app, GUINT_TO_POINTER (0));
  world->parent = GTK_WINDOW (gtk_window_new ());
  gtk_window_present (world->parent);
  start_wizard (world);
  return world;
}

static inline void
world_free (World *world)
{
  if (world->wizard != NULL)
    mch_wizard_finish (world->wizard, NULL, NULL);
  wait_until (world->wizard == NULL);
  gtk_window_destroy (world->parent);
  app_fixture_settle ();
  /* Pages, jobs and tasks have let go: nothing of an import outlives its window. */
  g_assert_finalize_object (world->model);
  app_fixture_tear_down (&world->app, NULL);
  g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static inline gboolean
has_text (GtkWidget *widget, const char *text)
{
  const char *own = NULL;

  if (!gtk_widget_get_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget))
    own = gtk_label_get_text (GTK_LABEL (widget));
  if (own != NULL && strstr (own, text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_text (child, text))
      return TRUE;
  return FALSE;
}

static inline GtkWidget *
find_labelled (GtkWidget *widget, GType type, const char *label)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type)
      && (has_text (widget, label)
          || (GTK_IS_BUTTON (widget)
              && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_labelled (child, type, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static inline GtkWidget *
get_page (World *world)
{
  return GTK_WIDGET (mch_wizard_get_current (world->wizard));
}

static inline void
assert_says (World *world, const char *text)
{
  if (!has_text (get_page (world), text))
    g_error ("nothing says “%s”", text);
}

static inline void
press (World *world, const char *label)
{
  GtkWidget *button = find_labelled (get_page (world), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static inline void
press_next (World *world)
{
  GtkWidget *page = get_page (world);

  g_assert_cmpstr (mch_wizard_page_get_why_not (MCH_WIZARD_PAGE (page)), ==, NULL);
  mch_wizard_next (world->wizard);
  wait_until (world->wizard == NULL || get_page (world) != page);
}

static inline MchRecord *
record_new (MchKind kind, const char *id)
{
  MchRecord *record = mch_record_new (kind, id);

  record->version = 1;
  record->seq = 100;
  return record;
}

static inline GFile *
get_sample (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "import", name, NULL);

  return g_file_new_for_path (path);
}

static inline void
open_file (World *world, GFile *file)
{
  mch_import_model_open (world->model, file, MCH_ENCODING_GUESSED);
  g_assert_true (mch_import_model_is_reading (world->model));
  wait_until (!mch_import_model_is_reading (world->model));
}

static inline void
open_sample (World *world, const char *name)
{
  g_autoptr (GFile) file = get_sample (name);

  open_file (world, file);
}

static inline void
open_text (World *world, const char *text)
{
  g_autofree char *path = g_build_filename (world->app.dir, "liste.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  open_file (world, file);
}
