/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-digest.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "vault/mch-vault-error.h"
#include "vault/mch-vault-init.h"
#include "vault/mch-vault-private.h"

#define TOKEN_LABEL "machaon token 1"
#define INVITATION_LABEL "machaon invite 1"

/* An invitation: 128 bits and 12 of check, in 28 digits of five bits. */
#define INVITATION_BYTES 16
#define INVITATION_DIGITS 28
#define INVITATION_GROUP 4
static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static char *
dup_hex (const guint8 *bytes, gsize size)
{
  char *hex = g_malloc (2 * size + 1);

  return sodium_bin2hex (hex, 2 * size + 1, bytes, size);
}

char *
mch_digest_hex (const void *data, gsize size)
{
  guint8 digest[MCH_DIGEST_SIZE];

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  mch_vault_init ();
  crypto_generichash (digest, sizeof digest, data, size, NULL, 0);
  return dup_hex (digest, sizeof digest);
}

char *
mch_token_new (void)
{
  guint8 bytes[MCH_KEY_SIZE];
  const gsize size =
      sodium_base64_ENCODED_LEN (sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *token = g_malloc (size);

  mch_vault_random (bytes, sizeof bytes);
  sodium_bin2base64 (token, size, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  mch_vault_wipe (bytes, sizeof bytes);
  return token;
}

char *
mch_token_digest (MchSecret *pepper, const char *token)
{
  guint8 digest[MCH_DIGEST_SIZE];

  g_return_val_if_fail (pepper != NULL && token != NULL, NULL);
  g_return_val_if_fail (mch_secret_get_size (pepper) == MCH_KEY_SIZE, NULL);

  mch_vault_hash (TOKEN_LABEL, pepper, token, strlen (token), digest, sizeof digest);
  return dup_hex (digest, sizeof digest);
}

/* The twelve bits that follow the 128: as two bytes, the last four bits of which are 0. */
static void
append_check (guint8 bytes[INVITATION_BYTES + 2])
{
  guint8 digest[MCH_DIGEST_SIZE];

  mch_vault_hash (INVITATION_LABEL, NULL, bytes, INVITATION_BYTES, digest, sizeof digest);
  bytes[INVITATION_BYTES] = digest[0];
  bytes[INVITATION_BYTES + 1] = digest[1] & 0xf0;
}

static char *
write_invitation (const guint8 bytes[INVITATION_BYTES + 2])
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < INVITATION_DIGITS; i++)
    {
      guint digit = 0;

      for (guint bit = i * 5; bit < i * 5 + 5; bit++)
        digit = digit << 1 | ((bytes[bit / 8] >> (7 - bit % 8)) & 1u);
      if (i > 0 && i % INVITATION_GROUP == 0)
        g_string_append_c (text, '-');
      g_string_append_c (text, crockford[digit]);
    }
  return g_string_free (text, FALSE);
}

char *
mch_invitation_new (void)
{
  guint8 bytes[INVITATION_BYTES + 2];
  char *text = NULL;

  mch_vault_random (bytes, INVITATION_BYTES);
  append_check (bytes);
  text = write_invitation (bytes);
  mch_vault_wipe (bytes, sizeof bytes);
  return text;
}

static int
digit_of (gunichar c)
{
  const char *found = NULL;

  if (c == 0 || c >= 128)
    return -1;
  c = (gunichar) g_ascii_toupper ((char) c);
  if (c == 'I' || c == 'L')
    return 1;
  if (c == 'O')
    return 0;
  found = strchr (crockford, (int) c);
  return found != NULL ? (int) (found - crockford) : -1;
}

/* FALSE when @typed is not 28 digits with spaces and dashes among them. */
static gboolean
read_invitation (const char *typed, guint8 ret_bytes[INVITATION_BYTES + 2])
{
  g_autofree char *normal = NULL;
  guint n = 0;

  memset (ret_bytes, 0, INVITATION_BYTES + 2);
  if (typed == NULL || !g_utf8_validate (typed, -1, NULL))
    return FALSE;
  normal = g_utf8_normalize (typed, -1, G_NORMALIZE_NFKC);
  for (const char *p = normal; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      int digit = digit_of (c);

      if (g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION)
        continue;
      if (digit < 0 || n == INVITATION_DIGITS)
        return FALSE;
      for (guint i = 0; i < 5; i++)
        if (digit >> (4 - i) & 1)
          ret_bytes[(n * 5 + i) / 8] |= (guint8) (0x80 >> ((n * 5 + i) % 8));
      n++;
    }
  return n == INVITATION_DIGITS;
}

char *
mch_invitation_parse (const char *typed, GError **error)
{
  guint8 bytes[INVITATION_BYTES + 2];
  guint8 expected[INVITATION_BYTES + 2];

  if (read_invitation (typed, bytes))
    {
      memcpy (expected, bytes, sizeof bytes);
      append_check (expected);
      if (memcmp (expected, bytes, sizeof bytes) == 0)
        return write_invitation (bytes);
    }
  g_set_error_literal (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED,
                       _ ("The invitation code is not complete or was copied wrongly. Copy its "
                          "seven groups again."));
  return NULL;
}
