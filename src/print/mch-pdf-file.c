/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-pdf-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "print/mch-pdf-batch.h"
#include "print/mch-print-error.h"

#define BUFFER_SIZE (64 * 1024)

/* A row of the table of places: what kind it is, then either the place in the file or the stream of
 * objects that holds it, then the place among those. */
#define ROW_MIDDLE 5
#define ROW_LAST 3
#define ROW_SIZE (1 + ROW_MIDDLE + ROW_LAST)

/* Set in the place of an object that is in a stream of objects: the others are its number, and the
 * object's place in it. */
#define IN_STREAM (G_GUINT64_CONSTANT (1) << 63)
#define PLACE_BITS 24

struct _MchPdfFile
{
  GOutputStream *stream;
  GByteArray *buffer;
  guint64 flushed;
  GChecksum *sum;
  GArray *places; /* guint64: of each object */
  MchPdfPress *press;
  MchPdfBatch *batch; /* being filled */
};

guint
mch_pdf_file_reserve (MchPdfFile *file)
{
  guint64 unknown = 0;

  g_array_append_val (file->places, unknown);
  return file->places->len - 1;
}

MchPdfFile *
mch_pdf_file_new (GOutputStream *stream, guint n_fixed)
{
  static const char header[] = "%PDF-1.5\n%\342\343\317\323\n";
  MchPdfFile *file = g_new0 (MchPdfFile, 1);

  file->stream = g_object_ref (stream);
  file->buffer = g_byte_array_sized_new (BUFFER_SIZE + 4096);
  file->sum = g_checksum_new (G_CHECKSUM_SHA256);
  file->places = g_array_new (FALSE, TRUE, sizeof (guint64));
  g_array_set_size (file->places, n_fixed + 1);
  file->press = mch_pdf_press_new ();
  file->batch = mch_pdf_batch_new ();
  g_byte_array_append (file->buffer, (const guint8 *) header, sizeof header - 1);
  return file;
}

void
mch_pdf_file_free (MchPdfFile *file)
{
  g_return_if_fail (file != NULL);

  mch_pdf_press_free (file->press);
  mch_pdf_batch_free (file->batch);
  /* What was drawn may have been a secret. */
  if (file->buffer->len > 0)
    explicit_bzero (file->buffer->data, file->buffer->len);
  g_object_unref (file->stream);
  g_byte_array_unref (file->buffer);
  g_checksum_free (file->sum);
  g_array_unref (file->places);
  g_free (file);
}

static gboolean
flush (MchPdfFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;

  g_checksum_update (file->sum, file->buffer->data, file->buffer->len);
  if (!g_output_stream_write_all (file->stream, file->buffer->data, file->buffer->len, NULL,
                                  cancellable, &cause))
    {
      if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&cause));
      else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
        g_set_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_OUTPUT,
                     _ ("The disk is full: the document was not written. Free some space and try "
                        "again."));
      else
        g_set_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_OUTPUT,
                     _ ("The document cannot be written: %s."), cause->message);
      return FALSE;
    }
  file->flushed += file->buffer->len;
  g_byte_array_set_size (file->buffer, 0);
  return TRUE;
}

/* To the file, beyond which nothing waits any more. */
static void G_GNUC_PRINTF (2, 3) emitf (MchPdfFile *file, const char *format, ...)
{
  char text[512];
  va_list arguments;
  int length;

  va_start (arguments, format);
  length = g_vsnprintf (text, sizeof text, format, arguments);
  va_end (arguments);
  g_assert (length < (int) sizeof text);
  g_byte_array_append (file->buffer, (const guint8 *) text, (guint) length);
}

static void
emit (MchPdfFile *file, const void *data, gsize length)
{
  g_byte_array_append (file->buffer, data, (guint) length);
}

static void
emit_stream (MchPdfFile *file, const MchPdfBatch *batch, const MchPdfStream *stream)
{
  gsize packed = stream->packed_end - stream->packed_start;

  g_array_index (file->places, guint64, stream->number) = file->flushed + file->buffer->len;
  emitf (file, "%u 0 obj<<", stream->number);
  emit (file, stream->extra, strlen (stream->extra));
  emitf (file, "/Filter/FlateDecode/Length %" G_GSIZE_FORMAT ">>stream\n", packed);
  emit (file, batch->packed->data + stream->packed_start, packed);
  emitf (file, "\nendstream\nendobj\n");
}

static void
emit_batch (MchPdfFile *file, const MchPdfBatch *batch)
{
  for (guint i = 0; i < batch->streams->len; i++)
    emit_stream (file, batch, &g_array_index (batch->streams, MchPdfStream, i));
}

/* The batch's last stream is that of its objects that are no streams. */
static void
close_batch (MchPdfFile *file)
{
  MchPdfBatch *batch = file->batch;
  guint number;

  if (batch->plains->len == 0)
    return;
  number = mch_pdf_file_reserve (file);
  for (guint i = 0; i < batch->plains->len; i++)
    g_array_index (file->places, guint64, g_array_index (batch->plains, MchPdfPlain, i).number) =
        IN_STREAM | (guint64) number << PLACE_BITS | i;
  mch_pdf_batch_close (batch, number);
}

static gboolean
pass (MchPdfFile *file, gboolean all, GCancellable *cancellable, GError **error)
{
  MchPdfBatch *ready;

  close_batch (file);
  mch_pdf_press_push (file->press, g_steal_pointer (&file->batch));
  file->batch = mch_pdf_batch_new ();
  while ((ready = mch_pdf_press_pop (file->press, all)) != NULL)
    {
      g_autoptr (MchPdfBatch) batch = ready;

      emit_batch (file, batch);
      if (file->buffer->len >= BUFFER_SIZE && !flush (file, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mch_pdf_file_pass (MchPdfFile *file, GCancellable *cancellable, GError **error)
{
  return pass (file, FALSE, cancellable, error);
}

GString *
mch_pdf_file_begin (MchPdfFile *file, guint object, const char *extra)
{
  mch_pdf_batch_begin (file->batch, object, extra);
  return file->batch->to;
}

void
mch_pdf_file_end (MchPdfFile *file)
{
  mch_pdf_batch_end (file->batch);
}

static guint8 *
write_bytes (guint8 *at, guint64 value, guint n)
{
  for (guint i = 0; i < n; i++)
    at[i] = (guint8) (value >> 8 * (n - 1 - i));
  return at + n;
}

static void
write_row (guint8 *row, guint64 place)
{
  gboolean inside = (place & IN_STREAM) != 0;
  guint64 among = inside ? place & ((1 << PLACE_BITS) - 1) : 0;

  /* Object 0 has no place: it heads the list of the free ones, of which there are no others. */
  *row = inside ? 2 : place > 0 ? 1 : 0;
  row = write_bytes (row + 1, inside ? (place & ~IN_STREAM) >> PLACE_BITS : place, ROW_MIDDLE);
  write_bytes (row, among, ROW_LAST);
}

/* Rows as differences from the row before, which leave little to compress. */
static void
append_places (const MchPdfFile *file, GString *to)
{
  guint8 before[ROW_SIZE] = { 0 };

  for (guint i = 0; i < file->places->len; i++)
    {
      guint8 row[ROW_SIZE], coded[ROW_SIZE + 1] = { 2 };

      write_row (row, g_array_index (file->places, guint64, i));
      for (guint j = 0; j < ROW_SIZE; j++)
        coded[j + 1] = (guint8) (row[j] - before[j]);
      memcpy (before, row, ROW_SIZE);
      g_string_append_len (to, (const char *) coded, sizeof coded);
    }
}

/* The file's identifier is made of what was written before it. */
static void
emit_end (MchPdfFile *file, guint catalog, guint info)
{
  g_autoptr (MchPdfBatch) batch = mch_pdf_batch_new ();
  g_autoptr (GChecksum) so_far = NULL;
  g_autofree char *extra = NULL;
  guint number = mch_pdf_file_reserve (file);
  guint64 start = file->flushed + file->buffer->len;
  char id[33] = { 0 };

  g_array_index (file->places, guint64, number) = start;
  so_far = g_checksum_copy (file->sum);
  g_checksum_update (so_far, file->buffer->data, file->buffer->len);
  memcpy (id, g_checksum_get_string (so_far), 32);
  extra =
      g_strdup_printf ("/Type/XRef/Size %u/W[1 %d %d]/Root %u 0 R/Info %u 0 R/ID[<%s><%s>]"
                       "/DecodeParms<</Predictor 12/Columns %d>>",
                       file->places->len, ROW_MIDDLE, ROW_LAST, catalog, info, id, id, ROW_SIZE);
  mch_pdf_batch_begin (batch, number, extra);
  append_places (file, batch->to);
  mch_pdf_batch_end (batch);
  mch_pdf_batch_pack (batch);
  emit_batch (file, batch);
  emitf (file, "startxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", start);
}

gboolean
mch_pdf_file_finish (MchPdfFile *file, guint catalog, guint info, GCancellable *cancellable,
                     char **ret_sha256, GError **error)
{
  if (!pass (file, TRUE, cancellable, error))
    return FALSE;
  emit_end (file, catalog, info);
  if (!flush (file, cancellable, error))
    return FALSE;
  if (ret_sha256 != NULL)
    *ret_sha256 = g_strdup (g_checksum_get_string (file->sum));
  return TRUE;
}
