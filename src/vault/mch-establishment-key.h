/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An establishment's key pair, shared by its members: sealed to each of them, opened by each,
 * and the six words by which a member is admitted without trusting the server. */
#pragma once

#include "vault/mch-key-pair.h"

G_BEGIN_DECLS

#define MCH_ADMISSION_WORDS 6

/* (transfer full): the establishment's secret key, readable by the owner of @member_public only.
 * NULL with MCH_VAULT_ERROR_MALFORMED when that is no public key. */
GBytes *
mch_establishment_key_seal (MchKeyPair *establishment, const guint8 *member_public, GError **error);

/**
 * mch_establishment_key_open:
 * @establishment_public: the public key that this client pinned (or, the first time, was given).
 *
 * Returns: (transfer full) (nullable): NULL with MCH_VAULT_ERROR_NOT_OURS when it was not sealed to
 *   @member or was altered, KEY_CHANGED when it holds the secret of another public key.
 */
MchKeyPair *mch_establishment_key_open (GBytes *sealed, MchKeyPair *member,
                                        const guint8 *establishment_public, GError **error);

/**
 * mch_admission_words_new:
 * @uai: the establishment's; upper-cased here.
 * @login: the pending member's; folded here.
 * @member_public: the pending member's key.
 * @establishment_public: the establishment's current key.
 *
 * Both persons compute them from what their own program knows and compare them aloud: a server that
 * shows either of them another key gives them other words. Slow on purpose (Argon2id, 64 MiB, about
 * half a second); blocks.
 *
 * Returns: (transfer full) (nullable): six lower-case words with a space between; NULL with
 *   MCH_VAULT_ERROR_NO_MEMORY.
 */
char *mch_admission_words_new (const char *uai, const char *login, const guint8 *member_public,
                               const guint8 *establishment_public, GError **error);

/* Whether @typed is @words, whatever its case, accents, spaces, hyphens and punctuation. */
gboolean mch_admission_words_match (const char *words, const char *typed);

G_END_DECLS
