/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of every kind: the first line is the given name, the rest the family name. */
#include "fuzz-init.h"

#include <string.h>

#include "core/mch-login.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *given = g_strndup ((const char *) data, size);
  char *newline = strchr (given, '\n');
  const char *family = newline != NULL ? newline + 1 : "";
  g_autofree char *typed = g_strdup (given);
  g_autofree char *stem = NULL;
  g_autofree char *folded_stem = NULL;
  g_autofree char *folded = mch_login_fold (typed);
  g_autofree char *again = mch_login_fold (folded);
  g_autofree char *candidate = mch_login_fold_candidate (typed);

  if (newline != NULL)
    *newline = '\0';
  stem = mch_login_stem (given, family);
  folded_stem = mch_login_fold_candidate (stem);

  g_assert_cmpuint (strlen (stem), >=, 1);
  g_assert_cmpuint (strlen (stem), <=, MCH_LOGIN_STEM_MAX);
  g_assert_cmpuint (strspn (stem, "abcdefghijklmnopqrstuvwxyz."), ==, strlen (stem));
  g_assert_true (stem[0] != '.' && stem[strlen (stem) - 1] != '.');
  g_assert_cmpstr (folded_stem, ==, stem);
  g_assert_cmpstr (again, ==, folded);
  g_assert_cmpuint (strspn (folded, "abcdefghijklmnopqrstuvwxyz0123456789.@_+-"), ==,
                    strlen (folded));
  g_assert_null (strchr (candidate, '-'));
  return 0;
}
