/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-save.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/import/mch-import-jobs.h"
#include "app/widgets/mch-toast.h"

GBytes *
mch_import_save_dup_content (MchImportModel *model)
{
  char *text = mch_import_plan_dup_report (mch_import_model_get_check (model)->plan);

  return g_bytes_new_take (text, strlen (text));
}

char *
mch_import_save_dup_name (MchImportModel *model)
{
  g_autofree char *name = g_strdup (mch_import_model_get_name (model));
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';
  return g_strdup_printf (_ ("%s - rejected.csv"), name);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) widget = GTK_WIDGET (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = mch_import_dup_name (G_FILE (source));
  g_autofree char *text = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    text = g_strdup_printf (_ ("Saved as %s. Correct the rows there and import that file."), name);
  else
    text = g_strdup_printf (_ ("%s was not saved: %s"), name, error->message);
  if (gtk_widget_get_root (widget) != NULL)
    mch_toast_show (widget, text);
}

static void
on_chosen (GtkNativeDialog *dialog, int response, GtkWidget *widget)
{
  MchImportModel *model = g_object_get_data (G_OBJECT (dialog), "model");
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) content = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL && mch_import_model_get_check (model) != NULL)
    {
      content = mch_import_save_dup_content (model);
      g_file_replace_contents_bytes_async (
          file, content, NULL, FALSE, G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
          NULL, on_saved, g_object_ref (widget));
    }
  g_object_unref (dialog);
}

void
mch_import_save_rejected (GtkWidget *widget, MchImportModel *model)
{
  g_autofree char *name = mch_import_save_dup_name (model);
  g_autoptr (GFile) folder = g_file_get_parent (mch_import_model_get_file (model));
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Save the rejected rows"), GTK_WINDOW (gtk_widget_get_root (widget)),
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  g_object_set_data_full (G_OBJECT (chooser), "model", g_object_ref (model), g_object_unref);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_chosen), widget, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
