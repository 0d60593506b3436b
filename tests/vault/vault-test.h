/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tests of vault share. */
#pragma once

#include <string.h>

#include "vault/mch-secret.h"
#include "vault/mch-vault-error.h"

/* (transfer full): 32 bytes that are the same at every run: first, first + 1 and so on. */
static inline MchSecret *
known_key (guint8 first)
{
  guint8 bytes[MCH_KEY_SIZE];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (first + i);
  return mch_secret_new (bytes, sizeof bytes);
}

/* (transfer full): lower-case hexadecimal digits. */
static inline char *
to_hex (const void *data, gsize size)
{
  GString *hex = g_string_new (NULL);

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", ((const guint8 *) data)[i]);
  return g_string_free (hex, FALSE);
}

/* (transfer full): the bytes of hexadecimal digits. */
static inline GBytes *
from_hex (const char *hex)
{
  gsize size = strlen (hex) / 2;
  guint8 *bytes = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    bytes[i] =
        (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
  return g_bytes_new_take (bytes, size);
}

/* (transfer full): @bytes with one bit of @at turned over. */
static inline GBytes *
flipped (GBytes *bytes, gsize at, guint bit)
{
  gsize size = 0;
  guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));

  copy[at] ^= (guint8) (1u << bit);
  return g_bytes_new_take (copy, size);
}
