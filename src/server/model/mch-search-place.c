/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-search-place.h"

#include "server/db/mch-lines.h"

#include <string.h>

#define MAX_ID 64

/* Base64 of: the order's letter, first, NUL, id, NUL, name_key. */
static const char letters[MCH_N_SEARCH_ORDERS] = {
  [MCH_SEARCH_BY_NAME] = 'n',
  [MCH_SEARCH_BY_BIRTH_DATE] = 'b',
  [MCH_SEARCH_BY_ESTABLISHMENT] = 'e',
};

void
mch_search_place_clear (MchSearchPlace *place)
{
  g_clear_pointer (&place->first, g_free);
  g_clear_pointer (&place->name_key, g_bytes_unref);
  g_clear_pointer (&place->id, g_free);
}

char *
mch_search_place_to_text (const MchSearchPlace *place)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize length;
  const guint8 *key = g_bytes_get_data (place->name_key, &length);
  char *text;

  g_byte_array_append (bytes, (const guint8 *) &letters[place->order], 1);
  g_byte_array_append (bytes, (const guint8 *) place->first, (guint) strlen (place->first) + 1);
  g_byte_array_append (bytes, (const guint8 *) place->id, (guint) strlen (place->id) + 1);
  g_byte_array_append (bytes, key, (guint) length);
  text = g_base64_encode (bytes->data, bytes->len);
  /* Nothing that an address would have to escape. */
  return g_strdelimit (g_strdelimit (text, "+", '-'), "/", '_');
}

/* A text of at most MAX_ID bytes that ends within @bytes: (transfer full); NULL when there is none.
 */
static char *
take_text (const guint8 **bytes, gsize *left)
{
  const guint8 *end = memchr (*bytes, '\0', MIN (*left, MAX_ID + 1));
  gsize length;
  char *text;

  if (end == NULL || !g_utf8_validate ((const char *) *bytes, end - *bytes, NULL))
    return NULL;
  length = (gsize) (end - *bytes);
  text = g_strndup ((const char *) *bytes, length);
  *bytes += length + 1;
  *left -= length + 1;
  return text;
}

static gboolean
read_bytes (const guint8 *bytes, gsize left, MchSearchOrder order, MchSearchPlace *place)
{
  if (left == 0 || bytes[0] != (guint8) letters[order])
    return FALSE;
  bytes++;
  left--;
  place->order = order;
  place->first = take_text (&bytes, &left);
  place->id = place->first != NULL ? take_text (&bytes, &left) : NULL;
  if (place->id == NULL || *place->id == '\0' || left > MCH_LINE_MAX_KEY)
    return FALSE;
  place->name_key = g_bytes_new (bytes, left);
  return TRUE;
}

gboolean
mch_search_place_read (const char *text, MchSearchOrder order, MchSearchPlace *ret_place)
{
  g_auto (MchSearchPlace) place = { 0 };
  g_autofree char *standard = NULL;
  g_autofree char *again = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize length;

  g_return_val_if_fail (order >= 0 && order < MCH_N_SEARCH_ORDERS, FALSE);

  if (text == NULL || strlen (text) > MCH_SEARCH_MAX_PLACE || strlen (text) < 4)
    return FALSE;
  standard = g_strdelimit (g_strdelimit (g_strdup (text), "-", '+'), "_", '/');
  bytes = g_base64_decode (standard, &length);
  if (!read_bytes (bytes, length, order, &place))
    return FALSE;
  /* The decoder passes over what is no base64. */
  again = mch_search_place_to_text (&place);
  if (strcmp (again, text) != 0)
    return FALSE;
  *ret_place = place;
  place = (MchSearchPlace){ 0 };
  return TRUE;
}
