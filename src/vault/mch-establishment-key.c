/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-establishment-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-login.h"
#include "vault/mch-admission-words.h"
#include "vault/mch-box-private.h"
#include "vault/mch-vault-error.h"
#include "vault/mch-vault-init.h"
#include "vault/mch-vault-private.h"

/* A server that lies to both persons at once looks for two equal sextets among 2^60, which takes
 * 2^31 derivations: at this cost, tens of processor-years for one admission. */
#define WORDS_PASSES 20
#define WORDS_MEBIBYTES 64
#define WORDS_LABEL "machaon words 1"
#define BITS_PER_WORD 10
G_STATIC_ASSERT (MCH_ADMISSION_N_WORDS == 1 << BITS_PER_WORD);

GBytes *
mch_establishment_key_seal (MchKeyPair *establishment, const guint8 *member_public, GError **error)
{
  g_return_val_if_fail (establishment != NULL && member_public != NULL, NULL);

  return mch_box_seal (mch_key_pair_get_secret (establishment), member_public, error);
}

MchKeyPair *
mch_establishment_key_open (GBytes *sealed, MchKeyPair *member, const guint8 *establishment_public,
                            GError **error)
{
  g_autoptr (MchSecret) secret = NULL;
  g_autoptr (MchKeyPair) establishment = NULL;

  g_return_val_if_fail (sealed != NULL && member != NULL && establishment_public != NULL, NULL);

  secret = mch_box_open (sealed, member, error);
  if (secret == NULL)
    return NULL;
  establishment = mch_key_pair_new_from_secret (mch_secret_get_bytes (secret));
  if (!mch_vault_equal (mch_key_pair_get_public (establishment), establishment_public,
                        MCH_KEY_SIZE))
    {
      g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_KEY_CHANGED,
                           _ ("The establishment's key is not the one known here. Nothing was "
                              "done; compare the six words with a colleague."));
      return NULL;
    }
  return g_steal_pointer (&establishment);
}

static char *
spell (const guint8 *bits)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < MCH_ADMISSION_WORDS; i++)
    {
      guint index = 0;

      for (guint bit = i * BITS_PER_WORD; bit < (i + 1) * BITS_PER_WORD; bit++)
        index = index << 1 | ((bits[bit / 8] >> (7 - bit % 8)) & 1u);
      if (i > 0)
        g_string_append_c (words, ' ');
      g_string_append (words, mch_admission_word (index));
    }
  return g_string_free (words, FALSE);
}

char *
mch_admission_words_new (const char *uai, const char *login, const guint8 *member_public,
                         const guint8 *establishment_public, GError **error)
{
  g_autofree char *upper = NULL;
  g_autofree char *folded = NULL;
  g_autofree char *member_text = NULL;
  g_autofree char *establishment_text = NULL;
  g_autoptr (GBytes) context = NULL;
  guint8 salt[16];
  guint8 bits[MCH_KEY_SIZE];

  g_return_val_if_fail (uai != NULL && login != NULL, NULL);
  g_return_val_if_fail (member_public != NULL && establishment_public != NULL, NULL);

  upper = g_ascii_strup (uai, -1);
  folded = mch_login_fold (login);
  member_text = g_base64_encode (member_public, MCH_KEY_SIZE);
  establishment_text = g_base64_encode (establishment_public, MCH_KEY_SIZE);
  context = mch_vault_encode (WORDS_LABEL, upper, folded, member_text, establishment_text, NULL);
  mch_vault_hash (WORDS_LABEL, NULL, g_bytes_get_data (context, NULL), g_bytes_get_size (context),
                  salt, sizeof salt);
  if (!mch_vault_stretch (g_bytes_get_data (context, NULL), g_bytes_get_size (context), salt,
                          WORDS_PASSES, WORDS_MEBIBYTES, bits, sizeof bits, error))
    return NULL;
  return spell (bits);
}

/* Only the letters, folded. */
static char *
dup_letters (const char *text)
{
  char *folded = mch_login_fold (text);
  char *end = folded;

  for (const char *p = folded; *p != '\0'; p++)
    if (g_ascii_islower (*p))
      *end++ = *p;
  *end = '\0';
  return folded;
}

gboolean
mch_admission_words_match (const char *words, const char *typed)
{
  g_autofree char *expected = dup_letters (words);
  g_autofree char *given = dup_letters (typed);

  return *expected != '\0' && strcmp (expected, given) == 0;
}
