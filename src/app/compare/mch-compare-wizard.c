/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compare/mch-compare-wizard.h"

#include <glib/gi18n-lib.h>

#include "app/compare/mch-compare-page.h"
#include "app/import/mch-import-wizard.h"

void
mch_compare_wizard_open (GtkWindow *parent, MchContext *context, const char *argument)
{
  g_autoptr (MchImportModel) model = NULL;
  MchWizard *wizard;

  if (!mch_import_wizard_can_open (parent, context))
    return;
  model = mch_import_model_new (context);
  wizard = mch_import_wizard_begin (parent, _ ("Compare with a new file"), model);
  mch_import_wizard_add_step (wizard, MCH_IMPORT_STEP_CHECK, mch_compare_page_new (model));
  mch_import_wizard_start (wizard, model, argument);
}
