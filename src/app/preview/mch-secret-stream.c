/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-secret-stream.h"

#include <string.h>

#include "vault/mch-vault-init.h"

#define FIRST_SIZE 65536

typedef struct
{
  guint8 *data;
  gsize used;
  gsize size;
} Buffer;

struct _MchSecretStream
{
  GOutputStream parent_instance;

  Buffer *buffer;
};

G_DEFINE_FINAL_TYPE (MchSecretStream, mch_secret_stream, G_TYPE_OUTPUT_STREAM)

static void
buffer_free (gpointer data)
{
  Buffer *buffer = data;

  if (buffer->data != NULL)
    mch_vault_wipe (buffer->data, buffer->size);
  g_free (buffer->data);
  g_free (buffer);
}

static void
buffer_grow (Buffer *buffer, gsize needed)
{
  gsize size = MAX (buffer->size, FIRST_SIZE);
  guint8 *data;

  while (size < needed)
    size *= 2;
  data = g_malloc (size);
  if (buffer->data != NULL)
    {
      memcpy (data, buffer->data, buffer->used);
      mch_vault_wipe (buffer->data, buffer->size);
      g_free (buffer->data);
    }
  buffer->data = data;
  buffer->size = size;
}

static gssize
mch_secret_stream_write (GOutputStream *stream, const void *data, gsize count,
                         GCancellable *cancellable, GError **error)
{
  Buffer *buffer = MCH_SECRET_STREAM (stream)->buffer;

  if (buffer->used + count > buffer->size)
    buffer_grow (buffer, buffer->used + count);
  memcpy (buffer->data + buffer->used, data, count);
  buffer->used += count;
  return (gssize) count;
}

GBytes *
mch_secret_stream_steal_bytes (MchSecretStream *self)
{
  Buffer *buffer;

  g_return_val_if_fail (MCH_IS_SECRET_STREAM (self), NULL);

  buffer = self->buffer;
  self->buffer = g_new0 (Buffer, 1);
  return g_bytes_new_with_free_func (buffer->data, buffer->used, buffer_free, buffer);
}

GOutputStream *
mch_secret_stream_new (void)
{
  return g_object_new (MCH_TYPE_SECRET_STREAM, NULL);
}

static void
mch_secret_stream_finalize (GObject *object)
{
  buffer_free (MCH_SECRET_STREAM (object)->buffer);
  G_OBJECT_CLASS (mch_secret_stream_parent_class)->finalize (object);
}

static void
mch_secret_stream_class_init (MchSecretStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_secret_stream_finalize;
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = mch_secret_stream_write;
}

static void
mch_secret_stream_init (MchSecretStream *self)
{
  self->buffer = g_new0 (Buffer, 1);
}
