/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-pdf-batch.h"

#include <string.h>
#include <zlib.h>

#include "print/mch-pdf-font.h"

/* zlib's level: above it a slip gets hardly smaller, and takes longer. */
#define COMPRESSION 5

/* Most streams are a page's, of a thousand bytes: tables of zlib's usual size take longer to clear
 * than such a stream takes to compress. */
#define SMALL_STREAM 8192
#define SMALL_WINDOW 13
#define SMALL_MEMORY 5
#define LARGE_WINDOW 15
#define LARGE_MEMORY 8

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
  batch->plain = g_string_sized_new (64 * 1024);
  batch->packed = g_byte_array_new ();
  batch->streams = g_array_new (FALSE, TRUE, sizeof (MchPdfStream));
  batch->plains = g_array_new (FALSE, FALSE, sizeof (MchPdfPlain));
  return batch;
}

void
mch_pdf_batch_free (MchPdfBatch *batch)
{
  g_return_if_fail (batch != NULL);

  for (guint i = 0; i < batch->streams->len; i++)
    g_free (g_array_index (batch->streams, MchPdfStream, i).extra);
  /* What was drawn may have been a secret. */
  explicit_bzero (batch->text->str, batch->text->len);
  if (batch->packed->len > 0)
    explicit_bzero (batch->packed->data, batch->packed->len);
  g_array_unref (batch->streams);
  g_array_unref (batch->plains);
  g_string_free (batch->text, TRUE);
  g_string_free (batch->plain, TRUE);
  g_byte_array_unref (batch->packed);
  g_free (batch);
}

void
mch_pdf_batch_begin (MchPdfBatch *batch, guint number, const char *extra)
{
  g_assert (batch->to == NULL);
  if (extra != NULL)
    {
      MchPdfStream stream = { number, g_strdup (extra), batch->text->len };

      g_array_append_val (batch->streams, stream);
      batch->to = batch->text;
    }
  else
    {
      MchPdfPlain plain = { number, batch->plain->len };

      g_array_append_val (batch->plains, plain);
      batch->to = batch->plain;
    }
}

void
mch_pdf_batch_end (MchPdfBatch *batch)
{
  if (batch->to == batch->text)
    g_array_index (batch->streams, MchPdfStream, batch->streams->len - 1).end = batch->text->len;
  else
    g_string_append_c (batch->plain, '\n');
  batch->to = NULL;
}

void
mch_pdf_batch_close (MchPdfBatch *batch, guint number)
{
  g_autoptr (GString) places = g_string_new (NULL);
  g_autofree char *extra = NULL;

  g_assert (batch->plains->len > 0);
  for (guint i = 0; i < batch->plains->len; i++)
    {
      const MchPdfPlain *plain = &g_array_index (batch->plains, MchPdfPlain, i);

      mch_pdf_append_unsigned (places, plain->number);
      g_string_append_c (places, ' ');
      mch_pdf_append_unsigned (places, (guint) plain->start);
      g_string_append_c (places, ' ');
    }
  extra =
      g_strdup_printf ("/Type/ObjStm/N %u/First %" G_GSIZE_FORMAT, batch->plains->len, places->len);
  mch_pdf_batch_begin (batch, number, extra);
  g_string_append_len (batch->text, places->str, (gssize) places->len);
  g_string_append_len (batch->text, batch->plain->str, (gssize) batch->plain->len);
  mch_pdf_batch_end (batch);
}

/* For streams of one size: made when the first comes. */
typedef struct
{
  z_stream state;
  gboolean ready;
} Compressor;

static void
compressor_clear (Compressor *compressor)
{
  if (compressor->ready)
    deflateEnd (&compressor->state);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Compressor, compressor_clear)

static void
compressor_reset (Compressor *compressor, int window, int memory)
{
  int result = compressor->ready ? deflateReset (&compressor->state)
                                 : deflateInit2 (&compressor->state, COMPRESSION, Z_DEFLATED,
                                                 window, memory, Z_DEFAULT_STRATEGY);

  if (result == Z_MEM_ERROR)
    g_error ("no memory to compress with");
  g_assert (result == Z_OK);
  compressor->ready = TRUE;
}

/* More than the worst that deflate makes of @length bytes with the tables above, so that one call
 * is enough. */
static gsize
get_bound (gsize length)
{
  return length + length / 16 + 128;
}

/* Returns: where the packed bytes end that begin at @at. */
static gsize
pack_stream (MchPdfBatch *batch, MchPdfStream *stream, z_stream *state, gsize at)
{
  gsize length = stream->end - stream->start;
  int result;

  state->next_in = (Bytef *) batch->text->str + stream->start;
  state->avail_in = (uInt) length;
  state->next_out = batch->packed->data + at;
  state->avail_out = (uInt) get_bound (length);
  result = deflate (state, Z_FINISH);
  g_assert (result == Z_STREAM_END && state->avail_in == 0);
  stream->packed_start = at;
  stream->packed_end = at + get_bound (length) - state->avail_out;
  return stream->packed_end;
}

void
mch_pdf_batch_pack (MchPdfBatch *batch)
{
  g_auto (Compressor) small = { .ready = FALSE };
  g_auto (Compressor) large = { .ready = FALSE };
  gsize at = 0;

  /* Allocated at once, for the same reason as the text. */
  g_byte_array_set_size (batch->packed,
                         (guint) (get_bound (batch->text->len) + 256 * batch->streams->len));
  for (guint i = 0; i < batch->streams->len; i++)
    {
      MchPdfStream *stream = &g_array_index (batch->streams, MchPdfStream, i);
      gboolean is_small = stream->end - stream->start < SMALL_STREAM;
      Compressor *compressor = is_small ? &small : &large;

      compressor_reset (compressor, is_small ? SMALL_WINDOW : LARGE_WINDOW,
                        is_small ? SMALL_MEMORY : LARGE_MEMORY);
      at = pack_stream (batch, stream, &compressor->state, at);
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
