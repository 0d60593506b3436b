/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/mch-store-compare.h"

#include "store/mch-import-records.h"

GPtrArray *
mch_store_compare (MchStore *store, const char *scope, const char *session,
                   const MchImportTable *table, gboolean partial, const char *today, gint64 now_ms,
                   GError **error)
{
  g_autoptr (MchImportRecords) records = NULL;
  g_autoptr (MchImportPlan) plan = NULL;
  const MchImportBase *base;

  g_return_val_if_fail (store != NULL && scope != NULL && session != NULL, NULL);
  g_return_val_if_fail (table != NULL && today != NULL, NULL);

  records = mch_import_records_new (store, scope, session, today, now_ms);
  base = mch_import_records_get_base (records);
  plan = mch_import_plan_new (table, base, error);
  return plan != NULL ? mch_import_compare (plan, table, base, partial) : NULL;
}
