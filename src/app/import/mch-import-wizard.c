/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-wizard.h"

#include <glib/gi18n-lib.h>

#include "app/import/mch-import-check-page.h"
#include "app/import/mch-import-columns-page.h"
#include "app/import/mch-import-file-page.h"
#include "app/import/mch-import-result-page.h"
#include "app/widgets/mch-dialog.h"

#define PAGE_KEY "mch-import-page-%d"

/* Frames and distances; the colours are libadwaita's, so dark and high contrast follow. */
static const char style[] =
    ".import-drop { border: 2px dashed alpha(currentColor, 0.35); border-radius: 12px;"
    "  padding: 24px; }"
    ".import-drop:drop(active) { border-color: @accent_bg_color; }"
    ".import-row { padding: 10px 14px; }"
    "entry.import-blocking { border: 2px solid @error_color;"
    "  background-color: alpha(@error_color, 0.1); }"
    "entry.import-warning { border: 2px dashed @warning_color;"
    "  background-color: alpha(@warning_color, 0.1); }"
    ".import-remedy { padding: 10px 14px; }"
    ".import-pairs { padding: 14px; }"
    ".import-pair { padding: 12px; }"
    "image.import-blocking { color: @error_color; }"
    "image.import-warning { color: @warning_color; }"
    "image.import-repaired { color: @success_color; }"
    ".import-number { padding: 12px 18px; }";

static void
add_style (GdkDisplay *display)
{
  static gboolean added = FALSE;
  g_autoptr (GtkCssProvider) provider = NULL;

  if (added)
    return;
  added = TRUE;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_data (provider, style, -1);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
on_go (MchImportModel *model, int step, MchWizard *wizard)
{
  g_autofree char *key = g_strdup_printf (PAGE_KEY, step);

  mch_wizard_go (wizard, g_object_get_data (G_OBJECT (wizard), key));
}

/* From the choice of a file to the end of its import, closing throws something away. */
static void
on_changed (MchImportModel *model, MchWizard *wizard)
{
  gboolean begun = mch_import_model_get_file (model) != NULL
                   && mch_import_model_get_end (model) == MCH_IMPORT_NOT_DONE;

  mch_wizard_set_loss (wizard,
                       begun ? _ ("The file was not imported: nothing was changed.") : NULL);
}

void
mch_import_wizard_add_step (MchWizard *wizard, MchImportStep step, MchWizardPage *page)
{
  g_autofree char *key = g_strdup_printf (PAGE_KEY, (int) step);

  g_return_if_fail (MCH_IS_WIZARD (wizard));

  g_object_set_data (G_OBJECT (wizard), key, page);
  mch_wizard_add_page (wizard, page);
}

MchWizard *
mch_import_wizard_begin (GtkWindow *parent, const char *title, MchImportModel *model)
{
  MchWizard *wizard = mch_wizard_new (parent, title);

  add_style (gtk_widget_get_display (GTK_WIDGET (wizard)));
  mch_import_wizard_add_step (wizard, MCH_IMPORT_STEP_FILE, mch_import_file_page_new (model));
  mch_import_wizard_add_step (wizard, MCH_IMPORT_STEP_COLUMNS, mch_import_columns_page_new (model));
  g_signal_connect_object (model, "go", G_CALLBACK (on_go), wizard, 0);
  return wizard;
}

gboolean
mch_import_wizard_can_open (GtkWindow *parent, MchContext *context)
{
  g_autofree char *reason = NULL;

  if (mch_context_get_session (context) != NULL)
    return TRUE;
  reason = mch_context_dup_service_reason (context);
  mch_message_show (GTK_WIDGET (parent), _ ("No file can be imported yet"), reason);
  return FALSE;
}

void
mch_import_wizard_start (MchWizard *wizard, MchImportModel *model, const char *uri)
{
  g_autoptr (GFile) file = NULL;

  mch_wizard_start (wizard);
  if (uri == NULL || *uri == '\0')
    return;
  file = g_file_new_for_uri (uri);
  mch_import_model_open (model, file, MCH_ENCODING_GUESSED);
}

MchWizard *
mch_import_wizard_new (GtkWindow *parent, MchImportModel *model)
{
  MchWizard *wizard = mch_import_wizard_begin (parent, _ ("Import a file of pupils"), model);

  mch_import_wizard_add_step (wizard, MCH_IMPORT_STEP_CHECK, mch_import_check_page_new (model));
  mch_import_wizard_add_step (wizard, MCH_IMPORT_STEP_RESULT, mch_import_result_page_new (model));
  g_signal_connect_object (model, "changed", G_CALLBACK (on_changed), wizard, 0);
  return wizard;
}

void
mch_import_wizard_open (GtkWindow *parent, MchContext *context, const char *argument)
{
  g_autoptr (MchImportModel) model = NULL;

  if (!mch_import_wizard_can_open (parent, context))
    return;
  model = mch_import_model_new (context);
  mch_import_wizard_start (mch_import_wizard_new (parent, model), model, argument);
}
