/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an operation holds while it is applied: made, filled from the database, written, let go. */
#include <string.h>

#include "core/mch-fault.h"
#include "server/model/mch-model.h"
#include "server/model/mch-ops-private.h"

#define PAGE 1000

static void
unref_if_any (gpointer record)
{
  if (record != NULL)
    mch_record_unref (record);
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static GHashTable *
new_pairs (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static gboolean
read_academy (MchOpRun *run, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (run->db, error, "SELECT academy FROM establishment WHERE uai = $1",
                         MCH_DB_TEXT (mch_model_scope_uai (run->request->scope)));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    run->academy = g_strdup (mch_db_result_get_text (result, 0));
  return TRUE;
}

gboolean
mch_op_run_init (MchOpRun *run, MchServer *server, MchDb *db, const MchOpRequest *request,
                 GError **error)
{
  run->server = server;
  run->db = db;
  run->request = request;
  run->now_ms = mch_server_now (server);
  run->window_ms = run->now_ms;
  run->today = mch_model_dup_paris_date (run->now_ms);
  run->records = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_if_any);
  run->aliases = new_pairs ();
  run->keys = new_pairs ();
  run->of = new_pairs ();
  run->renamed = new_set ();
  run->fresh = new_set ();
  run->wanted =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  run->elsewhere = new_set ();
  run->numbered = new_set ();
  run->placed = new_set ();
  run->bumped = new_set ();
  run->deposited = new_set ();
  run->made = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  run->changed = new_set ();
  run->batch = mch_batch_new ();
  run->result = mch_op_result_new (request->op);
  return mch_model_scope_uai (request->scope) == NULL || read_academy (run, error);
}

void
mch_op_run_clear (MchOpRun *run)
{
  GHashTable **const tables[] = { &run->records,  &run->aliases,  &run->keys,   &run->of,
                                  &run->renamed,  &run->fresh,    &run->wanted, &run->elsewhere,
                                  &run->numbered, &run->placed,   &run->bumped, &run->by_person,
                                  &run->changed,  &run->deposited };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    g_clear_pointer (tables[i], g_hash_table_unref);
  g_free (run->today);
  g_free (run->academy);
  g_clear_pointer (&run->made, g_ptr_array_unref);
  g_clear_pointer (&run->batch, mch_batch_free);
  g_clear_pointer (&run->result, mch_op_result_free);
}

gboolean
mch_op_run_finish (MchOpRun *run, GError **error)
{
  MchStamp stamp = { run->request->login, run->now_ms };

  return mch_op_run_write_keys (run, error) && mch_op_run_write_registrations (run, error)
         && mch_batch_flush (run->batch, run->db, &stamp, error);
}

void
mch_op_run_reject (MchOpRun *run, const char *id, const char *name, const char *code)
{
  mch_op_result_add_rejected (run->result, id, name, code);
}

gboolean
mch_op_run_reject_faults (MchOpRun *run, const char *id, GArray *faults)
{
  gboolean any = FALSE;

  for (guint i = 0; i < faults->len; i++)
    {
      const MchFault *fault = &g_array_index (faults, MchFault, i);
      const char *value = fault->value != NULL ? fault->value : "";

      if (!fault->blocking)
        continue;
      any = TRUE;
      mch_op_run_reject (run, id, fault->field != NULL ? fault->field->name : value,
                         mch_fault_code_to_string (fault->code));
    }
  return any;
}

static void
index_person (GHashTable *by_person, const char *person, const char *id)
{
  GPtrArray *ids = g_hash_table_lookup (by_person, person);

  if (ids == NULL)
    {
      ids = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (by_person, g_strdup (person), ids);
    }
  if (!g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
    g_ptr_array_add (ids, g_strdup (id));
}

void
mch_op_run_index_candidature (MchOpRun *run, const MchRecord *candidature)
{
  if (run->by_person != NULL)
    index_person (run->by_person, mch_record_get (candidature, "person"), candidature->id);
}

/* Of what is in memory: all of the scope when it was loaded, else what this operation made. */
static void
index_known (MchOpRun *run, GHashTable *by_person)
{
  GHashTableIter iter;
  gpointer key, id;

  g_hash_table_iter_init (&iter, run->of);
  while (g_hash_table_iter_next (&iter, &key, &id))
    index_person (by_person, strchr (key, ' ') + 1, id);
}

static gboolean
query_candidatures (MchOpRun *run, const char *person, GPtrArray *ids, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result =
      mch_db_query (run->db, error, "SELECT id FROM candidature WHERE scope = $1 AND person = $2",
                    MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (person));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    if (!g_ptr_array_find_with_equal_func (ids, mch_db_result_get_text (result, 0), g_str_equal,
                                           NULL))
      g_ptr_array_add (ids, g_strdup (mch_db_result_get_text (result, 0)));
  return TRUE;
}

gboolean
mch_op_run_list_candidatures (MchOpRun *run, const char *person, GPtrArray **ret_ids,
                              GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  const GPtrArray *known;

  if (run->by_person == NULL)
    {
      run->by_person = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                              (GDestroyNotify) g_ptr_array_unref);
      index_known (run, run->by_person);
    }
  known = g_hash_table_lookup (run->by_person, person);
  for (guint i = 0; known != NULL && i < known->len; i++)
    g_ptr_array_add (ids, g_strdup (known->pdata[i]));
  if (!run->complete && !query_candidatures (run, person, ids, error))
    return FALSE;
  *ret_ids = g_steal_pointer (&ids);
  return TRUE;
}

static void
take_record (MchOpRun *run, MchRecord *record)
{
  g_hash_table_insert (run->records,
                       g_strconcat (mch_kind_to_string (record->kind), " ", record->id, NULL),
                       mch_record_ref (record));
}

static gboolean
load_kind (MchOpRun *run, MchKind kind, GError **error)
{
  g_autofree char *after = NULL;

  for (guint n = PAGE; n == PAGE;)
    {
      g_autoptr (GPtrArray) page =
          mch_records_list (run->db, run->request->scope, kind, after, PAGE, error);

      if (page == NULL)
        return FALSE;
      n = page->len;
      for (guint i = 0; i < n; i++)
        take_record (run, page->pdata[i]);
      g_free (after);
      after = n > 0 ? g_strdup (((MchRecord *) page->pdata[n - 1])->id) : NULL;
    }
  return TRUE;
}

/* What is gone is known to be gone: its id is not free. */
static gboolean
load_tombstones (MchOpRun *run, MchKind kind, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result =
      mch_db_query (run->db, error,
                    "SELECT id, version FROM record WHERE scope = $1 AND kind = $2"
                    " AND deleted = 1",
                    MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (mch_kind_to_string (kind)));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      g_autoptr (MchRecord) record = mch_record_new (kind, mch_db_result_get_text (result, 0));

      record->version = mch_db_result_get_int (result, 1);
      record->deleted = TRUE;
      take_record (run, record);
    }
  return TRUE;
}

static gboolean
load_pairs (MchOpRun *run, GHashTable *table, const char *sql, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (run->db, error, sql, MCH_DB_TEXT (run->request->scope));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    g_hash_table_insert (table, g_strdup (mch_db_result_get_text (result, 0)),
                         g_strdup (mch_db_result_get_text (result, 1)));
  return TRUE;
}

gboolean
mch_op_run_load_scope (MchOpRun *run, GError **error)
{
  run->complete = TRUE;
  return load_kind (run, MCH_KIND_PERSON, error) && load_kind (run, MCH_KIND_CANDIDATURE, error)
         && load_tombstones (run, MCH_KIND_PERSON, error)
         && load_tombstones (run, MCH_KIND_CANDIDATURE, error)
         && load_pairs (run, run->keys,
                        "SELECT key, person FROM person_key WHERE scope = $1 AND session = ''",
                        error)
         && load_pairs (run, run->of,
                        "SELECT session || ' ' || person, id FROM candidature WHERE scope = $1",
                        error);
}
