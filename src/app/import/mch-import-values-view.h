/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The different values of a column, how often each stands there, and what it is read as: "1 CAP
 * EPC" for "1CAP-EPC" is said once for all rows, and remembered for the next file. */
#pragma once

#include <adwaita.h>

#include "app/import/mch-import-model.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_VALUES_VIEW (mch_import_values_view_get_type ())
G_DECLARE_FINAL_TYPE (MchImportValuesView, mch_import_values_view, MCH, IMPORT_VALUES_VIEW, AdwBin)

GtkWidget *mch_import_values_view_new (MchImportModel *model);

/* Whether the values of @field (nullable) are such that many rows share. */
gboolean mch_import_values_view_has (const MchField *field);

/* Chooses @field, and puts the keyboard on its first value that is not taken. */
void mch_import_values_view_choose (MchImportValuesView *self, const MchField *field);

/* Lists the values of the check anew. */
void mch_import_values_view_show (MchImportValuesView *self);

G_END_DECLS
