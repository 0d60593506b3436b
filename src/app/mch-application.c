/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/mch-application.h"

#include <glib/gi18n-lib.h>

#include "app/app-resources.h"
#include "app/mch-versions.h"
#include "app/sign-in/mch-keyring-window.h"
#include "app/widgets/mch-dialog.h"
#include "app/window/mch-window.h"
#include "sync/mch-sync-error.h"

#define APP_ID "io.machaon.Machaon"

struct _MchApplication
{
  AdwApplication parent_instance;

  char *profile;
  char *secrets_file;
  gboolean exit_after_startup;

  MchWorker *worker;
  MchSyncState *sync;
  MchContext *context;
  MchWindow *window; /* weak */
};

G_DEFINE_FINAL_TYPE (MchApplication, mch_application, ADW_TYPE_APPLICATION)

void
mch_application_register_resources (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    {
      mch_app_register_resource ();
      g_once_init_leave (&once, 1);
    }
}

/* The first picture of the window is on the screen: enough for a measurement. */
static gboolean
on_first_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  if (gdk_frame_clock_get_frame_counter (clock) < 1)
    return G_SOURCE_CONTINUE;
  gtk_window_close (GTK_WINDOW (widget));
  return G_SOURCE_REMOVE;
}

static void
on_failure_answered (AdwMessageDialog *dialog, const char *response, MchApplication *self)
{
  g_application_quit (G_APPLICATION (self));
}

static void
show_failure (MchApplication *self, const GError *error)
{
  GtkWidget *dialog = mch_dialog_new_message (
      GTK_WINDOW (self->window), _ ("Machaon cannot open this profile"), error->message);

  g_printerr ("%s\n", error->message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_failure_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
begin (MchApplication *self)
{
  mch_sync_state_start (self->sync);
  mch_window_begin (self->window);
}

static void
on_keyring_ended (MchKeyringWindow *asking, const GError *error, MchApplication *self)
{
  if (self->window == NULL)
    return;
  if (error != NULL)
    show_failure (self, error);
  else
    begin (self);
}

static void
ask_for_keyring (MchApplication *self, const GError *error)
{
  MchKeyringWindow *asking =
      mch_keyring_window_open (GTK_WINDOW (self->window), self->worker, error);

  g_printerr ("%s\n", error->message);
  g_signal_connect_object (asking, "ended", G_CALLBACK (on_keyring_ended), self, 0);
  g_signal_connect_object (asking, "gave-up", G_CALLBACK (g_application_quit), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
is_for_keyring_window (MchApplication *self, const GError *error)
{
  return self->secrets_file == NULL
         && (g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING)
             || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING_LOCKED));
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchApplication) self = MCH_APPLICATION (data);
  g_autoptr (GError) error = NULL;

  mch_worker_open_finish (MCH_WORKER (source), result, &error);
  if (self->window == NULL)
    return;
  if (error == NULL)
    begin (self);
  else if (is_for_keyring_window (self, error))
    ask_for_keyring (self, error);
  else
    show_failure (self, error);
}

static void
mch_application_activate (GApplication *application)
{
  MchApplication *self = MCH_APPLICATION (application);

  if (self->window == NULL)
    {
      g_set_weak_pointer (&self->window,
                          MCH_WINDOW (mch_window_new (GTK_APPLICATION (self), self->context)));
      mch_worker_open_with_keyring_async (self->worker, on_opened, g_object_ref (self));
      if (self->exit_after_startup)
        gtk_widget_add_tick_callback (GTK_WIDGET (self->window), on_first_frame, NULL, NULL);
    }
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
mch_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  MchApplication *self = MCH_APPLICATION (application);

  mch_application_activate (application);
  if (n_files > 0)
    mch_window_open_file (self->window, files[0]);
}

static void
mch_application_startup (GApplication *application)
{
  MchApplication *self = MCH_APPLICATION (application);

  mch_application_register_resources ();
  G_APPLICATION_CLASS (mch_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (APP_ID);
  self->worker = mch_worker_new (self->profile, self->secrets_file);
  self->sync = mch_sync_state_new (self->worker);
  self->context = mch_context_new (self->worker, self->sync);
}

static void
mch_application_shutdown (GApplication *application)
{
  MchApplication *self = MCH_APPLICATION (application);

  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  /* GApplication goes on with what is ready: nothing may be begun by it. */
  if (self->sync != NULL)
    mch_sync_state_stop (self->sync);
  if (self->worker != NULL)
    mch_worker_shut_down (self->worker);
  G_APPLICATION_CLASS (mch_application_parent_class)->shutdown (application);
}

/* Another profile is another instance: its name on the bus is its own. */
static void
set_id_of_profile (MchApplication *self)
{
  g_autofree char *usual = g_build_filename (g_get_user_data_dir (), "machaon", NULL);
  g_autofree char *sum = NULL;
  g_autofree char *id = NULL;

  if (g_strcmp0 (self->profile, usual) == 0)
    return;
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, self->profile, -1);
  id = g_strdup_printf (APP_ID ".P%.16s", sum);
  g_application_set_application_id (G_APPLICATION (self), id);
}

static int
mch_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  MchApplication *self = MCH_APPLICATION (application);
  g_autofree char *given = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      mch_versions_print ();
      return 0;
    }
  self->exit_after_startup = g_variant_dict_contains (options, "exit-after-startup");
  g_variant_dict_lookup (options, "profile", "^ay", &given);
  g_variant_dict_lookup (options, "secrets-file", "^ay", &self->secrets_file);
  self->profile = given != NULL ? g_canonicalize_filename (given, NULL)
                                : g_build_filename (g_get_user_data_dir (), "machaon", NULL);
  set_id_of_profile (self);
  return -1;
}

static void
mch_application_finalize (GObject *object)
{
  MchApplication *self = MCH_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->context);
  g_clear_object (&self->sync);
  g_clear_object (&self->worker);
  g_free (self->profile);
  g_free (self->secrets_file);
  G_OBJECT_CLASS (mch_application_parent_class)->finalize (object);
}

static void
mch_application_class_init (MchApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mch_application_finalize;
  application_class->activate = mch_application_activate;
  application_class->open = mch_application_open;
  application_class->startup = mch_application_startup;
  application_class->shutdown = mch_application_shutdown;
  application_class->handle_local_options = mch_application_handle_local_options;
}

static const GOptionEntry options[] = {
  { "profile", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("The folder of the profile"), "DIR" },
  { "secrets-file", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Keep secrets in this private file instead of the keyring"), "FILE" },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the versions of every library"), NULL },
  { "exit-after-startup", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_ ("End once the window is painted, for measurements"), NULL },
  G_OPTION_ENTRY_NULL,
};

static void
mch_application_init (MchApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self),
                                                     "[FILE.csv|FILE.machaon]");
}

MchApplication *
mch_application_new (void)
{
  return g_object_new (MCH_TYPE_APPLICATION, "application-id", APP_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", MCH_RESOURCE_PATH, NULL);
}
