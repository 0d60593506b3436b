/* SPDX-License-Identifier: GPL-3.0-or-later */
/* References of exams, imports that were made, what was printed, transfers. */
#include "server/api/mch-api-private.h"
#include "server/model/mch-imports.h"
#include "server/model/mch-prints.h"
#include "server/model/mch-references.h"
#include "server/model/mch-transfers.h"

#define ID_MAX 64

static MchResponse *
get_reference (MchRequest *request, gpointer server)
{
  const char *digest = mch_request_get_param (request, "digest");
  JsonObject *object;
  g_auto (MchApiCall) call = { 0 };
  g_autofree char *domain = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal != NULL)
    return refusal;
  text = mch_references_dup_text (call.server, digest, &domain, &error);
  if (text == NULL)
    return mch_api_refuse (&call, error);
  object = json_object_new ();
  json_object_set_int_member (object, "version", 1);
  mch_wire_set_text (object, "digest", digest);
  mch_wire_set_text (object, "domain", domain);
  mch_wire_set_text (object, "text", text);
  return mch_api_answer (object);
}

static MchResponse *
get_imports (MchRequest *request, gpointer server)
{
  const char *scope = mch_request_get_param (request, "scope");
  gint64 before_ms;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal == NULL)
    refusal = mch_api_check_scope (&call, scope, MCH_API_READ);
  if (refusal != NULL)
    return refusal;
  if (!mch_request_get_query_int (request, "before_ms", 0, 0, G_MAXINT64, &before_ms))
    return mch_response_new_error (request, 400, "malformed", NULL);
  runs = mch_imports_list (call.server, scope, before_ms,
                           mch_request_get_query (request, "before_id"), &error);
  return runs != NULL ? mch_api_answer (mch_import_runs_to_json (runs))
                      : mch_api_refuse (&call, error);
}

static MchResponse *
get_prints (MchRequest *request, gpointer server)
{
  const char *scope = mch_request_get_param (request, "scope");
  gint64 before_n;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal == NULL)
    refusal = mch_api_check_scope (&call, scope, MCH_API_READ);
  if (refusal != NULL)
    return refusal;
  if (!mch_request_get_query_int (request, "before_n", 0, 0, G_MAXINT64, &before_n))
    return mch_response_new_error (request, 400, "malformed", NULL);
  lines = mch_prints_list (call.server, scope, before_n, &error);
  return lines != NULL ? mch_api_answer (mch_print_lines_to_json (lines))
                       : mch_api_refuse (&call, error);
}

static MchResponse *
post_undo (MchRequest *request, gpointer server)
{
  const char *scope = mch_request_get_param (request, "scope");
  const char *op;
  char *text;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal == NULL)
    refusal = mch_api_check_scope (&call, scope, MCH_API_WRITE);
  if (refusal != NULL)
    return refusal;
  op = mch_wire_get_text (call.body, "op", ID_MAX, &error);
  if (op == NULL)
    return mch_api_refuse (&call, error);
  text = mch_imports_undo (call.server, call.staff->login, op, scope,
                           mch_request_get_param (request, "import"), &error);
  return text != NULL ? mch_response_new_json_take (200, text) : mch_api_refuse (&call, error);
}

static gboolean
read_transfer (MchApiCall *call, MchTransferRequest *transfer, GError **error)
{
  return (transfer->id = mch_wire_get_text (call->body, "id", ID_MAX, error)) != NULL
         && (transfer->session = mch_wire_get_text (call->body, "session", ID_MAX, error)) != NULL
         && (transfer->requested = mch_wire_get_text (call->body, "requested", ID_MAX, error))
                != NULL
         && (transfer->ine = mch_wire_get_text (call->body, "ine", ID_MAX, error)) != NULL
         && (transfer->birth_date = mch_wire_get_text (call->body, "birth_date", ID_MAX, error))
                != NULL
         && (transfer->family_name =
                 mch_wire_get_text (call->body, "family_name", MCH_WIRE_MAX_VALUE, error))
                != NULL;
}

static MchResponse *
answer_transfer (const char *id, const char *state)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "version", 1);
  mch_wire_set_text (object, "id", id);
  mch_wire_set_text (object, "state", state);
  return mch_api_answer (object);
}

static MchResponse *
post_transfer (MchRequest *request, gpointer server)
{
  const char *scope = mch_request_get_param (request, "scope");
  MchTransferRequest transfer = { .scope = scope };
  g_auto (MchApiCall) call = { 0 };
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal == NULL)
    refusal = mch_api_check_scope (&call, scope, MCH_API_WRITE);
  if (refusal != NULL)
    return refusal;
  if (read_transfer (&call, &transfer, &error))
    id = mch_transfers_ask (call.server, call.staff, &transfer, &error);
  return id != NULL ? answer_transfer (id, "asked") : mch_api_refuse (&call, error);
}

static MchResponse *
post_decision (MchRequest *request, gpointer server)
{
  const char *id = mch_request_get_param (request, "transfer");
  gboolean accept;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal != NULL)
    return refusal;
  if (!json_object_has_member (call.body, "accept"))
    return mch_response_new_error (request, 400, "malformed", NULL);
  accept = mch_wire_opt_bool (call.body, "accept", FALSE);
  if (!mch_transfers_decide (call.server, call.staff, id, accept,
                             mch_wire_opt_text (call.body, "reason", NULL), &error))
    return mch_api_refuse (&call, error);
  return answer_transfer (id, accept ? "accepted" : "refused");
}

static const MchRoute routes[] = {
  { MCH_METHOD_GET, "/v1/references/:digest", get_reference, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/v1/scopes/:scope/imports", get_imports, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/v1/scopes/:scope/prints", get_prints, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/v1/scopes/:scope/imports/:import/undo", post_undo, MCH_API_SMALL_BODY,
    MCH_POOL_WRITE, MCH_TYPE_JSON },
  { MCH_METHOD_POST, "/v1/scopes/:scope/transfers", post_transfer, MCH_API_SMALL_BODY,
    MCH_POOL_WRITE, MCH_TYPE_JSON },
  { MCH_METHOD_POST, "/v1/transfers/:transfer/decide", post_decision, MCH_API_SMALL_BODY,
    MCH_POOL_WRITE, MCH_TYPE_JSON },
};

void
mch_api_add_registration_routes (MchRouter *router)
{
  mch_router_add (router, routes, G_N_ELEMENTS (routes));
}
