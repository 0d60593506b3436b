/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server without its HTTP library: options, pools, the clock, signals and the clean stop. */
#include "server/http/mch-http-private.h"

#include "server/http/mch-router-private.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/socket.h>

/* Of the time to stop, what is kept for telling the clients of unfinished requests. */
#define FAREWELL_MS 3000

gint64
mch_http_now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

static void
close_peer (int fd, gpointer data)
{
  /* Its thread sees the end and closes it. */
  shutdown (fd, SHUT_RDWR);
}

static gint64
get_received (int fd, gpointer data)
{
  return mch_listen_get_received (fd);
}

static void
tick (gpointer data)
{
  MchHttp *http = data;
  gint64 now = mch_http_now_ms ();

  g_mutex_lock (&http->lock);
  mch_limits_sweep (http->limits, now);
  g_mutex_unlock (&http->lock);
  mch_events_tick (http->events, now);
}

static void
work (gpointer data)
{
  g_autoptr (MchExchange) exchange = data;

  mch_http_answer (exchange, mch_exchange_handle (exchange));
}

gboolean
mch_http_push (MchHttp *http, MchExchange *exchange)
{
  g_mutex_lock (&http->lock);
  if (g_atomic_int_get (&http->stopping))
    {
      g_mutex_unlock (&http->lock);
      return FALSE;
    }
  g_hash_table_add (http->working, exchange);
  g_mutex_unlock (&http->lock);

  mch_exchange_ref (exchange);
  if (mch_workers_push (http->pools[exchange->route->pool], exchange))
    return TRUE;
  mch_exchange_unref (exchange);
  return FALSE;
}

/* Under the lock. */
static void
answer_locked (MchExchange *exchange, MchResponse *response)
{
  if (exchange->answered)
    {
      mch_response_free (response);
      return;
    }
  exchange->answered = TRUE;
  exchange->response = response;
  MCH_HTTP_CONNECTIONS.resume (exchange->connection);
}

void
mch_http_answer (MchExchange *exchange, MchResponse *response)
{
  MchHttp *http = exchange->http;

  g_mutex_lock (&http->lock);
  g_hash_table_remove (http->working, exchange);
  answer_locked (exchange, response);
  g_mutex_unlock (&http->lock);
}

static guint
or_default (guint value, guint fallback)
{
  return value > 0 ? value : fallback;
}

static void
make_limits (MchHttp *http, const MchHttpOptions *options)
{
  const MchLimitSettings settings = {
    .connections = http->connections,
    .per_address = or_default (options->per_address, 128),
    .first_byte_ms = 1000 * (gint64) or_default (options->first_byte_s, 5),
    .header_ms = 1000 * (gint64) or_default (options->header_s, 10),
    .keep_alive_ms = 1000 * (gint64) or_default (options->keep_alive_s, 60),
  };

  http->limits = mch_limits_new (&settings, close_peer, get_received, http);
}

static void
make_pools (MchHttp *http, const MchHttpOptions *options)
{
  http->pools[MCH_POOL_READ] =
      mch_workers_new ("http-read", work, or_default (options->read_threads, 4),
                       or_default (options->read_queue, 512));
  http->pools[MCH_POOL_WRITE] =
      mch_workers_new ("http-write", work, or_default (options->write_threads, 4),
                       or_default (options->write_queue, 256));
  http->pools[MCH_POOL_ARGON] = mch_workers_new (
      "http-argon", work, or_default (options->argon_threads, g_get_num_processors ()),
      or_default (options->argon_queue, 64));
  http->pools[MCH_POOL_PRINT] =
      mch_workers_new ("http-print", work, or_default (options->print_threads, 2),
                       or_default (options->print_queue, 64));
}

static MchHttp *
make_server (const MchHttpOptions *options, const MchRouter *router, gpointer server)
{
  MchHttp *http = g_new0 (MchHttp, 1);

  g_mutex_init (&http->lock);
  g_mutex_init (&http->exchanges.budget_lock);
  http->exchanges.router = router;
  http->exchanges.server = server;
  http->exchanges.error_page = options->error_page;
  http->exchanges.body_budget = options->body_budget > 0 ? options->body_budget : 256 * 1024 * 1024;
  http->listen.fd = -1;
  http->stop_s = or_default (options->stop_s, 20);
  http->working = g_hash_table_new (NULL, NULL);
  http->events = mch_events_new (MCH_HTTP_CONNECTIONS.suspend, MCH_HTTP_CONNECTIONS.resume,
                                 1000 * (gint64) or_default (options->ping_s, 25));
  http->connections = mch_listen_raise_files (or_default (options->connections, 8192));
  make_limits (http, options);
  return http;
}

static gboolean
start (MchHttp *http, const MchHttpOptions *options, GError **error)
{
  if (!mch_listen_open (options->listen != NULL ? options->listen : "127.0.0.1:8443", &http->listen,
                        error))
    return FALSE;
  http->exchanges.is_unix = http->listen.is_unix;
  if (!http->listen.is_unix)
    {
      if (options->certificate_file == NULL || options->key_file == NULL)
        {
          g_set_error_literal (
              error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_CONFIG,
              _ ("Listening on a network address needs a certificate and its key."));
          return FALSE;
        }
      http->certificate =
          mch_certificate_load (options->certificate_file, options->key_file, error);
      if (http->certificate == NULL)
        return FALSE;
    }

  signal (SIGPIPE, SIG_IGN);
  make_pools (http, options);
  http->watch = mch_watch_new (tick, http);
  return mch_http_daemon_start (http, http->connections, or_default (options->keep_alive_s, 60),
                                error);
}

static gboolean
on_hangup (gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (mch_http_reload_certificate (data, &error))
    g_printerr ("event=certificate outcome=reloaded\n");
  else
    g_printerr ("event=certificate outcome=kept error=\"%s\"\n", error->message);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_stop (gpointer data)
{
  ((MchHttp *) data)->quit = TRUE;
  return G_SOURCE_CONTINUE;
}

/* From the first moment that somebody may think the server is up. */
static void
take_signals (MchHttp *http)
{
  http->sources[0] = g_unix_signal_add (SIGHUP, on_hangup, http);
  http->sources[1] = g_unix_signal_add (SIGTERM, on_stop, http);
  http->sources[2] = g_unix_signal_add (SIGINT, on_stop, http);
}

static void
leave_signals (MchHttp *http)
{
  for (guint i = 0; i < G_N_ELEMENTS (http->sources); i++)
    if (http->sources[i] != 0)
      g_source_remove (http->sources[i]);
  /* GLib gave them back their default, and the process is ending by itself: who is impatient and
   * asks twice must not be told that it was killed. */
  signal (SIGTERM, SIG_IGN);
  signal (SIGINT, SIG_IGN);
}

MchHttp *
mch_http_new (const MchHttpOptions *options, const MchRouter *router, gpointer server,
              GError **error)
{
  g_autoptr (MchHttp) http = NULL;

  g_return_val_if_fail (options != NULL, NULL);
  g_return_val_if_fail (router != NULL, NULL);

  http = make_server (options, router, server);
  if (!start (http, options, error))
    return NULL;
  take_signals (http);
  return g_steal_pointer (&http);
}

const char *
mch_http_get_address (const MchHttp *http)
{
  g_return_val_if_fail (http != NULL, NULL);

  return http->listen.address;
}

static guint
count_busy (MchHttp *http)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&http->lock);

  return mch_limits_count_busy (http->limits);
}

static guint
count_working (MchHttp *http)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&http->lock);

  return g_hash_table_size (http->working);
}

static void
wait_while (MchHttp *http, guint (*count) (MchHttp *http), gint64 until_ms)
{
  while (count (http) > 0 && mch_http_now_ms () < until_ms)
    g_usleep (10000);
}

/* What is still with a handler is answered without it; with the plainest page, as the handler may
 * be using the request. */
static gboolean
abandon_working (MchHttp *http)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&http->lock);
  gboolean any = g_hash_table_size (http->working) > 0;
  GHashTableIter iter;
  gpointer exchange = NULL;

  g_hash_table_iter_init (&iter, http->working);
  while (g_hash_table_iter_next (&iter, &exchange, NULL))
    answer_locked (exchange, mch_router_refuse (((MchExchange *) exchange)->request, 503));
  return any;
}

gboolean
mch_http_stop (MchHttp *http)
{
  gint64 until_ms = 0;

  g_return_val_if_fail (http != NULL, TRUE);

  if (http->stopped)
    return http->idle;
  until_ms = mch_http_now_ms () + 1000 * (gint64) http->stop_s;
  g_mutex_lock (&http->lock);
  g_atomic_int_set (&http->stopping, 1);
  g_mutex_unlock (&http->lock);
  mch_events_end_all (http->events);
  wait_while (http, count_working, until_ms - FAREWELL_MS);
  http->idle = !abandon_working (http);
  wait_while (http, count_busy, until_ms - FAREWELL_MS / 2);

  mch_http_daemon_stop (http);
  mch_watch_free (http->watch);
  http->watch = NULL;
  http->stopped = TRUE;
  return http->idle;
}

void
mch_http_free (MchHttp *http)
{
  if (http == NULL)
    return;
  if (http->daemon != NULL)
    mch_http_stop (http);
  /* Not before: a second SIGTERM must not cut the first one's work short. */
  leave_signals (http);
  mch_listen_clear (&http->listen);
  /* A handler that is still running uses all the rest. */
  if (http->stopped && !http->idle)
    return;

  g_clear_pointer (&http->watch, mch_watch_free);
  for (guint i = 0; i < MCH_N_POOLS; i++)
    mch_workers_free (http->pools[i]);
  mch_events_free (http->events);
  mch_limits_free (http->limits);
  g_clear_pointer (&http->certificate, mch_certificate_free);
  g_hash_table_unref (http->working);
  g_mutex_clear (&http->exchanges.budget_lock);
  g_mutex_clear (&http->lock);
  g_free (http);
}

gboolean
mch_http_reload_certificate (MchHttp *http, GError **error)
{
  g_return_val_if_fail (http != NULL, FALSE);

  return http->certificate == NULL || mch_certificate_reload (http->certificate, error);
}

void
mch_http_publish (MchHttp *http, const char *scope, gint64 seq)
{
  g_return_if_fail (http != NULL);

  mch_events_publish (http->events, scope, seq);
}

void
mch_http_end_streams (MchHttp *http, const char *owner)
{
  g_return_if_fail (http != NULL);

  mch_events_end_owner (http->events, owner);
}

gboolean
mch_http_run (MchHttp *http)
{
  gboolean idle = FALSE;

  g_return_val_if_fail (http != NULL, FALSE);

  while (!http->quit)
    g_main_context_iteration (NULL, TRUE);

  g_printerr ("event=stopping\n");
  idle = mch_http_stop (http);
  g_printerr ("event=stopped\n");
  return idle;
}
