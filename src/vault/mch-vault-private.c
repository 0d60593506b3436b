/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-vault-private.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "vault/mch-vault-error.h"
#include "vault/mch-vault-init.h"

#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES
G_STATIC_ASSERT (crypto_aead_xchacha20poly1305_ietf_KEYBYTES == MCH_KEY_SIZE);
G_STATIC_ASSERT (crypto_pwhash_argon2id_SALTBYTES == 16);

static void
append_sized (GByteArray *array, const char *text)
{
  guint32 length = GUINT32_TO_LE ((guint32) strlen (text));

  g_byte_array_append (array, (const guint8 *) &length, sizeof length);
  g_byte_array_append (array, (const guint8 *) text, (guint) strlen (text));
}

GBytes *
mch_vault_encode (const char *label, ...)
{
  GByteArray *array = g_byte_array_new ();
  const char *text;
  va_list texts;

  append_sized (array, label);
  va_start (texts, label);
  while ((text = va_arg (texts, const char *)) != NULL)
    append_sized (array, text);
  va_end (texts);
  return g_byte_array_free_to_bytes (array);
}

void
mch_vault_hash (const char *label, MchSecret *key, const void *data, gsize size, guint8 *ret,
                gsize ret_size)
{
  guint8 personal[crypto_generichash_blake2b_PERSONALBYTES] = { 0 };

  g_assert (strlen (label) <= sizeof personal);
  mch_vault_init ();
  memcpy (personal, label, strlen (label));
  if (crypto_generichash_blake2b_salt_personal (
          ret, ret_size, data, size, key != NULL ? mch_secret_get_bytes (key) : NULL,
          key != NULL ? mch_secret_get_size (key) : 0, NULL, personal)
      != 0)
    g_assert_not_reached ();
}

gboolean
mch_vault_stretch (const void *password, gsize password_size, const guint8 *salt, guint passes,
                   gsize mebibytes, guint8 *ret, gsize ret_size, GError **error)
{
  mch_vault_init ();
  if (crypto_pwhash (ret, ret_size, password, password_size, salt, passes, mebibytes * 1024 * 1024,
                     crypto_pwhash_ALG_ARGON2ID13)
      == 0)
    return TRUE;

  g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_NO_MEMORY,
                       _ ("There is too little memory to check a password. Nothing was changed; "
                          "close other programs and try again."));
  return FALSE;
}

static void
free_sized (gpointer data)
{
  gsize *block = data;

  sodium_memzero (block + 1, *block);
  g_free (block);
}

GBytes *
mch_vault_seal (MchSecret *key, const void *data, gsize size, GBytes *context)
{
  guint8 *sealed = NULL;
  gsize context_size = 0;
  const guint8 *context_bytes = g_bytes_get_data (context, &context_size);

  g_assert (mch_secret_get_size (key) == MCH_KEY_SIZE);
  mch_vault_init ();
  sealed = g_malloc (NONCE_SIZE + size + TAG_SIZE);
  randombytes_buf (sealed, NONCE_SIZE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed + NONCE_SIZE, NULL, data, size, context_bytes,
                                              context_size, NULL, sealed,
                                              mch_secret_get_bytes (key));
  return g_bytes_new_take (sealed, NONCE_SIZE + size + TAG_SIZE);
}

GBytes *
mch_vault_open (MchSecret *key, const void *sealed, gsize size, GBytes *context)
{
  gsize *block = NULL;
  gsize context_size = 0;
  const guint8 *context_bytes = g_bytes_get_data (context, &context_size);
  const guint8 *nonce = sealed;

  g_assert (mch_secret_get_size (key) == MCH_KEY_SIZE);
  if (sealed == NULL || size < NONCE_SIZE + TAG_SIZE)
    return NULL;

  mch_vault_init ();
  /* The block begins with its size, for the one who overwrites it. */
  block = g_malloc (sizeof (gsize) + size - NONCE_SIZE - TAG_SIZE + 1);
  *block = size - NONCE_SIZE - TAG_SIZE;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (
          (guint8 *) (block + 1), NULL, NULL, nonce + NONCE_SIZE, size - NONCE_SIZE, context_bytes,
          context_size, nonce, mch_secret_get_bytes (key))
      != 0)
    {
      g_free (block);
      return NULL;
    }
  return g_bytes_new_with_free_func (block + 1, *block, free_sized, block);
}
