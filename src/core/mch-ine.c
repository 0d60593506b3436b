/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-ine.h"

#include <string.h>

char
mch_ine_key_letter (guint64 number)
{
  return "ABCDEFGHJKLMNPRSTUVWXYZ"[number % 23];
}

/* Upper case, without the blanks, dots and hyphens that people group it with. */
static gboolean
squeeze (const char *raw, char *ret_ine)
{
  int n = 0;

  for (const char *p = raw; *p != '\0'; p++)
    {
      if (strchr (" .-", *p) != NULL)
        continue;
      if (n == MCH_INE_LENGTH || !g_ascii_isalnum (*p))
        return FALSE;
      ret_ine[n++] = g_ascii_toupper (*p);
    }
  ret_ine[n] = '\0';
  return n == MCH_INE_LENGTH;
}

static MchIneShape
find_shape (const char *ine)
{
  gsize digits = strspn (ine, "0123456789");

  if (digits == 9 && g_ascii_isalpha (ine[10]))
    return MCH_INE_RNIE;
  if (digits == 10)
    return MCH_INE_BEA;
  if (digits == 4 && ine[4] == 'A' && strspn (ine + 5, "0123456789") == 5)
    return MCH_INE_INA;
  if (g_ascii_isdigit (ine[10]))
    return MCH_INE_NNE;
  return MCH_INE_INVALID;
}

static gboolean
bea_key_is_right (const char *ine)
{
  guint64 number = 0;

  for (int i = 0; i < 10; i++)
    number = number * 10 + (guint64) (ine[i] - '0');
  return mch_ine_key_letter (number) == ine[10];
}

static gboolean
nne_key_is_right (const char *ine)
{
  int sum = 0;

  for (int i = 0; i < 10; i++)
    {
      int value = g_ascii_isdigit (ine[i]) ? ine[i] - '0' : ine[i] - 'A' + 10;

      sum += i < 9 ? 6 * value : value;
    }
  return sum % 10 == ine[10] - '0';
}

MchIneShape
mch_ine_read (const char *raw, char *ret_ine, gboolean *ret_key_right)
{
  MchIneShape shape;

  g_return_val_if_fail (raw != NULL && ret_ine != NULL && ret_key_right != NULL, MCH_INE_INVALID);

  *ret_key_right = TRUE;
  if (!squeeze (raw, ret_ine))
    return MCH_INE_INVALID;

  shape = find_shape (ret_ine);
  if (shape == MCH_INE_BEA)
    *ret_key_right = bea_key_is_right (ret_ine);
  else if (shape == MCH_INE_NNE)
    *ret_key_right = nne_key_is_right (ret_ine);
  return shape;
}
