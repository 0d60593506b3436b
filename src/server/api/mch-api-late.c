/* SPDX-License-Identifier: GPL-3.0-or-later */
/* /v1/scopes/…/late: what was typed before registration closed and came after it. */
#include "server/api/mch-api-private.h"
#include "server/model/mch-late.h"

static MchResponse *
get_list (MchRequest *request, gpointer server)
{
  const char *state = mch_request_get_query (request, "state");
  const char *after = mch_request_get_query (request, "after_op");
  MchLateQuery query = { .scope = mch_request_get_param (request, "scope"),
                         .state = MCH_LATE_WAITING,
                         .after_op = after != NULL ? after : "" };
  gint64 limit;
  gboolean more = FALSE;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal != NULL)
    return refusal;
  if (state != NULL)
    query.state = mch_late_state_from_string (state);
  if (query.state == MCH_LATE_INVALID || !g_utf8_validate (query.after_op, -1, NULL)
      || !mch_request_get_query_int (request, "after_ms", 0, 0, G_MAXINT64, &query.after_ms)
      || !mch_request_get_query_int (request, "limit", MCH_WIRE_MAX_LATE, 1, MCH_WIRE_MAX_LATE,
                                     &limit))
    return mch_response_new_error (request, 400, "malformed", NULL);
  query.limit = (int) limit;
  list = mch_late_list (call.server, call.staff, &query, &more, &error);
  return list != NULL ? mch_api_answer (mch_late_list_to_json (list, more))
                      : mch_api_refuse (&call, error);
}

static MchResponse *
get_one (MchRequest *request, gpointer server)
{
  gint64 from, next = -1;
  JsonObject *object;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (MchLateOp) late = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal != NULL)
    return refusal;
  if (!mch_request_get_query_int (request, "from", 0, 0, G_MAXINT32, &from))
    return mch_response_new_error (request, 400, "malformed", NULL);
  late = mch_late_get (call.server, call.staff, mch_request_get_param (request, "scope"),
                       mch_request_get_param (request, "op"), from, &items, &next, &error);
  if (late == NULL)
    return mch_api_refuse (&call, error);
  object = mch_late_op_to_json (late);
  json_object_set_int_member (object, "version", 1);
  mch_late_items_to_json (object, items, next);
  return mch_api_answer (object);
}

static MchResponse *
post_decide (MchRequest *request, gpointer server)
{
  char *text;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal != NULL)
    return refusal;
  if (!json_object_has_member (call.body, "accept"))
    return mch_response_new_error (request, 400, "malformed", NULL);
  text = mch_late_decide (call.server, call.staff, mch_request_get_param (request, "scope"),
                          mch_request_get_param (request, "op"),
                          mch_wire_opt_bool (call.body, "accept", FALSE),
                          mch_wire_opt_text (call.body, "reason", NULL), &error);
  return text != NULL ? mch_response_new_json_take (200, text) : mch_api_refuse (&call, error);
}

static const MchRoute routes[] = {
  { MCH_METHOD_GET, "/v1/scopes/:scope/late", get_list, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/v1/scopes/:scope/late/:op", get_one, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/v1/scopes/:scope/late/:op/decide", post_decide, MCH_API_SMALL_BODY,
    MCH_POOL_WRITE, MCH_TYPE_JSON },
};

void
mch_api_add_late_routes (MchRouter *router)
{
  mch_router_add (router, routes, G_N_ELEMENTS (routes));
}
