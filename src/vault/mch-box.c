/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-box-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "vault/mch-vault-error.h"
#include "vault/mch-vault-init.h"

#define BOX_SIZE (MCH_KEY_SIZE + crypto_box_SEALBYTES)

GBytes *
mch_box_seal (MchSecret *secret, const guint8 *recipient, GError **error)
{
  g_autofree guint8 *box = g_malloc (BOX_SIZE);

  g_assert (mch_secret_get_size (secret) == MCH_KEY_SIZE);
  mch_vault_init ();
  /* It fails for the few points that give the same shared key to everybody. */
  if (crypto_box_seal (box, mch_secret_get_bytes (secret), MCH_KEY_SIZE, recipient) != 0)
    {
      g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED,
                           _ ("A key or a sealed value is not written as it should be."));
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&box), BOX_SIZE);
}

MchSecret *
mch_box_open (GBytes *sealed, MchKeyPair *recipient, GError **error)
{
  guint8 bytes[MCH_KEY_SIZE];
  MchSecret *secret = NULL;

  mch_vault_init ();
  if (g_bytes_get_size (sealed) != BOX_SIZE
      || crypto_box_seal_open (bytes, g_bytes_get_data (sealed, NULL), BOX_SIZE,
                               mch_key_pair_get_public (recipient),
                               mch_secret_get_bytes (mch_key_pair_get_secret (recipient)))
             != 0)
    {
      g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_NOT_OURS,
                           _ ("This was sealed with another key than yours, or was altered."));
      return NULL;
    }
  secret = mch_secret_new (bytes, sizeof bytes);
  mch_vault_wipe (bytes, sizeof bytes);
  return secret;
}
