/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fonts that we ship: the machine's own fonts and its fontconfig settings change no page, but
 * for what ours cannot write. Text is shaped here, once, into glyphs that every back end draws. */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MCH_FACE_SANS,
  MCH_FACE_BOLD,
  MCH_FACE_MONO,  /* 0/O, 1/l/I and 5/S are told apart */
  MCH_FACE_CLEAR, /* drawn for those who learn to read: no letter is another's mirror */
  MCH_FACE_CLEAR_BOLD,
  MCH_N_TEXT_FACES,
  MCH_FACE_SIGNS = MCH_N_TEXT_FACES, /* emoji: what no other face has; no text is set in it */
  MCH_N_FACES,
  MCH_MAX_FACES = MCH_N_FACES + 24 /* those from MCH_N_FACES on are the machine's */
} MchFace;

typedef struct _MchFonts MchFonts;

/**
 * mch_fonts_new:
 * @folder: (nullable): the folder of the font files; NULL for the program's own.
 *
 * Returns: (transfer full): the fonts, or NULL with %MCH_PRINT_ERROR_FONTS. They belong to one
 *   thread at a time; another thread loads its own.
 */
MchFonts *mch_fonts_new (const char *folder, GError **error);
MchFonts *mch_fonts_ref (MchFonts *fonts);
void mch_fonts_unref (MchFonts *fonts);

/* The face for drawing glyphs with cairo; borrowed. */
cairo_font_face_t *mch_fonts_get_cairo_face (MchFonts *fonts, MchFace face);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchFonts, mch_fonts_unref)

/**
 * MchGlyph: a shaped glyph. Lengths are in em (1.0 is the size of the font), y goes down.
 * @face: the face that has the glyph, which may not be the one asked for.
 * @advance: from this glyph's origin to the next one's.
 * @dx, @dy: where it is drawn, from its origin.
 * @cluster: how many glyphs, from this one on, stand together for the @text_length bytes at
 *   @text_start; 0 in those that follow the first.
 */
typedef struct
{
  guint16 glyph;
  guint8 face;
  guint8 cluster;
  guint16 text_start;
  guint16 text_length;
  float advance;
  float dx;
  float dy;
} MchGlyph;

/* A word of a run, or a blank, that was shaped by itself: the glyphs from @glyph and the text from
 * @text on, up to those of the next one. @x: its origin, in em; its ink from there. */
typedef struct
{
  guint glyph;
  guint text;
  float x;
  float ink_x0, ink_y0, ink_x1, ink_y1;
} MchRunWord;

/* Glyphs in the order of the page, from left to right, with the text that they stand for. The
 * ink is the box really blackened, from the origin of the first glyph; it is empty (x0 > x1) for
 * a run of spaces. */
typedef struct
{
  GArray *glyphs; /* MchGlyph */
  GString *text;
  float width;
  float ink_x0, ink_y0, ink_x1, ink_y1;
  guint n_missing; /* characters that no font here has, drawn as U+FFFD */
  GArray *words;   /* MchRunWord; empty when the run was shaped as a whole */
} MchRun;

MchRun *mch_run_new (void);
void mch_run_free (MchRun *run); /* overwrites what it held */
void mch_run_clear (MchRun *run);

/* What the text of @run from byte @start to @end would be, shaped by itself: (transfer full)
 * (nullable): NULL when that begins or ends within a word. */
MchRun *mch_run_dup_words (const MchRun *run, gsize start, gsize end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchRun, mch_run_free)

/* Longest text that is shaped at once, in bytes; more is cut at a character. */
#define MCH_RUN_MAX_BYTES 16384

/**
 * mch_fonts_shape:
 * @text: UTF-8 of @length bytes, one line; control characters are taken as spaces.
 * @run: receives the glyphs; what it held is gone.
 *
 * ASCII in %MCH_FACE_MONO leaves no copy of itself in the caches: secrets are printed so.
 */
void mch_fonts_shape (MchFonts *fonts, MchFace face, const char *text, gsize length, MchRun *run);

G_END_DECLS
