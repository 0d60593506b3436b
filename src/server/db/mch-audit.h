/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit log: append-only, one chain of hashes per scope, so that a line changed, removed or
 * slipped in afterwards shows. */
#pragma once

#include "server/db/mch-db.h"

G_BEGIN_DECLS

/* The chain of what belongs to no scope: staff, settings, backups. */
#define MCH_AUDIT_SERVER "server"

/**
 * MchAuditEntry:
 * @chain: the scope, or MCH_AUDIT_SERVER.
 * @at_ms: when it was done, by the clock of who did it (offline entries arrive later).
 * @received_ms: when the server heard of it.
 * @actor: login of staff, or "" for the server.
 * @action: what was done, such as "generate", "print", "staff.add".
 * @object: (nullable): on what: the id of an edition, a person, a login.
 * @detail: (nullable): a JSON object of further facts; no secret, no name of a pupil.
 */
typedef struct
{
  const char *chain;
  gint64 at_ms;
  gint64 received_ms;
  const char *actor;
  const char *action;
  const char *object;
  const char *detail;
} MchAuditEntry;

/**
 * mch_audit_append:
 *
 * Locks the chain until the transaction ends: call it last, after mch_batch_flush().
 *
 * Returns: the entry's number in its chain, from 1; -1 on error.
 */
gint64 mch_audit_append (MchDb *db, const MchAuditEntry *entry, GError **error);

/**
 * mch_audit_verify:
 * @ret_broken: (out): 0 when the chain holds; else the number of the first entry that is wrong or
 *   missing.
 * @ret_n: (out) (optional): how many entries the chain has.
 *
 * Returns: FALSE only when the database cannot be read.
 */
gboolean
mch_audit_verify (MchDb *db, const char *chain, gint64 *ret_broken, gint64 *ret_n, GError **error);

G_END_DECLS
