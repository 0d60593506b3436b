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

/* (transfer full): NOT_FOUND when there is none. */
MchTransfer *mch_transfer_read (MchDb *db, const char *id, GError **error);

/* Puts what each side may know of it into @batch; adds the scopes to @touched. */
gboolean mch_transfer_put (MchDb *db, MchBatch *batch, const MchTransfer *transfer,
                           GPtrArray *touched, GError **error);

/* Moves the pupil; sets @transfer->into. */
gboolean mch_transfer_move (MchServer *server, MchDb *db, MchBatch *batch, MchTransfer *transfer,
                            GPtrArray *touched, GError **error);

G_END_DECLS
