/* SPDX-License-Identifier: GPL-3.0-or-later */
/* E12: the calibration page. Its rulers have their zeros in the very middle of the sheet, where a
 * fold of edge on edge lies on a printer that is not out; a slip moves by what is asked and nothing
 * else changes. */
#include "print/mch-calibration.h"

#include <math.h>
#include <string.h>

#include "slips.h"

/* The line from x0, y0 to x1, y1 is on the page. */
static gboolean
has_line (const MchPage *page, double x0, double y0, double x1, double y1)
{
  guint n;
  const MchOp *ops = mch_page_get_ops (page, &n);
  const MchSegment *segments = mch_page_get_segments (page);

  for (guint i = 0; i < n; i++)
    {
      const MchSegment *line = segments + ops[i].first;

      if (ops[i].kind == MCH_OP_PATH && ops[i].n == 2 && fabs (line[0].v[0] - x0) < 1e-6
          && fabs (line[0].v[1] - y0) < 1e-6 && fabs (line[1].v[0] - x1) < 1e-6
          && fabs (line[1].v[1] - y1) < 1e-6)
        return TRUE;
    }
  return FALSE;
}

static void
test_page (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  g_autoptr (MchPage) page = mch_page_new ();
  g_autoptr (GArray) placements = NULL;
  guint numbers = 0;

  mch_calibration_record (fonts, page);
  /* The longest ticks are those of whole fives; zero is the sheet's middle. */
  for (int at = -10; at <= 10; at += 5)
    {
      g_assert_true (has_line (page, 105 + at, 205, 105 + at, 211));
      g_assert_true (has_line (page, 45, 148.5 + at, 51, 148.5 + at));
    }
  /* Crosses are 10 mm from both edges. */
  g_assert_true (has_line (page, 5, 10, 15, 10) && has_line (page, 200, 282, 200, 292));
  placements = mch_page_dup_placements (page);
  for (guint i = 0; i < placements->len; i++)
    {
      const MchPlacement *one = &g_array_index (placements, MchPlacement, i);

      numbers += strcmp (one->role, "number") == 0;
      g_assert_cmpfloat (one->ink.x, >=, 19.5);
      g_assert_cmpfloat (one->ink.x + one->ink.width, <=, MCH_A4_WIDTH - 10);
      for (guint j = 0; j < i; j++)
        {
          const MchBox *a = &one->ink, *b = &g_array_index (placements, MchPlacement, j).ink;

          g_assert_false (a->x < b->x + b->width && b->x < a->x + a->width
                          && a->y < b->y + b->height && b->y < a->y + a->height);
        }
    }
  g_assert_cmpuint (numbers, ==, 10);
}

static GArray *
place (MchFonts *fonts, const MchPapillonOptions *options, guint number)
{
  TestSlips slips = { .n = 9 };
  g_autoptr (MchPage) page = mch_page_new ();
  g_autoptr (MchPapillonJob) job = mch_papillon_job_new (fonts, &test_sheet, options, slips.n,
                                                         test_slips_get, &slips, NULL, NULL);

  g_assert_true (mch_papillon_job_record_page (job, number, page, NULL, NULL));
  return mch_page_dup_placements (page);
}

/* Slips and separators, in every layout. */
static void
test_shift (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);

  for (int layout = 0; layout < MCH_N_PAPILLON_LAYOUTS; layout++)
    for (guint page = 0; page < 2; page++)
      {
        MchPapillonOptions straight = { .layout = layout,
                                        .separators = mch_papillon_layout_get_grid (layout)->labels
                                                          ? MCH_SEPARATORS_NEW_PAGE
                                                          : MCH_SEPARATORS_SHEET };
        MchPapillonOptions moved = straight;
        g_autoptr (GArray) before = NULL;
        g_autoptr (GArray) after = NULL;

        moved.shift_right = 1.5;
        moved.shift_down = -2;
        before = place (fonts, &straight, page);
        after = place (fonts, &moved, page);
        g_assert_cmpuint (before->len, ==, after->len);
        for (guint i = 0; i < before->len; i++)
          {
            const MchPlacement *a = &g_array_index (before, MchPlacement, i);
            const MchPlacement *b = &g_array_index (after, MchPlacement, i);

            g_assert_cmpstr (a->role, ==, b->role);
            g_assert_cmpfloat_with_epsilon (b->ink.x - a->ink.x, 1.5, 1e-6);
            g_assert_cmpfloat_with_epsilon (b->ink.y - a->ink.y, -2, 1e-6);
          }
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calibration/page", test_page);
  g_test_add_func ("/calibration/shift", test_shift);
  return g_test_run ();
}
