/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says of the sessions of an establishment. */
#include "fuzz-init.h"

#include "core/mch-session-counts.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  MchSessionCounts seen;

  if (mch_session_counts_read (text, "CAP/2027-06", &seen))
    {
      g_autoptr (GString) again = g_string_new (NULL);
      MchSessionCounts twice;

      mch_session_counts_append (again, "CAP/2027-06", &seen);
      g_assert_true (mch_session_counts_read (again->str, "CAP/2027-06", &twice));
      g_assert_cmpmem (&seen, sizeof seen, &twice, sizeof twice);
    }
  return 0;
}
