/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-sync-state.h"

#include <glib/gi18n-lib.h>

#include "app/sync/mch-live.h"
#include "app/sync/mch-sync-words.h"
#include "core/mch-backoff.h"
#include "store/mch-outbox.h"
#include "sync/mch-sync-error.h"
#include "vault/mch-vault-init.h"

#define PERIOD_S 30
#define HEARD_PERIODS 10   /* of which one is used while hints come */
#define AFTER_EDIT_MS 1200 /* typing is over; several edits go together */
#define AFTER_HINT_MS 150  /* several hints go together */
#define MAX_FOLLOWED 3     /* then what waits is for the next period */
#define RETRY_BASE_MS 4000
#define RETRY_CAP_MS (60 * 1000)

struct _MchSyncState
{
  GObject parent_instance;

  MchWorker *worker;
  MchLive *live;
  GError *error;   /* of the last run; NULL when it went well */
  gint64 done_us;  /* when the last good run ended; 0: none in this session */
  gint64 since_us; /* since when the server has not been reached */
  guint n_pending, n_refused, n_conflicts, n_late;
  guint n_failures; /* in a row */
  guint n_periods;  /* without a run */
  guint n_followed; /* good runs in a row that left something */
  gboolean running;
  gboolean again;
  gboolean paused;
  gboolean stopped;
  guint period_id;
  guint soon_id; /* a run after an edit or a hint */
  guint retry_id;
  char *text;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (MchSyncState, mch_sync_state, G_TYPE_OBJECT)

static gboolean
is_away (const GError *error)
{
  return g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_OFFLINE)
         || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_BUSY);
}

static gboolean
is_blocked (const GError *error)
{
  return g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PROXY)
         || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PROXY_STRANGE)
         || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PORTAL)
         || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_UNTRUSTED);
}

static gboolean
is_known (MchSyncState *self)
{
  MchDeskFacts *facts = mch_worker_get_facts (self->worker);

  return facts != NULL && facts->login != NULL;
}

static MchSyncStatus
status_of_error (const GError *error)
{
  if (is_away (error))
    return MCH_SYNC_OFFLINE;
  return is_blocked (error) ? MCH_SYNC_BLOCKED : MCH_SYNC_FAILED;
}

MchSyncStatus
mch_sync_state_get_status (MchSyncState *self)
{
  g_return_val_if_fail (MCH_IS_SYNC_STATE (self), MCH_SYNC_IDLE);

  if (!is_known (self))
    return MCH_SYNC_IDLE;
  if (!mch_worker_get_facts (self->worker)->signed_in
      || g_error_matches (self->error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN))
    return MCH_SYNC_SIGNED_OUT;
  if (self->paused)
    return MCH_SYNC_PAUSED;
  if (self->error != NULL)
    return status_of_error (self->error);
  if (self->n_refused + self->n_conflicts > 0)
    return MCH_SYNC_ATTENTION;
  if (self->done_us == 0)
    return self->running ? MCH_SYNC_RUNNING : MCH_SYNC_WAITING;
  if (self->n_pending > 0)
    return self->running ? MCH_SYNC_RUNNING : MCH_SYNC_WAITING;
  return MCH_SYNC_DONE;
}

static void
count (MchSyncState *self)
{
  MchStore *store = mch_worker_get_store (self->worker);

  if (store == NULL)
    return;
  self->n_pending = mch_store_count_pending (store);
  self->n_refused = mch_store_count_refused (store);
  self->n_late = mch_store_count_refused_for (store, MCH_REFUSAL_LATE_WAITING);
  self->n_refused -= MIN (self->n_late, self->n_refused);
  self->n_conflicts = mch_store_count_conflicts (store, NULL);
}

static void
update (MchSyncState *self)
{
  g_clear_pointer (&self->text, g_free);
  count (self);
  g_signal_emit (self, changed_signal, 0);
}

static gpointer
run_sync (MchWork *work, gpointer data, GError **error)
{
  MchDesk *desk = mch_work_get_desk (work);
  g_autofree MchSyncReport *report = g_new0 (MchSyncReport, 1);

  mch_desk_rotate_token (desk, mch_work_get_cancellable (work));
  if (!mch_engine_sync (desk, report, mch_work_get_cancellable (work), error))
    return NULL;
  return g_steal_pointer (&report);
}

static gboolean
on_retry (gpointer data)
{
  MchSyncState *self = data;

  self->retry_id = 0;
  mch_sync_state_sync (self);
  return G_SOURCE_REMOVE;
}

/* Every desktop that lost the server comes back at a time of its own. */
static void
schedule_retry (MchSyncState *self)
{
  guint wait = mch_backoff_ms (self->n_failures, RETRY_BASE_MS, RETRY_CAP_MS, mch_vault_random);

  self->n_failures++;
  g_clear_handle_id (&self->retry_id, g_source_remove);
  self->retry_id = g_timeout_add (MAX (wait, AFTER_EDIT_MS), on_retry, self);
}

void
mch_sync_state_note (MchSyncState *self, const GError *error)
{
  gboolean was_away;

  g_return_if_fail (MCH_IS_SYNC_STATE (self));

  was_away = is_away (self->error) || is_blocked (self->error);
  if (!was_away && (is_away (error) || is_blocked (error)))
    self->since_us = g_get_monotonic_time ();
  g_clear_error (&self->error);
  g_clear_handle_id (&self->retry_id, g_source_remove);
  if (error != NULL)
    {
      self->error = g_error_copy (error);
      if (!self->paused && self->period_id != 0)
        schedule_retry (self);
    }
  else
    {
      self->done_us = g_get_monotonic_time ();
      self->n_failures = 0;
      if (was_away)
        mch_live_retry (self->live);
    }
  update (self);
}

static gboolean
on_soon (gpointer data)
{
  MchSyncState *self = data;

  self->soon_id = 0;
  mch_sync_state_sync (self);
  return G_SOURCE_REMOVE;
}

/* What was typed during the run is counted by now, and may have come too late for it. */
static void
follow_up (MchSyncState *self)
{
  if (self->n_pending == 0)
    self->n_followed = 0;
  else if (self->soon_id == 0 && self->n_followed++ < MAX_FOLLOWED)
    self->soon_id = g_timeout_add (AFTER_EDIT_MS, on_soon, self);
}

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchSyncState) self = MCH_SYNC_STATE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree MchSyncReport *report = mch_worker_run_finish (MCH_WORKER (source), result, &error);

  self->running = FALSE;
  if (self->stopped || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  mch_sync_state_note (self, error);
  if (self->again)
    mch_sync_state_sync (self);
  else if (error == NULL)
    follow_up (self);
}

void
mch_sync_state_sync (MchSyncState *self)
{
  MchDeskFacts *facts;

  g_return_if_fail (MCH_IS_SYNC_STATE (self));

  if (self->stopped)
    return;
  facts = mch_worker_get_facts (self->worker);
  self->again = self->running;
  if (self->running || self->paused || facts == NULL || !facts->signed_in)
    return;
  self->running = TRUE;
  self->n_periods = 0;
  g_clear_handle_id (&self->soon_id, g_source_remove);
  mch_worker_run_async (self->worker, "sync", run_sync, NULL, NULL, g_free, NULL, NULL, on_synced,
                        g_object_ref (self));
  update (self);
}

/* Asks by itself where no hints come; a failure has its own time. */
static gboolean
on_period (gpointer data)
{
  MchSyncState *self = data;
  guint wanted = mch_live_is_heard (self->live) ? HEARD_PERIODS : 1;

  self->n_periods++;
  if (!self->running && self->error == NULL && self->n_periods >= wanted)
    mch_sync_state_sync (self);
  else
    update (self);
  return G_SOURCE_CONTINUE;
}

static void
on_store_changed (MchSyncState *self)
{
  guint before = self->n_pending;

  update (self);
  if (self->n_pending > before && self->soon_id == 0 && self->error == NULL)
    self->soon_id = g_timeout_add (AFTER_EDIT_MS, on_soon, self);
}

/* What we have just done ourselves comes back as a hint, too. */
static void
on_hint (MchSyncState *self, const char *scope, gint64 seq)
{
  MchStore *store = mch_worker_get_store (self->worker);
  gint64 held = 0;

  if (store == NULL)
    return;
  mch_store_get_cursor (store, scope, NULL, &held);
  if (seq > held && self->soon_id == 0)
    self->soon_id = g_timeout_add (AFTER_HINT_MS, on_soon, self);
}

static void
follow_live (MchSyncState *self)
{
  MchDeskFacts *facts = mch_worker_get_facts (self->worker);

  if (self->period_id != 0 && !self->paused && facts != NULL && facts->signed_in)
    mch_live_start (self->live);
  else
    mch_live_stop (self->live);
}

static void
on_facts_changed (MchSyncState *self)
{
  follow_live (self);
  update (self);
}

static void
on_network_changed (MchSyncState *self)
{
  if (!is_away (self->error) && !is_blocked (self->error))
    return;
  self->n_failures = 0;
  mch_sync_state_sync (self);
}

void
mch_sync_state_start (MchSyncState *self)
{
  g_return_if_fail (MCH_IS_SYNC_STATE (self));
  g_return_if_fail (self->period_id == 0);

  self->period_id = g_timeout_add_seconds (PERIOD_S, on_period, self);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (on_network_changed), self, G_CONNECT_SWAPPED);
  update (self);
  mch_sync_state_sync (self);
  follow_live (self);
}

static void
drop_timers (MchSyncState *self)
{
  g_clear_handle_id (&self->period_id, g_source_remove);
  g_clear_handle_id (&self->soon_id, g_source_remove);
  g_clear_handle_id (&self->retry_id, g_source_remove);
}

void
mch_sync_state_stop (MchSyncState *self)
{
  g_return_if_fail (MCH_IS_SYNC_STATE (self));

  self->stopped = TRUE;
  drop_timers (self);
  mch_live_stop (self->live);
}

void
mch_sync_state_set_paused (MchSyncState *self, gboolean paused)
{
  g_return_if_fail (MCH_IS_SYNC_STATE (self));

  if (self->paused == paused)
    return;
  self->paused = paused;
  self->n_failures = 0;
  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_handle_id (&self->soon_id, g_source_remove);
  follow_live (self);
  update (self);
  mch_sync_state_sync (self);
}

gboolean
mch_sync_state_get_paused (MchSyncState *self)
{
  g_return_val_if_fail (MCH_IS_SYNC_STATE (self), FALSE);

  return self->paused;
}

const char *
mch_sync_state_get_text (MchSyncState *self)
{
  MchSyncFacts facts;

  g_return_val_if_fail (MCH_IS_SYNC_STATE (self), NULL);

  facts = (MchSyncFacts){ .status = mch_sync_state_get_status (self),
                          .done_us = self->done_us,
                          .since_us = self->since_us,
                          .error = self->error,
                          .n_pending = self->n_pending,
                          .n_refused = self->n_refused,
                          .n_conflicts = self->n_conflicts,
                          .n_late = self->n_late };
  if (self->text == NULL)
    self->text = mch_sync_words_dup_text (&facts);
  return self->text;
}

const char *
mch_sync_state_get_detail (MchSyncState *self)
{
  g_return_val_if_fail (MCH_IS_SYNC_STATE (self), NULL);

  if (self->paused)
    return _ ("What you do is kept on this computer. It leaves once you resume, or when Machaon is "
              "started again.");
  return self->error != NULL ? self->error->message : NULL;
}

gboolean
mch_sync_state_failed_with (MchSyncState *self, int code)
{
  g_return_val_if_fail (MCH_IS_SYNC_STATE (self), FALSE);

  return g_error_matches (self->error, MCH_SYNC_ERROR, code);
}

char *
mch_sync_state_dup_last (MchSyncState *self)
{
  g_return_val_if_fail (MCH_IS_SYNC_STATE (self), NULL);

  return mch_sync_words_dup_last (self->done_us);
}

guint
mch_sync_state_get_n_pending (MchSyncState *self)
{
  return self->n_pending;
}

guint
mch_sync_state_get_n_refused (MchSyncState *self)
{
  return self->n_refused;
}

guint
mch_sync_state_get_n_conflicts (MchSyncState *self)
{
  return self->n_conflicts;
}

guint
mch_sync_state_get_n_late (MchSyncState *self)
{
  return self->n_late;
}

MchSyncState *
mch_sync_state_new (MchWorker *worker)
{
  MchSyncState *self = g_object_new (MCH_TYPE_SYNC_STATE, NULL);

  self->worker = g_object_ref (worker);
  self->live = mch_live_new (worker);
  g_signal_connect_object (self->live, "hint", G_CALLBACK (on_hint), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (worker, "store-changed", G_CALLBACK (on_store_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (worker, "facts-changed", G_CALLBACK (on_facts_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}

static void
mch_sync_state_dispose (GObject *object)
{
  MchSyncState *self = MCH_SYNC_STATE (object);

  drop_timers (self);
  if (self->live != NULL)
    mch_live_stop (self->live);
  g_clear_object (&self->live);
  g_clear_object (&self->worker);
  g_clear_error (&self->error);
  g_clear_pointer (&self->text, g_free);
  G_OBJECT_CLASS (mch_sync_state_parent_class)->dispose (object);
}

static void
mch_sync_state_class_init (MchSyncStateClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_sync_state_dispose;

  changed_signal = g_signal_new ("changed", MCH_TYPE_SYNC_STATE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
mch_sync_state_init (MchSyncState *self)
{
}
