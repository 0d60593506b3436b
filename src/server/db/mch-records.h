/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of the change feed (table record) and the counter of each scope. A row is written once,
 * already stamped with its version and its place in its scope, so a reader that has seen `seq`
 * has seen everything before it. */
#pragma once

#include "core/mch-record.h"
#include "protocol/mch-wire-history.h"
#include "server/db/mch-db.h"

G_BEGIN_DECLS

/* Who writes and when; kept on the row for "who and when" of a conflict. */
typedef struct
{
  const char *by; /* login of staff, or "" for the server itself and candidates */
  gint64 now_ms;
} MchStamp;

/* Makes the scope ("etab:UAI" or "acad:CODE") with an empty feed; nothing when it exists. */
gboolean mch_scope_create (MchDb *db, const char *scope, GError **error);

/* The scope's last given place and the oldest that a client may still continue from. @ret_found
 * tells a scope that does not exist. Each out parameter is optional. */
gboolean mch_scope_get (MchDb *db, const char *scope, gint64 *ret_seq, gint64 *ret_floor_seq,
                        gboolean *ret_found, GError **error);

/**
 * mch_scope_next:
 * @n: how many places to take, at least 1.
 *
 * Locks the scope until the transaction ends, so: after reading and validating, immediately before
 * the first write, scopes in the order of strcmp() of their ids. mch_batch_flush() does all that.
 *
 * Returns: the last of the @n places, which are consecutive; -1 on error.
 */
gint64 mch_scope_next (MchDb *db, const char *scope, int n, GError **error);

/* The live record or tombstone, or NULL: without @error set when there is none. (transfer full) */
MchRecord *
mch_records_get (MchDb *db, const char *scope, MchKind kind, const char *id, GError **error);

/* Who wrote the row last and when. FALSE without @error when there is none. @ret_by: (transfer
 * full) */
gboolean mch_records_get_stamp (MchDb *db, const char *scope, MchKind kind, const char *id,
                                char **ret_by, gint64 *ret_at_ms, GError **error);

/**
 * mch_records_changes:
 * @since: rows after this place; 0 for all.
 * @limit: rows at most, 1 to 2000.
 * @ret_to: where to go on: the last row's place, or the scope's when there is no more.
 * @ret_more: whether rows are left.
 *
 * Call it in mch_db_pool_read(), so that rows and the scope's place are of one moment.
 *
 * Returns: (transfer full): MchRecord* ordered by seq, tombstones among them; NULL on error.
 */
GPtrArray *mch_records_changes (MchDb *db, const char *scope, gint64 since, int limit,
                                gint64 *ret_to, gboolean *ret_more, GError **error);

/**
 * mch_records_list:
 * @after: (nullable): the id to go on after; NULL from the first.
 *
 * Returns: (transfer full): live records of one kind ordered by id, at most @limit; NULL on error.
 */
GPtrArray *mch_records_list (MchDb *db, const char *scope, MchKind kind, const char *after,
                             int limit, GError **error);

/* Everything that one transaction writes into feeds. A record put twice is written once, as it
 * was put last. Not thread-safe. */
typedef struct _MchBatch MchBatch;

MchBatch *mch_batch_new (void);
void mch_batch_free (MchBatch *batch);

/* For migrations to a schema before 6, which lacks tables of what follows from records: addresses and
 * the lines of candidates. */
void mch_batch_leave_derived (MchBatch *batch);

/* Adds @record (a reference is kept; it is stamped on flush). Its version must be the one that was
 * read in this transaction, 0 for a new one; flushing fails with MCH_DB_ERROR_CONSTRAINT when the
 * row has another one. */
void mch_batch_put (MchBatch *batch, const char *scope, MchRecord *record);

/* Adds a tombstone: the values go, from the row and from its history; the id stays. */
void mch_batch_delete (MchBatch *batch, const char *scope, MchRecord *record);

/* The record of the batch that is not written yet, or NULL. (transfer none) */
MchRecord *mch_batch_get (MchBatch *batch, const char *scope, MchKind kind, const char *id);

/* Adds a line to the history of a record: @name went from @before to @after in operation @op.
 * @kept FALSE: a conflict, @after lost. Written on flush. NULL and "" are no value. */
void
mch_batch_note (MchBatch *batch, const char *scope, MchKind kind, const char *id, const char *name,
                const char *before, const char *after, gboolean kept, const char *op);

/**
 * mch_batch_flush:
 *
 * Takes the places of every scope in order, stamps version, seq and deleted of each record, writes
 * all with the lines of candidates (mch-lines.h), and empties the batch. Call it last in the
 * transaction (mch_audit_append() may follow), once.
 */
gboolean mch_batch_flush (MchBatch *batch, MchDb *db, const MchStamp *stamp, GError **error);

/* One record in a batch of its own. Only where the transaction writes nothing else into feeds. */
gboolean mch_records_put (MchDb *db, const char *scope, MchRecord *record, const MchStamp *stamp,
                          GError **error);

/* Who last gave field @name its value, from history, else from the record's own stamp. FALSE
 * without
 * @error when the record is not there. @ret_by: (transfer full) */
gboolean
mch_records_get_field_stamp (MchDb *db, const char *scope, MchKind kind, const char *id,
                             const char *name, char **ret_by, gint64 *ret_at_ms, GError **error);

/**
 * mch_records_history:
 * @limit: lines at most.
 *
 * Returns: (transfer full) (element-type MchHistoryLine): what became of its values, the newest
 *   first; NULL on error.
 */
GPtrArray *mch_records_history (MchDb *db, const char *scope, MchKind kind, const char *id,
                                int limit, GError **error);

/* The JSON object of a record's values, names sorted; and back. (transfer full) */
char *mch_records_values_to_json (const MchRecord *record);
gboolean mch_records_values_from_json (MchRecord *record, const char *json, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchBatch, mch_batch_free)

G_END_DECLS
