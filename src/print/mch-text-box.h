/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text that must fit in a box, whatever it is: it shrinks, then wraps, and is never clipped. */
#pragma once

#include "print/mch-page.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_ALIGN_LEFT,
  MCH_ALIGN_CENTER,
  MCH_ALIGN_RIGHT,
} MchAlign;

typedef enum
{
  MCH_WRAP_LAST,  /* one line down to @min_size, then as large as it can be on more lines */
  MCH_WRAP_FIRST, /* a paragraph: wraps, and shrinks only when the box is full */
  MCH_WRAP_DOTS,  /* like MCH_WRAP_LAST, but a line ends after a dot only (logins) */
  MCH_WRAP_NEVER, /* one line at any cost (secrets) */
} MchWrap;

/**
 * MchTextStyle:
 * @size: the wished size, in points.
 * @min_size: in points; below it only when the box holds the text in no other way.
 * @middle: the lines stand in the middle of the box's height; else from its top.
 * @role: (nullable): a static string for the placement.
 */
typedef struct
{
  MchFace face;
  double size;
  double min_size;
  MchAlign align;
  MchWrap wrap;
  gboolean middle;
  double gray;
  const char *role;
} MchTextStyle;

/* @n_missing: characters that have no glyph in our fonts, drawn as U+FFFD.
 * @size: the size of the text, in points; 0 when there was none. */
typedef struct
{
  guint n_missing;
  double size;
} MchTextFit;

/**
 * mch_text_box_add:
 * @text: any text; invalid UTF-8 is replaced, nothing is drawn of an empty one.
 * @ret_fit: (out) (optional): what it cost to place the text.
 *
 * Places @text in @box of @page. The ink stays inside the box.
 *
 * Returns: the height used, in mm.
 */
double mch_text_box_add (MchPage *page, MchFonts *fonts, const MchTextStyle *style,
                         const MchBox *box, const char *text, MchTextFit *ret_fit);

/* The width of @text on one line of @size points, in mm. */
double mch_text_measure (MchFonts *fonts, MchFace face, double size, const char *text);

G_END_DECLS
