/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-slip-save.h"

#include <glib/gi18n-lib.h>

#include "app/preview/mch-slip-job.h"
#include "app/sign-in/mch-password-window.h"

static gpointer
save (MchWork *work, gpointer data, GError **error)
{
  MchSlipJob *job = g_task_get_task_data (data);

  return mch_slip_request_make (work, job->request, job->path, error);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MchSlipJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->made = mch_worker_run_finish (MCH_WORKER (source), result, &error);
  if (job->made == NULL)
    g_task_return_error (task, error);
  else
    mch_slip_job_note (g_steal_pointer (&task), NULL);
}

/* Takes @task over. */
static void
write_file (GTask *task)
{
  MchSlipJob *job = g_task_get_task_data (task);

  mch_worker_run_async (mch_context_get_worker (job->context), "save slips", save, task, NULL,
                        (GDestroyNotify) mch_slip_made_free, NULL, NULL, on_written, task);
}

static void
on_place_chosen (GtkFileChooserNative *chooser, int response, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MchSlipJob *job = g_task_get_task_data (task);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    job->path = g_file_get_path (file);
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (chooser));
  g_object_unref (chooser);
  if (job->path != NULL)
    write_file (g_steal_pointer (&task));
  else
    mch_slip_job_cancel (task);
}

/* What the file is called, if nothing else is chosen. (transfer full) */
static char *
dup_name (const MchSlipJob *job)
{
  const char *uai = mch_context_get_uai (job->context);
  guint per_page = mch_slip_request_get_per_page (job->request);

  if (per_page == 1)
    return g_strdup_printf (_ ("slips %s.pdf"), uai);
  if (per_page == 2)
    return g_strdup_printf (_ ("slips %s two per page.pdf"), uai);
  return g_strdup_printf (_ ("slips %s, %u per page.pdf"), uai, per_page);
}

/* Takes @task over. */
static void
ask_place (GTask *task)
{
  MchSlipJob *job = g_task_get_task_data (task);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Save the slips as PDF"), job->parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  g_autofree char *name = dup_name (job);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_place_chosen), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Takes @task over. */
static void
start (GTask *task)
{
  MchSlipJob *job = g_task_get_task_data (task);

  if (job->path != NULL)
    write_file (task);
  else
    ask_place (task);
}

static void
on_save_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (!mch_password_ensure_finish (result, &error))
    g_task_return_error (task, error);
  else
    start (g_steal_pointer (&task));
}

void
mch_slip_save_async (GtkWindow *parent, MchContext *context, MchSlipRequest *request,
                     const char *path, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task =
      mch_slip_job_new (parent, context, request, path, MCH_SLIP_ACT_EXPORT, callback, user_data);

  g_task_set_source_tag (task, mch_slip_save_async);
  if (mch_slip_request_is_reminder (request))
    start (task);
  else
    mch_password_ensure_async (parent, context, _ ("To save the slips in a file."),
                               on_save_unlocked, task);
}

gboolean
mch_slip_save_finish (GAsyncResult *result, guint *ret_n_slips, char **ret_path, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return mch_slip_job_finish (result, ret_n_slips, ret_path, error);
}
