/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of the state of synchronisation. */
#pragma once

#include "app/sync/mch-sync-state.h"

G_BEGIN_DECLS

/**
 * MchSyncFacts: what a sentence is made of; times are monotonic, in µs.
 * @done_us: when the last good run ended; 0: none in this session.
 * @since_us: since when the server has not been reached.
 * @error: (nullable): of the last run.
 */
typedef struct
{
  MchSyncStatus status;
  gint64 done_us;
  gint64 since_us;
  const GError *error;
  guint n_pending;
  guint n_refused;
  guint n_conflicts;
  guint n_late;
} MchSyncFacts;

/* The one sentence of the bottom line. (transfer full) */
char *mch_sync_words_dup_text (const MchSyncFacts *facts);

/* "Last synchronised at 17:52 (2 min ago)", or that it has not been in this session. (transfer
 * full) */
char *mch_sync_words_dup_last (gint64 done_us);

/* "17:52", of a moment before now. (transfer full) */
char *mch_sync_words_dup_time (gint64 then_us);

G_END_DECLS
