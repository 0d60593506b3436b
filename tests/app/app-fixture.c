/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app/mch-application.h"
#include "core/mch-paths.h"
#include "store/mch-store-reference.h"
#include "vault/mch-digest.h"

#define EPOCH "e1"
#define WAIT_US (30 * G_USEC_PER_SEC) /* a client tries for ten seconds before it gives up */

void
app_fixture_init (int *argc, char ***argv)
{
  mch_paths_init_language ();
  gtk_disable_setlocale ();
  gtk_test_init (argc, argv);
  adw_init ();
  mch_application_register_resources ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-font-name",
                "DejaVu Sans 11", NULL);
}

static void
write_profile (const char *dir)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchProfile) profile = mch_profile_load (dir, &error);

  g_assert_no_error (error);
  mch_profile_set (profile, MCH_PROFILE_SERVER, "https://localhost:1");
  mch_profile_set (profile, MCH_PROFILE_LOGIN, "a.martin");
  mch_profile_set (profile, MCH_PROFILE_NAME, "Mme Martin");
  mch_profile_set (profile, MCH_PROFILE_ROLE, "establishment");
  mch_profile_add_scope (profile, SCOPE, "Lycée Test");
  g_assert_true (mch_profile_save (profile, &error));
  g_assert_no_error (error);
}

char *
app_fixture_candidature_id (guint n)
{
  return g_strdup_printf ("01890000-0000-7000-8001-%012x", n);
}

static MchRecord *
record_new (MchKind kind, const char *id, gint64 seq)
{
  MchRecord *record = mch_record_new (kind, id);

  record->version = 1;
  record->seq = seq;
  return record;
}

static void
add_candidate (GPtrArray *rows, guint n)
{
  g_autofree char *id = app_fixture_candidature_id (n);
  g_autofree char *person_id = g_strdup_printf ("01890000-0000-7000-8002-%012x", n);
  g_autofree char *name = n == 0
                              ? g_strdup ("AUBIN")
                              : g_strdup_printf ("NOM%c%c%c", 'A' + (char) (n / 676 % 26),
                                                 'A' + (char) (n / 26 % 26), 'A' + (char) (n % 26));
  g_autofree char *division = g_strdup_printf ("%uCAP", n % 4 + 1);
  MchRecord *person = record_new (MCH_KIND_PERSON, person_id, 2 * n + 10);
  MchRecord *candidature = record_new (MCH_KIND_CANDIDATURE, id, 2 * n + 11);

  mch_record_set (person, "family_name", name);
  mch_record_set (person, "given_name", n == 0 ? "Antoine" : "Zoé");
  mch_record_set (person, "birth_date", "2009-02-22");
  mch_record_set (candidature, "person", person_id);
  mch_record_set (candidature, "session", SESSION);
  mch_record_set (candidature, "state",
                  n % 3 == 0 ? MCH_STATE_PRE_REGISTERED : MCH_STATE_REGISTERED);
  mch_record_set (candidature, "division", division);
  g_ptr_array_add (rows, person);
  g_ptr_array_add (rows, candidature);
}

void
app_fixture_add_candidates (MchStore *store, guint first, guint n)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  g_autoptr (GError) error = NULL;

  for (guint i = first; i < first + n; i++)
    add_candidate (rows, i);
  mch_store_apply_rows (store, SCOPE, EPOCH, rows, 2 * (first + n) + 10, FALSE, &error);
  g_assert_no_error (error);
}

static void
add_directory (MchStore *store)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  MchRecord *establishment = record_new (MCH_KIND_ESTABLISHMENT, UAI, 1);
  MchRecord *service = record_new (MCH_KIND_SERVICE, SESSION, 2);
  MchRecord *member = record_new (MCH_KIND_MEMBER, "a.martin", 3);
  MchRecord *asks = record_new (MCH_KIND_MEMBER, "j.durand", 4);
  g_autoptr (GError) error = NULL;

  mch_record_set (establishment, "name", "Lycée Test");
  mch_record_set (service, "academy_name", "Besançon");
  mch_record_set (service, "contact", "DEC 3");
  mch_record_set (member, "state", "member");
  mch_record_set (member, "name", "Mme Martin");
  mch_record_set (asks, "state", "pending");
  mch_record_set (asks, "name", "M. Durand");
  mch_record_set (asks, "public", "AAAA");
  g_ptr_array_add (rows, establishment);
  g_ptr_array_add (rows, service);
  g_ptr_array_add (rows, member);
  g_ptr_array_add (rows, asks);
  mch_store_apply_rows (store, SCOPE, EPOCH, rows, 9, FALSE, &error);
  g_assert_no_error (error);
}

void
app_fixture_load_reference (AppFixture *fixture)
{
  MchStore *store = mch_worker_get_store (fixture->worker);
  g_autofree char *path = g_build_filename (g_getenv ("MACHAON_SOURCE_ROOT"), "data", "reference",
                                            "cap.reference", NULL);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *digest = NULL;
  MchRecord *service;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  digest = mch_digest_hex (text, length);
  mch_store_put_reference (store, digest, text, &error);
  g_assert_no_error (error);
  service = mch_store_dup_record (store, SCOPE, MCH_KIND_SERVICE, SESSION);
  service->version++;
  service->seq = 100000;
  mch_record_set (service, "reference", digest);
  g_ptr_array_add (rows, service);
  mch_store_apply_rows (store, SCOPE, EPOCH, rows, 100000, FALSE, &error);
  g_assert_no_error (error);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  mch_worker_open_finish (MCH_WORKER (source), result, &error);
  g_assert_no_error (error);
}

static gboolean
is_open (gpointer data)
{
  AppFixture *fixture = data;

  return mch_worker_get_store (fixture->worker) != NULL
         && mch_worker_get_facts (fixture->worker) != NULL;
}

static gboolean
is_counted (gpointer data)
{
  return mch_context_get_session (((AppFixture *) data)->context) != NULL;
}

void
app_fixture_set_up (AppFixture *fixture, gconstpointer data)
{
  g_autofree char *secrets = NULL;

  fixture->dir = g_dir_make_tmp ("machaon-app-XXXXXX", NULL);
  g_assert_nonnull (fixture->dir);
  secrets = g_build_filename (fixture->dir, "secrets", NULL);
  write_profile (fixture->dir);
  fixture->worker = mch_worker_new (fixture->dir, secrets);
  fixture->sync = mch_sync_state_new (fixture->worker);
  fixture->context = mch_context_new (fixture->worker, fixture->sync);
  mch_worker_open_async (fixture->worker, on_opened, NULL);
  app_fixture_wait (is_open, fixture);
  add_directory (mch_worker_get_store (fixture->worker));
  app_fixture_add_candidates (mch_worker_get_store (fixture->worker), 0, GPOINTER_TO_UINT (data));
  app_fixture_wait (is_counted, fixture);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
app_fixture_tear_down (AppFixture *fixture, gconstpointer data)
{
  app_fixture_settle ();
  mch_worker_shut_down (fixture->worker);
  app_fixture_settle ();
  g_assert_finalize_object (fixture->context);
  g_assert_finalize_object (fixture->sync);
  g_assert_finalize_object (fixture->worker);
  remove_tree (fixture->dir);
  g_free (fixture->dir);
}

void
app_fixture_wait (AppCondition done, gpointer data)
{
  gint64 end = g_get_monotonic_time () + WAIT_US;

  while (!done (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

void
app_fixture_settle (void)
{
  /* Two frames: layout runs in the first. */
  for (int i = 0; i < 50; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
}

static const char *
get_name (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_CHECK_BUTTON (widget)
      && gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)) != NULL)
    return gtk_check_button_get_label (GTK_CHECK_BUTTON (widget));
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    return gtk_button_get_label (GTK_BUTTON (widget));
  return gtk_widget_get_tooltip_text (widget);
}

GtkWidget *
app_fixture_find (GtkWidget *root, GType type, const char *name)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type)
      && (name == NULL || g_strcmp0 (get_name (root), name) == 0))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = app_fixture_find (child, type, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}
