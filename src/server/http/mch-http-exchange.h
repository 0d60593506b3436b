/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request and its answer, from the first header to the log line, without the HTTP library: what
 * is refused, how much body is taken, who answers. */
#pragma once

#include "server/http/mch-http.h"

G_BEGIN_DECLS

/* What all exchanges of a server share. */
typedef struct
{
  const MchRouter *router;
  gpointer server;
  MchErrorPage error_page; /* NULL: plain text */
  gboolean is_unix;        /* behind a proxy: its forwarding headers are believed */
  size_t body_budget;
  GMutex budget_lock;
  size_t body_held; /* under budget_lock */
} MchExchangeSettings;

/**
 * MchExchange:
 * @response: what is to be answered; (nullable) until that is known.
 * @early: answer without taking the body, and close.
 * @answered: under the server's lock: nobody may set @response any more.
 *
 * Counted references: the connection has one, and the handler while it works.
 */
typedef struct
{
  gatomicrefcount ref_count;
  MchExchangeSettings *settings;
  gpointer http;
  gpointer connection;
  char *target;
  const char *address; /* the peer's; borrowed while receiving */
  MchMethod method;
  MchRequest *request;
  const MchRoute *route;
  MchResponse *response;
  gboolean begun;
  gboolean early;
  gboolean answered;
  gboolean logged;
  guint status;
  guint n_hosts;
  guint n_lengths;
  guint n_encodings;
  gboolean bad_header;
  gboolean expects;
  gint64 length; /* of the body as announced; -1: not told */
  GByteArray *body;
  size_t body_held;
  size_t thrown_away;
  gint64 started_us;
} MchExchange;

/* @target: as sent. (transfer full) */
MchExchange *mch_exchange_new (MchExchangeSettings *settings, gpointer http, const char *target);
MchExchange *mch_exchange_ref (MchExchange *exchange);
void mch_exchange_unref (MchExchange *exchange);

/* In this order: start, one call for each header, then decide. After it, @response may be set. */
void mch_exchange_start (MchExchange *exchange, const char *method, const char *address);
void mch_exchange_add_header (MchExchange *exchange, const char *name, size_t name_length,
                              const char *value, size_t value_length);
void mch_exchange_decide (MchExchange *exchange, gboolean stopping);

/* Takes body bytes, or throws them away when the answer is known. FALSE: that is enough, close. */
gboolean mch_exchange_receive (MchExchange *exchange, const char *data, size_t length);

/* The body is complete: it becomes the request's. */
void mch_exchange_finish_body (MchExchange *exchange);

/* Runs the handler; never NULL. (transfer full) */
MchResponse *mch_exchange_handle (MchExchange *exchange);

/* An answer of the server itself. (transfer full) */
MchResponse *mch_exchange_refuse (MchExchange *exchange, guint status);

/* Writes the log line, once. */
void mch_exchange_log (MchExchange *exchange);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchExchange, mch_exchange_unref)

G_END_DECLS
