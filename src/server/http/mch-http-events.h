/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The streams of server-sent events: who listens to which scope, what each has yet to be told. What
 * waits for a stream is the latest seq of each of its scopes, so a slow reader costs no memory. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCH_EVENTS_PER_OWNER 16
#define MCH_EVENTS_LIFE_MS (60 * 60 * 1000)

typedef struct _MchEvents MchEvents;
typedef struct _MchStream MchStream;

/* Stops and restarts the sending of @connection; called with the hub's lock held. */
typedef void (*MchConnectionFunc) (gpointer connection);

/* @ping_ms: a stream silent for so long gets a comment line. Thread-safe, as its streams are. */
MchEvents *mch_events_new (MchConnectionFunc suspend, MchConnectionFunc resume, gint64 ping_ms);
void mch_events_free (MchEvents *events); /* no stream may be left */

void mch_events_publish (MchEvents *events, const char *scope, gint64 seq);

/* Time passes: pings, and the end of streams that are an hour old. */
void mch_events_tick (MchEvents *events, gint64 now_ms);

void mch_events_end_owner (MchEvents *events, const char *owner);

/* Ends all streams, and any that is opened later. */
void mch_events_end_all (MchEvents *events);

guint mch_events_count (MchEvents *events);

/**
 * mch_events_open:
 * @connection: given to the hub's functions.
 *
 * The stream begins with the latest seq known of each of its scopes, so that what is published
 * while it opens is not missed.
 *
 * Returns: (transfer full): mch_stream_close().
 */
MchStream *mch_events_open (MchEvents *events, const char *const *scopes, const char *owner,
                            gpointer connection, gint64 now_ms);
void mch_stream_close (MchStream *stream);

/* The next bytes into @buffer of @size: how many; 0 when there is nothing, the connection having
 * been suspended; -1 at the end. */
gssize mch_stream_read (MchStream *stream, char *buffer, size_t size);

G_END_DECLS
