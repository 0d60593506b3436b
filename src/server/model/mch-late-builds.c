/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Held operations build on each other. What changes a pupil whom a held one creates waits with it.
 * And he may turn out to be known already when that one is accepted: the desktop calls him as the
 * answer says from then on, in what it sends again, too; what is held here calls him as he was
 * typed. */
#include "server/model/mch-late-private.h"

#include <string.h>

static gboolean
names_one (const char *body, GPtrArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    if (strstr (body, ids->pdata[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Whether a waiting operation of the same person has one of @ids: nobody else's desktop knows what
 * was never applied. */
static gboolean
are_held (MchOpRun *run, GPtrArray *ids, gboolean *ret_held, GError **error)
{
  g_autoptr (MchDbResult) rows = mch_db_query (
      run->db, error,
      "SELECT body FROM late_op WHERE scope = $1 AND staff = $2 AND state = 'waiting'",
      MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (run->request->login));

  if (rows == NULL)
    return FALSE;
  while (!*ret_held && mch_db_result_next (rows))
    *ret_held = names_one (mch_db_result_get_text (rows, 0), ids);
  return TRUE;
}

gboolean
mch_late_builds_on_held (MchOpRun *run, GPtrArray *changes, gboolean *ret_builds, GError **error)
{
  g_autoptr (GPtrArray) unknown = g_ptr_array_new (); /* borrowed ids */

  *ret_builds = FALSE;
  for (guint i = 0; i < changes->len; i++)
    {
      const MchChange *change = changes->pdata[i];
      g_autoptr (GError) local = NULL;

      if (change->create || !mch_uuid_is_valid (change->id)
          || mch_op_run_find (run, change->kind, change->id, &local) != NULL)
        continue;
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_ptr_array_add (unknown, change->id);
    }
  return unknown->len == 0 || are_held (run, unknown, ret_builds, error);
}

static gboolean
add_merges (GHashTable *aliases, const char *response, GError **error)
{
  g_autoptr (JsonObject) object = mch_wire_parse (response, strlen (response), error);
  g_autoptr (MchOpResult) result = object != NULL ? mch_op_result_from_json (object, error) : NULL;

  if (result == NULL)
    return FALSE;
  for (guint i = 0; i < result->merged->len; i++)
    {
      const MchOpMerged *merged = result->merged->pdata[i];

      g_hash_table_insert (aliases, g_strdup (merged->id), g_strdup (merged->into));
    }
  return TRUE;
}

/* Into @aliases, owned id → owned id. */
static gboolean
read_merges (MchDb *db, const char *scope, GHashTable *aliases, GError **error)
{
  g_autoptr (MchDbResult) rows = mch_db_query (
      db, error,
      "SELECT r.response FROM late_op l JOIN op_result r ON r.staff = l.staff AND r.op = l.op"
      " WHERE l.scope = $1 AND l.state = 'accepted'",
      MCH_DB_TEXT (scope));

  if (rows == NULL)
    return FALSE;
  while (mch_db_result_next (rows))
    {
      const char *response = mch_db_result_get_text (rows, 0);

      if (strstr (response, "\"into\"") != NULL && !add_merges (aliases, response, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mch_late_follow_merges (MchOpRun *run, GPtrArray *changes, GError **error)
{
  if (!read_merges (run->db, run->request->scope, run->aliases, error))
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    {
      MchChange *change = changes->pdata[i];
      const char *into = g_hash_table_lookup (run->aliases, change->id);

      if (into == NULL)
        continue;
      mch_op_result_add_merged (run->result, change->id, into);
      g_free (change->id);
      change->id = g_strdup (into);
    }
  return TRUE;
}

/* Whether what is held under the id of @request, if anything, names somebody who was merged since.
 */
static gboolean
is_renamed (MchDb *db, const MchOpRequest *request, gboolean *ret_renamed, GError **error)
{
  g_autoptr (GHashTable) aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (MchDbResult) row = mch_db_query (
      db, error, "SELECT body FROM late_op WHERE scope = $1 AND op = $2 AND staff = $3",
      MCH_DB_TEXT (request->scope), MCH_DB_TEXT (request->op), MCH_DB_TEXT (request->login));

  *ret_renamed = FALSE;
  if (row == NULL)
    return FALSE;
  if (!mch_db_result_next (row))
    return TRUE;
  changes = mch_late_parse_body (mch_db_result_get_text (row, 0), error);
  if (changes == NULL || !read_merges (db, request->scope, aliases, error))
    return FALSE;
  for (guint i = 0; i < changes->len && !*ret_renamed; i++)
    *ret_renamed = mch_change_names_any (changes->pdata[i], aliases);
  return TRUE;
}

gboolean
mch_late_check_same (MchDb *db, const MchOpRequest *request, const char *hash, const char *known,
                     GError **error)
{
  gboolean same = strcmp (hash, known) == 0;

  if (!same && !is_renamed (db, request, &same, error))
    return FALSE;
  return same || mch_ops_refuse_mismatch (error);
}
