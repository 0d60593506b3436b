/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-secret.h"

#include <sodium.h>
#include <string.h>

#include "vault/mch-vault-init.h"

struct _MchSecret
{
  gatomicrefcount ref_count;
  guint8 *bytes; /* from sodium_malloc() */
  gsize size;
};

static MchSecret *
secret_alloc (gsize size)
{
  MchSecret *secret = g_new0 (MchSecret, 1);

  mch_vault_init ();
  g_atomic_ref_count_init (&secret->ref_count);
  secret->size = size;
  secret->bytes = sodium_malloc (size);
  if (secret->bytes == NULL)
    g_error ("no memory for %" G_GSIZE_FORMAT " bytes that must not be swapped out", size);
  return secret;
}

MchSecret *
mch_secret_new (const void *bytes, gsize size)
{
  MchSecret *secret = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (size >= 1, NULL);

  secret = secret_alloc (size);
  memcpy (secret->bytes, bytes, size);
  sodium_mprotect_readonly (secret->bytes);
  return secret;
}

MchSecret *
mch_secret_new_random (gsize size)
{
  MchSecret *secret = NULL;

  g_return_val_if_fail (size >= 1, NULL);

  secret = secret_alloc (size);
  randombytes_buf (secret->bytes, size);
  sodium_mprotect_readonly (secret->bytes);
  return secret;
}

MchSecret *
mch_secret_ref (MchSecret *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  g_atomic_ref_count_inc (&secret->ref_count);
  return secret;
}

void
mch_secret_unref (MchSecret *secret)
{
  g_return_if_fail (secret != NULL);

  if (!g_atomic_ref_count_dec (&secret->ref_count))
    return;
  sodium_free (secret->bytes); /* overwrites it */
  g_free (secret);
}

const guint8 *
mch_secret_get_bytes (const MchSecret *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  return secret->bytes;
}

gsize
mch_secret_get_size (const MchSecret *secret)
{
  g_return_val_if_fail (secret != NULL, 0);

  return secret->size;
}

gboolean
mch_secret_equal (const MchSecret *a, const MchSecret *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->size == b->size && sodium_memcmp (a->bytes, b->bytes, a->size) == 0;
}
