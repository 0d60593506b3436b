/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The random key of one edition of slips, and the slips sealed with it. The edition's key is sealed
 * to the establishment's public key, so the server keeps both and opens neither. */
#pragma once

#include "vault/mch-key-pair.h"

G_BEGIN_DECLS

/* A new key is mch_secret_new_random (MCH_KEY_SIZE). */

/* (transfer full): NULL with MCH_VAULT_ERROR_MALFORMED when @establishment_public is no key. */
GBytes *
mch_edition_key_seal (MchSecret *edition_key, const guint8 *establishment_public, GError **error);

/* (transfer full): NULL with MCH_VAULT_ERROR_NOT_OURS when it was sealed to another key (an earlier
 * one of the establishment, say) or was altered. */
MchSecret *mch_edition_key_open (GBytes *sealed, MchKeyPair *establishment, GError **error);

/**
 * mch_slip_seal:
 * @code: the provisional password as printed; it must pass mch_slip_code_check().
 * @candidate: the person's id.
 * @secret_version: at least 1.
 * @edition: the edition's id.
 *
 * Returns: (transfer full): nonce ‖ ciphertext, bound to the three.
 */
GBytes *mch_slip_seal (MchSecret *edition_key, const char *code, const char *candidate,
                       gint64 secret_version, const char *edition);

/**
 * mch_slip_open:
 *
 * Returns: (transfer full) (nullable): the provisional password, to be freed with
 *   mch_vault_free_text(); NULL with MCH_VAULT_ERROR_DAMAGED when the slip was altered or is of
 * another candidate, version or edition.
 */
char *mch_slip_open (MchSecret *edition_key, GBytes *sealed, const char *candidate,
                     gint64 secret_version, const char *edition, GError **error);

G_END_DECLS
