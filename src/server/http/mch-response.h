/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is answered, as a plain value. Every answer starts out with "Cache-Control: no-store" and
 * the security headers of its kind; a handler changes them only where it means to. */
#pragma once

#include <json-glib/json-glib.h>

#include "server/http/mch-request.h"

G_BEGIN_DECLS

typedef struct _MchResponse MchResponse;

/**
 * MchFieldFault: one refused value, in an answer 422.
 * @path: where ("login", "changes/3/to/birth_date").
 * @code: what is wrong, a word the client translates ("required", "shape").
 */
typedef struct
{
  const char *path;
  const char *code;
} MchFieldFault;

/* An answer without body (204, 304…). @status: 200 to 599. (transfer full), as all of these. */
MchResponse *mch_response_new (guint status);

/* @content_type as it goes out; @body: (transfer none). */
MchResponse *mch_response_new_bytes (guint status, const char *content_type, GBytes *body);

/* @node: (transfer none). */
MchResponse *mch_response_new_json (guint status, JsonNode *node);

/* @builder: (transfer none), complete: its root is written. */
MchResponse *mch_response_new_json_builder (guint status, JsonBuilder *builder);

/* @text: (transfer full): JSON text that is known to be right, NUL-terminated. */
MchResponse *mch_response_new_json_take (guint status, char *text);

/* @html: (transfer full): a whole UTF-8 document. Gets the strict Content-Security-Policy: no
 * script, styles, images and forms of this server only. */
MchResponse *mch_response_new_html_take (guint status, char *html);

/* 303 See Other: after a form. @location: a path of this server, beginning with "/". */
MchResponse *mch_response_new_redirect (const char *location);

/**
 * mch_response_new_error:
 * @request: whose id goes into the body.
 * @code: of PROTOCOL.md's table ("forbidden", "invalid"…).
 * @message_key: (nullable): what a person is told ("registration_closed"); NULL says @code.
 *
 * The error body of PROTOCOL.md.
 */
MchResponse *mch_response_new_error (MchRequest *request, guint status, const char *code,
                                     const char *message_key);

/* The same with refused values: @faults holds @n_faults of them, copied. */
MchResponse *mch_response_new_invalid (MchRequest *request, const char *message_key,
                                       const MchFieldFault *faults, size_t n_faults);

/* 429 "throttled" or 503 "busy" with a Retry-After of @retry_after seconds (at least 1). */
MchResponse *mch_response_new_retry (MchRequest *request, guint status, const char *message_key,
                                     guint retry_after);

/**
 * mch_response_new_events:
 * @scopes: (array zero-terminated=1): what the client may and wants to hear of; copied.
 * @owner: who listens, one device (a token's id): an owner has at most 16 streams, the oldest ends
 *   for a newer one; mch_http_end_streams() ends them all.
 *
 * An endless stream of server-sent events; what is published to @scopes goes into it. A stream ends
 * after an hour at most, so that rights are checked anew; clients reconnect.
 */
MchResponse *mch_response_new_events (const char *const *scopes, const char *owner);

void mch_response_free (MchResponse *response);

/* Sets (replaces) a header; a @value of NULL removes it. Values with control characters are a
 * programming error. */
void mch_response_set_header (MchResponse *response, const char *name, const char *value);

/* "public, max-age=3600, immutable" and the like in place of no-store. */
void mch_response_set_cache (MchResponse *response, const char *value);

/* Adds a cookie: HttpOnly, Secure, SameSite=Lax, Path=/. @value: cookie characters only (base64url,
 * hex). @max_age_s: seconds; 0 deletes the cookie, negative lasts until the browser closes. */
void mch_response_add_cookie (MchResponse *response, const char *name, const char *value,
                              gint64 max_age_s);

/* Closes the connection after this answer. */
void mch_response_set_close (MchResponse *response);

guint mch_response_get_status (const MchResponse *response);
GBytes *mch_response_get_body (const MchResponse *response); /* (transfer none), never NULL */
const char *mch_response_get_header (const MchResponse *response, const char *name);
gboolean mch_response_get_close (const MchResponse *response);

/* The scopes of an event stream, NULL for every other answer. */
const char *const *mch_response_get_event_scopes (const MchResponse *response);
const char *mch_response_get_event_owner (const MchResponse *response);

/* Calls @func for each header, cookies included, in no particular order. */
typedef void (*MchHeaderFunc) (const char *name, const char *value, gpointer user_data);
void
mch_response_foreach_header (const MchResponse *response, MchHeaderFunc func, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchResponse, mch_response_free)

G_END_DECLS
