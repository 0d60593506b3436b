/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-blob.h"

#include <glib/gi18n-lib.h>

#include "vault/mch-vault-error.h"
#include "vault/mch-vault-private.h"

#define BLOB_LABEL "machaon blob 1"

GBytes *
mch_blob_seal (MchSecret *key, const void *data, gsize size, const char *context)
{
  g_autoptr (GBytes) encoded = NULL;

  g_return_val_if_fail (key != NULL && context != NULL, NULL);
  g_return_val_if_fail (mch_secret_get_size (key) == MCH_KEY_SIZE, NULL);
  g_return_val_if_fail (data != NULL || size == 0, NULL);

  encoded = mch_vault_encode (BLOB_LABEL, context, NULL);
  return mch_vault_seal (key, data, size, encoded);
}

GBytes *
mch_blob_open (MchSecret *key, const void *blob, gsize size, const char *context, GError **error)
{
  g_autoptr (GBytes) encoded = NULL;
  GBytes *data = NULL;

  g_return_val_if_fail (key != NULL && context != NULL, NULL);
  g_return_val_if_fail (mch_secret_get_size (key) == MCH_KEY_SIZE, NULL);

  encoded = mch_vault_encode (BLOB_LABEL, context, NULL);
  data = mch_vault_open (key, blob, size, encoded);
  if (data == NULL)
    g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_DAMAGED,
                         _ ("A record kept on this computer cannot be read: it is damaged, or its "
                            "key was replaced. The server's copy is not touched."));
  return data;
}
