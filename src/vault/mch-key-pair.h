/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An X25519 key pair: a member's or an establishment's. Immutable. */
#pragma once

#include "vault/mch-secret.h"

G_BEGIN_DECLS

typedef struct _MchKeyPair MchKeyPair;

MchKeyPair *mch_key_pair_new (void); /* (transfer full): a fresh one */

/* (transfer full): the pair of a secret key of MCH_KEY_SIZE bytes, which is copied. */
MchKeyPair *mch_key_pair_new_from_secret (const guint8 *secret_key);

MchKeyPair *mch_key_pair_ref (MchKeyPair *pair);
void mch_key_pair_unref (MchKeyPair *pair);

const guint8 *mch_key_pair_get_public (const MchKeyPair *pair); /* MCH_KEY_SIZE bytes, borrowed */
MchSecret *mch_key_pair_get_secret (const MchKeyPair *pair);    /* (transfer none) */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchKeyPair, mch_key_pair_unref)

G_END_DECLS
