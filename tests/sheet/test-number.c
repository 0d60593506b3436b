/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people saw in a cell, from the number and the format that a workbook keeps. */
#include "sheet/mch-sheet-private.h"

#include <string.h>

typedef struct
{
  const char *raw;
  const char *code; /* of its format */
  gboolean date1904;
  const char *shown;
} Case;

static const Case cases[] = {
  /* days */
  { "39866", "dd/mm/yyyy", FALSE, "22/02/2009" },
  { "39866", "[$-40C]d mmmm yyyy;@", FALSE, "22/02/2009" },
  { "39866", "jj/mm/aaaa", FALSE, "22/02/2009" },
  { "39866.75", "dd/mm/yyyy\\ hh:mm", FALSE, "22/02/2009" },
  { "38404", "dd/mm/yyyy", TRUE, "22/02/2009" },
  { "1", "d/m/yy", FALSE, "01/01/1900" },
  { "59", "d/m/yy", FALSE, "28/02/1900" },
  { "60", "d/m/yy", FALSE, "60" }, /* a day that no calendar has */
  { "61", "d/m/yy", FALSE, "01/03/1900" },
  { "0", "d/m/yy", TRUE, "01/01/1904" },
  { "0", "d/m/yy", FALSE, "0" },
  { "-5", "d/m/yy", FALSE, "-5" },
  { "2958465", "d/m/yyyy", FALSE, "31/12/9999" },
  { "2958466", "d/m/yyyy", FALSE, "2958466" },
  { "1e300", "d/m/yyyy", FALSE, "1e+300" },
  /* no days */
  { "39866", "General", FALSE, "39866" },
  { "39866", "Standard", FALSE, "39866" },
  { "0.5", "hh:mm", FALSE, "0.5" },
  { "5", "0\" mois d'août\"", FALSE, "5" },
  { "5", "0\\d\\m", FALSE, "5" },
  { "5", "[Red]0", FALSE, "5" },
  /* zeros */
  { "1000", "00000", FALSE, "01000" },
  { "1000", "00000;-00000", FALSE, "01000" },
  { "612345678", "0#\" \"##\" \"##\" \"##\" \"##", FALSE, "0612345678" },
  { "612345678", "0#\\ ##\\ ##\\ ##\\ ##", FALSE, "0612345678" },
  { "1000", "0", FALSE, "1000" },
  { "1000", "#,##0.00", FALSE, "1000" },
  { "1000", "0.00E+00", FALSE, "1000" },
  { "1000", "0%", FALSE, "1000" },
  { "1000", "0000000000000000000000000", FALSE, "1000" }, /* longer than any code */
  /* numbers */
  { "25000.0", "General", FALSE, "25000" },
  { "6.12345678E8", "General", FALSE, "612345678" },
  { "2012557741", "General", FALSE, "2012557741" },
  { "-0", "General", FALSE, "0" },
  { "-12", "000", FALSE, "-012" },
  { "12.5", "General", FALSE, "12.5" },
  { "1234567890123456789", "General", FALSE, "1.23456789012346e+18" },
  /* no numbers */
  { "AB12", "00000", FALSE, "AB12" },
  { "12 rue", "00000", FALSE, "12 rue" },
  { "nan", "00000", FALSE, "nan" },
  { "inf", "d/m/yy", FALSE, "inf" },
  { "0x10", "00000", FALSE, "0x10" },
  { "", "00000", FALSE, "" },
};

static void
test_numbers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      g_test_message ("%s as %s", cases[i].raw, cases[i].code);
      mch_number_append (out, cases[i].raw, mch_number_format_read (cases[i].code),
                         cases[i].date1904);
      g_assert_cmpstr (out->str, ==, cases[i].shown);
    }
}

static void
test_builtin (void)
{
  static const guint days[] = { 14, 15, 16, 17, 22, 27, 36, 50, 58 };
  static const guint others[] = { 0, 1, 2, 9, 10, 11, 12, 13, 18, 21, 37, 45, 49, 59, 164, 99999 };

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    g_assert_true (mch_number_format_get_builtin (days[i]).date);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (mch_number_format_get_builtin (others[i]).date);
}

/* Codes that end where something should follow. */
static void
test_cut_codes (void)
{
  static const char code[] = "[$-40C]\"le \"d\\ mmmm_)yyyy*x;@00000";

  for (gsize n = 0; n <= strlen (code); n++)
    {
      g_autofree char *cut = g_strndup (code, n);
      MchNumberFormat format = mch_number_format_read (cut);

      g_assert_cmpuint (format.min_digits, <=, 20);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet/number/shown", test_numbers);
  g_test_add_func ("/sheet/number/builtin", test_builtin);
  g_test_add_func ("/sheet/number/cut-codes", test_cut_codes);
  return g_test_run ();
}
