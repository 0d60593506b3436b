/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-router-private.h"

#include "server/http/mch-request-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const MchRoute *route;
  char **segments; /* owned: those of the pattern */
  guint n_segments;
  gboolean rest; /* ends in "*" */
} Entry;

struct _MchRouter
{
  GArray *entries; /* Entry */
};

static void
clear_entry (gpointer item)
{
  g_strfreev (((Entry *) item)->segments);
}

MchRouter *
mch_router_new (void)
{
  MchRouter *router = g_new0 (MchRouter, 1);

  router->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (router->entries, clear_entry);
  return router;
}

void
mch_router_free (MchRouter *router)
{
  if (router == NULL)
    return;
  g_array_unref (router->entries);
  g_free (router);
}

static gboolean
has_route (const MchRouter *router, const MchRoute *route)
{
  for (guint i = 0; i < router->entries->len; i++)
    {
      const MchRoute *other = g_array_index (router->entries, Entry, i).route;

      if (other->method == route->method && strcmp (other->pattern, route->pattern) == 0)
        return TRUE;
    }
  return FALSE;
}

void
mch_router_add (MchRouter *router, const MchRoute *routes, size_t n_routes)
{
  g_return_if_fail (router != NULL);
  g_return_if_fail (routes != NULL);

  for (size_t i = 0; i < n_routes; i++)
    {
      Entry entry = { .route = &routes[i] };

      g_return_if_fail (routes[i].pattern[0] == '/' && routes[i].handler != NULL);
      g_return_if_fail (routes[i].pool < MCH_N_POOLS);
      g_return_if_fail (!has_route (router, &routes[i]));
      entry.segments = g_strsplit (routes[i].pattern + 1, "/", -1);
      entry.n_segments = g_strv_length (entry.segments);
      if (entry.n_segments == 0)
        {
          /* g_strsplit() makes nothing of "", but the path "/" has one segment. */
          g_strfreev (entry.segments);
          entry.segments = g_strdupv ((char *[]){ (char *) "", NULL });
          entry.n_segments = 1;
        }
      entry.rest = strcmp (entry.segments[entry.n_segments - 1], "*") == 0;
      g_array_append_val (router->entries, entry);
    }
}

static gboolean
entry_matches (const Entry *entry, const MchRequest *request)
{
  guint n_segments = mch_request_get_n_segments (request);
  guint n_named = entry->rest ? entry->n_segments - 1 : entry->n_segments;

  if (entry->rest ? n_segments < entry->n_segments : n_segments != entry->n_segments)
    return FALSE;
  for (guint i = 0; i < n_named; i++)
    {
      const char *segment = mch_request_get_segment (request, i);

      if (entry->segments[i][0] == ':' ? segment[0] == '\0'
                                       : strcmp (entry->segments[i], segment) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Whether @a names the path more closely than @b; both match it. */
static gboolean
is_closer (const Entry *a, const Entry *b)
{
  guint n = MIN (a->n_segments, b->n_segments);

  if (a->rest != b->rest)
    return b->rest;
  for (guint i = 0; i < n; i++)
    {
      gboolean literal_a = a->segments[i][0] != ':';
      gboolean literal_b = b->segments[i][0] != ':';

      if (literal_a != literal_b)
        return literal_a;
    }
  return a->n_segments > b->n_segments;
}

static char *
dup_allow (guint methods)
{
  GString *allow = g_string_new (NULL);

  if (methods & (1u << MCH_METHOD_GET))
    methods |= 1u << MCH_METHOD_HEAD;
  for (guint i = 0; i < MCH_METHOD_OTHER; i++)
    if (methods & (1u << i))
      g_string_append_printf (allow, "%s%s", allow->len > 0 ? ", " : "",
                              mch_method_to_string ((MchMethod) i));
  return g_string_free (allow, FALSE);
}

const MchRoute *
mch_router_match (const MchRouter *router, MchRequest *request, char **ret_allow)
{
  MchMethod method = MCH_METHOD_GET;
  const Entry *best = NULL;
  guint methods = 0;

  g_return_val_if_fail (router != NULL, NULL);
  g_return_val_if_fail (request != NULL, NULL);
  g_return_val_if_fail (ret_allow != NULL, NULL);

  *ret_allow = NULL;
  if (mch_request_get_method (request) != MCH_METHOD_HEAD)
    method = mch_request_get_method (request);
  for (guint i = 0; i < router->entries->len; i++)
    {
      const Entry *entry = &g_array_index (router->entries, Entry, i);

      if (!entry_matches (entry, request))
        continue;
      methods |= 1u << entry->route->method;
      if (entry->route->method == method && (best == NULL || is_closer (entry, best)))
        best = entry;
    }

  if (best == NULL)
    {
      if (methods != 0)
        *ret_allow = dup_allow (methods);
      return NULL;
    }
  mch_request_set_pattern (request, (const char *const *) best->segments);
  return best->route;
}

static const struct
{
  guint status;
  const char *code;
  const char *message_key;
  const char *sentence;
} REFUSALS[] = {
  { 400, "malformed", NULL, N_ ("The request cannot be read.") },
  { 404, "not_found", NULL, N_ ("There is no such page.") },
  { 405, "malformed", "method", N_ ("This page cannot be asked in this way.") },
  { 413, "too_large", NULL, N_ ("What was sent is too large; nothing was kept.") },
  { 415, "malformed", "content_type", N_ ("What was sent is of a kind that is not taken here.") },
  { 503, "busy", NULL, N_ ("The server is busy. Try again in a moment.") },
  { 500, "internal", NULL, N_ ("The server met a fault. Try again later.") },
};

MchResponse *
mch_router_refuse (MchRequest *request, guint status)
{
  guint i = 0;
  g_autoptr (GBytes) body = NULL;
  MchResponse *response = NULL;
  const char *sentence = NULL;

  while (i < G_N_ELEMENTS (REFUSALS) - 1 && REFUSALS[i].status != status)
    i++;
  if (g_strcmp0 (mch_request_get_segment (request, 0), "v1") == 0)
    {
      if (status == 503)
        return mch_response_new_retry (request, 503, NULL, 5);
      return mch_response_new_error (request, status, REFUSALS[i].code, REFUSALS[i].message_key);
    }

  sentence = _ (REFUSALS[i].sentence);
  body = g_bytes_new (sentence, strlen (sentence));
  response = mch_response_new_bytes (status, "text/plain; charset=utf-8", body);
  if (status == 503)
    mch_response_set_header (response, "Retry-After", "5");
  return response;
}

static gboolean
has_type (const MchRequest *request, const char *expected)
{
  const char *type = mch_request_get_header (request, "Content-Type");
  size_t length = type != NULL ? strcspn (type, "; \t") : 0;

  return length == strlen (expected) && g_ascii_strncasecmp (type, expected, length) == 0;
}

guint
mch_router_check_body (const MchRoute *route, const MchRequest *request, gint64 length)
{
  if (length == 0)
    return 0;
  if (length > 0 && (guint64) length > route->body_limit)
    return 413;
  if (route->body_limit == 0)
    return 413;
  if (route->content_type != NULL && !has_type (request, route->content_type))
    return 415;
  return 0;
}

MchResponse *
mch_router_dispatch (const MchRouter *router, MchRequest *request, gpointer server)
{
  g_autofree char *allow = NULL;
  const MchRoute *route = mch_router_match (router, request, &allow);
  MchResponse *response = NULL;
  guint status = 0;

  if (route == NULL)
    {
      response = mch_router_refuse (request, allow != NULL ? 405 : 404);
      if (allow != NULL)
        mch_response_set_header (response, "Allow", allow);
      return response;
    }

  status = mch_router_check_body (route, request,
                                  (gint64) g_bytes_get_size (mch_request_get_body (request)));
  if (status != 0)
    return mch_router_refuse (request, status);
  response = route->handler (request, server);
  return response != NULL ? response : mch_router_refuse (request, 500);
}
