/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Candidates' accounts and the editions of their slips. An account comes into being together with
 * its login, its verifier, its sealed slip and its place in the edition, or not at all. Blocks; any
 * thread. */
#pragma once

#include "protocol/mch-wire-slip.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

#define MCH_SLIP_GRACE_DAYS 30 /* after the results */

/* Everything is borrowed. @mode: "generate" or "regenerate". */
typedef struct
{
  const char *login;
  const char *id;
  const char *scope;
  const char *session;
  const char *title;
  GBytes *sealed_key;
  gint64 key_version;
  const char *mode;
} MchEditionRequest;

/**
 * mch_accounts_open_edition:
 * @ret_expires_on: (out) (transfer full): a date.
 *
 * Idempotent. Errors: SERVICE_NOT_POSITIONED, PORTAL_UNSET, NOT_FOUND (session), NOT_MEMBER,
 * MISMATCH (the id with another content; a key version that is not the current one).
 */
gboolean mch_accounts_open_edition (MchServer *server, const MchEditionRequest *request,
                                    char **ret_expires_on, GError **error);

/* The scope of an edition: (transfer full) (nullable); NOT_FOUND. */
char *mch_accounts_dup_edition_scope (MchServer *server, const char *edition, GError **error);

/**
 * mch_accounts_submit:
 * @slips: MchWireSlip*, 1 to MCH_WIRE_MAX_CHUNK_SLIPS.
 *
 * All in one transaction; sending the same again answers the same and changes nothing. Errors:
 * NOT_FOUND, SERVICE_NOT_POSITIONED.
 *
 * Returns: (transfer full) (nullable): MchSlipResult*, in the order of @slips.
 */
GPtrArray *mch_accounts_submit (MchServer *server, const char *login, const char *edition,
                                GPtrArray *slips, GError **error);

/* Everything is borrowed. @id: of the act: the same one sends no second message. @persons: char*, 1
 * to MCH_WIRE_MAX_CHUNK_SLIPS ids. */
typedef struct
{
  const char *login;
  const char *id;
  const char *scope;
  const char *session;
  GPtrArray *persons;
} MchResetRequest;

/**
 * mch_accounts_mail_resets:
 *
 * Each of @persons who has a verified address gets a link there to choose a new password; a slip of
 * his is void at once, a password that he chose works until he uses the link. All in one
 * transaction. Errors: NOT_FOUND, SERVICE_NOT_POSITIONED, PORTAL_UNSET, INVALID.
 *
 * Returns: (transfer full) (nullable): MchSlipResult*, in the order of the persons: MAILED, or
 *   REFUSED with "no_email" or what a chunk is refused with.
 */
GPtrArray *
mch_accounts_mail_resets (MchServer *server, const MchResetRequest *request, GError **error);

/**
 * mch_accounts_expire:
 * @ret_n: (out) (optional): accounts that expired.
 *
 * Deletes the slips and verifiers of provisional accounts whose date has passed by mch_server_now()
 * and marks them expired; ends portal sessions and drops throttles that are over. Call it every few
 * minutes.
 */
gboolean mch_accounts_expire (MchServer *server, guint *ret_n, GError **error);

G_END_DECLS
