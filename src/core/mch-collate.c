/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-collate.h"

#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

/* Fixed by name: never the locale of the process. */
#define LOCALE "fr"
/* Most names; longer ones take a second round. */
#define USUAL_UNITS 128
#define USUAL_KEY 256

static const UCollator *
get_collator (void)
{
  static gsize made;

  if (g_once_init_enter (&made))
    {
      UErrorCode status = U_ZERO_ERROR;
      UCollator *collator = ucol_open (LOCALE, &status);

      g_assert (U_SUCCESS (status));
      ucol_setAttribute (collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);
      g_assert (U_SUCCESS (status));
      g_once_init_leave (&made, (gsize) collator);
    }
  return (const UCollator *) made;
}

static guint8 *
dup_part_key (const char *text, int32_t *ret_length)
{
  gsize length = strlen (text);
  UChar usual[USUAL_UNITS];
  g_autofree UChar *longer = length >= USUAL_UNITS ? g_new (UChar, length + 1) : NULL;
  UChar *units = longer != NULL ? longer : usual;
  UErrorCode status = U_ZERO_ERROR;
  guint8 *key = g_malloc (USUAL_KEY);
  int32_t n_units = 0;

  u_strFromUTF8WithSub (units, (int32_t) MAX (length + 1, USUAL_UNITS), &n_units, text,
                        (int32_t) length, 0xFFFD, NULL, &status);
  g_assert (U_SUCCESS (status));
  *ret_length = ucol_getSortKey (get_collator (), units, n_units, key, USUAL_KEY);
  if (*ret_length > USUAL_KEY)
    {
      key = g_realloc (key, (gsize) *ret_length);
      *ret_length = ucol_getSortKey (get_collator (), units, n_units, key, *ret_length);
    }
  return key;
}

GBytes *
mch_collate_dup_key (const char *first, const char *second)
{
  int32_t n_first, n_second, room, n_merged;
  g_autofree guint8 *first_key = dup_part_key (first != NULL ? first : "", &n_first);
  g_autofree guint8 *second_key = dup_part_key (second != NULL ? second : "", &n_second);
  guint8 *merged;

  /* Merged level by level: "Dupont Zoé" goes after "DUPONT Anna", whatever the case of Dupont. */
  room = n_first + n_second + 8;
  merged = g_malloc ((gsize) room);
  n_merged = ucol_mergeSortkeys (first_key, n_first, second_key, n_second, merged, room);
  g_assert (n_merged > 0 && n_merged <= room);
  return g_bytes_new_take (merged, (gsize) n_merged);
}

char *
mch_collate_dup_version (void)
{
  UVersionInfo version;
  char text[U_MAX_VERSION_STRING_LENGTH];

  ucol_getVersion (get_collator (), version);
  u_versionToString (version, text);
  return g_strdup (text);
}
