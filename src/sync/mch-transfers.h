/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pupils who change school: those whom the server answered "déjà inscrit dans un autre
 * établissement" about, requests that were made, requests that others make of us. */
#pragma once

#include "sync/mch-desk.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_TRANSFER_POSSIBLE, /* registered elsewhere; "Demander le transfert" can be asked */
  MCH_TRANSFER_OUT,      /* another establishment asks for a pupil of ours: ours to decide */
  MCH_TRANSFER_IN,       /* we asked */
  MCH_TRANSFER_OFFICE,   /* of the académie: the exam office may decide, too */
} MchTransferSide;

/**
 * MchTransferEntry: everything but the first two may be NULL, as far as one may not know it.
 * @id: of the request; of a possible one: the id that the pupil has here.
 * @state: "possible", "asked", "accepted", "refused".
 * @person: the pupil's record here.
 * @establishment, @establishment_name: who asks; never where the pupil is, for who asks.
 * @from_name: the establishment that has the pupil; for the exam office.
 * @reason: of a refusal.
 */
typedef struct
{
  MchTransferSide side;
  char *id;
  char *scope;
  char *session;
  char *state;
  char *person;
  char *family_name;
  char *given_name;
  char *birth_date;
  char *establishment;
  char *establishment_name;
  char *from_name;
  char *reason;
  gint64 asked_ms;
} MchTransferEntry;

const char *mch_transfer_side_to_string (MchTransferSide side); /* "possible", "out", "in", … */

/* Whether @record, of kind transfer, is a request of others that waits for an answer of ours. */
gboolean mch_transfer_is_ours_to_decide (const MchRecord *record);

/**
 * mch_transfer_list:
 * @scope: (nullable): NULL for all.
 *
 * Returns: (transfer full) (element-type MchTransferEntry): what can be asked for or decided first,
 *   then the newest; NULL with an MCH_STORE_ERROR. Works without the server.
 */
GPtrArray *mch_transfer_list (MchStore *store, const char *scope, GError **error);

/**
 * mch_transfer_ask:
 * @person: the id that the pupil has here, as @id of a possible entry.
 * @id: a fresh UUIDv7; the same again for a try that got no answer.
 *
 * "Demander le transfert" to the other school or the exam office. Needs the server.
 *
 * Returns: FALSE with an MCH_SYNC_ERROR: USAGE when INE, birth date or family name is missing,
 *   REFUSED when the pupil is not registered elsewhere any more. Blocks.
 */
gboolean
mch_transfer_ask (MchDesk *desk, const char *scope, const char *session, const char *person,
                  const char *id, GCancellable *cancellable, GError **error);

/**
 * mch_transfer_decide:
 * @id: of a request made of us, or of our académie.
 * @reason: (nullable): of a refusal, for those who asked.
 *
 * Accepting takes registration, number and account to them; the pupil leaves our lists with the
 * next pull, and a slip of ours opens nothing any more. Needs the server. Blocks.
 */
gboolean mch_transfer_decide (MchDesk *desk, const char *id, gboolean accept, const char *reason,
                              GCancellable *cancellable, GError **error);

/* After a pull: what was refused because a pupil was registered elsewhere is sent again about the
 * records that came with his transfer, so that nothing typed meanwhile is lost. */
gboolean mch_transfer_settle (MchStore *store, GError **error);

G_END_DECLS
