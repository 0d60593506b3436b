/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-print-pages.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-dialog.h"
#include "slips/mch-printer-offset.h"

/* One run of GTK's printing. */
typedef struct
{
  MchPrintPages pages;
  char *preview;
  char *offsets_dir;
  gboolean to_file;
  MchPrinterOffset offset;
  gpointer data;
  GDestroyNotify free_data;
  GtkWindow *parent; /* weak */
  MchPage *page;
  char *printer;
  gboolean previewed; /* asked for in GTK's window: nothing was printed */
  GError *error;
} Printing;

static void
printing_free (gpointer data)
{
  Printing *self = data;

  if (self->free_data != NULL)
    self->free_data (self->data);
  g_clear_weak_pointer (&self->parent);
  g_clear_pointer (&self->page, mch_page_unref);
  g_clear_error (&self->error);
  g_free (self->preview);
  g_free (self->offsets_dir);
  g_free (self->printer);
  g_free (self);
}

/* (nullable): the printer that is chosen; NULL for a file, which GTK calls a printer, too, in its
 * own words. */
static const char *
get_printer (GtkPrintOperation *operation)
{
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);
  const char *name = settings != NULL ? gtk_print_settings_get_printer (settings) : NULL;

  return g_strcmp0 (name, g_dgettext ("gtk40", "Print to File")) != 0 ? name : NULL;
}

static void
on_begin (GtkPrintOperation *operation, GtkPrintContext *context, Printing *self)
{
  if (self->offsets_dir != NULL && !self->to_file)
    mch_printer_offset_load (&self->offset, self->offsets_dir, get_printer (operation));
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int number, Printing *self)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  if (self->page == NULL)
    self->page = mch_page_new ();
  if (!self->pages.record (self->data, (guint) number, self->page, &self->error))
    {
      gtk_print_operation_cancel (operation);
      return;
    }
  cairo_translate (cr, self->offset.right / MCH_MM_PER_POINT, self->offset.down / MCH_MM_PER_POINT);
  mch_page_draw (self->page, self->pages.fonts (self->data), cr);
}

static void
on_done (GtkPrintOperation *operation, GtkPrintOperationResult how, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Printing *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else if (how == GTK_PRINT_OPERATION_RESULT_APPLY && !self->previewed)
    {
      self->printer = g_strdup (get_printer (operation));
      g_task_return_boolean (task, TRUE);
    }
  else if (how == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("Nothing was printed: %s"),
                               error->message);
    }
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The person gave up");
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

/* GTK would write the pages into a file and hand it to another program. */
static gboolean
on_preview (GtkPrintOperation *operation, GtkPrintOperationPreview *preview,
            GtkPrintContext *context, GtkWindow *parent, Printing *self)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);

  gtk_print_context_set_cairo_context (context, cr, 72, 72);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  self->previewed = TRUE;
  g_signal_connect (preview, "ready", G_CALLBACK (on_preview_ready), NULL);
  if (self->parent != NULL)
    mch_message_show (GTK_WIDGET (self->parent), _ ("The preview is in Machaon"), self->preview);
  return TRUE;
}

static GtkPageSetup *
a4_new (gboolean landscape)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size (setup, paper);
  gtk_page_setup_set_orientation (setup, landscape ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                                   : GTK_PAGE_ORIENTATION_PORTRAIT);
  return setup;
}

/* What GTK proposes when the pages go to a file: not "output.pdf" in the working folder. */
static GtkPrintSettings *
settings_new (const MchPrintPages *pages)
{
  GtkPrintSettings *settings = gtk_print_settings_new ();
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, pages->file_name);
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_DIR,
                          folder != NULL ? folder : g_get_home_dir ());
  if (pages->both_sides)
    gtk_print_settings_set_duplex (settings, GTK_PRINT_DUPLEX_HORIZONTAL);
  return settings;
}

static GtkPrintOperation *
operation_new (const MchPrintPages *pages)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = a4_new (pages->landscape);
  g_autoptr (GtkPrintSettings) settings = settings_new (pages);

  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_print_settings (operation, settings);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_n_pages (operation, (int) pages->n_pages);
  gtk_print_operation_set_job_name (operation, pages->job_name);
  gtk_print_operation_set_allow_async (operation, TRUE);
  return operation;
}

void
mch_print_pages_async (GtkWindow *parent, const MchPrintPages *pages, gpointer data,
                       GDestroyNotify free_data, const char *export_path,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GtkPrintOperation) operation = operation_new (pages);
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Printing *self = g_new0 (Printing, 1);

  g_task_set_source_tag (task, mch_print_pages_async);
  g_task_set_task_data (task, self, printing_free);
  self->pages = *pages;
  self->preview = g_strdup (pages->preview);
  self->offsets_dir = g_strdup (pages->offsets_dir);
  self->to_file = export_path != NULL;
  self->data = data;
  self->free_data = free_data;
  g_set_weak_pointer (&self->parent, parent);
  gtk_print_operation_set_show_progress (operation, export_path == NULL);
  if (export_path != NULL)
    gtk_print_operation_set_export_filename (operation, export_path);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin), self);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), self);
  g_signal_connect (operation, "preview", G_CALLBACK (on_preview), self);
  g_signal_connect (operation, "done", G_CALLBACK (on_done), task);
  gtk_print_operation_run (operation,
                           export_path != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT
                                               : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           parent, NULL);
}

gboolean
mch_print_pages_finish (GAsyncResult *result, char **ret_printer, GError **error)
{
  Printing *self;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  self = g_task_get_task_data (G_TASK (result));
  if (ret_printer != NULL)
    *ret_printer = g_steal_pointer (&self->printer);
  return TRUE;
}

void
mch_print_ask_next (GtkWindow *parent, guint done, guint n_parts, const char *body,
                    GCallback answered, gpointer data)
{
  g_autofree char *heading = g_strdup_printf (_ ("Part %u of %u is at the printer"), done, n_parts);
  GtkWidget *dialog = mch_dialog_new_message (parent, heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stop", _ ("_Stop here"),
                                    MCH_PRINT_NEXT, _ ("_Print the next part…"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), MCH_PRINT_NEXT);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stop");
  g_signal_connect (dialog, "response", answered, data);
  gtk_window_present (GTK_WINDOW (dialog));
}
