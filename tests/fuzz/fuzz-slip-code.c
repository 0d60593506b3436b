/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed text in a field for a provisional password. */
#include "fuzz-init.h"

#include <string.h>

#include "core/mch-password.h"
#include "core/mch-slip-code.h"

static const char alphabet[] = MCH_SLIP_CODE_ALPHABET;

/* The same secret in its printed form, which must be read as itself. */
static void
check_secret (const char *secret)
{
  static const int weights[] = { 3, 10, 17, 24 };
  char printed[MCH_SLIP_CODE_LENGTH + 1];
  char again[MCH_SLIP_CODE_SECRET_LENGTH + 1];
  char *end = printed;

  for (int group = 1; group <= 3; group++)
    {
      int sum = group;

      for (int i = 0; i < 4; i++)
        {
          *end = secret[(group - 1) * 4 + i];
          sum += weights[i] * (int) (strchr (alphabet, *end++) - alphabet);
        }
      *end++ = alphabet[sum % 29];
      *end++ = group < 3 ? '-' : '\0';
    }
  g_assert_cmpint (mch_slip_code_check (printed, again, NULL), ==, MCH_SLIP_CODE_OK);
  g_assert_cmpstr (again, ==, secret);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *typed = g_strndup ((const char *) data, size);
  char secret[MCH_SLIP_CODE_SECRET_LENGTH + 1];
  guint group = 99;
  MchSlipCodeStatus status = mch_slip_code_check (typed, secret, &group);
  g_autofree char *message = mch_slip_code_dup_message (status, group);
  MchPasswordFaults faults = mch_password_check (&mch_password_rules_staff, typed, "lea.martin");

  g_assert_true ((status == MCH_SLIP_CODE_BAD_GROUP) == (group >= 1 && group <= 3));
  g_assert_true (status == MCH_SLIP_CODE_BAD_GROUP || group == 0);
  g_assert_true ((status == MCH_SLIP_CODE_OK) == (secret[0] != '\0'));
  g_assert_true ((status == MCH_SLIP_CODE_NOT_A_CODE) == !mch_slip_code_resembles (typed));
  g_assert_true ((message == NULL)
                 == (status == MCH_SLIP_CODE_OK || status == MCH_SLIP_CODE_NOT_A_CODE));
  if (status == MCH_SLIP_CODE_OK)
    check_secret (secret);
  /* A code in good order is never taken for somebody's own password. */
  if (status == MCH_SLIP_CODE_OK && strlen (typed) == MCH_SLIP_CODE_LENGTH)
    g_assert_true ((faults & MCH_PASSWORD_FAULT_LIKE_SLIP)
                   || (faults & MCH_PASSWORD_FAULT_UNREADABLE));
  return 0;
}
