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

static gboolean
names_one (const MchStuck *stuck, const MchChange *change)
{
  GHashTableIter iter;
  gpointer value;

  if (g_hash_table_contains (stuck->ids, change->id))
    return TRUE;
  g_hash_table_iter_init (&iter, change->to);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_hash_table_contains (stuck->ids, value))
      return TRUE;
  return FALSE;
}

gboolean
mch_stuck_holds_up (const MchStuck *stuck, const MchStoreOp *op)
{
  g_return_val_if_fail (op->changes != NULL, TRUE);

  for (guint i = 0; stuck->ids != NULL && i < op->changes->len; i++)
    if (names_one (stuck, op->changes->pdata[i]))
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
