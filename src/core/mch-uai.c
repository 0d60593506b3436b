/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-uai.h"

#include "core/mch-ine.h"

#include <string.h>

gboolean
mch_uai_read (const char *raw, char *ret_uai, gboolean *ret_key_right)
{
  char uai[MCH_UAI_LENGTH + 1];
  guint64 number = 0;
  int n = 0;

  g_return_val_if_fail (raw != NULL && ret_uai != NULL && ret_key_right != NULL, FALSE);

  for (const char *p = raw; *p != '\0'; p++)
    {
      if (*p == ' ')
        continue;
      if (n == MCH_UAI_LENGTH || (n < 7 ? !g_ascii_isdigit (*p) : !g_ascii_isalpha (*p)))
        return FALSE;
      if (n < 7)
        number = number * 10 + (guint64) (*p - '0');
      uai[n++] = g_ascii_toupper (*p);
    }
  if (n != MCH_UAI_LENGTH)
    return FALSE;

  uai[n] = '\0';
  memcpy (ret_uai, uai, sizeof uai);
  *ret_key_right = mch_ine_key_letter (number) == uai[7];
  return TRUE;
}

gboolean
mch_uai_is_valid (const char *text)
{
  char uai[MCH_UAI_LENGTH + 1];
  gboolean key_right;

  return text != NULL && mch_uai_read (text, uai, &key_right) && strcmp (uai, text) == 0;
}

char *
mch_uai_dup_from_title (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  for (const char *p = strchr (text, '('); p != NULL; p = strchr (p + 1, '('))
    {
      g_autofree char *inside = g_strndup (p + 1, MCH_UAI_LENGTH);

      if (mch_uai_is_valid (inside) && p[MCH_UAI_LENGTH + 1] == ')')
        return g_steal_pointer (&inside);
    }
  return NULL;
}
