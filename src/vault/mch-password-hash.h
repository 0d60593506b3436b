/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Candidates' own passwords as the server keeps them: Argon2id (t=2, 19 MiB) of the password
 * keyed with the pepper, as a PHC string. About 20 ms of one processor each. */
#pragma once

#include "vault/mch-secret.h"

G_BEGIN_DECLS

/**
 * mch_password_hash_new:
 * @pepper: MCH_KEY_SIZE bytes.
 * @typed: normalised here (see mch_password_normalise()).
 *
 * Returns: (transfer full) (nullable): a PHC string of ASCII characters; NULL with
 *   MCH_VAULT_ERROR_MALFORMED for text that cannot be normalised, or NO_MEMORY.
 */
char *mch_password_hash_new (MchSecret *pepper, const char *typed, GError **error);

/**
 * mch_password_hash_verify:
 * @hash: (nullable): NULL for an unknown account: the same work is done, the answer is FALSE.
 * @typed: (nullable):
 *
 * Returns: whether it is the password. A hash that cannot be read is not.
 */
gboolean mch_password_hash_verify (MchSecret *pepper, const char *hash, const char *typed);

/* Whether @hash was made with another cost than today's; then make a new one at the next sign-in.
 */
gboolean mch_password_hash_needs_rehash (const char *hash);

G_END_DECLS
