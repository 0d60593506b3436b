/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of conflicts: never a silent winner, so each stays until a person has chosen. */
#include "store/mch-store-private.h"

#include "store/mch-codec.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
mch_conflict_insert (MchStore *store, const MchStoreConflict *conflict, GError **error)
{
  const char *kind = mch_kind_to_string (conflict->kind);
  g_autofree char *context =
      mch_store_context_conflict (conflict->scope, kind, conflict->id, conflict->name);
  g_autoptr (GBytes) content = mch_codec_encode_conflict (conflict);
  g_autoptr (GBytes) blob = mch_store_seal (store->key, content, context);

  return mch_sql_run (store->disk, error,
                      "INSERT INTO conflict (scope, kind, id, name, blob) VALUES (?, ?, ?, ?, ?) "
                      "ON CONFLICT (scope, kind, id, name) DO UPDATE SET blob = excluded.blob",
                      "ttttb", conflict->scope, kind, conflict->id, conflict->name, blob);
}

static MchStoreConflict *
read_conflict (MchStore *store, MchStatement *row, GError **error)
{
  const char *scope = mch_statement_text (row, 0);
  const char *kind = mch_statement_text (row, 1);
  const char *id = mch_statement_text (row, 2);
  const char *name = mch_statement_text (row, 3);
  g_autofree char *context = mch_store_context_conflict (scope, kind, id, name);
  g_autoptr (MchStoreConflict) conflict = mch_store_conflict_new (id, name, NULL, NULL, NULL, 0);
  g_autoptr (GBytes) content = NULL;

  conflict->scope = g_strdup (scope);
  conflict->kind = mch_kind_from_string (kind);
  content = mch_store_unseal (store->key, row, 4, context, error);
  if (content == NULL)
    return NULL;
  if (!mch_codec_read_conflict (content, conflict))
    {
      g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NEWER,
                           _ ("A newer Machaon has written the local data of this profile, which "
                              "was left as it is. Update Machaon on this computer."));
      return NULL;
    }
  return g_steal_pointer (&conflict);
}

GPtrArray *
mch_store_list_conflicts (MchStore *store, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (MchStatement) row = NULL;
  int step;

  g_return_val_if_fail (store != NULL, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_store_conflict_free);
  row = mch_sql_query (store->disk, error,
                       "SELECT scope, kind, id, name, blob FROM conflict ORDER BY ordinal", "");
  if (row == NULL)
    return NULL;
  while ((step = mch_statement_step (row, error)) > 0)
    {
      MchStoreConflict *conflict = read_conflict (store, row, error);

      if (conflict == NULL)
        return NULL;
      g_ptr_array_add (conflicts, conflict);
    }
  return step == 0 ? g_steal_pointer (&conflicts) : NULL;
}

static gboolean
delete_conflict (MchStore *store, const MchStoreConflict *conflict, GError **error)
{
  return mch_sql_run (store->disk, error,
                      "DELETE FROM conflict WHERE scope = ? AND kind = ? AND id = ? AND name = ?",
                      "tttt", conflict->scope, mch_kind_to_string (conflict->kind), conflict->id,
                      conflict->name);
}

gboolean
mch_conflict_rename (MchStore *store, GHashTable *merged, GError **error)
{
  g_autoptr (GPtrArray) conflicts = mch_store_list_conflicts (store, error);

  if (conflicts == NULL)
    return FALSE;
  for (guint i = 0; i < conflicts->len; i++)
    {
      MchStoreConflict *conflict = g_ptr_array_index (conflicts, i);
      const char *into = g_hash_table_lookup (merged, conflict->id);

      if (into == NULL)
        continue;
      if (!delete_conflict (store, conflict, error))
        return FALSE;
      g_free (conflict->id);
      conflict->id = g_strdup (into);
      if (!mch_conflict_insert (store, conflict, error))
        return FALSE;
    }
  return TRUE;
}

static MchStoreConflict *
find_conflict (MchStore *store, const char *scope, const char *id, const char *name, GError **error)
{
  g_autoptr (GPtrArray) conflicts = mch_store_list_conflicts (store, error);

  if (conflicts == NULL)
    return NULL;
  for (guint i = 0; i < conflicts->len; i++)
    {
      const MchStoreConflict *conflict = g_ptr_array_index (conflicts, i);

      if (strcmp (conflict->id, id) == 0 && strcmp (conflict->name, name) == 0
          && (scope == NULL || strcmp (conflict->scope, scope) == 0))
        return g_ptr_array_steal_index (conflicts, i);
    }
  g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND,
                       _ ("There is no such conflict; it may have been settled already."));
  return NULL;
}

/* The edit that puts what was typed here in the place of what is there now. */
static MchStoreOp *
make_edit (MchStore *store, const MchStoreConflict *conflict, GError **error)
{
  g_autoptr (MchRecord) record =
      mch_store_dup_record (store, conflict->scope, conflict->kind, conflict->id);
  gint64 now = store->now ();
  g_autofree char *op_id = mch_uuid_new (now, store->random);
  MchChange *change;
  MchStoreOp *op;

  if (record == NULL)
    {
      g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND,
                           _ ("This record is no longer there, so your value cannot be put back. "
                              "The conflict stays in the list."));
      return NULL;
    }
  op = mch_store_op_new (op_id, conflict->scope, "edit", now);
  change = mch_change_new_update (conflict->kind, conflict->id, record->version);
  mch_change_set (change, conflict->name, mch_record_get (record, conflict->name), conflict->mine);
  op->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_ptr_array_add (op->changes, change);
  return op;
}

static gboolean
resolve_locked (MchStore *store, const char *scope, const char *id, const char *name,
                gboolean keep_mine, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);
  g_autoptr (MchTransaction) transaction = NULL;
  g_autoptr (MchTouched) touched = mch_touched_new ();
  g_autoptr (MchStoreConflict) conflict = NULL;
  g_autoptr (MchStoreOp) op = NULL;
  gint64 ordinal = 0;

  conflict = find_conflict (store, scope, id, name, error);
  if (conflict == NULL)
    return FALSE;
  if (keep_mine)
    {
      op = make_edit (store, conflict, error);
      if (op == NULL)
        return FALSE;
    }
  transaction = mch_transaction_begin (store->disk, error);
  if (transaction == NULL || !delete_conflict (store, conflict, error)
      || (op != NULL && !mch_outbox_insert (store, op, &ordinal, error))
      || !mch_transaction_commit (&transaction, error))
    return FALSE;
  return mch_store_follow (store, &ordinal, op != NULL ? 1 : 0, touched, error);
}

gboolean
mch_store_resolve_conflict (MchStore *store, const char *scope, const char *id, const char *name,
                            gboolean keep_mine, GError **error)
{
  g_return_val_if_fail (store != NULL && id != NULL && name != NULL, FALSE);

  if (!resolve_locked (store, scope, id, name, keep_mine, error))
    return FALSE;
  mch_store_notify (store);
  return TRUE;
}
