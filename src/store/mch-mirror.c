/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mirror: rows as the server has them. A scope may have two sets of rows, told apart by their
 * generation: the one that is shown, and the one that a first pull is gathering. */
#include "store/mch-store-private.h"

#include "store/mch-codec.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  gint64 generation;
  gint64 seq;
  char *epoch; /* NULL before the first page */
  gboolean whole;
} Cursor;

static void
cursor_free (Cursor *cursor)
{
  g_free (cursor->epoch);
  g_free (cursor);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Cursor, cursor_free)

/* The set that the next page belongs to: the one being gathered before the one that is shown.
 * NULL without @error when there is none. */
static Cursor *
load_cursor (MchStore *store, const char *scope, GError **error)
{
  g_autoptr (MchStatement) row = NULL;
  Cursor *cursor;

  row = mch_sql_query (store->disk, error,
                       "SELECT generation, seq, epoch, whole FROM cursor WHERE scope = ? "
                       "ORDER BY whole LIMIT 1",
                       "t", scope);
  if (row == NULL || mch_statement_step (row, error) <= 0)
    return NULL;
  cursor = g_new0 (Cursor, 1);
  cursor->generation = sqlite3_column_int64 (row, 0);
  cursor->seq = sqlite3_column_int64 (row, 1);
  cursor->epoch = g_strdup (mch_statement_text (row, 2));
  cursor->whole = sqlite3_column_int (row, 3) != 0;
  return cursor;
}

static Cursor *
begin_gathering (MchStore *store, const char *scope, GError **error)
{
  gint64 last = mch_sql_number (store->disk, 0,
                                "SELECT max(generation) FROM cursor WHERE scope = ?", "t", scope);
  Cursor *cursor;

  if (!mch_sql_run (store->disk, error,
                    "INSERT INTO cursor (scope, generation, epoch, seq, whole) "
                    "VALUES (?, ?, NULL, 0, 0)",
                    "ti", scope, last + 1))
    return NULL;
  cursor = g_new0 (Cursor, 1);
  cursor->generation = last + 1;
  return cursor;
}

static gboolean
write_row (MchStore *store, const char *scope, gint64 generation, const MchRecord *record,
           GError **error)
{
  const char *kind = mch_kind_to_string (record->kind);
  g_autofree char *context = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GBytes) blob = NULL;

  if (!record->deleted)
    {
      context = mch_store_context_record (scope, kind, record->id, record->seq, record->version);
      content = mch_codec_encode_values (record);
      blob = mch_store_seal (store->key, content, context);
    }
  return mch_sql_run (store->disk, error,
                      "INSERT INTO record (scope, generation, kind, id, seq, version, blob) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (scope, generation, kind, id) "
                      "DO UPDATE SET seq = excluded.seq, version = excluded.version, "
                      "blob = excluded.blob WHERE excluded.seq > record.seq",
                      "tittiib", scope, generation, kind, record->id, record->seq, record->version,
                      blob);
}

static gboolean
write_rows (MchStore *store, const char *scope, const Cursor *cursor, GPtrArray *rows,
            MchTouched *touched, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const MchRecord *record = g_ptr_array_index (rows, i);

      if (!write_row (store, scope, cursor->generation, record, error))
        return FALSE;
      if (cursor->whole && sqlite3_changes (store->disk->handle) > 0)
        mch_touched_add_record (touched, scope, record);
    }
  return TRUE;
}

/* A server that came back from a backup may have lost what it acknowledged before: such
 * operations are sent again; one that it still knows is answered as the first time, or, where its
 * answer has changed it here since, as another one. */
static gboolean
doubt_acknowledged (MchStore *store, const char *scope, const char *epoch, GError **error)
{
  return mch_sql_run (store->disk, error,
                      "UPDATE outbox SET state = ?, seq = ? WHERE scope = ? AND state = ? AND "
                      "EXISTS (SELECT 1 FROM cursor WHERE scope = outbox.scope AND whole = 1 "
                      "AND epoch <> ?)",
                      "iitit", (gint64) MCH_OP_PENDING, (gint64) MCH_OP_SEQ_DOUBTED, scope,
                      (gint64) MCH_OP_ACKNOWLEDGED, epoch);
}

/* The gathered set takes the place of the one that was shown. */
static gboolean
swap (MchStore *store, const char *scope, const Cursor *cursor, const char *epoch, GError **error)
{
  return doubt_acknowledged (store, scope, epoch, error)
         && mch_sql_run (store->disk, error,
                         "DELETE FROM record WHERE scope = ? AND generation <> ?", "ti", scope,
                         cursor->generation)
         && mch_sql_run (store->disk, error,
                         "DELETE FROM cursor WHERE scope = ? AND generation <> ?", "ti", scope,
                         cursor->generation)
         && mch_sql_run (store->disk, error,
                         "UPDATE cursor SET whole = 1 WHERE scope = ? AND generation = ?", "ti",
                         scope, cursor->generation);
}

/* Everything of one page that goes to the disk. @ret_shown: whether the page is to be seen. */
static gboolean
commit_page (MchStore *store, const char *scope, const char *epoch, GPtrArray *rows, gint64 to_seq,
             gboolean more, MchTouched *touched, GArray *dropped, gboolean *ret_swapped,
             GError **error)
{
  g_autoptr (MchTransaction) transaction = mch_transaction_begin (store->disk, error);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (Cursor) cursor = NULL;

  if (transaction == NULL)
    return FALSE;
  cursor = load_cursor (store, scope, &local_error);
  if (cursor == NULL && local_error == NULL)
    cursor = begin_gathering (store, scope, &local_error);
  if (cursor == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (cursor->epoch != NULL && g_strcmp0 (cursor->epoch, epoch) != 0)
    {
      g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_RESYNC,
                           _ ("The server was restored from a backup: everything is fetched "
                              "again. What waits to be sent is kept."));
      return FALSE;
    }
  *ret_swapped = !cursor->whole && !more;
  if (!write_rows (store, scope, cursor, rows, touched, error)
      || !mch_sql_run (store->disk, error,
                       "UPDATE cursor SET epoch = ?, seq = max(seq, ?) "
                       "WHERE scope = ? AND generation = ?",
                       "titi", epoch, to_seq, scope, cursor->generation)
      || (*ret_swapped && !swap (store, scope, cursor, epoch, error)))
    return FALSE;
  if ((cursor->whole || *ret_swapped)
      && !mch_outbox_drop_acknowledged (store, scope, MAX (cursor->seq, to_seq), dropped, error))
    return FALSE;
  return mch_transaction_commit (&transaction, error);
}

/* Brings the memory after the disk when all rows of @scope may have changed. */
static gboolean
show_again (MchStore *store, const char *scope, GError **error)
{
  g_autoptr (MchTouched) touched = mch_touched_new ();
  const gint64 all = MCH_ALL_OPS;

  return mch_view_load (store, scope, error) && mch_store_follow (store, &all, 1, touched, error);
}

static gboolean
apply_locked (MchStore *store, const char *scope, const char *epoch, GPtrArray *rows, gint64 to_seq,
              gboolean more, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);
  g_autoptr (MchTouched) touched = mch_touched_new ();
  g_autoptr (GArray) dropped = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean swapped = FALSE;

  if (!commit_page (store, scope, epoch, rows, to_seq, more, touched, dropped, &swapped, error))
    return FALSE;
  if (swapped)
    return show_again (store, scope, error);
  if (dropped->len == 0 && g_hash_table_size (touched) == 0)
    return TRUE;
  return mch_store_follow (store, (const gint64 *) (void *) dropped->data, dropped->len, touched,
                           error);
}

gboolean
mch_store_apply_rows (MchStore *store, const char *scope, const char *epoch, GPtrArray *rows,
                      gint64 to_seq, gboolean more, GError **error)
{
  guint64 before;

  g_return_val_if_fail (store != NULL && scope != NULL && epoch != NULL, FALSE);
  g_return_val_if_fail (rows != NULL && to_seq >= 0, FALSE);

  before = mch_store_get_serial (store);
  if (!apply_locked (store, scope, epoch, rows, to_seq, more, error))
    return FALSE;
  if (mch_store_get_serial (store) != before)
    mch_store_notify (store);
  return TRUE;
}

gboolean
mch_store_reset_scope (MchStore *store, const char *scope, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (MchTransaction) transaction = NULL;
  g_autoptr (Cursor) cursor = NULL;

  g_return_val_if_fail (store != NULL && scope != NULL, FALSE);

  locker = g_rec_mutex_locker_new (&store->mutex);
  transaction = mch_transaction_begin (store->disk, error);
  if (transaction == NULL
      || !mch_sql_run (store->disk, error,
                       "DELETE FROM record WHERE scope = ?1 AND generation IN "
                       "(SELECT generation FROM cursor WHERE scope = ?1 AND whole = 0)",
                       "t", scope)
      || !mch_sql_run (store->disk, error, "DELETE FROM cursor WHERE scope = ? AND whole = 0", "t",
                       scope))
    return FALSE;
  cursor = begin_gathering (store, scope, error);
  return cursor != NULL && mch_transaction_commit (&transaction, error);
}

static gboolean
forget_locked (MchStore *store, const char *scope, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);
  g_autoptr (MchTransaction) transaction = mch_transaction_begin (store->disk, error);

  if (transaction == NULL
      || !mch_sql_run (store->disk, error, "DELETE FROM record WHERE scope = ?", "t", scope)
      || !mch_sql_run (store->disk, error, "DELETE FROM cursor WHERE scope = ?", "t", scope)
      || !mch_transaction_commit (&transaction, error))
    return FALSE;
  return show_again (store, scope, error);
}

gboolean
mch_store_forget_scope (MchStore *store, const char *scope, GError **error)
{
  g_return_val_if_fail (store != NULL && scope != NULL, FALSE);

  if (!forget_locked (store, scope, error))
    return FALSE;
  mch_store_notify (store);
  return TRUE;
}

/* What waits stays, and says why it cannot leave; the rest of @scope goes. */
static gboolean
write_withdrawal (MchStore *store, const char *scope, const char *reason, GError **error)
{
  g_autoptr (GArray) dropped = g_array_new (FALSE, FALSE, sizeof (gint64));

  store->conflicts_serial++;
  return mch_sql_run (store->disk, error, "DELETE FROM record WHERE scope = ?", "t", scope)
         && mch_sql_run (store->disk, error, "DELETE FROM cursor WHERE scope = ?", "t", scope)
         && mch_sql_run (store->disk, error, "DELETE FROM conflict WHERE scope = ?", "t", scope)
         && mch_outbox_drop_acknowledged (store, scope, G_MAXINT64, dropped, error)
         && mch_sql_run (store->disk, error,
                         "UPDATE outbox SET state = ?, reason = ? WHERE scope = ? AND state = ?",
                         "itti", (gint64) MCH_OP_REFUSED, reason, scope, (gint64) MCH_OP_PENDING);
}

static gboolean
withdraw_locked (MchStore *store, const char *scope, const char *reason, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = g_rec_mutex_locker_new (&store->mutex);
  g_autoptr (MchTransaction) transaction = mch_transaction_begin (store->disk, error);

  if (transaction == NULL || !write_withdrawal (store, scope, reason, error)
      || !mch_transaction_commit (&transaction, error))
    return FALSE;
  return show_again (store, scope, error);
}

gboolean
mch_store_withdraw_scope (MchStore *store, const char *scope, const char *reason, GError **error)
{
  g_return_val_if_fail (store != NULL && scope != NULL && reason != NULL, FALSE);

  if (!withdraw_locked (store, scope, reason, error))
    return FALSE;
  mch_store_notify (store);
  return TRUE;
}

gboolean
mch_store_get_cursor (MchStore *store, const char *scope, char **ret_epoch, gint64 *ret_seq)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (Cursor) cursor = NULL;

  g_return_val_if_fail (store != NULL && scope != NULL, FALSE);

  locker = g_rec_mutex_locker_new (&store->mutex);
  cursor = load_cursor (store, scope, NULL);
  if (ret_epoch != NULL)
    *ret_epoch = cursor != NULL ? g_strdup (cursor->epoch) : NULL;
  if (ret_seq != NULL)
    *ret_seq = cursor != NULL ? cursor->seq : 0;
  return mch_mirror_get_shown_seq (store, scope) >= 0;
}

char *
mch_store_dup_epoch (MchStore *store, const char *scope)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (MchStatement) row = NULL;

  g_return_val_if_fail (store != NULL && scope != NULL, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  row = mch_sql_query (store->disk, NULL, "SELECT epoch FROM cursor WHERE scope = ? AND whole = 1",
                       "t", scope);
  if (row == NULL || mch_statement_step (row, NULL) <= 0)
    return NULL;
  return g_strdup (mch_statement_text (row, 0));
}

gint64
mch_mirror_get_shown_seq (MchStore *store, const char *scope)
{
  return mch_sql_number (store->disk, -1, "SELECT seq FROM cursor WHERE scope = ? AND whole = 1",
                         "t", scope);
}

MchRecord *
mch_mirror_dup_record (MchStore *store, const char *scope, MchKind kind, const char *id,
                       GError **error)
{
  const char *kind_name = mch_kind_to_string (kind);
  g_autoptr (MchStatement) row = NULL;
  g_autoptr (MchRecord) record = NULL;
  g_autofree char *context = NULL;
  g_autoptr (GBytes) content = NULL;

  row = mch_sql_query (store->disk, error,
                       "SELECT seq, version, blob FROM record WHERE scope = ?1 AND generation = "
                       "(SELECT generation FROM cursor WHERE scope = ?1 AND whole = 1) "
                       "AND kind = ?2 AND id = ?3",
                       "ttt", scope, kind_name, id);
  if (row == NULL || mch_statement_step (row, error) <= 0)
    return NULL;
  if (sqlite3_column_type (row, 2) == SQLITE_NULL)
    return NULL;
  record = mch_record_new (kind, id);
  record->seq = sqlite3_column_int64 (row, 0);
  record->version = sqlite3_column_int64 (row, 1);
  context = mch_store_context_record (scope, kind_name, id, record->seq, record->version);
  content = mch_store_unseal (store->key, row, 2, context, error);
  if (content == NULL)
    return NULL;
  if (!mch_codec_read_values (content, record))
    {
      g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NEWER,
                           _ ("A newer Machaon has written the local data of this profile, which "
                              "was left as it is. Update Machaon on this computer."));
      return NULL;
    }
  return g_steal_pointer (&record);
}
