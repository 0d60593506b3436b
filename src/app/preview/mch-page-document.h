/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of one PDF as the screen shows them: drawn when they are looked at, and kept while a
 * budget of bytes allows. All pages have the size of the first. Main thread. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MCH_TYPE_PAGE_DOCUMENT (mch_page_document_get_type ())
G_DECLARE_FINAL_TYPE (MchPageDocument, mch_page_document, MCH, PAGE_DOCUMENT, GObject)

/* What all textures of one document may take. */
#define MCH_PAGE_CACHE_BYTES (64 * 1024 * 1024)

/* @pdf: kept. */
MchPageDocument *mch_page_document_new (GBytes *pdf);

/* 0 until signal "opened" (). */
guint mch_page_document_get_n_pages (MchPageDocument *self);

/* In points. */
double mch_page_document_get_width (MchPageDocument *self);
double mch_page_document_get_height (MchPageDocument *self);

/* (nullable): the sentence of signal "failed" (), when the bytes cannot be shown. */
const char *mch_page_document_get_error (MchPageDocument *self);

/**
 * mch_page_document_snapshot:
 * @page: from 0.
 * @width: what the page takes on screen, in application pixels; its height follows.
 * @scale: device pixels in an application pixel.
 *
 * Paints the page, or white paper (or a coarser picture of it) while it is being drawn; signal
 * "rendered" (guint page) says when there is more to see.
 */
void mch_page_document_snapshot (MchPageDocument *self, GdkSnapshot *snapshot, guint page,
                                 double width, int scale);

/* What its textures take now; for tests. */
gsize mch_page_document_get_cached (MchPageDocument *self);
/* Whether @page is there in some size; for tests. */
gboolean mch_page_document_has_page (MchPageDocument *self, guint page);

G_END_DECLS
