/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of causes: all rows, then each reason why rows need a look, with its icon, its word and
 * its number. */
#pragma once

#include <adwaita.h>

#include "app/import/mch-import-check.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_CAUSES (mch_import_causes_get_type ())
G_DECLARE_FINAL_TYPE (MchImportCauses, mch_import_causes, MCH, IMPORT_CAUSES, AdwBin)

GtkWidget *mch_import_causes_new (void);

/* Selects all rows. @check: (nullable): kept until the next call. */
void mch_import_causes_show (MchImportCauses *self, const MchImportCheck *check);

/* (nullable): the cause that is selected; NULL for all rows. */
const MchImportCause *mch_import_causes_get_selected (MchImportCauses *self);

/* Puts the focus on the selected one. */
void mch_import_causes_focus (MchImportCauses *self);

/* Signal "selected" (): a person chose another one. */

G_END_DECLS
