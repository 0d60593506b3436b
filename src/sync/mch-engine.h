/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sync engine: what was done here goes up in order, what changed elsewhere comes down. Both
 * can be cut at any moment and go on where they were. */
#pragma once

#include "sync/mch-desk.h"

G_BEGIN_DECLS

/**
 * MchSyncReport: what one push came to, besides what the store now holds.
 */
typedef struct
{
  guint sent;      /* operations that the server answered */
  guint applied;   /* records written there */
  guint conflicts; /* fields that somebody else had changed; listed in the store */
  guint refused;   /* operations or records that were refused; kept in the outbox */
} MchSyncReport;

/**
 * mch_engine_push:
 * @ret_report: (out caller-allocates) (optional):
 *
 * Sends the outbox, oldest first. What is refused stays, listed; the rest goes on. Pulls first when
 * the server came back from a backup.
 *
 * Returns: FALSE with an MCH_SYNC_ERROR when the server could not be asked, and with
 *   MCH_SYNC_ERROR_FAULT when it failed at some operations, which wait with what builds on them
 *   while the others have left. Nothing that was not taken is lost.
 */
gboolean mch_engine_push (MchDesk *desk, MchSyncReport *ret_report, GCancellable *cancellable,
                          GError **error);

/* Brings the mirror of every scope of the profile up to date. */
gboolean mch_engine_pull (MchDesk *desk, GCancellable *cancellable, GError **error);

/* Push, then pull, which a MCH_SYNC_ERROR_FAULT of the push does not keep from being done. */
gboolean mch_engine_sync (MchDesk *desk, MchSyncReport *ret_report, GCancellable *cancellable,
                          GError **error);

G_END_DECLS
