/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-text-lines.h"

#include <string.h>

/* A line's nominal parts above and below its baseline, in em; accents that stand higher widen
 * it. LEADING is what stays white between two lines, PITCH the least from baseline to baseline. */
#define ASCENT 0.78
#define DESCENT 0.24
#define LEADING 0.06
#define PITCH 1.28

/* What kerning may take from a line that is shaped alone, in em. */
#define KERNING 0.1f

/* Fills breakable->advances; FALSE when the text runs from right to left somewhere. */
static gboolean
measure_advances (MchBreakable *breakable, const MchRun *run)
{
  float pen = 0;
  gsize byte = 0;

  breakable->advances = g_new (float, breakable->length + 1);
  for (guint i = 0; i < run->glyphs->len; i++)
    {
      const MchGlyph *glyph = &g_array_index (run->glyphs, MchGlyph, i);

      if (glyph->cluster > 0)
        {
          if (glyph->text_start < byte)
            return FALSE;
          while (byte <= glyph->text_start)
            breakable->advances[byte++] = pen;
        }
      pen += glyph->advance;
    }
  while (byte <= breakable->length)
    breakable->advances[byte++] = pen;
  return TRUE;
}

/* Of one piece of the text, which begins and ends where no context counts. */
static PangoLogAttr *
get_attributes (const char *text, gsize length)
{
  int n = (int) g_utf8_strlen (text, (gssize) length) + 1;
  PangoLogAttr *attributes = g_new0 (PangoLogAttr, n);

  pango_get_log_attrs (text, (int) length, -1, pango_language_from_string ("fr"), attributes, n);
  return attributes;
}

static const PangoLogAttr *
ensure_attributes (MchBreakable *breakable)
{
  if (breakable->attributes == NULL)
    breakable->attributes = get_attributes (breakable->text, breakable->length);
  return breakable->attributes;
}

static void
add_place (MchBreakable *breakable, gsize end)
{
  gsize trimmed = end;
  MchBreakPlace place = { end, 0 };

  while (trimmed > 0 && breakable->text[trimmed - 1] == ' ')
    trimmed--;
  place.advance = breakable->advances[trimmed];
  g_array_append_val (breakable->places, place);
}

/* The places inside one piece. */
static void
list_inner_places (MchBreakable *breakable, gsize start, gsize end)
{
  g_autofree PangoLogAttr *attributes = get_attributes (breakable->text + start, end - start);
  const char *p = breakable->text + start;

  for (glong character = 1; (p = g_utf8_next_char (p)) < breakable->text + end; character++)
    if (attributes[character].is_line_break)
      add_place (breakable, (gsize) (p - breakable->text));
}

/* Letters of Latin and digits, the apostrophe, comma and full stop: between two of them no line
 * ends (UAX 14, LB 13, 19, 25, 28 and 29), and after a blank before a letter or a digit one always
 * may (LB 18). Pango, which knows all the rest, takes ten times as long to say so. @p moves on. */
static gboolean
skip_plain (const char **p, gboolean letters_only)
{
  guchar c = (guchar) * *p;

  if (c < 0x80)
    {
      if (!g_ascii_isalnum (c) && (letters_only || (c != '\'' && c != ',' && c != '.')))
        return FALSE;
      *p += 1;
      return TRUE;
    }
  /* U+00C0 to U+017F, but for the signs of multiplication and division. */
  if (c < 0xc3 || c > 0xc5 || (c == 0xc3 && ((*p)[1] == '\227' || (*p)[1] == '\267')))
    return FALSE;
  *p += 2;
  return TRUE;
}

/* Moves @p over a word and the blank after it; whether the word is a plain one. */
static gboolean
skip_word (const char **p, const char *stop)
{
  const char *start = *p;
  gboolean plain = skip_plain (p, TRUE);

  while (plain && *p < stop && **p != ' ')
    plain = skip_plain (p, FALSE);
  *p = memchr (start, ' ', (gsize) (stop - start));
  *p = *p != NULL ? *p + 1 : stop;
  return plain;
}

static void
list_places (MchBreakable *breakable)
{
  const char *p = breakable->text, *stop = p + breakable->length;
  gsize start = 0;
  gboolean whole = TRUE; /* no other than plain words from @start on */

  breakable->places = g_array_sized_new (FALSE, FALSE, sizeof (MchBreakPlace), 64);
  while (p < stop)
    {
      gboolean plain = skip_word (&p, stop);
      const char *next = p;
      gsize end = (gsize) (p - breakable->text);

      whole = whole && plain;
      if (p < stop && (!plain || !skip_plain (&next, TRUE)))
        {
          whole = FALSE;
          continue;
        }
      if (!whole)
        list_inner_places (breakable, start, end);
      add_place (breakable, end);
      start = end;
      whole = TRUE;
    }
}

void
mch_breakable_init (MchBreakable *breakable, const MchRun *run)
{
  *breakable = (MchBreakable){ .run = run, .text = run->text->str, .length = run->text->len };
  if (measure_advances (breakable, run))
    list_places (breakable);
  else
    g_clear_pointer (&breakable->advances, g_free);
}

void
mch_breakable_clear (MchBreakable *breakable)
{
  g_clear_pointer (&breakable->attributes, g_free);
  g_clear_pointer (&breakable->advances, g_free);
  g_clear_pointer (&breakable->places, g_array_unref);
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
may_break (MchBreakable *breakable, MchBreak how, gsize at, glong character)
{
  if (at == breakable->length)
    return TRUE;
  if (how == MCH_BREAK_DOTS)
    return breakable->text[at - 1] == '.';
  return ensure_attributes (breakable)[character].is_line_break;
}

static MchRun *
shape_line (MchFonts *fonts, MchFace face, const MchBreakable *breakable, gsize start, gsize end)
{
  MchRun *run;

  while (end > start && breakable->text[end - 1] == ' ')
    end--;
  run = mch_run_dup_words (breakable->run, start, end);
  if (run != NULL)
    return run;
  run = mch_run_new ();
  mch_fonts_shape (fonts, face, breakable->text + start, end - start, run);
  return run;
}

/* The longest line from @start that is at most @width em wide: (transfer full), or NULL. */
static MchRun *
take_line (MchFonts *fonts, MchFace face, MchBreakable *breakable, MchBreak how, double width,
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
          && !(anywhere && ensure_attributes (breakable)[character].is_cursor_position))
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

static gboolean
fits (const MchRun *line, double width)
{
  return mch_line_get_right (line) - mch_line_get_left (line) <= width;
}

/* The first place after @start, and the last one that is not too far; the same when only one is.
 * FALSE when even the first is. */
static gboolean
find_places (const MchBreakable *breakable, double width, gsize start, guint *ret_first,
             guint *ret_last)
{
  const MchBreakPlace *places = (const MchBreakPlace *) breakable->places->data;
  double limit = (double) breakable->advances[start] + width + (double) KERNING;
  guint low = 0, high = breakable->places->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (places[middle].end <= start)
        low = middle + 1;
      else
        high = middle;
    }
  *ret_first = *ret_last = low;
  if (low == breakable->places->len || (double) places[low].advance > limit)
    return FALSE;
  while (*ret_last + 1 < breakable->places->len && (double) places[*ret_last + 1].advance <= limit)
    (*ret_last)++;
  return TRUE;
}

/* The longest line between words, by what is known of their widths: (transfer full) (nullable). */
static MchRun *
take_words (MchFonts *fonts, MchFace face, const MchBreakable *breakable, double width, gsize start,
            gsize *ret_end)
{
  guint first, last;

  if (!find_places (breakable, width, start, &first, &last))
    return NULL;
  for (guint i = last + 1; i > first; i--)
    {
      gsize end = g_array_index (breakable->places, MchBreakPlace, i - 1).end;
      g_autoptr (MchRun) line = shape_line (fonts, face, breakable, start, end);

      if (!fits (line, width))
        continue;
      *ret_end = end;
      return g_steal_pointer (&line);
    }
  return NULL;
}

/* Whether the text surely makes more lines than @height has room for. */
static gboolean
is_surely_higher (const MchBreakable *breakable, double width, double height)
{
  double most = (height - ASCENT - DESCENT) / PITCH + 1;
  gsize start = 0;
  guint n = 0;

  while (start < breakable->length)
    {
      guint first, last;

      if (!find_places (breakable, width, start, &first, &last))
        return FALSE;
      start = g_array_index (breakable->places, MchBreakPlace, last).end;
      if (++n > most)
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
mch_lines_break (MchFonts *fonts, MchFace face, MchBreakable *breakable, MchBreak how, double width,
                 double height)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_run_free);
  gboolean words = breakable->places != NULL && how != MCH_BREAK_DOTS;
  gsize start = 0;

  if (words && is_surely_higher (breakable, width, height))
    return NULL;
  while (start < breakable->length)
    {
      MchRun *line = NULL;

      if (words)
        line = take_words (fonts, face, breakable, width, start, &start);
      if (line == NULL && (!words || how == MCH_BREAK_ANYWHERE))
        line = take_line (fonts, face, breakable, how, width, start, &start);
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
