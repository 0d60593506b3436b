/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a candidate who is signed in changes of his own account, and what he does with a link that
 * was sent to his address. Blocks, for about 20 ms of a processor where a password is checked or
 * chosen; any thread. */
#pragma once

#include "server/model/mch-candidate.h"

G_BEGIN_DECLS

/**
 * MchOwnOutcome:
 * @MCH_OWN_DONE: it is done; for an address: a message to it is on its way.
 * @MCH_OWN_WRONG: the present password is not right.
 * @MCH_OWN_WAIT: nothing was checked; try again in so many seconds.
 * @MCH_OWN_REFUSED: the new value is not taken; see the faults.
 * @MCH_OWN_OVER: the link was used, replaced, or its time is over.
 * @MCH_OWN_TAKEN: the address belongs to somebody else by now.
 */
typedef enum
{
  MCH_OWN_DONE,
  MCH_OWN_WRONG,
  MCH_OWN_WAIT,
  MCH_OWN_REFUSED,
  MCH_OWN_OVER,
  MCH_OWN_TAKEN,
} MchOwnOutcome;

/**
 * MchOwnEmail:
 * @email: (nullable): verified: signs in, gets messages.
 * @asked: (nullable): given, and not verified yet.
 * @asked_until_ms: of the link.
 */
typedef struct
{
  char *email;
  char *asked;
  gint64 asked_until_ms;
} MchOwnEmail;

void mch_own_email_free (MchOwnEmail *own);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchOwnEmail, mch_own_email_free)

/* Whether links could be opened at all: the portal has an address. */
gboolean mch_candidate_may_get_mail (const MchServer *server);

/* (transfer full) (nullable): NULL with @error. @candidate: of a full session. */
MchOwnEmail *
mch_candidate_read_email (MchServer *server, const MchPortalCandidate *candidate, GError **error);

/**
 * mch_candidate_give_email:
 * @email: of mch_email_read().
 * @password: the present one, as typed.
 * @address: as mch_request_get_address() gives it.
 * @ret_outcome: (out): DONE, WRONG or WAIT. DONE says nothing about whether somebody has the
 *   address already: a message to it does.
 * @ret_wait: (out): seconds.
 */
gboolean mch_candidate_give_email (MchServer *server, const MchPortalCandidate *candidate,
                                   const char *email, const char *password, const char *address,
                                   MchOwnOutcome *ret_outcome, guint *ret_wait, GError **error);

/**
 * mch_candidate_change_password:
 * @present, @password: as typed.
 * @ret_outcome: (out): DONE, WRONG, WAIT or REFUSED with @ret_faults.
 *
 * Every other session ends.
 *
 * Returns: (transfer full) (nullable): the session that goes on; NULL for every other outcome, and
 *   with @error.
 */
MchCandidateSignIn *
mch_candidate_change_password (MchServer *server, const MchPortalCandidate *candidate,
                               const char *present, const char *password, const char *address,
                               MchOwnOutcome *ret_outcome, guint *ret_wait,
                               MchPasswordFaults *ret_faults, GError **error);

/**
 * mch_candidate_ask_reset:
 * @login: a login or an address, as typed.
 * @ret_wait: (out): 0, or seconds: then nothing was asked.
 *
 * Takes as long and answers the same, whoever @login is.
 */
gboolean mch_candidate_ask_reset (MchServer *server, const char *login, const char *address,
                                  guint *ret_wait, GError **error);

/* What a link opens. */
typedef struct
{
  char *account;
  char *login;
  char *email;
} MchOwnLink;

void mch_own_link_free (MchOwnLink *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchOwnLink, mch_own_link_free)

/* @purpose: "verify" or "reset". (transfer full) (nullable): NULL without @error when the link is
 * over. Uses nothing up: programs that look into letters may open it. */
MchOwnLink *
mch_candidate_find_link (MchServer *server, const char *token, const char *purpose, GError **error);

/* @ret_outcome: (out): DONE, OVER or TAKEN. */
gboolean mch_candidate_verify_email (MchServer *server, const char *token,
                                     MchOwnOutcome *ret_outcome, GError **error);

/**
 * mch_candidate_reset_password:
 * @ret_outcome: (out): DONE, OVER, or REFUSED with @ret_faults, and the link still works.
 *
 * The account is active, its slip and its provisional password are gone, and every session is over.
 */
gboolean mch_candidate_reset_password (MchServer *server, const char *token, const char *password,
                                       MchOwnOutcome *ret_outcome, MchPasswordFaults *ret_faults,
                                       GError **error);

G_END_DECLS
