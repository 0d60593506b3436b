/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations on the disk: one row each, and their changes in parts that are sealed apart, so that
 * a large import is neither built nor rewritten as one piece. */
#include "store/mch-store-private.h"

#include "store/mch-codec.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PART_CHANGES 250

static GPtrArray *
new_changes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
}

MchStoreOp *
mch_store_op_new (const char *op_id, const char *scope, const char *kind, gint64 made_ms)
{
  MchStoreOp *op = g_new0 (MchStoreOp, 1);

  op->op_id = g_strdup (op_id);
  op->scope = g_strdup (scope);
  op->kind = g_strdup (kind);
  op->made_ms = made_ms;
  op->meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  op->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_store_fault_free);
  return op;
}

gboolean
mch_outbox_write_parts (MchStore *store, gint64 ordinal, GPtrArray *changes, GError **error)
{
  gint64 part = 0;

  if (!mch_sql_run (store->disk, error, "DELETE FROM outbox_part WHERE ordinal = ?", "i", ordinal)
      || !mch_sql_run (store->disk, error, "UPDATE outbox SET changes = ? WHERE ordinal = ?", "ii",
                       (gint64) changes->len, ordinal))
    return FALSE;
  for (guint first = 0; first < changes->len; first += PART_CHANGES, part++)
    {
      guint n = MIN (PART_CHANGES, changes->len - first);
      g_autofree char *context = mch_store_context_part (ordinal, part);
      g_autoptr (GBytes) content = mch_codec_encode_changes (changes, first, n);
      g_autoptr (GBytes) blob = mch_store_seal (store->key, content, context);

      if (!mch_sql_run (store->disk, error,
                        "INSERT INTO outbox_part (ordinal, part, blob) VALUES (?, ?, ?)", "iib",
                        ordinal, part, blob))
        return FALSE;
    }
  return TRUE;
}

gboolean
mch_outbox_insert (MchStore *store, const MchStoreOp *op, gint64 *ret_ordinal, GError **error)
{
  g_autofree char *context = NULL;
  g_autoptr (GBytes) content = mch_codec_encode_op (op->kind, op->meta, op->faults);
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  gint64 ordinal;

  /* The ordinal is part of what the blob is bound to, so the row comes first. */
  if (!mch_sql_run (store->disk, error,
                    "INSERT INTO outbox (op_id, scope, state, reason, seq, made_ms, changes, "
                    "blob) VALUES (?, ?, ?, ?, ?, ?, 0, ?)",
                    "ttitiib", op->op_id, op->scope, (gint64) op->state, op->reason, op->seq,
                    op->made_ms, nothing))
    return FALSE;
  ordinal = sqlite3_last_insert_rowid (store->disk->handle);
  context = mch_store_context_op (ordinal, op->op_id, op->scope, op->made_ms);
  blob = mch_store_seal (store->key, content, context);
  if (!mch_sql_run (store->disk, error, "UPDATE outbox SET blob = ? WHERE ordinal = ?", "bi", blob,
                    ordinal)
      || (op->changes != NULL && !mch_outbox_write_parts (store, ordinal, op->changes, error)))
    return FALSE;
  *ret_ordinal = ordinal;
  return TRUE;
}

gboolean
mch_outbox_update (MchStore *store, const MchStoreOp *op, GError **error)
{
  g_autofree char *context = mch_store_context_op (op->ordinal, op->op_id, op->scope, op->made_ms);
  g_autoptr (GBytes) content = mch_codec_encode_op (op->kind, op->meta, op->faults);
  g_autoptr (GBytes) blob = mch_store_seal (store->key, content, context);

  return mch_sql_run (store->disk, error,
                      "UPDATE outbox SET op_id = ?, state = ?, reason = ?, seq = ?, blob = ? "
                      "WHERE ordinal = ?",
                      "titibi", op->op_id, (gint64) op->state, op->reason, op->seq, blob,
                      op->ordinal);
}

gboolean
mch_outbox_delete (MchStore *store, gint64 ordinal, GError **error)
{
  return mch_sql_run (store->disk, error, "DELETE FROM outbox_part WHERE ordinal = ?", "i", ordinal)
         && mch_sql_run (store->disk, error, "DELETE FROM outbox WHERE ordinal = ?", "i", ordinal);
}

gboolean
mch_outbox_drop_acknowledged (MchStore *store, const char *scope, gint64 seq, GArray *ordinals,
                              GError **error)
{
  guint first = ordinals->len;
  g_autoptr (MchStatement) row = NULL;
  int step;

  row = mch_sql_query (store->disk, error,
                       "SELECT ordinal FROM outbox WHERE scope = ? AND state = ? AND seq <= ?",
                       "tii", scope, (gint64) MCH_OP_ACKNOWLEDGED, seq);
  if (row == NULL)
    return FALSE;
  while ((step = mch_statement_step (row, error)) > 0)
    {
      gint64 ordinal = sqlite3_column_int64 (row, 0);

      g_array_append_val (ordinals, ordinal);
    }
  if (step < 0)
    return FALSE;
  for (guint i = first; i < ordinals->len; i++)
    if (!mch_outbox_delete (store, g_array_index (ordinals, gint64, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
set_unreadable (GError **error)
{
  g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NEWER,
                       _ ("A newer Machaon has written the local data of this profile, which was "
                          "left as it is. Update Machaon on this computer."));
  return FALSE;
}

GPtrArray *
mch_outbox_load_changes (MchStore *store, gint64 ordinal, GError **error)
{
  g_autoptr (GPtrArray) changes = new_changes ();
  g_autoptr (MchStatement) row = NULL;
  int step;

  row = mch_sql_query (store->disk, error,
                       "SELECT part, blob FROM outbox_part WHERE ordinal = ? ORDER BY part", "i",
                       ordinal);
  if (row == NULL)
    return NULL;
  while ((step = mch_statement_step (row, error)) > 0)
    {
      g_autofree char *context = mch_store_context_part (ordinal, sqlite3_column_int64 (row, 0));
      g_autoptr (GBytes) content = mch_store_unseal (store->key, row, 1, context, error);

      if (content == NULL
          || (!mch_codec_read_changes (content, changes) && !set_unreadable (error)))
        return NULL;
    }
  return step == 0 ? g_steal_pointer (&changes) : NULL;
}

#define OP_COLUMNS                                                                                 \
  "SELECT ordinal, op_id, scope, state, reason, seq, made_ms, changes, blob FROM outbox "

static MchStoreOp *
read_op (MchStore *store, MchStatement *row, GError **error)
{
  g_autoptr (MchStoreOp) op = NULL;
  g_autofree char *context = NULL;
  g_autoptr (GBytes) content = NULL;

  op = mch_store_op_new (mch_statement_text (row, 1), mch_statement_text (row, 2), NULL,
                         sqlite3_column_int64 (row, 6));
  op->ordinal = sqlite3_column_int64 (row, 0);
  op->state = (MchOpState) sqlite3_column_int (row, 3);
  op->reason = g_strdup (mch_statement_text (row, 4));
  op->seq = sqlite3_column_int64 (row, 5);
  op->n_changes = (guint) sqlite3_column_int64 (row, 7);
  context = mch_store_context_op (op->ordinal, op->op_id, op->scope, op->made_ms);
  content = mch_store_unseal (store->key, row, 8, context, error);
  if (content == NULL || (!mch_codec_read_op (content, op) && !set_unreadable (error)))
    return NULL;
  return g_steal_pointer (&op);
}

/* The first row of @row, with its changes if asked; NULL without @error when there is none. */
static MchStoreOp *
load_first (MchStore *store, MchStatement *row, gboolean with_changes, GError **error)
{
  g_autoptr (MchStoreOp) op = NULL;

  if (mch_statement_step (row, error) <= 0)
    return NULL;
  op = read_op (store, row, error);
  if (op == NULL || !with_changes)
    return g_steal_pointer (&op);
  op->changes = mch_outbox_load_changes (store, op->ordinal, error);
  return op->changes != NULL ? g_steal_pointer (&op) : NULL;
}

MchStoreOp *
mch_outbox_load (MchStore *store, const char *op_id, gboolean with_changes, GError **error)
{
  g_autoptr (MchStatement) row = NULL;

  row = mch_sql_query (store->disk, error, OP_COLUMNS "WHERE op_id = ?", "t", op_id);
  return row != NULL ? load_first (store, row, with_changes, error) : NULL;
}

MchStoreOp *
mch_outbox_find (MchStore *store, const char *op_id, gboolean with_changes, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  MchStoreOp *op = mch_outbox_load (store, op_id, with_changes, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (op == NULL)
    g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND,
                         _ ("There is no such operation among those that wait."));
  return op;
}

/* Whether @op says what @known, loaded with its changes, says. */
static gboolean
says_the_same (const MchStoreOp *op, const MchStoreOp *known)
{
  g_autoptr (GBytes) op_head = mch_codec_encode_op (op->kind, op->meta, NULL);
  g_autoptr (GBytes) known_head = mch_codec_encode_op (known->kind, known->meta, NULL);
  g_autoptr (GBytes) op_changes = NULL;
  g_autoptr (GBytes) known_changes = NULL;

  if (strcmp (op->scope, known->scope) != 0 || op->made_ms != known->made_ms
      || op->changes->len != known->changes->len || !g_bytes_equal (op_head, known_head))
    return FALSE;
  op_changes = mch_codec_encode_changes (op->changes, 0, op->changes->len);
  known_changes = mch_codec_encode_changes (known->changes, 0, known->changes->len);
  return g_bytes_equal (op_changes, known_changes);
}

static gboolean
enqueue_locked (MchStore *store, MchStoreOp *op, GPtrArray *changes, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);
  g_autoptr (MchTransaction) transaction = NULL;
  g_autoptr (MchStoreOp) known = NULL;
  g_autoptr (MchTouched) touched = mch_touched_new ();
  g_autoptr (GError) local_error = NULL;
  gint64 ordinal;

  op->changes = mch_alias_dup_changes (store, changes);
  known = mch_outbox_load (store, op->op_id, TRUE, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (known != NULL)
    {
      if (says_the_same (op, known))
        return TRUE;
      g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_EXISTS,
                           _ ("Another operation of the same number already waits to be sent."));
      return FALSE;
    }
  transaction = mch_transaction_begin (store->disk, error);
  if (transaction == NULL || !mch_outbox_insert (store, op, &ordinal, error)
      || !mch_transaction_commit (&transaction, error))
    return FALSE;
  store->serial++;
  return mch_overlay_add (store, ordinal, op, touched, error)
         && mch_view_refresh (store, touched, error);
}

gboolean
mch_store_enqueue (MchStore *store, const char *op_id, const char *scope, const char *kind,
                   GHashTable *meta, GPtrArray *changes, gint64 made_ms, GError **error)
{
  g_autoptr (MchStoreOp) op = NULL;
  g_autoptr (GPtrArray) all = changes != NULL ? g_ptr_array_ref (changes) : new_changes ();

  g_return_val_if_fail (store != NULL && op_id != NULL && scope != NULL && kind != NULL, FALSE);

  op = mch_store_op_new (op_id, scope, kind, made_ms);
  if (meta != NULL)
    {
      g_hash_table_unref (op->meta);
      op->meta = g_hash_table_ref (meta);
    }
  if (!enqueue_locked (store, op, all, error))
    return FALSE;
  mch_store_notify (store);
  return TRUE;
}

MchStoreOp *
mch_store_next_op (MchStore *store, const char *scope, gint64 after, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (MchStatement) row = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  row = mch_sql_query (store->disk, error,
                       OP_COLUMNS "WHERE state = ? AND ordinal > ? AND scope = coalesce (?, scope) "
                                  "ORDER BY ordinal LIMIT 1",
                       "iit", (gint64) MCH_OP_PENDING, after, scope);
  return row != NULL ? load_first (store, row, TRUE, error) : NULL;
}

MchStoreOp *
mch_store_dup_op (MchStore *store, const char *op_id, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = NULL;

  g_return_val_if_fail (store != NULL && op_id != NULL, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  return mch_outbox_find (store, op_id, TRUE, error);
}

GPtrArray *
mch_store_list_ops (MchStore *store, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) ops = NULL;
  g_autoptr (MchStatement) row = NULL;
  int step;

  g_return_val_if_fail (store != NULL, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  ops = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_store_op_free);
  row = mch_sql_query (store->disk, error, OP_COLUMNS "ORDER BY ordinal", "");
  if (row == NULL)
    return NULL;
  while ((step = mch_statement_step (row, error)) > 0)
    {
      MchStoreOp *op = read_op (store, row, error);

      if (op == NULL)
        return NULL;
      g_ptr_array_add (ops, op);
    }
  return step == 0 ? g_steal_pointer (&ops) : NULL;
}

static guint
count_state (MchStore *store, MchOpState state)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);

  return (guint) mch_sql_number (store->disk, 0, "SELECT count(*) FROM outbox WHERE state = ?", "i",
                                 (gint64) state);
}

guint
mch_store_count_pending (MchStore *store)
{
  g_return_val_if_fail (store != NULL, 0);

  return count_state (store, MCH_OP_PENDING);
}

guint
mch_store_count_refused (MchStore *store)
{
  g_return_val_if_fail (store != NULL, 0);

  return count_state (store, MCH_OP_REFUSED);
}

guint
mch_store_count_refused_for (MchStore *store, const char *reason)
{
  g_autoptr (GRecMutexLocker) locker = NULL;

  g_return_val_if_fail (store != NULL && reason != NULL, 0);

  locker = g_rec_mutex_locker_new (&store->mutex);
  return (guint) mch_sql_number (store->disk, 0,
                                 "SELECT count(*) FROM outbox WHERE state = ? AND reason = ?", "it",
                                 (gint64) MCH_OP_REFUSED, reason);
}

GBytes *
mch_store_changes_to_bytes (GPtrArray *changes)
{
  g_return_val_if_fail (changes != NULL, NULL);

  return mch_codec_encode_changes (changes, 0, changes->len);
}

GPtrArray *
mch_store_changes_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) changes = new_changes ();

  g_return_val_if_fail (bytes != NULL, NULL);

  if (!mch_codec_read_changes (bytes, changes) && !set_unreadable (error))
    return NULL;
  return g_steal_pointer (&changes);
}
