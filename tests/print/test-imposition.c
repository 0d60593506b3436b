/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For 1 to 5 000 slips and every way to lay them (each number of them with one or two on a page,
 * one number in fifty with more): as many pages as it takes, none blank, each slip once and where a
 * hand expects it, parts that a printer takes (ACC-22). */
#include "print/papillon/mch-imposition.h"

#define MOST 5000
#define MAX_PAGES 500

/* Classes of 1 to 40 slips, other ones for each @n. */
static GArray *
make_classes (guint n)
{
  GArray *classes = g_array_new (FALSE, FALSE, sizeof (MchSlipClass));
  guint step = n;

  for (guint first = 0; first < n;)
    {
      MchSlipClass class = { first, 1 + step % 40 };

      step = step * 1103515245u + 12345u;
      class.n = MIN (class.n, n - first);
      g_array_append_val (classes, class);
      first += class.n;
    }
  return classes;
}

/* What a hand takes up one after the other: page by page, or a cut pile from its top. */
static GArray *
take_up (const MchImposition *imposition, const MchImpositionOptions *options)
{
  GArray *taken = g_array_new (FALSE, FALSE, sizeof (MchCell));

  for (guint part = 0; part < mch_imposition_get_n_parts (imposition); part++)
    {
      guint first, n;
      guint outer, inner;

      mch_imposition_get_part (imposition, part, &first, &n);
      outer = options->pile_cut ? options->per_page : n;
      inner = options->pile_cut ? n : options->per_page;
      for (guint i = 0; i < outer * inner; i++)
        {
          guint page = options->pile_cut ? i % inner : i / inner;
          guint slot = options->pile_cut ? i / inner : i % inner;
          MchCell cell = mch_imposition_get_cell (imposition, first + page, slot);

          if (cell.kind != MCH_CELL_EMPTY)
            g_array_append_val (taken, cell);
        }
    }
  return taken;
}

/* Every slip once, in order; every class's separator just before its first slip. */
static void
check_order (GArray *taken, GArray *classes, const MchImpositionOptions *options)
{
  guint at = 0;

  for (guint c = 0; c < classes->len; c++)
    {
      const MchSlipClass *class = &g_array_index (classes, MchSlipClass, c);

      if (options->separators == MCH_SEPARATORS_SHEET)
        {
          MchCell cell = g_array_index (taken, MchCell, at++);

          g_assert_cmpint (cell.kind, ==,
                           options->pile_cut ? MCH_CELL_SEPARATOR : MCH_CELL_SEPARATOR_SHEET);
          g_assert_cmpuint (cell.index, ==, c);
        }
      for (guint i = 0; i < class->n; i++, at++)
        {
          MchCell cell = g_array_index (taken, MchCell, at);

          g_assert_cmpint (cell.kind, ==, MCH_CELL_SLIP);
          g_assert_cmpuint (cell.index, ==, class->first + i);
        }
    }
  g_assert_cmpuint (at, ==, taken->len);
}

static void
check_pages (const MchImposition *imposition, const MchImpositionOptions *options)
{
  for (guint page = 0; page < mch_imposition_get_n_pages (imposition); page++)
    {
      guint filled = 0;
      gboolean alone = FALSE;

      for (guint slot = 0; slot < options->per_page; slot++)
        {
          MchCell cell = mch_imposition_get_cell (imposition, page, slot);

          filled += cell.kind != MCH_CELL_EMPTY;
          alone = alone || cell.kind == MCH_CELL_SEPARATOR_SHEET;
        }
      g_assert_cmpuint (filled, >=, 1);
      if (alone)
        g_assert_cmpuint (filled, ==, 1);
    }
}

static guint
round_up (guint n, guint per_page)
{
  return (n + per_page - 1) / per_page;
}

/* Counted another way than the code under test counts. */
static guint
expect_pages (GArray *classes, guint n, const MchImpositionOptions *options)
{
  guint offset = MAX (options->start_at, 1) - 1;
  guint pages = 0;

  if (options->separators == MCH_SEPARATORS_NONE)
    return round_up (n + offset, options->per_page);
  if (options->pile_cut)
    return 0;
  for (guint c = 0; c < classes->len; c++)
    {
      pages += round_up (g_array_index (classes, MchSlipClass, c).n + (c == 0 ? offset : 0),
                         options->per_page);
      pages += options->separators == MCH_SEPARATORS_SHEET;
    }
  return pages;
}

static void
check_parts (const MchImposition *imposition)
{
  guint next = 0;

  for (guint part = 0; part < mch_imposition_get_n_parts (imposition); part++)
    {
      guint first, n;

      mch_imposition_get_part (imposition, part, &first, &n);
      g_assert_cmpuint (first, ==, next);
      g_assert_cmpuint (n, >=, 1);
      g_assert_cmpuint (n, <=, MAX_PAGES);
      next = first + n;
    }
  g_assert_cmpuint (next, ==, mch_imposition_get_n_pages (imposition));
}

static void
check (guint n, GArray *classes, const MchImpositionOptions *options)
{
  g_autoptr (MchImposition) imposition = mch_imposition_new (classes, options);
  g_autoptr (GArray) taken = take_up (imposition, options);
  guint expected = expect_pages (classes, n, options);

  check_order (taken, classes, options);
  check_pages (imposition, options);
  check_parts (imposition);
  /* Several piles each end on a page of their own. */
  if (expected > 0 && !(options->pile_cut && mch_imposition_get_n_parts (imposition) > 1))
    g_assert_cmpuint (mch_imposition_get_n_pages (imposition), ==, expected);
}

static void
test_every_number (gconstpointer data)
{
  MchImpositionOptions options = { .per_page = GPOINTER_TO_UINT (data), .max_pages = MAX_PAGES };

  for (guint n = 1; n <= MOST; n += options.per_page > 2 && n > 100 ? 53 : 1)
    {
      g_autoptr (GArray) classes = make_classes (n);

      for (int separators = 0; separators < MCH_N_SEPARATORS; separators++)
        for (guint pile = 0; pile < 2; pile++)
          {
            options.separators = separators;
            options.pile_cut = pile;
            options.start_at = n % (options.per_page + 1);
            if (!pile || separators != MCH_SEPARATORS_NEW_PAGE)
              check (n, classes, &options);
          }
    }
}

/* Three sheets: what lies where before the cut. */
static void
test_pile (void)
{
  static const guint wanted[3][2] = { { 0, 3 }, { 1, 4 }, { 2, 5 } };
  MchImpositionOptions options = { .per_page = 2, .pile_cut = TRUE, .max_pages = MAX_PAGES };
  MchSlipClass class = { 0, 5 };
  g_autoptr (GArray) classes = g_array_new (FALSE, FALSE, sizeof class);
  g_autoptr (MchImposition) imposition = NULL;

  g_array_append_val (classes, class);
  imposition = mch_imposition_new (classes, &options);
  g_assert_cmpuint (mch_imposition_get_n_pages (imposition), ==, 3);
  for (guint page = 0; page < 3; page++)
    for (guint slot = 0; slot < 2; slot++)
      {
        MchCell cell = mch_imposition_get_cell (imposition, page, slot);

        if (wanted[page][slot] == 5)
          g_assert_cmpint (cell.kind, ==, MCH_CELL_EMPTY);
        else
          g_assert_cmpuint (cell.index, ==, wanted[page][slot]);
      }
}

/* A part ends between two classes when that leaves it half full; else where it is full. */
static void
test_part_ends (void)
{
  static const struct
  {
    guint classes[4];
    guint parts[4];
  } table[] = {
    { { 300, 300, 0 }, { 300, 300, 0 } }, { { 200, 200, 200, 0 }, { 400, 200, 0 } },
    { { 200, 400, 0 }, { 500, 100, 0 } }, { { 1100, 0 }, { 500, 500, 100, 0 } },
    { { 500, 0 }, { 500, 0 } },           { { 500, 1, 0 }, { 500, 1, 0 } },
  };
  MchImpositionOptions options = { .per_page = 1, .max_pages = MAX_PAGES };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GArray) classes = g_array_new (FALSE, FALSE, sizeof (MchSlipClass));
      g_autoptr (MchImposition) imposition = NULL;
      guint first = 0, n_parts = 0;

      for (guint c = 0; c < 4 && table[i].classes[c] > 0; first += table[i].classes[c++])
        g_array_append_vals (classes, &(MchSlipClass){ first, table[i].classes[c] }, 1);
      imposition = mch_imposition_new (classes, &options);
      for (; n_parts < 4 && table[i].parts[n_parts] > 0; n_parts++)
        {
          guint start, n;

          mch_imposition_get_part (imposition, n_parts, &start, &n);
          g_assert_cmpuint (n, ==, table[i].parts[n_parts]);
        }
      g_assert_cmpuint (mch_imposition_get_n_parts (imposition), ==, n_parts);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/imposition/one-a-page", GUINT_TO_POINTER (1), test_every_number);
  g_test_add_data_func ("/imposition/two-a-page", GUINT_TO_POINTER (2), test_every_number);
  g_test_add_data_func ("/imposition/four-a-page", GUINT_TO_POINTER (4), test_every_number);
  g_test_add_data_func ("/imposition/eight-a-page", GUINT_TO_POINTER (8), test_every_number);
  g_test_add_data_func ("/imposition/ten-a-page", GUINT_TO_POINTER (10), test_every_number);
  g_test_add_func ("/imposition/pile", test_pile);
  g_test_add_func ("/imposition/part-ends", test_part_ends);
  return g_test_run ();
}
