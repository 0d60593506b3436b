/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a TrueType file as far as a PDF needs it: measures, and a subset of its outlines. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _MchTrueType MchTrueType;

/* In thousandths of an em, y goes up. */
typedef struct
{
  int ascent, descent, cap_height;
  int box[4];
} MchTrueTypeMetrics;

/* @bytes: the whole file. Returns: (transfer full): NULL with %MCH_PRINT_ERROR_FONTS. */
MchTrueType *mch_truetype_new (GBytes *bytes, GError **error);
void mch_truetype_free (MchTrueType *font);

void mch_truetype_get_metrics (const MchTrueType *font, MchTrueTypeMetrics *ret_metrics);

/* In em; 0 for a glyph that the font does not have. */
double mch_truetype_get_advance (const MchTrueType *font, guint glyph);

/**
 * mch_truetype_dup_subset:
 * @glyphs: guint16 glyphs of the font; the first must be 0.
 *
 * Returns: (transfer full): a font file in which glyph n is @glyphs[n]; the parts of composite
 *   glyphs follow after them.
 */
GByteArray *mch_truetype_dup_subset (const MchTrueType *font, GArray *glyphs);

/* Outlines that come from elsewhere. @starts: guint32, where in @glyf each glyph begins, and where
 * the last one ends. */
typedef struct
{
  guint units, n_glyphs, max_points, max_contours;
  GByteArray *glyf;
  GArray *starts;
  GByteArray *hmtx;
} MchTrueTypeParts;

/* A font file of @parts, without hints. (transfer full) */
GByteArray *mch_truetype_join (const MchTrueTypeParts *parts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchTrueType, mch_truetype_free)

G_END_DECLS
