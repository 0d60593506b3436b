/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When to talk to the server, and the one sentence that says how things stand: "Everything is
 * synchronised · 2 min ago", "4 changes waiting", "Offline since 17:52 · 4 changes waiting". */
#pragma once

#include <gtk/gtk.h>

#include "app/sync/mch-worker.h"
#include "sync/mch-engine.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_SYNC_IDLE,       /* the profile is not open, or nobody has signed in yet */
  MCH_SYNC_DONE,       /* the server has everything */
  MCH_SYNC_WAITING,    /* something waits and will go by itself */
  MCH_SYNC_RUNNING,    /* talking to the server */
  MCH_SYNC_OFFLINE,    /* the server cannot be reached; tried again by itself */
  MCH_SYNC_BLOCKED,    /* the network lets nothing through until a person does something */
  MCH_SYNC_PAUSED,     /* a person said so */
  MCH_SYNC_SIGNED_OUT, /* a person has to sign in again */
  MCH_SYNC_ATTENTION,  /* refused, or in conflict: a person has to decide */
  MCH_SYNC_FAILED,     /* another error, see the detail */
} MchSyncStatus;

#define MCH_TYPE_SYNC_STATE (mch_sync_state_get_type ())
G_DECLARE_FINAL_TYPE (MchSyncState, mch_sync_state, MCH, SYNC_STATE, GObject)

/* Main thread, as everything here. @worker is kept. */
MchSyncState *mch_sync_state_new (MchWorker *worker);

/* Begins: now, whenever the server hints at news, every half minute where hints do not come
 * through, and soon after every edit. After a failure it is tried again with full jitter. Call it
 * once the profile is open. */
void mch_sync_state_start (MchSyncState *self);

/* The window is closing: what is on the way ends without a consequence, and nothing begins any
 * more. */
void mch_sync_state_stop (MchSyncState *self);

/* Sync now, or right after the run that is on. Nothing while it is paused. */
void mch_sync_state_sync (MchSyncState *self);

/* Until it is taken back or the program ends: what is done waits, nothing is asked for. Acts that
 * need the server, as opening accounts, still reach it. */
void mch_sync_state_set_paused (MchSyncState *self, gboolean paused);
gboolean mch_sync_state_get_paused (MchSyncState *self);

/* Says how a sync that somebody else ran ended (a wizard's job ends with one). @error: NULL when
 * well. */
void mch_sync_state_note (MchSyncState *self, const GError *error);

MchSyncStatus mch_sync_state_get_status (MchSyncState *self);

/* The whole sentence, translated. */
const char *mch_sync_state_get_text (MchSyncState *self);

/* (nullable): the error's own sentence while FAILED, OFFLINE, BLOCKED or SIGNED_OUT; what a pause
 * means. */
const char *mch_sync_state_get_detail (MchSyncState *self);

/* Whether the last run ended so: @code is of MCH_SYNC_ERROR. */
gboolean mch_sync_state_failed_with (MchSyncState *self, int code);

/* (transfer full): when the last good run was: "Last synchronised at 17:52 (2 min ago)". */
char *mch_sync_state_dup_last (MchSyncState *self);

/* Numbers of operations that wait, that were refused, and of fields in conflict. */
guint mch_sync_state_get_n_pending (MchSyncState *self);
guint mch_sync_state_get_n_refused (MchSyncState *self);
guint mch_sync_state_get_n_conflicts (MchSyncState *self);

/* Of those that were refused here and now: those on which the exam office has to decide. They are
 * not in mch_sync_state_get_n_refused(). */
guint mch_sync_state_get_n_late (MchSyncState *self);

/* Signal "changed" (): any of the above. */

G_END_DECLS
