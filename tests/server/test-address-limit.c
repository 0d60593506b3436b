/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-address-limit.h"

#define BURST 3
#define EVERY_MS 2000
#define NOW G_GINT64_CONSTANT (1800000000000)

static void
use_up (MchAddressLimit *limit, const char *address, gint64 now_ms)
{
  for (guint i = 0; i < BURST; i++)
    g_assert_cmpuint (mch_address_limit_take (limit, address, now_ms), ==, 0);
}

/* So many at once, then one at a time; what had to wait costs nothing. */
static void
test_burst (void)
{
  g_autoptr (MchAddressLimit) limit = mch_address_limit_new (BURST, EVERY_MS);

  use_up (limit, "192.0.2.1", NOW);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpuint (mch_address_limit_take (limit, "192.0.2.1", NOW), ==, 2);
  g_assert_cmpuint (mch_address_limit_take (limit, "192.0.2.1", NOW + 1001), ==, 1);
  g_assert_cmpuint (mch_address_limit_take (limit, "192.0.2.1", NOW + EVERY_MS), ==, 0);
  g_assert_cmpuint (mch_address_limit_take (limit, "192.0.2.1", NOW + EVERY_MS), ==, 2);
  use_up (limit, "192.0.2.1", NOW + 10 * EVERY_MS);
  /* A clock that is set back stops nobody for long, and nobody for good. */
  g_assert_cmpuint (mch_address_limit_take (limit, "192.0.2.2", NOW - 3600000), ==, 0);
}

static void
test_who_is_one (void)
{
  static const struct
  {
    const char *one;
    const char *other;
    gboolean same;
  } rows[] = {
    { "192.0.2.1", "192.0.2.2", FALSE },
    { "2001:db8:1:2::1", "2001:db8:1:2:ffff::9", TRUE },
    { "2001:db8:1:2::1", "2001:db8:1:3::1", FALSE },
    { "192.0.2.1", "2001:db8::1", FALSE },
    { NULL, "unknown", TRUE },
    { "", "192.0.2.1:443", TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MchAddressLimit) limit = mch_address_limit_new (BURST, EVERY_MS);

      use_up (limit, rows[i].one, NOW);
      g_assert_cmpint (mch_address_limit_take (limit, rows[i].other, NOW) > 0, ==, rows[i].same);
    }
}

/* A stranger with as many addresses as he likes fills no memory. */
static void
test_many (void)
{
  g_autoptr (MchAddressLimit) limit = mch_address_limit_new (BURST, EVERY_MS);

  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *address = g_strdup_printf ("2001:db8:%x:%x::1", i >> 16, i & 0xFFFF);

      g_assert_cmpuint (mch_address_limit_take (limit, address, NOW + i / 1000), ==, 0);
    }
  g_assert_cmpuint (mch_address_limit_get_size (limit), <=, 65536);
  g_assert_cmpuint (mch_address_limit_get_size (limit), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address-limit/burst", test_burst);
  g_test_add_func ("/address-limit/who-is-one", test_who_is_one);
  g_test_add_func ("/address-limit/many", test_many);
  return g_test_run ();
}
