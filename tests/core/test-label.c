/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-label.h"
#include "core/mch-paths.h"

#include <string.h>

/* ACC-12 */
static void
test_context (void)
{
  static const struct
  {
    const char *session;
    const char *academy;
    const char *wanted;
  } rows[] = {
    { "CAP/2022-06", "Besançon", "CAP – JUIN 2022 – ACADÉMIE DE BESANÇON" },
    { "BTS/2027-09", "Aix-Marseille", "BTS – SEPTEMBRE 2027 – ACADÉMIE D'AIX-MARSEILLE" },
    { "DNB/2027-12", "Académie de Créteil", "DNB – DÉCEMBRE 2027 – ACADÉMIE DE CRÉTEIL" },
    { "CAP/2027-13", NULL, "CAP – CAP/2027-13" },
    { "CAP", "Orléans-Tours", "CAP – CAP – ACADÉMIE D'ORLÉANS-TOURS" },
    { "CAP/2027-06", "\xff", "CAP – JUIN 2027" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *seen = mch_label_dup_context (rows[i].session, rows[i].academy);

      g_assert_true (g_str_has_prefix (seen, rows[i].wanted));
      if (rows[i].academy == NULL || g_utf8_validate (rows[i].academy, -1, NULL))
        g_assert_cmpstr (seen, ==, rows[i].wanted);
    }
}

static void
test_phone (void)
{
  g_autofree char *french = mch_label_dup_phone ("0199001234");
  g_autofree char *foreign = mch_label_dup_phone ("+41225550100");

  g_assert_cmpstr (french, ==, "01\u00a099\u00a000\u00a012\u00a034");
  g_assert_cmpstr (foreign, ==, "+41225550100");
}

static void
test_number (void)
{
  static const struct
  {
    guint64 number;
    const char *wanted;
  } rows[] = {
    { 0, "0" },
    { 999, "999" },
    { 2403, "2\u202f403" },
    { 150000, "150\u202f000" },
    { 1234567, "1\u202f234\u202f567" },
    { G_MAXUINT64, "18\u202f446\u202f744\u202f073\u202f709\u202f551\u202f615" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *seen = mch_label_dup_number (rows[i].number);

      g_assert_cmpstr (seen, ==, rows[i].wanted);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mch_paths_init_language ();
  g_test_add_func ("/label/context", test_context);
  g_test_add_func ("/label/phone", test_phone);
  g_test_add_func ("/label/number", test_number);
  return g_test_run ();
}
