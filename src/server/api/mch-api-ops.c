/* SPDX-License-Identifier: GPL-3.0-or-later */
/* /v1/ops: parts and commits. */
#include "protocol/mch-wire-record.h"
#include "server/api/mch-api-private.h"
#include "server/model/mch-ops.h"

static MchResponse *
post_part (MchRequest *request, gpointer server)
{
  const char *hash = mch_request_get_header (request, "Machaon-Part-Hash");
  guint64 n;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_OLD_CLIENT);

  if (refusal != NULL)
    return refusal;
  if (hash == NULL
      || !g_ascii_string_to_unsigned (mch_request_get_param (request, "n"), 10, 0,
                                      MCH_WIRE_MAX_PARTS - 1, &n, NULL))
    return mch_response_new_error (request, 400, "malformed", NULL);
  if (!mch_ops_stage (call.server, call.staff->login, mch_request_get_param (request, "op"),
                      (int) n, mch_request_get_body (request), hash, &error))
    return mch_api_refuse (&call, error);
  return mch_response_new (204);
}

/* The hashes of "parts": (transfer full), NULL-terminated. */
static char **
read_parts (JsonObject *body, GError **error)
{
  JsonArray *array = mch_wire_get_array (body, "parts", MCH_WIRE_MAX_PARTS, error);
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (json_node_get_value_type (node) != G_TYPE_STRING)
        {
          g_set_error_literal (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED, "parts");
          return NULL;
        }
      g_strv_builder_add (parts, json_node_get_string (node));
    }
  return g_strv_builder_end (parts);
}

static gboolean
read_meta (JsonObject *body, GHashTable *meta, GError **error)
{
  JsonObject *object;

  if (!json_object_has_member (body, "meta") || json_object_get_null_member (body, "meta"))
    return TRUE;
  object = mch_wire_get_object (body, "meta", error);
  return object != NULL && mch_wire_values_from_json (object, meta, error);
}

/* Everything of the message but its changes. */
static gboolean
read_commit (MchApiCall *call, MchOpRequest *op, GError **error)
{
  const char *kind;

  op->login = call->staff->login;
  op->of_office = call->staff->role == MCH_ROLE_EXAM_OFFICE;
  op->op = mch_request_get_param (call->request, "op");
  op->scope = mch_wire_get_text (call->body, "scope", 64, error);
  if (op->scope == NULL)
    return FALSE;
  kind = mch_wire_get_text (call->body, "kind", 16, error);
  if (kind == NULL || !mch_wire_get_int (call->body, "made_ms", 0, G_MAXINT64, &op->made_ms, error))
    return FALSE;
  op->epoch = mch_wire_opt_text (call->body, "epoch", NULL);
  op->kind = mch_op_kind_from_string (kind);
  if (op->kind != MCH_OP_INVALID)
    return read_meta (call->body, op->meta, error);
  g_set_error_literal (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED, "kind");
  return FALSE;
}

static MchResponse *
post_commit (MchRequest *request, gpointer server)
{
  char *text;
  MchOpRequest op = { 0 };
  g_auto (MchApiCall) call = { 0 };
  g_auto (GStrv) parts = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) changes = NULL;
  MchResponse *refusal =
      mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY | MCH_API_OLD_CLIENT);

  if (refusal != NULL)
    return refusal;
  op.meta = meta;
  if (!read_commit (&call, &op, &error))
    return mch_api_refuse (&call, error);
  refusal = mch_api_check_scope (&call, op.scope, MCH_API_EDIT);
  if (refusal != NULL)
    return refusal;
  if (json_object_has_member (call.body, "parts")
      && !json_object_get_null_member (call.body, "parts"))
    {
      parts = read_parts (call.body, &error);
      op.parts = (const char *const *) parts;
    }
  else if (op.kind != MCH_OP_AUDIT || json_object_has_member (call.body, "changes"))
    {
      changes = mch_wire_changes_from_json (call.body, MCH_WIRE_MAX_INLINE_CHANGES, &error);
      op.changes = changes;
    }
  if (error != NULL)
    return mch_api_refuse (&call, error);
  /* An entry of the log has none, whichever way the client says so. */
  if (op.kind == MCH_OP_AUDIT && parts != NULL && parts[0] == NULL)
    op.parts = NULL;
  text = mch_ops_commit (call.server, &op, &error);
  return text != NULL ? mch_response_new_json_take (200, text) : mch_api_refuse (&call, error);
}

static const MchRoute routes[] = {
  { MCH_METHOD_POST, "/v1/ops/:op/parts/:n", post_part, MCH_WIRE_MAX_PART_BYTES, MCH_POOL_WRITE,
    MCH_TYPE_JSON },
  { MCH_METHOD_POST, "/v1/ops/:op/commit", post_commit, MCH_API_LARGE_BODY, MCH_POOL_WRITE,
    MCH_TYPE_JSON },
};

void
mch_api_add_op_routes (MchRouter *router)
{
  mch_router_add (router, routes, G_N_ELEMENTS (routes));
}
