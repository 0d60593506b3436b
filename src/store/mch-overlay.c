/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overlay: the outbox's changes, found by record. It is in memory only; the outbox on the disk
 * is what counts. */
#include "store/mch-store-private.h"

#include "store/mch-codec.h"

static gboolean
note_touched (MchStore *store, gint64 ordinal, MchTouched *touched, GError **error)
{
  g_autoptr (MchStatement) row = NULL;
  int step;

  row = mch_sql_query (store->memory, error,
                       "SELECT DISTINCT scope, kind, id FROM overlay "
                       "WHERE ?1 = 0 OR ordinal = ?1",
                       "i", ordinal);
  if (row == NULL)
    return FALSE;
  while ((step = mch_statement_step (row, error)) > 0)
    mch_touched_add (touched, mch_statement_text (row, 0), (MchKind) sqlite3_column_int (row, 1),
                     mch_statement_text (row, 2));
  return step == 0;
}

static gboolean
add_changes (MchStore *store, gint64 ordinal, const char *scope, MchOpState state,
             GPtrArray *changes, MchTouched *touched, GError **error)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const MchChange *change = g_ptr_array_index (changes, i);
      g_autoptr (GBytes) content = mch_codec_encode_changes (changes, i, 1);

      if (!mch_sql_run (store->memory, error,
                        "INSERT INTO overlay (ordinal, n, scope, kind, id, state, content) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?)",
                        "iititib", ordinal, (gint64) i, scope, (gint64) change->kind, change->id,
                        (gint64) state, content))
        return FALSE;
      mch_touched_add (touched, scope, change->kind, change->id);
    }
  return TRUE;
}

static gboolean
load_changes (MchStore *store, gint64 ordinal, const char *scope, MchOpState state,
              MchTouched *touched, GError **error)
{
  g_autoptr (GPtrArray) changes = mch_outbox_load_changes (store, ordinal, error);

  return changes != NULL && add_changes (store, ordinal, scope, state, changes, touched, error);
}

gboolean
mch_overlay_add (MchStore *store, gint64 ordinal, const MchStoreOp *op, MchTouched *touched,
                 GError **error)
{
  g_autoptr (MchTransaction) transaction = mch_transaction_begin (store->memory, error);

  return transaction != NULL
         && add_changes (store, ordinal, op->scope, op->state, op->changes, touched, error)
         && mch_transaction_commit (&transaction, error);
}

gboolean
mch_overlay_set_state (MchStore *store, gint64 ordinal, MchOpState state, GError **error)
{
  return mch_sql_run (store->memory, error, "UPDATE overlay SET state = ? WHERE ordinal = ?", "ii",
                      (gint64) state, ordinal);
}

gboolean
mch_overlay_reload (MchStore *store, gint64 ordinal, MchTouched *touched, GError **error)
{
  g_autoptr (MchTransaction) transaction = mch_transaction_begin (store->memory, error);
  g_autoptr (MchStatement) row = NULL;
  int step;

  if (transaction == NULL || !note_touched (store, ordinal, touched, error)
      || !mch_sql_run (store->memory, error, "DELETE FROM overlay WHERE ?1 = 0 OR ordinal = ?1",
                       "i", ordinal))
    return FALSE;
  row = mch_sql_query (store->disk, error,
                       "SELECT ordinal, scope, state FROM outbox WHERE ?1 = 0 OR ordinal = ?1 "
                       "ORDER BY ordinal",
                       "i", ordinal);
  if (row == NULL)
    return FALSE;
  while ((step = mch_statement_step (row, error)) > 0)
    if (!load_changes (store, sqlite3_column_int64 (row, 0), mch_statement_text (row, 1),
                       (MchOpState) sqlite3_column_int (row, 2), touched, error))
      return FALSE;
  return step == 0 && mch_transaction_commit (&transaction, error);
}

/* What the server does with a create of something that it has: it adds what is lacking. */
static void
apply_create (const MchChange *change, MchRecord *record)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, change->to);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (mch_record_get (record, name) == NULL)
      mch_record_set (record, name, value);
}

static MchRecord *
apply_change (const MchChange *change, MchOpState state, MchRecord *record)
{
  if (change->create && record == NULL)
    {
      record = mch_record_new (change->kind, change->id);
      mch_change_apply (change, record);
    }
  else if (change->create)
    apply_create (change, record);
  /* A refused edit is listed, but what the server holds is what documents are made of. */
  else if (record != NULL && state != MCH_OP_REFUSED)
    mch_change_apply (change, record);
  return record;
}

MchRecord *
mch_overlay_apply (MchStore *store, const char *scope, MchKind kind, const char *id,
                   MchRecord *mirror, MchPending *ret_pending, GError **error)
{
  g_autoptr (MchRecord) record = mirror;
  g_autoptr (MchStatement) row = NULL;
  int step;

  *ret_pending = MCH_PENDING_NONE;
  row = mch_sql_query (store->memory, error,
                       "SELECT state, content FROM overlay WHERE id = ? AND kind = ? AND "
                       "scope = ? ORDER BY ordinal, n",
                       "tit", id, (gint64) kind, scope);
  if (row == NULL)
    return NULL;
  while ((step = mch_statement_step (row, error)) > 0)
    {
      MchOpState state = (MchOpState) sqlite3_column_int (row, 0);
      g_autoptr (GPtrArray) changes =
          g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
      g_autoptr (GBytes) content =
          g_bytes_new (sqlite3_column_blob (row, 1), (gsize) sqlite3_column_bytes (row, 1));

      if (!mch_codec_read_changes (content, changes) || changes->len != 1)
        g_assert_not_reached ();
      record = apply_change (g_ptr_array_index (changes, 0), state, g_steal_pointer (&record));
      *ret_pending =
          MAX (*ret_pending, state == MCH_OP_REFUSED ? MCH_PENDING_REFUSED : MCH_PENDING_SENDING);
    }
  return step == 0 ? g_steal_pointer (&record) : NULL;
}
