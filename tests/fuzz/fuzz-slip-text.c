/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed text in the field for an establishment's own words on its slips. */
#include "fuzz-init.h"

#include <string.h>

#include "core/mch-slip-text.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *typed = g_utf8_make_valid ((const char *) data, (gssize) size);
  g_autofree char *wrong = NULL;
  g_autofree char *expanded = NULL;
  const char *values[MCH_N_SLIP_TOKENS] = { NULL };
  gboolean good = mch_slip_text_check (typed, &wrong);

  expanded = mch_slip_text_expand (typed, values);
  g_assert_true (good == (wrong == NULL));
  g_assert_true (strlen (expanded) <= strlen (typed));
  if (strpbrk (typed, "{}") == NULL)
    g_assert_cmpstr (expanded, ==, typed);
  if (wrong != NULL)
    g_assert_nonnull (strstr (typed, wrong));
  mch_slip_text_varies (typed);
  return 0;
}
