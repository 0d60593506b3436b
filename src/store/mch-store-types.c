/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/mch-store-types.h"

G_DEFINE_QUARK (mch - store - error - quark, mch_store_error)

MchStoreFault *
mch_store_fault_new (const char *id, const char *path, const char *code)
{
  MchStoreFault *fault;

  g_return_val_if_fail (id != NULL, NULL);

  fault = g_new0 (MchStoreFault, 1);
  fault->id = g_strdup (id);
  fault->path = g_strdup (path != NULL ? path : "");
  fault->code = g_strdup (code != NULL ? code : "");
  return fault;
}

void
mch_store_fault_free (MchStoreFault *fault)
{
  if (fault == NULL)
    return;
  g_free (fault->id);
  g_free (fault->path);
  g_free (fault->code);
  g_free (fault);
}

void
mch_store_op_free (MchStoreOp *op)
{
  if (op == NULL)
    return;
  g_free (op->op_id);
  g_free (op->scope);
  g_free (op->kind);
  g_free (op->reason);
  g_clear_pointer (&op->meta, g_hash_table_unref);
  g_clear_pointer (&op->faults, g_ptr_array_unref);
  g_clear_pointer (&op->changes, g_ptr_array_unref);
  g_free (op);
}

MchStoreConflict *
mch_store_conflict_new (const char *id, const char *name, const char *mine, const char *theirs,
                        const char *by, gint64 at_ms)
{
  MchStoreConflict *conflict;

  g_return_val_if_fail (id != NULL && name != NULL, NULL);

  conflict = g_new0 (MchStoreConflict, 1);
  conflict->kind = MCH_KIND_INVALID;
  conflict->id = g_strdup (id);
  conflict->name = g_strdup (name);
  conflict->mine = g_strdup (mine != NULL ? mine : "");
  conflict->theirs = g_strdup (theirs != NULL ? theirs : "");
  conflict->by = g_strdup (by);
  conflict->at_ms = at_ms;
  return conflict;
}

void
mch_store_conflict_free (MchStoreConflict *conflict)
{
  if (conflict == NULL)
    return;
  g_free (conflict->scope);
  g_free (conflict->id);
  g_free (conflict->name);
  g_free (conflict->mine);
  g_free (conflict->theirs);
  g_free (conflict->by);
  g_free (conflict);
}

MchStoreSettlement *
mch_store_settlement_new (void)
{
  MchStoreSettlement *settlement = g_new0 (MchStoreSettlement, 1);

  settlement->merged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  settlement->conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_store_conflict_free);
  settlement->rejected = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_store_fault_free);
  return settlement;
}

void
mch_store_settlement_free (MchStoreSettlement *settlement)
{
  if (settlement == NULL)
    return;
  g_free (settlement->message_key);
  g_hash_table_unref (settlement->merged);
  g_ptr_array_unref (settlement->conflicts);
  g_ptr_array_unref (settlement->rejected);
  g_free (settlement);
}
