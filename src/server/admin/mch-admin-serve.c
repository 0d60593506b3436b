/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaond serve: everything put together, and one line when it is ready. */
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#include "server/admin/mch-admin-verbs.h"
#include "server/admin/mch-jobs.h"
#include "server/admin/mch-mail-sender.h"
#include "server/api/mch-api.h"
#include "server/db/mch-db-schema.h"
#include "server/http/mch-http.h"
#include "server/portal/mch-portal.h"

static MchAdminExit run_serve (MchAdmin *admin, int argc, char **argv, GError **error);

const MchAdminVerb mch_admin_serve = {
  "serve", "--data DIR [--listen ADDR:PORT|unix:PATH] [--portal-url URL] [--demo]",
  N_ ("Serve desktops and the candidates' portal until SIGTERM"), run_serve
};

typedef struct
{
  char *listen;
  char *portal_url;
  gboolean demo;
} ServeOptions;

static void
serve_options_clear (ServeOptions *options)
{
  g_free (options->listen);
  g_free (options->portal_url);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ServeOptions, serve_options_clear)

/* Handlers may run before mch_http_new() has returned; until then nobody listens for hints. */
typedef struct
{
  MchHttp *http; /* atomic */
} Hints;

static void
publish (const char *scope, gint64 seq, gpointer data)
{
  Hints *hints = data;
  MchHttp *http = g_atomic_pointer_get (&hints->http);

  if (http != NULL)
    mch_http_publish (http, scope, seq);
}

static void
end_streams (const char *device, gpointer data)
{
  Hints *hints = data;
  MchHttp *http = g_atomic_pointer_get (&hints->http);

  if (http != NULL)
    mch_http_end_streams (http, device);
}

static gboolean
override (MchAdmin *admin, MchConfigKey key, const char *value, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (value == NULL || mch_config_set (admin->config, key, value, &cause))
    return TRUE;
  return mch_admin_misuse (error, "%s", cause->message);
}

static gboolean
open_all (MchAdmin *admin, const ServeOptions *options, Hints *hints, GError **error)
{
  MchServerOptions server = {
    .demo = options->demo,
    .publish = publish,
    .end_streams = end_streams,
    .hints_data = hints,
  };

  if (!mch_admin_open_config (admin, error)
      || !override (admin, MCH_CONFIG_LISTEN, options->listen, error)
      || !override (admin, MCH_CONFIG_PORTAL_URL, options->portal_url, error)
      || !mch_admin_open_database (admin, MCH_DB_OPEN_EXCLUSIVE, error))
    return FALSE;
  server.portal_url = mch_config_get_text (admin->config, MCH_CONFIG_PORTAL_URL);
  return mch_admin_open_server (admin, &server, error);
}

/* From the main loop, so that SIGTERM is minded from this line on. */
static gboolean
tell_ready (gpointer data)
{
  MchHttp *http = data;

  printf ("listening %s\n", mch_http_get_address (http));
  fflush (stdout);
  return G_SOURCE_REMOVE;
}

/* A demonstration leads to itself: its slips are specimens anyway. */
static void
lead_to_itself (MchServer *server, MchHttp *http)
{
  const char *address = mch_http_get_address (http);

  if (server->demo && server->portal_url == NULL && g_str_has_prefix (address, "https:"))
    server->portal_url = g_strdup (address);
}

static gboolean
serve (MchAdmin *admin, const MchRouter *router, Hints *hints, GError **error)
{
  gboolean is_unix =
      g_str_has_prefix (mch_config_get_text (admin->config, MCH_CONFIG_LISTEN), "unix:");
  MchHttpOptions options;
  g_autofree char *tls = mch_admin_dup_path (admin, MCH_ADMIN_TLS);
  g_autofree char *certificate = mch_admin_dup_tls_path (admin, "server.pem");
  g_autofree char *key = mch_admin_dup_tls_path (admin, "server-key.pem");
  g_autoptr (MchHttp) http = NULL;
  g_autoptr (MchJobs) jobs = NULL;
  g_autoptr (MchMailSender) sender = NULL;

  mch_config_to_http (admin->config, &options);
  options.certificate_file = certificate;
  options.key_file = key;
  options.error_page = mch_portal_error_page;
  http = mch_http_new (&options, router, admin->server, error);
  if (http == NULL)
    return FALSE;
  lead_to_itself (admin->server, http);
  g_atomic_pointer_set (&hints->http, http);
  jobs = mch_jobs_start (admin->server, http, is_unix ? NULL : tls);
  sender = mch_mail_sender_start (admin->server, admin->config, admin->data);
  g_idle_add (tell_ready, http);
  if (!mch_http_run (http))
    {
      /* A handler is still at work on what would be freed now; what it has not committed is as if
       * it had never been asked. */
      _exit (MCH_ADMIN_DONE);
    }
  return TRUE;
}

static MchAdminExit
run_serve (MchAdmin *admin, int argc, char **argv, GError **error)
{
  Hints hints = { NULL };
  g_auto (ServeOptions) serve_options = { 0 };
  g_autoptr (MchRouter) router = mch_router_new ();
  const GOptionEntry options[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &serve_options.listen,
      N_ ("Where to listen; port 0 picks one"), "ADDR:PORT|unix:PATH" },
    { "portal-url", 0, 0, G_OPTION_ARG_STRING, &serve_options.portal_url,
      N_ ("What candidates type to reach the portal"), "URL" },
    { "demo", 0, 0, G_OPTION_ARG_NONE, &serve_options.demo,
      N_ ("Slips are specimens and may name a portal on this machine"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_serve, &argc, &argv, options, 0, 0, error))
    return MCH_ADMIN_USAGE;
  if (!open_all (admin, &serve_options, &hints, error))
    return MCH_ADMIN_FAILED;
  mch_api_add_routes (router);
  mch_portal_add_routes (router);
  return serve (admin, router, &hints, error) ? MCH_ADMIN_DONE : MCH_ADMIN_FAILED;
}
