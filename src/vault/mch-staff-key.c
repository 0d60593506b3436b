/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-staff-key.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "core/mch-login.h"
#include "core/mch-password.h"
#include "vault/mch-vault-error.h"
#include "vault/mch-vault-init.h"
#include "vault/mch-vault-private.h"

#define PASSES 3
#define MEBIBYTES 64
#define SALT_LABEL "machaon realm 1"
#define HASH_LABEL "machaon staff 1"

/* Contexts and numbers of the keys drawn from k. */
#define KDF_CONTEXT "mchstaff"
enum
{
  KDF_AUTH = 1,
  KDF_WRAP = 2,
};
G_STATIC_ASSERT (sizeof KDF_CONTEXT == crypto_kdf_CONTEXTBYTES + 1);
G_STATIC_ASSERT (crypto_kdf_KEYBYTES == MCH_KEY_SIZE);

static gboolean
derive_root (const char *realm, const char *login, const char *password, guint8 *ret_root,
             GError **error)
{
  g_autofree char *folded = mch_login_fold (login);
  g_autoptr (MchSecretText) normal = mch_password_normalise (password);
  g_autoptr (GBytes) context = NULL;
  guint8 salt[crypto_pwhash_SALTBYTES];

  if (*folded == '\0' || normal == NULL || *normal == '\0')
    {
      g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED,
                           _ ("The login or the password is empty or holds a character that "
                              "cannot be used."));
      return FALSE;
    }
  context = mch_vault_encode (SALT_LABEL, realm, folded, NULL);
  mch_vault_hash (SALT_LABEL, NULL, g_bytes_get_data (context, NULL), g_bytes_get_size (context),
                  salt, sizeof salt);
  return mch_vault_stretch (normal, strlen (normal), salt, PASSES, MEBIBYTES, ret_root,
                            MCH_KEY_SIZE, error);
}

MchStaffKeys *
mch_staff_keys_derive (const char *realm, const char *login, const char *password, GError **error)
{
  guint8 root[MCH_KEY_SIZE];
  guint8 wrap[MCH_KEY_SIZE];
  MchStaffKeys *keys = NULL;

  g_return_val_if_fail (realm != NULL, NULL);

  if (!derive_root (realm, login, password, root, error))
    return NULL;

  keys = g_new0 (MchStaffKeys, 1);
  crypto_kdf_derive_from_key (keys->auth, sizeof keys->auth, KDF_AUTH, KDF_CONTEXT, root);
  crypto_kdf_derive_from_key (wrap, sizeof wrap, KDF_WRAP, KDF_CONTEXT, root);
  keys->wrap = mch_secret_new (wrap, sizeof wrap);
  mch_vault_wipe (wrap, sizeof wrap);
  mch_vault_wipe (root, sizeof root);
  return keys;
}

void
mch_staff_keys_free (MchStaffKeys *keys)
{
  g_return_if_fail (keys != NULL);

  mch_vault_wipe (keys->auth, sizeof keys->auth);
  mch_secret_unref (keys->wrap);
  g_free (keys);
}

void
mch_staff_auth_pepper (MchSecret *pepper, const guint8 auth[MCH_KEY_SIZE],
                       guint8 ret_stored[MCH_KEY_SIZE])
{
  g_return_if_fail (pepper != NULL && auth != NULL && ret_stored != NULL);
  g_return_if_fail (mch_secret_get_size (pepper) == MCH_KEY_SIZE);

  mch_vault_hash (HASH_LABEL, pepper, auth, MCH_KEY_SIZE, ret_stored, MCH_KEY_SIZE);
}

gboolean
mch_staff_auth_matches (MchSecret *pepper, const guint8 auth[MCH_KEY_SIZE],
                        const guint8 stored[MCH_KEY_SIZE])
{
  guint8 mine[MCH_KEY_SIZE] = { 0 };

  g_return_val_if_fail (stored != NULL, FALSE);

  mch_staff_auth_pepper (pepper, auth, mine);
  return mch_vault_equal (mine, stored, sizeof mine);
}
