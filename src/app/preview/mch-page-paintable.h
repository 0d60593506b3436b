/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One page, or the half of it that holds one slip, as a picture. It asks for its contents when it
 * is painted, so of a list of thousands only what is visible is ever drawn. */
#pragma once

#include "app/preview/mch-page-document.h"

G_BEGIN_DECLS

#define MCH_TYPE_PAGE_PAINTABLE (mch_page_paintable_get_type ())
G_DECLARE_FINAL_TYPE (MchPagePaintable, mch_page_paintable, MCH, PAGE_PAINTABLE, GObject)

/* @width: of the whole page, in application pixels. */
MchPagePaintable *mch_page_paintable_new (double width);

/**
 * mch_page_paintable_set:
 * @document: (nullable): NULL shows nothing.
 * @slot: which part of the page; @n_slots: how many parts it has, one below the other.
 */
void mch_page_paintable_set (MchPagePaintable *self, MchPageDocument *document, guint page,
                             guint slot, guint n_slots);

/* Device pixels in an application pixel. */
void mch_page_paintable_set_scale (MchPagePaintable *self, int scale);

G_END_DECLS
