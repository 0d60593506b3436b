/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Putting a document into a candidate's area: what it says is kept as it is now, under an id of its
 * own. Inside a write transaction. */
#pragma once

#include "core/mch-record.h"
#include "core/mch-uuid.h"
#include "server/db/mch-db.h"

G_BEGIN_DECLS

/**
 * MchDeposit: whose registration, as it stands at the end of the transaction; all borrowed.
 * @scope: "etab:UAI".
 */
typedef struct
{
  const char *scope;
  const MchRecord *establishment;
  const MchRecord *service;
  const MchRecord *person;
  const MchRecord *candidature;
  gint64 now_ms;
  MchRandomFunc random;
} MchDeposit;

/* The confirmation of the registration's present version (INS-17). One that is there already stays
 * as it is. */
gboolean mch_deposit_confirmation (MchDb *db, const MchDeposit *deposit, GError **error);

/* The two records of a frame's @body, made anew: (out) (transfer full). */
gboolean mch_deposit_read_frame (const char *body, MchRecord **ret_establishment,
                                 MchRecord **ret_service, GError **error);

G_END_DECLS
