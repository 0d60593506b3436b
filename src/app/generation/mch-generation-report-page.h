/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Last step: who got an account, who had one, who is not concerned and why; the documents; and the
 * next act, the preview. */
#pragma once

#include "app/generation/mch-generation-model.h"
#include "app/wizard/mch-wizard-page.h"

G_BEGIN_DECLS

#define MCH_TYPE_GENERATION_REPORT_PAGE (mch_generation_report_page_get_type ())
G_DECLARE_FINAL_TYPE (MchGenerationReportPage, mch_generation_report_page, MCH,
                      GENERATION_REPORT_PAGE, MchWizardPage)

MchWizardPage *mch_generation_report_page_new (MchGenerationModel *model);

G_END_DECLS
