/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One edition of slips while it is being made, and the reading of its slips afterwards. */
#pragma once

#include "sync/mch-desk.h"
#include "vault/mch-secret.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_EDITION_GENERATE,
  MCH_EDITION_REGENERATE,
} MchEditionMode;

/**
 * MchEditionWork: an edition whose key this desk holds.
 */
typedef struct
{
  char *id;
  char *scope;
  char *session;
  char *title;
  MchEditionMode mode;
  gboolean despite_email; /* paper also for those who have a verified address */
  MchSecret *key;
} MchEditionWork;

void mch_edition_work_free (MchEditionWork *work);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchEditionWork, mch_edition_work_free)

/**
 * mch_edition_begin:
 *
 * Makes an edition and its key, and notes both so that a cut generation can go on; or, for
 * GENERATE, takes up the one that was cut. Announces it to the server.
 *
 * Returns: (transfer full): NULL with an MCH_SYNC_ERROR.
 */
MchEditionWork *
mch_edition_begin (MchDesk *desk, const char *scope, const char *session, const char *title,
                   MchEditionMode mode, GCancellable *cancellable, GError **error);

/* Whether a generation of this session was cut. */
gboolean mch_edition_is_unfinished (MchDesk *desk, const char *scope, const char *session);

/**
 * mch_edition_send:
 * @persons: (element-type utf8): 1 to 200 ids.
 *
 * Makes, seals and sends one provisional password for each, and forgets them.
 *
 * Returns: (transfer full): of MchSlipResult.
 */
GPtrArray *mch_edition_send (MchDesk *desk, MchEditionWork *work, GPtrArray *persons,
                             GCancellable *cancellable, GError **error);

/* The edition is whole: its note goes, and its key too unless only this desk can open it. */
void mch_edition_finish (MchDesk *desk, MchEditionWork *work);

/* Lets go of every key and note of an establishment's editions, while its records are still here.
 */
gboolean mch_edition_forget_scope (MchDesk *desk, const char *scope, GError **error);

/**
 * MchOpenedSlip:
 * @code: the provisional password; overwritten when freed.
 */
typedef struct
{
  char *person;
  char *code;
} MchOpenedSlip;

/**
 * mch_edition_open_slips:
 *
 * Opens the slips of an edition that are still alive: a candidate who chose a password has none
 * any more. Works without the server; needs the password.
 *
 * Returns: (transfer full): of MchOpenedSlip, in no order; NULL with MCH_SYNC_ERROR_USAGE for an
 *   unknown edition, _PASSWORD or _PENDING.
 */
GPtrArray *
mch_edition_open_slips (MchDesk *desk, const char *scope, const char *edition, GError **error);

G_END_DECLS
