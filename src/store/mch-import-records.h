/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import of one establishment meets, as the store has it: persons, candidatures, the
 * sessions that are open to it, who answers for them, and which exam each speciality of their
 * references is one of. */
#pragma once

#include "core/mch-import.h"
#include "store/mch-store.h"

G_BEGIN_DECLS

typedef struct _MchImportRecords MchImportRecords;

/**
 * mch_import_records_new:
 * @scope: "etab:UAI".
 * @session: what candidatures are made for, unless a row says another.
 * @today: YYYY-MM-DD.
 * @now_ms: milliseconds since 1970, UTC: which sessions are open.
 *
 * Returns: (transfer full): the records as they are now; later changes do not show.
 */
MchImportRecords *mch_import_records_new (MchStore *store, const char *scope, const char *session,
                                          const char *today, gint64 now_ms);
void mch_import_records_free (MchImportRecords *records);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportRecords, mch_import_records_free)

/* For mch_import_plan_new(); lives as long as @records, and so must the plan. */
const MchImportBase *mch_import_records_get_base (const MchImportRecords *records);

/* The store's serial when they were read: another one means that they are out of date. */
guint64 mch_import_records_get_serial (const MchImportRecords *records);

G_END_DECLS
