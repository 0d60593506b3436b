/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The candidate at the portal: signing in from the slip, choosing a password, sessions. What
 * strangers try slows themselves down and nobody else. Blocks, for about 20 ms of a processor in
 * sign-in and choice of a password; any thread. */
#pragma once

#include "core/mch-slip-code.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

#define MCH_CANDIDATE_RESTRICTED_LIFE_MS (30 * G_TIME_SPAN_MINUTE / 1000)
#define MCH_CANDIDATE_FULL_LIFE_MS (2 * G_TIME_SPAN_HOUR / 1000)
#define MCH_CANDIDATE_DEVICE_LIFE_MS (400 * G_TIME_SPAN_DAY / 1000)

/**
 * MchCandidateOutcome:
 * @MCH_CANDIDATE_SIGNED_IN: a session was made.
 * @MCH_CANDIDATE_BAD_CODE: a wrongly copied slip; @code and @group say more. No try was spent, and
 *   the answer depends on the typed text alone.
 * @MCH_CANDIDATE_WRONG: login or password, known or not, expired or not.
 * @MCH_CANDIDATE_WAIT: nothing was checked; try again in @wait_s seconds.
 */
typedef enum
{
  MCH_CANDIDATE_SIGNED_IN,
  MCH_CANDIDATE_BAD_CODE,
  MCH_CANDIDATE_WRONG,
  MCH_CANDIDATE_WAIT,
} MchCandidateOutcome;

typedef struct
{
  MchCandidateOutcome outcome;
  MchSlipCodeStatus code;
  guint group; /* 1 to 3, or 0 */
  guint wait_s;
  gboolean restricted; /* may only choose a password */
  char *token;         /* the session's; for a cookie. NULL unless signed in */
  gint64 expires_ms;
  char *device; /* for a long-lived cookie; NULL when the one that was sent is still good */
} MchCandidateSignIn;

void mch_candidate_sign_in_free (MchCandidateSignIn *sign_in);

/**
 * mch_candidate_sign_in:
 * @login: as typed.
 * @password: as typed.
 * @address: as mch_request_get_address() gives it.
 * @device: (nullable): the device cookie, if there was one.
 *
 * Returns: (transfer full) (nullable): NULL only when the server itself has failed.
 */
MchCandidateSignIn *
mch_candidate_sign_in (MchServer *server, const char *login, const char *password,
                       const char *address, const char *device, GError **error);

/* Who a session belongs to. */
typedef struct
{
  char *account;
  char *login;
  gboolean restricted;
  char *csrf;       /* to be repeated in every form of the session; base64url */
  char *given_name; /* (nullable): to greet by; from the owner's record */
  char *scope;      /* of the establishment that made the account */
  gint64 expires_ms;
  char *session; /* the session's key; for this module alone */
} MchPortalCandidate;

void mch_portal_candidate_free (MchPortalCandidate *candidate);

/* (transfer full) (nullable): NULL without @error when the session is unknown or over. */
MchPortalCandidate *
mch_candidate_authenticate (MchServer *server, const char *token, GError **error);

/**
 * mch_candidate_choose_password:
 * @candidate: of a restricted session; any other is UNAUTHENTICATED.
 * @ret_faults: (out): why @password is refused; 0 when it was taken.
 *
 * Checks the rules; then the account is active, its slip and its provisional password are gone,
 * every other session of the account is over and a full one begins.
 *
 * Returns: (transfer full) (nullable): the new session. NULL without @error when @ret_faults says
 *   why, NULL with MCH_MODEL_ERROR_UNAUTHENTICATED when the session ended meanwhile (the password
 *   was regenerated, say).
 */
MchCandidateSignIn *
mch_candidate_choose_password (MchServer *server, const MchPortalCandidate *candidate,
                               const char *password, MchPasswordFaults *ret_faults, GError **error);

gboolean mch_candidate_sign_out (MchServer *server, const char *token, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchCandidateSignIn, mch_candidate_sign_in_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPortalCandidate, mch_portal_candidate_free)

G_END_DECLS
