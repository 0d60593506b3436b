/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/mch-store-compare.h"

#include <string.h>

GPtrArray *
mch_store_compare_file (MchStore *store, const char *scope, const char *session, GBytes *file,
                        gboolean partial, const char *today, GError **error)
{
  MchImportBase base = { .session = session, .today = today };
  g_autoptr (GPtrArray) persons = NULL;
  g_autoptr (GPtrArray) candidatures = NULL;
  g_autoptr (MchImportTable) table = NULL;
  g_autoptr (MchImportPlan) plan = NULL;

  g_return_val_if_fail (store != NULL && scope != NULL && session != NULL, NULL);
  g_return_val_if_fail (file != NULL && today != NULL, NULL);

  persons = mch_store_list_records (store, scope, MCH_KIND_PERSON);
  candidatures = mch_store_list_records (store, scope, MCH_KIND_CANDIDATURE);
  base.uai = g_str_has_prefix (scope, "etab:") ? scope + strlen ("etab:") : NULL;
  base.persons = (MchRecord *const *) persons->pdata;
  base.n_persons = persons->len;
  base.candidatures = (MchRecord *const *) candidatures->pdata;
  base.n_candidatures = candidatures->len;
  plan = mch_import_plan_new (file, &base, error);
  table = plan != NULL ? mch_import_table_new (file, MCH_ENCODING_GUESSED, error) : NULL;
  return table != NULL ? mch_import_compare (plan, table, &base, partial) : NULL;
}
