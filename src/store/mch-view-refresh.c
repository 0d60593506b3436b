/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping the view after mirror and overlay: whole scopes when they are opened, and otherwise
 * only the records that a commit touched. */
#include "store/mch-store-private.h"

#include "store/mch-codec.h"

#include <glib/gi18n-lib.h>

static const char *
delete_sql (MchKind kind)
{
  static const char *const sql[MCH_N_KINDS] = {
    [MCH_KIND_ESTABLISHMENT] = "DELETE FROM establishment WHERE id = ? AND scope = ?",
    [MCH_KIND_SERVICE] = "DELETE FROM service WHERE id = ? AND scope = ?",
    [MCH_KIND_PERSON] = "DELETE FROM person WHERE id = ? AND scope = ?",
    [MCH_KIND_CANDIDATURE] = "DELETE FROM candidature WHERE id = ? AND scope = ?",
    [MCH_KIND_ACCOUNT] = "DELETE FROM account WHERE id = ? AND scope = ?",
    [MCH_KIND_EDITION] = "DELETE FROM edition WHERE id = ? AND scope = ?",
    [MCH_KIND_SLIP] = "DELETE FROM slip WHERE id = ? AND scope = ?",
    [MCH_KIND_MEMBER] = "DELETE FROM member WHERE id = ? AND scope = ?",
    [MCH_KIND_TRANSFER] = "DELETE FROM transfer WHERE id = ? AND scope = ?",
    [MCH_KIND_REVIEW] = "DELETE FROM review WHERE id = ? AND scope = ?",
  };

  return sql[kind];
}

static gboolean
put_record (MchStore *store, const char *scope, const MchRecord *record, MchPending pending,
            GError **error)
{
  gsize n = 0, n_values = g_hash_table_size (record->values);
  g_autofree const char **pairs = g_new (const char *, 2 * n_values + 1);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, record->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      pairs[n++] = name;
      pairs[n++] = value;
    }
  return mch_view_put (store, scope, record, pairs, n, pending, error);
}

/* What the server says of a record: as it was just written, or as the disk has it. */
static MchRecord *
dup_mirrored (MchStore *store, const char *scope, MchKind kind, const char *id,
              const MchRecord *known, GError **error)
{
  if (known == NULL)
    return mch_mirror_dup_record (store, scope, kind, id, error);
  return known->deleted ? NULL : mch_record_copy (known);
}

/* @listed: the candidatures whose line of the listing has to be written again. */
static gboolean
refresh_one (MchStore *store, const char *scope, MchKind kind, const char *id,
             const MchRecord *known, MchTouched *listed, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (MchRecord) record = NULL;
  MchPending pending = MCH_PENDING_NONE;

  record = dup_mirrored (store, scope, kind, id, known, &local_error);
  if (local_error == NULL)
    record = mch_overlay_apply (store, scope, kind, id, g_steal_pointer (&record), &pending,
                                &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (kind == MCH_KIND_CANDIDATURE || kind == MCH_KIND_PERSON || kind == MCH_KIND_ACCOUNT)
    mch_touched_add (listed, scope,
                     kind == MCH_KIND_CANDIDATURE ? MCH_KIND_CANDIDATURE : MCH_KIND_PERSON, id);
  if (record != NULL)
    return put_record (store, scope, record, pending, error);
  if (kind == MCH_KIND_CANDIDATURE && !mch_listing_remove (store, scope, id, error))
    return FALSE;
  return mch_sql_run (store->memory, error, delete_sql (kind), "tt", id, scope);
}

typedef gboolean (*EachTouched) (MchStore *store, const char *scope, MchKind kind, const char *id,
                                 const MchRecord *known, MchTouched *listed, GError **error);

static gboolean
list_one (MchStore *store, const char *scope, MchKind kind, const char *id, const MchRecord *known,
          MchTouched *listed, GError **error)
{
  if (kind == MCH_KIND_CANDIDATURE)
    return mch_listing_refresh (store, scope, id, error);
  return mch_listing_refresh_person (store, scope, id, listed, error);
}

static gboolean
for_each_touched (MchStore *store, MchTouched *touched, MchTouched *listed, EachTouched func,
                  GError **error)
{
  GHashTableIter iter;
  gpointer key, known;

  g_hash_table_iter_init (&iter, touched);
  while (g_hash_table_iter_next (&iter, &key, &known))
    {
      g_autofree char *scope = NULL;
      g_autofree char *id = NULL;
      MchKind kind = MCH_KIND_INVALID;

      if (!mch_touched_parse (key, &scope, &kind, &id))
        g_assert_not_reached ();
      if (!func (store, scope, kind, id, known, listed, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mch_view_refresh (MchStore *store, MchTouched *touched, GError **error)
{
  g_autoptr (MchTransaction) transaction = NULL;
  g_autoptr (MchTouched) listed = mch_touched_new ();

  if (g_hash_table_size (touched) == 0)
    return TRUE;
  transaction = mch_transaction_begin (store->memory, error);
  return transaction != NULL && for_each_touched (store, touched, listed, refresh_one, error)
         && for_each_touched (store, listed, listed, list_one, error)
         && mch_transaction_commit (&transaction, error);
}

static gboolean
load_row (MchStore *store, MchStatement *row, GError **error)
{
  const char *scope = mch_statement_text (row, 0);
  const char *kind_name = mch_statement_text (row, 1);
  const char *id = mch_statement_text (row, 2);
  MchRecord key = { .kind = mch_kind_from_string (kind_name), .id = (char *) id };
  g_autofree char *context = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autofree const char **pairs = NULL;
  gsize n = 0;

  /* A kind of a later server: kept on the disk, shown by a later client. */
  if (key.kind == MCH_KIND_INVALID)
    return TRUE;
  key.seq = sqlite3_column_int64 (row, 3);
  key.version = sqlite3_column_int64 (row, 4);
  context = mch_store_context_record (scope, kind_name, id, key.seq, key.version);
  content = mch_store_unseal (store->key, row, 5, context, error);
  if (content == NULL)
    return FALSE;
  pairs = mch_codec_decode_values (content, &variant, &n);
  if (pairs == NULL)
    {
      g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NEWER,
                           _ ("A newer Machaon has written the local data of this profile, which "
                              "was left as it is. Update Machaon on this computer."));
      return FALSE;
    }
  return mch_view_put (store, scope, &key, (const char *const *) pairs, n, MCH_PENDING_NONE, error);
}

static gboolean
load_rows (MchStore *store, const char *scope, GError **error)
{
  g_autoptr (MchStatement) row = NULL;
  int step;

  row = mch_sql_query (store->disk, error,
                       "SELECT r.scope, r.kind, r.id, r.seq, r.version, r.blob FROM record r "
                       "JOIN cursor c ON c.scope = r.scope AND c.generation = r.generation "
                       "WHERE c.whole = 1 AND r.blob IS NOT NULL "
                       "AND r.scope = coalesce (?, r.scope)",
                       "t", scope);
  if (row == NULL)
    return FALSE;
  while ((step = mch_statement_step (row, error)) > 0)
    if (!load_row (store, row, error))
      return FALSE;
  return step == 0;
}

static gboolean
clear_scope (MchStore *store, const char *scope, GError **error)
{
  for (int kind = 0; kind < MCH_N_KINDS; kind++)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE scope = coalesce (?, scope)",
                                              mch_kind_to_string (kind));

      if (!mch_sql_run (store->memory, error, sql, "t", scope))
        return FALSE;
    }
  return mch_sql_run (store->memory, error, "DELETE FROM listing WHERE scope = coalesce (?, scope)",
                      "t", scope);
}

gboolean
mch_view_load (MchStore *store, const char *scope, GError **error)
{
  g_autoptr (MchTransaction) transaction = mch_transaction_begin (store->memory, error);

  return transaction != NULL && clear_scope (store, scope, error) && load_rows (store, scope, error)
         && mch_listing_load (store, scope, error) && mch_transaction_commit (&transaction, error);
}
