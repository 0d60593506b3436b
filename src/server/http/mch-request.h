/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a client asked, as a plain value: handlers and their tests know nothing of sockets, TLS or
 * the HTTP library. Everything in it comes from a stranger; what cannot be decoded was refused
 * before a handler runs, so every text handed out here is valid UTF-8 without NUL. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchServerError:
 * @MCH_SERVER_ERROR_MALFORMED: what came over the wire is not of the form it must have.
 * @MCH_SERVER_ERROR_CONFIG: the configuration or an option cannot be used; the administrator
 *   corrects it.
 * @MCH_SERVER_ERROR_LISTEN: the address cannot be listened on (in use, not ours, no permission).
 * @MCH_SERVER_ERROR_TLS: a key or a certificate cannot be made, read or used.
 */
typedef enum
{
  MCH_SERVER_ERROR_MALFORMED,
  MCH_SERVER_ERROR_CONFIG,
  MCH_SERVER_ERROR_LISTEN,
  MCH_SERVER_ERROR_TLS,
} MchServerError;

#define MCH_SERVER_ERROR (mch_server_error_quark ())
GQuark mch_server_error_quark (void);

/* MCH_METHOD_OTHER never reaches a handler. A HEAD request is routed to the GET handler, which need
 * not care: the body is dropped on the way out. */
typedef enum
{
  MCH_METHOD_GET,
  MCH_METHOD_HEAD,
  MCH_METHOD_POST,
  MCH_METHOD_PUT,
  MCH_METHOD_DELETE,
  MCH_METHOD_OTHER,
} MchMethod;

MchMethod mch_method_from_string (const char *name); /* case-sensitive; unknown: OTHER */
const char *mch_method_to_string (MchMethod method); /* OTHER: "OTHER" */

/* The most pairs that a query, a form or a cookie line may hold, and the longest query or form name
 * in bytes; more is malformed. */
#define MCH_FORM_MAX_PAIRS 256
#define MCH_FORM_MAX_NAME 64
#define MCH_PATH_MAX_SEGMENTS 16
#define MCH_TARGET_MAX 16384

/**
 * MchForm: decoded name=value pairs, in their order. Immutable.
 */
typedef struct _MchForm MchForm;

/**
 * mch_form_parse:
 * @text: application/x-www-form-urlencoded; need not end in NUL.
 * @length: bytes of @text.
 *
 * Refused with MCH_SERVER_ERROR_MALFORMED: a broken %-escape, NUL, text that is not UTF-8, too many
 * pairs, a name that is too long.
 *
 * Returns: (transfer full) (nullable): free with mch_form_free().
 */
MchForm *mch_form_parse (const char *text, size_t length, GError **error);
void mch_form_free (MchForm *form);

/* The first value of @name, or NULL. Valid as long as @form. */
const char *mch_form_get (const MchForm *form, const char *name);

/* Pair @index, in their order; FALSE past the end. Names may repeat (check boxes). */
gboolean
mch_form_get_nth (const MchForm *form, guint index, const char **ret_name, const char **ret_value);
guint mch_form_get_length (const MchForm *form);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchForm, mch_form_free)

/**
 * MchRequest: counted references; used by one thread at a time.
 */
typedef struct _MchRequest MchRequest;

/**
 * mch_request_new:
 * @target: path and query as sent, "/v1/scopes/etab%3A0250001A/changes?since=12".
 *
 * Refused with MCH_SERVER_ERROR_MALFORMED: a target that does not begin with "/", is longer than
 * MCH_TARGET_MAX, has a broken escape, a NUL, an encoded "/" or text that is not UTF-8, a segment
 * "." or "..", too many segments.
 *
 * Returns: (transfer full) (nullable): also what handler tests use to make requests by hand.
 */
MchRequest *mch_request_new (MchMethod method, const char *target, GError **error);
MchRequest *mch_request_ref (MchRequest *request);
void mch_request_unref (MchRequest *request);

/* Building one. Header names are kept without regard to case; a repeated one is joined by ", "
 * ("; " for Cookie). A value that is not UTF-8 is dropped. */
void mch_request_add_header (MchRequest *request, const char *name, const char *value);
void mch_request_take_body (MchRequest *request, GBytes *body); /* (transfer full) */
void mch_request_set_address (MchRequest *request, const char *address);
void mch_request_set_id (MchRequest *request, const char *id);
void mch_request_set_secure (MchRequest *request, gboolean secure);

MchMethod mch_request_get_method (const MchRequest *request);

/* The decoded path, without the query: for messages, not for routing. */
const char *mch_request_get_path (const MchRequest *request);

/* Decoded segment @index of the path ("/v1/realm" has "v1" and "realm"), or NULL past the end. A
 * trailing slash makes a last segment "". */
const char *mch_request_get_segment (const MchRequest *request, guint index);
guint mch_request_get_n_segments (const MchRequest *request);

/* The decoded segment that stands at ":name" of the matched route; NULL when the route has no such
 * part. Never "". */
const char *mch_request_get_param (const MchRequest *request, const char *name);

/* The first value of @name in the query, or NULL. */
const char *mch_request_get_query (const MchRequest *request, const char *name);

/* The number @name of the query: @fallback when absent; FALSE when it is not a whole number from
 * @min to @max, inclusive (@ret_value is then untouched; answer 400). */
gboolean mch_request_get_query_int (const MchRequest *request, const char *name, gint64 fallback,
                                    gint64 min, gint64 max, gint64 *ret_value);

/* The header's value, whatever the case of @name, or NULL. */
const char *mch_request_get_header (const MchRequest *request, const char *name);

/* The token of "Authorization: Bearer TOKEN", or NULL. */
const char *mch_request_get_bearer (const MchRequest *request);

/* The first cookie called @name, or NULL. */
const char *mch_request_get_cookie (const MchRequest *request, const char *name);

/* (transfer none): never NULL; empty when nothing was sent. */
GBytes *mch_request_get_body (const MchRequest *request);

/* The body as a form: (transfer full) (nullable). MALFORMED also when the content type is another.
 */
MchForm *mch_request_parse_form (const MchRequest *request, GError **error);

/* The client's address as text, for throttles: an IPv6 address is cut to its /64. Never NULL. */
const char *mch_request_get_address (const MchRequest *request);

/* What answers and log lines carry; 16 characters. Never NULL. */
const char *mch_request_get_id (const MchRequest *request);

/* Whether the client came over TLS, to us or (X-Forwarded-Proto on a unix socket) to the proxy. */
gboolean mch_request_is_secure (const MchRequest *request);

/* One value of the handlers' own, e.g. who signed in; freed with the request. */
void mch_request_set_data (MchRequest *request, gpointer data, GDestroyNotify destroy);
gpointer mch_request_get_data (const MchRequest *request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchRequest, mch_request_unref)

G_END_DECLS
