/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-client.h"

#include "protocol/mch-wire-json.h"
#include "sync/mch-line.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>

#define MAX_ANSWER_BYTES (64 * 1024 * 1024)
#define ANSWER_SECONDS 60 /* a large import is one commit, and takes the server its time */

struct _MchClient
{
  GObject parent_instance;

  MchLine *line;
  SoupSession *session;
  char *token;
  guint patience;      /* seconds */
  char *refusal;       /* (nullable): message_key of the last answer that said no */
  gint64 silent_since; /* monotonic µs: the first request without an answer; 0 after any answer */
  gint64 clock_offset; /* ms; the server's clock is so far ahead */
};

G_DEFINE_FINAL_TYPE (MchClient, mch_client, G_TYPE_OBJECT)

static void
mch_client_finalize (GObject *object)
{
  MchClient *self = MCH_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->line, mch_line_free);
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
}

MchClient *
mch_client_new (const char *server, const char *ca_pem, GError **error)
{
  g_autoptr (MchClient) self = g_object_new (MCH_TYPE_CLIENT, NULL);

  self->line = mch_line_new (server, ca_pem, error);
  if (self->line == NULL)
    return NULL;
  self->session = mch_line_new_session (self->line, ANSWER_SECONDS);
  return g_steal_pointer (&self);
}

void
mch_client_set_proxy_login (MchClient *self, const char *user, const char *password)
{
  g_return_if_fail (MCH_IS_CLIENT (self));

  mch_line_set_proxy_login (self->line, user, password);
}

MchLine *
mch_client_get_line (MchClient *self)
{
  g_return_val_if_fail (MCH_IS_CLIENT (self), NULL);

  return self->line;
}

const char *
mch_client_get_token (MchClient *self)
{
  g_return_val_if_fail (MCH_IS_CLIENT (self), NULL);

  return self->token;
}

gint64
mch_client_get_clock_offset (MchClient *self)
{
  g_return_val_if_fail (MCH_IS_CLIENT (self), 0);

  return self->clock_offset;
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
  SoupMessage *message =
      mch_line_new_message (self->line, body != NULL ? "POST" : "GET", path, self->token);

  if (part_hash != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Machaon-Part-Hash",
                                 part_hash);
  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);
  return message;
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
    case 500:
      return MCH_SYNC_ERROR_FAULT;
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

  if (!mch_line_check_answered (self->line, message, error))
    return NULL;
  mch_line_get_clock_offset (message, &self->clock_offset);
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
      if (bytes == NULL && (last || mch_line_is_hopeless (cause)))
        {
          mch_line_fail_unanswered (self->line, message, cause, error);
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
