/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every header of the store shares: its errors, and the plain structures that it gives and
 * takes. The store is the desktop's memory: a mirror of the server's scopes, and the outbox of
 * what was done here and is not there yet. */
#pragma once

#include "core/mch-record.h"

G_BEGIN_DECLS

/**
 * MchStoreError:
 * @MCH_STORE_ERROR_LOCKED: another process has the profile open.
 * @MCH_STORE_ERROR_KEY: the cache key does not open this store; the file is as it was.
 * @MCH_STORE_ERROR_DAMAGED: the file cannot be read as a store; it is as it was, and
 *   mch_store_rescue() carries what waits to be sent into a new one.
 * @MCH_STORE_ERROR_NEWER: a newer Machaon wrote this store; the file is as it was.
 * @MCH_STORE_ERROR_IO: the disk refused (full, read-only, rights); nothing was committed.
 * @MCH_STORE_ERROR_NOT_FOUND: no such record, operation or conflict.
 * @MCH_STORE_ERROR_EXISTS: an operation of that id was enqueued with another content.
 * @MCH_STORE_ERROR_RESYNC: the rows are of another epoch than the mirror; reset the scope, pull
 *   from 0.
 */
typedef enum
{
  MCH_STORE_ERROR_LOCKED,
  MCH_STORE_ERROR_KEY,
  MCH_STORE_ERROR_DAMAGED,
  MCH_STORE_ERROR_NEWER,
  MCH_STORE_ERROR_IO,
  MCH_STORE_ERROR_NOT_FOUND,
  MCH_STORE_ERROR_EXISTS,
  MCH_STORE_ERROR_RESYNC,
} MchStoreError;

#define MCH_STORE_ERROR (mch_store_error_quark ())
GQuark mch_store_error_quark (void);

/* What waits on a record, the strongest first to be shown. */
typedef enum
{
  MCH_PENDING_NONE,    /* as the server has it */
  MCH_PENDING_SENDING, /* an operation here touches it and the mirror does not show it yet */
  MCH_PENDING_REFUSED, /* the server refused an operation that touches it; it is kept */
} MchPending;

typedef enum
{
  MCH_OP_PENDING,      /* not sent, or sent without an answer */
  MCH_OP_ACKNOWLEDGED, /* applied by the server; kept until the mirror has caught up */
  MCH_OP_REFUSED,      /* refused, or waiting for an agent's decision; kept until dropped */
} MchOpState;

/* One fault of one value, as the server told it. */
typedef struct
{
  char *id;   /* the record */
  char *path; /* the field; "" when it is the record itself */
  char *code;
} MchStoreFault;

MchStoreFault *mch_store_fault_new (const char *id, const char *path, const char *code);
void mch_store_fault_free (MchStoreFault *fault);

/**
 * MchStoreOp: an operation of the outbox.
 * @kind: "edit", "import" or "audit".
 * @meta: owned char* → owned char*.
 * @changes: of MchChange, in the order of their making; NULL when it was listed without them.
 * @n_changes: how many there are, loaded or not.
 * @reason: why it was refused: the server's message_key, or "rejected", and on a second line what a
 *   person wrote about it; else NULL.
 * @faults: of MchStoreFault; empty unless values were rejected.
 * @seq: the server's sequence number in @scope once acknowledged, else 0; MCH_OP_SEQ_DOUBTED when
 *   the server that had acknowledged it came back from a backup since.
 */
#define MCH_OP_SEQ_DOUBTED (-1)

typedef struct
{
  gint64 ordinal;
  char *op_id;
  char *scope;
  char *kind;
  gint64 made_ms;
  MchOpState state;
  char *reason;
  gint64 seq;
  GHashTable *meta;
  GPtrArray *faults;
  GPtrArray *changes;
  guint n_changes;
} MchStoreOp;

void mch_store_op_free (MchStoreOp *op);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchStoreOp, mch_store_op_free)

/**
 * MchStoreConflict: one field that two people changed.
 * @mine: what was typed here; "" when it was emptied.
 * @theirs: what the server kept.
 * @by: who wrote @theirs, as a person reads it; NULL when unknown.
 */
typedef struct
{
  char *scope;
  MchKind kind;
  char *id;
  char *name;
  char *mine;
  char *theirs;
  char *by;
  gint64 at_ms;
} MchStoreConflict;

MchStoreConflict *mch_store_conflict_new (const char *id, const char *name, const char *mine,
                                          const char *theirs, const char *by, gint64 at_ms);
void mch_store_conflict_free (MchStoreConflict *conflict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchStoreConflict, mch_store_conflict_free)

/**
 * MchStoreSettlement: what the server answered to one operation.
 * @refused: the whole operation; then only @message_key and @rejected are read.
 * @seq: the scope's sequence number that holds the operation's effect.
 * @merged: owned char* id → owned char* into.
 * @conflicts: of MchStoreConflict; scope and kind may be left unset, the store finds them.
 * @rejected: of MchStoreFault; the changes to these ids were not applied.
 */
typedef struct
{
  gboolean refused;
  char *message_key;
  gint64 seq;
  GHashTable *merged;
  GPtrArray *conflicts;
  GPtrArray *rejected;
} MchStoreSettlement;

MchStoreSettlement *mch_store_settlement_new (void);
void mch_store_settlement_free (MchStoreSettlement *settlement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchStoreSettlement, mch_store_settlement_free)

G_END_DECLS
