/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-http-watch.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define TICK_MS 250
#define LINGER_MS 2000
#define LINGER_MAX 256

typedef struct
{
  int fd;
  gint64 until_ms;
} Lingering;

struct _MchWatch
{
  GThread *thread;
  GMutex lock;
  GArray *arrived; /* Lingering, under lock */
  gboolean closing;
  int event_fd;
  void (*tick) (gpointer user_data);
  gpointer user_data;
  GArray *lingering;   /* Lingering, the thread's own */
  guint n_lingering;   /* of them, under lock */
  char scratch[65536]; /* the thread's own; never read */
};

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / 1000;
}

/* Whether @fd may be closed: its end was reached, or it broke. */
static gboolean
drain (MchWatch *watch, int fd)
{
  for (int i = 0; i < 16; i++)
    {
      ssize_t n = recv (fd, watch->scratch, sizeof watch->scratch, MSG_DONTWAIT);

      if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        return TRUE;
      if (n < 0)
        return FALSE;
    }
  return FALSE;
}

static void
drain_all (MchWatch *watch, gint64 now)
{
  for (guint i = watch->lingering->len; i-- > 0;)
    {
      const Lingering *item = &g_array_index (watch->lingering, Lingering, i);

      if (!drain (watch, item->fd) && now < item->until_ms)
        continue;
      close (item->fd);
      g_array_remove_index_fast (watch->lingering, i);
    }
}

static gboolean
take_arrived (MchWatch *watch)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch->lock);
  guint64 count = 0;

  if (read (watch->event_fd, &count, sizeof count) > 0 && watch->arrived->len > 0)
    {
      g_array_append_vals (watch->lingering, watch->arrived->data, watch->arrived->len);
      g_array_set_size (watch->arrived, 0);
    }
  watch->n_lingering = watch->lingering->len;
  return !watch->closing;
}

static void
wait_until (MchWatch *watch, gint64 then_ms)
{
  guint n = watch->lingering->len + 1;
  g_autofree struct pollfd *polls = g_new0 (struct pollfd, n);

  polls[0].fd = watch->event_fd;
  polls[0].events = POLLIN;
  for (guint i = 1; i < n; i++)
    {
      polls[i].fd = g_array_index (watch->lingering, Lingering, i - 1).fd;
      polls[i].events = POLLIN;
    }
  poll (polls, n, (int) MAX (then_ms - now_ms (), 0));
}

static gpointer
run_watch (gpointer data)
{
  MchWatch *watch = data;
  gint64 next_ms = now_ms () + TICK_MS;

  while (take_arrived (watch))
    {
      wait_until (watch, next_ms);
      drain_all (watch, now_ms ());
      if (now_ms () >= next_ms)
        {
          watch->tick (watch->user_data);
          next_ms = now_ms () + TICK_MS;
        }
    }

  return NULL;
}

MchWatch *
mch_watch_new (void (*tick) (gpointer user_data), gpointer user_data)
{
  MchWatch *watch = NULL;

  g_return_val_if_fail (tick != NULL, NULL);

  watch = g_new0 (MchWatch, 1);
  g_mutex_init (&watch->lock);
  watch->arrived = g_array_new (FALSE, FALSE, sizeof (Lingering));
  watch->lingering = g_array_new (FALSE, FALSE, sizeof (Lingering));
  watch->event_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  watch->tick = tick;
  watch->user_data = user_data;
  watch->thread = g_thread_new ("http-watch", run_watch, watch);
  return watch;
}

static void
wake (MchWatch *watch)
{
  guint64 one = 1;

  /* It can only fail when it is awake already. */
  if (write (watch->event_fd, &one, sizeof one) < 0)
    return;
}

void
mch_watch_linger (MchWatch *watch, int fd)
{
  g_autoptr (GMutexLocker) locker = NULL;
  Lingering item = { fd, now_ms () + LINGER_MS };

  g_return_if_fail (watch != NULL);

  locker = g_mutex_locker_new (&watch->lock);
  if (watch->closing || watch->arrived->len + watch->n_lingering >= LINGER_MAX)
    {
      close (fd);
      return;
    }
  shutdown (fd, SHUT_WR);
  g_array_append_val (watch->arrived, item);
  wake (watch);
}

static void
close_all (GArray *items)
{
  for (guint i = 0; i < items->len; i++)
    close (g_array_index (items, Lingering, i).fd);
  g_array_unref (items);
}

void
mch_watch_free (MchWatch *watch)
{
  if (watch == NULL)
    return;

  g_mutex_lock (&watch->lock);
  watch->closing = TRUE;
  wake (watch);
  g_mutex_unlock (&watch->lock);
  g_thread_join (watch->thread);

  close_all (watch->arrived);
  close_all (watch->lingering);
  close (watch->event_fd);
  g_mutex_clear (&watch->lock);
  g_free (watch);
}
