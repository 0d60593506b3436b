/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page, or the part of it that holds one slip, as a picture. It asks for its contents when it
 * is painted, so of a list of thousands only what is visible is ever drawn. */
#pragma once

#include "app/preview/mch-page-document.h"
#include "print/papillon/mch-slip-grid.h"

G_BEGIN_DECLS

#define MCH_TYPE_PAGE_PAINTABLE (mch_page_paintable_get_type ())
G_DECLARE_FINAL_TYPE (MchPagePaintable, mch_page_paintable, MCH, PAGE_PAINTABLE, GObject)

/* @width: of the picture, in application pixels. */
MchPagePaintable *mch_page_paintable_new (double width);

/**
 * mch_page_paintable_set:
 * @document: (nullable): NULL shows nothing.
 * @grid: (nullable): how slips lie on the page, static; NULL shows the whole page.
 * @slot: which of its places.
 */
void mch_page_paintable_set (MchPagePaintable *self, MchPageDocument *document, guint page,
                             const MchSlipGrid *grid, guint slot);

/* Device pixels in an application pixel. */
void mch_page_paintable_set_scale (MchPagePaintable *self, int scale);

G_END_DECLS
