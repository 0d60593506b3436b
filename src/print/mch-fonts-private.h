/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the back ends of print need of the fonts beside shaping. */
#pragma once

#include <pango/pangocairo.h>

#include "print/mch-fonts.h"
#include "print/mch-outlines.h"
#include "print/mch-truetype.h"

G_BEGIN_DECLS

/* The name in a PDF, such as "DejaVuSans-Bold". */
const char *mch_fonts_get_name (MchFonts *fonts, MchFace face);

/* Of the two, one is NULL: a face of ours has a file, one of the machine outlines. */
const MchTrueType *mch_fonts_get_file (MchFonts *fonts, MchFace face);
const MchOutlines *mch_fonts_get_outlines (MchFonts *fonts, MchFace face);

/* For shaping: borrowed, of MCH_FONTS_UNIT pixels, without hints. */
#define MCH_FONTS_UNIT 1000
PangoContext *mch_fonts_get_context (MchFonts *fonts, MchFace face);

/* The same with every face to fall back on; NULL when there is no more than that. */
PangoContext *mch_fonts_get_wide_context (MchFonts *fonts, MchFace face);

/* For what no face of ours has; NULL when the machine has no font. */
PangoContext *mch_fonts_get_machine_context (MchFonts *fonts);

/* Which face @font of that context is; FALSE when it cannot be printed. */
gboolean mch_fonts_identify_machine (MchFonts *fonts, PangoFont *font, MchFace *ret_face);

/* The font of one of our own faces, which has U+FFFD. */
PangoFont *mch_fonts_get_font (MchFonts *fonts, MchFace face);

/* Which of our faces @font is. */
MchFace mch_fonts_identify (MchFonts *fonts, PangoFont *font);

/* Words already shaped: a table owned by the fonts, used by mch-shape.c alone. */
GHashTable *mch_fonts_get_words (MchFonts *fonts);
void mch_fonts_set_words (MchFonts *fonts, GHashTable *words);

/* The printable ASCII of MCH_FACE_MONO, shaped once. */
typedef struct
{
  guint16 glyph;
  float advance;
  float ink_x0, ink_y0, ink_x1, ink_y1; /* in em */
} MchMonoGlyph;
#define MCH_MONO_FIRST 0x20
#define MCH_MONO_N 0x5f
MchMonoGlyph *mch_fonts_get_mono (MchFonts *fonts);

G_END_DECLS
