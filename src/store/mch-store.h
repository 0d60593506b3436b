/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store of one profile: the mirror of the server's scopes, what this desktop sees of it once
 * its own pending operations are laid over (the view), and its private working records.
 * On disk every record is sealed under the cache key; what lists and checks query lives in
 * memory. Every function may be called from any thread; a call waits for the one that runs.
 * A change is on the disk when the function that makes it returns TRUE. */
#pragma once

#include "store/mch-store-types.h"
#include "core/mch-uuid.h"

G_BEGIN_DECLS

typedef struct _MchStore MchStore;

/* The file of a profile that the store is in. */
#define MCH_STORE_FILE_NAME "store.db"

/* Milliseconds since 1970, UTC. */
typedef gint64 (*MchStoreClock) (void);

/**
 * mch_store_open:
 * @profile_dir: made with mode 0700 when it does not exist.
 * @cache_key: (nullable): 32 bytes; any other size is MCH_STORE_ERROR_KEY. NULL: the store lives in
 * memory only, nothing of it is written, and what an earlier session left in @profile_dir stays
 * untouched.
 * @wait_ms: how long to wait for another process that has the profile open; 0 for not at all.
 *
 * Returns: (transfer full): the store, or NULL with MCH_STORE_ERROR_LOCKED, _KEY, _DAMAGED,
 *   _NEWER or _IO. Blocks while the records are decrypted.
 */
MchStore *mch_store_open (const char *profile_dir, GBytes *cache_key, MchStoreClock now,
                          MchRandomFunc random, guint wait_ms, GError **error);

/* The same under a lock of mch_profile_lock(), or -1 for none; it is let go with the store, or at
 * once when this fails. */
MchStore *mch_store_open_locked (const char *profile_dir, int lock, GBytes *cache_key,
                                 MchStoreClock now, MchRandomFunc random, GError **error);

/* The last reference closes the file and lets the profile go. */
MchStore *mch_store_ref (MchStore *store);
void mch_store_unref (MchStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchStore, mch_store_unref)

/* Whether what is committed outlives the process (a cache key was given). */
gboolean mch_store_is_persistent (MchStore *store);

/**
 * mch_store_rescue:
 * @ret_kept: (out): how many operations, conflicts and local records were carried over.
 * @ret_lost: (out): how many rows of these could not be read.
 * @ret_aside: (out) (transfer full): where the damaged file is now; it is never deleted.
 *
 * For a profile that mch_store_open() called damaged: moves the file aside and makes a new one
 * with all that waits to be sent. The mirror is empty afterwards and comes back with a pull.
 */
gboolean mch_store_rescue (const char *profile_dir, GBytes *cache_key, MchStoreClock now,
                           MchRandomFunc random, guint *ret_kept, guint *ret_lost, char **ret_aside,
                           GError **error);

/* MCH_STORE_ERROR_KEY, in words. */
void mch_store_set_key_error (GError **error);

/**
 * mch_store_set_aside:
 * @ret_aside: (out) (transfer full): where the file is now; it is never deleted.
 *
 * For a profile whose data no key opens any more: moves it away, so that the next opening starts
 * anew. What waited to be sent stays in the file, for the session that has its key.
 */
gboolean
mch_store_set_aside (const char *profile_dir, MchStoreClock now, char **ret_aside, GError **error);

/* Goes up with every commit that changes what lists show. */
guint64 mch_store_get_serial (MchStore *store);

/* Called after every such commit, without the store's lock, in the thread that committed. One at
 * most; NULL removes it. */
typedef void (*MchStoreChangedFunc) (MchStore *store, void *user_data);
void mch_store_set_changed_func (MchStore *store, MchStoreChangedFunc func, void *user_data);

/**
 * mch_store_apply_rows:
 * @epoch: the server's epoch of these rows.
 * @rows: of MchRecord, as pulled; a deleted one is a tombstone. Rows that the mirror already has
 *   at the same or a later seq are passed over.
 * @to_seq: the scope's cursor once these rows are in.
 * @more: whether further pages follow before the scope is whole.
 *
 * Rows and cursor in one transaction. A scope that is pulled for the first time, or again after
 * mch_store_reset_scope(), is gathered aside and takes the place of the old rows with the first
 * page that has no @more, so a list never shows half of it; a pull that was cut goes on where
 * mch_store_get_cursor() says. Acknowledged operations up to @to_seq leave the outbox.
 *
 * Errors: MCH_STORE_ERROR_RESYNC when @epoch is not the mirror's, MCH_STORE_ERROR_IO.
 */
gboolean mch_store_apply_rows (MchStore *store, const char *scope, const char *epoch,
                               GPtrArray *rows, gint64 to_seq, gboolean more, GError **error);

/* Asks for the whole of @scope again, from 0. The old rows are shown until the new are whole; the
 * outbox stays. */
gboolean mch_store_reset_scope (MchStore *store, const char *scope, GError **error);

/* Takes the rows and the cursor of @scope away: it is not held any more. The outbox stays. */
gboolean mch_store_forget_scope (MchStore *store, const char *scope, GError **error);

/**
 * mch_store_withdraw_scope:
 * @reason: what waiting operations say from now on.
 *
 * The right to @scope is gone: rows, cursor and conflicts go, in one transaction. Operations that
 * wait are kept as refused; mch_store_resume_ops() puts them back.
 */
gboolean
mch_store_withdraw_scope (MchStore *store, const char *scope, const char *reason, GError **error);

/* (transfer full) (nullable): the epoch of the rows of @scope that are shown, while others may be
 * gathered already; NULL when none are. */
char *mch_store_dup_epoch (MchStore *store, const char *scope);

/**
 * mch_store_get_cursor:
 * @ret_epoch: (out) (optional) (transfer full) (nullable): NULL when nothing was pulled.
 * @ret_seq: (out) (optional): where the next pull goes on; 0 from the beginning.
 *
 * Returns: whether the scope's rows are whole, so that the view can be trusted.
 */
gboolean
mch_store_get_cursor (MchStore *store, const char *scope, char **ret_epoch, gint64 *ret_seq);

/* (transfer full): the scopes that have rows or operations here, sorted, NULL-terminated. */
char **mch_store_dup_scopes (MchStore *store);

/**
 * mch_store_dup_record:
 * @scope: (nullable): NULL: in whichever scope has it, establishments' before académies'.
 *
 * Returns: (transfer full) (nullable): NULL when there is none, or it is deleted. Its version is
 *   the mirror's, the one to base a change on; 0 while the server does not know it.
 */
MchRecord *mch_store_dup_record (MchStore *store, const char *scope, MchKind kind, const char *id);

/* What waits on a record. */
MchPending mch_store_get_pending (MchStore *store, const char *scope, MchKind kind, const char *id);

/* @record is borrowed for the call. Returns FALSE to stop. Must not write to the store. */
typedef gboolean (*MchStoreRecordFunc) (const char *scope, MchRecord *record, MchPending pending,
                                        void *user_data);

/* Calls @func for every record of @kind in @scope (NULL: all), by id. */
void mch_store_foreach (MchStore *store, const char *scope, MchKind kind, MchStoreRecordFunc func,
                        void *user_data);

/* (transfer full): MchRecords of @kind in @scope (NULL: all), by id. */
GPtrArray *mch_store_list_records (MchStore *store, const char *scope, MchKind kind);

/* (transfer full): the MchRecords of one session (NULL: all) in @scope (NULL: all): candidatures,
 * and the persons that they are of. */
GPtrArray *mch_store_list_candidatures (MchStore *store, const char *scope, const char *session);
GPtrArray *mch_store_list_persons (MchStore *store, const char *scope, const char *session);

/* @kind and @id are ours and stay readable on the disk: no name, no secret in them. */
gboolean mch_store_put_local (MchStore *store, const char *kind, const char *id, GBytes *content,
                              GError **error);

/* (transfer full) (nullable): NULL with MCH_STORE_ERROR_NOT_FOUND, or _DAMAGED. */
GBytes *mch_store_get_local (MchStore *store, const char *kind, const char *id, GError **error);

/* Deleting what is not there succeeds. */
gboolean mch_store_delete_local (MchStore *store, const char *kind, const char *id, GError **error);

/* (transfer full): the ids of @kind, sorted, NULL-terminated. */
char **mch_store_list_local (MchStore *store, const char *kind);

G_END_DECLS
