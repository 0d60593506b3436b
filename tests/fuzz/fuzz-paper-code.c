/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a scanner or a person types as the number of a document. */
#include "fuzz-init.h"

#include <string.h>

#include "core/mch-paper-code.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *typed = g_utf8_make_valid ((const char *) data, (gssize) size);
  MchPaperCode code;

  if (!mch_paper_code_read (typed, &code))
    return 0;
  g_assert_cmpuint (strlen (code.key), ==, MCH_PAPER_KEY_LENGTH);
  g_assert_cmpuint (strspn (code.key, "0123456789"), ==, MCH_PAPER_KEY_LENGTH);
  g_assert_cmpuint (code.version, <=, 99);
  return 0;
}
