/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox: what was done here, in order, until the server has it and the mirror shows it. An
 * operation leaves it only when its effect has been pulled, or when a person drops it. */
#pragma once

#include "store/mch-store.h"

G_BEGIN_DECLS

/**
 * mch_store_enqueue:
 * @op_id: a UUIDv7 (mch_uuid_new()).
 * @kind: "edit", "import" or "audit".
 * @meta: (nullable): char* → char*.
 * @changes: (nullable): of MchChange; not kept. NULL or empty for an audit entry.
 *
 * Commits the operation and lays it over the view; ids that were merged into others mean those.
 * Enqueuing the same id again with the same
 * content does nothing and succeeds.
 *
 * Errors: MCH_STORE_ERROR_EXISTS, MCH_STORE_ERROR_IO.
 */
gboolean mch_store_enqueue (MchStore *store, const char *op_id, const char *scope, const char *kind,
                            GHashTable *meta, GPtrArray *changes, gint64 made_ms, GError **error);

/**
 * mch_store_next_op:
 * @scope: (nullable): NULL for any.
 * @after: an ordinal; only later operations count. 0 for the first.
 *
 * Returns: (transfer full) (nullable): the oldest pending operation with its changes; NULL
 *   without @error set when there is none.
 */
MchStoreOp *mch_store_next_op (MchStore *store, const char *scope, gint64 after, GError **error);

/* (transfer full) (nullable): one operation with its changes, whatever its state. */
MchStoreOp *mch_store_dup_op (MchStore *store, const char *op_id, GError **error);

/* (transfer full): every MchStoreOp of the outbox, oldest first, without changes. */
GPtrArray *mch_store_list_ops (MchStore *store, GError **error);

/* How many operations wait to be sent, and how many were refused. */
guint mch_store_count_pending (MchStore *store);
guint mch_store_count_refused (MchStore *store);
/* Of these, for this reason alone. */
guint mch_store_count_refused_for (MchStore *store, const char *reason);

/**
 * mch_store_settle_op:
 *
 * Takes the server's answer in one transaction. Applied: the operation stays laid over the view
 * until the mirror's cursor reaches the settlement's seq. Merged ids: every operation, conflict
 * and local record that says the old id says the new one afterwards. Conflicts: listed until
 * resolved. Rejected changes: kept as an operation of their own, refused, named OP_ID/rejected.
 * Settling again an operation that is still here and settled does nothing and succeeds.
 *
 * Errors: MCH_STORE_ERROR_NOT_FOUND (never enqueued, or settled and pulled), MCH_STORE_ERROR_IO.
 */
gboolean mch_store_settle_op (MchStore *store, const char *op_id,
                              const MchStoreSettlement *settlement, GError **error);

/* Puts a refused operation back in the queue, at its place, under the id @new_op_id (the server
 * keeps its answer to the old one). */
gboolean
mch_store_retry_op (MchStore *store, const char *op_id, const char *new_op_id, GError **error);

/* Puts every operation of @scope that was refused for @reason back in the queue, at its place and
 * under its own id: for refusals that the server keeps no answer to. */
gboolean
mch_store_resume_ops (MchStore *store, const char *scope, const char *reason, GError **error);

/* Throws an operation away with what it holds: only when a person said so. */
gboolean mch_store_drop_op (MchStore *store, const char *op_id, GError **error);

/**
 * mch_store_redirect_op:
 * @into: char* id → char* id.
 * @new_op_id: under which it is sent.
 *
 * Records that a refused operation would have made came another way, under other ids: what it says
 * of the keys of @into it says of their values from now on, and it is in the queue again, at its
 * place. What it says of others stays refused, as an operation of its own. An operation that was
 * not refused, or says nothing of them, is left alone, which is no error.
 */
gboolean mch_store_redirect_op (MchStore *store, const char *op_id, GHashTable *into,
                                const char *new_op_id, GError **error);

/* (transfer full): MchStoreConflicts, oldest first. */
GPtrArray *mch_store_list_conflicts (MchStore *store, GError **error);
GPtrArray *mch_store_list_conflicts_of (MchStore *store, const char *scope, GError **error);

/* How many there are; of @scope, or of all when it is NULL. Opens none of them. */
guint mch_store_count_conflicts (MchStore *store, const char *scope);

/* Another number than before when they may have changed; any thread. */
guint64 mch_store_get_conflicts_serial (MchStore *store);

/**
 * mch_store_resolve_conflict:
 * @scope: (nullable): NULL for any.
 * @keep_mine: TRUE: what was typed here is sent again, as a new edit based on what is there now;
 *   FALSE: the server's value stays.
 *
 * Errors: MCH_STORE_ERROR_NOT_FOUND when there is no such conflict, or the record is gone.
 */
gboolean mch_store_resolve_conflict (MchStore *store, const char *scope, const char *id,
                                     const char *name, gboolean keep_mine, GError **error);

typedef enum
{
  MCH_RESOLVE_MINE,   /* what was typed here is sent again, based on what is there now */
  MCH_RESOLVE_THEIRS, /* the server's value stays */
  MCH_RESOLVE_VALUE,  /* a third value is sent */
} MchResolution;

/**
 * mch_store_resolve_conflicts:
 * @conflicts: (element-type MchStoreConflict): as listed.
 * @value: (nullable): of MCH_RESOLVE_VALUE: canonical, "" for none.
 * @ret_n: (out): how many were settled; those whose record is gone, or that somebody settled
 *   meanwhile, are left as they are.
 *
 * Many at once, in one transaction; what is sent is one operation for each scope, with one change
 * for each record.
 *
 * Errors: MCH_STORE_ERROR_IO.
 */
gboolean
mch_store_resolve_conflicts (MchStore *store, GPtrArray *conflicts, MchResolution resolution,
                             const char *value, guint *ret_n, GError **error);

/* Changes as bytes, versioned, for those who keep some in a local record (undo, for one). */
GBytes *mch_store_changes_to_bytes (GPtrArray *changes);
GPtrArray *mch_store_changes_from_bytes (GBytes *bytes, GError **error);

G_END_DECLS
