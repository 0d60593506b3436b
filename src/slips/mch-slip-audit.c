/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-slip-audit.h"

#include "store/mch-outbox.h"
#include "sync/mch-desk.h"

static const char *const actions[] = {
  [MCH_SLIP_ACT_VIEW] = "view",
  [MCH_SLIP_ACT_PRINT] = "print",
  [MCH_SLIP_ACT_EXPORT] = "export",
};

gboolean
mch_slip_audit_note (MchStore *store, const char *scope, const char *edition, MchSlipAct act,
                     guint per_page, const MchPapillonResult *result, GError **error)
{
  g_autoptr (GHashTable) meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *op = mch_desk_new_id ();
  gint64 now_ms = mch_desk_now_ms ();

  g_return_val_if_fail (store != NULL && result != NULL, FALSE);
  g_return_val_if_fail (act < G_N_ELEMENTS (actions), FALSE);

  g_hash_table_insert (meta, g_strdup ("action"), g_strdup (actions[act]));
  g_hash_table_insert (meta, g_strdup ("edition"), g_strdup (edition));
  g_hash_table_insert (meta, g_strdup ("candidates"), g_strdup_printf ("%u", result->n_slips));
  g_hash_table_insert (meta, g_strdup ("per_page"), g_strdup_printf ("%u", per_page));
  g_hash_table_insert (meta, g_strdup ("pages"), g_strdup_printf ("%u", result->n_pages));
  g_hash_table_insert (meta, g_strdup ("sha256"), g_strdup (result->sha256));
  g_hash_table_insert (meta, g_strdup ("at_ms"), g_strdup_printf ("%" G_GINT64_FORMAT, now_ms));
  return mch_store_enqueue (store, op, scope, "audit", meta, NULL, now_ms, error);
}
