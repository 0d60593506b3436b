/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-backoff.h"

guint
mch_backoff_ms (guint n_failures, guint base_ms, guint cap_ms, MchRandomFunc random)
{
  guint64 most = base_ms;
  guint64 drawn;

  g_return_val_if_fail (base_ms > 0 && random != NULL, 0);

  for (guint i = 0; i < n_failures && most < cap_ms; i++)
    most *= 2;
  most = MIN (most, cap_ms);
  random (&drawn, sizeof drawn);
  return (guint) (drawn % (most + 1));
}
