/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-acts.h"

#include "core/mch-import.h"
#include "store/mch-import-records.h"
#include "store/mch-outbox.h"
#include "store/mch-registrations.h"
#include "sync/mch-generation.h"
#include "sync/mch-imports.h"
#include "sync/mch-transfers.h"
#include "vault/mch-digest.h"
#include "vault/mch-vault-init.h"

#include <string.h>

static const char *
get (JsonObject *command, const char *name)
{
  return json_object_get_string_member (command, name);
}

/* The candidate that "rank" picks; NULL without an error when there is none. */
static MchCandidate *
pick (MchDesk *desk, JsonObject *command, GError **error)
{
  MchCandidateFilter filter = { .scope = get (command, "scope") };
  guint total = mch_store_count_candidates (mch_desk_get_store (desk), &filter);
  g_autoptr (GPtrArray) rows = NULL;

  if (total == 0)
    return NULL;
  rows = mch_store_query_candidates (mch_desk_get_store (desk), &filter,
                                     (guint) (json_object_get_int_member (command, "rank") % total),
                                     1, NULL, error);
  return rows != NULL && rows->len == 1 ? g_ptr_array_steal_index (rows, 0) : NULL;
}

/* An act that wrote nothing has no operation. */
static gboolean
tell (JsonObject *answer, const char *op, MchKind kind, const char *id)
{
  json_object_set_string_member (answer, "op", op);
  if (op != NULL)
    {
      json_object_set_string_member (answer, "kind", mch_kind_to_string (kind));
      json_object_set_string_member (answer, "id", id);
    }
  return TRUE;
}

static void
set_values (MchRecord *record, JsonObject *values)
{
  g_autoptr (GList) names = json_object_get_members (values);

  for (GList *l = names; l != NULL; l = l->next)
    mch_record_set (record, l->data, json_object_get_string_member (values, l->data));
}

gboolean
desk_create (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  g_autofree char *op = mch_desk_new_id ();
  g_autofree char *person_id = mch_desk_new_id ();
  g_autofree char *candidature_id = mch_desk_new_id ();
  g_autoptr (MchRecord) person = mch_record_new (MCH_KIND_PERSON, person_id);
  g_autoptr (MchRecord) candidature = mch_record_new (MCH_KIND_CANDIDATURE, candidature_id);
  MchAct act = { mch_desk_get_store (desk), get (command, "scope"), op, mch_desk_now_ms () };

  set_values (person, json_object_get_object_member (command, "person"));
  set_values (candidature, json_object_get_object_member (command, "candidature"));
  if (!mch_candidates_register (&act, person, TRUE, candidature, get (command, "session"), error))
    return FALSE;
  return tell (answer, op, MCH_KIND_PERSON, person->id);
}

static gboolean
enqueue (MchDesk *desk, const char *scope, const MchRecord *before, const char *name,
         const char *value, JsonObject *answer, GError **error)
{
  g_autofree char *op = mch_desk_new_id ();
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  MchChange *change = mch_change_new_update (before->kind, before->id, before->version);

  mch_change_set (change, name, mch_record_get (before, name), value);
  g_ptr_array_add (changes, change);
  if (!mch_store_enqueue (mch_desk_get_store (desk), op, scope, "edit", NULL, changes,
                          mch_desk_now_ms (), error))
    return FALSE;
  return tell (answer, op, before->kind, before->id);
}

gboolean
desk_edit (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (MchCandidate) candidate = pick (desk, command, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (candidate == NULL)
    return tell (answer, NULL, MCH_KIND_INVALID, NULL);
  return enqueue (desk, candidate->scope,
                  strcmp (get (command, "kind"), "person") == 0 ? candidate->person
                                                                : candidate->candidature,
                  get (command, "name"), get (command, "value"), answer, error);
}

gboolean
desk_state (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (MchCandidate) candidate = pick (desk, command, &cause);
  const char *state = candidate != NULL ? mch_record_get (candidate->candidature, "state") : NULL;

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  /* From withdrawn nothing leads. */
  if (state == NULL || strcmp (state, MCH_STATE_WITHDRAWN) == 0
      || strcmp (state, get (command, "state")) == 0)
    return tell (answer, NULL, MCH_KIND_INVALID, NULL);
  return enqueue (desk, candidate->scope, candidate->candidature, "state", get (command, "state"),
                  answer, error);
}

static GHashTable *
new_meta (const char *path, const char *data, gsize length, const MchImportPlan *plan)
{
  GHashTable *meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (meta, g_strdup ("file"), g_path_get_basename (path));
  g_hash_table_insert (meta, g_strdup ("sha"), mch_digest_hex (data, length));
  g_hash_table_insert (meta, g_strdup ("rows"),
                       g_strdup_printf ("%u", mch_import_plan_get_n_rows (plan)));
  g_hash_table_insert (meta, g_strdup ("rejected"),
                       g_strdup_printf ("%u", mch_import_plan_count (plan, MCH_IMPORT_REJECTED)));
  return meta;
}

static MchImportPlan *
plan_file (MchImportRecords *records, const char *data, gsize length, GError **error)
{
  g_autoptr (GBytes) file = g_bytes_new (data, length);
  g_autoptr (MchGrid) grid = mch_grid_new_from_csv (file, MCH_ENCODING_GUESSED, error);
  g_autoptr (MchImportTable) table = grid != NULL ? mch_import_table_new (grid, error) : NULL;

  return table != NULL ? mch_import_plan_new (table, mch_import_records_get_base (records), error)
                       : NULL;
}

gboolean
desk_import (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  MchStore *store = mch_desk_get_store (desk);
  const char *path = get (command, "file");
  g_autofree char *op = mch_desk_new_id ();
  g_autofree char *data = NULL;
  gsize length;
  g_autoptr (MchImportRecords) records = NULL;
  g_autoptr (MchImportPlan) plan = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GHashTable) meta = NULL;

  if (!g_file_get_contents (path, &data, &length, error))
    return FALSE;
  records = mch_import_records_new (store, get (command, "scope"), get (command, "session"),
                                    "2026-11-01", mch_desk_now_ms ());
  plan = plan_file (records, data, length, error);
  if (plan == NULL)
    return FALSE;
  changes = mch_import_plan_dup_changes (plan, mch_desk_now_ms (), mch_vault_random);
  meta = new_meta (path, data, length, plan);
  if (changes->len == 0)
    return tell (answer, NULL, MCH_KIND_INVALID, NULL);
  if (!mch_store_enqueue (store, op, get (command, "scope"), "import", meta, changes,
                          mch_desk_now_ms (), error))
    return FALSE;
  return tell (answer, op, MCH_KIND_PERSON, op);
}

gboolean
desk_resolve (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  MchStore *store = mch_desk_get_store (desk);
  g_autoptr (GPtrArray) conflicts = mch_store_list_conflicts (store, error);
  const char *choice = get (command, "choice");
  const MchStoreConflict *conflict;

  if (conflicts == NULL)
    return FALSE;
  if (conflicts->len == 0)
    return tell (answer, NULL, MCH_KIND_INVALID, NULL);
  conflict = conflicts->pdata[json_object_get_int_member (command, "rank") % conflicts->len];
  if (!mch_store_resolve_conflict (store, conflict->scope, conflict->id, conflict->name,
                                   strcmp (choice, "mine") == 0, error))
    return FALSE;
  json_object_set_string_member (answer, "id", conflict->id);
  json_object_set_string_member (answer, "value", conflict->mine);
  return TRUE;
}

gboolean
desk_generate (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  g_autoptr (MchGenerationReport) report = mch_generation_run (
      desk, get (command, "scope"), get (command, "session"), NULL, NULL, NULL, NULL, error);

  if (report == NULL)
    return FALSE;
  json_object_set_int_member (answer, "created", report->created);
  return TRUE;
}

/* The entry that "rank" picks of those on @side in @state. */
static MchTransferEntry *
pick_transfer (MchDesk *desk, JsonObject *command, MchTransferSide side, const char *state,
               GPtrArray *entries)
{
  g_autoptr (GPtrArray) fitting = g_ptr_array_new ();

  for (guint i = 0; i < entries->len; i++)
    {
      MchTransferEntry *entry = entries->pdata[i];

      if (entry->side == side && strcmp (entry->state, state) == 0)
        g_ptr_array_add (fitting, entry);
    }
  if (fitting->len == 0)
    return NULL;
  return fitting->pdata[json_object_get_int_member (command, "rank") % fitting->len];
}

gboolean
desk_ask (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  g_autoptr (GPtrArray) entries =
      mch_transfer_list (mch_desk_get_store (desk), get (command, "scope"), error);
  g_autofree char *id = mch_desk_new_id ();
  MchTransferEntry *entry;

  if (entries == NULL)
    return FALSE;
  entry = pick_transfer (desk, command, MCH_TRANSFER_POSSIBLE, "possible", entries);
  json_object_set_boolean_member (answer, "found", entry != NULL);
  return entry == NULL
         || mch_transfer_ask (desk, entry->scope, entry->session, entry->person, id, NULL, error);
}

gboolean
desk_decide (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  g_autoptr (GPtrArray) entries =
      mch_transfer_list (mch_desk_get_store (desk), get (command, "scope"), error);
  MchTransferEntry *entry;

  if (entries == NULL)
    return FALSE;
  entry = pick_transfer (desk, command, MCH_TRANSFER_OUT, "asked", entries);
  json_object_set_boolean_member (answer, "found", entry != NULL);
  return entry == NULL
         || mch_transfer_decide (desk, entry->id,
                                 json_object_get_boolean_member (command, "accept"), NULL, NULL,
                                 error);
}

gboolean
desk_undo (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  const char *scope = get (command, "scope");
  g_autoptr (GPtrArray) runs = mch_import_runs_fetch (desk, scope, NULL, NULL, error);
  g_autofree char *op = mch_desk_new_id ();
  g_autoptr (MchImportUndo) undo = NULL;
  const MchImportRun *run;

  if (runs == NULL)
    return FALSE;
  json_object_set_boolean_member (answer, "found", runs->len > 0);
  if (runs->len == 0)
    return TRUE;
  run = runs->pdata[json_object_get_int_member (command, "rank") % runs->len];
  undo = mch_import_undo_ask (desk, scope, op, run->id, NULL, error);
  return undo != NULL;
}
