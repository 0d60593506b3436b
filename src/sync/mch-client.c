/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-client.h"

#include "protocol/mch-wire-json.h"
#include "sync/mch-sync-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAX_ANSWER_BYTES (64 * 1024 * 1024)
#define ANSWER_SECONDS 60 /* a large import is one commit, and takes the server its time */

struct _MchClient
{
  GObject parent_instance;

  SoupSession *session;
  GUri *server;
  char *token;
  guint patience;      /* seconds */
  char *refusal;       /* (nullable): message_key of the last answer that said no */
  gint64 silent_since; /* monotonic µs: the first request without an answer; 0 after any answer */
  int ca_fd;           /* the authority that the session trusts; -1 for those of the system */
};

G_DEFINE_FINAL_TYPE (MchClient, mch_client, G_TYPE_OBJECT)

static void
mch_client_finalize (GObject *object)
{
  MchClient *self = MCH_CLIENT (object);

  g_clear_object (&self->session);
  if (self->ca_fd >= 0)
    close (self->ca_fd);
  g_clear_pointer (&self->server, g_uri_unref);
  g_free (self->token);
  g_free (self->refusal);
  G_OBJECT_CLASS (mch_client_parent_class)->finalize (object);
}

static void
mch_client_class_init (MchClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_client_finalize;
}

static void
mch_client_init (MchClient *self)
{
  self->patience = 10;
  self->ca_fd = -1;
  self->session = soup_session_new_with_options ("timeout", ANSWER_SECONDS, "idle-timeout", 30,
                                                 "user-agent", "Machaon/" MACHAON_VERSION, NULL);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_COOKIE_JAR);
}

/* The authority as a file without a name: GTlsDatabase reads its file again at the first connection
 * and has no other way in, and a name would have to outlive us. -1 on error. */
static int
open_authority (const char *ca_pem)
{
  gsize length = strlen (ca_pem);
  int fd = memfd_create ("machaon-ca", MFD_CLOEXEC);

  if (fd >= 0 && write (fd, ca_pem, length) != (gssize) length)
    {
      close (fd);
      return -1;
    }
  return fd;
}

static gboolean
trust_authority (MchClient *self, const char *ca_pem, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) cause = NULL;

  self->ca_fd = open_authority (ca_pem);
  if (self->ca_fd < 0)
    g_set_error_literal (&cause, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
  else
    {
      path = g_strdup_printf ("/proc/self/fd/%d", self->ca_fd);
      database = g_tls_file_database_new (path, &cause);
    }
  if (database == NULL)
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_UNTRUSTED,
                   _ ("The authority's certificate cannot be used: %s."), cause->message);
      return FALSE;
    }
  soup_session_set_tls_database (self->session, database);
  return TRUE;
}

MchClient *
mch_client_new (const char *server, const char *ca_pem, GError **error)
{
  g_autoptr (MchClient) self = g_object_new (MCH_TYPE_CLIENT, NULL);

  g_return_val_if_fail (server != NULL, NULL);

  self->server = g_uri_parse (server, SOUP_HTTP_URI_FLAGS, NULL);
  if (self->server == NULL || g_strcmp0 (g_uri_get_scheme (self->server), "https") != 0
      || g_uri_get_host (self->server) == NULL || *g_uri_get_host (self->server) == '\0')
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                   _ ("“%s” is not the address of a server. Write it as https://server.example."),
                   server);
      return NULL;
    }
  if (ca_pem != NULL && !trust_authority (self, ca_pem, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
mch_client_set_token (MchClient *self, const char *token)
{
  g_return_if_fail (MCH_IS_CLIENT (self));

  g_free (self->token);
  self->token = g_strdup (token);
}

void
mch_client_set_patience (MchClient *self, guint seconds)
{
  g_return_if_fail (MCH_IS_CLIENT (self));
  g_return_if_fail (seconds <= 60);

  self->patience = seconds;
}

const char *
mch_client_get_refusal (MchClient *self)
{
  g_return_val_if_fail (MCH_IS_CLIENT (self), NULL);

  return self->refusal;
}

static SoupMessage *
new_message (MchClient *self, const char *path, GBytes *body, const char *part_hash)
{
  g_autoptr (GUri) uri = g_uri_parse_relative (self->server, path, SOUP_HTTP_URI_FLAGS, NULL);
  SoupMessage *message = soup_message_new_from_uri (body != NULL ? "POST" : "GET", uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_append (headers, "Machaon-Schema", G_STRINGIFY (MCH_WIRE_SCHEMA));
  if (part_hash != NULL)
    soup_message_headers_append (headers, "Machaon-Part-Hash", part_hash);
  if (self->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", self->token, NULL);

      soup_message_headers_append (headers, "Authorization", bearer);
    }
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  return message;
}

/* Other TLS errors are those of a connection that broke. */
static gboolean
is_untrusted (const GError *cause)
{
  return g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
}

/* What has no answer at all: either not there, or not whom we trust. */
static gboolean
fail_unanswered (MchClient *self, const GError *cause, GError **error)
{
  const char *host = g_uri_get_host (self->server);

  if (is_untrusted (cause))
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_UNTRUSTED,
                 _ ("%s answered with a certificate that this computer does not trust (%s). "
                    "Nothing was sent. Ask the server's administrator for its authority file."),
                 host, cause->message);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_OFFLINE,
                 _ ("The server %s does not answer. What you did is kept on this computer and will "
                    "leave by itself."),
                 host);
  return FALSE;
}

static gboolean
is_worth_retrying (const GError *cause)
{
  return !is_untrusted (cause) && !g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static GBytes *
send_once (MchClient *self, SoupMessage *message, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = soup_session_send (self->session, message, cancellable, error);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  guint8 buffer[16384];
  gssize n;
  gsize total = 0;

  if (stream == NULL)
    return NULL;
  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, cancellable, error)) > 0)
    {
      total += (gsize) n;
      if (total > MAX_ANSWER_BYTES)
        {
          g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SERVER,
                       _ ("The server's answer is too long to be right. Nothing was changed."));
          return NULL;
        }
      g_output_stream_write_all (memory, buffer, (gsize) n, NULL, NULL, NULL);
    }
  if (n < 0)
    return NULL;
  g_output_stream_close (memory, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static int
code_of_status (guint status)
{
  switch (status)
    {
    case 401:
      return MCH_SYNC_ERROR_SIGN_IN;
    case 410:
      return MCH_SYNC_ERROR_RESYNC;
    case 426:
      return MCH_SYNC_ERROR_UPGRADE;
    case 429:
    case 503:
      return MCH_SYNC_ERROR_BUSY;
    case 400:
    case 403:
    case 404:
    case 409:
    case 413:
    case 422:
      return MCH_SYNC_ERROR_REFUSED;
    default:
      return MCH_SYNC_ERROR_SERVER;
    }
}

/* What says no in our own form is machaond; anything else stands between us and it, and has no say
 * in what becomes of an operation. */
static gboolean
is_ours (JsonObject *answer)
{
  return answer != NULL && mch_wire_opt_text (answer, "code", NULL) != NULL;
}

static gboolean
fail_answered (guint status, JsonObject *answer, GError **error)
{
  const char *key = answer != NULL ? mch_wire_opt_text (answer, "message_key", NULL) : NULL;
  const char *request = answer != NULL ? mch_wire_opt_text (answer, "request_id", "") : "";
  gint64 wait = answer != NULL ? mch_wire_opt_int (answer, "retry_after", 1) : 1;
  int code = is_ours (answer) ? code_of_status (status) : MCH_SYNC_ERROR_SERVER;

  if (code == MCH_SYNC_ERROR_SIGN_IN)
    g_set_error_literal (error, MCH_SYNC_ERROR, code,
                         _ ("The server does not accept this sign-in (any more). Check the login "
                            "and the password, or sign in again; what you did is kept."));
  else if (code == MCH_SYNC_ERROR_UPGRADE)
    g_set_error_literal (error, MCH_SYNC_ERROR, code,
                         _ ("This version of Machaon is too old for the server. What you did is "
                            "kept: install the new version, then start again."));
  else if (code == MCH_SYNC_ERROR_BUSY)
    g_set_error (error, MCH_SYNC_ERROR, code,
                 g_dngettext (GETTEXT_PACKAGE,
                              "The server is busy; try again in %d second. Nothing was lost.",
                              "The server is busy; try again in %d seconds. Nothing was lost.",
                              (gulong) wait),
                 (int) wait);
  else if (code == MCH_SYNC_ERROR_REFUSED)
    g_set_error_literal (error, MCH_SYNC_ERROR, code, mch_sync_refusal_text (key));
  else if (status == 507)
    g_set_error_literal (
        error, MCH_SYNC_ERROR, code,
        _ ("The server has no room left on its disk and cannot keep anything. What "
           "you did is kept on this computer and is sent when there is room again; "
           "tell the server's administrator."));
  else
    g_set_error (error, MCH_SYNC_ERROR, code,
                 _ ("The server failed (status %u, request %s). What you did is kept; tell the "
                    "server's administrator if it lasts."),
                 status, request);
  return FALSE;
}

static JsonObject *
read_answer (MchClient *self, SoupMessage *message, GBytes *bytes, GError **error)
{
  guint status = soup_message_get_status (message);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autoptr (JsonObject) answer = length > 0 ? mch_wire_parse (data, length, NULL) : NULL;

  if (status == 204)
    return json_object_new ();
  if (status == 200 && answer != NULL)
    return g_steal_pointer (&answer);
  g_free (self->refusal);
  self->refusal =
      is_ours (answer) ? g_strdup (mch_wire_opt_text (answer, "message_key", NULL)) : NULL;
  fail_answered (status == 200 ? 500 : status, answer, error);
  return NULL;
}

/* When the patience with this request is at an end. It is one patience with a server that is
 * silent, however many requests are tried in the meantime. */
static gint64
get_end (MchClient *self, gint64 start)
{
  return (self->silent_since > 0 ? self->silent_since : start)
         + (gint64) self->patience * G_USEC_PER_SEC;
}

/* A server that restarts is back within seconds, so an unanswered or busy request is repeated,
 * first after 0.1 s, then after twice as long each time, until the patience is at an end. */
static JsonObject *
call (MchClient *self, const char *path, GBytes *body, const char *part_hash,
      GCancellable *cancellable, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  gint64 end = get_end (self, start);
  gulong pause_us = 100000;

  for (;;)
    {
      g_autoptr (SoupMessage) message = new_message (self, path, body, part_hash);
      g_autoptr (GError) cause = NULL;
      g_autoptr (GBytes) bytes = send_once (self, message, cancellable, &cause);
      gboolean last = g_get_monotonic_time () + (gint64) pause_us > end;

      if (bytes != NULL)
        self->silent_since = 0;
      else if (self->silent_since == 0)
        self->silent_since = start;
      if (bytes != NULL && (last || soup_message_get_status (message) != 503))
        return read_answer (self, message, bytes, error);
      if (bytes == NULL && cause->domain == MCH_SYNC_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return NULL;
        }
      if (bytes == NULL && (last || !is_worth_retrying (cause)))
        {
          fail_unanswered (self, cause, error);
          return NULL;
        }
      g_usleep (pause_us);
      pause_us = MIN (pause_us * 2, 2 * G_USEC_PER_SEC);
    }
}

JsonObject *
mch_client_call (MchClient *self, const char *path, JsonObject *body, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (MCH_IS_CLIENT (self), NULL);

  if (body != NULL)
    {
      gsize length;
      char *text = mch_wire_to_text (body, &length);

      bytes = g_bytes_new_take (text, length);
    }
  return call (self, path, bytes, NULL, cancellable, error);
}

JsonObject *
mch_client_call_text (MchClient *self, const char *path, const char *body, gsize length,
                      const char *part_hash, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, length);

  g_return_val_if_fail (MCH_IS_CLIENT (self), NULL);

  return call (self, path, bytes, part_hash, cancellable, error);
}
