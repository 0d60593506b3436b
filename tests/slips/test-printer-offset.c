/* SPDX-License-Identifier: GPL-3.0-or-later */
/* E12: what a person types is understood or refused in words, and each printer keeps its own. */
#include "slips/mch-printer-offset.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "print/papillon/mch-papillon.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gboolean good;
    double value;
  } table[] = {
    { "0", TRUE, 0 },
    { "1.5", TRUE, 1.5 },
    { "1,5", TRUE, 1.5 },
    { " -0,5 mm ", TRUE, -0.5 },
    { "\342\210\2223", TRUE, -3 }, /* the minus of the page */
    { "+2", TRUE, 2 },
    { ".25", TRUE, 0.3 },
    { "10", TRUE, 10 },
    { "-10.00", TRUE, -10 },
    { "-0.01", TRUE, 0 },
    { "", FALSE, 0 },
    { "mm", FALSE, 0 },
    { "-", FALSE, 0 },
    { ".", FALSE, 0 },
    { "--1", FALSE, 0 },
    { "1-", FALSE, 0 },
    { "1.2.3", FALSE, 0 },
    { "1 2", FALSE, 0 },
    { "10.1", FALSE, 0 },
    { "1e1", FALSE, 0 },
    { "0x1", FALSE, 0 },
    { "nan", FALSE, 0 },
    { "inf", FALSE, 0 },
    { "1cm", FALSE, 0 },
    { "99999999999999999999999999999999999999999999999999", FALSE, 0 },
    { "\377\376", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      double value = 77;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (mch_printer_offset_parse (table[i].text, &value, &error), ==, table[i].good);
      g_assert_cmpfloat_with_epsilon (value, table[i].good ? table[i].value : 77, 1e-9);
      if (!table[i].good)
        g_assert_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID);
    }
}

static void
check_offset (const char *folder, const char *printer, double right, double down)
{
  MchPrinterOffset offset = { 77, 77 };

  mch_printer_offset_load (&offset, folder, printer);
  g_assert_cmpfloat_with_epsilon (offset.right, right, 1e-9);
  g_assert_cmpfloat_with_epsilon (offset.down, down, 1e-9);
}

/* Every name that a print system may have; a file has none, and none is moved by it. */
static void
test_memory (void)
{
  static const char *const names[] = { "Imprimante-du-secretariat", "[a]=b\nc", "HP LaserJet n° 2",
                                       "imprimante" };
  g_autofree char *folder = g_dir_make_tmp ("printers-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "printers.conf", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "absent", NULL);
  g_autoptr (GError) error = NULL;
  MchPrinterOffset none = { 0 };
  GStatBuf info;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      MchPrinterOffset offset = { 0.1 * i + 0.1, -1.5 };

      check_offset (folder, names[i], 0, 0);
      g_assert_true (mch_printer_offset_save (&offset, folder, names[i], &error));
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    check_offset (folder, names[i], 0.1 * i + 0.1, -1.5);
  check_offset (folder, NULL, 0, 0);
  check_offset (folder, "", 0, 0);
  check_offset (folder, "another", 0, 0);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (GStrv) listed = mch_printer_offset_list (folder);

      g_assert_cmpuint (g_strv_length (listed), ==, G_N_ELEMENTS (names) - i);
      g_assert_true (g_strv_contains ((const char *const *) listed, names[i]));
      g_assert_true (mch_printer_offset_save (&none, folder, names[i], &error));
    }
  g_assert_false (mch_printer_offset_save (&none, nowhere, "a", &error));
  g_assert_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID);
  g_unlink (path);
  g_rmdir (folder);
}

/* A file that somebody wrote by hand, or that was cut, moves nothing it should not. */
static void
test_damaged (void)
{
  static const char *const texts[] = {
    "",
    "[a",
    "[a]\nright=1e9\ndown=0\n",
    "[a]\nright=nan\ndown=1\n",
    "[a]\nright=\ndown=\n",
    "[a]\nright=-11\ndown=1\n",
    "[%GG]\nright=1\ndown=1\n[%FF%FE]\nright=1\ndown=1\n",
  };
  g_autofree char *folder = g_dir_make_tmp ("printers-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "printers.conf", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (GStrv) listed = NULL;

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      check_offset (folder, "a", 0, 0);
      listed = mch_printer_offset_list (folder);
      g_assert_cmpuint (g_strv_length (listed), ==, 0);
    }
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_words (void)
{
  static const struct
  {
    MchPrinterOffset offset;
    const char *words;
  } table[] = {
    { { 0, 0 }, "none" },
    { { 1.5, 0 }, "1.5 mm to the right" },
    { { -1.5, 2 }, "1.5 mm to the left, 2.0 mm down" },
    { { 0, -0.5 }, "0.5 mm up" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *words = mch_printer_offset_dup_words (&table[i].offset);

      g_assert_cmpstr (words, ==, table[i].words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slips/printer-offset/parse", test_parse);
  g_test_add_func ("/slips/printer-offset/memory", test_memory);
  g_test_add_func ("/slips/printer-offset/damaged", test_damaged);
  g_test_add_func ("/slips/printer-offset/words", test_words);
  return g_test_run ();
}
