/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fonts of one PDF: which glyphs are used, what text each stands for, and the objects that
 * embed them. */
#pragma once

#include "print/mch-fonts-private.h"

G_BEGIN_DECLS

/* One face in one PDF. Glyphs are numbered in the order of their first use. */
typedef struct
{
  const MchTrueType *file;     /* NULL with @outlines */
  const MchOutlines *outlines; /* NULL with @file */
  const char *name;
  guint16 *numbers; /* glyph → number; 0 when not used */
  GArray *glyphs;   /* guint16: number → glyph */
  GPtrArray *texts; /* number → owned UTF-8 text, or NULL while it has none */
  GArray *keys;     /* guint64: number → the same text when it has eight bytes or less, or 0 */
  GArray *advances; /* float: number → em */
} MchPdfFont;

/* @fonts must outlive the font. (transfer full) */
MchPdfFont *mch_pdf_font_new (MchFonts *fonts, MchFace face);
void mch_pdf_font_free (MchPdfFont *font);

/* The number of @glyph. */
guint mch_pdf_font_use (MchPdfFont *font, guint glyph);

/* Notes that glyph @number stands for @text; FALSE when it already stands for another. */
gboolean mch_pdf_font_set_text (MchPdfFont *font, guint number, const char *text, gsize length);

/* "ABCDEF+Name", where the letters depend on the glyphs used. (transfer full) */
char *mch_pdf_font_dup_subset_name (const MchPdfFont *font);

void mch_pdf_font_get_metrics (const MchPdfFont *font, MchTrueTypeMetrics *ret_metrics);

/* The file of the glyphs that are used. (transfer full) */
GByteArray *mch_pdf_font_dup_file (const MchPdfFont *font);

/* The array after /W, and the CMap after /ToUnicode. */
void mch_pdf_font_append_widths (const MchPdfFont *font, GString *to);
void mch_pdf_font_append_cmap (const MchPdfFont *font, GString *to);

/* Hexadecimal UTF-16BE of @text; what is no character becomes U+FFFD. */
void mch_pdf_append_utf16 (GString *to, const char *text, gsize length);

void mch_pdf_append_unsigned (GString *to, guint number);

/* "12 0 R" */
void mch_pdf_append_reference (GString *to, guint object);

/* @text as a string of the document. */
void mch_pdf_append_text_string (GString *to, const char *text);

/* @value with at most @decimals digits after a point, never a comma nor an exponent. */
void mch_pdf_append_number (GString *to, double value, guint decimals);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPdfFont, mch_pdf_font_free)

G_END_DECLS
