/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Held operations that the exam office decides on in another order than they were typed in. What
 * was typed last stands: a value that was overtaken by a newer one, which is in force already, goes
 * to the history alone; and a value that was typed over one that is not in force is compared with
 * what stood before both. */
#include "server/model/mch-late-private.h"

#include <string.h>

/* One of the other held operations of the establishment. */
typedef struct
{
  gboolean newer; /* than the one that is decided on */
  MchLateState state;
  GPtrArray *changes;
} Other;

static const MchChange *
find_change (const GPtrArray *changes, const MchChange *wanted)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const MchChange *change = changes->pdata[i];

      if (change->kind == wanted->kind && g_strcmp0 (change->id, wanted->id) == 0)
        return change;
    }
  return NULL;
}

/* It lost against what was typed after it. */
static void
lose (MchOpRun *run, MchChange *change, const char *name)
{
  mch_batch_note (run->batch, run->request->scope, change->kind, change->id, name,
                  g_hash_table_lookup (change->from, name), g_hash_table_lookup (change->to, name),
                  FALSE, run->request->op);
  g_hash_table_remove (change->from, name);
  g_hash_table_remove (change->to, name);
}

static void
order_field (MchOpRun *run, MchChange *change, const char *name, const Other *other,
             const MchChange *theirs)
{
  const char *typed = g_hash_table_lookup (theirs->to, name);

  if (typed == NULL)
    return;
  if (other->newer)
    {
      if (other->state == MCH_LATE_ACCEPTED)
        lose (run, change, name);
      return;
    }
  if (other->state != MCH_LATE_ACCEPTED
      && g_strcmp0 (typed, g_hash_table_lookup (change->from, name)) == 0)
    {
      const char *root = g_hash_table_lookup (theirs->from, name);

      g_hash_table_insert (change->from, g_strdup (name), g_strdup (root != NULL ? root : ""));
    }
}

static void
order_change (MchOpRun *run, MchChange *change, const Other *other)
{
  const MchChange *theirs = find_change (other->changes, change);
  g_autoptr (GList) names = NULL;

  if (theirs == NULL || change->create)
    return;
  names = g_hash_table_get_keys (change->to);
  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *copy = g_strdup (name->data);

      order_field (run, change, copy, other, theirs);
    }
}

/* What has no value left changes nothing. */
static void
drop_empty (GPtrArray *changes)
{
  for (guint i = changes->len; i > 0; i--)
    {
      const MchChange *change = changes->pdata[i - 1];

      if (!change->create && g_hash_table_size (change->to) == 0)
        g_ptr_array_remove_index (changes, i - 1);
    }
}

gboolean
mch_late_order (MchOpRun *run, GPtrArray *changes, GError **error)
{
  const MchOpRequest *request = run->request;
  /* Older ones from the last to the first, so that a value is followed to where it began. */
  g_autoptr (MchDbResult) result =
      mch_db_query (run->db, error,
                    "SELECT op, made_ms, state, body FROM late_op WHERE scope = $1 AND op <> $2"
                    " ORDER BY made_ms DESC, op DESC",
                    MCH_DB_TEXT (request->scope), MCH_DB_TEXT (request->op));

  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      gint64 made_ms = mch_db_result_get_int (result, 1);
      g_autoptr (GPtrArray) theirs =
          mch_late_parse_body (mch_db_result_get_text (result, 3), error);
      Other other = { made_ms > request->made_ms
                          || (made_ms == request->made_ms
                              && strcmp (mch_db_result_get_text (result, 0), request->op) > 0),
                      mch_late_state_from_string (mch_db_result_get_text (result, 2)), theirs };

      if (theirs == NULL)
        return FALSE;
      for (guint i = 0; i < changes->len; i++)
        order_change (run, changes->pdata[i], &other);
    }
  drop_empty (changes);
  return TRUE;
}
