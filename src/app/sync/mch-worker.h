/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two threads behind the window. The desk lane owns the MchDesk and does all that may wait for
 * the network, the keyring or a key derivation, one job after the other. The disk lane does short
 * writes to the store, so that an edit never waits behind a slow server. Results, progress and
 * signals arrive on the main loop. */
#pragma once

#include "app/sync/mch-desk-facts.h"

G_BEGIN_DECLS

#define MCH_TYPE_WORKER (mch_worker_get_type ())
G_DECLARE_FINAL_TYPE (MchWorker, mch_worker, MCH, WORKER, GObject)

/* One job while it runs; valid in its function only. */
typedef struct _MchWork MchWork;

/**
 * MchWorkFunc:
 *
 * Runs in a lane. Everything it reads comes in @data, which no other thread touches meanwhile.
 *
 * Returns: the result, not NULL (GINT_TO_POINTER (TRUE) when there is nothing to tell), or NULL
 *   with @error set.
 */
typedef gpointer (*MchWorkFunc) (MchWork *work, gpointer data, GError **error);

/* On the main loop, at most once a frame with the latest numbers. @total 0: unknown. */
typedef void (*MchWorkProgressFunc) (guint done, guint total, gpointer user_data);

/* In a job of the desk lane only. */
MchDesk *mch_work_get_desk (MchWork *work);
/* In any job. */
MchStore *mch_work_get_store (MchWork *work);
GCancellable *mch_work_get_cancellable (MchWork *work);
void mch_work_report (MchWork *work, guint done, guint total);
/* The same as an MchGenerationProgress or any other callback of this shape; @work as user_data. */
void mch_work_report_cb (guint done, guint total, gpointer work);

/**
 * mch_worker_new:
 * @profile_dir: made when absent.
 * @secrets_file: (nullable): a private file in place of the keyring.
 *
 * Nothing is opened yet. Main thread, as everything below.
 */
MchWorker *mch_worker_new (const char *profile_dir, const char *secrets_file);

/**
 * mch_worker_open_async:
 *
 * Opens the profile. Until it succeeded no job may be run; one that failed may be tried again.
 * Errors of finish: MCH_STORE_ERROR (another process has it, damaged, newer…), MCH_SYNC_ERROR.
 */
void mch_worker_open_async (MchWorker *self, GAsyncReadyCallback callback, gpointer user_data);

/* The same, but a keyring that is locked, or is missed by what lies on the disk, is an error:
 * MCH_SYNC_ERROR_KEYRING_LOCKED or MCH_SYNC_ERROR_KEYRING. mch_worker_open_async() goes on without
 * it, in memory. Finish is that of the other. */
void mch_worker_open_with_keyring_async (MchWorker *self, GAsyncReadyCallback callback,
                                         gpointer user_data);

gboolean mch_worker_open_finish (MchWorker *self, GAsyncResult *result, GError **error);

/**
 * mch_worker_run_async:
 * @name: (not nullable): static; shows in debuggers.
 * @data: (nullable): given to @func; freed with @free_data on the main loop.
 * @free_result: (nullable): for a result that nobody fetches.
 * @progress: (nullable): with @user_data, never after @callback.
 * @cancellable: (nullable): the job also ends when the worker shuts down.
 *
 * Puts @func at the end of the desk lane. @callback is called with @self as its source.
 */
void mch_worker_run_async (MchWorker *self, const char *name, MchWorkFunc func, gpointer data,
                           GDestroyNotify free_data, GDestroyNotify free_result,
                           MchWorkProgressFunc progress, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);

/* The same in the disk lane: mch_work_get_store() only, milliseconds, no network. */
void mch_worker_run_on_disk_async (MchWorker *self, const char *name, MchWorkFunc func,
                                   gpointer data, GDestroyNotify free_data,
                                   GDestroyNotify free_result, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);

/* (transfer full): what the function returned; NULL with its error. For both lanes. */
gpointer mch_worker_run_finish (MchWorker *self, GAsyncResult *result, GError **error);

/**
 * mch_worker_enqueue_async:
 * @changes: (element-type MchChange): none does nothing and succeeds. The caller keeps his
 *   reference and changes nothing in it any more.
 * @kind: "edit" or "import".
 *
 * Puts one act in the outbox, on disk when @callback is called. Does not send; MchSyncState sees
 * it and does. Finish returns the operation's id, (transfer full), "" when there was nothing.
 */
void
mch_worker_enqueue_async (MchWorker *self, const char *scope, const char *kind, GHashTable *meta,
                          GPtrArray *changes, GAsyncReadyCallback callback, gpointer user_data);
char *mch_worker_enqueue_finish (MchWorker *self, GAsyncResult *result, GError **error);

/**
 * mch_worker_unlock_keyring_async:
 *
 * After a click: lets the desktop ask for the keyring's password, in a thread of its own. To be
 * called once opening the profile has ended, well or not. A prompt that is never answered never
 * calls back. Finish fails with MCH_SYNC_ERROR_KEYRING or _LOCKED, in words to be shown.
 */
void
mch_worker_unlock_keyring_async (MchWorker *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean mch_worker_unlock_keyring_finish (MchWorker *self, GAsyncResult *result, GError **error);

/**
 * mch_worker_open_keyring_async:
 *
 * The same for a profile that is open; also puts back what the keyring misses. Both lanes go on
 * meanwhile.
 */
void
mch_worker_open_keyring_async (MchWorker *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean mch_worker_open_keyring_finish (MchWorker *self, GAsyncResult *result, GError **error);

/* Cancels what runs, ends both threads and closes the profile. May wait for a job to notice. Jobs
 * that come later end with G_IO_ERROR_CANCELLED. */
void mch_worker_shut_down (MchWorker *self);

/* (nullable): NULL until the profile is open. Its functions may be called from the main thread:
 * reading a page of a list takes milliseconds. */
MchStore *mch_worker_get_store (MchWorker *self);

/* (nullable) (transfer none): NULL until the profile is open. Never changed in place. */
MchDeskFacts *mch_worker_get_facts (MchWorker *self);

const char *mch_worker_get_profile_dir (MchWorker *self);

/* Signals, on the main loop:
 * "facts-changed" (): mch_worker_get_facts() has other contents.
 * "store-changed" (): the view changed; at most four times a second. */

G_END_DECLS
