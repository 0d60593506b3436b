/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's insides, shared by mch-http.c (the HTTP library) and mch-http-server.c (everything
 * that needs no HTTP library). */
#pragma once

#include "server/http/mch-http-certificate.h"
#include "server/http/mch-http-events.h"
#include "server/http/mch-http-exchange.h"
#include "server/http/mch-http-limits.h"
#include "server/http/mch-http-listen.h"
#include "server/http/mch-http-pool.h"
#include "server/http/mch-http-watch.h"

G_BEGIN_DECLS

struct MHD_Daemon;

struct _MchHttp
{
  MchExchangeSettings exchanges;
  MchListen listen;
  MchCertificate *certificate; /* NULL on a unix socket */
  struct MHD_Daemon *daemon;
  MchWatch *watch;
  MchEvents *events;
  MchWorkers *pools[MCH_N_POOLS]; /* none for MCH_POOL_INLINE */
  guint connections;              /* that may be open at once */
  guint sources[3];               /* the signals' */
  gboolean quit;                  /* SIGTERM or SIGINT came; main thread */
  guint stop_s;
  int stopping; /* atomic; set under lock */
  gboolean stopped;
  gboolean idle; /* after the stop: every handler has returned */

  GMutex lock;
  MchLimits *limits;   /* under lock */
  GHashTable *working; /* under lock: MchExchange that a handler has */
};

/* How a connection is held and let go. */
typedef struct
{
  MchConnectionFunc suspend;
  MchConnectionFunc resume;
} MchHttpConnections;

extern const MchHttpConnections MCH_HTTP_CONNECTIONS;

gint64 mch_http_now_ms (void); /* monotonic */

/* Starts and ends the HTTP library. Connections that come while "stopping" is set are turned away;
 * none may be suspended at the end. */
gboolean
mch_http_daemon_start (MchHttp *http, guint connections, guint keep_alive_s, GError **error);
void mch_http_daemon_stop (MchHttp *http);

/* Gives the suspended @exchange to its route's pool. FALSE: the pool is full or the server stops,
 * and the caller answers. */
gboolean mch_http_push (MchHttp *http, MchExchange *exchange);

/* Sets the answer, (transfer full), of a suspended exchange and resumes it, unless that was done.
 */
void mch_http_answer (MchExchange *exchange, MchResponse *response);

G_END_DECLS
