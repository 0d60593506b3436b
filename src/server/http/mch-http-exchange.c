/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-http-exchange.h"

#include "server/http/mch-http-listen.h"
#include "server/http/mch-router-private.h"

#include <string.h>
#include <unistd.h>

/* A refused body of this size is read and thrown away, so that the connection can be kept. */
#define THROW_AWAY 65536

MchExchange *
mch_exchange_new (MchExchangeSettings *settings, gpointer http, const char *target)
{
  MchExchange *exchange = NULL;

  g_return_val_if_fail (settings != NULL, NULL);
  g_return_val_if_fail (target != NULL, NULL);

  exchange = g_new0 (MchExchange, 1);
  g_atomic_ref_count_init (&exchange->ref_count);
  exchange->settings = settings;
  exchange->http = http;
  exchange->target = g_strdup (target);
  exchange->started_us = g_get_monotonic_time ();
  return exchange;
}

MchExchange *
mch_exchange_ref (MchExchange *exchange)
{
  g_return_val_if_fail (exchange != NULL, NULL);

  g_atomic_ref_count_inc (&exchange->ref_count);
  return exchange;
}

/* Takes @size bytes of the budget of all bodies, as they come in: what is only announced costs
 * nothing. */
static gboolean
hold_body (MchExchange *exchange, size_t size)
{
  MchExchangeSettings *settings = exchange->settings;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&settings->budget_lock);

  if (size > settings->body_budget - settings->body_held)
    return FALSE;
  settings->body_held += size;
  exchange->body_held += size;
  return TRUE;
}

static void
release_body (MchExchange *exchange)
{
  g_mutex_lock (&exchange->settings->budget_lock);
  exchange->settings->body_held -= exchange->body_held;
  g_mutex_unlock (&exchange->settings->budget_lock);
  exchange->body_held = 0;
  g_clear_pointer (&exchange->body, g_byte_array_unref);
}

void
mch_exchange_unref (MchExchange *exchange)
{
  if (exchange == NULL || !g_atomic_ref_count_dec (&exchange->ref_count))
    return;
  release_body (exchange);
  g_clear_pointer (&exchange->request, mch_request_unref);
  g_clear_pointer (&exchange->response, mch_response_free);
  g_free (exchange->target);
  g_free (exchange);
}

void
mch_exchange_start (MchExchange *exchange, const char *method, const char *address)
{
  char id[20];

  exchange->begun = TRUE;
  exchange->method = mch_method_from_string (method);
  exchange->address = address;
  exchange->request = mch_request_new (exchange->method, exchange->target, NULL);
  if (exchange->request == NULL)
    {
      exchange->bad_header = TRUE;
      /* What can be told of it is in which form to refuse it. */
      exchange->request = mch_request_new (
          exchange->method, g_str_has_prefix (exchange->target, "/v1/") ? "/v1" : "/", NULL);
    }
  g_snprintf (id, sizeof id, "%08x%08x", g_random_int (), g_random_int ());
  mch_request_set_id (exchange->request, id);
  mch_request_set_secure (exchange->request, !exchange->settings->is_unix);
}

static void
note_length (MchExchange *exchange, const char *value)
{
  guint64 length = 0;

  exchange->n_lengths++;
  if (!g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, &length, NULL))
    exchange->bad_header = TRUE;
  exchange->length = (gint64) length;
}

void
mch_exchange_add_header (MchExchange *exchange, const char *name, size_t name_length,
                         const char *value, size_t value_length)
{
  value = value != NULL ? value : "";
  if (strlen (name) != name_length || strlen (value) != value_length)
    {
      exchange->bad_header = TRUE;
      return;
    }

  if (g_ascii_strcasecmp (name, "Host") == 0)
    exchange->n_hosts++;
  else if (g_ascii_strcasecmp (name, "Content-Length") == 0)
    note_length (exchange, value);
  else if (g_ascii_strcasecmp (name, "Transfer-Encoding") == 0)
    {
      exchange->n_encodings++;
      if (g_ascii_strcasecmp (value, "chunked") != 0)
        exchange->bad_header = TRUE;
    }
  else if (g_ascii_strcasecmp (name, "Expect") == 0)
    exchange->expects = TRUE;

  /* Anybody can write these; only the proxy on our socket is believed. */
  if (!exchange->settings->is_unix
      && (g_ascii_strncasecmp (name, "X-Forwarded-", 12) == 0
          || g_ascii_strcasecmp (name, "Forwarded") == 0))
    return;
  mch_request_add_header (exchange->request, name, value);
}

static void
set_client (MchExchange *exchange)
{
  const char *hops = mch_request_get_header (exchange->request, "X-Forwarded-For");
  const char *protocol = mch_request_get_header (exchange->request, "X-Forwarded-Proto");
  g_autofree char *forwarded = NULL;

  if (!exchange->settings->is_unix)
    {
      mch_request_set_address (exchange->request, exchange->address);
      return;
    }
  forwarded = mch_listen_dup_forwarded (hops);
  mch_request_set_address (exchange->request, forwarded);
  mch_request_set_secure (exchange->request, g_strcmp0 (protocol, "https") == 0);
}

MchResponse *
mch_exchange_refuse (MchExchange *exchange, guint status)
{
  const char *first = mch_request_get_segment (exchange->request, 0);
  MchResponse *response = NULL;

  if (exchange->settings->error_page == NULL || g_strcmp0 (first, "v1") == 0)
    return mch_router_refuse (exchange->request, status);
  response = exchange->settings->error_page (exchange->request, status, exchange->settings->server);
  if (response == NULL)
    return mch_router_refuse (exchange->request, status);
  if (status == 503 && mch_response_get_header (response, "Retry-After") == NULL)
    mch_response_set_header (response, "Retry-After", "5");
  return response;
}

static void
set_refused (MchExchange *exchange, guint status, const char *allow)
{
  g_clear_pointer (&exchange->response, mch_response_free);
  exchange->response = mch_exchange_refuse (exchange, status);
  if (allow != NULL)
    mch_response_set_header (exchange->response, "Allow", allow);
  release_body (exchange);
}

/* Two readings of one request are how requests are smuggled past a proxy. */
static gboolean
is_ambiguous (const MchExchange *exchange)
{
  return exchange->bad_header || exchange->n_hosts > 1 || exchange->n_lengths > 1
         || exchange->n_encodings > 1 || (exchange->n_lengths > 0 && exchange->n_encodings > 0);
}

static guint
find_refusal (MchExchange *exchange, gboolean stopping, char **ret_allow)
{
  if (is_ambiguous (exchange))
    return 400;
  if (stopping)
    return 503;
  exchange->route = mch_router_match (exchange->settings->router, exchange->request, ret_allow);
  if (exchange->route == NULL)
    return *ret_allow != NULL ? 405 : 404;
  return mch_router_check_body (exchange->route, exchange->request, exchange->length);
}

void
mch_exchange_decide (MchExchange *exchange, gboolean stopping)
{
  g_autofree char *allow = NULL;
  guint status = 0;

  if (exchange->n_encodings > 0)
    exchange->length = -1;
  set_client (exchange);
  status = find_refusal (exchange, stopping, &allow);
  if (status == 0)
    {
      if (exchange->length != 0)
        exchange->body = g_byte_array_new ();
      return;
    }

  set_refused (exchange, status, allow);
  if (is_ambiguous (exchange) || stopping)
    mch_response_set_close (exchange->response);
  exchange->early = is_ambiguous (exchange) || exchange->length < 0 || exchange->length > THROW_AWAY
                    || (exchange->expects && exchange->length != 0);
}

gboolean
mch_exchange_receive (MchExchange *exchange, const char *data, size_t length)
{
  if (exchange->response == NULL)
    {
      size_t held = exchange->body != NULL ? exchange->body->len : 0;

      if (exchange->body != NULL && held + length <= exchange->route->body_limit
          && hold_body (exchange, length))
        {
          g_byte_array_append (exchange->body, (const guint8 *) data, (guint) length);
          return TRUE;
        }
      /* The body is chunked and too long, or there is no memory left for it. The library takes an
       * answer only before the body or after it. */
      set_refused (exchange, held + length > exchange->route->body_limit ? 413 : 503, NULL);
      mch_response_set_close (exchange->response);
    }

  exchange->thrown_away += length;
  return exchange->thrown_away <= 4 * THROW_AWAY;
}

void
mch_exchange_finish_body (MchExchange *exchange)
{
  if (exchange->body != NULL)
    mch_request_take_body (exchange->request,
                           g_byte_array_free_to_bytes (g_steal_pointer (&exchange->body)));
}

MchResponse *
mch_exchange_handle (MchExchange *exchange)
{
  MchResponse *response = exchange->route->handler (exchange->request, exchange->settings->server);

  return response != NULL ? response : mch_exchange_refuse (exchange, 500);
}

void
mch_exchange_log (MchExchange *exchange)
{
  gint64 us = g_get_monotonic_time () - exchange->started_us;
  char line[512];
  int length = 0;

  if (exchange->logged || exchange->request == NULL)
    return;
  exchange->logged = TRUE;
  length =
      g_snprintf (line, sizeof line,
                  "event=request id=%s method=%s route=%s status=%u ms=%" G_GINT64_FORMAT ".%d\n",
                  mch_request_get_id (exchange->request), mch_method_to_string (exchange->method),
                  exchange->route != NULL ? exchange->route->pattern : "-", exchange->status,
                  us / 1000, (int) (us / 100 % 10));
  /* One call, so that lines of several threads do not mix; nobody can be told that it failed. */
  if (length > 0 && write (STDERR_FILENO, line, MIN ((size_t) length, sizeof line - 1)) < 0)
    return;
}
