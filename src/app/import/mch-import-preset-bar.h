/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was said of columns, kept under names: chosen for the file at hand, or saved from it. */
#pragma once

#include <adwaita.h>

#include "app/import/mch-import-model.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_PRESET_BAR (mch_import_preset_bar_get_type ())
G_DECLARE_FINAL_TYPE (MchImportPresetBar, mch_import_preset_bar, MCH, IMPORT_PRESET_BAR, AdwBin)

GtkWidget *mch_import_preset_bar_new (MchImportModel *model);

/* Lists the names anew. */
void mch_import_preset_bar_show (MchImportPresetBar *self);

G_END_DECLS
