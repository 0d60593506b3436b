/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-history.h"

#include <glib/gi18n-lib.h>

#include "server/model/mch-model.h"

typedef struct
{
  const char *scope;
  MchKind kind;
  const char *id;
  GPtrArray *entries;
} Look;

static MchHistoryEntry *
read_entry (const MchDbResult *row)
{
  MchHistoryEntry *entry = g_new0 (MchHistoryEntry, 1);

  entry->name = g_strdup (mch_db_result_get_text (row, 0));
  entry->version = mch_db_result_get_int (row, 1);
  entry->before = g_strdup (mch_db_result_get_text (row, 2));
  entry->after = g_strdup (mch_db_result_get_text (row, 3));
  entry->kept = mch_db_result_get_int (row, 4) != 0;
  entry->by = g_strdup (mch_db_result_get_text (row, 5));
  entry->at_ms = mch_db_result_get_int (row, 6);
  return entry;
}

static gboolean
require_record (MchDb *db, const Look *look, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MchRecord) record = mch_records_get (db, look->scope, look->kind, look->id, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return (record != NULL && !record->deleted)
         || mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no such record."));
}

static gboolean
read_history (MchDb *db, gpointer data, GError **error)
{
  Look *look = data;
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (look->entries, 0);
  if (!require_record (db, look, error))
    return FALSE;
  result = mch_db_query (db, error,
                         "SELECT name, version, before_value, after_value, kept, changed_by,"
                         " changed_ms FROM record_history"
                         " WHERE scope = $1 AND kind = $2 AND id = $3"
                         " ORDER BY changed_ms DESC, version DESC, name DESC LIMIT $4",
                         MCH_DB_TEXT (look->scope), MCH_DB_TEXT (mch_kind_to_string (look->kind)),
                         MCH_DB_TEXT (look->id), MCH_DB_INT (MCH_WIRE_MAX_HISTORY));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    g_ptr_array_insert (look->entries, 0, read_entry (result));
  return TRUE;
}

GPtrArray *
mch_history_list (MchServer *server, const char *scope, MchKind kind, const char *id,
                  GError **error)
{
  g_autoptr (GPtrArray) entries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_history_entry_free);
  Look look = { scope, kind, id, entries };

  g_return_val_if_fail (scope != NULL && id != NULL, NULL);

  return mch_model_read (server, read_history, &look, error) ? g_steal_pointer (&entries) : NULL;
}
