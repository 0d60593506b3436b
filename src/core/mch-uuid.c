/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-uuid.h"

#include <string.h>

char *
mch_uuid_new (gint64 now_ms, MchRandomFunc random)
{
  static const char digits[] = "0123456789abcdef";
  guint8 b[16];
  char *text, *p;

  g_return_val_if_fail (now_ms >= 0, NULL);
  g_return_val_if_fail (random != NULL, NULL);

  random (b, sizeof b);
  for (int i = 0; i < 6; i++)
    b[i] = (guint8) (now_ms >> (8 * (5 - i)));
  b[6] = (guint8) ((b[6] & 0x0f) | 0x70);
  b[8] = (guint8) ((b[8] & 0x3f) | 0x80);

  /* By hand: an import makes hundreds of thousands. */
  text = p = g_malloc (MCH_UUID_LENGTH + 1);
  for (int i = 0; i < 16; i++)
    {
      if (i == 4 || i == 6 || i == 8 || i == 10)
        *p++ = '-';
      *p++ = digits[b[i] >> 4];
      *p++ = digits[b[i] & 0x0f];
    }
  *p = '\0';
  return text;
}

gboolean
mch_uuid_is_valid (const char *text)
{
  if (text == NULL || strlen (text) != MCH_UUID_LENGTH)
    return FALSE;

  for (int i = 0; i < MCH_UUID_LENGTH; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      gboolean hex = g_ascii_isdigit (text[i]) || (text[i] >= 'a' && text[i] <= 'f');

      if (dash ? text[i] != '-' : !hex)
        return FALSE;
    }

  return text[14] == '7';
}
