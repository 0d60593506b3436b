/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-text-lines.h"

#include <string.h>

/* A line's nominal parts above and below its baseline, in em; accents that stand higher widen
 * it. LEADING is what stays white between two lines, PITCH the least from baseline to baseline. */
#define ASCENT 0.78
#define DESCENT 0.24
#define LEADING 0.06
#define PITCH 1.28

void
mch_breakable_init (MchBreakable *breakable, const char *text, gsize length)
{
  int n = (int) g_utf8_strlen (text, (gssize) length) + 1;

  breakable->text = text;
  breakable->length = length;
  breakable->attributes = g_new0 (PangoLogAttr, n);
  pango_get_log_attrs (text, (int) length, -1, pango_language_from_string ("fr"),
                       breakable->attributes, n);
}

void
mch_breakable_clear (MchBreakable *breakable)
{
  g_clear_pointer (&breakable->attributes, g_free);
}

double
mch_line_get_left (const MchRun *line)
{
  return line->ink_x1 > line->ink_x0 ? MIN (0, line->ink_x0) : 0;
}

double
mch_line_get_right (const MchRun *line)
{
  return line->ink_x1 > line->ink_x0 ? MAX (line->width, line->ink_x1) : line->width;
}

double
mch_line_get_ascent (const MchRun *line)
{
  return line->ink_x1 > line->ink_x0 ? MAX (ASCENT, -line->ink_y0) : ASCENT;
}

double
mch_line_get_descent (const MchRun *line)
{
  return line->ink_x1 > line->ink_x0 ? MAX (DESCENT, line->ink_y1) : DESCENT;
}

static double
get_pitch (const MchRun *upper, const MchRun *lower)
{
  return MAX (PITCH, mch_line_get_descent (upper) + LEADING + mch_line_get_ascent (lower));
}

double
mch_lines_get_height (const GPtrArray *lines)
{
  double height = mch_line_get_ascent (lines->pdata[0]);

  for (guint i = 1; i < lines->len; i++)
    height += get_pitch (lines->pdata[i - 1], lines->pdata[i]);
  return height + mch_line_get_descent (lines->pdata[lines->len - 1]);
}

static gboolean
may_break (const MchBreakable *breakable, MchBreak how, gsize at, glong character)
{
  if (at == breakable->length)
    return TRUE;
  if (how == MCH_BREAK_DOTS)
    return breakable->text[at - 1] == '.';
  return breakable->attributes[character].is_line_break;
}

static MchRun *
shape_line (MchFonts *fonts, MchFace face, const MchBreakable *breakable, gsize start, gsize end)
{
  MchRun *run = mch_run_new ();

  while (end > start && breakable->text[end - 1] == ' ')
    end--;
  mch_fonts_shape (fonts, face, breakable->text + start, end - start, run);
  return run;
}

/* The longest line from @start that is at most @width em wide: (transfer full), or NULL. */
static MchRun *
take_line (MchFonts *fonts, MchFace face, const MchBreakable *breakable, MchBreak how, double width,
           gsize start, gsize *ret_end)
{
  g_autoptr (MchRun) best = NULL;
  const char *p = breakable->text + start;
  const char *stop = breakable->text + breakable->length;
  glong character = g_utf8_pointer_to_offset (breakable->text, p);
  gboolean anywhere = FALSE;

  while (p < stop)
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
      if (mch_line_get_right (run) - mch_line_get_left (run) > width)
        {
          if (best != NULL || anywhere || how != MCH_BREAK_ANYWHERE)
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

GPtrArray *
mch_lines_break (MchFonts *fonts, MchFace face, const MchBreakable *breakable, MchBreak how,
                 double width, double height)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_run_free);
  gsize start = 0;

  while (start < breakable->length)
    {
      MchRun *line = take_line (fonts, face, breakable, how, width, start, &start);

      if (line == NULL)
        return NULL;
      g_ptr_array_add (lines, line);
      if (mch_lines_get_height (lines) > height)
        return NULL;
    }
  return g_steal_pointer (&lines);
}

void
mch_line_place (MchPage *page, const MchTextStyle *style, const MchBox *box, const MchRun *line,
                double baseline, double size)
{
  double em = size * MCH_MM_PER_POINT;
  double left = mch_line_get_left (line) * em, right = mch_line_get_right (line) * em;
  double x = box->x - left;

  if (style->align == MCH_ALIGN_RIGHT)
    x = box->x + box->width - right;
  else if (style->align == MCH_ALIGN_CENTER)
    x = box->x + (box->width - right - left) / 2;
  mch_page_add_run (page, line, x, baseline, size, style->gray, style->role);
}

void
mch_lines_place (MchPage *page, const MchTextStyle *style, const MchBox *box,
                 const GPtrArray *lines, double size)
{
  double em = size * MCH_MM_PER_POINT;
  double baseline = box->y + mch_line_get_ascent (lines->pdata[0]) * em;

  for (guint i = 0; i < lines->len; i++)
    {
      if (i > 0)
        baseline += get_pitch (lines->pdata[i - 1], lines->pdata[i]) * em;
      mch_line_place (page, style, box, lines->pdata[i], baseline, size);
    }
}
