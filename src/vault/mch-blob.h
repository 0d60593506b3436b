/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records at rest on a desktop: each one XChaCha20-Poly1305 blob under a key from the keyring,
 * bound to the place where it is stored. */
#pragma once

#include "vault/mch-secret.h"

G_BEGIN_DECLS

#define MCH_BLOB_OVERHEAD 40 /* bytes that sealing adds: nonce 24, tag 16 */

/**
 * mch_blob_seal:
 * @key: MCH_KEY_SIZE bytes.
 * @data: (array length=size) (nullable):
 * @context: what the blob is bound to (id, kind, version… in one unambiguous text).
 *
 * Returns: (transfer full): @size + MCH_BLOB_OVERHEAD bytes. Thread-safe.
 */
GBytes *mch_blob_seal (MchSecret *key, const void *data, gsize size, const char *context);

/**
 * mch_blob_open:
 *
 * Returns: (transfer full) (nullable): the data, overwritten when the last reference goes; NULL
 * with MCH_VAULT_ERROR_DAMAGED for another key, another context, or altered bytes.
 */
GBytes *
mch_blob_open (MchSecret *key, const void *blob, gsize size, const char *context, GError **error);

G_END_DECLS
