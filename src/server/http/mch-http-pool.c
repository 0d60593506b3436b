/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-http-pool.h"

struct _MchWorkers
{
  GMutex lock;
  GCond more;
  GQueue queue;
  guint limit;
  gboolean closing;
  MchWorkFunc func;
  guint n_threads;
  guint n_free; /* threads that wait for work */
  GThread **threads;
};

static gpointer
run_worker (gpointer data)
{
  MchWorkers *workers = data;

  g_mutex_lock (&workers->lock);
  for (;;)
    {
      gpointer work = NULL;

      while (workers->queue.length == 0 && !workers->closing)
        {
          workers->n_free++;
          g_cond_wait (&workers->more, &workers->lock);
          workers->n_free--;
        }
      work = g_queue_pop_head (&workers->queue);
      if (work == NULL)
        break;
      g_mutex_unlock (&workers->lock);
      workers->func (work);
      g_mutex_lock (&workers->lock);
    }
  g_mutex_unlock (&workers->lock);

  return NULL;
}

MchWorkers *
mch_workers_new (const char *name, MchWorkFunc func, guint threads, guint queue)
{
  MchWorkers *workers = NULL;

  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail (threads > 0, NULL);

  workers = g_new0 (MchWorkers, 1);
  g_mutex_init (&workers->lock);
  g_cond_init (&workers->more);
  g_queue_init (&workers->queue);
  workers->limit = queue;
  workers->func = func;
  workers->n_threads = threads;
  workers->threads = g_new0 (GThread *, threads);
  for (guint i = 0; i < threads; i++)
    workers->threads[i] = g_thread_new (name, run_worker, workers);
  return workers;
}

gboolean
mch_workers_push (MchWorkers *workers, gpointer work)
{
  gboolean taken = FALSE;
  gboolean waited_for = FALSE;

  g_return_val_if_fail (workers != NULL, FALSE);
  g_return_val_if_fail (work != NULL, FALSE);

  g_mutex_lock (&workers->lock);
  taken = workers->queue.length < workers->limit + workers->n_free;
  if (taken)
    g_queue_push_tail (&workers->queue, work);
  waited_for = workers->n_free > 0;
  g_mutex_unlock (&workers->lock);

  /* Without the lock, or the thread would wake only to wait for it; and a thread that is at work
   * looks by itself. */
  if (taken && waited_for)
    g_cond_signal (&workers->more);
  return taken;
}

void
mch_workers_free (MchWorkers *workers)
{
  if (workers == NULL)
    return;

  g_mutex_lock (&workers->lock);
  workers->closing = TRUE;
  g_cond_broadcast (&workers->more);
  g_mutex_unlock (&workers->lock);
  for (guint i = 0; i < workers->n_threads; i++)
    g_thread_join (workers->threads[i]);

  g_assert (workers->queue.length == 0);
  g_free (workers->threads);
  g_mutex_clear (&workers->lock);
  g_cond_clear (&workers->more);
  g_free (workers);
}
