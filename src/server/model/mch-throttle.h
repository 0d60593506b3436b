/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wrong tries slow down whoever makes them: rows in the database, so that several servers and a
 * restart know the same. Nothing here ever refuses for good. */
#pragma once

#include "server/model/mch-server.h"

G_BEGIN_DECLS

#define MCH_THROTTLE_FREE 5         /* wrong tries that cost nothing */
#define MCH_THROTTLE_FIRST_MS 30000 /* the wait after one more; then it doubles */
#define MCH_THROTTLE_MOST_MS (15 * 60000)
#define MCH_THROTTLE_MEMORY_MS (24 * 3600000) /* after which a row is forgotten */
#define MCH_THROTTLE_SLOT_MS 1000             /* one check of an account */

/**
 * mch_throttle_look:
 * @subject: who is tried; a digest.
 * @place: where from: an address, or a known device.
 * @ret_wait: (out): whole seconds to wait, or 0: a try may be made.
 * @ret_failures: (out): wrong tries up to now.
 */
gboolean mch_throttle_look (MchDb *db, const char *subject, const char *place, gint64 now_ms,
                            guint *ret_wait, guint *ret_failures, GError **error);

/* Counts a try as a wrong one before it is made, so that many at once gain nothing;
 * mch_throttle_clear() takes it back. @failures: what mch_throttle_look() gave. Do not count a try
 * that had to wait. */
gboolean mch_throttle_count (MchDb *db, const char *subject, const char *place, guint failures,
                             gint64 now_ms, GError **error);

/* The try was right: forgets the wrong ones. */
gboolean mch_throttle_clear (MchDb *db, const char *subject, const char *place, GError **error);

/* Takes the account's one check of this second. Places with failures let others pass first: they
 * get it only when nobody has wanted it for as many seconds. @ret_wait as above. */
gboolean mch_throttle_take_slot (MchDb *db, const char *subject, guint failures, gint64 now_ms,
                                 guint *ret_wait, GError **error);

gboolean mch_throttle_purge (MchDb *db, gint64 now_ms, GError **error);

G_END_DECLS
