/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the change feed, and the counter of a scope. */
#include "server/db/mch-records.h"

#include "protocol/mch-wire-record.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_ROWS 2000

gboolean
mch_scope_create (MchDb *db, const char *scope, GError **error)
{
  const char *kind;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);

  kind = g_str_has_prefix (scope, "etab:") ? "etab" : "acad";
  return mch_db_exec (db, error,
                      "INSERT INTO scope (id, kind) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING",
                      MCH_DB_TEXT (scope), MCH_DB_TEXT (kind))
         >= 0;
}

gboolean
mch_scope_get (MchDb *db, const char *scope, gint64 *ret_seq, gint64 *ret_floor_seq,
               gboolean *ret_found, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;
  gboolean found;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (scope != NULL, FALSE);

  result = mch_db_query (db, error, "SELECT seq, floor_seq FROM scope WHERE id = $1",
                         MCH_DB_TEXT (scope));
  if (result == NULL)
    return FALSE;
  found = mch_db_result_next (result);
  if (ret_found != NULL)
    *ret_found = found;
  if (ret_seq != NULL)
    *ret_seq = found ? mch_db_result_get_int (result, 0) : 0;
  if (ret_floor_seq != NULL)
    *ret_floor_seq = found ? mch_db_result_get_int (result, 1) : 0;
  return TRUE;
}

gint64
mch_scope_next (MchDb *db, const char *scope, int n, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  g_return_val_if_fail (db != NULL, -1);
  g_return_val_if_fail (scope != NULL, -1);
  g_return_val_if_fail (n >= 1, -1);

  result = mch_db_query (db, error, "UPDATE scope SET seq = seq + $2 WHERE id = $1 RETURNING seq",
                         MCH_DB_TEXT (scope), MCH_DB_INT (n));
  if (result == NULL)
    return -1;
  if (mch_db_result_next (result))
    return mch_db_result_get_int (result, 0);
  g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_CONSTRAINT, _ ("There is no scope %s."), scope);
  return -1;
}

char *
mch_records_values_to_json (const MchRecord *record)
{
  JsonObject *object;
  char *text;

  g_return_val_if_fail (record != NULL, NULL);

  object = mch_wire_values_to_json (record->values);
  text = mch_wire_to_text (object, NULL);
  json_object_unref (object);
  return text;
}

gboolean
mch_records_values_from_json (MchRecord *record, const char *json, GError **error)
{
  JsonObject *object;
  gboolean ok;

  g_return_val_if_fail (record != NULL, FALSE);
  g_return_val_if_fail (json != NULL, FALSE);

  object = mch_wire_parse (json, strlen (json), error);
  if (object == NULL)
    return FALSE;
  ok = mch_wire_values_from_json (object, record->values, error);
  json_object_unref (object);
  return ok;
}

#define RECORD_COLUMNS "kind, id, version, seq, deleted, data"

/* The record of the current row, whose first columns are RECORD_COLUMNS. */
static MchRecord *
read_record (const MchDbResult *row, GError **error)
{
  g_autoptr (MchRecord) record = NULL;
  MchKind kind = mch_kind_from_string (mch_db_result_get_text (row, 0));

  if (kind == MCH_KIND_INVALID)
    {
      g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_CORRUPT,
                   _ ("The database holds a record of the unknown kind “%s”."),
                   mch_db_result_get_text (row, 0));
      return NULL;
    }
  record = mch_record_new (kind, mch_db_result_get_text (row, 1));
  record->version = mch_db_result_get_int (row, 2);
  record->seq = mch_db_result_get_int (row, 3);
  record->deleted = mch_db_result_get_int (row, 4) != 0;
  if (!record->deleted
      && !mch_records_values_from_json (record, mch_db_result_get_text (row, 5), error))
    return NULL;
  return g_steal_pointer (&record);
}

static GPtrArray *
read_records (MchDbResult *result, GError **error)
{
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);

  while (mch_db_result_next (result))
    {
      MchRecord *record = read_record (result, error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
  return g_steal_pointer (&records);
}

MchRecord *
mch_records_get (MchDb *db, const char *scope, MchKind kind, const char *id, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (scope != NULL && id != NULL, NULL);

  result =
      mch_db_query (db, error,
                    "SELECT " RECORD_COLUMNS " FROM record "
                    "WHERE scope = $1 AND kind = $2 AND id = $3",
                    MCH_DB_TEXT (scope), MCH_DB_TEXT (mch_kind_to_string (kind)), MCH_DB_TEXT (id));
  if (result == NULL || !mch_db_result_next (result))
    return NULL;
  return read_record (result, error);
}

static gboolean
read_stamp (MchDbResult *result, char **ret_by, gint64 *ret_at_ms)
{
  if (!mch_db_result_next (result))
    return FALSE;
  if (ret_by != NULL)
    *ret_by = g_strdup (mch_db_result_get_text (result, 0));
  if (ret_at_ms != NULL)
    *ret_at_ms = mch_db_result_get_int (result, 1);
  return TRUE;
}

gboolean
mch_records_get_stamp (MchDb *db, const char *scope, MchKind kind, const char *id, char **ret_by,
                       gint64 *ret_at_ms, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (scope != NULL && id != NULL, FALSE);

  result =
      mch_db_query (db, error,
                    "SELECT changed_by, changed_ms FROM record "
                    "WHERE scope = $1 AND kind = $2 AND id = $3",
                    MCH_DB_TEXT (scope), MCH_DB_TEXT (mch_kind_to_string (kind)), MCH_DB_TEXT (id));
  return result != NULL && read_stamp (result, ret_by, ret_at_ms);
}

gboolean
mch_records_get_field_stamp (MchDb *db, const char *scope, MchKind kind, const char *id,
                             const char *name, char **ret_by, gint64 *ret_at_ms, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  g_return_val_if_fail (db != NULL, FALSE);
  g_return_val_if_fail (scope != NULL && id != NULL && name != NULL, FALSE);

  result = mch_db_query (db, error,
                         "SELECT changed_by, changed_ms FROM record_history "
                         "WHERE scope = $1 AND kind = $2 AND id = $3 AND name = $4 AND kept = 1 "
                         "ORDER BY version DESC, op DESC LIMIT 1",
                         MCH_DB_TEXT (scope), MCH_DB_TEXT (mch_kind_to_string (kind)),
                         MCH_DB_TEXT (id), MCH_DB_TEXT (name));
  if (result == NULL)
    return FALSE;
  return read_stamp (result, ret_by, ret_at_ms)
         || mch_records_get_stamp (db, scope, kind, id, ret_by, ret_at_ms, error);
}

GPtrArray *
mch_records_history (MchDb *db, const char *scope, MchKind kind, const char *id, int limit,
                     GError **error)
{
  g_autoptr (MchDbResult) result = NULL;
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_history_line_free);

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (scope != NULL && id != NULL && limit >= 1, NULL);

  result = mch_db_query (db, error,
                         "SELECT name, before_value, after_value, kept, changed_by, changed_ms "
                         "FROM record_history WHERE scope = $1 AND kind = $2 AND id = $3 "
                         "ORDER BY changed_ms DESC, version DESC, op DESC, name LIMIT $4",
                         MCH_DB_TEXT (scope), MCH_DB_TEXT (mch_kind_to_string (kind)),
                         MCH_DB_TEXT (id), MCH_DB_INT (limit));
  if (result == NULL)
    return NULL;
  while (mch_db_result_next (result))
    g_ptr_array_add (lines,
                     mch_history_line_new (
                         mch_db_result_get_text (result, 0), mch_db_result_get_text (result, 1),
                         mch_db_result_get_text (result, 2), mch_db_result_get_int (result, 3) != 0,
                         mch_db_result_get_text (result, 4), mch_db_result_get_int (result, 5)));
  return g_steal_pointer (&lines);
}

GPtrArray *
mch_records_changes (MchDb *db, const char *scope, gint64 since, int limit, gint64 *ret_to,
                     gboolean *ret_more, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;
  g_autoptr (GPtrArray) records = NULL;
  gint64 seq;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (scope != NULL, NULL);
  g_return_val_if_fail (limit >= 1 && limit <= MAX_ROWS, NULL);

  if (!mch_scope_get (db, scope, &seq, NULL, NULL, error))
    return NULL;
  /* One more than asked for tells whether more is left. */
  result = mch_db_query (db, error,
                         "SELECT " RECORD_COLUMNS " FROM record "
                         "WHERE scope = $1 AND seq > $2 ORDER BY seq LIMIT $3",
                         MCH_DB_TEXT (scope), MCH_DB_INT (since), MCH_DB_INT (limit + 1));
  if (result == NULL)
    return NULL;
  records = read_records (result, error);
  if (records == NULL)
    return NULL;

  *ret_more = records->len > (guint) limit;
  if (*ret_more)
    g_ptr_array_set_size (records, limit);
  *ret_to = *ret_more ? ((MchRecord *) g_ptr_array_index (records, limit - 1))->seq : seq;
  return g_steal_pointer (&records);
}

GPtrArray *
mch_records_list (MchDb *db, const char *scope, MchKind kind, const char *after, int limit,
                  GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  g_return_val_if_fail (db != NULL, NULL);
  g_return_val_if_fail (scope != NULL, NULL);
  g_return_val_if_fail (limit >= 1, NULL);

  result = mch_db_query (db, error,
                         "SELECT " RECORD_COLUMNS " FROM record "
                         "WHERE scope = $1 AND kind = $2 AND id > $3 AND deleted = 0 "
                         "ORDER BY id LIMIT $4",
                         MCH_DB_TEXT (scope), MCH_DB_TEXT (mch_kind_to_string (kind)),
                         MCH_DB_TEXT (after != NULL ? after : ""), MCH_DB_INT (limit));
  return result != NULL ? read_records (result, error) : NULL;
}
