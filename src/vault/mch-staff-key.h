/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a member of staff's password gives: a key that proves it to the server, and a key that the
 * server never sees and that wraps the member's own key pair. */
#pragma once

#include "vault/mch-secret.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 auth[MCH_KEY_SIZE]; /* sent to the server */
  MchSecret *wrap;           /* stays here */
} MchStaffKeys;

/**
 * mch_staff_keys_derive:
 * @realm: the id that the server gives in /v1/realm.
 * @login: folded here with mch_login_fold().
 * @password: normalised here.
 *
 * k = Argon2id (NFKC password, salt from realm and folded login, t=3, 64 MiB), about 0.2 s; blocks.
 *
 * Returns: (transfer full) (nullable): NULL with MCH_VAULT_ERROR_MALFORMED (empty login, password
 *   that is no text) or NO_MEMORY.
 */
MchStaffKeys *
mch_staff_keys_derive (const char *realm, const char *login, const char *password, GError **error);
void mch_staff_keys_free (MchStaffKeys *keys);

/* What the server stores: BLAKE2b-256 of @auth keyed with @pepper. */
void mch_staff_auth_pepper (MchSecret *pepper, const guint8 auth[MCH_KEY_SIZE],
                            guint8 ret_stored[MCH_KEY_SIZE]);
gboolean mch_staff_auth_matches (MchSecret *pepper, const guint8 auth[MCH_KEY_SIZE],
                                 const guint8 stored[MCH_KEY_SIZE]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchStaffKeys, mch_staff_keys_free)

G_END_DECLS
