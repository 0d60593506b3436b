/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-encoded.h"

#include <string.h>

GBytes *
mch_encoded_dup_bytes (const char *base64)
{
  gsize length;
  guchar *data;

  if (base64 == NULL)
    return NULL;
  data = g_base64_decode (base64, &length);
  return g_bytes_new_take (data, length);
}

gboolean
mch_encoded_read_key (const char *base64, guint8 ret_key[MCH_KEY_SIZE])
{
  g_autoptr (GBytes) bytes = mch_encoded_dup_bytes (base64);

  if (bytes == NULL || g_bytes_get_size (bytes) != MCH_KEY_SIZE)
    return FALSE;
  memcpy (ret_key, g_bytes_get_data (bytes, NULL), MCH_KEY_SIZE);
  return TRUE;
}
