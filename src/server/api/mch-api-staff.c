/* SPDX-License-Identifier: GPL-3.0-or-later */
/* /v1/realm and /v1/staff. */
#include "server/api/mch-api-private.h"
#include "server/model/mch-model.h"
#include "vault/mch-member-key.h"

#define LOGIN_MAX 254
#define DEVICE_MAX 400 /* bytes */
#define CODE_MAX 200

static MchResponse *
get_realm (MchRequest *request, gpointer server)
{
  JsonObject *object;
  const MchServer *ours = server;
  g_auto (MchApiCall) call = { 0 };
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_OLD_CLIENT);

  if (refusal != NULL)
    return refusal;
  object = json_object_new ();
  json_object_set_int_member (object, "version", 1);
  mch_wire_set_text (object, "realm", ours->realm);
  mch_wire_set_text (object, "name", ours->name);
  json_object_set_int_member (object, "schema", MCH_WIRE_SCHEMA);
  json_object_set_int_member (object, "min_schema", MCH_API_MIN_SCHEMA);
  mch_wire_set_text (object, "portal_url", ours->portal_url);
  json_object_set_boolean_member (object, "portal_public", ours->portal_public);
  json_object_set_boolean_member (object, "demo", ours->demo);
  json_object_set_int_member (object, "now_ms", mch_server_now (ours));
  return mch_api_answer (object);
}

JsonArray *
mch_api_scopes_to_json (const MchStaff *staff)
{
  JsonArray *scopes = json_array_new ();

  for (guint i = 0; i < staff->grants->len; i++)
    {
      const MchGrant *grant = staff->grants->pdata[i];
      JsonObject *scope = json_object_new ();

      mch_wire_set_text (scope, "scope", grant->scope);
      mch_wire_set_text (scope, "name", grant->name);
      mch_wire_set_text (scope, "role", mch_role_to_string (staff->role));
      json_array_add_object_element (scopes, scope);
    }
  return scopes;
}

static void
set_blob (JsonObject *object, const char *name, GBytes *bytes)
{
  gsize length;
  const void *data;

  if (bytes == NULL)
    {
      mch_wire_set_text (object, name, NULL);
      return;
    }
  data = g_bytes_get_data (bytes, &length);
  mch_wire_set_bytes (object, name, data, length);
}

static MchResponse *
answer_sign_in (const MchSignIn *sign_in)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "version", 1);
  mch_wire_set_text (object, "token", sign_in->token);
  json_object_set_int_member (object, "expires_ms", sign_in->expires_ms);
  mch_wire_set_text (object, "login", sign_in->staff->login);
  mch_wire_set_text (object, "name", sign_in->staff->name);
  mch_wire_set_text (object, "role", mch_role_to_string (sign_in->staff->role));
  set_blob (object, "member_public", sign_in->member_public);
  set_blob (object, "member_wrapped", sign_in->member_wrapped);
  json_object_set_array_member (object, "scopes", mch_api_scopes_to_json (sign_in->staff));
  return mch_api_answer (object);
}

static const guint8 *
get_data (GBytes *bytes)
{
  return g_bytes_get_data (bytes, NULL);
}

static MchResponse *
post_activate (MchRequest *request, gpointer server)
{
  MchActivation activation = { 0 };
  guint wait = 0;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) auth = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  g_autoptr (MchSignIn) sign_in = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_BODY);

  if (refusal != NULL)
    return refusal;
  activation.login = mch_wire_get_text (call.body, "login", LOGIN_MAX, &error);
  if (activation.login == NULL
      || (activation.invitation = mch_wire_get_text (call.body, "invitation", CODE_MAX, &error))
             == NULL
      || (auth = mch_wire_get_bytes (call.body, "auth", MCH_KEY_SIZE, MCH_KEY_SIZE, &error)) == NULL
      || (key = mch_wire_get_bytes (call.body, "member_public", MCH_KEY_SIZE, MCH_KEY_SIZE, &error))
             == NULL
      || (wrapped = mch_wire_get_bytes (call.body, "member_wrapped", 1, 1024, &error)) == NULL
      || (activation.device = mch_wire_get_text (call.body, "device", DEVICE_MAX, &error)) == NULL)
    return mch_api_refuse (&call, error);
  activation.auth = get_data (auth);
  activation.member_public = get_data (key);
  activation.member_wrapped = wrapped;
  sign_in = mch_staff_activate (call.server, &activation, mch_request_get_address (request), &wait,
                                &error);
  return sign_in != NULL ? answer_sign_in (sign_in) : mch_api_refuse_throttled (&call, error, wait);
}

static MchResponse *
post_sign_in (MchRequest *request, gpointer server)
{
  const char *login, *device;
  guint wait = 0;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) auth = NULL;
  g_autoptr (MchSignIn) sign_in = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_BODY);

  if (refusal != NULL)
    return refusal;
  login = mch_wire_get_text (call.body, "login", LOGIN_MAX, &error);
  if (login == NULL
      || (auth = mch_wire_get_bytes (call.body, "auth", MCH_KEY_SIZE, MCH_KEY_SIZE, &error)) == NULL
      || (device = mch_wire_get_text (call.body, "device", DEVICE_MAX, &error)) == NULL)
    return mch_api_refuse (&call, error);
  sign_in = mch_staff_sign_in (call.server, login, get_data (auth), device,
                               mch_request_get_address (request), &wait, &error);
  return sign_in != NULL ? answer_sign_in (sign_in) : mch_api_refuse_throttled (&call, error, wait);
}

static MchResponse *
post_sign_out (MchRequest *request, gpointer server)
{
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal != NULL)
    return refusal;
  if (!mch_staff_sign_out (call.server, call.staff, &error))
    return mch_api_refuse (&call, error);
  return mch_response_new (204);
}

static MchResponse *
get_grants (MchRequest *request, gpointer server)
{
  JsonObject *object;
  g_auto (MchApiCall) call = { 0 };
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal != NULL)
    return refusal;
  object = json_object_new ();
  json_object_set_int_member (object, "version", 1);
  mch_wire_set_text (object, "login", call.staff->login);
  mch_wire_set_text (object, "name", call.staff->name);
  mch_wire_set_text (object, "role", mch_role_to_string (call.staff->role));
  json_object_set_array_member (object, "scopes", mch_api_scopes_to_json (call.staff));
  return mch_api_answer (object);
}

static MchResponse *
post_rotate (MchRequest *request, gpointer server)
{
  JsonObject *object;
  gint64 expires_ms = 0;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *token = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal != NULL)
    return refusal;
  token = mch_staff_rotate (call.server, call.staff, &expires_ms, &error);
  if (token == NULL)
    return mch_api_refuse (&call, error);
  object = json_object_new ();
  mch_wire_set_text (object, "token", token);
  json_object_set_int_member (object, "expires_ms", expires_ms);
  return mch_api_answer (object);
}

static MchResponse *
post_password (MchRequest *request, gpointer server)
{
  guint wait = 0;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) auth_old = NULL;
  g_autoptr (GBytes) auth = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal != NULL)
    return refusal;
  auth_old = mch_wire_get_bytes (call.body, "auth_old", MCH_KEY_SIZE, MCH_KEY_SIZE, &error);
  if (auth_old == NULL
      || (auth = mch_wire_get_bytes (call.body, "auth", MCH_KEY_SIZE, MCH_KEY_SIZE, &error)) == NULL
      || (wrapped = mch_wire_get_bytes (call.body, "member_wrapped", 1, 1024, &error)) == NULL)
    return mch_api_refuse (&call, error);
  if (!mch_staff_change_password (call.server, call.staff, get_data (auth_old), get_data (auth),
                                  wrapped, mch_request_get_address (request), &wait, &error))
    return mch_api_refuse_throttled (&call, error, wait);
  return mch_response_new (204);
}

static const MchRoute routes[] = {
  { MCH_METHOD_GET, "/v1/realm", get_realm, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/v1/grants", get_grants, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/v1/staff/activate", post_activate, MCH_API_SMALL_BODY, MCH_POOL_WRITE,
    MCH_TYPE_JSON },
  { MCH_METHOD_POST, "/v1/staff/sign-in", post_sign_in, MCH_API_SMALL_BODY, MCH_POOL_WRITE,
    MCH_TYPE_JSON },
  { MCH_METHOD_POST, "/v1/staff/sign-out", post_sign_out, MCH_API_SMALL_BODY, MCH_POOL_WRITE,
    NULL },
  { MCH_METHOD_POST, "/v1/staff/rotate", post_rotate, MCH_API_SMALL_BODY, MCH_POOL_WRITE, NULL },
  { MCH_METHOD_POST, "/v1/staff/password", post_password, MCH_API_SMALL_BODY, MCH_POOL_WRITE,
    MCH_TYPE_JSON },
};

void
mch_api_add_staff_routes (MchRouter *router)
{
  mch_router_add (router, routes, G_N_ELEMENTS (routes));
}
