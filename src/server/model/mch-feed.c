/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-feed.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/db/mch-records.h"
#include "server/model/mch-model.h"

typedef struct
{
  GHashTable *held;
  const char *known_epoch; /* (nullable) */
  char *epoch;
  GHashTable *moved;
} Heads;

static gboolean
read_heads (MchDb *db, gpointer data, GError **error)
{
  Heads *heads = data;
  GHashTableIter iter;
  gpointer scope, held;
  gboolean all;

  g_hash_table_remove_all (heads->moved);
  if (!mch_model_read_epoch (db, &heads->epoch, error))
    return FALSE;
  all = heads->known_epoch != NULL && strcmp (heads->known_epoch, heads->epoch) != 0;
  g_hash_table_iter_init (&iter, heads->held);
  while (g_hash_table_iter_next (&iter, &scope, &held))
    {
      gint64 seq;
      gboolean found;

      if (!mch_scope_get (db, scope, &seq, NULL, &found, error))
        return FALSE;
      if (found && (all || seq != *(gint64 *) held))
        g_hash_table_insert (heads->moved, g_strdup (scope), g_memdup2 (&seq, sizeof seq));
    }
  return TRUE;
}

GHashTable *
mch_feed_heads (MchServer *server, GHashTable *held, const char *epoch, char **ret_epoch,
                GError **error)
{
  g_autoptr (GHashTable) moved = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Heads heads = { held, epoch, NULL, moved };

  g_return_val_if_fail (held != NULL && ret_epoch != NULL, NULL);

  if (!mch_model_read (server, read_heads, &heads, error))
    {
      g_free (heads.epoch);
      return NULL;
    }
  *ret_epoch = heads.epoch;
  return g_steal_pointer (&moved);
}

void
mch_feed_page_free (MchFeedPage *page)
{
  if (page == NULL)
    return;
  g_free (page->epoch);
  g_clear_pointer (&page->rows, g_ptr_array_unref);
  g_free (page);
}

typedef struct
{
  const char *scope;
  gint64 since;
  const char *epoch;
  int limit;
  MchFeedPage *page;
} Pull;

static gboolean
read_changes (MchDb *db, gpointer data, GError **error)
{
  Pull *pull = data;
  MchFeedPage *page = pull->page;
  gint64 seq, floor_seq;
  gboolean found;

  g_clear_pointer (&page->rows, g_ptr_array_unref);
  if (!mch_model_read_epoch (db, &page->epoch, error)
      || !mch_scope_get (db, pull->scope, &seq, &floor_seq, &found, error))
    return FALSE;
  if (!found)
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no scope %s."),
                             pull->scope);
  if (pull->since > seq
      || (pull->epoch != NULL && pull->since > 0 && strcmp (pull->epoch, page->epoch) != 0))
    return mch_model_refuse (error, MCH_MODEL_ERROR_RESYNC_EPOCH,
                             _ ("The server was restored from a backup."));
  if (pull->since > 0 && pull->since < floor_seq)
    return mch_model_refuse (error, MCH_MODEL_ERROR_RESYNC_FLOOR,
                             _ ("What has changed since then is no longer known."));
  page->rows = mch_records_changes (db, pull->scope, pull->since, pull->limit, &page->to,
                                    &page->more, error);
  return page->rows != NULL;
}

MchFeedPage *
mch_feed_changes (MchServer *server, const char *scope, gint64 since, const char *epoch, int limit,
                  GError **error)
{
  g_autoptr (MchFeedPage) page = g_new0 (MchFeedPage, 1);
  Pull pull = { scope, since, epoch, limit, page };

  g_return_val_if_fail (scope != NULL && since >= 0 && limit >= 1, NULL);

  return mch_model_read (server, read_changes, &pull, error) ? g_steal_pointer (&page) : NULL;
}

typedef struct
{
  const char *scope;
  MchKind kind;
  const char *id;
  int limit;
  GPtrArray *lines;
} History;

static gboolean
read_history (MchDb *db, gpointer data, GError **error)
{
  History *history = data;

  g_clear_pointer (&history->lines, g_ptr_array_unref);
  history->lines =
      mch_records_history (db, history->scope, history->kind, history->id, history->limit, error);
  return history->lines != NULL;
}

GPtrArray *
mch_feed_history (MchServer *server, const char *scope, MchKind kind, const char *id, int limit,
                  GError **error)
{
  History history = { scope, kind, id, limit, NULL };

  g_return_val_if_fail (scope != NULL && id != NULL && limit >= 1, NULL);

  if (!mch_model_read (server, read_history, &history, error))
    g_clear_pointer (&history.lines, g_ptr_array_unref);
  return history.lines;
}

typedef struct
{
  gint64 before_ms;
  char *scope; /* the one to do next; NULL: no more */
} Purge;

/* One scope a transaction: nobody waits long for its counter's row. */
static gboolean
purge_scope (MchDb *db, gpointer data, GError **error)
{
  Purge *purge = data;
  gint64 last;
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error,
                    "SELECT scope, MAX (seq) FROM record WHERE deleted = 1 AND changed_ms < $1"
                    " GROUP BY scope ORDER BY scope LIMIT 1",
                    MCH_DB_INT (purge->before_ms));

  g_clear_pointer (&purge->scope, g_free);
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  purge->scope = g_strdup (mch_db_result_get_text (result, 0));
  last = mch_db_result_get_int (result, 1);
  return mch_db_exec (db, error, "UPDATE scope SET floor_seq = $2 WHERE id = $1 AND floor_seq < $2",
                      MCH_DB_TEXT (purge->scope), MCH_DB_INT (last))
             >= 0
         && mch_db_exec (db, error,
                         "DELETE FROM record WHERE scope = $1 AND deleted = 1 AND changed_ms < $2",
                         MCH_DB_TEXT (purge->scope), MCH_DB_INT (purge->before_ms))
                >= 0;
}

gboolean
mch_feed_purge (MchServer *server, GError **error)
{
  Purge purge = { mch_server_now (server) - MCH_TOMBSTONE_LIFE_MS, NULL };

  do
    if (!mch_model_write (server, purge_scope, &purge, error))
      return FALSE;
  while (purge.scope != NULL);
  return TRUE;
}
