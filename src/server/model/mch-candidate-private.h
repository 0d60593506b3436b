/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the files about candidates. */
#pragma once

#include "server/db/mch-db.h"
#include "server/model/mch-candidate-own.h"

G_BEGIN_DECLS

/* What was typed as a login: folded, or an e-mail address in small letters. (transfer full) */
char *mch_candidate_fold_login (const char *typed);

/* Whether @password is the present one, tried as at sign-in. @ret_outcome: (out): DONE, WRONG or
 * WAIT. */
gboolean mch_candidate_check_present (MchServer *server, const MchPortalCandidate *candidate,
                                      const char *password, const char *address,
                                      MchOwnOutcome *ret_outcome, guint *ret_wait, GError **error);

/* The link of this digest, if it opens anything: (transfer full) (nullable), NULL without @error
 * when it does not. */
MchOwnLink *mch_candidate_read_link (MchDb *db, const char *digest, const char *purpose,
                                     gint64 now_ms, GError **error);

/* A session of the account, restricted as @sign_in says; its token goes there. */
gboolean
mch_candidate_insert_session (MchServer *server, MchDb *db, const char *account,
                              gint64 secret_version, MchCandidateSignIn *sign_in, GError **error);

G_END_DECLS
