/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-password-hash.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "core/mch-password.h"
#include "vault/mch-vault-error.h"
#include "vault/mch-vault-init.h"
#include "vault/mch-vault-private.h"

#define PASSES 2
#define MEMORY ((gsize) 19 * 1024 * 1024)
#define HASH_LABEL "machaon person 1"

/* The pepper goes in before Argon2id, so that the string is a plain PHC string, useless without the
 * pepper. FALSE when @typed is no text. */
static gboolean
pepper_password (MchSecret *pepper, const char *typed, guint8 ret_keyed[MCH_KEY_SIZE])
{
  g_autoptr (MchSecretText) password = mch_password_normalise (typed);

  if (password == NULL)
    return FALSE;
  mch_vault_hash (HASH_LABEL, pepper, password, strlen (password), ret_keyed, MCH_KEY_SIZE);
  return TRUE;
}

static char *
hash_keyed (const guint8 keyed[MCH_KEY_SIZE])
{
  char hash[crypto_pwhash_STRBYTES];

  mch_vault_init ();
  if (crypto_pwhash_str_alg (hash, (const char *) keyed, MCH_KEY_SIZE, PASSES, MEMORY,
                             crypto_pwhash_ALG_ARGON2ID13)
      != 0)
    return NULL;
  return g_strdup (hash);
}

char *
mch_password_hash_new (MchSecret *pepper, const char *typed, GError **error)
{
  guint8 keyed[MCH_KEY_SIZE];
  char *hash = NULL;

  g_return_val_if_fail (pepper != NULL, NULL);

  if (!pepper_password (pepper, typed, keyed))
    {
      g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED,
                           _ ("The password holds a character that cannot be used."));
      return NULL;
    }
  hash = hash_keyed (keyed);
  mch_vault_wipe (keyed, sizeof keyed);
  if (hash == NULL)
    g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_NO_MEMORY,
                         _ ("There is too little memory to check a password. Nothing was changed; "
                            "close other programs and try again."));
  return hash;
}

gboolean
mch_password_hash_verify (MchSecret *pepper, const char *hash, const char *typed)
{
  guint8 keyed[MCH_KEY_SIZE] = { 0 };
  gboolean is_text;
  gboolean is_password;

  g_return_val_if_fail (pepper != NULL, FALSE);

  is_text = pepper_password (pepper, typed, keyed);
  if (hash != NULL && is_text)
    is_password = crypto_pwhash_str_verify (hash, (const char *) keyed, MCH_KEY_SIZE) == 0;
  else
    {
      /* An account that does not exist costs what one costs that does. */
      g_autofree char *spent = hash_keyed (keyed);

      is_password = FALSE;
    }
  mch_vault_wipe (keyed, sizeof keyed);
  return is_password;
}

gboolean
mch_password_hash_needs_rehash (const char *hash)
{
  g_return_val_if_fail (hash != NULL, TRUE);

  mch_vault_init ();
  return crypto_pwhash_str_needs_rehash (hash, PASSES, MEMORY) != 0;
}
