/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in: the password never leaves this computer, only a key derived from it does. */
#pragma once

#include "sync/mch-desk.h"

G_BEGIN_DECLS

/**
 * MchSignIn: what a person gives.
 * @server: "https://host[:port]".
 * @ca_pem: (nullable): the authority of the server's certificate; NULL for the system's, or, when
 *   the profile knows this server, for the one it knows.
 * @invitation: (nullable): the code that the administrator gave; then @password is chosen now.
 *
 * Everything is borrowed.
 */
typedef struct
{
  const char *server;
  const char *ca_pem;
  const char *login;
  const char *password;
  const char *invitation;
} MchSignIn;

/**
 * mch_sign_in:
 *
 * Ends with a first pull, with the establishments' keys founded or pinned, and with the password's
 * quarter of an hour open. Blocks.
 *
 * Returns: FALSE with MCH_SYNC_ERROR_USAGE when the profile is somebody else's or the password is
 *   too weak, _SIGN_IN when the server does not know it, or any other MCH_SYNC_ERROR.
 */
gboolean
mch_sign_in (MchDesk *desk, const MchSignIn *what, GCancellable *cancellable, GError **error);

/* Revokes the token there and forgets the secrets here. The outbox and the profile stay. */
gboolean mch_sign_out (MchDesk *desk, GCancellable *cancellable, GError **error);

G_END_DECLS
