/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which server it is, and what everybody may know of it. */
#pragma once

#include "sync/mch-desk.h"

G_BEGIN_DECLS

/**
 * mch_realm_ask:
 *
 * Asks @client's server who it is and notes that in the profile: the realm, which salts passwords,
 * and the portal's address, which slips carry and which an administrator may change. The profile
 * is written only when something changed; at the first sign-in, by whoever completes it.
 *
 * Errors: MCH_SYNC_ERROR_UPGRADE when this program is too old for it, MCH_SYNC_ERROR_USAGE when
 * the profile belongs to another server, and those of mch_client_call(). Blocks.
 */
gboolean
mch_realm_ask (MchDesk *desk, MchClient *client, GCancellable *cancellable, GError **error);

G_END_DECLS
