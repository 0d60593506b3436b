/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All pages one below the other, in a scrolled window: one widget whatever their number. It paints
 * the pages that are visible, frames the slip that is being read, and keeps it in sight. */
#pragma once

#include "app/preview/mch-page-document.h"
#include "print/papillon/mch-slip-grid.h"

G_BEGIN_DECLS

#define MCH_TYPE_PAGE_STRIP (mch_page_strip_get_type ())
G_DECLARE_FINAL_TYPE (MchPageStrip, mch_page_strip, MCH, PAGE_STRIP, GtkWidget)

/* 1.0 is the size on paper at 96 points an inch. */
#define MCH_ZOOM_MIN 0.25
#define MCH_ZOOM_MAX 3.0

GtkWidget *mch_page_strip_new (void);

/* @document: (nullable): NULL shows nothing. @grid: (nullable): how slips lie on a page, static;
 * NULL when a page is one thing. */
void mch_page_strip_set_document (MchPageStrip *self, MchPageDocument *document,
                                  const MchSlipGrid *grid);

/* The place of the slip that is being read: page × places of the grid + place on it, from 0;
 * scrolls to it.
 */
void mch_page_strip_set_current (MchPageStrip *self, guint place);

/* No place is framed, as in documents that are only looked at. */
void mch_page_strip_set_frameless (MchPageStrip *self);

/* Signal "zoomed" () follows, also after Ctrl+wheel. */
void mch_page_strip_set_zoom (MchPageStrip *self, double zoom);
double mch_page_strip_get_zoom (MchPageStrip *self);

/* The page fills the width, whatever that becomes, until a zoom is set. */
void mch_page_strip_set_fit_width (MchPageStrip *self);

/* Signal "picked" (guint place): a person clicked there. */

G_END_DECLS
