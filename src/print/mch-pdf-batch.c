/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-pdf-batch.h"

#include <gio/gio.h>
#include <string.h>

/* zlib's level: above it a slip gets 1 % smaller and takes twice the time. */
#define COMPRESSION 6

/* More threads only wait for the one that lays pages out. */
#define MAX_THREADS 4

struct _MchPdfPress
{
  GThreadPool *pool; /* NULL until the second batch, and on one processor */
  guint n_threads;
  GQueue batches; /* in order; the oldest first */
  GMutex mutex;   /* of every batch's is_packed */
  GCond packed;
};

MchPdfBatch *
mch_pdf_batch_new (void)
{
  MchPdfBatch *batch = g_new0 (MchPdfBatch, 1);

  /* So large that growing moves pages of memory and leaves no copy of a secret behind. */
  batch->text = g_string_sized_new (256 * 1024);
  batch->packed = g_byte_array_new ();
  batch->objects = g_array_new (FALSE, TRUE, sizeof (MchPdfObject));
  return batch;
}

void
mch_pdf_batch_free (MchPdfBatch *batch)
{
  g_return_if_fail (batch != NULL);

  for (guint i = 0; i < batch->objects->len; i++)
    g_free (g_array_index (batch->objects, MchPdfObject, i).extra);
  /* What was drawn may have been a secret. */
  explicit_bzero (batch->text->str, batch->text->len);
  if (batch->packed->len > 0)
    explicit_bzero (batch->packed->data, batch->packed->len);
  g_array_unref (batch->objects);
  g_string_free (batch->text, TRUE);
  g_byte_array_unref (batch->packed);
  g_free (batch);
}

void
mch_pdf_batch_begin (MchPdfBatch *batch, guint number, const char *extra)
{
  MchPdfObject object = { number, g_strdup (extra), batch->text->len };

  g_array_append_val (batch->objects, object);
}

void
mch_pdf_batch_end (MchPdfBatch *batch)
{
  g_array_index (batch->objects, MchPdfObject, batch->objects->len - 1).end = batch->text->len;
}

/* More than the worst that deflate makes of @length bytes, so that one call is enough. */
static gsize
get_bound (gsize length)
{
  return length + length / 1000 + 128;
}

/* Returns: where the packed bytes end that begin at @at. */
static gsize
pack_stream (MchPdfBatch *batch, MchPdfObject *object, GConverter *compressor, gsize at)
{
  gsize length = object->end - object->start;
  gsize done = 0, used = 0;
  GConverterResult result;

  g_converter_reset (compressor);
  result = g_converter_convert (compressor, batch->text->str + object->start, length,
                                batch->packed->data + at, get_bound (length),
                                G_CONVERTER_INPUT_AT_END, &used, &done, NULL);
  g_assert (result == G_CONVERTER_FINISHED && used == length);
  object->packed_start = at;
  object->packed_end = at + done;
  return object->packed_end;
}

void
mch_pdf_batch_pack (MchPdfBatch *batch)
{
  g_autoptr (GConverter) compressor =
      G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, COMPRESSION));
  gsize at = 0;

  /* Allocated at once, for the same reason as the text. */
  g_byte_array_set_size (batch->packed,
                         (guint) get_bound (batch->text->len + 256 * batch->objects->len));
  for (guint i = 0; i < batch->objects->len; i++)
    {
      MchPdfObject *object = &g_array_index (batch->objects, MchPdfObject, i);

      if (object->extra != NULL)
        at = pack_stream (batch, object, compressor, at);
    }
}

MchPdfPress *
mch_pdf_press_new (void)
{
  MchPdfPress *press = g_new0 (MchPdfPress, 1);

  press->n_threads = CLAMP (g_get_num_processors (), 1, MAX_THREADS);
  g_queue_init (&press->batches);
  g_mutex_init (&press->mutex);
  g_cond_init (&press->packed);
  return press;
}

void
mch_pdf_press_free (MchPdfPress *press)
{
  g_return_if_fail (press != NULL);

  if (press->pool != NULL)
    g_thread_pool_free (press->pool, FALSE, TRUE);
  g_queue_clear_full (&press->batches, (GDestroyNotify) mch_pdf_batch_free);
  g_mutex_clear (&press->mutex);
  g_cond_clear (&press->packed);
  g_free (press);
}

static void
pack_in_thread (gpointer data, gpointer user_data)
{
  MchPdfBatch *batch = data;
  MchPdfPress *press = user_data;

  mch_pdf_batch_pack (batch);
  g_mutex_lock (&press->mutex);
  batch->is_packed = TRUE;
  g_cond_broadcast (&press->packed);
  g_mutex_unlock (&press->mutex);
}

void
mch_pdf_press_push (MchPdfPress *press, MchPdfBatch *batch)
{
  g_return_if_fail (press != NULL && batch != NULL);

  /* The first batch waits for a second one before a thread is worth its while. */
  if (press->pool == NULL && press->n_threads > 1 && !g_queue_is_empty (&press->batches))
    {
      press->pool = g_thread_pool_new (pack_in_thread, press, (int) press->n_threads, FALSE, NULL);
      for (GList *l = press->batches.head; l != NULL; l = l->next)
        g_thread_pool_push (press->pool, l->data, NULL);
    }
  g_queue_push_tail (&press->batches, batch);
  if (press->pool != NULL)
    g_thread_pool_push (press->pool, batch, NULL);
}

MchPdfBatch *
mch_pdf_press_pop (MchPdfPress *press, gboolean all)
{
  MchPdfBatch *batch;

  g_return_val_if_fail (press != NULL, NULL);

  if (press->batches.length <= (all ? 0 : press->n_threads))
    return NULL;
  batch = g_queue_pop_head (&press->batches);
  if (press->pool == NULL)
    {
      mch_pdf_batch_pack (batch);
      return batch;
    }
  g_mutex_lock (&press->mutex);
  while (!batch->is_packed)
    g_cond_wait (&press->packed, &press->mutex);
  g_mutex_unlock (&press->mutex);
  return batch;
}
