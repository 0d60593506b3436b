/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is different: who came, who left, who changed class, and what to do about each. Nobody is
 * removed because a file does not name him. */
#pragma once

#include "app/import/mch-import-model.h"
#include "app/wizard/mch-wizard-page.h"

G_BEGIN_DECLS

#define MCH_TYPE_COMPARE_PAGE (mch_compare_page_get_type ())
G_DECLARE_FINAL_TYPE (MchComparePage, mch_compare_page, MCH, COMPARE_PAGE, MchWizardPage)

MchWizardPage *mch_compare_page_new (MchImportModel *model);

G_END_DECLS
