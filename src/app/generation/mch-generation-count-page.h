/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Second step: the size of the act, with names one click away, then the act itself with its
 * progress. Stopped or cut, it can be continued here or later. */
#pragma once

#include "app/generation/mch-generation-model.h"
#include "app/wizard/mch-wizard-page.h"

G_BEGIN_DECLS

#define MCH_TYPE_GENERATION_COUNT_PAGE (mch_generation_count_page_get_type ())
G_DECLARE_FINAL_TYPE (MchGenerationCountPage, mch_generation_count_page, MCH, GENERATION_COUNT_PAGE,
                      MchWizardPage)

MchWizardPage *mch_generation_count_page_new (MchGenerationModel *model);

G_END_DECLS
