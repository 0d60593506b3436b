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

  store->conflicts_serial++;
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

static GPtrArray *
read_conflicts (MchStore *store, MchStatement *row, GError **error)
{
  g_autoptr (GPtrArray) conflicts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_store_conflict_free);
  int step;

  while ((step = mch_statement_step (row, error)) > 0)
    {
      MchStoreConflict *conflict = read_conflict (store, row, error);

      if (conflict == NULL)
        return NULL;
      g_ptr_array_add (conflicts, conflict);
    }
  return step == 0 ? g_steal_pointer (&conflicts) : NULL;
}

GPtrArray *
mch_store_list_conflicts (MchStore *store, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (MchStatement) row = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  row = mch_sql_query (store->disk, error,
                       "SELECT scope, kind, id, name, blob FROM conflict ORDER BY ordinal", "");
  return row != NULL ? read_conflicts (store, row, error) : NULL;
}

GPtrArray *
mch_store_list_conflicts_of (MchStore *store, const char *scope, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (MchStatement) row = NULL;

  g_return_val_if_fail (store != NULL && scope != NULL, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  row = mch_sql_query (store->disk, error,
                       "SELECT scope, kind, id, name, blob FROM conflict WHERE scope = ? "
                       "ORDER BY ordinal",
                       "t", scope);
  return row != NULL ? read_conflicts (store, row, error) : NULL;
}

guint
mch_store_count_conflicts (MchStore *store, const char *scope)
{
  g_autoptr (GRecMutexLocker) locker = NULL;

  g_return_val_if_fail (store != NULL, 0);

  locker = g_rec_mutex_locker_new (&store->mutex);
  return (guint) mch_sql_number (store->disk, 0,
                                 "SELECT count(*) FROM conflict WHERE scope = coalesce (?, scope)",
                                 "t", scope);
}

guint64
mch_store_get_conflicts_serial (MchStore *store)
{
  g_autoptr (GRecMutexLocker) locker = NULL;

  g_return_val_if_fail (store != NULL, 0);

  locker = g_rec_mutex_locker_new (&store->mutex);
  return store->conflicts_serial;
}

static gboolean
delete_conflict (MchStore *store, const MchStoreConflict *conflict, GError **error)
{
  store->conflicts_serial++;
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
  g_autoptr (MchStatement) row = NULL;
  int step;

  row = mch_sql_query (store->disk, error,
                       "SELECT scope, kind, id, name, blob FROM conflict "
                       "WHERE id = ?1 AND name = ?2 AND scope = coalesce (?3, scope) "
                       "ORDER BY ordinal LIMIT 1",
                       "ttt", id, name, scope);
  step = row != NULL ? mch_statement_step (row, error) : -1;
  if (step != 0)
    return step > 0 ? read_conflict (store, row, error) : NULL;
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

/* What many decisions come to: an operation a scope, a change a record. */
typedef struct
{
  MchStore *store;
  MchResolution resolution;
  const char *value;
  GHashTable *ops;     /* borrowed scope → owned MchStoreOp */
  GHashTable *changes; /* owned "scope kind id" → borrowed MchChange */
  guint n;
} Decisions;

static MchChange *
get_change (Decisions *decisions, const MchStoreConflict *conflict, gint64 version)
{
  g_autofree char *key = g_strdup_printf ("%s %s %s", conflict->scope,
                                          mch_kind_to_string (conflict->kind), conflict->id);
  MchChange *change = g_hash_table_lookup (decisions->changes, key);
  MchStoreOp *op = g_hash_table_lookup (decisions->ops, conflict->scope);

  if (change != NULL)
    return change;
  if (op == NULL)
    {
      gint64 now = decisions->store->now ();
      g_autofree char *op_id = mch_uuid_new (now, decisions->store->random);

      op = mch_store_op_new (op_id, conflict->scope, "edit", now);
      op->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
      g_hash_table_insert (decisions->ops, op->scope, op);
    }
  change = mch_change_new_update (conflict->kind, conflict->id, version);
  g_ptr_array_add (op->changes, change);
  g_hash_table_insert (decisions->changes, g_steal_pointer (&key), change);
  return change;
}

/* Whether the conflict is settled now: what is to be sent needs its record. */
static gboolean
decide (Decisions *decisions, const MchStoreConflict *conflict)
{
  g_autoptr (MchRecord) record = NULL;
  MchChange *change;

  if (decisions->resolution == MCH_RESOLVE_THEIRS)
    return TRUE;
  record = mch_store_dup_record (decisions->store, conflict->scope, conflict->kind, conflict->id);
  if (record == NULL)
    return FALSE;
  change = get_change (decisions, conflict, record->version);
  mch_change_set (change, conflict->name, mch_record_get (record, conflict->name),
                  decisions->resolution == MCH_RESOLVE_MINE ? conflict->mine : decisions->value);
  return TRUE;
}

static gboolean
write_decisions (Decisions *decisions, GPtrArray *conflicts, GArray *ordinals, GError **error)
{
  MchStore *store = decisions->store;
  GHashTableIter iter;
  gpointer op;

  for (guint i = 0; i < conflicts->len; i++)
    {
      const MchStoreConflict *conflict = conflicts->pdata[i];
      gint64 known = mch_sql_number (
          store->disk, 0,
          "SELECT count(*) FROM conflict WHERE scope = ? AND kind = ? AND id = ? AND name = ?",
          "tttt", conflict->scope, mch_kind_to_string (conflict->kind), conflict->id,
          conflict->name);

      if (known == 0 || !decide (decisions, conflict))
        continue;
      decisions->n++;
      if (!delete_conflict (store, conflict, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, decisions->ops);
  while (g_hash_table_iter_next (&iter, NULL, &op))
    {
      gint64 ordinal;

      if (!mch_outbox_insert (store, op, &ordinal, error))
        return FALSE;
      g_array_append_val (ordinals, ordinal);
    }
  return TRUE;
}

static gboolean
resolve_all_locked (Decisions *decisions, GPtrArray *conflicts, GError **error)
{
  MchStore *store = decisions->store;
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);
  g_autoptr (MchTransaction) transaction = mch_transaction_begin (store->disk, error);
  g_autoptr (MchTouched) touched = mch_touched_new ();
  g_autoptr (GArray) ordinals = g_array_new (FALSE, FALSE, sizeof (gint64));

  return transaction != NULL && write_decisions (decisions, conflicts, ordinals, error)
         && mch_transaction_commit (&transaction, error)
         && mch_store_follow (store, (const gint64 *) (void *) ordinals->data, ordinals->len,
                              touched, error);
}

gboolean
mch_store_resolve_conflicts (MchStore *store, GPtrArray *conflicts, MchResolution resolution,
                             const char *value, guint *ret_n, GError **error)
{
  g_autoptr (GHashTable) ops =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) mch_store_op_free);
  g_autoptr (GHashTable) changes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Decisions decisions = { store, resolution, value, ops, changes, 0 };

  g_return_val_if_fail (store != NULL && conflicts != NULL && ret_n != NULL, FALSE);

  if (!resolve_all_locked (&decisions, conflicts, error))
    return FALSE;
  *ret_n = decisions.n;
  mch_store_notify (store);
  return TRUE;
}
