/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-template-save.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/import/mch-import-jobs.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-toast.h"
#include "core/mch-import-template.h"
#include "sheet/mch-sheet.h"
#include "store/mch-import-records.h"

#define EXPLANATION_WIDTH 640
#define EXPLANATION_HEIGHT 560

/* One template on its way to the disk. */
typedef struct
{
  GFile *file;
  char *scope;
  char *session;
  char *today;
} Template;

static void
template_free (gpointer data)
{
  Template *template = data;

  g_object_unref (template->file);
  g_free (template->scope);
  g_free (template->session);
  g_free (template->today);
  g_free (template);
}

static GBytes *
make (MchStore *store, const Template *template, GError **error)
{
  g_autoptr (MchImportRecords) records = mch_import_records_new (
      store, template->scope, template->session, template->today, mch_desk_now_ms ());
  g_autoptr (MchGrid) grid = mch_import_template_new (mch_import_records_get_base (records));
  g_autofree char *name = mch_import_dup_name (template->file);
  g_autofree char *help = mch_import_template_dup_documentation ();

  return mch_sheet_write (grid, name, help, error);
}

static gpointer
save (MchWork *work, gpointer data, GError **error)
{
  const Template *template = data;
  g_autoptr (GBytes) content = make (mch_work_get_store (work), template, error);

  if (content == NULL
      || !g_file_replace_contents (template->file, g_bytes_get_data (content, NULL),
                                   g_bytes_get_size (content), NULL, FALSE,
                                   G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                                   mch_work_get_cancellable (work), error))
    return NULL;
  return g_object_ref (template->file);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = GTK_WIDGET (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = mch_worker_run_finish (MCH_WORKER (source), result, &error);
  g_autofree char *text = NULL;

  if (file != NULL)
    {
      g_autofree char *name = mch_import_dup_name (file);

      text = g_strdup_printf (_ ("Saved as %s. Fill it in, then drop it here."), name);
    }
  else
    text = g_strdup_printf (_ ("The template was not saved: %s"), error->message);
  if (gtk_widget_get_root (widget) != NULL)
    mch_toast_show (widget, text);
}

static void
on_chosen (GtkNativeDialog *dialog, int response, GtkWidget *widget)
{
  MchContext *context = g_object_get_data (G_OBJECT (dialog), "context");
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL)
    {
      Template *template = g_new0 (Template, 1);

      template->file = g_steal_pointer (&file);
      template->scope = g_strdup (mch_context_get_scope (context));
      template->session = g_strdup (mch_context_get_session (context));
      template->today = mch_context_dup_today ();
      mch_worker_run_on_disk_async (mch_context_get_worker (context), "import: template", save,
                                    template, template_free, g_object_unref, NULL, on_saved,
                                    g_object_ref (widget));
    }
  g_object_unref (dialog);
}

void
mch_import_template_save (GtkWidget *widget, MchContext *context)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Save a template to fill in"), GTK_WINDOW (gtk_widget_get_root (widget)),
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  /* A spreadsheet's own format: no question about letters or separators when it is opened. */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _ ("pupils.ods"));
  g_object_set_data_full (G_OBJECT (chooser), "context", g_object_ref (context), g_object_unref);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_chosen), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

void
mch_import_template_explain (GtkWidget *widget)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled;
  g_autofree char *text = mch_import_template_dup_documentation ();
  GtkWidget *label = mch_text_new (text, FALSE);

  gtk_window_set_title (GTK_WINDOW (window), _ ("Files that can be imported"));
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "page");
  scrolled = mch_scroll_new (label);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), mch_dialog_header_new (GTK_WINDOW (window)));
  gtk_box_append (GTK_BOX (box), scrolled);
  adw_window_set_content (ADW_WINDOW (window), box);
  mch_dialog_close_on_escape (GTK_WINDOW (window));
  mch_dialog_attach (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (widget)));
  mch_dialog_set_size (GTK_WINDOW (window), EXPLANATION_WIDTH, EXPLANATION_HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
}
