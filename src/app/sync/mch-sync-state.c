/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-sync-state.h"

#include <glib/gi18n-lib.h>

#include "store/mch-outbox.h"
#include "sync/mch-sync-error.h"

#define PERIOD_S 30
#define AFTER_EDIT_MS 1200 /* typing is over; several edits go together */
#define MINUTE_US (60 * G_USEC_PER_SEC)

struct _MchSyncState
{
  GObject parent_instance;

  MchWorker *worker;
  GError *error;   /* of the last run; NULL when it went well */
  gint64 done_us;  /* when the last good run ended; 0: none in this session */
  gint64 since_us; /* since when the server has not been reached */
  guint n_pending, n_refused, n_conflicts;
  gboolean running;
  gboolean again;
  guint period_id;
  guint edit_id;
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
is_known (MchSyncState *self)
{
  MchDeskFacts *facts = mch_worker_get_facts (self->worker);

  return facts != NULL && facts->login != NULL;
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
  if (self->error != NULL)
    return is_away (self->error) ? MCH_SYNC_OFFLINE : MCH_SYNC_FAILED;
  if (self->n_refused + self->n_conflicts > 0)
    return MCH_SYNC_ATTENTION;
  if (self->done_us == 0)
    return self->running ? MCH_SYNC_RUNNING : MCH_SYNC_WAITING;
  if (self->n_pending > 0)
    return self->running ? MCH_SYNC_RUNNING : MCH_SYNC_WAITING;
  return MCH_SYNC_DONE;
}

static char *
dup_ago (gint64 then_us)
{
  gint64 minutes = (g_get_monotonic_time () - then_us) / MINUTE_US;

  if (minutes < 1)
    return g_strdup (_ ("just now"));
  if (minutes < 60)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u min ago", "%u min ago", (guint) minutes),
        (guint) minutes);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u h ago", "%u h ago", (guint) (minutes / 60)),
      (guint) (minutes / 60));
}

static char *
dup_waiting (guint n)
{
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u change waiting", "%u changes waiting", n), n);
}

static char *
dup_since (gint64 then_us)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_add (now, then_us - g_get_monotonic_time ());
  /* Translators: a time of day, as in "Offline since 17:52". */
  g_autofree char *time = g_date_time_format (then, _ ("%H:%M"));

  return g_strdup_printf (_ ("Offline since %s"), time);
}

static char *
dup_attention (MchSyncState *self)
{
  if (self->n_conflicts > 0)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u value changed by somebody else: choose which one to keep",
                     "%u values changed by somebody else: choose which ones to keep",
                     self->n_conflicts),
        self->n_conflicts);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u change refused by the server, kept here",
                   "%u changes refused by the server, kept here", self->n_refused),
      self->n_refused);
}

static char *
dup_text (MchSyncState *self)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (self->n_pending > 0)
    second = dup_waiting (self->n_pending);
  switch (mch_sync_state_get_status (self))
    {
    case MCH_SYNC_IDLE:
      return g_strdup (_ ("Nobody is signed in yet"));
    case MCH_SYNC_DONE:
      first = g_strdup (_ ("Everything is synchronised"));
      g_free (second);
      second = dup_ago (self->done_us);
      break;
    case MCH_SYNC_RUNNING:
      first = g_strdup (_ ("Synchronising…"));
      break;
    case MCH_SYNC_WAITING:
      first = g_steal_pointer (&second);
      if (first == NULL)
        first = g_strdup (_ ("Synchronising…"));
      break;
    case MCH_SYNC_OFFLINE:
      first = dup_since (self->since_us);
      break;
    case MCH_SYNC_SIGNED_OUT:
      first = g_strdup (_ ("Sign in again to synchronise"));
      break;
    case MCH_SYNC_ATTENTION:
      first = dup_attention (self);
      break;
    case MCH_SYNC_FAILED:
      first = g_strdup (_ ("Synchronisation stopped"));
      break;
    default:
      g_assert_not_reached ();
    }
  return g_strjoin (" · ", first, second, NULL);
}

static void
count (MchSyncState *self)
{
  MchStore *store = mch_worker_get_store (self->worker);
  g_autoptr (GPtrArray) conflicts = NULL;

  if (store == NULL)
    return;
  conflicts = mch_store_list_conflicts (store, NULL);
  self->n_pending = mch_store_count_pending (store);
  self->n_refused = mch_store_count_refused (store);
  self->n_conflicts = conflicts != NULL ? conflicts->len : 0;
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

void
mch_sync_state_note (MchSyncState *self, const GError *error)
{
  g_return_if_fail (MCH_IS_SYNC_STATE (self));

  if (is_away (error) && !is_away (self->error))
    self->since_us = g_get_monotonic_time ();
  g_clear_error (&self->error);
  if (error != NULL)
    self->error = g_error_copy (error);
  else
    self->done_us = g_get_monotonic_time ();
  update (self);
}

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchSyncState) self = MCH_SYNC_STATE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree MchSyncReport *report = mch_worker_run_finish (MCH_WORKER (source), result, &error);

  self->running = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  mch_sync_state_note (self, error);
  if (self->again)
    mch_sync_state_sync (self);
}

void
mch_sync_state_sync (MchSyncState *self)
{
  MchDeskFacts *facts;

  g_return_if_fail (MCH_IS_SYNC_STATE (self));

  facts = mch_worker_get_facts (self->worker);
  self->again = self->running;
  if (self->running || facts == NULL || !facts->signed_in)
    return;
  self->running = TRUE;
  mch_worker_run_async (self->worker, "sync", run_sync, NULL, NULL, g_free, NULL, NULL, on_synced,
                        g_object_ref (self));
  update (self);
}

static gboolean
on_period (gpointer data)
{
  MchSyncState *self = data;

  if (!self->running)
    mch_sync_state_sync (self);
  else
    update (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_edited (gpointer data)
{
  MchSyncState *self = data;

  self->edit_id = 0;
  mch_sync_state_sync (self);
  return G_SOURCE_REMOVE;
}

static void
on_store_changed (MchSyncState *self)
{
  guint before = self->n_pending;

  update (self);
  if (self->n_pending > before && self->edit_id == 0 && !is_away (self->error))
    self->edit_id = g_timeout_add (AFTER_EDIT_MS, on_edited, self);
}

static void
on_facts_changed (MchSyncState *self)
{
  update (self);
}

static void
on_network_changed (MchSyncState *self)
{
  if (is_away (self->error))
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
}

const char *
mch_sync_state_get_text (MchSyncState *self)
{
  g_return_val_if_fail (MCH_IS_SYNC_STATE (self), NULL);

  if (self->text == NULL)
    self->text = dup_text (self);
  return self->text;
}

const char *
mch_sync_state_get_detail (MchSyncState *self)
{
  g_return_val_if_fail (MCH_IS_SYNC_STATE (self), NULL);

  return self->error != NULL ? self->error->message : NULL;
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

MchSyncState *
mch_sync_state_new (MchWorker *worker)
{
  MchSyncState *self = g_object_new (MCH_TYPE_SYNC_STATE, NULL);

  self->worker = g_object_ref (worker);
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

  g_clear_handle_id (&self->period_id, g_source_remove);
  g_clear_handle_id (&self->edit_id, g_source_remove);
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
