/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys, members, editions and chunks. */
#include <string.h>

#include "server/api/mch-api-private.h"
#include "server/model/mch-accounts.h"
#include "server/model/mch-members.h"

#define SEALED_MAX 512 /* bytes of anything sealed */
#define ID_MAX 64
#define MAX_SEALED 10000 /* of one rotation */

static MchResponse *
post_key (MchRequest *request, gpointer server)
{
  const char *scope = mch_request_get_param (request, "scope");
  JsonObject *object;
  gboolean member;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GBytes) sealed = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal == NULL)
    refusal = mch_api_check_scope (&call, scope, MCH_API_WRITE);
  if (refusal != NULL)
    return refusal;
  key = mch_wire_get_bytes (call.body, "public", MCH_KEY_SIZE, MCH_KEY_SIZE, &error);
  if (key != NULL)
    sealed = mch_wire_get_bytes (call.body, "sealed_secret", 1, SEALED_MAX, &error);
  if (sealed == NULL
      || !mch_members_offer_key (call.server, call.staff, scope, g_bytes_get_data (key, NULL),
                                 sealed, &member, &error))
    return mch_api_refuse (&call, error);
  object = json_object_new ();
  mch_wire_set_text (object, "state", member ? "member" : "pending");
  return mch_api_answer (object);
}

static MchResponse *
post_admit (MchRequest *request, gpointer server)
{
  const char *scope = mch_request_get_param (request, "scope");
  const char *login;
  gint64 version;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GBytes) sealed = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal == NULL)
    refusal = mch_api_check_scope (&call, scope, MCH_API_WRITE);
  if (refusal != NULL)
    return refusal;
  login = mch_wire_get_text (call.body, "login", 254, &error);
  if (login == NULL
      || (key = mch_wire_get_bytes (call.body, "public", MCH_KEY_SIZE, MCH_KEY_SIZE, &error))
             == NULL
      || (sealed = mch_wire_get_bytes (call.body, "sealed_secret", 1, SEALED_MAX, &error)) == NULL
      || !mch_wire_get_int (call.body, "key_version", 1, G_MAXINT32, &version, &error)
      || !mch_members_admit (call.server, call.staff, scope, login, g_bytes_get_data (key, NULL),
                             sealed, version, &error))
    return mch_api_refuse (&call, error);
  return mch_response_new (204);
}

/* {name: b64} as owned char* → GBytes*. */
static GHashTable *
read_sealed (JsonObject *body, const char *name, GError **error)
{
  JsonObject *object = mch_wire_get_object (body, name, error);
  g_autoptr (GHashTable) table =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_autoptr (GList) members = NULL;

  if (object == NULL)
    return NULL;
  members = json_object_get_members (object);
  if (g_list_length (members) > MAX_SEALED)
    {
      g_set_error_literal (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED, name);
      return NULL;
    }
  for (GList *member = members; member != NULL; member = member->next)
    {
      GBytes *bytes = mch_wire_get_bytes (object, member->data, 1, SEALED_MAX, error);

      if (bytes == NULL)
        return NULL;
      g_hash_table_insert (table, g_strdup (member->data), bytes);
    }
  return g_steal_pointer (&table);
}

static MchResponse *
post_remove (MchRequest *request, gpointer server)
{
  const char *scope = mch_request_get_param (request, "scope");
  MchRotation rotation = { 0 };
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GHashTable) secrets = NULL;
  g_autoptr (GHashTable) vouches = NULL;
  g_autoptr (GHashTable) editions = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal == NULL)
    refusal = mch_api_check_scope (&call, scope, MCH_API_WRITE);
  if (refusal != NULL)
    return refusal;
  rotation.login = mch_wire_get_text (call.body, "login", 254, &error);
  if (rotation.login == NULL
      || (key = mch_wire_get_bytes (call.body, "public", MCH_KEY_SIZE, MCH_KEY_SIZE, &error))
             == NULL
      || !mch_wire_get_int (call.body, "key_version", 1, G_MAXINT32, &rotation.key_version, &error)
      || (secrets = read_sealed (call.body, "sealed_secrets", &error)) == NULL
      || (vouches = read_sealed (call.body, "vouches", &error)) == NULL
      || (editions = read_sealed (call.body, "editions", &error)) == NULL)
    return mch_api_refuse (&call, error);
  rotation.public_key = g_bytes_get_data (key, NULL);
  rotation.sealed_secrets = secrets;
  rotation.vouches = vouches;
  rotation.editions = editions;
  if (!mch_members_remove (call.server, call.staff, scope, &rotation, &error))
    return mch_api_refuse (&call, error);
  return mch_response_new (204);
}

static gboolean
read_edition (MchApiCall *call, MchEditionRequest *edition, GError **error)
{
  edition->login = call->staff->login;
  return (edition->id = mch_wire_get_text (call->body, "id", 36, error)) != NULL
         && (edition->scope = mch_wire_get_text (call->body, "scope", 64, error)) != NULL
         && (edition->session = mch_wire_get_text (call->body, "session", 64, error)) != NULL
         && (edition->title = mch_wire_get_text (call->body, "title", 800, error)) != NULL
         && (edition->sealed_key =
                 mch_wire_get_bytes (call->body, "sealed_key", 1, SEALED_MAX, error))
                != NULL
         && mch_wire_get_int (call->body, "key_version", 1, G_MAXINT32, &edition->key_version,
                              error)
         && (edition->mode = mch_wire_get_text (call->body, "mode", 16, error)) != NULL;
}

static MchResponse *
open_edition (MchApiCall *call, const MchEditionRequest *edition)
{
  JsonObject *object;
  g_autofree char *expires_on = NULL;
  g_autoptr (GError) error = NULL;
  MchResponse *refusal = mch_api_check_scope (call, edition->scope, MCH_API_WRITE);

  if (refusal != NULL)
    return refusal;
  if (!mch_accounts_open_edition (call->server, edition, &expires_on, &error))
    return mch_api_refuse (call, error);
  object = json_object_new ();
  mch_wire_set_text (object, "id", edition->id);
  mch_wire_set_text (object, "expires_on", expires_on);
  json_object_set_boolean_member (object, "demo", call->server->demo);
  return mch_api_answer (object);
}

static MchResponse *
post_edition (MchRequest *request, gpointer server)
{
  MchEditionRequest edition = { 0 };
  MchResponse *response;
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal != NULL)
    return refusal;
  response = read_edition (&call, &edition, &error) ? open_edition (&call, &edition)
                                                    : mch_api_refuse (&call, error);
  g_clear_pointer (&edition.sealed_key, g_bytes_unref);
  return response;
}

static MchResponse *
post_chunk (MchRequest *request, gpointer server)
{
  const char *edition = mch_request_get_param (request, "edition");
  g_auto (MchApiCall) call = { 0 };
  g_autofree char *scope = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) slips = NULL;
  g_autoptr (GPtrArray) results = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal != NULL)
    return refusal;
  scope = mch_accounts_dup_edition_scope (call.server, edition, &error);
  if (scope == NULL)
    return mch_api_refuse (&call, error);
  refusal = mch_api_check_scope (&call, scope, MCH_API_WRITE);
  if (refusal != NULL)
    return refusal;
  slips = mch_wire_slips_from_json (call.body, &error);
  if (slips != NULL)
    results = mch_accounts_submit (call.server, call.staff->login, edition, slips, &error);
  if (results == NULL)
    return mch_api_refuse (&call, error);
  return mch_api_answer (mch_slip_results_to_json (results));
}

/* The ids of "candidates", borrowed from @body; NULL with @error. */
static GPtrArray *
read_candidates (JsonObject *body, GError **error)
{
  JsonArray *list = mch_wire_get_array (body, "candidates", MCH_WIRE_MAX_CHUNK_SLIPS, error);
  g_autoptr (GPtrArray) persons = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (list == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      const char *id =
          json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;

      if (id == NULL || strlen (id) > ID_MAX || !g_hash_table_add (seen, (gpointer) id))
        {
          g_set_error_literal (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED, "candidates");
          return NULL;
        }
      g_ptr_array_add (persons, (gpointer) id);
    }
  if (persons->len > 0)
    return g_steal_pointer (&persons);
  g_set_error_literal (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED, "candidates: none");
  return NULL;
}

static MchResponse *
post_resets (MchRequest *request, gpointer server)
{
  MchResetRequest reset = { .scope = mch_request_get_param (request, "scope") };
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) persons = NULL;
  g_autoptr (GPtrArray) results = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal == NULL)
    refusal = mch_api_check_scope (&call, reset.scope, MCH_API_WRITE);
  if (refusal != NULL)
    return refusal;
  reset.login = call.staff->login;
  if ((reset.id = mch_wire_get_text (call.body, "id", 36, &error)) != NULL
      && (reset.session = mch_wire_get_text (call.body, "session", 64, &error)) != NULL)
    reset.persons = persons = read_candidates (call.body, &error);
  if (persons != NULL)
    results = mch_accounts_mail_resets (call.server, &reset, &error);
  if (results == NULL)
    return mch_api_refuse (&call, error);
  return mch_api_answer (mch_slip_results_to_json (results));
}

static const MchRoute routes[] = {
  { MCH_METHOD_POST, "/v1/scopes/:scope/key", post_key, MCH_API_SMALL_BODY, MCH_POOL_WRITE,
    MCH_TYPE_JSON },
  { MCH_METHOD_POST, "/v1/scopes/:scope/members/admit", post_admit, MCH_API_SMALL_BODY,
    MCH_POOL_WRITE, MCH_TYPE_JSON },
  { MCH_METHOD_POST, "/v1/scopes/:scope/members/remove", post_remove, MCH_API_LARGE_BODY,
    MCH_POOL_WRITE, MCH_TYPE_JSON },
  { MCH_METHOD_POST, "/v1/editions", post_edition, MCH_API_SMALL_BODY, MCH_POOL_WRITE,
    MCH_TYPE_JSON },
  { MCH_METHOD_POST, "/v1/editions/:edition/chunks", post_chunk, MCH_API_LARGE_BODY, MCH_POOL_WRITE,
    MCH_TYPE_JSON },
  { MCH_METHOD_POST, "/v1/scopes/:scope/resets", post_resets, MCH_API_SMALL_BODY, MCH_POOL_WRITE,
    MCH_TYPE_JSON },
};

void
mch_api_add_account_routes (MchRouter *router)
{
  mch_router_add (router, routes, G_N_ELEMENTS (routes));
}
