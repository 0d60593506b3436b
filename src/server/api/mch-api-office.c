/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an agent of the exam office decides for his académie: services and calendar. */
#include "core/mch-value.h"
#include "protocol/mch-wire-record.h"
#include "server/api/mch-api-private.h"
#include "server/model/mch-directory.h"

#define ID_MAX 64
#define PAGE 500

/* "CAP/2027-06" in two: (transfer full); NULL when it is no session. */
static char **
split_session (const char *session)
{
  return session != NULL && mch_value_is_session (session) ? g_strsplit (session, "/", 2) : NULL;
}

/* {"KEY": "VALUE"} as "KEY=VALUE": (transfer full), NULL-terminated. */
static char **
read_settings (JsonObject *body, GError **error)
{
  JsonObject *object = mch_wire_get_object (body, "settings", error);
  GHashTableIter iter;
  gpointer key, value;
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GStrvBuilder) settings = g_strv_builder_new ();

  if (object == NULL || !mch_wire_values_from_json (object, values, error))
    return NULL;
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_autofree char *setting = g_strdup_printf ("%s=%s", (char *) key, (char *) value);

      g_strv_builder_add (settings, setting);
    }
  return g_strv_builder_end (settings);
}

static MchResponse *
post_services (MchRequest *request, gpointer server)
{
  const char *academy;
  g_auto (MchApiCall) call = { 0 };
  g_auto (GStrv) session = NULL;
  g_auto (GStrv) settings = NULL;
  g_autoptr (GError) error = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal == NULL)
    refusal = mch_api_check_office (&call, mch_request_get_param (request, "scope"), &academy);
  if (refusal != NULL)
    return refusal;
  session = split_session (mch_wire_get_text (call.body, "session", ID_MAX, &error));
  if (error == NULL)
    settings = read_settings (call.body, &error);
  if (error != NULL)
    return mch_api_refuse (&call, error);
  if (session == NULL)
    return mch_response_new_error (request, 400, "malformed", NULL);
  if (!mch_directory_change_service (call.server, call.staff->login, academy, session[0],
                                     session[1],
                                     mch_wire_opt_text (call.body, "establishment", NULL),
                                     (const char *const *) settings, &error))
    return mch_api_refuse (&call, error);
  return mch_response_new (204);
}

static MchResponse *
answer_exceptions (GPtrArray *list)
{
  JsonObject *object = json_object_new ();
  JsonArray *rows = json_array_sized_new (list->len);

  for (guint i = 0; i < list->len; i++)
    {
      const MchException *exception = list->pdata[i];
      JsonObject *row = json_object_new ();

      mch_wire_set_text (row, "establishment", exception->uai);
      mch_wire_set_text (row, "key", exception->key);
      mch_wire_set_text (row, "value", exception->value);
      json_array_add_object_element (rows, row);
    }
  json_object_set_int_member (object, "version", 1);
  json_object_set_boolean_member (object, "more", list->len == PAGE);
  json_object_set_array_member (object, "rows", rows);
  return mch_api_answer (object);
}

static MchResponse *
get_services (MchRequest *request, gpointer server)
{
  const char *academy;
  g_auto (MchApiCall) call = { 0 };
  g_auto (GStrv) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal == NULL)
    refusal = mch_api_check_office (&call, mch_request_get_param (request, "scope"), &academy);
  if (refusal != NULL)
    return refusal;
  session = split_session (mch_request_get_query (request, "session"));
  if (session == NULL)
    return mch_response_new_error (request, 400, "malformed", NULL);
  list = mch_directory_list_exceptions (call.server, academy, session[0], session[1],
                                        mch_request_get_query (request, "after_establishment"),
                                        mch_request_get_query (request, "after_key"), PAGE, &error);
  return list != NULL ? answer_exceptions (list) : mch_api_refuse (&call, error);
}

static const MchRoute routes[] = {
  { MCH_METHOD_POST, "/v1/scopes/:scope/services", post_services, MCH_API_SMALL_BODY,
    MCH_POOL_WRITE, MCH_TYPE_JSON },
  { MCH_METHOD_GET, "/v1/scopes/:scope/services", get_services, 0, MCH_POOL_READ, NULL },
};

void
mch_api_add_office_routes (MchRouter *router)
{
  mch_router_add (router, routes, G_N_ELEMENTS (routes));
}
