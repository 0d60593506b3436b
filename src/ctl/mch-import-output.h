/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How an import is told: on a screen, and as JSON. */
#pragma once

#include "core/mch-import-edit.h"

G_BEGIN_DECLS

/* @import: (nullable): its id, when it was carried out and changed something. */
void mch_import_print_json (MchImportPlan *plan, const char *import);

/* "Bilan de l'import": the four numbers add up to the rows read. */
void mch_import_print_balance (MchImportPlan *plan, gboolean dry_run);

G_END_DECLS
