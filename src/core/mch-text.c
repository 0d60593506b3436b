/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Most cells of a real file are plain ASCII or French letters, so each function first looks
 * whether there is anything to do before it goes through ICU. */
#include "core/mch-text.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* The first byte of U+0300 in UTF-8: below it nothing composes, so the text is NFC already. */
#define FIRST_COMBINING_LEAD 0xCC

static gboolean
needs_composing (const char *text)
{
  for (const guint8 *p = (const guint8 *) text; *p != 0; p++)
    if (*p >= FIRST_COMBINING_LEAD)
      return TRUE;
  return FALSE;
}

static UChar *
dup_utf16 (const char *text, gsize length, int32_t *ret_length)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar *units = g_new (UChar, length + 1);

  u_strFromUTF8WithSub (units, (int32_t) length + 1, ret_length, text, (int32_t) length, 0xFFFD,
                        NULL, &status);
  g_assert (U_SUCCESS (status));
  return units;
}

static UChar *
dup_normalised (const UNormalizer2 *normaliser, const UChar *units, int32_t length,
                int32_t *ret_length)
{
  UErrorCode status = U_ZERO_ERROR;
  /* One unit of any script grows to 18 at most (Unicode, stability policy of NFKD). */
  int32_t room = length * 4 + 32;
  UChar *result = g_new (UChar, room);

  *ret_length = unorm2_normalize (normaliser, units, length, result, room, &status);
  if (status == U_BUFFER_OVERFLOW_ERROR)
    {
      status = U_ZERO_ERROR;
      room = *ret_length + 1;
      result = g_renew (UChar, result, room);
      *ret_length = unorm2_normalize (normaliser, units, length, result, room, &status);
    }
  g_assert (U_SUCCESS (status));
  return result;
}

char *
mch_text_to_nfc (const char *text)
{
  UErrorCode status = U_ZERO_ERROR;
  g_autofree UChar *units = NULL;
  g_autofree UChar *composed = NULL;
  int32_t n_units, n_composed;
  char *result;

  g_return_val_if_fail (text != NULL, NULL);

  if (!needs_composing (text))
    return g_strdup (text);

  units = dup_utf16 (text, strlen (text), &n_units);
  composed = dup_normalised (unorm2_getNFCInstance (&status), units, n_units, &n_composed);
  result = g_malloc ((gsize) n_composed * 3 + 1);
  u_strToUTF8WithSub (result, n_composed * 3 + 1, NULL, composed, n_composed, 0xFFFD, NULL,
                      &status);
  g_assert (U_SUCCESS (status));
  return result;
}

static gboolean
is_blank (gunichar c)
{
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680
         || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F
         || c == 0x3000;
}

static gboolean
shows_nothing (gunichar c)
{
  return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF;
}

static gboolean
is_forbidden (gunichar c)
{
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || c == 0x200E || c == 0x200F
         || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFFFD
         || (c & 0xFFFE) == 0xFFFE;
}

/* Whether nothing has to be done: no control, no exotic blank (their first bytes are 0xC2 and
 * beyond 0xCB), no space at an end, no two in a row. */
gboolean
mch_text_is_clean (const char *text)
{
  guint8 last = ' ';

  g_return_val_if_fail (text != NULL, FALSE);

  for (const guint8 *p = (const guint8 *) text; *p != 0; p++)
    {
      if (*p < 0x20 || *p == 0x7F || *p == 0xC2 || *p >= FIRST_COMBINING_LEAD)
        return FALSE;
      if (*p == ' ' && last == ' ')
        return FALSE;
      last = *p;
    }
  return last != ' ';
}

gboolean
mch_text_append_clean (GString *out, const char *text)
{
  g_autofree char *composed = NULL;
  gboolean pending = FALSE, allowed = TRUE;
  gsize start;

  g_return_val_if_fail (out != NULL && text != NULL, FALSE);

  if (*text == '\0')
    return TRUE;
  if (mch_text_is_clean (text))
    {
      g_string_append (out, text);
      return TRUE;
    }

  start = out->len;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_blank (c))
        pending = TRUE;
      else if (is_forbidden (c))
        allowed = FALSE;
      else if (!shows_nothing (c))
        {
          if (pending && out->len > start)
            g_string_append_c (out, ' ');
          pending = FALSE;
          g_string_append_unichar (out, c);
        }
    }
  /* Last, because what was dropped may have stood between a letter and its mark. */
  if (needs_composing (out->str + start))
    {
      composed = mch_text_to_nfc (out->str + start);
      g_string_truncate (out, start);
      g_string_append (out, composed);
    }
  return allowed;
}

static gboolean
is_apostrophe (UChar32 c)
{
  return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x201B
         || c == 0x2032 || c == 0x02B9 || c == 0x02BB || c == 0x02BC || c == 0x02BD || c == 0xFF07;
}

/* Letters that no decomposition takes apart; capitals are folded before they come here. */
static const char *
plain_letters (UChar32 c)
{
  switch (c)
    {
    case 0xE6: /* æ */
      return "ae";
    case 0x153: /* œ */
      return "oe";
    case 0xF8: /* ø */
      return "o";
    case 0x142: /* ł */
      return "l";
    case 0x111: /* đ */
    case 0xF0:  /* ð */
      return "d";
    case 0xFE: /* þ */
      return "th";
    case 0x131: /* ı */
      return "i";
    case 0x127: /* ħ */
      return "h";
    case 0x14B: /* ŋ */
      return "n";
    case 0x167: /* ŧ */
      return "t";
    default:
      return NULL;
    }
}

static void
append_folded (GString *out, gsize start, gboolean *pending, UChar32 c)
{
  const char *plain = plain_letters (c);

  if (is_blank ((gunichar) c) || u_charType (c) == U_DASH_PUNCTUATION || c == 0x2212)
    {
      *pending = TRUE;
      return;
    }
  if (*pending && out->len > start)
    g_string_append_c (out, ' ');
  *pending = FALSE;
  if (plain != NULL)
    g_string_append (out, plain);
  else
    g_string_append_unichar (out, (gunichar) c);
}

static void
append_fold_unicode (GString *out, const char *text)
{
  UErrorCode status = U_ZERO_ERROR;
  g_autofree UChar *units = NULL;
  g_autofree UChar *folded = NULL;
  g_autofree UChar *apart = NULL;
  gboolean pending = FALSE;
  gsize start = out->len;
  int32_t n_units, n_folded, n_apart;

  units = dup_utf16 (text, strlen (text), &n_units);
  /* Before compatibility folding, which makes a space and a mark of U+00B4. */
  for (int32_t i = 0; i < n_units; i++)
    if (is_apostrophe (units[i]))
      units[i] = '\'';
  folded = dup_normalised (unorm2_getNFKCCasefoldInstance (&status), units, n_units, &n_folded);
  apart = dup_normalised (unorm2_getNFDInstance (&status), folded, n_folded, &n_apart);

  for (int32_t i = 0; i < n_apart;)
    {
      UChar32 c;

      U16_NEXT (apart, i, n_apart, c);
      if (!U_IS_SURROGATE (c) && (U_MASK (u_charType (c)) & U_GC_M_MASK) == 0)
        append_folded (out, start, &pending, c);
    }
}

/* U+00C0 to U+00FF, which are most of what French names need; NULL goes through ICU. */
static const char *const latin_1[64] = {
  "a", "a", "a", "a", "a", "a", "ae", "c",  "e", "e", "e", "e", "i", "i", "i",  "i",
  "d", "n", "o", "o", "o", "o", "o",  NULL, "o", "u", "u", "u", "u", "y", "th", "ss",
  "a", "a", "a", "a", "a", "a", "ae", "c",  "e", "e", "e", "e", "i", "i", "i",  "i",
  "d", "n", "o", "o", "o", "o", "o",  NULL, "o", "u", "u", "u", "u", "y", "th", "y",
};

static const char *
fold_latin_1 (const char *p)
{
  return (guint8) p[0] == 0xC3 ? latin_1[(guint8) p[1] & 0x3F] : NULL;
}

void
mch_text_append_fold (GString *out, const char *text)
{
  const char *plain;
  gsize start;

  g_return_if_fail (out != NULL && text != NULL);

  start = out->len;
  for (const char *p = text; *p != '\0'; p++)
    {
      gboolean blank = g_ascii_isspace (*p) || *p == '-';

      plain = (*p & 0x80) != 0 ? fold_latin_1 (p) : NULL;
      if (plain != NULL)
        {
          g_string_append (out, plain);
          p++;
          continue;
        }
      if ((*p & 0x80) != 0 || *p == '`')
        {
          g_string_truncate (out, start);
          append_fold_unicode (out, text);
          return;
        }
      if (!blank)
        g_string_append_c (out, g_ascii_tolower (*p));
      else if (out->len > start && out->str[out->len - 1] != ' ')
        g_string_append_c (out, ' ');
    }
  if (out->len > start && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
}

char *
mch_text_fold (const char *text)
{
  GString *out = g_string_new (NULL);

  mch_text_append_fold (out, text);
  return g_string_free (out, FALSE);
}

gboolean
mch_text_folds_alike (const char *a, const char *b)
{
  g_autofree char *folded_a = mch_text_fold (a != NULL ? a : "");
  g_autofree char *folded_b = mch_text_fold (b != NULL ? b : "");

  return strcmp (folded_a, folded_b) == 0;
}
