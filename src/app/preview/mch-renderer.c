/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stack of requests under one lock. Whoever scrolls fast leaves a trail of requests behind; the
 * oldest of them are dropped and asked for again only if they are still on show. */
#include "app/preview/mch-renderer.h"

#include <poppler.h>

#include "vault/mch-vault-init.h"

#define MAX_WAITING 48

typedef enum
{
  REQUEST_OPEN,
  REQUEST_RENDER,
  REQUEST_CLOSE,
} RequestKind;

struct _MchRendering
{
  gatomicrefcount ref_count;
  GBytes *pdf;
  const MchRenderingFuncs *funcs;
  gpointer user_data;
  gboolean closed; /* main thread */

  PopplerDocument *document; /* the render thread's alone */
};

typedef struct
{
  RequestKind kind;
  MchRendering *rendering;
  guint page;
  guint width;

  /* the answer */
  GdkTexture *texture;
  GError *error;
  guint n_pages;
  double page_width;
  double page_height;
} Request;

static GMutex lock;
static GCond wake;
static GQueue waiting = G_QUEUE_INIT; /* of Request; the head is next */
static guint n_rendered;              /* atomic */

static void
rendering_unref (MchRendering *rendering)
{
  if (!g_atomic_ref_count_dec (&rendering->ref_count))
    return;
  g_assert (rendering->document == NULL);
  g_bytes_unref (rendering->pdf);
  g_free (rendering);
}

static Request *
request_new (RequestKind kind, MchRendering *rendering)
{
  Request *request = g_new0 (Request, 1);

  request->kind = kind;
  request->rendering = rendering;
  g_atomic_ref_count_inc (&rendering->ref_count);
  return request;
}

static void
request_free (gpointer data)
{
  Request *request = data;

  rendering_unref (request->rendering);
  g_clear_object (&request->texture);
  g_clear_error (&request->error);
  g_free (request);
}

static void
open_document (Request *request)
{
  MchRendering *rendering = request->rendering;
  PopplerPage *page;

  rendering->document = poppler_document_new_from_bytes (rendering->pdf, NULL, &request->error);
  if (rendering->document == NULL)
    return;
  page = poppler_document_get_page (rendering->document, 0);
  if (page == NULL)
    return;
  request->n_pages = (guint) poppler_document_get_n_pages (rendering->document);
  poppler_page_get_size (page, &request->page_width, &request->page_height);
  g_object_unref (page);
}

/* The picture of a slip is as secret as the slip. */
static void
free_surface (gpointer data)
{
  cairo_surface_t *surface = data;

  mch_vault_wipe (cairo_image_surface_get_data (surface),
                  (gsize) cairo_image_surface_get_height (surface)
                      * (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_destroy (surface);
}

/* The texture takes the surface's own memory. */
static GdkTexture *
texture_of (cairo_surface_t *surface)
{
  int height = cairo_image_surface_get_height (surface);
  int stride = cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      (gsize) height * (gsize) stride, free_surface, surface);
  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
}

static void
render_page (Request *request)
{
  PopplerPage *page;
  cairo_surface_t *surface;
  double width, height, scale;
  cairo_t *cr;

  if (request->rendering->document == NULL)
    return;
  page = poppler_document_get_page (request->rendering->document, (int) request->page);
  if (page == NULL)
    return;
  poppler_page_get_size (page, &width, &height);
  scale = request->width / width;
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) request->width,
                                        (int) (height * scale + 0.5));
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  /* For printing: the same drawing, without the index of its text that would stay in memory. */
  poppler_page_render_for_printing (page, cr);
  cairo_destroy (cr);
  g_object_unref (page);
  request->texture = texture_of (surface);
  g_atomic_int_inc (&n_rendered);
}

static gboolean
answer (gpointer data)
{
  Request *request = data;
  MchRendering *rendering = request->rendering;

  if (rendering->closed)
    return G_SOURCE_REMOVE;
  if (request->kind == REQUEST_OPEN)
    rendering->funcs->opened (rendering->user_data, request->n_pages, request->page_width,
                              request->page_height, request->error);
  else
    rendering->funcs->rendered (rendering->user_data, request->page, request->width,
                                request->texture);
  return G_SOURCE_REMOVE;
}

static void
send_answer (Request *request)
{
  /* Below the frame clock: drawing what is there goes before taking what is new. */
  g_idle_add_full (GDK_PRIORITY_REDRAW + 5, answer, request, request_free);
}

static gpointer
run (gpointer data)
{
  for (;;)
    {
      Request *request;

      g_mutex_lock (&lock);
      while ((request = g_queue_pop_head (&waiting)) == NULL)
        g_cond_wait (&wake, &lock);
      g_mutex_unlock (&lock);
      switch (request->kind)
        {
        case REQUEST_OPEN:
          open_document (request);
          send_answer (request);
          break;
        case REQUEST_RENDER:
          render_page (request);
          send_answer (request);
          break;
        case REQUEST_CLOSE:
        default:
          g_clear_object (&request->rendering->document);
          request_free (request);
        }
    }
  return NULL;
}

/* Takes the oldest request for a page out when there are too many. */
static Request *
pop_oldest (void)
{
  guint n = 0;
  GList *oldest = NULL;
  Request *request;

  for (GList *link = waiting.head; link != NULL; link = link->next)
    if (((Request *) link->data)->kind == REQUEST_RENDER)
      {
        n++;
        oldest = link;
      }
  if (n <= MAX_WAITING)
    return NULL;
  request = oldest->data;
  g_queue_delete_link (&waiting, oldest);
  return request;
}

static void
push (Request *request)
{
  static GThread *thread; /* lives as long as the process */
  Request *dropped;

  g_mutex_lock (&lock);
  if (thread == NULL)
    thread = g_thread_new ("render", run, NULL);
  /* A rendering is closed after all that was asked of it, and opened before. */
  if (request->kind == REQUEST_CLOSE)
    g_queue_push_tail (&waiting, request);
  else
    g_queue_push_head (&waiting, request);
  dropped = pop_oldest ();
  g_cond_signal (&wake);
  g_mutex_unlock (&lock);
  if (dropped != NULL)
    send_answer (dropped);
}

MchRendering *
mch_rendering_open (GBytes *pdf, const MchRenderingFuncs *funcs, gpointer user_data)
{
  MchRendering *rendering = g_new0 (MchRendering, 1);

  g_return_val_if_fail (pdf != NULL && funcs != NULL, NULL);

  g_atomic_ref_count_init (&rendering->ref_count);
  rendering->pdf = g_bytes_ref (pdf);
  rendering->funcs = funcs;
  rendering->user_data = user_data;
  push (request_new (REQUEST_OPEN, rendering));
  return rendering;
}

void
mch_rendering_request (MchRendering *rendering, guint page, guint width)
{
  Request *request;

  g_return_if_fail (rendering != NULL && width > 0);

  request = request_new (REQUEST_RENDER, rendering);
  request->page = page;
  request->width = width;
  push (request);
}

/* What waits for a rendering that is going is not drawn any more. */
static GList *
take_waiting (MchRendering *rendering)
{
  GList *taken = NULL;

  for (GList *link = waiting.head, *next; link != NULL; link = next)
    {
      next = link->next;
      if (((Request *) link->data)->rendering == rendering)
        {
          g_queue_unlink (&waiting, link);
          taken = g_list_concat (link, taken);
        }
    }
  return taken;
}

void
mch_rendering_close (MchRendering *rendering)
{
  GList *taken;

  if (rendering == NULL)
    return;
  rendering->closed = TRUE;
  g_mutex_lock (&lock);
  taken = take_waiting (rendering);
  g_mutex_unlock (&lock);
  g_list_free_full (taken, request_free);
  push (request_new (REQUEST_CLOSE, rendering));
  rendering_unref (rendering);
}

guint
mch_renderer_get_n_rendered (void)
{
  return (guint) g_atomic_int_get (&n_rendered);
}
