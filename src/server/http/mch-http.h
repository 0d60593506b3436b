/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTTP server: listening, TLS, limits, pools, event streams, the clean stop. Behind it stands
 * libmicrohttpd, which mch-http.c alone knows. */
#pragma once

#include "server/http/mch-router.h"

G_BEGIN_DECLS

typedef struct _MchHttp MchHttp;

/**
 * MchErrorPage:
 * @status: 404, 405, 413, 415, 500, 503…
 *
 * Makes the page that a person sees when the server itself refuses (no handler was found or asked),
 * for paths outside /v1. Runs on any thread; must not block.
 *
 * Returns: (transfer full)
 */
typedef MchResponse *(*MchErrorPage) (MchRequest *request, guint status, gpointer server);

/**
 * MchHttpOptions: 0 and NULL mean the default.
 * @listen: "ADDR:PORT" ("127.0.0.1:8443", "[::]:8443", port 0 picks one) or "unix:PATH".
 * @certificate_file, @key_file: PEM; not used on a unix socket.
 * @connections: at once (8192).
 * @per_address: connections of one address that have not completed a request (128).
 * @first_byte_s: until a connection's first byte (5).
 * @header_s: until a begun request's header is complete (10).
 * @keep_alive_s: an idle connection between requests (60).
 * @read_threads, @write_threads, @argon_threads, @print_threads: sizes of the pools (4, 4, number
 *   of processors, 2).
 * @read_queue, @write_queue, @argon_queue, @print_queue: requests that may wait for each (512, 256,
 *   64, 64).
 * @body_budget: bytes of request bodies held at once, over all connections (256 MiB).
 * @stop_s: how long mch_http_stop() may take (20).
 * @ping_s: between comment lines of an idle event stream (25).
 */
typedef struct
{
  const char *listen;
  const char *certificate_file;
  const char *key_file;
  guint connections;
  guint per_address;
  guint first_byte_s;
  guint header_s;
  guint keep_alive_s;
  guint read_threads;
  guint write_threads;
  guint argon_threads;
  guint print_threads;
  guint read_queue;
  guint write_queue;
  guint argon_queue;
  guint print_queue;
  size_t body_budget;
  guint stop_s;
  guint ping_s;
  MchErrorPage error_page;
} MchHttpOptions;

/**
 * mch_http_new:
 * @router: (transfer none): must outlive the server, and not change any more.
 * @server: given to every handler.
 *
 * Listens and serves from here on, on threads of its own. Raises RLIMIT_NOFILE to fit @connections,
 * ignores SIGPIPE, takes SIGTERM, SIGINT and SIGHUP, which mch_http_run() obeys. Call from the main
 * thread.
 * Errors: MCH_SERVER_ERROR_CONFIG, _LISTEN, _TLS.
 */
MchHttp *mch_http_new (const MchHttpOptions *options, const MchRouter *router, gpointer server,
                       GError **error);

/* "https://127.0.0.1:8443" with the real port, or "unix:/run/machaond/socket". */
const char *mch_http_get_address (const MchHttp *http);

/**
 * mch_http_run:
 *
 * Serves until SIGTERM or SIGINT, then stops; SIGHUP reads the certificate anew. Iterates the
 * default main context, so timers of other modules run beside it. Call from the main thread.
 *
 * Returns: as mch_http_stop().
 */
gboolean mch_http_run (MchHttp *http);

/**
 * mch_http_stop:
 *
 * Takes no new connection, answers new requests 503, ends the event streams, lets requests finish
 * within @stop_s.
 *
 * Returns: whether every handler has returned. If not, one is still running: exit the process
 *   without freeing what handlers use.
 */
gboolean mch_http_stop (MchHttp *http);

/* Stops if that was not done yet. */
void mch_http_free (MchHttp *http);

/* Reads certificate and key again; later connections get the new one, others go on. On error the
 * old one stays. Any thread. */
gboolean mch_http_reload_certificate (MchHttp *http, GError **error);

/* Tells the streams that listen to @scope that it has reached @seq. Call after the commit; any
 * thread; does not block. Hints of a lower @seq than one already told are dropped. */
void mch_http_publish (MchHttp *http, const char *scope, gint64 seq);

/* Ends the event streams of @owner (signed out, rights changed). Any thread. */
void mch_http_end_streams (MchHttp *http, const char *owner);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchHttp, mch_http_free)

G_END_DECLS
