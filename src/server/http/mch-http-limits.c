/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-http-limits.h"

/* A body or an answer has this long, and a second more for each so many bytes of it. */
#define TRANSFER_MS 30000
#define BYTES_PER_S 4096

struct _MchPeer
{
  int fd;
  char *address; /* NULL: not limited by address */
  MchPhase phase;
  gboolean fresh;  /* its first request has not come in completely: in the fresh queues */
  gboolean doomed; /* was closed; only waits for its removal: in no queue but all */
  gint64 since_ms; /* when the phase began */
  gint64 begun_ms; /* IDLE: when the next request's first byte was seen; 0: not yet */
  gint64 received; /* IDLE: bytes that had come in when it became idle */
  guint64 size;
  GList all_link;
  GList fresh_link;
  GList address_link;
  GList idle_link;
};

struct _MchLimits
{
  MchLimitSettings settings;
  MchCloseFunc close;
  MchReceivedFunc received;
  gpointer user_data;
  GQueue all;
  GQueue fresh;           /* oldest first */
  GQueue idle;            /* longest idle first */
  GHashTable *by_address; /* owned char* → owned GQueue of fresh peers, oldest first */
  guint n_live;           /* all but the doomed */
};

static void
free_peer (MchPeer *peer)
{
  g_free (peer->address);
  g_free (peer);
}

MchLimits *
mch_limits_new (const MchLimitSettings *settings, MchCloseFunc close, MchReceivedFunc received,
                gpointer user_data)
{
  MchLimits *limits = NULL;

  g_return_val_if_fail (settings != NULL, NULL);
  g_return_val_if_fail (close != NULL, NULL);
  g_return_val_if_fail (received != NULL, NULL);

  limits = g_new0 (MchLimits, 1);
  limits->settings = *settings;
  limits->close = close;
  limits->received = received;
  limits->user_data = user_data;
  g_queue_init (&limits->all);
  g_queue_init (&limits->fresh);
  g_queue_init (&limits->idle);
  limits->by_address =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_queue_free);
  return limits;
}

void
mch_limits_free (MchLimits *limits)
{
  if (limits == NULL)
    return;
  while (limits->all.head != NULL)
    mch_limits_remove (limits, limits->all.head->data);
  g_hash_table_unref (limits->by_address);
  g_free (limits);
}

static GQueue *
lookup_address (MchLimits *limits, const char *address)
{
  GQueue *queue = g_hash_table_lookup (limits->by_address, address);

  if (queue == NULL)
    {
      queue = g_queue_new ();
      g_hash_table_insert (limits->by_address, g_strdup (address), queue);
    }
  return queue;
}

static void
enter_fresh (MchLimits *limits, MchPeer *peer)
{
  peer->fresh = TRUE;
  g_queue_push_tail_link (&limits->fresh, &peer->fresh_link);
  if (peer->address != NULL)
    g_queue_push_tail_link (lookup_address (limits, peer->address), &peer->address_link);
}

static void
leave_fresh (MchLimits *limits, MchPeer *peer)
{
  if (!peer->fresh)
    return;
  peer->fresh = FALSE;
  g_queue_unlink (&limits->fresh, &peer->fresh_link);
  if (peer->address != NULL)
    {
      GQueue *queue = lookup_address (limits, peer->address);

      g_queue_unlink (queue, &peer->address_link);
      if (queue->length == 0)
        g_hash_table_remove (limits->by_address, peer->address);
    }
}

static void
leave_idle (MchLimits *limits, MchPeer *peer)
{
  if (peer->phase == MCH_PHASE_IDLE && !peer->doomed)
    g_queue_unlink (&limits->idle, &peer->idle_link);
}

static void
doom (MchLimits *limits, MchPeer *peer)
{
  g_assert (!peer->doomed);

  leave_fresh (limits, peer);
  leave_idle (limits, peer);
  peer->doomed = TRUE;
  limits->n_live--;
  limits->close (peer->fd, limits->user_data);
}

static void
make_room (MchLimits *limits, MchPeer *peer)
{
  if (peer->address != NULL)
    {
      const GQueue *queue = lookup_address (limits, peer->address);

      if (queue->length > limits->settings.per_address)
        doom (limits, queue->head->data);
    }
  if (limits->n_live <= limits->settings.connections)
    return;
  if (limits->idle.head != NULL)
    doom (limits, limits->idle.head->data);
  else
    doom (limits, limits->fresh.head->data);
}

MchPeer *
mch_limits_add (MchLimits *limits, const char *address, int fd, gint64 now_ms)
{
  MchPeer *peer = NULL;

  g_return_val_if_fail (limits != NULL, NULL);

  peer = g_new0 (MchPeer, 1);
  peer->fd = fd;
  peer->address = g_strdup (address);
  peer->since_ms = now_ms;
  peer->all_link.data = peer;
  peer->fresh_link.data = peer;
  peer->address_link.data = peer;
  peer->idle_link.data = peer;
  g_queue_push_tail_link (&limits->all, &peer->all_link);
  limits->n_live++;
  enter_fresh (limits, peer);
  make_room (limits, peer);

  return peer;
}

void
mch_limits_remove (MchLimits *limits, MchPeer *peer)
{
  g_return_if_fail (limits != NULL);
  g_return_if_fail (peer != NULL);

  leave_fresh (limits, peer);
  leave_idle (limits, peer);
  if (!peer->doomed)
    limits->n_live--;
  g_queue_unlink (&limits->all, &peer->all_link);
  free_peer (peer);
}

void
mch_limits_set_phase (MchLimits *limits, MchPeer *peer, MchPhase phase, guint64 size, gint64 now_ms)
{
  g_return_if_fail (limits != NULL);
  g_return_if_fail (peer != NULL);

  leave_idle (limits, peer);
  peer->phase = phase;
  peer->since_ms = now_ms;
  peer->size = size;
  if (peer->doomed)
    return;
  if (phase != MCH_PHASE_NEW && phase != MCH_PHASE_BODY)
    leave_fresh (limits, peer);
  if (phase == MCH_PHASE_IDLE)
    {
      peer->begun_ms = 0;
      peer->received = limits->received (peer->fd, limits->user_data);
      g_queue_push_tail_link (&limits->idle, &peer->idle_link);
    }
}

static gboolean
is_new_overdue (MchLimits *limits, const MchPeer *peer, gint64 age_ms)
{
  if (age_ms >= limits->settings.header_ms)
    return TRUE;
  return age_ms >= limits->settings.first_byte_ms
         && limits->received (peer->fd, limits->user_data) == 0;
}

/* A client that sends its next request a byte at a time is not idle for the HTTP library. */
static gboolean
is_idle_overdue (MchLimits *limits, MchPeer *peer, gint64 now_ms)
{
  if (peer->begun_ms == 0 && peer->received >= 0
      && limits->received (peer->fd, limits->user_data) > peer->received)
    peer->begun_ms = now_ms;
  if (peer->begun_ms != 0)
    return now_ms - peer->begun_ms >= limits->settings.header_ms;
  return now_ms - peer->since_ms >= limits->settings.keep_alive_ms;
}

static gboolean
is_overdue (MchLimits *limits, MchPeer *peer, gint64 now_ms)
{
  gint64 age_ms = now_ms - peer->since_ms;

  switch (peer->phase)
    {
    case MCH_PHASE_NEW:
      return is_new_overdue (limits, peer, age_ms);
    case MCH_PHASE_IDLE:
      return is_idle_overdue (limits, peer, now_ms);
    case MCH_PHASE_BODY:
    case MCH_PHASE_SEND:
      return age_ms >= TRANSFER_MS + (gint64) (peer->size / BYTES_PER_S) * 1000;
    case MCH_PHASE_WORK:
    case MCH_PHASE_STREAM:
    default:
      return FALSE;
    }
}

void
mch_limits_sweep (MchLimits *limits, gint64 now_ms)
{
  g_return_if_fail (limits != NULL);

  for (GList *link = limits->all.head; link != NULL; link = link->next)
    {
      MchPeer *peer = link->data;

      if (!peer->doomed && is_overdue (limits, peer, now_ms))
        doom (limits, peer);
    }
}

guint
mch_limits_count_busy (const MchLimits *limits)
{
  guint n = 0;

  g_return_val_if_fail (limits != NULL, 0);

  for (const GList *link = limits->all.head; link != NULL; link = link->next)
    {
      const MchPeer *peer = link->data;

      if (!peer->doomed && peer->phase >= MCH_PHASE_WORK && peer->phase <= MCH_PHASE_STREAM)
        n++;
    }
  return n;
}

guint
mch_limits_count (const MchLimits *limits)
{
  g_return_val_if_fail (limits != NULL, 0);

  return limits->all.length;
}
