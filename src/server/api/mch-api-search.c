/* SPDX-License-Identifier: GPL-3.0-or-later */
/* /v1/scopes/acad:…/candidates: an agent finds candidates in the whole académie. */
#include <string.h>

#include "protocol/mch-wire-record.h"
#include "server/api/mch-api-private.h"
#include "server/model/mch-search.h"

#define MAX_EXPORT_BODY 256

/* A filter of the query; NULL when it is absent or empty. FALSE when it cannot be one. */
static gboolean
read_text (MchRequest *request, const char *name, const char **ret_text)
{
  const char *text = mch_request_get_query (request, name);

  *ret_text = text != NULL && *text != '\0' ? text : NULL;
  return *ret_text == NULL
         || (strlen (text) <= MCH_SEARCH_MAX_TEXT && g_utf8_validate (text, -1, NULL));
}

static gboolean
read_search (MchRequest *request, MchSearch *search)
{
  const char *order = mch_request_get_query (request, "order");
  gint64 descending = 0;

  search->order = order != NULL ? mch_search_order_from_string (order) : MCH_SEARCH_BY_NAME;
  if (search->order == MCH_SEARCH_INVALID || !read_text (request, "search", &search->words)
      || !read_text (request, "exam", &search->exam)
      || !read_text (request, "session", &search->session)
      || !read_text (request, "state", &search->state)
      || !read_text (request, "establishment", &search->establishment)
      || !read_text (request, "specialty", &search->specialty)
      || !mch_request_get_query_int (request, "descending", 0, 0, 1, &descending))
    return FALSE;
  search->descending = descending != 0;
  return TRUE;
}

/* @ret_given: whether there is one. FALSE when it is none of a list in this order. */
static gboolean
read_place (MchRequest *request, const char *name, MchSearchOrder order, MchSearchPlace *place,
            const MchSearchPlace **ret_given)
{
  const char *text = mch_request_get_query (request, name);

  if (text == NULL || *text == '\0')
    return TRUE;
  if (!mch_search_place_read (text, order, place))
    return FALSE;
  *ret_given = place;
  return TRUE;
}

static MchResponse *
get_page (MchRequest *request, gpointer server)
{
  g_auto (MchApiCall) call = { 0 };
  g_auto (MchSearchPlace) after = { 0 };
  g_auto (MchSearchPlace) until = { 0 };
  MchSearchQuery query = { .limit = 0 };
  gint64 limit, count;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchFoundPage) page = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal == NULL)
    refusal =
        mch_api_check_office (&call, mch_request_get_param (request, "scope"), &query.academy);
  if (refusal != NULL)
    return refusal;
  if (!read_search (request, &query.search)
      || !read_place (request, "after", query.search.order, &after, &query.after)
      || !read_place (request, "until", query.search.order, &until, &query.until)
      || !mch_request_get_query_int (request, "limit", MCH_SEARCH_MAX_ROWS, 1, MCH_SEARCH_MAX_ROWS,
                                     &limit)
      || !mch_request_get_query_int (request, "count", 0, 0, 1, &count))
    return mch_response_new_error (request, 400, "malformed", NULL);
  query.limit = (int) limit;
  query.count = count != 0;
  page = mch_search_page (call.server, &query, &error);
  return page != NULL ? mch_api_answer (mch_found_page_to_json (page))
                      : mch_api_refuse (&call, error);
}

static MchResponse *
post_export (MchRequest *request, gpointer server)
{
  g_auto (MchApiCall) call = { 0 };
  MchSearchQuery query = { .limit = 0 };
  gint64 at_most, n;
  JsonObject *object;
  g_autoptr (GError) error = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF | MCH_API_BODY);

  if (refusal == NULL)
    refusal =
        mch_api_check_office (&call, mch_request_get_param (request, "scope"), &query.academy);
  if (refusal != NULL)
    return refusal;
  if (!read_search (request, &query.search)
      || !mch_request_get_query_int (request, "limit", 0, 0, G_MAXUINT, &at_most))
    return mch_response_new_error (request, 400, "malformed", NULL);
  n = mch_search_log_export (call.server, call.staff, &query, at_most, &error);
  if (n < 0)
    return mch_api_refuse (&call, error);
  object = json_object_new ();
  json_object_set_int_member (object, "version", 1);
  json_object_set_int_member (object, "candidates", n);
  return mch_api_answer (object);
}

static MchResponse *
get_one (MchRequest *request, gpointer server)
{
  g_auto (MchApiCall) call = { 0 };
  const char *academy;
  const char *uai = mch_request_get_param (request, "establishment");
  const char *id = mch_request_get_param (request, "id");
  JsonObject *object;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchRecord) person = NULL;
  g_autoptr (MchRecord) candidature = NULL;
  MchResponse *refusal = mch_api_begin (&call, request, server, MCH_API_STAFF);

  if (refusal == NULL)
    refusal = mch_api_check_office (&call, mch_request_get_param (request, "scope"), &academy);
  if (refusal != NULL)
    return refusal;
  if (!g_utf8_validate (uai, -1, NULL) || !g_utf8_validate (id, -1, NULL))
    return mch_response_new_error (request, 400, "malformed", NULL);
  if (!mch_search_get (call.server, call.staff, academy, uai, id, &person, &candidature, &error))
    return mch_api_refuse (&call, error);
  object = json_object_new ();
  json_object_set_int_member (object, "version", 1);
  json_object_set_object_member (object, "person", mch_wire_values_to_json (person->values));
  json_object_set_object_member (object, "candidature",
                                 mch_wire_values_to_json (candidature->values));
  return mch_api_answer (object);
}

static const MchRoute routes[] = {
  { MCH_METHOD_GET, "/v1/scopes/:scope/candidates", get_page, 0, MCH_POOL_READ, NULL },
  /* Who takes a list away is written down, too, before it goes. */
  { MCH_METHOD_POST, "/v1/scopes/:scope/candidates/exports", post_export, MAX_EXPORT_BODY,
    MCH_POOL_WRITE, NULL },
  /* Who looks at what tells of health is written down. */
  { MCH_METHOD_GET, "/v1/scopes/:scope/candidates/:establishment/:id", get_one, 0, MCH_POOL_WRITE,
    NULL },
};

void
mch_api_add_search_routes (MchRouter *router)
{
  mch_router_add (router, routes, G_N_ELEMENTS (routes));
}
