/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-uuid.h"

#include <string.h>

char *
mch_uuid_new (gint64 now_ms, MchRandomFunc random)
{
  guint8 b[16];

  g_return_val_if_fail (now_ms >= 0, NULL);
  g_return_val_if_fail (random != NULL, NULL);

  random (b, sizeof b);
  for (int i = 0; i < 6; i++)
    b[i] = (guint8) (now_ms >> (8 * (5 - i)));
  b[6] = (guint8) ((b[6] & 0x0f) | 0x70);
  b[8] = (guint8) ((b[8] & 0x3f) | 0x80);

  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11],
                          b[12], b[13], b[14], b[15]);
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
