/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the files about candidates. */
#pragma once

#include "server/model/mch-candidate.h"

G_BEGIN_DECLS

/* A session of the account, restricted as @sign_in says; its token goes there. */
gboolean
mch_candidate_insert_session (MchServer *server, MchDb *db, const char *account,
                              gint64 secret_version, MchCandidateSignIn *sign_in, GError **error);

G_END_DECLS
