/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs travel to their lane in a GAsyncQueue and back as a GTask. What a lane wants to tell the
 * main loop before that (facts, progress, a changed store) goes through idle sources that hold a
 * reference, so nothing arrives at an object that is gone. */
#include "app/sync/mch-worker.h"

#include "store/mch-outbox.h"
#include "sync/mch-sync-error.h"

#define STORE_CHANGED_MS 250 /* between two signals */
#define PROGRESS_MS 16

typedef struct
{
  GThread *thread;
  GAsyncQueue *queue; /* of MchWork; one without a function ends the thread */
} Lane;

struct _MchWorker
{
  GObject parent_instance;

  char *profile_dir;
  char *secrets_file;
  MchSecretStore *secrets; /* set when open */
  MchStore *store;         /* likewise */
  MchDeskFacts *facts;     /* likewise */
  Lane desk_lane;
  Lane disk_lane;
  GPtrArray *running; /* of GCancellable: one a job that has not come back */
  guint store_changed_id;
  gboolean shut_down;

  MchDesk *desk;             /* the desk lane's alone */
  int store_changed_pending; /* atomic */
};

struct _MchWork
{
  MchWorker *worker; /* kept alive by the task */
  GTask *task;
  gboolean of_desk;
  MchWorkFunc func;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  MchWorkProgressFunc progress;
  gpointer progress_data;
  GMutex lock; /* of the three below */
  guint done, total;
  guint progress_id;
  gboolean finished; /* main thread */
  gatomicrefcount ref_count;
};

enum
{
  SIGNAL_FACTS_CHANGED,
  SIGNAL_STORE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchWorker, mch_worker, G_TYPE_OBJECT)

static MchWork *
work_ref (MchWork *work)
{
  g_atomic_ref_count_inc (&work->ref_count);
  return work;
}

static void
work_unref (MchWork *work)
{
  if (!g_atomic_ref_count_dec (&work->ref_count))
    return;
  g_mutex_clear (&work->lock);
  g_free (work);
}

typedef struct
{
  MchWorker *worker;
  MchDeskFacts *facts;
} FactsNews;

static void
facts_news_free (gpointer data)
{
  FactsNews *news = data;

  g_object_unref (news->worker);
  mch_desk_facts_unref (news->facts);
  g_free (news);
}

static gboolean
take_facts (gpointer data)
{
  FactsNews *news = data;
  MchWorker *self = news->worker;

  if (mch_desk_facts_equal (self->facts, news->facts))
    return G_SOURCE_REMOVE;
  g_clear_pointer (&self->facts, mch_desk_facts_unref);
  self->facts = mch_desk_facts_ref (news->facts);
  if (!self->shut_down)
    g_signal_emit (self, signals[SIGNAL_FACTS_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

/* Ahead of the job's own result, which has the default priority. */
static void
tell_facts (MchWorker *self)
{
  FactsNews *news = g_new0 (FactsNews, 1);

  news->worker = g_object_ref (self);
  news->facts = mch_desk_facts_new (self->desk);
  g_idle_add_full (G_PRIORITY_HIGH, take_facts, news, facts_news_free);
}

static gboolean
emit_store_changed (gpointer data)
{
  MchWorker *self = data;

  self->store_changed_id = 0;
  g_atomic_int_set (&self->store_changed_pending, 0);
  if (!self->shut_down)
    g_signal_emit (self, signals[SIGNAL_STORE_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static gboolean
schedule_store_changed (gpointer data)
{
  MchWorker *self = data;

  if (self->store_changed_id == 0 && !self->shut_down)
    self->store_changed_id = g_timeout_add (STORE_CHANGED_MS, emit_store_changed, self);
  return G_SOURCE_REMOVE;
}

/* Who is told that his act is kept must not read meanwhile that nothing waits. */
static gboolean
hurry_store_changed (gpointer data)
{
  MchWorker *self = data;

  if (g_atomic_int_get (&self->store_changed_pending) == 0)
    return G_SOURCE_REMOVE;
  g_clear_handle_id (&self->store_changed_id, g_source_remove);
  return emit_store_changed (self);
}

/* Set in the thread of a lane whose job has committed something. */
static GPrivate committed;

/* In whatever thread committed. */
static void
on_store_changed (MchStore *store, void *user_data)
{
  MchWorker *self = user_data;

  g_private_set (&committed, self);
  if (g_atomic_int_compare_and_exchange (&self->store_changed_pending, 0, 1))
    g_idle_add_full (G_PRIORITY_DEFAULT, schedule_store_changed, g_object_ref (self),
                     g_object_unref);
}

static gboolean
tell_progress (gpointer data)
{
  MchWork *work = data;
  guint done, total;

  g_mutex_lock (&work->lock);
  work->progress_id = 0;
  done = work->done;
  total = work->total;
  g_mutex_unlock (&work->lock);
  if (!work->finished)
    work->progress (done, total, work->progress_data);
  return G_SOURCE_REMOVE;
}

MchDesk *
mch_work_get_desk (MchWork *work)
{
  g_assert (work->of_desk);
  return work->worker->desk;
}

MchStore *
mch_work_get_store (MchWork *work)
{
  return work->worker->store != NULL ? work->worker->store
                                     : mch_desk_get_store (mch_work_get_desk (work));
}

GCancellable *
mch_work_get_cancellable (MchWork *work)
{
  return g_task_get_cancellable (work->task);
}

void
mch_work_report (MchWork *work, guint done, guint total)
{
  if (work->progress == NULL)
    return;
  g_mutex_lock (&work->lock);
  work->done = done;
  work->total = total;
  if (work->progress_id == 0)
    work->progress_id = g_timeout_add_full (G_PRIORITY_DEFAULT, PROGRESS_MS, tell_progress,
                                            work_ref (work), (GDestroyNotify) work_unref);
  g_mutex_unlock (&work->lock);
}

void
mch_work_report_cb (guint done, guint total, gpointer work)
{
  mch_work_report (work, done, total);
}

static void
run_work (MchWork *work)
{
  g_autoptr (GError) error = NULL;
  gpointer result;

  if (g_task_return_error_if_cancelled (work->task))
    return;
  g_private_set (&committed, NULL);
  result = work->func (work, work->data, &error);
  if (work->of_desk && work->worker->desk != NULL)
    tell_facts (work->worker);
  if (!work->of_desk && g_private_get (&committed) != NULL)
    g_idle_add_full (G_PRIORITY_HIGH, hurry_store_changed, g_object_ref (work->worker),
                     g_object_unref);
  g_assert ((result == NULL) == (error != NULL));
  if (result != NULL)
    g_task_return_pointer (work->task, result, work->free_result);
  else
    g_task_return_error (work->task, g_steal_pointer (&error));
}

static gpointer
lane_main (gpointer data)
{
  g_autoptr (GAsyncQueue) queue = data;

  for (;;)
    {
      MchWork *work = g_async_queue_pop (queue);

      if (work->func == NULL)
        {
          work_unref (work);
          return NULL;
        }
      run_work (work);
      /* The task comes back on the main loop; there it also ends. */
      g_clear_object (&work->task);
      work_unref (work);
    }
}

static void
lane_start (Lane *lane, const char *name)
{
  lane->queue = g_async_queue_new ();
  lane->thread = g_thread_new (name, lane_main, g_async_queue_ref (lane->queue));
}

static void
lane_stop (Lane *lane)
{
  MchWork *end = g_new0 (MchWork, 1);

  g_atomic_ref_count_init (&end->ref_count);
  g_mutex_init (&end->lock);
  g_async_queue_push (lane->queue, end);
  g_thread_join (g_steal_pointer (&lane->thread));
  g_clear_pointer (&lane->queue, g_async_queue_unref);
}

/* Main loop, just after the caller's own callback. */
static void
on_task_completed (GTask *task, GParamSpec *pspec, gpointer data)
{
  MchWork *work = g_task_get_task_data (task);

  work->finished = TRUE;
  g_ptr_array_remove_fast (work->worker->running, g_task_get_cancellable (task));
  if (work->free_data != NULL)
    g_clear_pointer (&work->data, work->free_data);
}

static void
push_work (MchWorker *self, Lane *lane, MchWork *work, const char *name, GCancellable *cancellable,
           GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GCancellable) own =
      cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();

  work->worker = self;
  work->task = g_task_new (self, own, callback, user_data);
  g_task_set_source_tag (work->task, mch_worker_run_async);
  g_task_set_name (work->task, name);
  g_task_set_task_data (work->task, work_ref (work), (GDestroyNotify) work_unref);
  /* The job says itself whether it was cut: what it did until then must not be hidden. */
  g_task_set_check_cancellable (work->task, FALSE);
  g_signal_connect (work->task, "notify::completed", G_CALLBACK (on_task_completed), NULL);
  g_ptr_array_add (self->running, g_object_ref (own));
  if (lane->queue != NULL)
    {
      g_async_queue_push (lane->queue, work);
      return;
    }
  /* What was due while the program closes: a timer, the next step of something. */
  g_cancellable_cancel (own);
  g_task_return_error_if_cancelled (work->task);
  g_clear_object (&work->task);
  work_unref (work);
}

static MchWork *
work_new (MchWorkFunc func, gpointer data, GDestroyNotify free_data, GDestroyNotify free_result)
{
  MchWork *work = g_new0 (MchWork, 1);

  g_atomic_ref_count_init (&work->ref_count);
  g_mutex_init (&work->lock);
  work->func = func;
  work->data = data;
  work->free_data = free_data;
  work->free_result = free_result;
  return work;
}

void
mch_worker_run_async (MchWorker *self, const char *name, MchWorkFunc func, gpointer data,
                      GDestroyNotify free_data, GDestroyNotify free_result,
                      MchWorkProgressFunc progress, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  MchWork *work;

  g_return_if_fail (MCH_IS_WORKER (self));
  g_return_if_fail (func != NULL);

  work = work_new (func, data, free_data, free_result);
  work->of_desk = TRUE;
  work->progress = progress;
  work->progress_data = user_data;
  push_work (self, &self->desk_lane, work, name, cancellable, callback, user_data);
}

void
mch_worker_run_on_disk_async (MchWorker *self, const char *name, MchWorkFunc func, gpointer data,
                              GDestroyNotify free_data, GDestroyNotify free_result,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (MCH_IS_WORKER (self));
  g_return_if_fail (func != NULL && (self->store != NULL || self->shut_down));

  push_work (self, &self->disk_lane, work_new (func, data, free_data, free_result), name,
             cancellable, callback, user_data);
}

gpointer
mch_worker_run_finish (MchWorker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* A desk that only a keyring keeps from what lies on the disk is closed again. */
static gboolean
may_go_on (MchWorker *self, gboolean needs_keyring, GError **error)
{
  MchDeskKeyring keyring = mch_desk_get_keyring_at_start (self->desk);

  if (!needs_keyring || self->secrets_file != NULL
      || (keyring != MCH_DESK_KEYRING_LOCKED && keyring != MCH_DESK_KEYRING_MISSED))
    return TRUE;
  g_set_error_literal (error, MCH_SYNC_ERROR,
                       keyring == MCH_DESK_KEYRING_LOCKED ? MCH_SYNC_ERROR_KEYRING_LOCKED
                                                          : MCH_SYNC_ERROR_KEYRING,
                       mch_desk_get_keyring_warning (self->desk));
  g_clear_object (&self->desk);
  return FALSE;
}

static gpointer
open_desk (MchWork *work, gpointer data, GError **error)
{
  MchWorker *self = work->worker;
  MchSecretStore *secrets = self->secrets_file != NULL
                                ? mch_secret_store_new_file (self->secrets_file, error)
                                : mch_secret_store_new_keyring ();
  if (secrets == NULL)
    return NULL;
  g_set_object (&self->secrets, secrets);
  g_object_unref (secrets);
  self->desk = mch_desk_open (self->profile_dir, secrets, 0, error);
  if (self->desk == NULL || !may_go_on (self, GPOINTER_TO_INT (data), error))
    return NULL;
  return mch_store_ref (mch_desk_get_store (self->desk));
}

static void
begin_open (MchWorker *self, gboolean needs_keyring, GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_return_if_fail (MCH_IS_WORKER (self));
  g_return_if_fail (self->store == NULL);

  mch_worker_run_async (self, "open", open_desk, GINT_TO_POINTER (needs_keyring), NULL,
                        (GDestroyNotify) mch_store_unref, NULL, NULL, callback, user_data);
}

void
mch_worker_open_async (MchWorker *self, GAsyncReadyCallback callback, gpointer user_data)
{
  begin_open (self, FALSE, callback, user_data);
}

void
mch_worker_open_with_keyring_async (MchWorker *self, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  begin_open (self, TRUE, callback, user_data);
}

gboolean
mch_worker_open_finish (MchWorker *self, GAsyncResult *result, GError **error)
{
  MchStore *store = mch_worker_run_finish (self, result, error);

  if (store == NULL)
    return FALSE;
  self->store = store;
  mch_store_set_changed_func (store, on_store_changed, self);
  /* From nothing to all that the profile holds. */
  g_signal_emit (self, signals[SIGNAL_STORE_CHANGED], 0);
  return TRUE;
}

static void
unlock_keyring (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (mch_secret_store_unlock (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gpointer
try_keyring (MchWork *work, gpointer data, GError **error)
{
  mch_desk_try_keyring (mch_work_get_desk (work));
  return GINT_TO_POINTER (TRUE);
}

static void
on_keyring_tried (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (mch_worker_run_finish (MCH_WORKER (source), result, &error) != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_keyring_unlocked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (!mch_worker_unlock_keyring_finish (MCH_WORKER (source), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    mch_worker_run_async (MCH_WORKER (source), "keyring", try_keyring, NULL, NULL, NULL, NULL, NULL,
                          on_keyring_tried, g_steal_pointer (&task));
}

void
mch_worker_unlock_keyring_async (MchWorker *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (MCH_IS_WORKER (self));
  g_return_if_fail (self->secrets != NULL && !self->shut_down);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_task_data (task, g_object_ref (self->secrets), g_object_unref);
  g_task_run_in_thread (task, unlock_keyring);
}

gboolean
mch_worker_unlock_keyring_finish (MchWorker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
mch_worker_open_keyring_async (MchWorker *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (MCH_IS_WORKER (self));
  g_return_if_fail (self->store != NULL && !self->shut_down);

  mch_worker_unlock_keyring_async (self, on_keyring_unlocked,
                                   g_task_new (self, NULL, callback, user_data));
}

gboolean
mch_worker_open_keyring_finish (MchWorker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  char *scope;
  char *kind;
  GHashTable *meta;
  GPtrArray *changes;
} Act;

static void
act_free (gpointer data)
{
  Act *act = data;

  g_free (act->scope);
  g_free (act->kind);
  g_clear_pointer (&act->meta, g_hash_table_unref);
  g_ptr_array_unref (act->changes);
  g_free (act);
}

static gpointer
enqueue (MchWork *work, gpointer data, GError **error)
{
  Act *act = data;
  g_autofree char *id = mch_desk_new_id ();

  if (act->changes->len == 0)
    return g_strdup ("");
  if (!mch_store_enqueue (mch_work_get_store (work), id, act->scope, act->kind, act->meta,
                          act->changes, mch_desk_now_ms (), error))
    return NULL;
  return g_steal_pointer (&id);
}

void
mch_worker_enqueue_async (MchWorker *self, const char *scope, const char *kind, GHashTable *meta,
                          GPtrArray *changes, GAsyncReadyCallback callback, gpointer user_data)
{
  Act *act = g_new0 (Act, 1);

  act->scope = g_strdup (scope);
  act->kind = g_strdup (kind);
  act->meta = meta != NULL ? g_hash_table_ref (meta) : NULL;
  act->changes = g_ptr_array_ref (changes);
  mch_worker_run_on_disk_async (self, "enqueue", enqueue, act, act_free, g_free, NULL, callback,
                                user_data);
}

char *
mch_worker_enqueue_finish (MchWorker *self, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (self, result, error);
}

void
mch_worker_shut_down (MchWorker *self)
{
  g_return_if_fail (MCH_IS_WORKER (self));

  if (self->shut_down)
    return;
  self->shut_down = TRUE;
  for (guint i = 0; i < self->running->len; i++)
    g_cancellable_cancel (self->running->pdata[i]);
  lane_stop (&self->disk_lane);
  lane_stop (&self->desk_lane);
  g_clear_handle_id (&self->store_changed_id, g_source_remove);
  if (self->store != NULL)
    mch_store_set_changed_func (self->store, NULL, NULL);
  g_clear_pointer (&self->store, mch_store_unref);
  g_clear_object (&self->desk);
  g_clear_object (&self->secrets);
}

MchStore *
mch_worker_get_store (MchWorker *self)
{
  g_return_val_if_fail (MCH_IS_WORKER (self), NULL);

  return self->store;
}

MchDeskFacts *
mch_worker_get_facts (MchWorker *self)
{
  g_return_val_if_fail (MCH_IS_WORKER (self), NULL);

  return self->facts;
}

const char *
mch_worker_get_profile_dir (MchWorker *self)
{
  g_return_val_if_fail (MCH_IS_WORKER (self), NULL);

  return self->profile_dir;
}

MchWorker *
mch_worker_new (const char *profile_dir, const char *secrets_file)
{
  MchWorker *self = g_object_new (MCH_TYPE_WORKER, NULL);

  self->profile_dir = g_strdup (profile_dir);
  self->secrets_file = g_strdup (secrets_file);
  return self;
}

static void
mch_worker_finalize (GObject *object)
{
  MchWorker *self = MCH_WORKER (object);

  mch_worker_shut_down (self);
  g_clear_pointer (&self->facts, mch_desk_facts_unref);
  g_ptr_array_unref (self->running);
  g_free (self->profile_dir);
  g_free (self->secrets_file);
  G_OBJECT_CLASS (mch_worker_parent_class)->finalize (object);
}

static void
mch_worker_class_init (MchWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_worker_finalize;

  signals[SIGNAL_FACTS_CHANGED] = g_signal_new ("facts-changed", MCH_TYPE_WORKER, G_SIGNAL_RUN_LAST,
                                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_STORE_CHANGED] = g_signal_new ("store-changed", MCH_TYPE_WORKER, G_SIGNAL_RUN_LAST,
                                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_worker_init (MchWorker *self)
{
  self->running = g_ptr_array_new_with_free_func (g_object_unref);
  lane_start (&self->desk_lane, "desk");
  lane_start (&self->disk_lane, "disk");
}
