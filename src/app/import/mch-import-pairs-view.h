/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Those who may be one person, side by side, and what is to become of them. Nobody is ever joined
 * by himself: homonyms and twins stay two people until somebody says otherwise. */
#pragma once

#include <adwaita.h>

#include "app/import/mch-import-model.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_PAIRS_VIEW (mch_import_pairs_view_get_type ())
G_DECLARE_FINAL_TYPE (MchImportPairsView, mch_import_pairs_view, MCH, IMPORT_PAIRS_VIEW, AdwBin)

GtkWidget *mch_import_pairs_view_new (MchImportModel *model);

/* Lists the pairs of the check anew. */
void mch_import_pairs_view_show (MchImportPairsView *self);

G_END_DECLS
