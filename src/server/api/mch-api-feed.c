/* SPDX-License-Identifier: GPL-3.0-or-later */
/* /v1/heads, /v1/scopes/…/changes, …/history and /v1/events. */
#include <string.h>

#include "protocol/mch-wire-history.h"
#include "protocol/mch-wire-record.h"
#include "server/api/mch-api-private.h"
#include "server/model/mch-feed.h"

#define DEFAULT_ROWS 500
#define MAX_SCOPES 4096 /* of one question */

/* What the client holds of the scopes that it may see; the others are noted in @lost. */
static GHashTable *
read_held (MchApiCall *call, JsonArray *lost, GError **error)
{
  g_autoptr (GHashTable) covered = NULL;
  JsonObject *scopes = mch_wire_get_object (call->body, "scopes", error);
  g_autoptr (GHashTable) held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GList) names = NULL;

  if (scopes == NULL)
    return NULL;
  covered = mch_staff_dup_covered (call->server, call->staff, error);
  if (covered == NULL)
    return NULL;
  names = json_object_get_members (scopes);
  if (g_list_length (names) > MAX_SCOPES)
    {
      g_set_error_literal (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED, "too many scopes");
      return NULL;
    }
  for (GList *name = names; name != NULL; name = name->next)
    {
      gint64 seq;

      if (!mch_wire_get_int (scopes, name->data, 0, G_MAXINT64, &seq, error))
        return NULL;
      if (g_hash_table_contains (covered, name->data))
        g_hash_table_insert (held, g_strdup (name->data), g_memdup2 (&seq, sizeof seq));
      else
        json_array_add_string_element (lost, name->data);
    }
  return g_steal_pointer (&held);
}

static MchResponse *
post_heads (MchRequest *request, gpointer server)
{
  JsonObject *object, *scopes;
  GHashTableIter iter;
  gpointer scope, seq;
  g_auto (MchApiCall) call = { 0 };
  g_autofree char *epoch = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) held = NULL;
  g_autoptr (GHashTable) moved = NULL;
  g_autoptr (JsonArray) lost = json_array_new ();
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal != NULL)
    return refusal;
  held = read_held (&call, lost, &error);
  if (held != NULL)
    moved = mch_feed_heads (call.server, held, mch_wire_opt_text (call.body, "epoch", NULL), &epoch,
                            &error);
  if (moved == NULL)
    return mch_api_refuse (&call, error);
  scopes = json_object_new ();
  g_hash_table_iter_init (&iter, moved);
  while (g_hash_table_iter_next (&iter, &scope, &seq))
    json_object_set_int_member (scopes, scope, *(gint64 *) seq);
  object = json_object_new ();
  mch_wire_set_text (object, "epoch", epoch);
  json_object_set_object_member (object, "scopes", scopes);
  json_object_set_array_member (object, "lost", g_steal_pointer (&lost));
  json_object_set_array_member (object, "grants", mch_api_scopes_to_json (call.staff));
  return mch_api_answer (object);
}

/* The exam office has no key of an establishment, and gets nothing that a key opens. */
static void
take_sealed (MchRecord *record)
{
  static const char *const sealed[] = { "cipher", "sealed_key", "sealed_secret", "vouch" };

  for (gsize i = 0; i < G_N_ELEMENTS (sealed); i++)
    mch_record_set (record, sealed[i], NULL);
}

static MchResponse *
answer_page (MchApiCall *call, const MchFeedPage *page)
{
  JsonObject *object = json_object_new ();
  JsonArray *rows = json_array_sized_new (page->rows->len);

  for (guint i = 0; i < page->rows->len; i++)
    {
      MchRecord *record = page->rows->pdata[i];

      if (!mch_api_client_knows (call->request, record->kind))
        continue;
      if (call->staff->role == MCH_ROLE_EXAM_OFFICE)
        take_sealed (record);
      json_array_add_object_element (rows, mch_wire_record_to_json (record));
    }
  json_object_set_int_member (object, "version", 1);
  mch_wire_set_text (object, "epoch", page->epoch);
  json_object_set_int_member (object, "to", page->to);
  json_object_set_boolean_member (object, "more", page->more);
  json_object_set_array_member (object, "rows", rows);
  return mch_api_answer (object);
}

static MchResponse *
get_changes (MchRequest *request, gpointer server)
{
  gint64 since, limit;
  const char *scope = mch_request_get_param (request, "scope");
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MchFeedPage) page = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal != NULL)
    return refusal;
  if (!mch_request_get_query_int (request, "since", 0, 0, G_MAXINT64, &since)
      || !mch_request_get_query_int (request, "limit", DEFAULT_ROWS, 1, MCH_WIRE_MAX_ROWS, &limit))
    return mch_response_new_error (request, 400, "malformed", NULL);
  refusal = mch_api_check_scope (&call, scope, MCH_API_READ);
  /* Whoever held something of it held it by a right that is gone: the mirror goes, too. */
  if (refusal != NULL && since > 0)
    {
      mch_response_free (refusal);
      return mch_response_new_error (request, 410, "resync", "grant");
    }
  if (refusal != NULL)
    return refusal;
  page = mch_feed_changes (call.server, scope, since, mch_request_get_query (request, "epoch"),
                           (int) limit, &error);
  return page != NULL ? answer_page (&call, page) : mch_api_refuse (&call, error);
}

/* Of what staff edit: accounts and slips have no values that somebody typed. */
static MchResponse *
get_history (MchRequest *request, gpointer server)
{
  const char *scope = mch_request_get_param (request, "scope");
  const char *id = mch_request_get_param (request, "id");
  MchKind kind = mch_kind_from_string (mch_request_get_param (request, "kind"));
  g_auto (MchApiCall) call = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal != NULL)
    return refusal;
  refusal = mch_api_check_scope (&call, scope, MCH_API_READ);
  if (refusal != NULL)
    return refusal;
  if (kind != MCH_KIND_PERSON && kind != MCH_KIND_CANDIDATURE && kind != MCH_KIND_ESTABLISHMENT)
    return mch_response_new_error (request, 400, "malformed", NULL);
  lines = mch_feed_history (call.server, scope, kind, id, MCH_WIRE_MAX_HISTORY, &error);
  return lines != NULL ? mch_api_answer (mch_wire_history_to_json (lines))
                       : mch_api_refuse (&call, error);
}

static MchResponse *
get_events (MchRequest *request, gpointer server)
{
  const char *list = mch_request_get_query (request, "scopes");
  g_auto (MchApiCall) call = { 0 };
  g_auto (GStrv) scopes = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal != NULL)
    return refusal;
  scopes = g_strsplit (list != NULL ? list : "", ",", MAX_SCOPES);
  if (scopes[0] == NULL)
    return mch_response_new_error (request, 400, "malformed", NULL);
  for (guint i = 0; scopes[i] != NULL; i++)
    {
      refusal = mch_api_check_scope (&call, scopes[i], MCH_API_READ);
      if (refusal != NULL)
        return refusal;
    }
  return mch_response_new_events ((const char *const *) scopes, call.staff->device);
}

static const MchRoute routes[] = {
  { MCH_METHOD_POST, "/v1/heads", post_heads, MCH_API_LARGE_BODY, MCH_POOL_READ, MCH_TYPE_JSON },
  { MCH_METHOD_GET, "/v1/scopes/:scope/changes", get_changes, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/v1/scopes/:scope/records/:kind/:id/history", get_history, 0, MCH_POOL_READ,
    NULL },
  { MCH_METHOD_GET, "/v1/events", get_events, 0, MCH_POOL_READ, NULL },
};

void
mch_api_add_feed_routes (MchRouter *router)
{
  mch_router_add (router, routes, G_N_ELEMENTS (routes));
}
