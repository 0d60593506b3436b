/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The import: File · Columns · Check · Import. */
#pragma once

#include "app/import/mch-import-model.h"
#include "app/wizard/mch-wizard.h"

G_BEGIN_DECLS

/**
 * mch_import_wizard_open:
 * @argument: the address (URI) of a file that was dropped or named on the command line, or "".
 *
 * The "run" of the activity "import". Without a session it says why instead.
 */
void mch_import_wizard_open (GtkWindow *parent, MchContext *context, const char *argument);

/* The same for those who go on working with it: not shown yet. @model: kept by the pages. */
MchWizard *mch_import_wizard_new (GtkWindow *parent, MchImportModel *model);

/* For wizards that read a file of pupils and do something else with it: one with the steps File and
 * Columns, whose next is MCH_IMPORT_STEP_CHECK; @title: translated. Not shown yet. */
MchWizard *mch_import_wizard_begin (GtkWindow *parent, const char *title, MchImportModel *model);
void mch_import_wizard_add_step (MchWizard *wizard, MchImportStep step, MchWizardPage *page);

/* Whether there is a session to import for; says why not. */
gboolean mch_import_wizard_can_open (GtkWindow *parent, MchContext *context);

/* Shows it, with the file when there is one already. @uri: (nullable): or "". */
void mch_import_wizard_start (MchWizard *wizard, MchImportModel *model, const char *uri);

G_END_DECLS
