/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-text-box.h"

#include <math.h>
#include <pango/pango.h>
#include <string.h>

/* A line's nominal parts above and below its baseline, in em; accents that stand higher widen
 * it. LEADING is what stays white between two lines, PITCH the least from baseline to baseline. */
#define ASCENT 0.78
#define DESCENT 0.24
#define LEADING 0.06
#define PITCH 1.28

/* Each attempt is so much smaller than the one before; nothing is readable below SMALLEST. */
#define SHRINK 0.96
#define SMALLEST 0.2

/* How hard the text may be broken. */
typedef enum
{
  BREAK_WORDS,
  BREAK_ANYWHERE, /* between two characters, for a word longer than the line */
  BREAK_DOTS,
} Break;

typedef struct
{
  const char *text;
  gsize length;
  PangoLogAttr *attributes; /* one a character, and one at the end */
} Breakable;

static double
get_left (const MchRun *run)
{
  return run->ink_x1 > run->ink_x0 ? MIN (0, run->ink_x0) : 0;
}

static double
get_right (const MchRun *run)
{
  return run->ink_x1 > run->ink_x0 ? MAX (run->width, run->ink_x1) : run->width;
}

static double
get_ascent (const MchRun *run)
{
  return run->ink_x1 > run->ink_x0 ? MAX (ASCENT, -run->ink_y0) : ASCENT;
}

static double
get_descent (const MchRun *run)
{
  return run->ink_x1 > run->ink_x0 ? MAX (DESCENT, run->ink_y1) : DESCENT;
}

static double
get_pitch (const MchRun *upper, const MchRun *lower)
{
  return MAX (PITCH, get_descent (upper) + LEADING + get_ascent (lower));
}

/* The height of @lines, in em. */
static double
get_height (const GPtrArray *lines)
{
  double height = get_ascent (lines->pdata[0]);

  for (guint i = 1; i < lines->len; i++)
    height += get_pitch (lines->pdata[i - 1], lines->pdata[i]);
  return height + get_descent (lines->pdata[lines->len - 1]);
}

static double
get_single_size (const MchRun *run, const MchBox *box)
{
  double width = get_right (run) - get_left (run);
  double height = get_ascent (run) + get_descent (run);

  return MIN (box->width / MAX (width, 0.001), box->height / height) / MCH_MM_PER_POINT;
}

/* @baseline: in mm, of this line. */
static void
place_line (MchPage *page, const MchTextStyle *style, const MchBox *box, const MchRun *run,
            double baseline, double size)
{
  double em = size * MCH_MM_PER_POINT;
  double left = get_left (run) * em, right = get_right (run) * em;
  double x = box->x - left;

  if (style->align == MCH_ALIGN_RIGHT)
    x = box->x + box->width - right;
  else if (style->align == MCH_ALIGN_CENTER)
    x = box->x + (box->width - right - left) / 2;
  mch_page_add_run (page, run, x, baseline, size, style->gray, style->role);
}

static double
place_single (MchPage *page, const MchTextStyle *style, const MchBox *box, const MchRun *run,
              double size)
{
  double em = size * MCH_MM_PER_POINT;
  double height = (get_ascent (run) + get_descent (run)) * em;
  double top = style->middle ? MAX (0, (box->height - height) / 2) : 0;

  place_line (page, style, box, run, box->y + top + get_ascent (run) * em, size);
  return height;
}

static double
place_lines (MchPage *page, const MchTextStyle *style, const MchBox *box, const GPtrArray *lines,
             double size)
{
  double em = size * MCH_MM_PER_POINT;
  double height = get_height (lines) * em;
  double top = style->middle ? MAX (0, (box->height - height) / 2) : 0;
  double baseline = box->y + top + get_ascent (lines->pdata[0]) * em;

  for (guint i = 0; i < lines->len; i++)
    {
      if (i > 0)
        baseline += get_pitch (lines->pdata[i - 1], lines->pdata[i]) * em;
      place_line (page, style, box, lines->pdata[i], baseline, size);
    }
  return height;
}

static gboolean
may_break (const Breakable *breakable, Break how, gsize at, glong character)
{
  if (at == breakable->length)
    return TRUE;
  if (how == BREAK_DOTS)
    return breakable->text[at - 1] == '.';
  return breakable->attributes[character].is_line_break;
}

static MchRun *
shape_line (MchFonts *fonts, MchFace face, const Breakable *breakable, gsize start, gsize end)
{
  MchRun *run = mch_run_new ();

  while (end > start && breakable->text[end - 1] == ' ')
    end--;
  mch_fonts_shape (fonts, face, breakable->text + start, end - start, run);
  return run;
}

/* The longest line from @start that is at most @width em wide: (transfer full), or NULL. */
static MchRun *
take_line (MchFonts *fonts, MchFace face, const Breakable *breakable, Break how, double width,
           gsize start, gsize *ret_end)
{
  g_autoptr (MchRun) best = NULL;
  const char *p = breakable->text + start;
  glong character = g_utf8_pointer_to_offset (breakable->text, p);
  gboolean anywhere = FALSE;

  while (*p != '\0')
    {
      g_autoptr (MchRun) run = NULL;
      gsize end;

      p = g_utf8_next_char (p);
      character++;
      end = (gsize) (p - breakable->text);
      if (!may_break (breakable, how, end, character)
          && !(anywhere && breakable->attributes[character].is_cursor_position))
        continue;
      run = shape_line (fonts, face, breakable, start, end);
      if (get_right (run) - get_left (run) > width)
        {
          if (best != NULL || anywhere || how != BREAK_ANYWHERE)
            break;
          /* Not even the first word fits: try again character by character. */
          anywhere = TRUE;
          p = breakable->text + start;
          character = g_utf8_pointer_to_offset (breakable->text, p);
          continue;
        }
      g_clear_pointer (&best, mch_run_free);
      best = g_steal_pointer (&run);
      *ret_end = end;
    }
  return g_steal_pointer (&best);
}

/* The lines of the text at @size: (transfer full), or NULL when they do not fit in @box. */
static GPtrArray *
break_lines (MchFonts *fonts, const MchTextStyle *style, const MchBox *box,
             const Breakable *breakable, Break how, double size)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_run_free);
  double em = size * MCH_MM_PER_POINT;
  gsize start = 0;

  while (start < breakable->length)
    {
      MchRun *line = take_line (fonts, style->face, breakable, how, box->width / em, start, &start);

      if (line == NULL)
        return NULL;
      g_ptr_array_add (lines, line);
      if (get_height (lines) * em > box->height)
        return NULL;
    }
  return g_steal_pointer (&lines);
}

static double
try_sizes (MchPage *page, MchFonts *fonts, const MchTextStyle *style, const MchBox *box,
           const Breakable *breakable, Break how, double smallest, double *ret_size)
{
  for (double size = style->size; size >= smallest; size *= SHRINK)
    {
      g_autoptr (GPtrArray) lines = break_lines (fonts, style, box, breakable, how, size);

      if (lines == NULL)
        continue;
      *ret_size = size;
      return place_lines (page, style, box, lines, size);
    }
  return 0;
}

/* At the sizes of the style between words, then anyhow: between characters, or smaller. */
static double
place_wrapped (MchPage *page, MchFonts *fonts, const MchTextStyle *style, const MchBox *box,
               const MchRun *run, double *ret_size)
{
  g_autofree PangoLogAttr *attributes = NULL;
  Breakable breakable = { run->text->str, run->text->len, NULL };
  int n = (int) g_utf8_strlen (run->text->str, -1) + 1;
  gboolean dots = style->wrap == MCH_WRAP_DOTS;
  double height;

  attributes = g_new0 (PangoLogAttr, n);
  pango_get_log_attrs (breakable.text, (int) breakable.length, -1,
                       pango_language_from_string ("fr"), attributes, n);
  breakable.attributes = attributes;
  height = try_sizes (page, fonts, style, box, &breakable, dots ? BREAK_DOTS : BREAK_WORDS,
                      style->min_size, ret_size);
  if (height > 0)
    return height;
  height = try_sizes (page, fonts, style, box, &breakable, dots ? BREAK_DOTS : BREAK_ANYWHERE,
                      SMALLEST, ret_size);
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
  return (get_right (run) - get_left (run)) * size * MCH_MM_PER_POINT;
}
