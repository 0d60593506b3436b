/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page as a recorded program of text, lines and shapes, in millimetres from the top left
 * corner. It is replayed to cairo (screen, printer) and by MchPdf: there is one layout only. */
#pragma once

#include "print/mch-fonts.h"

G_BEGIN_DECLS

#define MCH_MM_PER_POINT (25.4 / 72.0)
#define MCH_A4_WIDTH 210.0
#define MCH_A4_HEIGHT 297.0

typedef struct
{
  double x, y, width, height; /* mm; y goes down */
} MchBox;

/* A placed line of text: its ink, what it is (a static string) and its size. */
typedef struct
{
  const char *role;
  MchBox ink;
  double size; /* pt */
} MchPlacement;

typedef enum
{
  MCH_MARK_FIGURE,
  MCH_MARK_LINK,
  MCH_MARK_LANGUAGE,
} MchMarkKind;

/* What a part of the page is to who cannot see it, or clicks on it. @text: what a figure shows, in
 * words; the address that a link opens; the code of a language. */
typedef struct
{
  MchMarkKind kind;
  MchBox box;
  char *text;
} MchMark;

typedef struct
{
  char op; /* 'M' move, 'L' line, 'C' curve, 'R' rectangle (x, y, width, height), 'Z' close */
  double v[6];
} MchSegment;

typedef enum
{
  MCH_OP_TEXT,
  MCH_OP_PATH,
  MCH_OP_GROUP,
  MCH_OP_SECTION, /* draws nothing, nor do the next two */
  MCH_OP_MARK,
  MCH_OP_END_MARK,
} MchOpKind;

typedef struct _MchPage MchPage;

/* One step of the program. Borrow it through mch_page_get_ops(). */
typedef struct
{
  MchOpKind kind;
  double x, y;       /* baseline of a text, shift of a group */
  double size;       /* pt, of a text */
  double gray;       /* 0 black to 1 white */
  double line_width; /* mm; 0 fills the path */
  double dash;       /* mm; 0 for a full line */
  guint first, n;    /* glyphs or segments; the one mark */
  guint text;        /* offset of the text */
  MchPage *group;
} MchOp;

/* Not thread-safe; a page belongs to one thread at a time. */
MchPage *mch_page_new (void);
MchPage *mch_page_ref (MchPage *page);
void mch_page_unref (MchPage *page); /* overwrites what it held */
void mch_page_clear (MchPage *page); /* overwrites what it held, keeps its memory */

/* Every later element is shifted by @x, @y. */
void mch_page_set_origin (MchPage *page, double x, double y);

/**
 * mch_page_add_run:
 * @x, @y: the origin of the first glyph, on the baseline.
 * @size: pt.
 * @role: (nullable): a static string for mch_page_get_placements(); NULL keeps no placement.
 */
void mch_page_add_run (MchPage *page, const MchRun *run, double x, double y, double size,
                       double gray, const char *role);

/* A straight line; @dash 0 for a full one. */
void mch_page_add_line (MchPage *page, double x0, double y0, double x1, double y1, double width,
                        double gray, double dash);

/* @n segments filled with the non-zero rule (@line_width 0) or stroked. */
void mch_page_add_path (MchPage *page, const MchSegment *segments, guint n, double line_width,
                        double gray);

/* The outline of a rectangle with round corners. */
void mch_page_add_frame (MchPage *page, const MchBox *box, double radius, double line_width,
                         double gray);

/* The outlines of @run as a shape: seen, but no text to find or copy. @angle in degrees,
 * anticlockwise about the run's centre, which is put at @x, @y. */
void mch_page_add_outline (MchPage *page, MchFonts *fonts, const MchRun *run, double x, double y,
                           double size, double angle, double line_width, double gray);

/* What follows, up to mch_page_end_mark(), is the picture in @box, which @text tells in words.
 * Marks hold neither marks nor sections, and those of a group count for nothing. */
void mch_page_begin_figure (MchPage *page, const MchBox *box, const char *text);

/* The same for what opens @uri, "https:…" or "mailto:…", where a reader clicks in @box. */
void mch_page_begin_link (MchPage *page, const MchBox *box, const char *uri);

/* The same for what is in another language than the rest: @language as in MchPdfInfo. */
void mch_page_begin_language (MchPage *page, const char *language);
void mch_page_end_mark (MchPage *page);

/* What follows, up to the next section or the end of the page, is one thing to who has the page
 * read aloud: a slip. What comes before the first one is artwork that is not read. A page without
 * sections is one thing. */
void mch_page_begin_section (MchPage *page);

/* Draws another page with its corner at @x, @y, as it is now and stays: artwork that is written
 * once in a PDF. A group holds no group. The page keeps a reference. */
void mch_page_add_group (MchPage *page, MchPage *group, double x, double y);

const MchOp *mch_page_get_ops (const MchPage *page, guint *ret_n);
const MchGlyph *mch_page_get_glyphs (const MchPage *page);
const MchSegment *mch_page_get_segments (const MchPage *page);
const MchMark *mch_page_get_marks (const MchPage *page);
const char *mch_page_get_text (const MchPage *page);

/* Every placed text with a role, groups included, in the order of drawing: (transfer full), an
 * array of MchPlacement. */
GArray *mch_page_dup_placements (const MchPage *page);

/* Replays the page; the unit of @cr is a point and its origin the page's top left corner. */
void mch_page_draw (const MchPage *page, MchFonts *fonts, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPage, mch_page_unref)

G_END_DECLS
