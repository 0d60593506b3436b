/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Comparer avec un nouveau fichier": a new file of the same pupils against what is here. */
#pragma once

#include "core/mch-import-compare.h"
#include "store/mch-store.h"

G_BEGIN_DECLS

/**
 * mch_store_compare:
 * @session: whose candidatures are meant.
 * @table: the file, with what was said of its columns; nothing of it is imported.
 * @partial: the file holds a part of the pupils on purpose: nobody is said to have left.
 * @today: YYYY-MM-DD.
 * @now_ms: milliseconds since 1970, UTC.
 *
 * Returns: (transfer full) (element-type MchCompared): arrived, left, moved; NULL with a
 *   MCH_CORE_ERROR when the file is no list of candidates, or another establishment's. For those
 *   who left: mch_candidates_withdraw(), a transfer, or nothing.
 */
GPtrArray *mch_store_compare (MchStore *store, const char *scope, const char *session,
                              const MchImportTable *table, gboolean partial, const char *today,
                              gint64 now_ms, GError **error);

G_END_DECLS
