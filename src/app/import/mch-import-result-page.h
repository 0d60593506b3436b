/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Last step: what the import did, in numbers that add up, and what to do next. */
#pragma once

#include "app/import/mch-import-model.h"
#include "app/wizard/mch-wizard-page.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_RESULT_PAGE (mch_import_result_page_get_type ())
G_DECLARE_FINAL_TYPE (MchImportResultPage, mch_import_result_page, MCH, IMPORT_RESULT_PAGE,
                      MchWizardPage)

MchWizardPage *mch_import_result_page_new (MchImportModel *model);

G_END_DECLS
