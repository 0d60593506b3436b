/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the files about transfers. */
#pragma once

#include "server/db/mch-records.h"
#include "server/model/mch-transfers.h"

G_BEGIN_DECLS

/* A request as its table has it. */
typedef struct
{
  char *id;
  char *academy;
  char *session;
  char *from_scope;
  char *to_scope;
  char *person;
  char *candidature;
  char *requested;
  char *state;
  char *asked_by;
  gint64 asked_ms;
  char *reason; /* (nullable) */
  char *into;   /* (nullable): the person's id in the new establishment, once accepted */
} MchTransfer;

void mch_transfer_free (MchTransfer *transfer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchTransfer, mch_transfer_free)

/* What a query selects for mch_transfer_read_row(). */
#define MCH_TRANSFER_COLUMNS                                                                       \
  "id, academy, session, from_scope, to_scope, person, candidature, requested, state, asked_by,"   \
  " asked_ms, reason"

/* (transfer full) */
MchTransfer *mch_transfer_read_row (const MchDbResult *row);

/* (transfer full): NOT_FOUND when there is none. */
MchTransfer *mch_transfer_read (MchDb *db, const char *id, GError **error);

/* Puts what each side may know of it into @batch; adds the scopes to @touched. */
gboolean mch_transfer_put (MchDb *db, MchBatch *batch, const MchTransfer *transfer,
                           GPtrArray *touched, GError **error);

/* Moves the pupil; sets @transfer->into. */
gboolean mch_transfer_move (MchServer *server, MchDb *db, MchBatch *batch, MchTransfer *transfer,
                            GPtrArray *touched, GError **error);

/* Whether the school that has the pupil may still decide at @now_ms; later the exam office does. */
gboolean mch_transfer_check_open (MchDb *db, const MchTransfer *transfer, gint64 now_ms,
                                  gboolean *ret_open, GError **error);

/* Moves the pupil, refuses all others who asked for him, and notes that @login decided; the record
 * of @transfer itself is the caller's to put. */
gboolean mch_transfer_accept (MchServer *server, MchDb *db, MchBatch *batch, MchTransfer *transfer,
                              const char *login, GPtrArray *touched, GError **error);

G_END_DECLS
