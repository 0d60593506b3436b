/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses as people and strangers type them. */
#include <string.h>

#include "core/mch-email.h"

static void
test_read (void)
{
  static const struct
  {
    const char *typed;
    const char *email;
  } table[] = {
    { "lea.petit@foyer.example", "lea.petit@foyer.example" },
    { " Lea.PETIT@Foyer.Example ", "lea.petit@foyer.example" },
    { "mailto:lea@foyer.example", "lea@foyer.example" },
    { "o'neil+bac@a-b.foyer.example", "o'neil+bac@a-b.foyer.example" },
    { NULL, NULL },
    { "", NULL },
    { "   ", NULL },
    { "lea", NULL },
    { "lea@", NULL },
    { "@foyer.example", NULL },
    { "lea@foyer", NULL },
    { "lea@@foyer.example", NULL },
    { "lea@foyer..example", NULL },
    { "l\xc3\xa9"
      "a@foyer.example",
      NULL },
    { "lea@foyer.example\r\nBcc: x@y.example", NULL },
    { "lea@foyer.example,x@y.example", NULL },
    { "lea@foyer.example\xff", NULL },
    { "<lea@foyer.example>", NULL },
    { "\"a b\"@foyer.example", NULL },
    { "lea@[192.0.2.1]", NULL },
    { "lea@foyer.example>", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *email = mch_email_read (table[i].typed);

      g_assert_cmpstr (email, ==, table[i].email);
    }
}

static void
test_long (void)
{
  g_autofree char *local = g_strnfill (64, 'a');
  g_autofree char *good = g_strconcat (local, "@foyer.example", NULL);
  g_autofree char *bad = g_strconcat ("a", good, NULL);
  g_autofree char *huge = g_strnfill (1 << 20, '@');
  g_autofree char *read = mch_email_read (good);

  g_assert_cmpstr (read, ==, good);
  g_assert_null (mch_email_read (bad));
  g_assert_null (mch_email_read (huge));
}

static void
test_mask (void)
{
  g_autofree char *mask = mch_email_mask ("lea.petit@foyer.example");
  g_autofree char *one = mch_email_mask ("l@foyer.example");

  g_assert_cmpstr (mask, ==, "l•••@foyer.example");
  g_assert_cmpstr (one, ==, "l•••@foyer.example");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/email/CPT-06-read", test_read);
  g_test_add_func ("/core/email/long", test_long);
  g_test_add_func ("/core/email/mask", test_mask);
  return g_test_run ();
}
