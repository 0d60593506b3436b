/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-stuck.h"

#include "sync/mch-sync-error.h"

#define MOST 5

void
mch_stuck_clear (MchStuck *stuck)
{
  g_clear_pointer (&stuck->ids, g_hash_table_unref);
  g_clear_error (&stuck->first);
}

gboolean
mch_stuck_holds_up (const MchStuck *stuck, const MchStoreOp *op)
{
  g_return_val_if_fail (op->changes != NULL, TRUE);

  for (guint i = 0; stuck->ids != NULL && i < op->changes->len; i++)
    if (mch_change_names_any (op->changes->pdata[i], stuck->ids))
      return TRUE;
  return FALSE;
}

void
mch_stuck_add (MchStuck *stuck, const MchStoreOp *op)
{
  if (stuck->ids == NULL)
    stuck->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < op->changes->len; i++)
    g_hash_table_add (stuck->ids, g_strdup (((MchChange *) op->changes->pdata[i])->id));
}

void
mch_stuck_take (MchStuck *stuck, const MchStoreOp *op, GError **cause)
{
  if (!g_error_matches (*cause, MCH_SYNC_ERROR, MCH_SYNC_ERROR_FAULT) || ++stuck->n > MOST)
    return;
  mch_stuck_add (stuck, op);
  if (stuck->first == NULL)
    stuck->first = g_steal_pointer (cause);
  g_clear_error (cause);
}
