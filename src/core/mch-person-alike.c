/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-person-alike.h"

#include "core/mch-text.h"

static gboolean
is_same (const MchRecord *a, const MchRecord *b, const char *name)
{
  const char *one = mch_record_get (a, name);
  const char *other = mch_record_get (b, name);

  return one != NULL && other != NULL && mch_text_folds_alike (one, other);
}

static gboolean
differs_surely (const MchRecord *a, const MchRecord *b, const char *name)
{
  return mch_record_get (a, name) != NULL && mch_record_get (b, name) != NULL
         && !is_same (a, b, name);
}

MchAlike
mch_person_compare (const MchRecord *typed, const MchRecord *known)
{
  static const char *const names[] = { "family_name", "given_name", "birth_date" };
  guint n = 0;

  g_return_val_if_fail (typed != NULL && known != NULL, MCH_ALIKE_NO);

  if (is_same (typed, known, "ine"))
    return MCH_ALIKE_SAME;
  if (differs_surely (typed, known, "ine") || differs_surely (typed, known, "sex"))
    return MCH_ALIKE_NO;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    n += is_same (typed, known, names[i]) ? 1 : 0;
  return n == G_N_ELEMENTS (names) ? MCH_ALIKE_SAME : n == 2 ? MCH_ALIKE_CLOSE : MCH_ALIKE_NO;
}
