/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A font of the machine, whatever its format is, as the outlines of the glyphs that are used: what
 * HarfBuzz draws becomes a small TrueType file. */
#pragma once

#include <hb.h>

#include "print/mch-truetype.h"

G_BEGIN_DECLS

typedef struct _MchOutlines MchOutlines;

/* @font: whose face and variation are taken. (transfer full) */
MchOutlines *mch_outlines_new (hb_font_t *font);
void mch_outlines_free (MchOutlines *outlines);

/* What the outlines are drawn by; borrowed. */
hb_font_t *mch_outlines_get_font (MchOutlines *outlines);

/* As those of mch-truetype.h. */
void mch_outlines_get_metrics (const MchOutlines *outlines, MchTrueTypeMetrics *ret_metrics);
double mch_outlines_get_advance (const MchOutlines *outlines, guint glyph);
GByteArray *mch_outlines_dup_subset (const MchOutlines *outlines, GArray *glyphs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchOutlines, mch_outlines_free)

G_END_DECLS
