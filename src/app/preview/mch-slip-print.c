/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slips are in the main thread only while the printer's window is open. */
#include "app/preview/mch-slip-print.h"

#include <glib/gi18n-lib.h>

#include "app/preview/mch-print-pages.h"
#include "app/preview/mch-slip-job.h"
#include "app/sign-in/mch-password-window.h"
#include "app/widgets/mch-dialog.h"

/* The same program of pages as the preview's, with fonts of this thread. @made: borrowed. */
typedef struct
{
  const MchSlipMade *made;
  MchPapillonOptions options;
  MchPapillonJob *job; /* NULL until the first page */
} Pages;

static void
pages_free (gpointer data)
{
  Pages *pages = data;

  g_clear_pointer (&pages->job, mch_papillon_job_free);
  g_free (pages);
}

static gboolean
record_page (gpointer data, guint number, MchPage *page, GError **error)
{
  Pages *pages = data;

  if (pages->job == NULL)
    pages->job = mch_slip_pile_new_job (pages->made->pile, NULL, pages->made->picked,
                                        &pages->options, error);
  return pages->job != NULL
         && mch_papillon_job_record_page (pages->job, pages->made->first_page + number, page, NULL,
                                          error);
}

static MchFonts *
get_fonts (gpointer data)
{
  return mch_papillon_job_get_fonts (((Pages *) data)->job);
}

static void print_part (GTask *task);

static void
on_next_answered (AdwMessageDialog *dialog, const char *response, GTask *data)
{
  g_autoptr (GTask) task = G_TASK (data);

  if (g_strcmp0 (response, MCH_PRINT_NEXT) == 0)
    print_part (g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

/* Takes @task over. */
static void
go_on (GTask *task)
{
  MchSlipJob *job = g_task_get_task_data (task);
  guint n_parts = job->made->size.n_parts;
  g_autofree char *so_far = NULL;
  g_autofree char *next = NULL;
  g_autofree char *body = NULL;

  if (job->request->part == MCH_SLIP_WHOLE || ++job->request->part >= n_parts
      || job->parent == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  so_far = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u slip is printed, of %u; it is in the print log.",
                   "%u slips are printed, of %u; they are in the print log.", job->n_slips),
      job->n_slips, job->made->size.n_slips);
  next =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The next part has %u page. Print it?",
                                    "The next part has %u pages. Print it?", job->made->next_pages),
                       job->made->next_pages);
  body = g_strconcat (so_far, " ", next, NULL);
  mch_print_ask_next (job->parent, job->request->part, n_parts, body, G_CALLBACK (on_next_answered),
                      task);
}

static void
on_printed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MchSlipJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&job->printer, g_free);
  if (mch_print_pages_finish (result, &job->printer, &error))
    mch_slip_job_note (g_steal_pointer (&task), go_on);
  else if (job->n_slips > 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      /* The parts before it are on paper and in the log. */
      g_error_free (error);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

/* Takes @task over. */
static void
run_printing (GTask *task)
{
  MchSlipJob *job = g_task_get_task_data (task);
  g_autofree char *name = g_strdup_printf (_ ("slips %s"), mch_context_get_uai (job->context));
  const MchPrintPages what = {
    .job_name = _ ("Connection slips"),
    .file_name = name,
    .preview = _ ("“Preview and printing” shows these very pages. No other program gets to see the "
                  "passwords. Nothing was printed."),
    .offsets_dir = mch_worker_get_profile_dir (mch_context_get_worker (job->context)),
    .n_pages = job->made->n_pages,
    .record = record_page,
    .fonts = get_fonts,
  };
  Pages *pages = g_new0 (Pages, 1);

  pages->made = job->made;
  pages->options = job->request->layout.options;
  mch_print_pages_async (job->parent, &what, pages, pages_free, job->path, on_printed, task);
}

#define ALL_THE_SAME "print"

static void
on_undrawable_answered (AdwMessageDialog *dialog, const char *response, GTask *data)
{
  g_autoptr (GTask) task = G_TASK (data);

  if (g_strcmp0 (response, ALL_THE_SAME) == 0)
    run_printing (g_steal_pointer (&task));
  else
    mch_slip_job_cancel (task);
}

/* Before the first sheet: a name that is not drawn is found out by its candidate otherwise. Takes
 * @task over. */
static void
ask_undrawable (GTask *task)
{
  MchSlipJob *job = g_task_get_task_data (task);
  GtkWidget *dialog = mch_dialog_new_message (job->parent, _ ("Names that cannot be printed"),
                                              job->made->undrawable);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Do not print"),
                                    ALL_THE_SAME, _ ("_Print all the same…"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (on_undrawable_answered), task);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gpointer
make (MchWork *work, gpointer data, GError **error)
{
  return mch_slip_request_make (work, data, NULL, error);
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MchSlipJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_pointer (&job->made, mch_slip_made_free);
  job->made = mch_worker_run_finish (MCH_WORKER (source), result, &error);
  if (job->made == NULL)
    g_task_return_error (task, error);
  else if (job->made->undrawable != NULL && job->n_slips == 0 && job->parent != NULL)
    ask_undrawable (g_steal_pointer (&task));
  else
    run_printing (g_steal_pointer (&task));
}

/* Takes @task over. */
static void
print_part (GTask *task)
{
  MchSlipJob *job = g_task_get_task_data (task);

  mch_worker_run_async (mch_context_get_worker (job->context), "print slips", make, job->request,
                        NULL, (GDestroyNotify) mch_slip_made_free, NULL, NULL, on_made, task);
}

static void
on_print_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (mch_password_ensure_finish (result, &error))
    print_part (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

void
mch_slip_print_async (GtkWindow *parent, MchContext *context, MchSlipRequest *request,
                      const char *export_path, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = mch_slip_job_new (parent, context, request, export_path, MCH_SLIP_ACT_PRINT,
                                  callback, user_data);

  g_task_set_source_tag (task, mch_slip_print_async);
  request->part = export_path != NULL ? MCH_SLIP_WHOLE : 0;
  if (mch_slip_request_is_reminder (request))
    print_part (task);
  else
    mch_password_ensure_async (parent, context, _ ("To print the slips."), on_print_unlocked, task);
}

gboolean
mch_slip_print_finish (GAsyncResult *result, guint *ret_n_slips, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return mch_slip_job_finish (result, ret_n_slips, NULL, error);
}
