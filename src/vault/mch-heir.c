/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-heir.h"

#include "vault/mch-secret.h"
#include "vault/mch-vault-error.h"
#include "vault/mch-vault-init.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#define STATEMENT_SIZE (8 + MCH_KEY_SIZE) /* version, big endian, then the heir's public key */
#define VOUCH_SIZE (crypto_box_NONCEBYTES + crypto_box_MACBYTES + STATEMENT_SIZE)

static void
write_statement (guint8 statement[STATEMENT_SIZE], const guint8 *heir_public, gint64 version)
{
  guint64 big = GUINT64_TO_BE ((guint64) version);

  memcpy (statement, &big, sizeof big);
  memcpy (statement + sizeof big, heir_public, MCH_KEY_SIZE);
}

GBytes *
mch_heir_vouch (MchKeyPair *old, const guint8 *member_public, const guint8 *heir_public,
                gint64 version, GError **error)
{
  guint8 statement[STATEMENT_SIZE];
  guint8 vouch[VOUCH_SIZE];

  g_return_val_if_fail (old != NULL && member_public != NULL && heir_public != NULL, NULL);
  g_return_val_if_fail (version >= 2, NULL);

  mch_vault_init ();
  write_statement (statement, heir_public, version);
  randombytes_buf (vouch, crypto_box_NONCEBYTES);
  if (crypto_box_easy (vouch + crypto_box_NONCEBYTES, statement, sizeof statement, vouch,
                       member_public, mch_secret_get_bytes (mch_key_pair_get_secret (old)))
      != 0)
    {
      g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED,
                           _ ("This is not a public key."));
      return NULL;
    }
  return g_bytes_new (vouch, sizeof vouch);
}

gboolean
mch_heir_open (GBytes *vouch, MchKeyPair *member, const guint8 *pinned_public,
               guint8 *ret_heir_public, gint64 *ret_version)
{
  guint8 statement[STATEMENT_SIZE];
  const guint8 *data;
  guint64 big;
  gsize size;

  g_return_val_if_fail (vouch != NULL && member != NULL, FALSE);

  mch_vault_init ();
  data = g_bytes_get_data (vouch, &size);
  if (size != VOUCH_SIZE
      || crypto_box_open_easy (statement, data + crypto_box_NONCEBYTES,
                               size - crypto_box_NONCEBYTES, data, pinned_public,
                               mch_secret_get_bytes (mch_key_pair_get_secret (member)))
             != 0)
    return FALSE;
  memcpy (&big, statement, sizeof big);
  *ret_version = (gint64) GUINT64_FROM_BE (big);
  memcpy (ret_heir_public, statement + sizeof big, MCH_KEY_SIZE);
  return TRUE;
}
