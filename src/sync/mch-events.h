/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection on which the server says that a scope has moved. Hints only: what moved is pulled
 * by the engine, and a connection that drops costs nothing. Who opens the next one, and when, is
 * its owner's business. */
#pragma once

#include "sync/mch-desk.h"

G_BEGIN_DECLS

/* What opens a connection: made where the desk is, used where the main loop is. */
typedef struct _MchEventPass MchEventPass;

/* In the desk's thread. (transfer full): NULL with MCH_SYNC_ERROR_SIGN_IN when nobody is signed in,
 * or _USAGE when the profile has no scope. */
MchEventPass *mch_event_pass_new (MchDesk *desk, GError **error);
void mch_event_pass_free (MchEventPass *pass);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchEventPass, mch_event_pass_free)

#define MCH_TYPE_EVENT_STREAM (mch_event_stream_get_type ())
G_DECLARE_FINAL_TYPE (MchEventStream, mch_event_stream, MCH, EVENT_STREAM, GObject)

/**
 * mch_event_stream_new:
 * @pass: (transfer full):
 *
 * Everything from here on in the thread of one main loop.
 */
MchEventStream *mch_event_stream_new (MchEventPass *pass);

/* Once. Ends by itself with "ended", unless it is closed before. */
void mch_event_stream_open (MchEventStream *self);

/* No signal comes afterwards. Harmless when it has ended. */
void mch_event_stream_close (MchEventStream *self);

/* Whether a byte has come: what stands between lets a stream through. */
gboolean mch_event_stream_was_heard (MchEventStream *self);

/* Signals:
 * "heard" (): the first byte came.
 * "hint" (const char *scope, gint64 seq).
 * "ended" (GError *): not NULL. MCH_SYNC_ERROR_SIGN_IN: the token is not taken any more;
 *   _SERVER: what answered has no such stream; _BUSY: nothing was heard for longer than the
 *   server ever keeps silent; else as for mch_client_call(). */

G_END_DECLS
