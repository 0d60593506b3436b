/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-page-document.h"

#include <glib/gi18n-lib.h>

#include "app/preview/mch-renderer.h"

#define MAX_TEXTURE_WIDTH 2400 /* pixels; a page larger than that on screen is stretched */
#define BYTES_PER_PIXEL 4

typedef struct
{
  guint page;
  guint width;
  GdkTexture *texture; /* NULL while it is being drawn */
  gsize size;
  GList link; /* in the order of use; the head is the newest */
} Entry;

struct _MchPageDocument
{
  GObject parent_instance;

  MchRendering *rendering;
  char *error;
  guint n_pages;
  double width;
  double height;
  GHashTable *entries; /* key of page and width → Entry */
  GQueue used;
  gsize cached;
};

enum
{
  SIGNAL_OPENED,
  SIGNAL_FAILED,
  SIGNAL_RENDERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchPageDocument, mch_page_document, G_TYPE_OBJECT)

static guint
entry_hash (gconstpointer key)
{
  const Entry *entry = key;

  return entry->page * 4099u + entry->width;
}

static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
  const Entry *one = a, *other = b;

  return one->page == other->page && one->width == other->width;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_object (&entry->texture);
  g_free (entry);
}

static void
forget (MchPageDocument *self, Entry *entry)
{
  g_queue_unlink (&self->used, &entry->link);
  self->cached -= entry->size;
  g_hash_table_remove (self->entries, entry);
}

/* The page on show stays, whatever it takes. */
static void
shrink (MchPageDocument *self)
{
  GList *link = self->used.tail;

  while (self->cached > MCH_PAGE_CACHE_BYTES && link != NULL && link != self->used.head)
    {
      Entry *entry = link->data;

      link = link->prev;
      if (entry->texture != NULL)
        forget (self, entry);
    }
}

static void
on_opened (gpointer user_data, guint n_pages, double width, double height, const GError *error)
{
  MchPageDocument *self = user_data;

  if (n_pages == 0)
    {
      self->error = g_strdup_printf (_ ("The pages cannot be shown: %s"),
                                     error != NULL ? error->message : _ ("the document is empty"));
      g_signal_emit (self, signals[SIGNAL_FAILED], 0);
      return;
    }
  self->n_pages = n_pages;
  self->width = width;
  self->height = height;
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

static void
on_rendered (gpointer user_data, guint page, guint width, GdkTexture *texture)
{
  MchPageDocument *self = user_data;
  const Entry key = { .page = page, .width = width };
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  if (entry == NULL)
    return;
  if (texture == NULL)
    forget (self, entry);
  else
    {
      entry->texture = g_object_ref (texture);
      entry->size = (gsize) gdk_texture_get_width (texture)
                    * (gsize) gdk_texture_get_height (texture) * BYTES_PER_PIXEL;
      self->cached += entry->size;
      shrink (self);
    }
  g_signal_emit (self, signals[SIGNAL_RENDERED], 0, page);
}

static const MchRenderingFuncs funcs = { on_opened, on_rendered };

/* Another size of the same page is better than white paper. */
static GdkTexture *
find_any (MchPageDocument *self, guint page)
{
  for (GList *link = self->used.head; link != NULL; link = link->next)
    {
      Entry *entry = link->data;

      if (entry->page == page && entry->texture != NULL)
        return entry->texture;
    }
  return NULL;
}

/* The texture that is there, asking for the right one if it is not. */
static GdkTexture *
find_texture (MchPageDocument *self, guint page, guint width)
{
  const Entry key = { .page = page, .width = width };
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  if (entry != NULL)
    {
      g_queue_unlink (&self->used, &entry->link);
      g_queue_push_head_link (&self->used, &entry->link);
    }
  else
    {
      entry = g_new0 (Entry, 1);
      entry->page = page;
      entry->width = width;
      entry->link.data = entry;
      g_hash_table_add (self->entries, entry);
      g_queue_push_head_link (&self->used, &entry->link);
      mch_rendering_request (self->rendering, page, width);
    }
  return entry->texture != NULL ? entry->texture : find_any (self, page);
}

void
mch_page_document_snapshot (MchPageDocument *self, GdkSnapshot *snapshot, guint page, double width,
                            int scale)
{
  static const GdkRGBA white = { 1, 1, 1, 1 };
  graphene_rect_t box;
  GdkTexture *texture;
  guint pixels;

  g_return_if_fail (MCH_IS_PAGE_DOCUMENT (self));

  if (page >= self->n_pages || width < 1)
    return;
  box = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) (width * self->height / self->width));
  gtk_snapshot_append_color (snapshot, &white, &box);
  pixels = (guint) MIN (width * scale + 0.5, MAX_TEXTURE_WIDTH);
  texture = find_texture (self, page, pixels);
  if (texture != NULL)
    gtk_snapshot_append_texture (snapshot, texture, &box);
}

guint
mch_page_document_get_n_pages (MchPageDocument *self)
{
  g_return_val_if_fail (MCH_IS_PAGE_DOCUMENT (self), 0);

  return self->n_pages;
}

double
mch_page_document_get_width (MchPageDocument *self)
{
  g_return_val_if_fail (MCH_IS_PAGE_DOCUMENT (self), 0);

  return self->width;
}

double
mch_page_document_get_height (MchPageDocument *self)
{
  g_return_val_if_fail (MCH_IS_PAGE_DOCUMENT (self), 0);

  return self->height;
}

const char *
mch_page_document_get_error (MchPageDocument *self)
{
  g_return_val_if_fail (MCH_IS_PAGE_DOCUMENT (self), NULL);

  return self->error;
}

gsize
mch_page_document_get_cached (MchPageDocument *self)
{
  g_return_val_if_fail (MCH_IS_PAGE_DOCUMENT (self), 0);

  return self->cached;
}

gboolean
mch_page_document_has_page (MchPageDocument *self, guint page)
{
  g_return_val_if_fail (MCH_IS_PAGE_DOCUMENT (self), FALSE);

  return find_any (self, page) != NULL;
}

MchPageDocument *
mch_page_document_new (GBytes *pdf)
{
  MchPageDocument *self = g_object_new (MCH_TYPE_PAGE_DOCUMENT, NULL);

  self->rendering = mch_rendering_open (pdf, &funcs, self);
  return self;
}

static void
mch_page_document_finalize (GObject *object)
{
  MchPageDocument *self = MCH_PAGE_DOCUMENT (object);

  mch_rendering_close (self->rendering);
  g_hash_table_unref (self->entries);
  g_free (self->error);
  G_OBJECT_CLASS (mch_page_document_parent_class)->finalize (object);
}

static void
mch_page_document_class_init (MchPageDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_page_document_finalize;

  signals[SIGNAL_OPENED] = g_signal_new ("opened", MCH_TYPE_PAGE_DOCUMENT, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", MCH_TYPE_PAGE_DOCUMENT, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RENDERED] = g_signal_new ("rendered", MCH_TYPE_PAGE_DOCUMENT, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
mch_page_document_init (MchPageDocument *self)
{
  self->entries = g_hash_table_new_full (entry_hash, entry_equal, NULL, entry_free);
  g_queue_init (&self->used);
}
