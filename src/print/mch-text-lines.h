/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text broken into lines of one width: what the text box and the text block share. */
#pragma once

#include <pango/pango.h>

#include "print/mch-text-box.h"

G_BEGIN_DECLS

/* How hard the text may be broken. */
typedef enum
{
  MCH_BREAK_WORDS,
  MCH_BREAK_ANYWHERE, /* between two characters, for a word longer than the line */
  MCH_BREAK_DOTS,
} MchBreak;

/* A place between two words where a line may end. */
typedef struct
{
  gsize end;     /* in bytes from the text's start */
  float advance; /* em from the text's start to the last letter before it */
} MchBreakPlace;

/**
 * MchBreakable: a text, and the places where it may be broken.
 * @run: the whole text, shaped on one line; borrowed.
 * @attributes: (nullable): one a character, and one at the end; made when they are needed.
 * @places: (element-type MchBreakPlace) (nullable): only of a text that runs from left to right:
 * how far each place is, so that lines are found without shaping what does not fit.
 */
typedef struct
{
  const MchRun *run;
  const char *text; /* of the run */
  gsize length;
  PangoLogAttr *attributes;
  float *advances; /* em before each byte; NULL with @places */
  GArray *places;
} MchBreakable;

/* @run: the whole text, shaped on one line; borrowed as long as @breakable is used. */
void mch_breakable_init (MchBreakable *breakable, const MchRun *run);
void mch_breakable_clear (MchBreakable *breakable);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchBreakable, mch_breakable_clear)

/* From the left end of the ink or of the first glyph's origin to the other end, in em. */
double mch_line_get_left (const MchRun *line);
double mch_line_get_right (const MchRun *line);
double mch_line_get_ascent (const MchRun *line);
double mch_line_get_descent (const MchRun *line);

/**
 * mch_lines_break:
 * @width: in em.
 * @height: in em; as soon as the lines are higher the work is given up.
 *
 * Returns: (transfer full) (nullable): of MchRun; NULL when a line cannot be so narrow, or all of
 *   them are too high.
 */
GPtrArray *mch_lines_break (MchFonts *fonts, MchFace face, MchBreakable *breakable, MchBreak how,
                            double width, double height);

/* The height of @lines, in em; there is at least one. */
double mch_lines_get_height (const GPtrArray *lines);

/* Writes one line in @box; @baseline in mm. */
void mch_line_place (MchPage *page, const MchTextStyle *style, const MchBox *box,
                     const MchRun *line, double baseline, double size);

/* Writes @lines from the top of @box. */
void mch_lines_place (MchPage *page, const MchTextStyle *style, const MchBox *box,
                      const GPtrArray *lines, double size);

G_END_DECLS
