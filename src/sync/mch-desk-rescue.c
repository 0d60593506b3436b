/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-desk-rescue.h"

#include "store/mch-profile.h"
#include "store/mch-store.h"
#include "sync/mch-desk.h"
#include "sync/mch-sync-error.h"
#include "vault/mch-vault-init.h"

#include <glib/gi18n-lib.h>

#define PROFILE_ID "profile_id"

/* The key that the profile has: none is made, since a new one opens nothing. */
static GBytes *
look_up_key (MchProfile *profile, MchSecretStore *secrets, GError **error)
{
  const char *id = mch_profile_get (profile, PROFILE_ID);
  GBytes *key = NULL;

  if (id != NULL && !mch_secret_store_lookup (secrets, id, MCH_SECRET_CACHE_KEY, &key, error))
    return NULL;
  if (key == NULL)
    g_set_error_literal (
        error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING,
        _ ("The key of this profile's local data is not in the keyring, so nothing "
           "of it can be read. It was left as it is; another profile starts "
           "anew."));
  return key;
}

gboolean
mch_desk_rescue (const char *profile_dir, MchSecretStore *secrets, guint *ret_kept, guint *ret_lost,
                 char **ret_aside, GError **error)
{
  g_autoptr (MchProfile) profile = NULL;
  g_autoptr (GBytes) key = NULL;

  g_return_val_if_fail (profile_dir != NULL && MCH_IS_SECRET_STORE (secrets), FALSE);

  mch_vault_init ();
  profile = mch_profile_load (profile_dir, error);
  key = profile != NULL ? look_up_key (profile, secrets, error) : NULL;
  return key != NULL
         && mch_store_rescue (profile_dir, key, mch_desk_now_ms, mch_vault_random, ret_kept,
                              ret_lost, ret_aside, error);
}
