/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recurring work that several servers of one database share: whoever takes it keeps it while he
 * comes back in time, and another one takes over when he does not. Blocks; any thread. */
#pragma once

#include "server/model/mch-server.h"

G_BEGIN_DECLS

/**
 * mch_job_claim:
 * @holder: who asks, another one for each process.
 * @for_ms: how long it is his, from now.
 * @ret_mine: (out): whether it is his to do now.
 */
gboolean mch_job_claim (MchServer *server, const char *name, const char *holder, gint64 for_ms,
                        gboolean *ret_mine, GError **error);

/* Gives back everything that @holder has: he stops. */
gboolean mch_job_release (MchServer *server, const char *holder, GError **error);

G_END_DECLS
