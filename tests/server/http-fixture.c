/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server with a few routes, for test-http.py: what the edge does must be seen through real
 * sockets, and machaond's own routes cannot be made to sleep. */
#include <stdlib.h>
#include <string.h>

#include "server/http/mch-http.h"
#include "server/http/mch-tls.h"

static MchHttp *server;

static MchResponse *
answer_echo (MchRequest *request, gpointer data)
{
  return mch_response_new_bytes (200, "application/octet-stream", mch_request_get_body (request));
}

static MchResponse *
answer_sleep (MchRequest *request, gpointer data)
{
  gint64 ms = 0;

  if (!mch_request_get_query_int (request, "ms", 100, 0, 60000, &ms))
    return mch_response_new_error (request, 400, "malformed", NULL);
  g_usleep ((gulong) ms * 1000);
  return mch_response_new_json_take (200, g_strdup ("{\"slept\":true}"));
}

static MchResponse *
answer_json (MchRequest *request, gpointer data)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "address");
  json_builder_add_string_value (builder, mch_request_get_address (request));
  json_builder_set_member_name (builder, "secure");
  json_builder_add_boolean_value (builder, mch_request_is_secure (request));
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, mch_request_get_param (request, "name"));
  json_builder_end_object (builder);
  return mch_response_new_json_builder (200, builder);
}

static MchResponse *
answer_page (MchRequest *request, gpointer data)
{
  return mch_response_new_html_take (200, g_strdup ("<!DOCTYPE html><title>Machaon</title>"));
}

static MchResponse *
answer_large (MchRequest *request, gpointer data)
{
  size_t size = 8 * 1024 * 1024;
  g_autoptr (GBytes) body = g_bytes_new_take (g_strnfill (size, 'x'), size);

  return mch_response_new_bytes (200, "text/plain", body);
}

static MchResponse *
answer_events (MchRequest *request, gpointer data)
{
  const char *scopes = mch_request_get_query (request, "scopes");
  const char *owner = mch_request_get_query (request, "owner");
  g_auto (GStrv) list = g_strsplit (scopes != NULL ? scopes : "", ",", -1);

  return mch_response_new_events ((const char *const *) list, owner != NULL ? owner : "nobody");
}

static MchResponse *
answer_publish (MchRequest *request, gpointer data)
{
  gint64 seq = 0;

  if (!mch_request_get_query_int (request, "seq", 0, 0, G_MAXINT64, &seq))
    return mch_response_new_error (request, 400, "malformed", NULL);
  mch_http_publish (server, mch_request_get_query (request, "scope"), seq);
  return mch_response_new (204);
}

static MchResponse *
answer_end (MchRequest *request, gpointer data)
{
  mch_http_end_streams (server, mch_request_get_query (request, "owner"));
  return mch_response_new (204);
}

static const MchRoute ROUTES[] = {
  { MCH_METHOD_GET, "/", answer_page, 0, MCH_POOL_INLINE, NULL },
  { MCH_METHOD_POST, "/v1/echo", answer_echo, 512 * 1024, MCH_POOL_WRITE, NULL },
  { MCH_METHOD_GET, "/v1/sleep", answer_sleep, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/v1/argon", answer_sleep, 0, MCH_POOL_ARGON, NULL },
  { MCH_METHOD_GET, "/v1/json/:name", answer_json, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/v1/inline/:name", answer_json, 0, MCH_POOL_INLINE, NULL },
  { MCH_METHOD_GET, "/v1/large", answer_large, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_GET, "/v1/events", answer_events, 0, MCH_POOL_READ, NULL },
  { MCH_METHOD_POST, "/v1/publish", answer_publish, 0, MCH_POOL_WRITE, NULL },
  { MCH_METHOD_POST, "/v1/end", answer_end, 0, MCH_POOL_WRITE, NULL },
};

static int
fail (GError *error)
{
  g_printerr ("%s\n", error->message);
  g_error_free (error);
  return 1;
}

static guint
get_number (const char *name)
{
  const char *text = g_getenv (name);

  return text != NULL ? (guint) strtoul (text, NULL, 10) : 0;
}

/* http-fixture FOLDER LISTEN; "http-fixture FOLDER renew" makes a new certificate. */
int
main (int argc, char **argv)
{
  g_autoptr (MchRouter) router = mch_router_new ();
  g_autofree char *certificate = g_build_filename (argv[1], "server.pem", NULL);
  g_autofree char *key = g_build_filename (argv[1], "server-key.pem", NULL);
  gint64 now_ms = g_get_real_time () / 1000;
  GError *error = NULL;
  gboolean idle = FALSE;
  const MchHttpOptions options = {
    .listen = argv[2],
    .certificate_file = certificate,
    .key_file = key,
    .connections = get_number ("FIXTURE_CONNECTIONS"),
    .per_address = get_number ("FIXTURE_PER_ADDRESS"),
    .keep_alive_s = get_number ("FIXTURE_KEEP_ALIVE"),
    .argon_threads = get_number ("FIXTURE_ARGON_THREADS"),
    .argon_queue = get_number ("FIXTURE_ARGON_QUEUE"),
    .stop_s = get_number ("FIXTURE_STOP"),
    .ping_s = get_number ("FIXTURE_PING"),
  };

  if (argc != 3)
    return 2;
  if (strcmp (argv[2], "renew") == 0)
    return mch_tls_renew (argv[1], NULL, now_ms, &error) ? 0 : fail (error);
  if (!g_file_test (certificate, G_FILE_TEST_EXISTS)
      && !mch_tls_create (argv[1], NULL, now_ms, &error))
    return fail (error);

  mch_router_add (router, ROUTES, G_N_ELEMENTS (ROUTES));
  server = mch_http_new (&options, router, NULL, &error);
  if (server == NULL)
    return fail (error);
  g_print ("listening %s\n", mch_http_get_address (server));
  idle = mch_http_run (server);
  mch_http_free (server);
  if (!idle)
    _Exit (0);
  return 0;
}
