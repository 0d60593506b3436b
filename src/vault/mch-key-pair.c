/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-key-pair.h"

#include <sodium.h>

#include "vault/mch-vault-init.h"

G_STATIC_ASSERT (crypto_box_PUBLICKEYBYTES == MCH_KEY_SIZE);
G_STATIC_ASSERT (crypto_box_SECRETKEYBYTES == MCH_KEY_SIZE);

struct _MchKeyPair
{
  gatomicrefcount ref_count;
  guint8 public_key[MCH_KEY_SIZE];
  MchSecret *secret_key;
};

static MchKeyPair *
key_pair_take (MchSecret *secret_key)
{
  MchKeyPair *pair = g_new0 (MchKeyPair, 1);

  g_atomic_ref_count_init (&pair->ref_count);
  pair->secret_key = secret_key;
  crypto_scalarmult_base (pair->public_key, mch_secret_get_bytes (secret_key));
  return pair;
}

MchKeyPair *
mch_key_pair_new (void)
{
  return key_pair_take (mch_secret_new_random (MCH_KEY_SIZE));
}

MchKeyPair *
mch_key_pair_new_from_secret (const guint8 *secret_key)
{
  g_return_val_if_fail (secret_key != NULL, NULL);

  return key_pair_take (mch_secret_new (secret_key, MCH_KEY_SIZE));
}

MchKeyPair *
mch_key_pair_ref (MchKeyPair *pair)
{
  g_return_val_if_fail (pair != NULL, NULL);

  g_atomic_ref_count_inc (&pair->ref_count);
  return pair;
}

void
mch_key_pair_unref (MchKeyPair *pair)
{
  g_return_if_fail (pair != NULL);

  if (!g_atomic_ref_count_dec (&pair->ref_count))
    return;
  mch_secret_unref (pair->secret_key);
  g_free (pair);
}

const guint8 *
mch_key_pair_get_public (const MchKeyPair *pair)
{
  g_return_val_if_fail (pair != NULL, NULL);

  return pair->public_key;
}

MchSecret *
mch_key_pair_get_secret (const MchKeyPair *pair)
{
  g_return_val_if_fail (pair != NULL, NULL);

  return pair->secret_key;
}
