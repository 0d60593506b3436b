/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-events.h"

#include "protocol/mch-wire-events.h"
#include "sync/mch-line.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>

#define FIRST_BYTE_S                                                                               \
  15                 /* the server says a word at once; who holds it back holds back the rest      \
                      */
#define SILENCE_S 65 /* the server says something every 25 s: twice missed */

struct _MchEventPass
{
  MchLine *line;
  char *token;
  char *path;
};

struct _MchEventStream
{
  GObject parent_instance;

  MchEventPass *pass;
  SoupSession *session;
  SoupMessage *message;
  GInputStream *input;
  GCancellable *cancellable; /* NULL before it is opened and after it has ended */
  MchEventParser *parser;
  guint silence_id;
  gboolean silent;
  gboolean heard;
  char buffer[4096];
};

enum
{
  SIGNAL_HEARD,
  SIGNAL_HINT,
  SIGNAL_ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchEventStream, mch_event_stream, G_TYPE_OBJECT)

MchEventPass *
mch_event_pass_new (MchDesk *desk, GError **error)
{
  g_autoptr (MchEventPass) pass = NULL;
  g_autoptr (GString) path = g_string_new ("/v1/events?scopes=");
  MchProfile *profile = mch_desk_get_profile (desk);
  MchClient *client = mch_desk_get_client (desk, error);
  guint n = mch_profile_get_n_scopes (profile);

  if (client == NULL)
    return NULL;
  if (n == 0)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                           _ ("No establishment is attached to this account. Ask your exam "
                              "officer."));
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    g_string_append_printf (path, "%s%s", i > 0 ? "," : "",
                            mch_profile_get_scope (profile, i, NULL));
  pass = g_new0 (MchEventPass, 1);
  pass->line = mch_line_copy (mch_client_get_line (client), error);
  if (pass->line == NULL)
    return NULL;
  pass->token = g_strdup (mch_client_get_token (client));
  pass->path = g_string_free (g_steal_pointer (&path), FALSE);
  return g_steal_pointer (&pass);
}

void
mch_event_pass_free (MchEventPass *pass)
{
  g_clear_pointer (&pass->line, mch_line_free);
  g_free (pass->token);
  g_free (pass->path);
  g_free (pass);
}

static void
stop (MchEventStream *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->silence_id, g_source_remove);
}

/* Takes @error. */
static void
end (MchEventStream *self, GError *error)
{
  g_autoptr (GError) taken = error;

  stop (self);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, taken);
}

static gboolean
on_silence (gpointer data)
{
  MchEventStream *self = data;

  self->silence_id = 0;
  self->silent = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
watch (MchEventStream *self, guint seconds)
{
  g_clear_handle_id (&self->silence_id, g_source_remove);
  self->silence_id = g_timeout_add_seconds (seconds, on_silence, self);
}

static void
fail (MchEventStream *self, const GError *cause)
{
  GError *error = NULL;

  if (self->silent)
    error = g_error_new_literal (MCH_SYNC_ERROR, MCH_SYNC_ERROR_BUSY,
                                 "nothing was heard on the stream of events");
  else
    mch_line_fail_unanswered (self->pass->line, self->message, cause, &error);
  end (self, error);
}

static void
on_hint (const char *scope, gint64 seq, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_HINT], 0, scope, seq);
}

static void read_on (MchEventStream *self);

static void
take_bytes (MchEventStream *self, gsize length)
{
  watch (self, SILENCE_S);
  if (!self->heard)
    {
      self->heard = TRUE;
      g_signal_emit (self, signals[SIGNAL_HEARD], 0);
    }
  if (!mch_event_parser_feed (self->parser, self->buffer, length, on_hint, self))
    end (self, g_error_new_literal (MCH_SYNC_ERROR, MCH_SYNC_ERROR_SERVER,
                                    "this is no stream of events"));
  else if (self->cancellable != NULL)
    read_on (self);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchEventStream) self = data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (self->cancellable == NULL)
    return; /* closed */
  if (n > 0)
    take_bytes (self, (gsize) n);
  else
    fail (self, error);
}

static void
read_on (MchEventStream *self)
{
  g_input_stream_read_async (self->input, self->buffer, sizeof self->buffer, G_PRIORITY_DEFAULT,
                             self->cancellable, on_read, g_object_ref (self));
}

/* (transfer full) (nullable): what is wrong with the answer. */
static GError *
check_answer (MchEventStream *self)
{
  guint status = soup_message_get_status (self->message);
  const char *type = soup_message_headers_get_content_type (
      soup_message_get_response_headers (self->message), NULL);
  GError *error = NULL;

  if (!mch_line_check_answered (self->pass->line, self->message, &error))
    return error;
  if (status == 401)
    return g_error_new_literal (MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN, "the token is not taken");
  if (status == 503 || status == 429)
    return g_error_new_literal (MCH_SYNC_ERROR, MCH_SYNC_ERROR_OFFLINE, "the server is busy");
  if (status != 200 || g_strcmp0 (type, "text/event-stream") != 0)
    return g_error_new_literal (MCH_SYNC_ERROR, MCH_SYNC_ERROR_SERVER, "there is no such stream");
  return NULL;
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchEventStream) self = data;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GInputStream) input = soup_session_send_finish (SOUP_SESSION (source), result, &cause);
  GError *error;

  if (self->cancellable == NULL)
    return; /* closed */
  if (input == NULL)
    {
      fail (self, cause);
      return;
    }
  error = check_answer (self);
  if (error != NULL)
    {
      end (self, error);
      return;
    }
  self->input = g_steal_pointer (&input);
  read_on (self);
}

MchEventStream *
mch_event_stream_new (MchEventPass *pass)
{
  MchEventStream *self = g_object_new (MCH_TYPE_EVENT_STREAM, NULL);

  self->pass = pass;
  return self;
}

void
mch_event_stream_open (MchEventStream *self)
{
  SoupMessageHeaders *headers;

  g_return_if_fail (MCH_IS_EVENT_STREAM (self));
  g_return_if_fail (self->session == NULL);

  self->session = mch_line_new_session (self->pass->line, 0);
  self->message =
      mch_line_new_message (self->pass->line, "GET", self->pass->path, self->pass->token);
  headers = soup_message_get_request_headers (self->message);
  soup_message_headers_append (headers, "Accept", "text/event-stream");
  soup_message_headers_append (headers, "Cache-Control", "no-cache");
  self->cancellable = g_cancellable_new ();
  watch (self, FIRST_BYTE_S);
  soup_session_send_async (self->session, self->message, G_PRIORITY_DEFAULT, self->cancellable,
                           on_answered, g_object_ref (self));
}

void
mch_event_stream_close (MchEventStream *self)
{
  g_return_if_fail (MCH_IS_EVENT_STREAM (self));

  stop (self);
  if (self->session != NULL)
    soup_session_abort (self->session);
}

gboolean
mch_event_stream_was_heard (MchEventStream *self)
{
  g_return_val_if_fail (MCH_IS_EVENT_STREAM (self), FALSE);

  return self->heard;
}

static void
mch_event_stream_finalize (GObject *object)
{
  MchEventStream *self = MCH_EVENT_STREAM (object);

  stop (self);
  g_clear_object (&self->input);
  g_clear_object (&self->message);
  g_clear_object (&self->session);
  g_clear_pointer (&self->parser, mch_event_parser_free);
  g_clear_pointer (&self->pass, mch_event_pass_free);
  G_OBJECT_CLASS (mch_event_stream_parent_class)->finalize (object);
}

static void
mch_event_stream_class_init (MchEventStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_event_stream_finalize;

  signals[SIGNAL_HEARD] = g_signal_new ("heard", MCH_TYPE_EVENT_STREAM, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_HINT] = g_signal_new ("hint", MCH_TYPE_EVENT_STREAM, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
  signals[SIGNAL_ENDED] = g_signal_new ("ended", MCH_TYPE_EVENT_STREAM, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
mch_event_stream_init (MchEventStream *self)
{
  self->parser = mch_event_parser_new ();
}
