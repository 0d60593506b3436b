/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Second step: what every column of the file means; a person may say otherwise. */
#pragma once

#include "app/import/mch-import-model.h"
#include "app/wizard/mch-wizard-page.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_COLUMNS_PAGE (mch_import_columns_page_get_type ())
G_DECLARE_FINAL_TYPE (MchImportColumnsPage, mch_import_columns_page, MCH, IMPORT_COLUMNS_PAGE,
                      MchWizardPage)

MchWizardPage *mch_import_columns_page_new (MchImportModel *model);

G_END_DECLS
