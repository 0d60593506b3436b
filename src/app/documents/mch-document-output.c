/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/documents/mch-document-output.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/preview/mch-print-pages.h"
#include "slips/mch-slip-audit.h"

/* One act. @part: of printing, from 0. */
typedef struct
{
  GtkWindow *parent; /* weak */
  MchContext *context;
  MchDocumentMade *made;
  char *path;
  gboolean csv;
  gboolean whole;
  guint part;
  char *scope;
  char *who;
  char *printer; /* NULL for a file */
  MchDocumentNote note;
  void (*next) (GTask *task); /* once it is in the log */
} Output;

static void
output_free (gpointer data)
{
  Output *output = data;

  g_clear_weak_pointer (&output->parent);
  mch_document_made_give_back (output->made);
  mch_document_made_unref (output->made);
  g_object_unref (output->context);
  g_free (output->path);
  g_free (output->scope);
  g_free (output->who);
  g_free (output->printer);
  g_strfreev ((char **) output->note.persons);
  g_free (output);
}

static gpointer
add_note (MchWork *work, gpointer data, GError **error)
{
  const Output *output = g_task_get_task_data (data);

  return GINT_TO_POINTER (mch_slip_audit_note_document (mch_work_get_store (work), output->scope,
                                                        &output->note, error));
}

static void
on_noted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Output *output = g_task_get_task_data (task);
  GError *error = NULL;

  if (mch_worker_run_finish (MCH_WORKER (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  mch_sync_state_sync (mch_context_get_sync (output->context));
  output->next (g_steal_pointer (&task));
}

/* Takes @task over. What was printed or saved is in the log before anything else happens. */
static void
note_pages (GTask *task, MchSlipAct act, guint first, guint n_pages, void (*next) (GTask *task))
{
  Output *output = g_task_get_task_data (task);
  MchDocument *document = output->made->document;
  char **persons = n_pages > 0 ? mch_document_dup_persons (document, first, n_pages) : NULL;

  g_strfreev ((char **) output->note.persons);
  output->note =
      (MchDocumentNote){ .document = output->made->entry->id,
                         .act = act,
                         .who = output->who,
                         .printer = output->printer,
                         .persons = (const char *const *) persons,
                         .n_candidates = persons != NULL ? g_strv_length (persons)
                                                         : mch_document_get_n_candidates (document),
                         .n_pages = n_pages };
  output->next = next;
  mch_worker_run_on_disk_async (mch_context_get_worker (output->context), "note document", add_note,
                                task, NULL, NULL, NULL, on_noted, task);
}

static void
finish (GTask *task)
{
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/* NULL, with the callback told, while another act has the document. */
static GTask *
output_new (GtkWindow *parent, MchContext *context, MchDocumentMade *made, const char *path,
            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  MchDeskFacts *facts = mch_worker_get_facts (mch_context_get_worker (context));
  Output *output;

  if (!mch_document_made_take (made))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_BUSY,
                               _ ("The document is being printed or saved already."));
      g_object_unref (task);
      return NULL;
    }
  output = g_new0 (Output, 1);
  g_set_weak_pointer (&output->parent, parent);
  output->context = g_object_ref (context);
  output->made = mch_document_made_ref (made);
  output->path = g_strdup (path);
  output->scope = g_strdup (mch_context_get_scope (context));
  output->who = facts != NULL ? g_strdup (facts->login) : NULL;
  g_task_set_task_data (task, output, output_free);
  return task;
}

/* "Detailed list of my pupils 0250001A". (transfer full) */
static char *
dup_file_name (const Output *output)
{
  return g_strdup_printf ("%s %s", mch_document_entry_get_title (output->made->entry),
                          mch_context_get_uai (output->context));
}

/* The pages of one part. */
typedef struct
{
  MchDocumentMade *made;
  guint first;
} Pages;

static void
pages_free (gpointer data)
{
  Pages *pages = data;

  mch_document_made_unref (pages->made);
  g_free (pages);
}

static gboolean
record_page (gpointer data, guint number, MchPage *page, GError **error)
{
  const Pages *pages = data;
  double width, height;

  mch_document_record_page (pages->made->document, pages->first + number, page, &width, &height);
  return TRUE;
}

static MchFonts *
get_fonts (gpointer data)
{
  return mch_document_get_fonts (((Pages *) data)->made->document);
}

static gboolean
is_landscape (MchDocument *document)
{
  g_autoptr (MchPage) page = mch_page_new ();
  double width, height;

  mch_document_record_page (document, 0, page, &width, &height);
  return width > height;
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
  Output *output = g_task_get_task_data (task);
  guint n_parts = output->whole ? 1 : mch_document_get_n_parts (output->made->document);
  g_autofree char *body = NULL;
  guint first, n_pages;

  if (++output->part >= n_parts || output->parent == NULL)
    {
      finish (task);
      return;
    }
  mch_document_get_part (output->made->document, output->part, &first, &n_pages);
  body = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The next part has %u page. Print it?",
                                       "The next part has %u pages. Print it?", n_pages),
                          n_pages);
  mch_print_ask_next (output->parent, output->part, n_parts, body, G_CALLBACK (on_next_answered),
                      task);
}

static void
on_part_printed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Output *output = g_task_get_task_data (task);
  guint first = 0, n_pages = output->made->n_pages;
  GError *error = NULL;

  g_clear_pointer (&output->printer, g_free);
  if (!mch_print_pages_finish (result, &output->printer, &error))
    {
      if (output->part > 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          /* The parts before it are on paper. */
          g_error_free (error);
          g_task_return_boolean (task, TRUE);
        }
      else
        g_task_return_error (task, error);
      return;
    }
  if (!output->whole)
    mch_document_get_part (output->made->document, output->part, &first, &n_pages);
  note_pages (g_steal_pointer (&task), MCH_SLIP_ACT_PRINT, first, n_pages, go_on);
}

/* Takes @task over. */
static void
print_part (GTask *task)
{
  Output *output = g_task_get_task_data (task);
  MchDocument *document = output->made->document;
  g_autofree char *name = dup_file_name (output);
  MchPrintPages what = {
    .job_name = mch_document_entry_get_title (output->made->entry),
    .file_name = name,
    .preview = _ ("“Documents” shows these very pages. Nothing was printed."),
    .landscape = is_landscape (document),
    .both_sides = output->made->entry->kind == MCH_DOCUMENT_CONFIRMATIONS,
    .record = record_page,
    .fonts = get_fonts,
  };
  Pages *pages = g_new0 (Pages, 1);

  pages->made = mch_document_made_ref (output->made);
  if (output->whole)
    what.n_pages = output->made->n_pages;
  else
    mch_document_get_part (document, output->part, &pages->first, &what.n_pages);
  mch_print_pages_async (output->parent, &what, pages, pages_free, output->path, on_part_printed,
                         task);
}

void
mch_document_print_async (GtkWindow *parent, MchContext *context, MchDocumentMade *made,
                          const char *export_path, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = output_new (parent, context, made, export_path, callback, user_data);

  if (task == NULL)
    return;
  g_task_set_source_tag (task, mch_document_print_async);
  ((Output *) g_task_get_task_data (task))->whole = export_path != NULL;
  print_part (task);
}

gboolean
mch_document_print_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gpointer
write_file (MchWork *work, gpointer data, GError **error)
{
  const Output *output = g_task_get_task_data (data);
  MchDocument *document = output->made->document;
  gboolean written =
      output->csv ? mch_document_write_csv_file (document, output->path, FALSE, error)
                  : mch_document_write_pdf_file (document, 0, output->made->n_pages, output->path,
                                                 mch_work_get_cancellable (work), error);

  return GINT_TO_POINTER (written);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  const Output *output = g_task_get_task_data (task);
  GError *error = NULL;
  guint n_pages;

  if (mch_worker_run_finish (MCH_WORKER (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  n_pages = output->csv ? 0 : output->made->n_pages;
  note_pages (g_steal_pointer (&task), MCH_SLIP_ACT_EXPORT, 0, n_pages, finish);
}

/* Takes @task over. */
static void
start_writing (GTask *task)
{
  Output *output = g_task_get_task_data (task);

  mch_worker_run_async (mch_context_get_worker (output->context), "save document", write_file, task,
                        NULL, NULL, NULL, NULL, on_written, task);
}

static void
on_place_chosen (GtkFileChooserNative *chooser, int response, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Output *output = g_task_get_task_data (task);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    output->path = g_file_get_path (file);
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (chooser));
  g_object_unref (chooser);
  if (output->path != NULL)
    start_writing (g_steal_pointer (&task));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The person gave up");
}

/* Takes @task over. */
static void
ask_place (GTask *task)
{
  Output *output = g_task_get_task_data (task);
  g_autofree char *stem = dup_file_name (output);
  g_autofree char *name = g_strconcat (stem, output->csv ? ".csv" : ".pdf", NULL);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      output->csv ? _ ("Save the document as CSV") : _ ("Save the document as PDF"), output->parent,
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);

  /* A title may hold what a file name cannot. */
  g_strdelimit (name, "/:", '-');
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_place_chosen), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
mch_document_save_async (GtkWindow *parent, MchContext *context, MchDocumentMade *made,
                         gboolean csv, const char *path, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = output_new (parent, context, made, path, callback, user_data);

  if (task == NULL)
    return;
  g_task_set_source_tag (task, mch_document_save_async);
  ((Output *) g_task_get_task_data (task))->csv = csv;
  if (path != NULL)
    start_writing (task);
  else
    ask_place (task);
}

gboolean
mch_document_save_finish (GAsyncResult *result, char **ret_path, GError **error)
{
  const Output *output;

  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  output = g_task_get_task_data (G_TASK (result));
  if (ret_path != NULL)
    *ret_path = g_strdup (output->path);
  return TRUE;
}
