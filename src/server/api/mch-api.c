/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/api/mch-api.h"

#include "server/api/mch-api-private.h"
#include "server/model/mch-model.h"

#define FULL_RETRY_S 30

void
mch_api_call_clear (MchApiCall *call)
{
  mch_staff_free (call->staff);
  if (call->body != NULL)
    json_object_unref (call->body);
}

/* The client's schema: 0 when it is none; ours when it says nothing. */
static guint64
read_schema (MchRequest *request)
{
  const char *schema = mch_request_get_header (request, "Machaon-Schema");
  guint64 number;

  if (schema == NULL)
    return MCH_WIRE_SCHEMA;
  return g_ascii_string_to_unsigned (schema, 10, 0, G_MAXINT, &number, NULL) ? number : 0;
}

static gboolean
is_too_old (MchRequest *request)
{
  return read_schema (request) < MCH_API_MIN_SCHEMA;
}

gboolean
mch_api_client_knows (MchRequest *request, MchKind kind)
{
  guint64 needed = kind == MCH_KIND_REVIEW ? 3 : kind == MCH_KIND_TRANSFER ? 2 : 1;

  return read_schema (request) >= needed;
}

static MchResponse *
read_body (MchApiCall *call)
{
  gsize length;
  const char *text = g_bytes_get_data (mch_request_get_body (call->request), &length);
  g_autoptr (GError) error = NULL;

  call->body = mch_wire_parse (text != NULL ? text : "", length, &error);
  return call->body == NULL ? mch_api_refuse (call, error) : NULL;
}

MchResponse *
mch_api_begin (MchApiCall *call, MchRequest *request, gpointer server, MchApiNeeds needs)
{
  g_autoptr (GError) error = NULL;

  call->request = request;
  call->server = server;
  if (!(needs & MCH_API_OLD_CLIENT) && is_too_old (request))
    return mch_response_new_error (request, 426, "upgrade", NULL);
  if (needs & MCH_API_STAFF)
    {
      call->staff = mch_staff_authenticate (call->server, mch_request_get_bearer (request), &error);
      if (call->staff == NULL)
        return mch_api_refuse (call, error);
    }
  return (needs & MCH_API_BODY) ? read_body (call) : NULL;
}

static const struct
{
  guint status;
  const char *code;
  const char *message_key; /* NULL: the code */
} refusals[] = {
  [MCH_MODEL_ERROR_MALFORMED] = { 400, "malformed", NULL },
  [MCH_MODEL_ERROR_UNAUTHENTICATED] = { 401, "unauthenticated", NULL },
  [MCH_MODEL_ERROR_FORBIDDEN] = { 403, "forbidden", NULL },
  [MCH_MODEL_ERROR_NOT_MEMBER] = { 403, "forbidden", "not_member" },
  [MCH_MODEL_ERROR_NOT_FOUND] = { 404, "not_found", NULL },
  [MCH_MODEL_ERROR_EXISTS] = { 409, "state", "exists" },
  [MCH_MODEL_ERROR_MISMATCH] = { 409, "mismatch", NULL },
  [MCH_MODEL_ERROR_STATE] = { 409, "state", NULL },
  [MCH_MODEL_ERROR_PARTS_MISSING] = { 409, "state", "parts_missing" },
  [MCH_MODEL_ERROR_SERVICE_NOT_POSITIONED] = { 409, "state", "service_not_positioned" },
  [MCH_MODEL_ERROR_PORTAL_UNSET] = { 409, "state", "portal_unset" },
  [MCH_MODEL_ERROR_REGISTRATION_CLOSED] = { 409, "state", "registration_closed" },
  [MCH_MODEL_ERROR_GONE] = { 409, "state", "gone" },
  [MCH_MODEL_ERROR_DECIDED] = { 409, "state", "decided" },
  [MCH_MODEL_ERROR_ALREADY_ACTIVE] = { 409, "state", "already_active" },
  [MCH_MODEL_ERROR_INVALID] = { 422, "invalid", NULL },
  [MCH_MODEL_ERROR_TOO_LARGE] = { 413, "too_large", NULL },
  [MCH_MODEL_ERROR_THROTTLED] = { 429, "throttled", NULL },
  [MCH_MODEL_ERROR_RESYNC_EPOCH] = { 410, "resync", "epoch" },
  [MCH_MODEL_ERROR_RESYNC_FLOOR] = { 410, "resync", "floor" },
  [MCH_MODEL_ERROR_RESYNC_GRANT] = { 410, "resync", "grant" },
};

/* Faults that pass by themselves: the client sends the same again. */
static gboolean
is_passing (const GError *error)
{
  return g_error_matches (error, MCH_DB_ERROR, MCH_DB_ERROR_BUSY)
         || g_error_matches (error, MCH_DB_ERROR, MCH_DB_ERROR_UNAVAILABLE)
         || g_error_matches (error, MCH_DB_ERROR, MCH_DB_ERROR_UNKNOWN_OUTCOME);
}

MchResponse *
mch_api_refuse (MchApiCall *call, const GError *error)
{
  if (error != NULL && error->domain == MCH_MODEL_ERROR
      && (guint) error->code < G_N_ELEMENTS (refusals))
    return mch_response_new_error (call->request, refusals[error->code].status,
                                   refusals[error->code].code, refusals[error->code].message_key);
  if (g_error_matches (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED))
    return mch_response_new_error (call->request, 400, "malformed", NULL);
  g_warning ("request=%s error=%s", mch_request_get_id (call->request),
             error != NULL ? error->message : "unknown");
  /* Not a fault that passes in a moment, nor ours: somebody must make room. */
  if (g_error_matches (error, MCH_DB_ERROR, MCH_DB_ERROR_FULL))
    return mch_response_new_retry (call->request, 507, NULL, FULL_RETRY_S);
  if (is_passing (error))
    return mch_response_new_retry (call->request, 503, "busy", 2);
  return mch_response_new_error (call->request, 500, "internal", NULL);
}

MchResponse *
mch_api_refuse_throttled (MchApiCall *call, const GError *error, guint wait)
{
  if (g_error_matches (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_THROTTLED))
    return mch_response_new_retry (call->request, 429, NULL, wait);
  return mch_api_refuse (call, error);
}

MchResponse *
mch_api_check_scope (MchApiCall *call, const char *scope, MchApiAct act)
{
  gboolean allowed = FALSE;
  g_autoptr (GError) error = NULL;

  if (scope != NULL && !mch_staff_covers (call->server, call->staff, scope, &allowed, &error))
    return mch_api_refuse (call, error);
  if (allowed && act != MCH_API_READ)
    allowed = g_str_has_prefix (scope, "etab:")
              && (act == MCH_API_EDIT || call->staff->role == MCH_ROLE_ESTABLISHMENT);
  return allowed ? NULL : mch_response_new_error (call->request, 403, "forbidden", NULL);
}

MchResponse *
mch_api_check_office (MchApiCall *call, const char *scope, const char **ret_academy)
{
  *ret_academy = scope != NULL ? mch_model_scope_academy (scope) : NULL;
  if (call->staff->role == MCH_ROLE_EXAM_OFFICE && *ret_academy != NULL
      && mch_staff_may (call->staff, scope))
    return NULL;
  return mch_response_new_error (call->request, 403, "forbidden", NULL);
}

MchResponse *
mch_api_answer (JsonObject *object)
{
  char *text = mch_wire_to_text (object, NULL);

  json_object_unref (object);
  return mch_response_new_json_take (200, text);
}

void
mch_api_add_routes (MchRouter *router)
{
  g_return_if_fail (router != NULL);

  mch_api_add_staff_routes (router);
  mch_api_add_feed_routes (router);
  mch_api_add_office_routes (router);
  mch_api_add_op_routes (router);
  mch_api_add_account_routes (router);
  mch_api_add_registration_routes (router);
  mch_api_add_late_routes (router);
  mch_api_add_search_routes (router);
}
