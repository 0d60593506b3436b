/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an operation came to, as the server stores it and the client reads it. */
#pragma once

#include "protocol/mch-wire-json.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *into;
} MchOpMerged; /* the record that the client called @id is @into */

typedef struct
{
  char *id;
  char *name; /* of the field */
  char *mine;
  char *theirs; /* the value that stays */
  char *by;     /* who wrote @theirs; may be "" */
  gint64 at_ms;
} MchOpConflict;

typedef struct
{
  char *id;
  char *name; /* of the field, or "" for the record as a whole */
  char *code; /* as in PROTOCOL.md or a fault code of core */
} MchOpRejected;

/**
 * MchOpResult:
 * @refused: the whole operation was not applied; @message_key says why and the client keeps it.
 * @held: of what was not applied: the server keeps it, too, until the exam office has decided; the
 *   client commits it again to learn what came of it.
 * @seq: the scope's seq after the operation.
 */
typedef struct
{
  char *op;
  gboolean refused;
  gboolean held;     /* only with @refused */
  char *message_key; /* NULL unless refused */
  char *reason;      /* (nullable): what the exam office wrote when it refused a late operation */
  gint64 seq;
  guint applied;        /* records written */
  guint unchanged;      /* changes that were already so */
  GPtrArray *merged;    /* of MchOpMerged */
  GPtrArray *conflicts; /* of MchOpConflict */
  GPtrArray *rejected;  /* of MchOpRejected */
} MchOpResult;

MchOpResult *mch_op_result_new (const char *op);
void mch_op_result_free (MchOpResult *result);
void mch_op_result_add_merged (MchOpResult *result, const char *id, const char *into);
void
mch_op_result_add_conflict (MchOpResult *result, const char *id, const char *name, const char *mine,
                            const char *theirs, const char *by, gint64 at_ms);
void mch_op_result_add_rejected (MchOpResult *result, const char *id, const char *name,
                                 const char *code);
JsonObject *mch_op_result_to_json (const MchOpResult *result);             /* (transfer full) */
MchOpResult *mch_op_result_from_json (JsonObject *object, GError **error); /* (transfer full) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchOpResult, mch_op_result_free)

G_END_DECLS
