/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Layouts of slips: what goes together, and what is remembered of them. */
#include "slips/mch-slip-layout.h"

#include <string.h>

#define NONE MCH_SEPARATORS_NONE
#define PAGE MCH_SEPARATORS_NEW_PAGE
#define SHEET MCH_SEPARATORS_SHEET
#define ONE MCH_PAPILLON_ONE_PER_PAGE
#define TWO MCH_PAPILLON_TWO_PER_PAGE
#define FOUR MCH_PAPILLON_FOUR_PER_PAGE
#define EIGHT MCH_PAPILLON_EIGHT_PER_PAGE
#define LARGE MCH_PAPILLON_LARGE_PRINT
#define LABELS MCH_PAPILLON_LABELS_99_57
#define CLASS MCH_SLIP_ORDER_DIVISION
#define NAME MCH_SLIP_ORDER_NAME

static const struct
{
  MchSlipLayout layout;
  gboolean good;
  const char *words; /* part of what is said of a good one */
} table[] = {
  { { CLASS, { ONE, NONE, FALSE, 0 } }, TRUE, "one slip a page" },
  { { CLASS, { TWO, SHEET, TRUE, 2 } }, TRUE, "in order once the pile is cut, from place 2" },
  { { CLASS, { TWO, PAGE, FALSE, 2 } }, TRUE, "a new page for each class" },
  { { CLASS, { LARGE, SHEET, FALSE, 1 } }, TRUE, "large print" },
  { { NAME, { TWO, NONE, TRUE, 0 } }, TRUE, "two slips a page" },
  { { CLASS, { FOUR, SHEET, TRUE, 4 } }, TRUE, "four slips a page, a separator before each class" },
  { { CLASS, { EIGHT, PAGE, FALSE, 8 } }, TRUE, "from place 8 of the first page" },
  { { CLASS, { LABELS, PAGE, FALSE, 10 } }, TRUE, "labels of 99.1 × 57 mm, ten a page" },
  { { CLASS, { MCH_PAPILLON_ENVELOPE, SHEET, FALSE, 0 } }, TRUE, "window envelope" },
  { { CLASS, { MCH_PAPILLON_ENVELOPE, NONE, TRUE, 0 } }, FALSE, NULL },
  { { CLASS, { ONE, SHEET, FALSE, 0, MCH_SLIP_LANGUAGE_TR } }, TRUE, "explained in Türkçe, too" },
  { { CLASS, { LARGE, NONE, FALSE, 0, MCH_SLIP_LANGUAGE_ES } }, FALSE, NULL },
  { { CLASS, { LABELS, SHEET, FALSE, 0 } }, FALSE, NULL },
  { { CLASS, { LABELS, NONE, TRUE, 0 } }, FALSE, NULL },
  { { NAME, { TWO, SHEET, FALSE, 0 } }, FALSE, NULL },
  { { NAME, { ONE, PAGE, FALSE, 0 } }, FALSE, NULL },
  { { CLASS, { ONE, NONE, TRUE, 0 } }, FALSE, NULL },
  { { CLASS, { ONE, NONE, FALSE, 2 } }, FALSE, NULL },
  { { CLASS, { TWO, PAGE, TRUE, 0 } }, FALSE, NULL },
  { { CLASS, { FOUR, NONE, FALSE, 5 } }, FALSE, NULL },
  { { CLASS, { EIGHT, PAGE, TRUE, 0 } }, FALSE, NULL },
};

static void
test_rules (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *words = mch_slip_layout_dup_words (&table[i].layout);

      g_test_message ("layout %" G_GSIZE_FORMAT ": %s", i, words);
      g_assert_cmpint (mch_slip_layout_check (&table[i].layout, &error), ==, table[i].good);
      if (table[i].good)
        g_assert_nonnull (strstr (words, table[i].words));
      else
        g_assert_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID);
    }
}

/* A sheet without a second place drops what needs one. */
static void
test_sheet (void)
{
  MchSlipLayout layout = { CLASS, { TWO, SHEET, TRUE, 2 } };

  mch_slip_layout_set_sheet (&layout, LARGE);
  g_assert_true (mch_slip_layout_check (&layout, NULL));
  g_assert_false (layout.options.pile_cut);
  g_assert_cmpint (layout.options.separators, ==, SHEET);
  layout = (MchSlipLayout){ CLASS, { EIGHT, SHEET, TRUE, 6 } };
  mch_slip_layout_set_sheet (&layout, FOUR);
  g_assert_true (mch_slip_layout_check (&layout, NULL));
  g_assert_true (layout.options.pile_cut);
  g_assert_cmpuint (layout.options.start_at, ==, 0);
  mch_slip_layout_set_sheet (&layout, LABELS);
  g_assert_true (mch_slip_layout_check (&layout, NULL));
  g_assert_cmpint (layout.options.separators, ==, PAGE);
}

static void
test_memory (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GKeyFile) file = g_key_file_new ();
      MchSlipLayout back, wanted = table[i].layout;

      if (!table[i].good)
        continue;
      wanted.options.start_at = 0;
      mch_slip_layout_save (&table[i].layout, file, "etab:0250001A");
      mch_slip_layout_load (&back, file, "etab:0250001A");
      g_assert_true (mch_slip_layout_equal (&back, &wanted));
      mch_slip_layout_load (&back, file, "etab:0250002B");
      g_assert_cmpint (back.options.layout, ==, ONE);
    }
}

/* A file that somebody wrote by hand, or that was cut. */
static void
test_damaged (void)
{
  static const char *const texts[] = {
    "[e]\norder=class\n",
    "[e]\norder=class\nsheet=five\nseparators=none\n",
    "[e]\norder=name\nsheet=two\nseparators=sheet\npile_cut=true\n",
    "[e]\norder=class\nsheet=one\nseparators=none\npile_cut=true\n",
    "[e]\norder=class\nsheet=one\nseparators=none\nlanguage=xx\n",
    "[e]\norder=class\nsheet=two\nseparators=none\nlanguage=es\n",
    "[e]\norder=\nsheet=two\nseparators=none\npile_cut=perhaps\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GKeyFile) file = g_key_file_new ();
      const MchSlipLayout usual = { 0 };
      MchSlipLayout layout;

      g_assert_true (g_key_file_load_from_data (file, texts[i], (gsize) -1, G_KEY_FILE_NONE, NULL));
      mch_slip_layout_load (&layout, file, "e");
      g_assert_true (mch_slip_layout_equal (&layout, &usual));
    }
}

static void
get_class (gpointer data, guint index, MchSlip *ret_slip)
{
  ret_slip->division = index < 3 ? "1CAP" : "TCAP";
}

static void
test_measure (void)
{
  const MchPapillonOptions two = { TWO, NONE, FALSE, 0 }, pages = { TWO, PAGE, FALSE, 0 };
  const MchPapillonOptions one = { ONE, NONE, FALSE, 0 };
  MchPapillonSize size;
  g_autofree char *words = NULL;

  mch_papillon_measure (&two, 6, get_class, NULL, &size);
  g_assert_cmpuint (size.n_pages, ==, 3);
  words = mch_papillon_size_dup_words (&size);
  g_assert_cmpstr (words, ==, "6 slips, 3 pages, 2 classes");
  mch_papillon_measure (&pages, 6, get_class, NULL, &size);
  g_assert_cmpuint (size.n_pages, ==, 4);
  mch_papillon_measure (&one, 1200, get_class, NULL, &size);
  g_assert_cmpuint (size.n_parts, ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slips/layout/rules", test_rules);
  g_test_add_func ("/slips/layout/sheet", test_sheet);
  g_test_add_func ("/slips/layout/memory", test_memory);
  g_test_add_func ("/slips/layout/damaged", test_damaged);
  g_test_add_func ("/slips/layout/measure", test_measure);
  return g_test_run ();
}
