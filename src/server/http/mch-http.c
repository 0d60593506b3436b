/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The glue to libmicrohttpd 0.9.75: the only file that knows it. A request goes through
 * on_target → on_request (headers) → on_request (body…) → on_request (end), where the connection is
 * suspended while a handler works, → on_request again to queue the answer → on_completed. */
#include "server/http/mch-http-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <microhttpd.h>
#include <string.h>
#include <sys/socket.h>

/* Request line and headers, and what is read or written at a time, come out of this. */
#define CONNECTION_MEMORY 32768
#define EVENT_BLOCK 1024

typedef struct
{
  MchHttp *http;
  MchPeer *peer;
  char *address; /* NULL on a unix socket */
  int fd;
  gboolean linger; /* answered before it was read to its end */
} Connection;

static Connection *
get_connection (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

  return info != NULL ? info->socket_context : NULL;
}

static void
set_phase (struct MHD_Connection *connection, MchPhase phase, guint64 size)
{
  Connection *mine = get_connection (connection);

  if (mine == NULL)
    return;
  g_mutex_lock (&mine->http->lock);
  mch_limits_set_phase (mine->http->limits, mine->peer, phase, size, mch_http_now_ms ());
  g_mutex_unlock (&mine->http->lock);
}

static void
open_connection (MchHttp *http, struct MHD_Connection *connection, void **context)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  Connection *mine = g_new0 (Connection, 1);

  mine->http = http;
  mine->fd = info->connect_fd;
  mine->address = mch_listen_dup_peer (mine->fd);
  g_mutex_lock (&http->lock);
  mine->peer = mch_limits_add (http->limits, mine->address, mine->fd, mch_http_now_ms ());
  g_mutex_unlock (&http->lock);
  *context = mine;
}

/* The library closes the descriptor after this. */
static void
close_connection (MchHttp *http, void **context)
{
  Connection *mine = *context;

  if (mine == NULL)
    return;
  if (mine->linger)
    {
      int fd = fcntl (mine->fd, F_DUPFD_CLOEXEC, 0);

      if (fd >= 0)
        mch_watch_linger (http->watch, fd);
    }
  g_mutex_lock (&http->lock);
  mch_limits_remove (http->limits, mine->peer);
  g_mutex_unlock (&http->lock);
  g_free (mine->address);
  g_free (mine);
  *context = NULL;
}

static void
on_connection (void *data, struct MHD_Connection *connection, void **context,
               enum MHD_ConnectionNotificationCode code)
{
  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    open_connection (data, connection, context);
  else
    close_connection (data, context);
}

static int
on_certificate (gnutls_session_t session, const gnutls_datum_t *authorities, int n_authorities,
                const gnutls_pk_algorithm_t *algorithms, int n_algorithms,
                gnutls_pcert_st **ret_chain, unsigned int *ret_length, gnutls_privkey_t *ret_key)
{
  /* The library keeps its connection there. */
  Connection *mine = get_connection (gnutls_session_get_ptr (session));

  if (mine == NULL)
    return -1;
  mch_certificate_get (mine->http->certificate, ret_chain, ret_length, ret_key);
  return 0;
}

static void *
on_target (void *data, const char *target, struct MHD_Connection *connection)
{
  MchHttp *http = data;
  MchExchange *exchange = mch_exchange_new (&http->exchanges, http, target);

  exchange->connection = connection;
  return exchange;
}

static enum MHD_Result
on_header (void *data, enum MHD_ValueKind kind, const char *name, size_t name_length,
           const char *value, size_t value_length)
{
  mch_exchange_add_header (data, name, name_length, value, value_length);
  return MHD_YES;
}

static ssize_t
on_stream_read (void *data, uint64_t position, char *buffer, size_t size)
{
  gssize n = mch_stream_read (data, buffer, size);

  return n >= 0 ? n : MHD_CONTENT_READER_END_OF_STREAM;
}

static void
on_stream_free (void *data)
{
  mch_stream_close (data);
}

static void
on_body_free (void *data)
{
  g_bytes_unref (data);
}

static void
add_header (const char *name, const char *value, gpointer data)
{
  MHD_add_response_header (data, name, value);
}

static struct MHD_Response *
make_response (MchExchange *exchange)
{
  MchHttp *http = exchange->http;
  const MchResponse *response = exchange->response;
  const char *const *scopes = mch_response_get_event_scopes (response);
  const char *host = mch_request_get_header (exchange->request, "Host");
  struct MHD_Response *out = NULL;
  GBytes *body = mch_response_get_body (response);
  size_t size = 0;
  const void *data = g_bytes_get_data (body, &size);

  if (scopes != NULL)
    out = MHD_create_response_from_callback (
        MHD_SIZE_UNKNOWN, EVENT_BLOCK, on_stream_read,
        mch_events_open (http->events, scopes, mch_response_get_event_owner (response),
                         exchange->connection, mch_http_now_ms ()),
        on_stream_free);
  else
    out = MHD_create_response_from_buffer_with_free_callback_cls (size, (void *) data, on_body_free,
                                                                  g_bytes_ref (body));
  g_assert (out != NULL);
  mch_response_foreach_header (response, add_header, out);
  if (mch_response_get_close (response) || g_atomic_int_get (&http->stopping))
    MHD_add_response_header (out, "Connection", "close");
  /* A rule for "localhost" would hold for every other server that a developer starts there. */
  if (mch_request_is_secure (exchange->request) && host != NULL
      && !g_str_has_prefix (host, "localhost"))
    MHD_add_response_header (out, "Strict-Transport-Security", "max-age=31536000");
  return out;
}

static enum MHD_Result
send_answer (MchExchange *exchange)
{
  gboolean stream = mch_response_get_event_scopes (exchange->response) != NULL;
  size_t size = g_bytes_get_size (mch_response_get_body (exchange->response));
  struct MHD_Response *out = make_response (exchange);
  Connection *mine = get_connection (exchange->connection);
  enum MHD_Result result = MHD_NO;

  exchange->status = mch_response_get_status (exchange->response);
  if (exchange->early && mine != NULL)
    mine->linger = TRUE;
  set_phase (exchange->connection, stream ? MCH_PHASE_STREAM : MCH_PHASE_SEND, size);
  result = MHD_queue_response (exchange->connection, exchange->status, out);
  MHD_destroy_response (out);
  return result;
}

static enum MHD_Result
begin (MchHttp *http, MchExchange *exchange, const char *method)
{
  Connection *mine = get_connection (exchange->connection);

  mch_exchange_start (exchange, method, mine->address);
  MHD_get_connection_values_n (exchange->connection, MHD_HEADER_KIND, on_header, exchange);
  mch_exchange_decide (exchange, g_atomic_int_get (&http->stopping));
  if (exchange->early)
    return send_answer (exchange);
  if (exchange->length != 0)
    set_phase (exchange->connection, MCH_PHASE_BODY,
               exchange->length > 0 ? (guint64) exchange->length : 0);
  return MHD_YES;
}

/* Hands the complete request to its pool, with the connection suspended until that is done. */
static enum MHD_Result
hand_over (MchHttp *http, MchExchange *exchange)
{
  mch_exchange_finish_body (exchange);
  set_phase (exchange->connection, MCH_PHASE_WORK, 0);
  if (exchange->route->pool == MCH_POOL_INLINE)
    {
      exchange->response = mch_exchange_handle (exchange);
      return send_answer (exchange);
    }

  /* Suspended before it is pushed: a fast handler would else resume first. */
  MHD_suspend_connection (exchange->connection);
  if (mch_http_push (http, exchange))
    return MHD_YES;
  mch_http_answer (exchange, mch_exchange_refuse (exchange, 503));
  return MHD_YES;
}

static enum MHD_Result
on_request (void *data, struct MHD_Connection *connection, const char *url, const char *method,
            const char *version, const char *upload, size_t *upload_size, void **context)
{
  MchHttp *http = data;
  MchExchange *exchange = *context;

  if (!exchange->begun)
    return begin (http, exchange, method);
  if (*upload_size > 0)
    {
      gboolean more = mch_exchange_receive (exchange, upload, *upload_size);

      *upload_size = 0;
      return more ? MHD_YES : MHD_NO;
    }
  if (exchange->response != NULL)
    return send_answer (exchange);
  return hand_over (http, exchange);
}

static void
on_completed (void *data, struct MHD_Connection *connection, void **context,
              enum MHD_RequestTerminationCode code)
{
  MchExchange *exchange = *context;

  if (exchange == NULL)
    return;
  *context = NULL;
  if (exchange->begun)
    {
      mch_exchange_log (exchange);
      if (code == MHD_REQUEST_TERMINATED_COMPLETED_OK)
        set_phase (connection, MCH_PHASE_IDLE, 0);
    }
  mch_exchange_unref (exchange);
}

static void
suspend (gpointer connection)
{
  MHD_suspend_connection (connection);
}

static void
resume (gpointer connection)
{
  MHD_resume_connection (connection);
}

const MchHttpConnections MCH_HTTP_CONNECTIONS = { suspend, resume };

/* Who connects while we stop is turned away here. MHD_quiesce_daemon() would do it earlier, but
 * takes the listening socket from threads that may be doing the same at their limit, and aborts
 * when both do. */
static enum MHD_Result
on_accept (void *cls, const struct sockaddr *address, socklen_t length)
{
  MchHttp *http = cls;

  return g_atomic_int_get (&http->stopping) ? MHD_NO : MHD_YES;
}

gboolean
mch_http_daemon_start (MchHttp *http, guint connections, guint keep_alive_s, GError **error)
{
  guint threads = CLAMP (g_get_num_processors (), 2, 8);
  guint flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC;
  /* Our own limit makes room before the library's would stop accepting, which it divides among its
   * threads. */
  guint limit = connections + connections / 2 + 64 * threads;
  struct MHD_OptionItem options[] = {
    { MHD_OPTION_LISTEN_SOCKET, http->listen.fd, NULL },
    { MHD_OPTION_THREAD_POOL_SIZE, (intptr_t) threads, NULL },
    { MHD_OPTION_CONNECTION_LIMIT, (intptr_t) limit, NULL },
    { MHD_OPTION_CONNECTION_TIMEOUT, (intptr_t) keep_alive_s + 5, NULL },
    { MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL },
    { MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL },
    { MHD_OPTION_NOTIFY_CONNECTION, (intptr_t) on_connection, http },
    { MHD_OPTION_NOTIFY_COMPLETED, (intptr_t) on_completed, http },
    { MHD_OPTION_URI_LOG_CALLBACK, (intptr_t) on_target, http },
    { http->listen.is_unix ? MHD_OPTION_END : MHD_OPTION_HTTPS_CERT_CALLBACK, 0,
      (void *) on_certificate },
    { MHD_OPTION_HTTPS_PRIORITIES, 0, (void *) MCH_TLS_PRIORITIES },
    { MHD_OPTION_END, 0, NULL },
  };

  if (!http->listen.is_unix)
    flags |= MHD_USE_TLS;
  http->daemon = MHD_start_daemon (flags, 0, on_accept, http, on_request, http, MHD_OPTION_ARRAY,
                                   options, MHD_OPTION_END);
  if (http->daemon != NULL)
    return TRUE;
  /* The library has closed it. */
  http->listen.fd = -1;
  g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_LISTEN, _ ("Cannot serve on %s: %s."),
               http->listen.address, g_strerror (errno));
  return FALSE;
}

void
mch_http_daemon_stop (MchHttp *http)
{
  MHD_stop_daemon (http->daemon);
  http->daemon = NULL;
  /* The library has closed it. */
  http->listen.fd = -1;
}
