/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-page-paintable.h"

struct _MchPagePaintable
{
  GObject parent_instance;

  MchPageDocument *document;
  gulong opened_id;
  gulong rendered_id;
  double width;
  guint page;
  const MchSlipGrid *grid; /* NULL for the whole page */
  guint slot;
  int scale;
};

/* A4, for as long as no document says otherwise. */
#define ASPECT 1.4142

/* The shown part of an A4 page, in mm. */
static MchBox
get_part (MchPagePaintable *self)
{
  if (self->grid == NULL)
    return (MchBox){ 0, 0, MCH_A4_WIDTH, MCH_A4_HEIGHT };
  return mch_slip_grid_get_place (self->grid, self->slot);
}

static double
page_height (MchPagePaintable *self)
{
  double width = self->document != NULL ? mch_page_document_get_width (self->document) : 0;

  return width > 0 ? self->width * mch_page_document_get_height (self->document) / width
                   : self->width * ASPECT;
}

static void
mch_page_paintable_snapshot (GdkPaintable *paintable, GdkSnapshot *snapshot, double width,
                             double height)
{
  MchPagePaintable *self = MCH_PAGE_PAINTABLE (paintable);
  const MchBox part = get_part (self);
  double zoom = width / part.width;

  if (self->document == NULL)
    return;
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((float) (-part.x * zoom), (float) (-part.y * zoom)));
  mch_page_document_snapshot (self->document, snapshot, self->page, MCH_A4_WIDTH * zoom,
                              self->scale);
  gtk_snapshot_pop (snapshot);
}

static int
mch_page_paintable_get_intrinsic_width (GdkPaintable *paintable)
{
  return (int) (MCH_PAGE_PAINTABLE (paintable)->width + 0.5);
}

static int
mch_page_paintable_get_intrinsic_height (GdkPaintable *paintable)
{
  MchPagePaintable *self = MCH_PAGE_PAINTABLE (paintable);

  const MchBox part = get_part (self);

  if (self->grid == NULL)
    return (int) (page_height (self) + 0.5);
  return (int) (self->width * part.height / part.width + 0.5);
}

static void
paintable_init (GdkPaintableInterface *iface)
{
  iface->snapshot = mch_page_paintable_snapshot;
  iface->get_intrinsic_width = mch_page_paintable_get_intrinsic_width;
  iface->get_intrinsic_height = mch_page_paintable_get_intrinsic_height;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MchPagePaintable, mch_page_paintable, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, paintable_init))

static void
on_opened (MchPagePaintable *self)
{
  gdk_paintable_invalidate_size (GDK_PAINTABLE (self));
}

static void
let_document_go (MchPagePaintable *self)
{
  if (self->document == NULL)
    return;
  g_clear_signal_handler (&self->opened_id, self->document);
  g_clear_signal_handler (&self->rendered_id, self->document);
  g_clear_object (&self->document);
}

static void
on_rendered (MchPagePaintable *self, guint page)
{
  if (page == self->page)
    gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

void
mch_page_paintable_set (MchPagePaintable *self, MchPageDocument *document, guint page,
                        const MchSlipGrid *grid, guint slot)
{
  g_return_if_fail (MCH_IS_PAGE_PAINTABLE (self));
  g_return_if_fail (grid == NULL || slot < grid->columns * grid->rows);

  if (document != self->document)
    {
      let_document_go (self);
      self->document = document != NULL ? g_object_ref (document) : NULL;
      if (document != NULL)
        {
          self->opened_id = g_signal_connect_object (document, "opened", G_CALLBACK (on_opened),
                                                     self, G_CONNECT_SWAPPED);
          self->rendered_id = g_signal_connect_object (
              document, "rendered", G_CALLBACK (on_rendered), self, G_CONNECT_SWAPPED);
        }
    }
  self->page = page;
  self->slot = slot;
  if (grid != self->grid)
    {
      self->grid = grid;
      gdk_paintable_invalidate_size (GDK_PAINTABLE (self));
    }
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

void
mch_page_paintable_set_scale (MchPagePaintable *self, int scale)
{
  g_return_if_fail (MCH_IS_PAGE_PAINTABLE (self));

  if (scale == self->scale)
    return;
  self->scale = scale;
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

MchPagePaintable *
mch_page_paintable_new (double width)
{
  MchPagePaintable *self = g_object_new (MCH_TYPE_PAGE_PAINTABLE, NULL);

  self->width = width;
  return self;
}

static void
mch_page_paintable_dispose (GObject *object)
{
  let_document_go (MCH_PAGE_PAINTABLE (object));
  G_OBJECT_CLASS (mch_page_paintable_parent_class)->dispose (object);
}

static void
mch_page_paintable_class_init (MchPagePaintableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_page_paintable_dispose;
}

static void
mch_page_paintable_init (MchPagePaintable *self)
{
  self->scale = 1;
}
