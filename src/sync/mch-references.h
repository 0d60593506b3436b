/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The references of exams, fetched when a session's service names one that is not here. */
#pragma once

#include "sync/mch-desk.h"

G_BEGIN_DECLS

/* Fetches what is named and missing, and lets go of what is not named any more. One that cannot be
 * had is asked for again the next time: FALSE is for a server that does not answer, or a store that
 * does not write. Blocks. */
gboolean
mch_references_fetch (MchDesk *desk, MchClient *client, GCancellable *cancellable, GError **error);

G_END_DECLS
