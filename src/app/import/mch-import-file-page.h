/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First step: which file, and whether its letters were read well. */
#pragma once

#include "app/import/mch-import-model.h"
#include "app/wizard/mch-wizard-page.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_FILE_PAGE (mch_import_file_page_get_type ())
G_DECLARE_FINAL_TYPE (MchImportFilePage, mch_import_file_page, MCH, IMPORT_FILE_PAGE, MchWizardPage)

MchWizardPage *mch_import_file_page_new (MchImportModel *model);

G_END_DECLS
