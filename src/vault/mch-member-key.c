/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-member-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-login.h"
#include "vault/mch-vault-error.h"
#include "vault/mch-vault-init.h"
#include "vault/mch-vault-private.h"

#define WRAP_LABEL "machaon member key 1"

static GBytes *
wrap_context (const char *login, const guint8 *member_public)
{
  g_autofree char *folded = mch_login_fold (login);
  g_autofree char *public_text = g_base64_encode (member_public, MCH_KEY_SIZE);

  return mch_vault_encode (WRAP_LABEL, folded, public_text, NULL);
}

GBytes *
mch_member_key_wrap (MchKeyPair *member, MchSecret *wrap, const char *login)
{
  g_autoptr (GBytes) context = NULL;

  g_return_val_if_fail (member != NULL && wrap != NULL && login != NULL, NULL);

  context = wrap_context (login, mch_key_pair_get_public (member));
  return mch_vault_seal (wrap, mch_secret_get_bytes (mch_key_pair_get_secret (member)),
                         MCH_KEY_SIZE, context);
}

MchKeyPair *
mch_member_key_unwrap (GBytes *wrapped, const guint8 *member_public, MchSecret *wrap,
                       const char *login, GError **error)
{
  g_autoptr (GBytes) context = NULL;
  g_autoptr (GBytes) secret = NULL;
  g_autoptr (MchKeyPair) member = NULL;

  g_return_val_if_fail (wrapped != NULL && member_public != NULL, NULL);
  g_return_val_if_fail (wrap != NULL && login != NULL, NULL);

  if (g_bytes_get_size (wrapped) != MCH_MEMBER_WRAPPED_SIZE)
    {
      g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_DAMAGED,
                           _ ("Your key is damaged. Sign in again while connected; if this "
                              "message stays, ask for a new invitation."));
      return NULL;
    }
  context = wrap_context (login, member_public);
  secret =
      mch_vault_open (wrap, g_bytes_get_data (wrapped, NULL), MCH_MEMBER_WRAPPED_SIZE, context);
  if (secret == NULL)
    {
      g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_WRONG_PASSWORD,
                           _ ("The password is not right."));
      return NULL;
    }
  member = mch_key_pair_new_from_secret (g_bytes_get_data (secret, NULL));
  if (!mch_vault_equal (mch_key_pair_get_public (member), member_public, MCH_KEY_SIZE))
    {
      g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_KEY_CHANGED,
                           _ ("The key that the server sent is not yours. Nothing was done; "
                              "tell the administrator."));
      return NULL;
    }
  return g_steal_pointer (&member);
}

MchKeyPair *
mch_member_key_open (GBytes *wrapped, const guint8 *member_public, const char *realm,
                     const char *login, const char *password, GError **error)
{
  g_autoptr (MchStaffKeys) keys = mch_staff_keys_derive (realm, login, password, error);

  if (keys == NULL)
    return NULL;
  return mch_member_key_unwrap (wrapped, member_public, keys->wrap, login, error);
}
