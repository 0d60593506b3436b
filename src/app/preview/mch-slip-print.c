/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GTK gets our own pages, drawn as text and lines, so that its ranges, its paper and the portal
 * work. The slips are in the main thread only while the printer's window is open. */
#include "app/preview/mch-slip-print.h"

#include <glib/gi18n-lib.h>

#include "app/sign-in/mch-password-window.h"
#include "app/widgets/mch-dialog.h"

typedef struct
{
  GtkWindow *parent; /* weak */
  MchContext *context;
  MchSlipRequest *request;
  char *path;
  MchSlipMade *made;
  MchSlipAct act;

  /* while pages are drawn */
  MchFonts *fonts;
  MchPapillon *papillon;
  MchPage *page;
  GError *error;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_weak_pointer (&job->parent);
  g_clear_object (&job->context);
  g_clear_pointer (&job->request, mch_slip_request_free);
  g_clear_pointer (&job->made, mch_slip_made_free);
  g_clear_pointer (&job->page, mch_page_unref);
  g_clear_pointer (&job->papillon, mch_papillon_free);
  g_clear_pointer (&job->fonts, mch_fonts_unref);
  g_clear_error (&job->error);
  g_free (job->path);
  g_free (job);
}

static GTask *
job_new (GtkWindow *parent, MchContext *context, MchSlipRequest *request, const char *path,
         MchSlipAct act, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (context, NULL, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_set_weak_pointer (&job->parent, parent);
  job->context = g_object_ref (context);
  job->request = request;
  job->path = g_strdup (path);
  job->act = act;
  g_task_set_task_data (task, job, job_free);
  return task;
}

/* ---- the entry in the log ---- */

static gpointer
note (MchWork *work, gpointer data, GError **error)
{
  Job *job = g_task_get_task_data (data);

  return GINT_TO_POINTER (
      mch_slip_request_note (work, job->request, job->act, &job->made->result, error));
}

static void
on_noted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (mch_worker_run_finish (MCH_WORKER (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  mch_sync_state_sync (mch_context_get_sync (job->context));
  g_task_return_boolean (task, TRUE);
}

/* Takes @task over. */
static void
note_and_return (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  mch_worker_run_on_disk_async (mch_context_get_worker (job->context), "note slips", note, task,
                                NULL, NULL, NULL, on_noted, task);
}

/* ---- pages for the printer ---- */

static guint
n_pages (const Job *job)
{
  return (job->made->picked->len + job->request->per_page - 1) / job->request->per_page;
}

static void
on_begin_print (GtkPrintOperation *operation, GtkPrintContext *context, Job *job)
{
  job->fonts = mch_fonts_new (NULL, &job->error);
  if (job->fonts != NULL)
    job->papillon = mch_papillon_new (job->fonts, mch_slip_pile_get_sheet (job->made->pile),
                                      job->request->per_page, &job->error);
  if (job->papillon == NULL)
    {
      gtk_print_operation_cancel (operation);
      return;
    }
  job->page = mch_page_new ();
  gtk_print_operation_set_n_pages (operation, (int) n_pages (job));
}

static gboolean
fill_page (Job *job, guint number)
{
  guint per_page = job->request->per_page;

  mch_papillon_begin_page (job->papillon, job->page);
  for (guint slot = 0; slot < per_page; slot++)
    {
      guint at = number * per_page + slot;
      MchSlip slip = { 0 };

      if (at >= job->made->picked->len)
        break;
      mch_slip_pile_get_slip (job->made->pile, g_array_index (job->made->picked, guint, at), &slip);
      if (!mch_papillon_add_slip (job->papillon, job->page, slot, &slip, NULL, &job->error))
        return FALSE;
    }
  return TRUE;
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int number, Job *job)
{
  if (fill_page (job, (guint) number))
    mch_page_draw (job->page, job->fonts, gtk_print_context_get_cairo_context (context));
  else
    gtk_print_operation_cancel (operation);
}

static void
return_cancelled (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The person gave up");
}

/* Takes @task over. */
static void
on_printed (GtkPrintOperation *operation, GtkPrintOperationResult how, GTask *user_task)
{
  g_autoptr (GTask) task = user_task;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (job->error != NULL)
    g_task_return_error (task, g_steal_pointer (&job->error));
  else if (how == GTK_PRINT_OPERATION_RESULT_APPLY)
    note_and_return (g_steal_pointer (&task));
  else if (how == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                               _ ("The slips were not printed: %s"), error->message);
      g_clear_error (&error);
    }
  else
    return_cancelled (task);
}

static gboolean
end_preview (gpointer preview)
{
  gtk_print_operation_preview_end_preview (preview);
  return G_SOURCE_REMOVE;
}

static void
on_preview_ready (GtkPrintOperationPreview *preview)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, end_preview, g_object_ref (preview), g_object_unref);
}

/* GTK would write the passwords into a file and hand it to another program. */
static gboolean
on_preview (GtkPrintOperation *operation, GtkPrintOperationPreview *preview,
            GtkPrintContext *context, GtkWindow *parent, Job *job)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);

  gtk_print_context_set_cairo_context (context, cr, 72, 72);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_signal_connect (preview, "ready", G_CALLBACK (on_preview_ready), NULL);
  if (job->parent != NULL)
    mch_message_show (GTK_WIDGET (job->parent), _ ("The preview is in Machaon"),
                      _ ("“Preview and printing” shows these very pages. No other program gets to "
                         "see the passwords. Nothing was printed."));
  return TRUE;
}

static GtkPageSetup *
a4_new (void)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size (setup, paper);
  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_PORTRAIT);
  return setup;
}

/* Takes @task over. */
static void
run_printing (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = a4_new ();

  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_n_pages (operation, (int) n_pages (job));
  /* The queue of a printer is seen by others: no person's name in it. */
  gtk_print_operation_set_job_name (operation, _ ("Connection slips"));
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_show_progress (operation, job->path == NULL);
  if (job->path != NULL)
    gtk_print_operation_set_export_filename (operation, job->path);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin_print), job);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), job);
  g_signal_connect (operation, "preview", G_CALLBACK (on_preview), job);
  g_signal_connect (operation, "done", G_CALLBACK (on_printed), task);
  gtk_print_operation_run (operation,
                           job->path != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT
                                             : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           job->parent, NULL);
}

static gpointer
make (MchWork *work, gpointer data, GError **error)
{
  return mch_slip_request_make (work, data, error);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->made = mch_worker_run_finish (MCH_WORKER (source), result, &error);
  if (job->made == NULL)
    g_task_return_error (task, error);
  else
    run_printing (g_steal_pointer (&task));
}

static void
on_print_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!mch_password_ensure_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  mch_worker_run_async (mch_context_get_worker (job->context), "print slips", make, job->request,
                        NULL, (GDestroyNotify) mch_slip_made_free, NULL, NULL, on_made,
                        g_steal_pointer (&task));
}

void
mch_slip_print_async (GtkWindow *parent, MchContext *context, MchSlipRequest *request,
                      const char *export_path, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task =
      job_new (parent, context, request, export_path, MCH_SLIP_ACT_PRINT, callback, user_data);

  g_task_set_source_tag (task, mch_slip_print_async);
  mch_password_ensure_async (parent, context, _ ("To print the slips."), on_print_unlocked, task);
}

static gboolean
finish (GAsyncResult *result, guint *ret_n_slips, char **ret_path, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (ret_n_slips != NULL)
    *ret_n_slips = job->made->result.n_slips;
  if (ret_path != NULL)
    *ret_path = g_strdup (job->path);
  return TRUE;
}

gboolean
mch_slip_print_finish (GAsyncResult *result, guint *ret_n_slips, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return finish (result, ret_n_slips, NULL, error);
}

/* ---- saving ---- */

static gpointer
save (MchWork *work, gpointer data, GError **error)
{
  Job *job = g_task_get_task_data (data);
  g_autoptr (MchSlipMade) made = mch_slip_request_make (work, job->request, error);

  if (made == NULL)
    return NULL;
  mch_papillon_result_clear (&made->result);
  if (!mch_slip_pile_write_pdf_file (made->pile, made->picked, job->request->per_page, job->path,
                                     mch_work_get_cancellable (work), &made->result, error))
    return NULL;
  return g_steal_pointer (&made);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  job->made = mch_worker_run_finish (MCH_WORKER (source), result, &error);
  if (job->made == NULL)
    g_task_return_error (task, error);
  else
    note_and_return (g_steal_pointer (&task));
}

/* Takes @task over. */
static void
write_file (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  mch_worker_run_async (mch_context_get_worker (job->context), "save slips", save, task, NULL,
                        (GDestroyNotify) mch_slip_made_free, NULL, NULL, on_written, task);
}

static void
on_place_chosen (GtkFileChooserNative *chooser, int response, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Job *job = g_task_get_task_data (task);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    job->path = g_file_get_path (file);
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (chooser));
  g_object_unref (chooser);
  if (job->path != NULL)
    write_file (g_steal_pointer (&task));
  else
    return_cancelled (task);
}

/* Takes @task over. */
static void
ask_place (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Save the slips as PDF"), job->parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  g_autofree char *name = g_strdup_printf (
      job->request->per_page == 2 ? _ ("slips %s two per page.pdf") : _ ("slips %s.pdf"),
      mch_context_get_uai (job->context));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_place_chosen), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
on_save_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!mch_password_ensure_finish (result, &error))
    g_task_return_error (task, error);
  else if (job->path != NULL)
    write_file (g_steal_pointer (&task));
  else
    ask_place (g_steal_pointer (&task));
}

void
mch_slip_save_async (GtkWindow *parent, MchContext *context, MchSlipRequest *request,
                     const char *path, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = job_new (parent, context, request, path, MCH_SLIP_ACT_EXPORT, callback, user_data);

  g_task_set_source_tag (task, mch_slip_save_async);
  mch_password_ensure_async (parent, context, _ ("To save the slips in a file."), on_save_unlocked,
                             task);
}

gboolean
mch_slip_save_finish (GAsyncResult *result, guint *ret_n_slips, char **ret_path, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return finish (result, ret_n_slips, ret_path, error);
}
