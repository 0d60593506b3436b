/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-text-box.h"

#include <math.h>
#include <string.h>

#include "print/mch-text-lines.h"

/* Each attempt is so much smaller than the one before; nothing is readable below SMALLEST. */
#define SHRINK 0.96
#define SMALLEST 0.2

static double
get_single_size (const MchRun *run, const MchBox *box)
{
  double width = mch_line_get_right (run) - mch_line_get_left (run);
  double height = mch_line_get_ascent (run) + mch_line_get_descent (run);

  return MIN (box->width / MAX (width, 0.001), box->height / height) / MCH_MM_PER_POINT;
}

static double
place_single (MchPage *page, const MchTextStyle *style, const MchBox *box, const MchRun *run,
              double size)
{
  double em = size * MCH_MM_PER_POINT;
  double height = (mch_line_get_ascent (run) + mch_line_get_descent (run)) * em;
  double top = style->middle ? MAX (0, (box->height - height) / 2) : 0;

  mch_line_place (page, style, box, run, box->y + top + mch_line_get_ascent (run) * em, size);
  return height;
}

static double
try_sizes (MchPage *page, MchFonts *fonts, const MchTextStyle *style, const MchBox *box,
           MchBreakable *breakable, MchBreak how, double smallest, double *ret_size)
{
  for (double size = style->size; size >= smallest; size *= SHRINK)
    {
      double em = size * MCH_MM_PER_POINT;
      g_autoptr (GPtrArray) lines =
          mch_lines_break (fonts, style->face, breakable, how, box->width / em, box->height / em);
      MchBox inner = *box;
      double height;

      if (lines == NULL)
        continue;
      height = mch_lines_get_height (lines) * em;
      if (style->middle)
        inner.y += MAX (0, (box->height - height) / 2);
      mch_lines_place (page, style, &inner, lines, size);
      *ret_size = size;
      return height;
    }
  return 0;
}

/* At the sizes of the style between words, then anyhow: between characters, or smaller. */
static double
place_wrapped (MchPage *page, MchFonts *fonts, const MchTextStyle *style, const MchBox *box,
               const MchRun *run, double *ret_size)
{
  g_auto (MchBreakable) breakable = { 0 };
  gboolean dots = style->wrap == MCH_WRAP_DOTS;
  double height;

  mch_breakable_init (&breakable, run);
  height = try_sizes (page, fonts, style, box, &breakable, dots ? MCH_BREAK_DOTS : MCH_BREAK_WORDS,
                      style->min_size, ret_size);
  if (height > 0)
    return height;
  height = try_sizes (page, fonts, style, box, &breakable,
                      dots ? MCH_BREAK_DOTS : MCH_BREAK_ANYWHERE, SMALLEST, ret_size);
  if (height > 0)
    return height;
  *ret_size = get_single_size (run, box);
  return place_single (page, style, box, run, *ret_size);
}

static double
place (MchPage *page, MchFonts *fonts, const MchTextStyle *style, const MchBox *box,
       const MchRun *run, double *ret_size)
{
  double largest = get_single_size (run, box);

  *ret_size = MIN (largest, style->size);
  if (largest >= style->size)
    return place_single (page, style, box, run, style->size);
  if (style->wrap == MCH_WRAP_NEVER
      || (style->wrap != MCH_WRAP_FIRST && largest >= style->min_size))
    return place_single (page, style, box, run, largest);
  return place_wrapped (page, fonts, style, box, run, ret_size);
}

double
mch_text_box_add (MchPage *page, MchFonts *fonts, const MchTextStyle *style, const MchBox *box,
                  const char *text, MchTextFit *ret_fit)
{
  g_autoptr (MchRun) run = NULL;
  double size = 0, height = 0;

  g_return_val_if_fail (page != NULL && fonts != NULL && style != NULL && box != NULL, 0);
  g_return_val_if_fail (box->width > 0 && box->height > 0 && style->size > 0, 0);

  run = mch_run_new ();
  if (text != NULL && *text != '\0')
    {
      mch_fonts_shape (fonts, style->face, text, strlen (text), run);
      height = place (page, fonts, style, box, run, &size);
    }
  if (ret_fit != NULL)
    *ret_fit = (MchTextFit){ run->n_missing, size };
  return height;
}

double
mch_text_measure (MchFonts *fonts, MchFace face, double size, const char *text)
{
  g_autoptr (MchRun) run = mch_run_new ();

  g_return_val_if_fail (fonts != NULL && text != NULL, 0);

  mch_fonts_shape (fonts, face, text, strlen (text), run);
  return (mch_line_get_right (run) - mch_line_get_left (run)) * size * MCH_MM_PER_POINT;
}
