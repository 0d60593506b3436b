/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The number on a printed document: read back as it was made, and never as another one. */
#include "core/mch-paper-code.h"

#include <string.h>

#define ID "01890000-0000-7000-8004-000000000001"

static void
test_round (void)
{
  static const guint versions[] = { 0, 1, 2, 9, 10, 99, 100 };

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    for (int kind = MCH_PAPER_CONFIRMATION; kind <= MCH_PAPER_SLIP; kind++)
      {
        g_autofree char *digits = mch_paper_code_dup (kind, ID, versions[i]);
        g_autofree char *shown = mch_paper_code_dup_shown (digits);
        char key[MCH_PAPER_KEY_LENGTH + 1];
        MchPaperCode code;

        mch_paper_code_get_key (ID, key);
        g_assert_cmpuint (strlen (digits), ==, MCH_PAPER_CODE_LENGTH);
        g_assert_cmpuint (strlen (shown), ==, 24);
        g_assert_true (mch_paper_code_read (shown, &code));
        g_assert_cmpint (code.kind, ==, kind);
        g_assert_cmpuint (code.version, ==, versions[i] % 100);
        g_assert_cmpstr (code.key, ==, key);
      }
}

/* What has been printed must be read for ever. */
static void
test_fixed (void)
{
  g_autofree char *digits = mch_paper_code_dup (MCH_PAPER_CONFIRMATION, ID, 2);

  g_assert_cmpstr (digits, ==, "17023839693208480291");
}

/* Every other digit in one place, and every swap of two neighbours, is refused. */
static void
test_misread (void)
{
  g_autofree char *digits = mch_paper_code_dup (MCH_PAPER_CONFIRMATION, ID, 2);
  MchPaperCode code;

  for (guint i = 0; i < MCH_PAPER_CODE_LENGTH; i++)
    {
      g_autofree char *swapped = g_strdup (digits);

      for (char other = '0'; other <= '9'; other++)
        {
          g_autofree char *wrong = g_strdup (digits);

          wrong[i] = other;
          g_assert_true (mch_paper_code_read (wrong, &code) == (other == digits[i]));
        }
      if (i == 0 || digits[i] == digits[i - 1])
        continue;
      swapped[i] = digits[i - 1];
      swapped[i - 1] = digits[i];
      g_assert_false (mch_paper_code_read (swapped, &code));
    }
}

static void
test_typed (void)
{
  static const struct
  {
    const char *typed;
    gboolean good;
  } table[] = {
    { "17023839693208480291", TRUE },
    { " 1702 3839 6932 0848 0291\r\n", TRUE },
    { "1702\302\2403839\342\200\2576932 0848 0291", TRUE },
    /* the same on a French keyboard, when the scanner is set for an American one */
    { "&èàé\"_\"ç-ç\"éà_'_àéç&", TRUE },
    { "", FALSE },
    { "1702383969320848029", FALSE },
    { "170238396932084802916", FALSE },
    { "170238396932084O0291", FALSE },
    { "97023839693208480291", FALSE },
    { "01890000-0000-7000-8004-000000000001", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      MchPaperCode code = { 0 };

      g_assert_cmpint (mch_paper_code_read (table[i].typed, &code), ==, table[i].good);
      if (table[i].good)
        g_assert_cmpuint (code.version, ==, 2);
    }
}

/* A hundred thousand records of one place have a hundred thousand keys. */
static void
test_distinct (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *id = g_strdup_printf ("01890000-0000-7000-8004-%012u", i);
      char key[MCH_PAPER_KEY_LENGTH + 1];

      mch_paper_code_get_key (id, key);
      g_assert_true (g_hash_table_add (keys, g_strdup (key)));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper-code/round", test_round);
  g_test_add_func ("/paper-code/fixed", test_fixed);
  g_test_add_func ("/paper-code/misread", test_misread);
  g_test_add_func ("/paper-code/typed", test_typed);
  g_test_add_func ("/paper-code/distinct", test_distinct);
  return g_test_run ();
}
