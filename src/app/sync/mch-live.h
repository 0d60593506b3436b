/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps one stream of hints open while somebody is signed in: connects again with full jitter, and
 * leaves it to polling for a while where the network lets no stream through. */
#pragma once

#include "app/sync/mch-worker.h"

G_BEGIN_DECLS

#define MCH_TYPE_LIVE (mch_live_get_type ())
G_DECLARE_FINAL_TYPE (MchLive, mch_live, MCH, LIVE, GObject)

/* @worker is kept. Main thread, as everything here. */
MchLive *mch_live_new (MchWorker *worker);

/* From now on there is a stream whenever there can be one. Harmless when it is started. */
void mch_live_start (MchLive *self);

/* Closes the stream. */
void mch_live_stop (MchLive *self);

/* What was in the way may be gone: tries at once. */
void mch_live_retry (MchLive *self);

/* Whether hints come: without them one has to ask more often. */
gboolean mch_live_is_heard (MchLive *self);

/* Signal "hint" (const char *scope, gint64 seq): as it comes. */

G_END_DECLS
