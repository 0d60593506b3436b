/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sealed boxes: 32 secret bytes that only the owner of a key pair reads. */
#pragma once

#include "vault/mch-key-pair.h"

G_BEGIN_DECLS

/* (transfer full): NULL with MCH_VAULT_ERROR_MALFORMED when @recipient is no public key. */
GBytes *mch_box_seal (MchSecret *secret, const guint8 *recipient, GError **error);

/* (transfer full): NULL with MCH_VAULT_ERROR_NOT_OURS. */
MchSecret *mch_box_open (GBytes *sealed, MchKeyPair *recipient, GError **error);

G_END_DECLS
