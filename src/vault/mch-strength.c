/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-strength.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <zxcvbn.h>

#include "core/mch-password.h"
#include "vault/mch-vault-init.h"

/* The estimate's work grows with the cube of the length. */
#define MAX_CHARACTERS 100

MchStrength
mch_strength_estimate (const char *password, const char *const *words, double *ret_bits)
{
  static const double limits[] = { 20, 34, 47, 60 };
  g_autoptr (MchSecretText) normal = mch_password_normalise (password);
  MchStrength strength = MCH_STRENGTH_VERY_WEAK;
  double bits = 0;

  if (normal != NULL)
    {
      if (g_utf8_strlen (normal, -1) > MAX_CHARACTERS)
        memset (g_utf8_offset_to_pointer (normal, MAX_CHARACTERS), 0,
                strlen (g_utf8_offset_to_pointer (normal, MAX_CHARACTERS)));
      bits = ZxcvbnMatch (normal, (const char **) words, NULL);
    }
  while (strength < MCH_STRENGTH_STRONG && bits >= limits[strength])
    strength++;
  if (ret_bits != NULL)
    *ret_bits = bits;
  return strength;
}

const char *
mch_strength_to_label (MchStrength strength)
{
  static const char *const labels[] = {
    N_ ("very weak"), N_ ("weak"), N_ ("fair"), N_ ("good"), N_ ("strong"),
  };

  g_return_val_if_fail (strength <= MCH_STRENGTH_STRONG, "");

  return _ (labels[strength]);
}
