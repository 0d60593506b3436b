/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First step: the details that will stand on every slip, to be ticked as exact; the five warnings
 * as one calm text; the edition's title. */
#pragma once

#include "app/generation/mch-generation-model.h"
#include "app/wizard/mch-wizard-page.h"

G_BEGIN_DECLS

#define MCH_TYPE_GENERATION_CHECK_PAGE (mch_generation_check_page_get_type ())
G_DECLARE_FINAL_TYPE (MchGenerationCheckPage, mch_generation_check_page, MCH, GENERATION_CHECK_PAGE,
                      MchWizardPage)

MchWizardPage *mch_generation_check_page_new (MchGenerationModel *model);

G_END_DECLS
