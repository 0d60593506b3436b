/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of imports. What an import changed is in the history of the records under its operation;
 * only what it made has to be noted beside. */
#include "server/model/mch-imports.h"

#include <string.h>

#include "core/mch-fault.h"
#include "server/model/mch-imports-private.h"
#include "server/model/mch-model.h"

#define FILE_MAX 255 /* bytes of a file's name */

static gint64
read_count (GHashTable *meta, const char *name, gint64 fallback)
{
  const char *text = meta != NULL ? g_hash_table_lookup (meta, name) : NULL;
  guint64 number;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &number, NULL)
             ? (gint64) number
             : fallback;
}

static const char *
read_text (GHashTable *meta, const char *name)
{
  const char *text = meta != NULL ? g_hash_table_lookup (meta, name) : NULL;

  return text != NULL ? text : "";
}

/* The registrations that were not made: pupils whom the file has and the server did not take. */
static gint64
count_refused (const MchOpRun *run)
{
  const char *code = mch_fault_code_to_string (MCH_FAULT_REGISTERED_ELSEWHERE);
  gint64 n = 0;

  for (guint i = 0; i < run->result->rejected->len; i++)
    {
      const MchOpRejected *rejected = run->result->rejected->pdata[i];

      n += strcmp (rejected->code, code) == 0
           && !g_hash_table_contains (run->elsewhere, rejected->id);
    }
  return n;
}

/* The server's own count of pupils made and changed; of the rest it has the desktop's word. */
static MchImportRun
count_run (const MchOpRun *run)
{
  GHashTable *meta = run->request->meta;
  MchImportRun counts = { 0 };
  GHashTableIter iter;
  gpointer person;
  g_autoptr (GHashTable) made = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < run->made->len; i++)
    {
      const MchRecord *record = run->made->pdata[i];

      if (record->kind != MCH_KIND_CANDIDATURE)
        continue;
      counts.created++;
      g_hash_table_add (made, (gpointer) mch_record_get (record, "person"));
    }
  g_hash_table_iter_init (&iter, run->changed);
  while (g_hash_table_iter_next (&iter, &person, NULL))
    counts.updated += !g_hash_table_contains (made, person);
  counts.rejected = read_count (meta, "rejected", 0) + count_refused (run);
  counts.rows =
      MAX (read_count (meta, "rows", 0), counts.created + counts.updated + counts.rejected);
  counts.unchanged = counts.rows - counts.created - counts.updated - counts.rejected;
  return counts;
}

static gboolean
log_made (MchOpRun *run, const MchRecord *record, GError **error)
{
  return mch_db_exec (run->db, error,
                      "INSERT INTO import_created (scope, op, kind, id) VALUES ($1, $2, $3, $4)",
                      MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (run->request->op),
                      MCH_DB_TEXT (mch_kind_to_string (record->kind)), MCH_DB_TEXT (record->id))
         >= 0;
}

gboolean
mch_imports_log (MchOpRun *run, GError **error)
{
  const MchOpRequest *request = run->request;
  MchImportRun counts = count_run (run);
  g_autofree char *file = g_utf8_make_valid (read_text (request->meta, "file"), -1);

  if (strlen (file) > FILE_MAX)
    *g_utf8_find_prev_char (file, file + FILE_MAX) = '\0';
  if (mch_db_exec (run->db, error,
                   "INSERT INTO import_run (scope, op, staff, file, digest, row_count, created,"
                   " updated, unchanged, rejected, made_ms, at_ms)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                   MCH_DB_TEXT (request->scope), MCH_DB_TEXT (request->op),
                   MCH_DB_TEXT (request->login), MCH_DB_TEXT (file),
                   MCH_DB_TEXT (read_text (request->meta, "sha")), MCH_DB_INT (counts.rows),
                   MCH_DB_INT (counts.created), MCH_DB_INT (counts.updated),
                   MCH_DB_INT (counts.unchanged), MCH_DB_INT (counts.rejected),
                   MCH_DB_INT (request->made_ms), MCH_DB_INT (run->now_ms))
      < 0)
    return FALSE;
  for (guint i = 0; i < run->made->len; i++)
    if (!log_made (run, run->made->pdata[i], error))
      return FALSE;
  return TRUE;
}

typedef struct
{
  const char *scope;
  gint64 before_ms;
  const char *before_id;
  GPtrArray *runs;
} Listing;

static MchImportRun *
read_run (const MchDbResult *row)
{
  MchImportRun *run = g_new0 (MchImportRun, 1);

  run->id = g_strdup (mch_db_result_get_text (row, 0));
  run->login = g_strdup (mch_db_result_get_text (row, 1));
  run->file = g_strdup (mch_db_result_get_text (row, 2));
  run->digest = g_strdup (mch_db_result_get_text (row, 3));
  run->rows = mch_db_result_get_int (row, 4);
  run->created = mch_db_result_get_int (row, 5);
  run->updated = mch_db_result_get_int (row, 6);
  run->unchanged = mch_db_result_get_int (row, 7);
  run->rejected = mch_db_result_get_int (row, 8);
  run->made_ms = mch_db_result_get_int (row, 9);
  run->at_ms = mch_db_result_get_int (row, 10);
  if (!mch_db_result_is_null (row, 11))
    {
      run->undone_by = g_strdup (mch_db_result_get_text (row, 11));
      run->undone_ms = mch_db_result_get_int (row, 12);
    }
  return run;
}

static gboolean
read_runs (MchDb *db, gpointer data, GError **error)
{
  Listing *listing = data;
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (listing->runs, 0);
  result = mch_db_query (db, error,
                         "SELECT op, staff, file, digest, row_count, created, updated, unchanged,"
                         " rejected, made_ms, at_ms, undone_by, undone_ms FROM import_run"
                         " WHERE scope = $1 AND (at_ms < $2 OR (at_ms = $2 AND op < $3))"
                         " ORDER BY at_ms DESC, op DESC LIMIT $4",
                         MCH_DB_TEXT (listing->scope), MCH_DB_INT (listing->before_ms),
                         MCH_DB_TEXT (listing->before_id), MCH_DB_INT (MCH_WIRE_MAX_IMPORTS));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    g_ptr_array_add (listing->runs, read_run (result));
  return TRUE;
}

GPtrArray *
mch_imports_list (MchServer *server, const char *scope, gint64 before_ms, const char *before_id,
                  GError **error)
{
  g_autoptr (GPtrArray) runs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_import_run_free);
  Listing listing = { scope, before_ms > 0 ? before_ms : G_MAXINT64,
                      before_id != NULL ? before_id : "", runs };

  g_return_val_if_fail (scope != NULL, NULL);

  return mch_model_read (server, read_runs, &listing, error) ? g_steal_pointer (&runs) : NULL;
}
