/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Digests, random tokens and invitation codes. */
#pragma once

#include "vault/mch-secret.h"

G_BEGIN_DECLS

#define MCH_DIGEST_SIZE 32

/* (transfer full): BLAKE2b-256 of the bytes, 64 lower-case hexadecimal digits. */
char *mch_digest_hex (const void *data, gsize size);

/* (transfer full): a token of 256 random bits, 43 characters of base64url. */
char *mch_token_new (void);

/* What the server stores of a token, a session id or an invitation: BLAKE2b-256 keyed with @pepper,
 * 64 hexadecimal digits. (transfer full) */
char *mch_token_digest (MchSecret *pepper, const char *token);

/**
 * mch_invitation_new:
 *
 * Returns: (transfer full): 128 random bits and 12 check bits, as seven groups of four characters
 *   with hyphens (Crockford's base32: no I, L, O, U).
 */
char *mch_invitation_new (void);

/**
 * mch_invitation_parse:
 * @typed: (nullable): as copied by a person: case, spaces and hyphens are free, I and L are read as
 * 1, O as 0.
 *
 * Returns: (transfer full) (nullable): the canonical form of mch_invitation_new(), which is what
 *   is digested and compared; NULL with MCH_VAULT_ERROR_MALFORMED when it is no code or was
 *   copied wrongly.
 */
char *mch_invitation_parse (const char *typed, GError **error);

G_END_DECLS
