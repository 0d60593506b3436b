/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which connections there are, in which phase, and which of them have to go: the arithmetic of the
 * limits, without sockets or clock. Not thread-safe: its owner holds a lock around every call. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchPhase:
 * @MCH_PHASE_NEW: no request's header has been complete yet (nor perhaps the TLS handshake).
 * @MCH_PHASE_BODY: a request's body is coming in.
 * @MCH_PHASE_WORK: a handler has it.
 * @MCH_PHASE_SEND: the answer is going out.
 * @MCH_PHASE_STREAM: events are going out, for as long as it lasts.
 * @MCH_PHASE_IDLE: between requests.
 */
typedef enum
{
  MCH_PHASE_NEW,
  MCH_PHASE_BODY,
  MCH_PHASE_WORK,
  MCH_PHASE_SEND,
  MCH_PHASE_STREAM,
  MCH_PHASE_IDLE,
} MchPhase;

/* All times in milliseconds. The table's owner fills it; 0 is no default here. */
typedef struct
{
  guint connections;
  guint per_address;
  gint64 first_byte_ms;
  gint64 header_ms;
  gint64 keep_alive_ms;
} MchLimitSettings;

/**
 * MchCloseFunc:
 * Ends connection @fd, soon; mch_limits_remove() follows in the owner's time, not from inside.
 *
 * MchReceivedFunc:
 * Bytes that @fd has received since it was opened, or -1 when that cannot be known.
 */
typedef void (*MchCloseFunc) (int fd, gpointer user_data);
typedef gint64 (*MchReceivedFunc) (int fd, gpointer user_data);

typedef struct _MchLimits MchLimits;
typedef struct _MchPeer MchPeer; /* one connection */

MchLimits *mch_limits_new (const MchLimitSettings *settings, MchCloseFunc close,
                           MchReceivedFunc received, gpointer user_data);
void mch_limits_free (MchLimits *limits); /* with the peers that are left */

/**
 * mch_limits_add:
 * @address: (nullable): NULL is not limited by address.
 *
 * Enters a connection and makes room for it. Counted by address are those whose first request has
 * not come in completely; at the limit the oldest such one of the address is closed. At the limit
 * of all connections goes the longest idle one, else the oldest that has shown no request, else the
 * new one itself.
 *
 * Returns: (transfer none): until mch_limits_remove().
 */
MchPeer *mch_limits_add (MchLimits *limits, const char *address, int fd, gint64 now_ms);
void mch_limits_remove (MchLimits *limits, MchPeer *peer);

/* @size: bytes of body expected (BODY) or of answer to go out (SEND), which buy time. */
void mch_limits_set_phase (MchLimits *limits, MchPeer *peer, MchPhase phase, guint64 size,
                           gint64 now_ms);

/* Closes what has outstayed its phase. */
void mch_limits_sweep (MchLimits *limits, gint64 now_ms);

/* Connections that are neither waiting for a request nor being closed. */
guint mch_limits_count_busy (const MchLimits *limits);
guint mch_limits_count (const MchLimits *limits);

G_END_DECLS
