/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The wait between two tries (design, "Sync": retry with full jitter). */
#include "core/mch-backoff.h"

#include <string.h>

static guint64 drawn;

static void
give (void *buffer, size_t length)
{
  g_assert_cmpuint (length, ==, sizeof drawn);
  memcpy (buffer, &drawn, sizeof drawn);
}

static const struct
{
  guint n_failures, base_ms, cap_ms;
  guint most;
} cases[] = {
  { 0, 1000, 60000, 1000 },        { 1, 1000, 60000, 2000 },   { 5, 1000, 60000, 32000 },
  { 6, 1000, 60000, 60000 },       { 60, 1000, 60000, 60000 }, { G_MAXUINT, 1, 300000, 300000 },
  { 40, 1, G_MAXUINT, G_MAXUINT }, { 0, 1000, 10, 10 },
};

static void
test_range (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      drawn = 0;
      g_assert_cmpuint (
          mch_backoff_ms (cases[i].n_failures, cases[i].base_ms, cases[i].cap_ms, give), ==, 0);
      drawn = cases[i].most;
      g_assert_cmpuint (
          mch_backoff_ms (cases[i].n_failures, cases[i].base_ms, cases[i].cap_ms, give), ==,
          cases[i].most);
      drawn = (guint64) cases[i].most + 1;
      g_assert_cmpuint (
          mch_backoff_ms (cases[i].n_failures, cases[i].base_ms, cases[i].cap_ms, give), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backoff/range", test_range);
  return g_test_run ();
}
