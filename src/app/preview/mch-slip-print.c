/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GTK gets our own pages, drawn as text and lines, so that its ranges, its paper and the portal
 * work. The slips are in the main thread only while the printer's window is open. */
#include "app/preview/mch-slip-print.h"

#include <glib/gi18n-lib.h>

#include "app/preview/mch-slip-job.h"
#include "app/sign-in/mch-password-window.h"
#include "app/widgets/mch-dialog.h"

/* One run of GTK's printing. @job: of @task. */
typedef struct
{
  GTask *task;
  MchSlipJob *job;
  MchFonts *fonts;
  MchPapillon *papillon;
  MchPage *page;
  GError *error;
} Printing;

static void
printing_free (Printing *self)
{
  g_clear_pointer (&self->page, mch_page_unref);
  g_clear_pointer (&self->papillon, mch_papillon_free);
  g_clear_pointer (&self->fonts, mch_fonts_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->task);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Printing, printing_free)

static guint
n_pages (const MchSlipJob *job)
{
  return (job->made->picked->len + job->request->per_page - 1) / job->request->per_page;
}

static void
on_begin_print (GtkPrintOperation *operation, GtkPrintContext *context, Printing *self)
{
  self->fonts = mch_fonts_new (NULL, &self->error);
  if (self->fonts != NULL)
    self->papillon = mch_papillon_new (self->fonts, mch_slip_pile_get_sheet (self->job->made->pile),
                                       self->job->request->per_page, &self->error);
  if (self->papillon == NULL)
    {
      gtk_print_operation_cancel (operation);
      return;
    }
  self->page = mch_page_new ();
  gtk_print_operation_set_n_pages (operation, (int) n_pages (self->job));
}

static gboolean
fill_page (Printing *self, guint number)
{
  guint per_page = self->job->request->per_page;

  mch_papillon_begin_page (self->papillon, self->page);
  for (guint slot = 0; slot < per_page; slot++)
    {
      guint at = number * per_page + slot;
      MchSlip slip = { 0 };

      if (at >= self->job->made->picked->len)
        break;
      mch_slip_pile_get_slip (self->job->made->pile,
                              g_array_index (self->job->made->picked, guint, at), &slip);
      if (!mch_papillon_add_slip (self->papillon, self->page, slot, &slip, NULL, &self->error))
        return FALSE;
    }
  return TRUE;
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int number, Printing *self)
{
  if (fill_page (self, (guint) number))
    mch_page_draw (self->page, self->fonts, gtk_print_context_get_cairo_context (context));
  else
    gtk_print_operation_cancel (operation);
}

/* Takes @user_data over. */
static void
on_printed (GtkPrintOperation *operation, GtkPrintOperationResult how, Printing *user_data)
{
  g_autoptr (Printing) self = user_data;
  GTask *task = self->task;
  GError *error = NULL;

  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else if (how == GTK_PRINT_OPERATION_RESULT_APPLY)
    mch_slip_job_note (g_steal_pointer (&self->task));
  else if (how == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                               _ ("The slips were not printed: %s"), error->message);
      g_clear_error (&error);
    }
  else
    mch_slip_job_cancel (task);
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
            GtkPrintContext *context, GtkWindow *parent, Printing *self)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);

  gtk_print_context_set_cairo_context (context, cr, 72, 72);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_signal_connect (preview, "ready", G_CALLBACK (on_preview_ready), NULL);
  if (self->job->parent != NULL)
    mch_message_show (GTK_WIDGET (self->job->parent), _ ("The preview is in Machaon"),
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

/* What GTK proposes when the pages go to a file: not "output.pdf" in the working folder. */
static GtkPrintSettings *
settings_new (const MchSlipJob *job)
{
  GtkPrintSettings *settings = gtk_print_settings_new ();
  g_autofree char *name = g_strdup_printf (_ ("slips %s"), mch_context_get_uai (job->context));
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, name);
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_DIR,
                          folder != NULL ? folder : g_get_home_dir ());
  return settings;
}

/* Takes @task over. */
static void
run_printing (GTask *task)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = a4_new ();
  Printing *self = g_new0 (Printing, 1);
  MchSlipJob *job = g_task_get_task_data (task);
  g_autoptr (GtkPrintSettings) settings = settings_new (job);

  self->task = task;
  self->job = job;
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_print_settings (operation, settings);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_n_pages (operation, (int) n_pages (job));
  /* The queue of a printer is seen by others: no person's name in it. */
  gtk_print_operation_set_job_name (operation, _ ("Connection slips"));
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_show_progress (operation, job->path == NULL);
  if (job->path != NULL)
    gtk_print_operation_set_export_filename (operation, job->path);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin_print), self);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), self);
  g_signal_connect (operation, "preview", G_CALLBACK (on_preview), self);
  g_signal_connect (operation, "done", G_CALLBACK (on_printed), self);
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
  MchSlipJob *job = g_task_get_task_data (task);
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
  MchSlipJob *job = g_task_get_task_data (task);
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
  GTask *task = mch_slip_job_new (parent, context, request, export_path, MCH_SLIP_ACT_PRINT,
                                  callback, user_data);

  g_task_set_source_tag (task, mch_slip_print_async);
  mch_password_ensure_async (parent, context, _ ("To print the slips."), on_print_unlocked, task);
}

gboolean
mch_slip_print_finish (GAsyncResult *result, guint *ret_n_slips, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return mch_slip_job_finish (result, ret_n_slips, NULL, error);
}
