/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of vault share: unambiguous encodings, and the two ciphers with their labels.
 * A label names the use and its version, so that nothing sealed for one use opens as another. */
#pragma once

#include "vault/mch-secret.h"

G_BEGIN_DECLS

/* (transfer full): the label and the NULL-terminated texts, each after its length. */
GBytes *mch_vault_encode (const char *label, ...) G_GNUC_NULL_TERMINATED;

/* BLAKE2b of @data, keyed when @key is not NULL, apart for each @label of at most 16 characters. */
void mch_vault_hash (const char *label, MchSecret *key, const void *data, gsize size, guint8 *ret,
                     gsize ret_size);

/* Argon2id. FALSE with MCH_VAULT_ERROR_NO_MEMORY. @salt is 16 bytes. */
gboolean
mch_vault_stretch (const void *password, gsize password_size, const guint8 *salt, guint passes,
                   gsize mebibytes, guint8 *ret, gsize ret_size, GError **error);

/* (transfer full): nonce ‖ ciphertext ‖ tag under @key, with @context as additional data. */
GBytes *mch_vault_seal (MchSecret *key, const void *data, gsize size, GBytes *context);

/* (transfer full): overwritten when its last reference goes; NULL when it does not open. No error
 * is set: the caller knows what that means. */
GBytes *mch_vault_open (MchSecret *key, const void *sealed, gsize size, GBytes *context);

G_END_DECLS
