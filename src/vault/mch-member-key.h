/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A member's key pair at rest: its secret key wrapped with the key that his password gives.
 * Unwrapping it is how a password is checked again without a server. */
#pragma once

#include "vault/mch-key-pair.h"
#include "vault/mch-staff-key.h"

G_BEGIN_DECLS

#define MCH_MEMBER_WRAPPED_SIZE 72 /* nonce 24, secret key 32, tag 16 */

/* (transfer full): MCH_MEMBER_WRAPPED_SIZE bytes, bound to @login and to the public key. */
GBytes *mch_member_key_wrap (MchKeyPair *member, MchSecret *wrap, const char *login);

/**
 * mch_member_key_unwrap:
 * @wrapped: as the server or the keyring gave it.
 * @member_public: MCH_KEY_SIZE bytes, likewise.
 *
 * Returns: (transfer full) (nullable): NULL with MCH_VAULT_ERROR_WRONG_PASSWORD when @wrap does not
 *   open it, DAMAGED when it has not the right size, KEY_CHANGED when it holds another key.
 */
MchKeyPair *mch_member_key_unwrap (GBytes *wrapped, const guint8 *member_public, MchSecret *wrap,
                                   const char *login, GError **error);

/**
 * mch_member_key_open:
 *
 * Re-authentication: derives the keys of @password and unwraps; blocks for about 0.2 s. Errors as
 * mch_staff_keys_derive() and mch_member_key_unwrap().
 *
 * Returns: (transfer full) (nullable): the member's key pair.
 */
MchKeyPair *mch_member_key_open (GBytes *wrapped, const guint8 *member_public, const char *realm,
                                 const char *login, const char *password, GError **error);

G_END_DECLS
