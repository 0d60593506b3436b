/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the files about imports and operations. */
#pragma once

#include "server/model/mch-imports.h"
#include "server/model/mch-ops-private.h"

G_BEGIN_DECLS

/* Writes what the import that @run has just finished was and made, in its transaction. */
gboolean mch_imports_log (MchOpRun *run, GError **error);

G_END_DECLS
