/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-session-counts.h"

static void
test_there_and_back (void)
{
  const MchSessionCounts cap = { 12, 30, 1, 40, 20 };
  const MchSessionCounts bac = { 0, G_MAXUINT, 0, 0, 7 };
  g_autoptr (GString) text = g_string_new (NULL);
  MchSessionCounts seen;

  mch_session_counts_append (text, "CAP/2027-06", &cap);
  mch_session_counts_append (text, "BAC/2027-06", &bac);
  g_assert_cmpstr (text->str, ==, "CAP/2027-06 12 30 1 40 20\nBAC/2027-06 0 4294967295 0 0 7");
  g_assert_true (mch_session_counts_read (text->str, "CAP/2027-06", &seen));
  g_assert_cmpmem (&seen, sizeof seen, &cap, sizeof cap);
  g_assert_true (mch_session_counts_read (text->str, "BAC/2027-06", &seen));
  g_assert_cmpmem (&seen, sizeof seen, &bac, sizeof bac);
}

static void
test_nothing_of_it (void)
{
  static const char *const texts[] = {
    NULL,
    "",
    "\n\n",
    "CAP/2027-06",
    "CAP/2027-06 ",
    "CAP/2027-06 1 2 3 4",
    "CAP/2027-06 1 2 3 4 5 6",
    "CAP/2027-06 1 2 3 4 -5",
    "CAP/2027-06 1 2 3 4 4294967296",
    "CAP/2027-06 1 2 3  5",
    "CAP/2027-061 1 2 3 4 5",
    "BAC/2027-06 1 2 3 4 5",
    " CAP/2027-06 1 2 3 4 5",
    "BAC/2027-06\nCAP/2027-0",
  };
  const MchSessionCounts none = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      MchSessionCounts seen = { 9, 9, 9, 9, 9 };

      g_assert_false (mch_session_counts_read (texts[i], "CAP/2027-06", &seen));
      g_assert_cmpmem (&seen, sizeof seen, &none, sizeof none);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-counts/there-and-back", test_there_and_back);
  g_test_add_func ("/session-counts/nothing", test_nothing_of_it);
  return g_test_run ();
}
