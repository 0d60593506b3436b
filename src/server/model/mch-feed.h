/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What desktops read: where scopes stand and what has changed in them. Blocks; any thread. */
#pragma once

#include "core/mch-record.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

/**
 * mch_feed_heads:
 * @held: char* scope → gint64* seq that the client holds.
 * @ret_epoch: (out) (transfer full)
 *
 * Returns: (transfer full) (nullable): char* scope → gint64*: those that stand elsewhere; all of
 *   them when @epoch is not NULL and another. Scopes that do not exist are left out.
 */
GHashTable *mch_feed_heads (MchServer *server, GHashTable *held, const char *epoch,
                            char **ret_epoch, GError **error);

typedef struct
{
  char *epoch;
  gint64 to;
  gboolean more;
  GPtrArray *rows; /* of MchRecord */
} MchFeedPage;

void mch_feed_page_free (MchFeedPage *page);

/* @epoch: (nullable). Errors: RESYNC_EPOCH, RESYNC_FLOOR, NOT_FOUND. */
MchFeedPage *mch_feed_changes (MchServer *server, const char *scope, gint64 since,
                               const char *epoch, int limit, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchFeedPage, mch_feed_page_free)

/* (transfer full) (element-type MchHistoryLine): of one record, the newest first; none for a record
 * that is not there. */
GPtrArray *mch_feed_history (MchServer *server, const char *scope, MchKind kind, const char *id,
                             int limit, GError **error);

/* A desktop that was away for longer reads everything anew. */
#define MCH_TOMBSTONE_LIFE_MS (400 * G_TIME_SPAN_DAY / 1000)

/* Forgets what was removed so long ago, and says in each scope from where on it is still told. */
gboolean mch_feed_purge (MchServer *server, GError **error);

G_END_DECLS
