/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the store share. Two databases: @disk holds sealed blobs, @memory holds what
 * is listed and searched. Whoever writes commits to @disk first and then brings @memory after it.
 * Functions named here expect the lock to be held. */
#pragma once

#include "store/mch-candidates.h"
#include "store/mch-outbox.h"
#include "store/mch-sql.h"
#include "vault/mch-secret.h"

G_BEGIN_DECLS

#define MCH_STORE_FILE MCH_STORE_FILE_NAME
#define MCH_STORE_READY_FILE "store.db.ready" /* a rescued store, whole, not yet in its place */
#define MCH_STORE_SCHEMA 1

typedef struct _MchView MchView;
typedef struct _MchQuery MchQuery;

struct _MchStore
{
  gatomicrefcount ref_count;
  GRecMutex mutex;
  int lock_fd; /* -1: memory only */
  gboolean persistent;
  MchStoreClock now;
  MchRandomFunc random;
  MchSecret *key;
  MchSql *disk;
  MchSql *memory;
  MchView *view;
  guint64 serial;
  guint64 conflicts_serial;
  MchStoreChangedFunc changed_func;
  void *changed_data;

  MchQuery *query;
  GHashTable *aliases; /* owned id → owned id; NULL until it is asked for */
};

GBytes *mch_store_seal (MchSecret *key, GBytes *content, const char *context);

/* NULL with MCH_STORE_ERROR_DAMAGED. */
GBytes *mch_store_unseal (MchSecret *key, MchStatement *statement, int column, const char *context,
                          GError **error);

char *mch_store_context_record (const char *scope, const char *kind, const char *id, gint64 seq,
                                gint64 version);
char *mch_store_context_op (gint64 ordinal, const char *op_id, const char *scope, gint64 made_ms);
char *mch_store_context_part (gint64 ordinal, gint64 part);
char *
mch_store_context_conflict (const char *scope, const char *kind, const char *id, const char *name);
char *mch_store_context_local (const char *kind, const char *id);

gboolean mch_store_make_profile_dir (const char *profile_dir, GError **error);

/* NULL with MCH_STORE_ERROR_KEY when it is not 32 bytes. */
MchSecret *mch_store_make_key (GBytes *cache_key, GError **error);

/* Opens, checks the key, brings the schema up to date. @path NULL: in memory. */
MchSql *mch_store_open_file (const char *path, MchSecret *key, GError **error);

/* Copies the whole database to @path, which must not exist. */
gboolean mch_store_back_up (MchSql *disk, const char *path, GError **error);

/* The record as the server has it: NULL without @error when there is none or it is deleted. */
MchRecord *mch_mirror_dup_record (MchStore *store, const char *scope, MchKind kind, const char *id,
                                  GError **error);

/* The cursor of the rows that are shown; -1 when there are none. */
gint64 mch_mirror_get_shown_seq (MchStore *store, const char *scope);

/* A set of records to bring up to date: keys of mch_touched_add(), and what the mirror says of them
 * where that is at hand. */
typedef GHashTable MchTouched;
MchTouched *mch_touched_new (void);
void mch_touched_add (MchTouched *touched, const char *scope, MchKind kind, const char *id);
/* @record, borrowed until the view has followed, is what was just written to the mirror. */
void mch_touched_add_record (MchTouched *touched, const char *scope, const MchRecord *record);
gboolean
mch_touched_contains (MchTouched *touched, const char *scope, MchKind kind, const char *id);
gboolean mch_touched_parse (const char *key, char **ret_scope, MchKind *ret_kind, char **ret_id);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchTouched, g_hash_table_unref)

MchView *mch_view_new (MchSql *memory, GError **error);
void mch_view_free (MchView *view);

/* Fills the view from the disk: one scope, or all with NULL. */
gboolean mch_view_load (MchStore *store, const char *scope, GError **error);

/* Recomputes these records from mirror and overlay. */
gboolean mch_view_refresh (MchStore *store, MchTouched *touched, GError **error);

/* Puts a row in the place of the one that was there. @pairs: names and values. */
gboolean mch_view_put (MchStore *store, const char *scope, const MchRecord *key,
                       const char *const *pairs, gsize n_pairs, MchPending pending, GError **error);

/* The row that @statement stands on, selected with mch_view_columns(). */
const char *mch_view_columns (MchView *view, MchKind kind);
MchRecord *mch_view_read_row (MchView *view, MchKind kind, MchStatement *statement);
const char *mch_view_row_scope (MchStatement *statement);
MchPending mch_view_row_pending (MchStatement *statement);

/* The flat table that candidate lists run over. */
gboolean mch_listing_remove (MchStore *store, const char *scope, const char *id, GError **error);
gboolean mch_listing_refresh (MchStore *store, const char *scope, const char *id, GError **error);
/* All candidatures of @person but those of @listed, which are written anyhow. */
gboolean mch_listing_refresh_person (MchStore *store, const char *scope, const char *person,
                                     MchTouched *listed, GError **error);
gboolean mch_listing_load (MchStore *store, const char *scope, GError **error);
extern const char mch_listing_schema[];

MchQuery *mch_query_new (void);
void mch_query_free (MchQuery *query);

/* The rows of candidature that match, in order: borrowed gint64s, valid until the next call. */
GArray *mch_query_run (MchStore *store, const MchCandidateFilter *filter, GError **error);

/* A statement over the listing with @filter as its WHERE. */
MchStatement *mch_query_prepare (MchStore *store, const MchCandidateFilter *filter,
                                 const char *select, const char *after, GError **error);

#define MCH_ALL_OPS 0 /* no operation has this ordinal */

/* Forgets what it knew of one operation, or of MCH_ALL_OPS, reads it again from the disk when it is
 * still there, and adds every record concerned, before and after, to @touched. */
gboolean mch_overlay_reload (MchStore *store, gint64 ordinal, MchTouched *touched, GError **error);

/* Lays an operation over it that was not there, with the changes that it holds. */
gboolean mch_overlay_add (MchStore *store, gint64 ordinal, const MchStoreOp *op,
                          MchTouched *touched, GError **error);

/* For a state that changes nothing of what is shown. */
gboolean mch_overlay_set_state (MchStore *store, gint64 ordinal, MchOpState state, GError **error);

/* The effective record: @mirror (nullable, consumed) with what waits laid over it. */
MchRecord *mch_overlay_apply (MchStore *store, const char *scope, MchKind kind, const char *id,
                              MchRecord *mirror, MchPending *ret_pending, GError **error);

/* In an open transaction on the disk. */
gboolean
mch_outbox_insert (MchStore *store, const MchStoreOp *op, gint64 *ret_ordinal, GError **error);
gboolean
mch_outbox_write_parts (MchStore *store, gint64 ordinal, GPtrArray *changes, GError **error);
gboolean mch_outbox_delete (MchStore *store, gint64 ordinal, GError **error);

/* NULL without @error when there is none. */
MchStoreOp *
mch_outbox_load (MchStore *store, const char *op_id, gboolean with_changes, GError **error);
/* The same, but MCH_STORE_ERROR_NOT_FOUND when there is none. */
MchStoreOp *
mch_outbox_find (MchStore *store, const char *op_id, gboolean with_changes, GError **error);
GPtrArray *mch_outbox_load_changes (MchStore *store, gint64 ordinal, GError **error);

/* Writes what the operation says about itself again: reason, faults, state, seq, id. */
gboolean mch_outbox_update (MchStore *store, const MchStoreOp *op, GError **error);

/* Every operation's changes that say a key of @merged say its value. Ordinals that changed are
 * appended. */
gboolean mch_outbox_rename (MchStore *store, GHashTable *merged, GArray *ordinals, GError **error);
gboolean mch_outbox_rename_change (MchChange *change, GHashTable *merged);
gboolean mch_conflict_rename (MchStore *store, GHashTable *merged, GError **error);
gboolean mch_local_rename (MchStore *store, GHashTable *merged, GError **error);
gboolean mch_conflict_insert (MchStore *store, const MchStoreConflict *conflict, GError **error);

/* In an open transaction on the disk: from now on an id of @merged means its value. */
gboolean mch_alias_note (MchStore *store, GHashTable *merged, GError **error);

/* (transfer full): @changes as they are about the ids that there are. */
GPtrArray *mch_alias_dup_changes (MchStore *store, GPtrArray *changes);

/* Deletes acknowledged operations of @scope up to @seq; appends their ordinals (gint64). */
gboolean mch_outbox_drop_acknowledged (MchStore *store, const char *scope, gint64 seq,
                                       GArray *ordinals, GError **error);

MchStoreOp *
mch_store_op_new (const char *op_id, const char *scope, const char *kind, gint64 made_ms);

/* After a commit: brings overlay and view after the disk for these operations, plus @touched. */
gboolean mch_store_follow (MchStore *store, const gint64 *ordinals, gsize n_ordinals,
                           MchTouched *touched, GError **error);

/* Tells the changed func; without the lock. */
void mch_store_notify (MchStore *store);

G_END_DECLS
