/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done at once for all rows that are wrong in the same way: put them right, take their
 * values away; whom to ask; and the way back from the last edit, whatever it was. */
#pragma once

#include <adwaita.h>

#include "app/import/mch-import-model.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_REMEDY_BAR (mch_import_remedy_bar_get_type ())
G_DECLARE_FINAL_TYPE (MchImportRemedyBar, mch_import_remedy_bar, MCH, IMPORT_REMEDY_BAR, AdwBin)

#define MCH_IMPORT_NO_GROUP G_MAXUINT

GtkWidget *mch_import_remedy_bar_new (MchImportModel *model);

/* @group: its number in the plan, or MCH_IMPORT_NO_GROUP. Call it after every edit. */
void mch_import_remedy_bar_show (MchImportRemedyBar *self, guint group);

/* Takes the last edit back, as its button does. FALSE when there is none. */
gboolean mch_import_remedy_bar_undo (MchImportRemedyBar *self);

/* Signal "read-values" (gpointer): a person wants to say how values of this MchField are read. */

G_END_DECLS
