/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-login.h"

#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

/* A hostile name may be a megabyte long; no name needs more. */
#define MAX_NAME_CHARACTERS 400

/* Letters that no decomposition takes apart. ICU knows them as well; these stay as they are
 * whatever its version says, since logins are printed. */
static const struct
{
  gunichar letter;
  const char *folded;
} overrides[] = {
  { 0x00c6, "ae" }, { 0x00e6, "ae" }, /* Æ æ */
  { 0x00d0, "d" },  { 0x00f0, "d" },  /* Ð ð */
  { 0x00d8, "o" },  { 0x00f8, "o" },  /* Ø ø */
  { 0x00de, "th" }, { 0x00fe, "th" }, /* Þ þ */
  { 0x00df, "ss" }, { 0x1e9e, "ss" }, /* ß ẞ */
  { 0x0110, "d" },  { 0x0111, "d" },  /* Đ đ */
  { 0x0130, "i" },  { 0x0131, "i" },  /* İ ı */
  { 0x0141, "l" },  { 0x0142, "l" },  /* Ł ł */
  { 0x0152, "oe" }, { 0x0153, "oe" }, /* Œ œ */
};

/* Made once and kept: opening it takes milliseconds. ICU does not promise that one may be used by
 * two threads at a time. */
static GMutex latin_mutex;
static UTransliterator *latin;

static UTransliterator *
open_latin (UErrorCode *status)
{
  UChar id[32];

  u_uastrcpy (id, "Any-Latin; Latin-ASCII");
  return utrans_openU (id, -1, UTRANS_FORWARD, NULL, 0, NULL, status);
}

/* Nothing of @text is known to the caller but that it is UTF-8; the answer is ASCII or not. */
static char *
to_latin (const char *text)
{
  glong n = 0;
  glong read = 0;
  g_autofree gunichar2 *utf16 = g_utf8_to_utf16 (text, -1, &read, &n, NULL);
  UErrorCode status = U_ZERO_ERROR;
  int32_t capacity = (int32_t) n * 8 + 64;
  int32_t length = (int32_t) n;
  int32_t limit = (int32_t) n;
  g_autofree UChar *buffer = g_new0 (UChar, (gsize) capacity);

  memcpy (buffer, utf16, (gsize) n * sizeof (UChar));
  g_mutex_lock (&latin_mutex);
  if (latin == NULL)
    latin = open_latin (&status);
  if (U_SUCCESS (status))
    utrans_transUChars (latin, buffer, &length, capacity, 0, &limit, &status);
  g_mutex_unlock (&latin_mutex);

  if (U_FAILURE (status))
    return g_strdup (text);
  return g_utf16_to_utf8 ((const gunichar2 *) buffer, length, NULL, NULL, NULL);
}

/* Letters and marks of @text in NFKC, with the overrides; @kept are ASCII characters that stay as
 * well. */
static char *
take_letters (const char *text, const char *kept)
{
  g_autofree char *normal = NULL;
  GString *letters = NULL;
  guint n = 0;

  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return g_strdup ("");

  normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  letters = g_string_new (NULL);
  for (const char *p = normal; *p != '\0' && n < MAX_NAME_CHARACTERS; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const char *folded = NULL;

      for (gsize i = 0; c >= 128 && i < G_N_ELEMENTS (overrides) && folded == NULL; i++)
        if (overrides[i].letter == c)
          folded = overrides[i].folded;
      n++;
      if (folded != NULL)
        g_string_append (letters, folded);
      else if (g_unichar_isalpha (c) || g_unichar_ismark (c))
        g_string_append_unichar (letters, c);
      else if (c < 128 && strchr (kept, (int) c) != NULL)
        g_string_append_c (letters, (char) c);
    }
  return g_string_free (letters, FALSE);
}

/* The characters of [a-z] and @kept that are left of @text when it is written in plain letters. */
static char *
fold (const char *text, const char *kept)
{
  g_autofree char *letters = take_letters (text, kept);
  g_autofree char *plain =
      g_str_is_ascii (letters) ? g_steal_pointer (&letters) : to_latin (letters);
  char *end = plain;

  if (plain == NULL)
    return g_strdup ("");

  for (const char *p = plain; *p != '\0' && end - plain < MAX_NAME_CHARACTERS; p++)
    {
      char c = g_ascii_tolower (*p);

      if (g_ascii_islower (c) || strchr (kept, c) != NULL)
        *end++ = c;
    }
  *end = '\0';
  return g_steal_pointer (&plain);
}

char *
mch_login_stem (const char *given, const char *family)
{
  g_autofree char *first = fold (given, "");
  g_autofree char *last = fold (family, "");
  const gsize room = MCH_LOGIN_STEM_MAX - 1;
  gsize first_length = strlen (first);
  gsize last_length = strlen (last);

  if (first_length == 0 && last_length == 0)
    return g_strdup (MCH_LOGIN_FALLBACK);
  if (first_length == 0 || last_length == 0)
    return g_strndup (first_length > 0 ? first : last, MCH_LOGIN_STEM_MAX);

  /* A long name takes the room that a short one leaves; two long ones share it. */
  if (first_length + last_length > room)
    {
      gsize half = room / 2;

      if (last_length <= half)
        first_length = room - last_length;
      else
        first_length = MIN (first_length, half);
      last_length = MIN (last_length, room - first_length);
    }
  return g_strdup_printf ("%.*s.%.*s", (int) first_length, first, (int) last_length, last);
}

char *
mch_login_numbered (const char *stem, guint n)
{
  g_return_val_if_fail (stem != NULL, NULL);
  g_return_val_if_fail (n >= 1, NULL);

  return n == 1 ? g_strdup (stem) : g_strdup_printf ("%s%u", stem, n);
}

char *
mch_login_fold (const char *typed)
{
  return fold (typed, "0123456789.@_+-");
}

char *
mch_login_fold_candidate (const char *typed)
{
  return fold (typed, "0123456789.@_+");
}
