/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations: staged parts, and the one transaction that applies a whole list of changes, says what
 * became of each, and is answered again word for word when it is sent again. Blocks; any thread. */
#pragma once

#include "core/mch-record.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

#define MCH_OP_PART_LIFE_MS (7 * G_TIME_SPAN_DAY / 1000)
#define MCH_OP_RESULT_LIFE_MS (90 * G_TIME_SPAN_DAY / 1000)

typedef enum
{
  MCH_OP_INVALID = -1,
  MCH_OP_EDIT,
  MCH_OP_IMPORT,
  MCH_OP_AUDIT,
  MCH_N_OP_KINDS
} MchOpKind;

const char *mch_op_kind_to_string (MchOpKind kind);
MchOpKind mch_op_kind_from_string (const char *text); /* MCH_OP_INVALID when unknown or NULL */

/**
 * mch_ops_stage:
 * @login: who sends it; an operation's id is his alone.
 * @hash: 64 hexadecimal digits, as sent; it must be that of @body.
 *
 * Repeating is harmless. Errors: MISMATCH (another content for the same part, or a hash that is
 * not the body's), INVALID.
 */
gboolean mch_ops_stage (MchServer *server, const char *login, const char *op, int n, GBytes *body,
                        const char *hash, GError **error);

/**
 * MchOpRequest: everything is borrowed.
 * @of_office: an agent of the exam office sends it: he corrects when registration is closed, too,
 *   and he alone reviews slips.
 * @epoch: (nullable): of the copy that the desktop works on.
 * @parts: (nullable): NULL-terminated hashes of the staged parts 0…; or
 * @changes: (nullable): MchChange*, in place of parts.
 * @meta: (nullable): owned char* → owned char*.
 */
typedef struct
{
  const char *login;
  const char *op;
  const char *scope;
  MchOpKind kind;
  gboolean of_office;
  gint64 made_ms;
  const char *epoch;
  GHashTable *meta;
  const char *const *parts;
  GPtrArray *changes;
} MchOpRequest;

/**
 * mch_ops_commit:
 *
 * Whether @request->login may write to the scope is the caller's to check. Errors: MISMATCH,
 * PARTS_MISSING, NOT_FOUND (the scope), MALFORMED (a part, a meta), RESYNC_EPOCH (of an operation
 * without a stored answer: what it builds on may be forgotten).
 *
 * Returns: (transfer full) (nullable): RESULT of PROTOCOL.md as JSON text.
 */
char *mch_ops_commit (MchServer *server, const MchOpRequest *request, GError **error);

/* Drops staged parts that nobody committed and results that nobody will ask for again. */
gboolean mch_ops_purge (MchServer *server, GError **error);

G_END_DECLS
