/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ACC-08: "Générer les comptes Machaon de mes élèves": check, count, report. */
#pragma once

#include "app/generation/mch-generation-model.h"
#include "app/wizard/mch-wizard.h"

G_BEGIN_DECLS

/* Not shown yet: for tests. */
MchWizard *mch_generation_wizard_new (GtkWindow *parent, MchGenerationModel *model);

/* For the table of activities. */
void mch_generation_wizard_open (GtkWindow *parent, MchContext *context, const char *argument);

G_END_DECLS
