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

G_END_DECLS
