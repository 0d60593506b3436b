/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the password opens, and for how long: the member's key pair and, through it, the key of each
 * establishment. Works without the server. A password given opens for a quarter of an hour. */
#pragma once

#include "sync/mch-desk.h"

G_BEGIN_DECLS

#define MCH_UNLOCK_MINUTES 15

/**
 * mch_unlock_with_password:
 *
 * Derives the member's key (about 0.2 s), opens the establishments' keys that were sealed to him
 * and keeps them in the secret store for MCH_UNLOCK_MINUTES.
 *
 * Returns: FALSE with MCH_SYNC_ERROR_PASSWORD when it is not the password, _SIGN_IN when nobody has
 *   signed in, _KEY when an establishment's key is not the one that was pinned.
 */
gboolean mch_unlock_with_password (MchDesk *desk, const char *password, GError **error);

/* (transfer full): the member's own pair, or NULL with MCH_SYNC_ERROR_PASSWORD: ask for it. */
MchKeyPair *mch_unlock_dup_member (MchDesk *desk, GError **error);

/**
 * mch_unlock_dup_establishment:
 *
 * Returns: (transfer full): the establishment's pair; NULL with MCH_SYNC_ERROR_PASSWORD when the
 *   password is needed first, _PENDING when a colleague has to admit this person first, or _KEY
 *   when the key that the server shows is neither the pinned one nor its heir.
 */
MchKeyPair *mch_unlock_dup_establishment (MchDesk *desk, const char *scope, GError **error);

/* Whether the password was given less than MCH_UNLOCK_MINUTES ago. */
gboolean mch_unlock_is_open (MchDesk *desk);

/* Forgets what was opened. */
void mch_unlock_close (MchDesk *desk);

G_END_DECLS
