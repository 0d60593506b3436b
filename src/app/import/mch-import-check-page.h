/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Third step: every fault of the file, grouped and by line, and what the import would do. Its
 * button imports. */
#pragma once

#include "app/import/mch-import-model.h"
#include "app/wizard/mch-wizard-page.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_CHECK_PAGE (mch_import_check_page_get_type ())
G_DECLARE_FINAL_TYPE (MchImportCheckPage, mch_import_check_page, MCH, IMPORT_CHECK_PAGE,
                      MchWizardPage)

MchWizardPage *mch_import_check_page_new (MchImportModel *model);

G_END_DECLS
