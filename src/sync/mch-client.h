/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One HTTPS request to machaond and its answer as JSON. Knows time limits and how an error answer
 * becomes a GError; the way to the server is the line's, what the messages mean is its callers'. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define MCH_TYPE_CLIENT (mch_client_get_type ())
/* See sync/mch-line.h. */
typedef struct _MchLine MchLine;

G_DECLARE_FINAL_TYPE (MchClient, mch_client, MCH, CLIENT, GObject)

/**
 * mch_client_new:
 * @server: "https://host[:port]".
 * @ca_pem: (nullable): the certificates of the authority that the server's must come from; NULL
 *   for those of the system.
 *
 * Use it from one thread at a time.
 *
 * Returns: (transfer full): NULL with MCH_SYNC_ERROR_USAGE when @server is not an https address,
 *   or MCH_SYNC_ERROR_UNTRUSTED when @ca_pem holds no certificate.
 */
MchClient *mch_client_new (const char *server, const char *ca_pem, GError **error);

/* The bearer token of later requests; NULL for none. */
void mch_client_set_token (MchClient *self, const char *token);

/* (nullable) */
const char *mch_client_get_token (MchClient *self);

/* What is told to a proxy that asks for a login; NULL for what the settings say of it. */
void mch_client_set_proxy_login (MchClient *self, const char *user, const char *password);

/* (transfer none): to copy for another connection. */
MchLine *mch_client_get_line (MchClient *self);

/* How far the server's clock was ahead of this computer's when it last answered, in milliseconds,
 * by the second; 0 before that. */
gint64 mch_client_get_clock_offset (MchClient *self);

/**
 * mch_client_set_patience:
 * @seconds: 0 to 60; how long a server that does not answer is tried again. 10 at first.
 *
 * The time runs from the first request without an answer, over all that follow, until one is
 * answered: what makes five requests does not wait five times for a server that is away.
 */
void mch_client_set_patience (MchClient *self, guint seconds);

/* The message_key of the last answer that said no: NULL when it gave none, or was not machaond's.
 * Valid until the next call. */
const char *mch_client_get_refusal (MchClient *self);

/**
 * mch_client_call:
 * @path: with its query, below the server's address: "/v1/realm".
 * @body: (nullable): sent as JSON with POST; NULL sends GET.
 *
 * A request that got no answer is sent again until the patience is at an end, so it must be one
 * that can be repeated: all of PROTOCOL.md can.
 *
 * Returns: (transfer full): the answer's object (empty for 204), or NULL with an MCH_SYNC_ERROR.
 */
JsonObject *mch_client_call (MchClient *self, const char *path, JsonObject *body,
                             GCancellable *cancellable, GError **error);

/* The same with a body that is text already; @part_hash is its Machaon-Part-Hash or NULL. */
JsonObject *mch_client_call_text (MchClient *self, const char *path, const char *body, gsize length,
                                  const char *part_hash, GCancellable *cancellable, GError **error);

G_END_DECLS
