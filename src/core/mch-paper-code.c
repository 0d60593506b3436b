/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-paper-code.h"

#include <string.h>

#define BODY_LENGTH (MCH_PAPER_CODE_LENGTH - 2)

/* One more than the largest key. */
#define KEYS G_GUINT64_CONSTANT (1000000000000000)

void
mch_paper_code_get_key (const char *id, char ret_key[MCH_PAPER_KEY_LENGTH + 1])
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 value = 0;

  g_return_if_fail (id != NULL && ret_key != NULL);

  g_checksum_update (sum, (const guchar *) id, (gssize) strlen (id));
  g_checksum_get_digest (sum, digest, &length);
  for (guint i = 0; i < 8; i++)
    value = value << 8 | digest[i];
  g_snprintf (ret_key, MCH_PAPER_KEY_LENGTH + 1, "%015" G_GUINT64_FORMAT, value % KEYS);
}

/* The check of bank accounts: no single wrong digit and no swap of neighbours passes it. */
static guint
compute_check (const char *body)
{
  guint rest = 0;

  for (guint i = 0; i < BODY_LENGTH; i++)
    rest = (rest * 10 + (guint) (body[i] - '0')) % 97;
  return 97 - rest * 100 % 97;
}

char *
mch_paper_code_dup (MchPaperKind kind, const char *id, guint version)
{
  char key[MCH_PAPER_KEY_LENGTH + 1];
  char body[BODY_LENGTH + 1];

  g_return_val_if_fail (id != NULL, NULL);

  mch_paper_code_get_key (id, key);
  g_snprintf (body, sizeof body, "%d%s%02u", kind, key, version % 100);
  return g_strdup_printf ("%s%02u", body, compute_check (body));
}

char *
mch_paper_code_dup_shown (const char *digits)
{
  GString *shown;

  g_return_val_if_fail (digits != NULL, NULL);

  shown = g_string_new (NULL);
  for (guint i = 0; digits[i] != '\0'; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (shown, ' ');
      g_string_append_c (shown, digits[i]);
    }
  return g_string_free (shown, FALSE);
}

/* What a scanner that is set for another keyboard types on a French one; -1 when it is no digit. */
static int
read_digit (gunichar c)
{
  static const gunichar row[] = { 0xe0, '&', 0xe9, '"', '\'', '(', '-', 0xe8, '_', 0xe7 };

  if (c >= '0' && c <= '9')
    return (int) (c - '0');
  for (int i = 0; i < (int) G_N_ELEMENTS (row); i++)
    if (row[i] == c)
      return i;
  return -1;
}

static gboolean
read_digits (const char *typed, char digits[MCH_PAPER_CODE_LENGTH + 1])
{
  guint n = 0;

  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      int digit = read_digit (c);

      if (g_unichar_isspace (c) || c == 0xa0 || c == 0x202f)
        continue;
      if (digit < 0 || n == MCH_PAPER_CODE_LENGTH)
        return FALSE;
      digits[n++] = (char) ('0' + digit);
    }
  digits[n] = '\0';
  return n == MCH_PAPER_CODE_LENGTH;
}

gboolean
mch_paper_code_read (const char *typed, MchPaperCode *ret_code)
{
  char digits[MCH_PAPER_CODE_LENGTH + 1];
  guint check;
  int kind;

  g_return_val_if_fail (typed != NULL && ret_code != NULL, FALSE);

  if (!read_digits (typed, digits))
    return FALSE;
  kind = digits[0] - '0';
  check = (guint) (digits[BODY_LENGTH] - '0') * 10 + (guint) (digits[BODY_LENGTH + 1] - '0');
  if (check != compute_check (digits)
      || (kind != MCH_PAPER_CONFIRMATION && kind != MCH_PAPER_PARCEL && kind != MCH_PAPER_SLIP))
    return FALSE;
  ret_code->kind = kind;
  memcpy (ret_code->key, digits + 1, MCH_PAPER_KEY_LENGTH);
  ret_code->key[MCH_PAPER_KEY_LENGTH] = '\0';
  ret_code->version = (guint) (digits[16] - '0') * 10 + (guint) (digits[17] - '0');
  return TRUE;
}
