/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-live.h"

#include "core/mch-backoff.h"
#include "sync/mch-events.h"
#include "sync/mch-sync-error.h"
#include "vault/mch-vault-init.h"

#define BASE_MS 1000
#define CAP_MS (60 * 1000)
#define POLLING_MS (10 * 60 * 1000)     /* where no stream comes through, until the next try */
#define STEADY_US (30 * G_USEC_PER_SEC) /* a stream that lasts so long counts as a good one */
#define MAX_SILENT 2                    /* tries; one may have been bad luck */

struct _MchLive
{
  GObject parent_instance;

  MchWorker *worker;
  MchEventStream *stream; /* NULL between two */
  gboolean started;
  gboolean asking; /* for a pass */
  gint64 opened_us;
  guint n_failures;
  guint n_silent;
  guint retry_id;
};

static guint hint_signal;

G_DEFINE_FINAL_TYPE (MchLive, mch_live, G_TYPE_OBJECT)

static void connect_stream (MchLive *self);

static gboolean
on_retry (gpointer data)
{
  MchLive *self = data;

  self->retry_id = 0;
  connect_stream (self);
  return G_SOURCE_REMOVE;
}

static void
drop_stream (MchLive *self)
{
  if (self->stream == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->stream, self);
  mch_event_stream_close (self->stream);
  g_clear_object (&self->stream);
}

/* A stream that is refused, or of which nothing is ever heard, is no failure of the line. */
static gboolean
is_kept_back (MchLive *self, const GError *error)
{
  return g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SERVER)
         || self->n_silent >= MAX_SILENT;
}

static void
schedule (MchLive *self, const GError *error)
{
  guint wait;

  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (is_kept_back (self, error))
    wait = POLLING_MS / 2 + mch_backoff_ms (0, POLLING_MS / 2, POLLING_MS / 2, mch_vault_random);
  else
    wait = mch_backoff_ms (self->n_failures, BASE_MS, CAP_MS, mch_vault_random);
  self->retry_id = g_timeout_add (wait, on_retry, self);
}

static void
on_ended (MchEventStream *stream, const GError *error, MchLive *self)
{
  gboolean heard = mch_event_stream_was_heard (stream);

  if (heard)
    self->n_silent = 0;
  else if (g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_BUSY))
    self->n_silent++;
  if (heard && g_get_monotonic_time () - self->opened_us >= STEADY_US)
    self->n_failures = 0;
  else
    self->n_failures++;
  drop_stream (self);
  /* Who has to sign in again starts us when he has. */
  if (self->started && !g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN))
    schedule (self, error);
}

static void
on_hint (MchEventStream *stream, const char *scope, gint64 seq, MchLive *self)
{
  g_signal_emit (self, hint_signal, 0, scope, seq);
}

static gpointer
make_pass (MchWork *work, gpointer data, GError **error)
{
  return mch_event_pass_new (mch_work_get_desk (work), error);
}

static void
on_pass (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchLive) self = data;
  g_autoptr (MchEventPass) pass = mch_worker_run_finish (MCH_WORKER (source), result, NULL);

  self->asking = FALSE;
  if (pass == NULL || !self->started || self->stream != NULL)
    return;
  self->stream = mch_event_stream_new (g_steal_pointer (&pass));
  g_signal_connect (self->stream, "hint", G_CALLBACK (on_hint), self);
  g_signal_connect (self->stream, "ended", G_CALLBACK (on_ended), self);
  self->opened_us = g_get_monotonic_time ();
  mch_event_stream_open (self->stream);
}

static void
connect_stream (MchLive *self)
{
  MchDeskFacts *facts = mch_worker_get_facts (self->worker);

  if (!self->started || self->asking || self->stream != NULL || facts == NULL || !facts->signed_in)
    return;
  self->asking = TRUE;
  mch_worker_run_async (self->worker, "events", make_pass, NULL, NULL,
                        (GDestroyNotify) mch_event_pass_free, NULL, NULL, on_pass,
                        g_object_ref (self));
}

void
mch_live_start (MchLive *self)
{
  g_return_if_fail (MCH_IS_LIVE (self));

  self->started = TRUE;
  if (self->retry_id == 0)
    connect_stream (self);
}

void
mch_live_stop (MchLive *self)
{
  g_return_if_fail (MCH_IS_LIVE (self));

  self->started = FALSE;
  self->n_failures = self->n_silent = 0;
  g_clear_handle_id (&self->retry_id, g_source_remove);
  drop_stream (self);
}

void
mch_live_retry (MchLive *self)
{
  g_return_if_fail (MCH_IS_LIVE (self));

  self->n_failures = self->n_silent = 0;
  g_clear_handle_id (&self->retry_id, g_source_remove);
  connect_stream (self);
}

gboolean
mch_live_is_heard (MchLive *self)
{
  g_return_val_if_fail (MCH_IS_LIVE (self), FALSE);

  return self->stream != NULL && mch_event_stream_was_heard (self->stream);
}

MchLive *
mch_live_new (MchWorker *worker)
{
  MchLive *self = g_object_new (MCH_TYPE_LIVE, NULL);

  self->worker = g_object_ref (worker);
  return self;
}

static void
mch_live_dispose (GObject *object)
{
  MchLive *self = MCH_LIVE (object);

  mch_live_stop (self);
  g_clear_object (&self->worker);
  G_OBJECT_CLASS (mch_live_parent_class)->dispose (object);
}

static void
mch_live_class_init (MchLiveClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_live_dispose;

  hint_signal = g_signal_new ("hint", MCH_TYPE_LIVE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT64);
}

static void
mch_live_init (MchLive *self)
{
}
