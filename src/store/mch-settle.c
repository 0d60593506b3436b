/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server's answer does to the outbox: one transaction, whatever it brings. */
#include "store/mch-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define REASON_REJECTED "rejected"

static const char *
renamed (GHashTable *merged, const char *value)
{
  return value != NULL ? g_hash_table_lookup (merged, value) : NULL;
}

static gboolean
rename_values (GHashTable *values, GHashTable *merged)
{
  g_autoptr (GList) names = g_hash_table_get_keys (values);
  gboolean changed = FALSE;

  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *into = renamed (merged, g_hash_table_lookup (values, l->data));

      if (into == NULL)
        continue;
      g_hash_table_replace (values, g_strdup (l->data), g_strdup (into));
      changed = TRUE;
    }
  return changed;
}

gboolean
mch_outbox_rename_change (MchChange *change, GHashTable *merged)
{
  const char *into = renamed (merged, change->id);
  gboolean changed = FALSE;

  if (into != NULL)
    {
      g_free (change->id);
      change->id = g_strdup (into);
      changed = TRUE;
    }
  changed |= rename_values (change->from, merged);
  changed |= rename_values (change->to, merged);
  return changed;
}

static gboolean
rename_op (MchStore *store, gint64 ordinal, GHashTable *merged, GArray *ordinals, GError **error)
{
  g_autoptr (GPtrArray) changes = mch_outbox_load_changes (store, ordinal, error);
  gboolean changed = FALSE;

  if (changes == NULL)
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    changed |= mch_outbox_rename_change (g_ptr_array_index (changes, i), merged);
  if (!changed)
    return TRUE;
  g_array_append_val (ordinals, ordinal);
  return mch_outbox_write_parts (store, ordinal, changes, error);
}

gboolean
mch_outbox_rename (MchStore *store, GHashTable *merged, GArray *ordinals, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (MchStatement) row = NULL;
  int step;

  row = mch_sql_query (store->disk, error, "SELECT ordinal FROM outbox ORDER BY ordinal", "");
  if (row == NULL)
    return FALSE;
  while ((step = mch_statement_step (row, error)) > 0)
    {
      gint64 ordinal = sqlite3_column_int64 (row, 0);

      g_array_append_val (all, ordinal);
    }
  if (step < 0)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    if (!rename_op (store, g_array_index (all, gint64, i), merged, ordinals, error))
      return FALSE;
  return TRUE;
}

/* Whether @ids say the record of @change, as it was sent or as the answer calls it now. */
static gboolean
is_among (GHashTable *ids, GHashTable *merged, const MchChange *change)
{
  const char *into = g_hash_table_lookup (merged, change->id);

  return g_hash_table_contains (ids, change->id)
         || (into != NULL && g_hash_table_contains (ids, into));
}

/* (transfer full): what was rejected moves from @op's changes to @rejected. */
static GPtrArray *
part_rejected (GPtrArray *changes, const MchStoreSettlement *settlement, GPtrArray *rejected)
{
  GPtrArray *rest = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < settlement->rejected->len; i++)
    g_hash_table_add (ids, ((MchStoreFault *) settlement->rejected->pdata[i])->id);
  for (guint i = 0; i < changes->len; i++)
    {
      MchChange *change = g_steal_pointer (&changes->pdata[i]);

      g_ptr_array_add (is_among (ids, settlement->merged, change) ? rejected : rest, change);
    }
  g_ptr_array_set_free_func (changes, NULL);
  return rest;
}

static void
copy_faults (const MchStoreSettlement *settlement, MchStoreOp *op)
{
  for (guint i = 0; i < settlement->rejected->len; i++)
    {
      const MchStoreFault *fault = g_ptr_array_index (settlement->rejected, i);

      g_ptr_array_add (op->faults, mch_store_fault_new (fault->id, fault->path, fault->code));
    }
}

/* (transfer full): a name that no operation has: one that was sent again after a restore may have
 * left something here before. NULL on error. */
static char *
dup_refused_id (MchStore *store, const MchStoreOp *op, GError **error)
{
  for (guint n = 1;; n++)
    {
      g_autofree char *id = n == 1 ? g_strconcat (op->op_id, "/rejected", NULL)
                                   : g_strdup_printf ("%s/rejected/%u", op->op_id, n);
      g_autoptr (GError) cause = NULL;
      g_autoptr (MchStoreOp) known = mch_outbox_load (store, id, FALSE, &cause);

      if (cause != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return NULL;
        }
      if (known == NULL)
        return g_steal_pointer (&id);
    }
}

/* What the server would not take leaves @op for an operation of its own, so that the rest can be
 * acknowledged and this stays to be seen and corrected. */
static gboolean
split_rejected (MchStore *store, MchStoreOp *op, const MchStoreSettlement *settlement,
                GArray *ordinals, GError **error)
{
  g_autoptr (MchStoreOp) refused = NULL;
  g_autofree char *refused_id = NULL;
  GPtrArray *rest;
  gint64 ordinal;

  if (settlement->rejected->len == 0)
    return TRUE;
  refused_id = dup_refused_id (store, op, error);
  if (refused_id == NULL)
    return FALSE;
  refused = mch_store_op_new (refused_id, op->scope, op->kind, op->made_ms);
  refused->state = MCH_OP_REFUSED;
  refused->reason = g_strdup (REASON_REJECTED);
  g_hash_table_unref (refused->meta);
  refused->meta = g_hash_table_ref (op->meta);
  refused->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  copy_faults (settlement, refused);
  rest = part_rejected (op->changes, settlement, refused->changes);
  g_ptr_array_unref (op->changes);
  op->changes = rest;
  /* An answer that comes a second time finds them gone already. */
  if (refused->changes->len == 0)
    return TRUE;
  if (!mch_outbox_insert (store, refused, &ordinal, error))
    return FALSE;
  g_array_append_val (ordinals, ordinal);
  return mch_outbox_write_parts (store, op->ordinal, op->changes, error);
}

/* (transfer full): owned "id name" → its kind, of all values that @op says. */
static GHashTable *
index_kinds (const MchStoreOp *op)
{
  GHashTable *kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < op->changes->len; i++)
    {
      const MchChange *change = op->changes->pdata[i];
      GHashTableIter iter;
      gpointer name;

      g_hash_table_iter_init (&iter, change->to);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        g_hash_table_insert (kinds, g_strconcat (change->id, " ", name, NULL),
                             GINT_TO_POINTER ((int) change->kind));
    }
  return kinds;
}

/* The server names a record by its id; which kind it is, our own change knows. */
static MchKind
find_kind (GHashTable *kinds, const MchStoreConflict *conflict)
{
  g_autofree char *key = g_strconcat (conflict->id, " ", conflict->name, NULL);
  gpointer kind;

  if (g_hash_table_lookup_extended (kinds, key, NULL, &kind))
    return (MchKind) GPOINTER_TO_INT (kind);
  return mch_field_find (MCH_KIND_CANDIDATURE, conflict->name) != NULL ? MCH_KIND_CANDIDATURE
                                                                       : MCH_KIND_PERSON;
}

static gboolean
keep_conflicts (MchStore *store, const MchStoreOp *op, const MchStoreSettlement *settlement,
                GError **error)
{
  g_autoptr (GHashTable) kinds = settlement->conflicts->len > 0 ? index_kinds (op) : NULL;

  for (guint i = 0; i < settlement->conflicts->len; i++)
    {
      const MchStoreConflict *told = g_ptr_array_index (settlement->conflicts, i);
      g_autoptr (MchStoreConflict) conflict = mch_store_conflict_new (
          told->id, told->name, told->mine, told->theirs, told->by, told->at_ms);

      conflict->scope = g_strdup (op->scope);
      conflict->kind = told->kind != MCH_KIND_INVALID ? told->kind : find_kind (kinds, told);
      if (!mch_conflict_insert (store, conflict, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
settle_applied (MchStore *store, MchStoreOp *op, const MchStoreSettlement *settlement,
                GArray *ordinals, GError **error)
{
  op->state = MCH_OP_ACKNOWLEDGED;
  op->seq = settlement->seq;
  if (!split_rejected (store, op, settlement, ordinals, error)
      || !keep_conflicts (store, op, settlement, error) || !mch_outbox_update (store, op, error))
    return FALSE;
  if (g_hash_table_size (settlement->merged) > 0
      && (!mch_outbox_rename (store, settlement->merged, ordinals, error)
          || !mch_conflict_rename (store, settlement->merged, error)
          || !mch_local_rename (store, settlement->merged, error)
          || !mch_alias_note (store, settlement->merged, error)))
    return FALSE;
  if (mch_mirror_get_shown_seq (store, op->scope) >= op->seq)
    return mch_outbox_delete (store, op->ordinal, error);
  return TRUE;
}

static gboolean
settle_refused (MchStore *store, MchStoreOp *op, const MchStoreSettlement *settlement,
                GError **error)
{
  op->state = MCH_OP_REFUSED;
  g_free (op->reason);
  op->reason =
      g_strdup (settlement->message_key != NULL ? settlement->message_key : REASON_REJECTED);
  g_ptr_array_set_size (op->faults, 0);
  copy_faults (settlement, op);
  return mch_outbox_update (store, op, error);
}

/* Taken as it is: all that changes is that the server has it. */
static gboolean
is_plain (const MchStoreSettlement *settlement)
{
  return !settlement->refused && settlement->rejected->len == 0 && settlement->conflicts->len == 0
         && g_hash_table_size (settlement->merged) == 0;
}

/* What was typed shows as it did, so the view of a large import is not written a second time;
 * unless the mirror has it already. */
static gboolean
follow_plain (MchStore *store, const MchStoreOp *op, MchTouched *touched, GError **error)
{
  if (mch_mirror_get_shown_seq (store, op->scope) >= op->seq)
    return mch_store_follow (store, &op->ordinal, 1, touched, error);
  store->serial++;
  return mch_overlay_set_state (store, op->ordinal, op->state, error);
}

static gboolean
settle_locked (MchStore *store, const char *op_id, const MchStoreSettlement *settlement,
               GError **error)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);
  g_autoptr (MchTransaction) transaction = NULL;
  g_autoptr (MchTouched) touched = mch_touched_new ();
  g_autoptr (GArray) ordinals = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean plain = is_plain (settlement);
  g_autoptr (MchStoreOp) op = mch_outbox_find (store, op_id, !plain, error);

  if (op == NULL)
    return FALSE;
  if (op->state != MCH_OP_PENDING)
    return TRUE;
  transaction = mch_transaction_begin (store->disk, error);
  if (transaction == NULL)
    return FALSE;
  g_array_append_val (ordinals, op->ordinal);
  if (settlement->refused ? !settle_refused (store, op, settlement, error)
                          : !settle_applied (store, op, settlement, ordinals, error))
    return FALSE;
  if (!mch_transaction_commit (&transaction, error))
    return FALSE;
  if (plain)
    return follow_plain (store, op, touched, error);
  return mch_store_follow (store, (const gint64 *) (void *) ordinals->data, ordinals->len, touched,
                           error);
}

gboolean
mch_store_settle_op (MchStore *store, const char *op_id, const MchStoreSettlement *settlement,
                     GError **error)
{
  g_return_val_if_fail (store != NULL && op_id != NULL && settlement != NULL, FALSE);

  if (!settle_locked (store, op_id, settlement, error))
    return FALSE;
  mch_store_notify (store);
  return TRUE;
}

static gboolean
retry_locked (MchStore *store, const char *op_id, const char *new_op_id, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);
  g_autoptr (MchTransaction) transaction = NULL;
  g_autoptr (MchTouched) touched = mch_touched_new ();
  g_autoptr (MchStoreOp) op = mch_store_dup_op (store, op_id, error);

  if (op == NULL)
    return FALSE;
  if (op->state != MCH_OP_REFUSED)
    {
      g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND,
                           _ ("This operation was not refused: there is nothing to send again."));
      return FALSE;
    }
  g_free (op->op_id);
  op->op_id = g_strdup (new_op_id);
  op->state = MCH_OP_PENDING;
  op->seq = 0;
  g_clear_pointer (&op->reason, g_free);
  g_ptr_array_set_size (op->faults, 0);
  transaction = mch_transaction_begin (store->disk, error);
  if (transaction == NULL || !mch_outbox_update (store, op, error)
      || !mch_transaction_commit (&transaction, error))
    return FALSE;
  return mch_store_follow (store, &op->ordinal, 1, touched, error);
}

gboolean
mch_store_retry_op (MchStore *store, const char *op_id, const char *new_op_id, GError **error)
{
  g_return_val_if_fail (store != NULL && op_id != NULL && new_op_id != NULL, FALSE);

  if (!retry_locked (store, op_id, new_op_id, error))
    return FALSE;
  mch_store_notify (store);
  return TRUE;
}

static gboolean
resume_locked (MchStore *store, const char *scope, const char *reason, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);
  g_autoptr (MchTransaction) transaction = mch_transaction_begin (store->disk, error);
  g_autoptr (MchTouched) touched = mch_touched_new ();
  const gint64 all = MCH_ALL_OPS;

  if (transaction == NULL
      || !mch_sql_run (store->disk, error,
                       "UPDATE outbox SET state = ?, reason = NULL WHERE scope = ? AND state = ? "
                       "AND reason = ?",
                       "itit", (gint64) MCH_OP_PENDING, scope, (gint64) MCH_OP_REFUSED, reason)
      || !mch_transaction_commit (&transaction, error))
    return FALSE;
  return mch_store_follow (store, &all, 1, touched, error);
}

gboolean
mch_store_resume_ops (MchStore *store, const char *scope, const char *reason, GError **error)
{
  g_return_val_if_fail (store != NULL && scope != NULL && reason != NULL, FALSE);

  if (!resume_locked (store, scope, reason, error))
    return FALSE;
  mch_store_notify (store);
  return TRUE;
}

static gboolean
drop_locked (MchStore *store, const char *op_id, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);
  g_autoptr (MchTransaction) transaction = NULL;
  g_autoptr (MchTouched) touched = mch_touched_new ();
  g_autoptr (MchStoreOp) op = mch_store_dup_op (store, op_id, error);

  if (op == NULL)
    return FALSE;
  transaction = mch_transaction_begin (store->disk, error);
  if (transaction == NULL || !mch_outbox_delete (store, op->ordinal, error)
      || !mch_transaction_commit (&transaction, error))
    return FALSE;
  return mch_store_follow (store, &op->ordinal, 1, touched, error);
}

gboolean
mch_store_drop_op (MchStore *store, const char *op_id, GError **error)
{
  g_return_val_if_fail (store != NULL && op_id != NULL, FALSE);

  if (!drop_locked (store, op_id, error))
    return FALSE;
  mch_store_notify (store);
  return TRUE;
}

/* Moves what @op says of other records than those of @into to @rest, with its faults. */
static void
part_rest (MchStoreOp *op, GHashTable *into, MchStoreOp *rest)
{
  for (guint i = 0; i < op->changes->len;)
    {
      const MchChange *change = op->changes->pdata[i];

      if (g_hash_table_contains (into, change->id))
        i++;
      else
        g_ptr_array_add (rest->changes, g_ptr_array_steal_index (op->changes, i));
    }
  for (guint i = 0; i < op->faults->len; i++)
    {
      const MchStoreFault *fault = op->faults->pdata[i];

      if (!g_hash_table_contains (into, fault->id))
        g_ptr_array_add (rest->faults, mch_store_fault_new (fault->id, fault->path, fault->code));
    }
  g_ptr_array_set_size (op->faults, 0);
}

static MchStoreOp *
new_rest (const MchStoreOp *op)
{
  MchStoreOp *rest = mch_store_op_new (op->op_id, op->scope, op->kind, op->made_ms);

  rest->state = MCH_OP_REFUSED;
  rest->reason = g_strdup (op->reason);
  g_hash_table_unref (rest->meta);
  rest->meta = g_hash_table_ref (op->meta);
  rest->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  return rest;
}

static gboolean
write_redirected (MchStore *store, MchStoreOp *op, MchStoreOp *rest, const char *new_op_id,
                  GArray *ordinals, GError **error)
{
  gint64 ordinal;

  g_free (op->op_id);
  op->op_id = g_strdup (new_op_id);
  /* An import is counted once, with what it came to. */
  g_free (op->kind);
  op->kind = g_strdup ("edit");
  g_hash_table_unref (op->meta);
  op->meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  op->state = MCH_OP_PENDING;
  g_clear_pointer (&op->reason, g_free);
  if (!mch_outbox_update (store, op, error)
      || !mch_outbox_write_parts (store, op->ordinal, op->changes, error))
    return FALSE;
  if (rest->changes->len == 0)
    return TRUE;
  if (!mch_outbox_insert (store, rest, &ordinal, error))
    return FALSE;
  g_array_append_val (ordinals, ordinal);
  return TRUE;
}

static gboolean
redirect_locked (MchStore *store, const char *op_id, GHashTable *into, const char *new_op_id,
                 GError **error)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);
  g_autoptr (MchTransaction) transaction = NULL;
  g_autoptr (MchTouched) touched = mch_touched_new ();
  g_autoptr (GArray) ordinals = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (MchStoreOp) op = mch_store_dup_op (store, op_id, error);
  g_autoptr (MchStoreOp) rest = NULL;

  if (op == NULL || op->state != MCH_OP_REFUSED)
    return op != NULL;
  rest = new_rest (op);
  part_rest (op, into, rest);
  if (op->changes->len == 0)
    return TRUE;
  for (guint i = 0; i < op->changes->len; i++)
    mch_outbox_rename_change (op->changes->pdata[i], into);
  g_array_append_val (ordinals, op->ordinal);
  transaction = mch_transaction_begin (store->disk, error);
  return transaction != NULL && write_redirected (store, op, rest, new_op_id, ordinals, error)
         && mch_transaction_commit (&transaction, error)
         && mch_store_follow (store, (const gint64 *) (void *) ordinals->data, ordinals->len,
                              touched, error);
}

gboolean
mch_store_redirect_op (MchStore *store, const char *op_id, GHashTable *into, const char *new_op_id,
                       GError **error)
{
  g_return_val_if_fail (store != NULL && op_id != NULL, FALSE);
  g_return_val_if_fail (into != NULL && new_op_id != NULL, FALSE);

  if (!redirect_locked (store, op_id, into, new_op_id, error))
    return FALSE;
  mch_store_notify (store);
  return TRUE;
}
