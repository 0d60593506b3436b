/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pupil who changes school: asked for by the new establishment, decided by the old one or by the
 * exam office, moved in one transaction. Each side has a record of kind transfer that says no more
 * than it may know. Blocks; any thread. */
#pragma once

#include "server/model/mch-server.h"
#include "server/model/mch-staff.h"

G_BEGIN_DECLS

/**
 * MchTransferRequest: everything is borrowed.
 * @id: a UUID made by the desktop.
 * @scope: the establishment that asks.
 * @requested: the id that its desktop gave to the pupil whom it could not register.
 * @ine, @birth_date, @family_name: canonical; together they must be somebody's who is registered
 * for
 *   @session in another establishment of the académie.
 */
typedef struct
{
  const char *id;
  const char *scope;
  const char *session;
  const char *requested;
  const char *ine;
  const char *birth_date;
  const char *family_name;
} MchTransferRequest;

/**
 * mch_transfers_ask:
 *
 * Asking again for the same pupil gives the request that is open already. Errors: INVALID,
 * NOT_FOUND (nobody like that is registered elsewhere), MISMATCH (the id was used for another).
 *
 * Returns: (transfer full): the id of the request.
 */
char *mch_transfers_ask (MchServer *server, const MchStaff *staff,
                         const MchTransferRequest *request, GError **error);

/**
 * mch_transfers_decide:
 * @staff: of the establishment that has the pupil, or of the exam office of the académie.
 * @reason: (nullable): of a refusal, for those who asked.
 *
 * Accepting moves registration, number and account: there a tombstone, here the same id; a slip of
 * the old establishment opens nothing any more. Deciding alike again does nothing. Errors:
 * NOT_FOUND, FORBIDDEN, REGISTRATION_CLOSED (for establishments), GONE (decided otherwise, or the
 * pupil is not registered there any more), EXISTS (the asking establishment has registered the
 * pupil in the meantime).
 */
gboolean mch_transfers_decide (MchServer *server, const MchStaff *staff, const char *id,
                               gboolean accept, const char *reason, GError **error);

G_END_DECLS
