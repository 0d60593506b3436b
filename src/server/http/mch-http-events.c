/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-http-events.h"

#include <string.h>

struct _MchStream
{
  MchEvents *events;
  char **scopes;
  char *owner;
  gpointer connection;
  gint64 opened_ms;
  gint64 spoke_ms;     /* when it last had something to say */
  GHashTable *pending; /* borrowed scope (of scopes) → gint64* */
  GString *out;        /* what is being sent */
  size_t sent;         /* of out */
  gboolean suspended;
  gboolean ended;
  GList link; /* in all, oldest first */
};

struct _MchEvents
{
  GMutex lock;
  MchConnectionFunc suspend;
  MchConnectionFunc resume;
  gint64 ping_ms;
  gint64 now_ms; /* of the last tick or opening */
  gboolean ended;
  GQueue all;
  GHashTable *by_scope; /* owned char* → owned GPtrArray of MchStream */
  GHashTable *latest;   /* owned char* → owned gint64* */
};

MchEvents *
mch_events_new (MchConnectionFunc suspend, MchConnectionFunc resume, gint64 ping_ms)
{
  MchEvents *events = NULL;

  g_return_val_if_fail (suspend != NULL, NULL);
  g_return_val_if_fail (resume != NULL, NULL);

  events = g_new0 (MchEvents, 1);
  g_mutex_init (&events->lock);
  events->suspend = suspend;
  events->resume = resume;
  events->ping_ms = ping_ms;
  g_queue_init (&events->all);
  events->by_scope =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  events->latest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return events;
}

void
mch_events_free (MchEvents *events)
{
  if (events == NULL)
    return;
  g_assert (events->all.length == 0);
  g_hash_table_unref (events->by_scope);
  g_hash_table_unref (events->latest);
  g_mutex_clear (&events->lock);
  g_free (events);
}

static void
wake (MchStream *stream)
{
  if (!stream->suspended)
    return;
  stream->suspended = FALSE;
  stream->events->resume (stream->connection);
}

static void
end (MchStream *stream)
{
  stream->ended = TRUE;
  wake (stream);
}

static void
set_pending (MchStream *stream, const char *scope, gint64 seq)
{
  gint64 *slot = g_new (gint64, 1);

  *slot = seq;
  for (guint i = 0; stream->scopes[i] != NULL; i++)
    if (strcmp (stream->scopes[i], scope) == 0)
      {
        g_hash_table_replace (stream->pending, stream->scopes[i], slot);
        return;
      }
  g_free (slot);
}

/* Whether @seq is news of @scope. */
static gboolean
note_latest (MchEvents *events, const char *scope, gint64 seq)
{
  gint64 *latest = g_hash_table_lookup (events->latest, scope);

  if (latest == NULL)
    {
      latest = g_new0 (gint64, 1);
      *latest = seq;
      g_hash_table_insert (events->latest, g_strdup (scope), latest);
      return TRUE;
    }
  if (*latest >= seq)
    return FALSE;
  *latest = seq;
  return TRUE;
}

void
mch_events_publish (MchEvents *events, const char *scope, gint64 seq)
{
  g_autoptr (GMutexLocker) locker = NULL;
  const GPtrArray *streams = NULL;

  g_return_if_fail (events != NULL);
  g_return_if_fail (scope != NULL);

  locker = g_mutex_locker_new (&events->lock);
  if (!note_latest (events, scope, seq))
    return;
  streams = g_hash_table_lookup (events->by_scope, scope);
  for (guint i = 0; streams != NULL && i < streams->len; i++)
    {
      MchStream *stream = g_ptr_array_index (streams, i);

      set_pending (stream, scope, seq);
      wake (stream);
    }
}

void
mch_events_tick (MchEvents *events, gint64 now_ms)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (events != NULL);

  locker = g_mutex_locker_new (&events->lock);
  events->now_ms = now_ms;
  for (GList *link = events->all.head; link != NULL; link = link->next)
    {
      MchStream *stream = link->data;

      if (now_ms - stream->opened_ms >= MCH_EVENTS_LIFE_MS)
        end (stream);
      else if (stream->suspended && now_ms - stream->spoke_ms >= events->ping_ms)
        {
          g_string_append (stream->out, ":\n\n");
          wake (stream);
        }
    }
}

void
mch_events_end_owner (MchEvents *events, const char *owner)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (events != NULL);
  g_return_if_fail (owner != NULL);

  locker = g_mutex_locker_new (&events->lock);
  for (GList *link = events->all.head; link != NULL; link = link->next)
    {
      MchStream *stream = link->data;

      if (strcmp (stream->owner, owner) == 0)
        end (stream);
    }
}

void
mch_events_end_all (MchEvents *events)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (events != NULL);

  locker = g_mutex_locker_new (&events->lock);
  events->ended = TRUE;
  for (GList *link = events->all.head; link != NULL; link = link->next)
    end (link->data);
}

guint
mch_events_count (MchEvents *events)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (events != NULL, 0);

  locker = g_mutex_locker_new (&events->lock);
  return events->all.length;
}

static void
limit_owner (MchEvents *events, const char *owner)
{
  MchStream *oldest = NULL;
  guint n = 0;

  for (GList *link = events->all.head; link != NULL; link = link->next)
    {
      MchStream *stream = link->data;

      if (stream->ended || strcmp (stream->owner, owner) != 0)
        continue;
      n++;
      if (oldest == NULL)
        oldest = stream;
    }
  if (n >= MCH_EVENTS_PER_OWNER)
    end (oldest);
}

static void
listen_to (MchStream *stream, const char *scope)
{
  MchEvents *events = stream->events;
  GPtrArray *streams = g_hash_table_lookup (events->by_scope, scope);
  const gint64 *latest = g_hash_table_lookup (events->latest, scope);

  if (streams == NULL)
    {
      streams = g_ptr_array_new ();
      g_hash_table_insert (events->by_scope, g_strdup (scope), streams);
    }
  g_ptr_array_add (streams, stream);
  if (latest != NULL)
    set_pending (stream, scope, *latest);
}

MchStream *
mch_events_open (MchEvents *events, const char *const *scopes, const char *owner,
                 gpointer connection, gint64 now_ms)
{
  g_autoptr (GMutexLocker) locker = NULL;
  MchStream *stream = NULL;

  g_return_val_if_fail (events != NULL, NULL);
  g_return_val_if_fail (scopes != NULL, NULL);
  g_return_val_if_fail (owner != NULL, NULL);

  locker = g_mutex_locker_new (&events->lock);
  limit_owner (events, owner);
  events->now_ms = now_ms;
  stream = g_new0 (MchStream, 1);
  stream->events = events;
  stream->scopes = g_strdupv ((char **) scopes);
  stream->owner = g_strdup (owner);
  stream->connection = connection;
  stream->opened_ms = now_ms;
  stream->spoke_ms = now_ms;
  stream->pending = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  /* Proxies and clients that wait for the first byte get one. */
  stream->out = g_string_new ("retry: 3000\n\n");
  stream->ended = events->ended;
  stream->link.data = stream;
  g_queue_push_tail_link (&events->all, &stream->link);
  for (guint i = 0; scopes[i] != NULL; i++)
    listen_to (stream, scopes[i]);

  return stream;
}

static void
leave_scopes (MchStream *stream)
{
  GHashTable *by_scope = stream->events->by_scope;

  for (guint i = 0; stream->scopes[i] != NULL; i++)
    {
      GPtrArray *streams = g_hash_table_lookup (by_scope, stream->scopes[i]);

      if (streams == NULL)
        continue;
      g_ptr_array_remove_fast (streams, stream);
      if (streams->len == 0)
        g_hash_table_remove (by_scope, stream->scopes[i]);
    }
}

void
mch_stream_close (MchStream *stream)
{
  if (stream == NULL)
    return;

  g_mutex_lock (&stream->events->lock);
  leave_scopes (stream);
  g_queue_unlink (&stream->events->all, &stream->link);
  g_mutex_unlock (&stream->events->lock);

  g_hash_table_unref (stream->pending);
  g_string_free (stream->out, TRUE);
  g_strfreev (stream->scopes);
  g_free (stream->owner);
  g_free (stream);
}

static void
append_json_text (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (; *text != '\0'; text++)
    if (*text == '"' || *text == '\\')
      g_string_append_printf (out, "\\%c", *text);
    else if ((guchar) *text < 0x20)
      g_string_append_printf (out, "\\u%04x", (guint) *text);
    else
      g_string_append_c (out, *text);
  g_string_append_c (out, '"');
}

/* Moves one hint that waits into what is being sent. */
static void
take_pending (MchStream *stream)
{
  GHashTableIter iter;
  gpointer scope = NULL;
  gpointer seq = NULL;

  g_hash_table_iter_init (&iter, stream->pending);
  if (!g_hash_table_iter_next (&iter, &scope, &seq))
    return;
  g_string_append (stream->out, "event: head\ndata: {\"scope\":");
  append_json_text (stream->out, scope);
  g_string_append_printf (stream->out, ",\"seq\":%" G_GINT64_FORMAT "}\n\n", *(const gint64 *) seq);
  g_hash_table_iter_remove (&iter);
}

gssize
mch_stream_read (MchStream *stream, char *buffer, size_t size)
{
  g_autoptr (GMutexLocker) locker = NULL;
  size_t n = 0;

  g_return_val_if_fail (stream != NULL, -1);
  g_return_val_if_fail (buffer != NULL && size > 0, -1);

  locker = g_mutex_locker_new (&stream->events->lock);
  if (stream->ended)
    return -1;
  if (stream->sent == stream->out->len)
    {
      g_string_truncate (stream->out, 0);
      stream->sent = 0;
      take_pending (stream);
    }
  if (stream->out->len == 0)
    {
      stream->suspended = TRUE;
      stream->events->suspend (stream->connection);
      return 0;
    }

  stream->spoke_ms = stream->events->now_ms;
  n = MIN (size, stream->out->len - stream->sent);
  memcpy (buffer, stream->out->str + stream->sent, n);
  stream->sent += n;
  return (gssize) n;
}
