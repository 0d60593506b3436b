/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one thread of the process that touches poppler: its global state is not made for two. Takes
 * requests for pages, the newest first, and gives textures on the main loop. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A PDF in the renderer's care. */
typedef struct _MchRendering MchRendering;

/**
 * MchRenderingFuncs: called on the main loop, never after mch_rendering_close().
 * @opened: @n_pages 0 with @error when the bytes are no PDF; else the size of the first page in
 *   points.
 * @rendered: @texture is NULL when the request was dropped, because newer ones came; ask again if
 *   the page is still wanted. Borrowed.
 */
typedef struct
{
  void (*opened) (gpointer user_data, guint n_pages, double width, double height,
                  const GError *error);
  void (*rendered) (gpointer user_data, guint page, guint width, GdkTexture *texture);
} MchRenderingFuncs;

/**
 * mch_rendering_open:
 * @pdf: kept until the rendering is closed.
 * @funcs: static.
 *
 * Main thread, as everything here.
 */
MchRendering *mch_rendering_open (GBytes *pdf, const MchRenderingFuncs *funcs, gpointer user_data);

/* Asks for a page, @width pixels wide. */
void mch_rendering_request (MchRendering *rendering, guint page, guint width);

void mch_rendering_close (MchRendering *rendering);

/* How many pages the thread has drawn since the process began; for tests. */
guint mch_renderer_get_n_rendered (void);

G_END_DECLS
