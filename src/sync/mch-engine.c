/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-engine.h"

#include "protocol/mch-wire-op.h"
#include "protocol/mch-wire-record.h"
#include "store/mch-outbox.h"
#include "sync/mch-grants.h"
#include "sync/mch-realm.h"
#include "sync/mch-references.h"
#include "sync/mch-stuck.h"
#include "sync/mch-sync-error.h"
#include "sync/mch-transfers.h"
#include "vault/mch-digest.h"

#include <glib/gi18n-lib.h>

#define PAGE_ROWS 1000

static JsonObject *
meta_to_json (GHashTable *meta)
{
  return meta != NULL ? mch_wire_values_to_json (meta) : json_object_new ();
}

/* How many changes from @first fit in one part; at least one. @ret_text is that part. */
static guint
cut_part (GPtrArray *changes, guint first, char **ret_text, gsize *ret_length)
{
  guint n = MIN (changes->len - first, MCH_WIRE_MAX_PART_CHANGES);

  for (;;)
    {
      *ret_text = mch_wire_part_to_text (changes, first, n, ret_length);
      if (*ret_length <= MCH_WIRE_MAX_PART_BYTES || n == 1)
        return n;
      g_free (*ret_text);
      n = MAX (1, n / 2);
    }
}

/* Uploads the changes of @op in hashed parts. Returns the list of hashes. */
static JsonArray *
upload_parts (MchClient *client, MchStoreOp *op, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonArray) hashes = json_array_new ();
  guint part = 0;

  for (guint first = 0; first < op->changes->len; part++)
    {
      g_autofree char *text = NULL;
      g_autofree char *hash = NULL;
      g_autofree char *path = g_strdup_printf ("/v1/ops/%s/parts/%u", op->op_id, part);
      g_autoptr (JsonObject) answer = NULL;
      gsize length;

      first += cut_part (op->changes, first, &text, &length);
      hash = mch_digest_hex (text, length);
      answer = mch_client_call_text (client, path, text, length, hash, cancellable, error);
      if (answer == NULL)
        return NULL;
      json_array_add_string_element (hashes, hash);
    }
  return g_steal_pointer (&hashes);
}

/* @epoch: (nullable): of the copy that was worked on. */
static MchOpResult *
send_op (MchClient *client, MchStoreOp *op, const char *epoch, GCancellable *cancellable,
         GError **error)
{
  g_autofree char *path = g_strdup_printf ("/v1/ops/%s/commit", op->op_id);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;

  json_object_set_int_member (body, "version", 1);
  json_object_set_string_member (body, "scope", op->scope);
  json_object_set_string_member (body, "kind", op->kind);
  json_object_set_int_member (body, "made_ms", op->made_ms);
  mch_wire_set_text (body, "epoch", epoch);
  json_object_set_object_member (body, "meta", meta_to_json (op->meta));
  if (op->n_changes > MCH_WIRE_MAX_INLINE_CHANGES)
    {
      JsonArray *hashes = upload_parts (client, op, cancellable, error);

      if (hashes == NULL)
        return NULL;
      json_object_set_array_member (body, "parts", hashes);
    }
  else
    {
      JsonArray *list = json_array_new ();

      for (guint i = 0; i < op->n_changes; i++)
        json_array_add_object_element (list, mch_wire_change_to_json (op->changes->pdata[i]));
      json_object_set_array_member (body, "changes", list);
    }

  answer = mch_client_call (client, path, body, cancellable, error);
  return answer != NULL ? mch_op_result_from_json (answer, error) : NULL;
}

static MchStoreSettlement *
settlement_of (const MchOpResult *result)
{
  MchStoreSettlement *settlement = mch_store_settlement_new ();

  settlement->refused = result->refused;
  settlement->message_key = g_strjoin ("\n", result->message_key, result->reason, NULL);
  settlement->seq = result->seq;
  for (guint i = 0; i < result->merged->len; i++)
    {
      const MchOpMerged *merged = result->merged->pdata[i];

      g_hash_table_insert (settlement->merged, g_strdup (merged->id), g_strdup (merged->into));
    }
  for (guint i = 0; i < result->conflicts->len; i++)
    {
      const MchOpConflict *c = result->conflicts->pdata[i];

      g_ptr_array_add (settlement->conflicts, mch_store_conflict_new (c->id, c->name, c->mine,
                                                                      c->theirs, c->by, c->at_ms));
    }
  for (guint i = 0; i < result->rejected->len; i++)
    {
      const MchOpRejected *r = result->rejected->pdata[i];

      g_ptr_array_add (settlement->rejected, mch_store_fault_new (r->id, r->name, r->code));
    }
  return settlement;
}

static void
add_to_report (MchSyncReport *report, const MchOpResult *result)
{
  report->sent++;
  report->applied += result->applied;
  report->conflicts += result->conflicts->len;
  /* What the exam office has to decide on is not refused. */
  report->refused += result->rejected->len + (result->refused && !result->held ? 1 : 0);
}

/* A message that the server will never take must not block those behind it. */
static MchOpResult *
refuse_here (MchStoreOp *op, MchClient *client, const GError *cause)
{
  const char *key = mch_client_get_refusal (client);
  MchOpResult *result = mch_op_result_new (op->op_id);

  result->refused = TRUE;
  result->message_key = g_strdup (key != NULL ? key : "rejected");
  g_info ("operation %s refused: %s", op->op_id, cause->message);
  return result;
}

/* What the server had acknowledged and its backup still had: an answer has changed it here since,
 * and so it looks like another one under the same id. It is done, and the copy was made anew. */
static gboolean
is_known (const MchStoreOp *op, MchClient *client)
{
  return op->seq == MCH_OP_SEQ_DOUBTED && op->n_changes <= MCH_WIRE_MAX_INLINE_CHANGES
         && g_strcmp0 (mch_client_get_refusal (client), "mismatch") == 0;
}

/* Parts that had lain too long on the server, as when a computer sleeps in the middle of sending:
 * all are sent again the next time. */
static gboolean
lacks_parts (MchClient *client)
{
  return g_strcmp0 (mch_client_get_refusal (client), "parts_missing") == 0;
}

/* What a message that was not taken comes to; NULL when it has to be sent again. */
static MchOpResult *
settle_here (MchStoreOp *op, MchClient *client, const GError *cause)
{
  if (!g_error_matches (cause, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED) || lacks_parts (client))
    return NULL;
  return is_known (op, client) ? mch_op_result_new (op->op_id) : refuse_here (op, client, cause);
}

/* @epoch: (nullable). */
static gboolean
push_op (MchDesk *desk, MchClient *client, MchStoreOp *op, const char *epoch, MchSyncReport *report,
         GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (MchOpResult) result = send_op (client, op, epoch, cancellable, &cause);
  g_autoptr (MchStoreSettlement) settlement = NULL;

  if (result == NULL)
    result = settle_here (op, client, cause);
  if (result == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  settlement = settlement_of (result);
  if (!mch_store_settle_op (mch_desk_get_store (desk), op->op_id, settlement, error))
    return FALSE;
  add_to_report (report, result);
  return TRUE;
}

static gboolean
is_resync (const GError *cause)
{
  return g_error_matches (cause, MCH_SYNC_ERROR, MCH_SYNC_ERROR_RESYNC)
         || g_error_matches (cause, MCH_STORE_ERROR, MCH_STORE_ERROR_RESYNC);
}

/* @pulled: all copies that are kept up are of now: no epoch is told, so that one which is not kept
 * up any more, as of an establishment that an agent has let go, holds nothing up. */
static gboolean
push_all (MchDesk *desk, MchClient *client, gboolean pulled, MchSyncReport *report,
          GCancellable *cancellable, GError **error)
{
  MchStore *store = mch_desk_get_store (desk);
  g_auto (MchStuck) stuck = { 0 };
  g_autoptr (GError) cause = NULL;
  gint64 after = 0;

  while (cause == NULL)
    {
      g_autoptr (MchStoreOp) op = mch_store_next_op (store, NULL, after, &cause);
      g_autofree char *epoch = NULL;

      if (op == NULL)
        break;
      after = op->ordinal;
      if (mch_stuck_holds_up (&stuck, op))
        {
          mch_stuck_add (&stuck, op);
          continue;
        }
      epoch = pulled ? NULL : mch_store_dup_epoch (store, op->scope);
      if (!push_op (desk, client, op, epoch, report, cancellable, &cause))
        mch_stuck_take (&stuck, op, &cause);
    }
  if (cause == NULL)
    cause = g_steal_pointer (&stuck.first);
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static GPtrArray *
read_rows (JsonObject *answer, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  JsonArray *list = mch_wire_get_array (answer, "rows", MCH_WIRE_MAX_ROWS, error);

  if (list == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *element = mch_wire_array_object (list, i, error);
      MchRecord *record = element != NULL ? mch_wire_record_from_json (element, error) : NULL;

      if (record == NULL)
        return NULL;
      g_ptr_array_add (rows, record);
    }
  return g_steal_pointer (&rows);
}

static gboolean
pull_page (MchDesk *desk, MchClient *client, const char *scope, gboolean *ret_more,
           GCancellable *cancellable, GError **error)
{
  MchStore *store = mch_desk_get_store (desk);
  g_autofree char *epoch = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const char *new_epoch;
  gint64 since, to;

  mch_store_get_cursor (store, scope, &epoch, &since);
  path = g_strdup_printf ("/v1/scopes/%s/changes?since=%" G_GINT64_FORMAT "&epoch=%s&limit=%d",
                          scope, since, epoch != NULL ? epoch : "", PAGE_ROWS);
  answer = mch_client_call (client, path, NULL, cancellable, error);
  new_epoch = answer != NULL ? mch_wire_get_text (answer, "epoch", 64, error) : NULL;
  if (new_epoch == NULL || !mch_wire_get_int (answer, "to", 0, G_MAXINT64, &to, error))
    return FALSE;
  rows = read_rows (answer, error);
  if (rows == NULL)
    return FALSE;
  *ret_more = mch_wire_opt_bool (answer, "more", FALSE);
  return mch_store_apply_rows (store, scope, new_epoch, rows, to, *ret_more, error);
}

static gboolean
pull_scope (MchDesk *desk, MchClient *client, const char *scope, GCancellable *cancellable,
            GError **error)
{
  gboolean more = TRUE;
  gboolean was_reset = FALSE;

  while (more)
    {
      g_autoptr (GError) cause = NULL;

      if (pull_page (desk, client, scope, &more, cancellable, &cause))
        continue;
      if (!is_resync (cause) || was_reset)
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
      was_reset = TRUE;
      more = TRUE;
      if (!mch_store_reset_scope (mch_desk_get_store (desk), scope, error))
        return FALSE;
    }
  return TRUE;
}

/* What this desk holds of each of its scopes, as the body of "heads". */
static JsonObject *
held_scopes (MchDesk *desk)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  g_autoptr (JsonObject) body = json_object_new ();
  JsonObject *held = json_object_new ();

  for (guint i = 0; i < mch_profile_get_n_scopes (profile); i++)
    {
      const char *scope = mch_profile_get_scope (profile, i, NULL);
      gint64 seq;

      mch_store_get_cursor (mch_desk_get_store (desk), scope, NULL, &seq);
      json_object_set_int_member (held, scope, seq);
    }
  json_object_set_object_member (body, "scopes", held);
  return g_steal_pointer (&body);
}

static gboolean
is_of_epoch (MchDesk *desk, const char *scope, const char *epoch)
{
  g_autofree char *held = NULL;

  return mch_store_get_cursor (mch_desk_get_store (desk), scope, &held, NULL)
         && g_strcmp0 (held, epoch) == 0;
}

/* Which scopes moved since they were last pulled; NULL on error. */
static GPtrArray *
ask_heads (MchDesk *desk, MchClient *client, GCancellable *cancellable, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  g_autoptr (GPtrArray) moved = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (JsonObject) body = held_scopes (desk);
  g_autoptr (JsonObject) answer = mch_client_call (client, "/v1/heads", body, cancellable, error);
  const char *epoch = answer != NULL ? mch_wire_get_text (answer, "epoch", 64, error) : NULL;
  JsonObject *heads = epoch != NULL ? mch_wire_get_object (answer, "scopes", error) : NULL;

  if (heads == NULL || !mch_grants_follow (desk, answer, error))
    return NULL;
  for (guint i = 0; i < mch_profile_get_n_scopes (profile); i++)
    {
      const char *scope = mch_profile_get_scope (profile, i, NULL);

      if (json_object_has_member (heads, scope) || !is_of_epoch (desk, scope, epoch))
        g_ptr_array_add (moved, g_strdup (scope));
    }
  return g_steal_pointer (&moved);
}

/* What waits for the exam office is committed again when its establishment has moved: the answer
 * tells what became of it. */
static gboolean
resume_late (MchStore *store, const char *scope, GError **error)
{
  g_autoptr (GPtrArray) ops = NULL;

  if (mch_store_count_refused (store) == 0)
    return TRUE;
  ops = mch_store_list_ops (store, error);
  if (ops == NULL)
    return FALSE;
  for (guint i = 0; i < ops->len; i++)
    {
      const MchStoreOp *op = ops->pdata[i];

      if (g_strcmp0 (op->scope, scope) == 0 && mch_sync_refusal_is_late (op->reason))
        return mch_store_resume_ops (store, scope, MCH_REFUSAL_LATE_WAITING, error);
    }
  return TRUE;
}

gboolean
mch_engine_pull (MchDesk *desk, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) moved = NULL;
  MchClient *client;

  g_return_val_if_fail (MCH_IS_DESK (desk), FALSE);

  client = mch_desk_get_client (desk, error);
  if (client == NULL || !mch_realm_ask (desk, client, cancellable, error))
    return FALSE;
  moved = ask_heads (desk, client, cancellable, error);
  if (moved == NULL)
    return FALSE;
  for (guint i = 0; i < moved->len; i++)
    if (!pull_scope (desk, client, moved->pdata[i], cancellable, error)
        || !resume_late (mch_desk_get_store (desk), moved->pdata[i], error))
      return FALSE;
  if (!mch_references_fetch (desk, client, cancellable, error)
      || !mch_transfer_settle (mch_desk_get_store (desk), error))
    return FALSE;
  mch_desk_rotate_token (desk, cancellable);
  return TRUE;
}

gboolean
mch_engine_push (MchDesk *desk, MchSyncReport *ret_report, GCancellable *cancellable,
                 GError **error)
{
  MchSyncReport report = { 0 };
  g_autoptr (GError) cause = NULL;
  MchClient *client;

  g_return_val_if_fail (MCH_IS_DESK (desk), FALSE);

  client = mch_desk_get_client (desk, error);
  if (client == NULL)
    return FALSE;
  if (!push_all (desk, client, FALSE, &report, cancellable, &cause))
    {
      if (!is_resync (cause))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
      /* What was acknowledged and may be forgotten is found by a pull, and goes first then. */
      if (!mch_engine_pull (desk, cancellable, error)
          || !push_all (desk, client, TRUE, &report, cancellable, error))
        return FALSE;
    }
  if (ret_report != NULL)
    *ret_report = report;
  return TRUE;
}

gboolean
mch_engine_sync (MchDesk *desk, MchSyncReport *ret_report, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GError) cause = NULL;
  MchSyncReport again = { 0 };

  mch_desk_try_keyring (desk);
  if (!mch_engine_push (desk, ret_report, cancellable, &cause))
    {
      /* What holds up one's own work keeps nobody else's away. */
      if (g_error_matches (cause, MCH_SYNC_ERROR, MCH_SYNC_ERROR_FAULT))
        mch_engine_pull (desk, cancellable, NULL);
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (!mch_engine_pull (desk, cancellable, error))
    return FALSE;
  /* What came may let something leave that could not before: a transfer, a right. */
  if (mch_store_count_pending (mch_desk_get_store (desk)) == 0)
    return TRUE;
  if (!mch_engine_push (desk, &again, cancellable, error)
      || !mch_engine_pull (desk, cancellable, error))
    return FALSE;
  if (ret_report != NULL)
    {
      ret_report->sent += again.sent;
      ret_report->applied += again.applied;
      ret_report->conflicts += again.conflicts;
      ret_report->refused += again.refused;
    }
  return TRUE;
}
