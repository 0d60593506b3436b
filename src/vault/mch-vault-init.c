/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-vault-init.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "vault/mch-vault-error.h"

void
mch_vault_init (void)
{
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      if (sodium_init () < 0)
        g_error ("libsodium cannot start: the system gives no randomness");
      g_once_init_leave (&ready, 1);
    }
}

void
mch_vault_random (void *buffer, size_t length)
{
  g_return_if_fail (buffer != NULL || length == 0);

  mch_vault_init ();
  randombytes_buf (buffer, length);
}

gboolean
mch_vault_harden_process (void)
{
  const struct rlimit none = { 0, 0 };
  gboolean no_core = setrlimit (RLIMIT_CORE, &none) == 0;

  return prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && no_core;
}

gboolean
mch_vault_equal (const void *a, const void *b, gsize length)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return sodium_memcmp (a, b, length) == 0;
}

void
mch_vault_wipe (void *buffer, gsize length)
{
  if (buffer != NULL)
    sodium_memzero (buffer, length);
}

void
mch_vault_free_text (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

gboolean
mch_vault_decode_base64 (const char *text, guint8 *ret_bytes, gsize size, GError **error)
{
  size_t length = 0;
  const char *end = NULL;

  g_return_val_if_fail (ret_bytes != NULL, FALSE);

  if (text != NULL
      && sodium_base642bin (ret_bytes, size, text, strlen (text), NULL, &length, &end,
                            sodium_base64_VARIANT_ORIGINAL)
             == 0
      && length == size && *end == '\0')
    return TRUE;

  g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED,
                       _ ("A key or a sealed value is not written as it should be."));
  return FALSE;
}
