/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-encoding.h"

#include "core/mch-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unicode/ucnv.h>

#define FIRST_PAGE MCH_ENCODING_WINDOWS_1252
#define N_PAGES (MCH_N_ENCODINGS - FIRST_PAGE)
#define N_HIGH MCH_ENCODING_N_HIGH
/* Enough bytes to tell code pages apart; beyond it nothing new is learnt. */
#define ENOUGH_EVIDENCE 20000

typedef struct
{
  gunichar high[N_HIGH]; /* what the bytes 0x80 to 0xFF mean; 0 when nothing */
} CodePage;

static const char *const names[] = {
  [MCH_ENCODING_UTF8] = "UTF-8",
  [MCH_ENCODING_UTF16LE] = "UTF-16",
  [MCH_ENCODING_UTF16BE] = "UTF-16",
  [MCH_ENCODING_WINDOWS_1252] = "Windows-1252",
  [MCH_ENCODING_ISO_8859_15] = "ISO-8859-15",
  [MCH_ENCODING_MACROMAN] = "Mac OS Roman",
  [MCH_ENCODING_CP850] = "CP850",
};
G_STATIC_ASSERT (G_N_ELEMENTS (names) == MCH_N_ENCODINGS);

const char *
mch_encoding_to_string (MchEncoding encoding)
{
  g_return_val_if_fail (encoding < MCH_N_ENCODINGS, NULL);

  return names[encoding];
}

static void
fill_page (CodePage *page, const char *converter_name)
{
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open (converter_name, &status);

  g_assert (U_SUCCESS (status));
  for (int i = 0; i < N_HIGH; i++)
    {
      char byte = (char) (N_HIGH + i);
      UChar units[4];
      int32_t n;

      status = U_ZERO_ERROR;
      n = ucnv_toUChars (converter, units, G_N_ELEMENTS (units), &byte, 1, &status);
      page->high[i] = U_SUCCESS (status) && n == 1 && units[0] != 0xFFFD ? units[0] : 0;
    }
  ucnv_close (converter);
}

static const CodePage *
get_pages (void)
{
  static const char *const converters[] = { "windows-1252", "ISO-8859-15", "macintosh", "ibm-850" };
  static CodePage pages[N_PAGES];
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      for (int i = 0; i < N_PAGES; i++)
        fill_page (&pages[i], converters[i]);
      g_once_init_leave (&ready, 1);
    }
  return pages;
}

/* How likely a letter or sign is in a French school's file. */
static int
weigh (gunichar c)
{
  if (c == 0 || (c >= 0x80 && c < 0xA0))
    return -20;
  if (c < 0x80)
    return 0;
  if (g_utf8_strchr ("éèêëàâçîïôùûüœÉÈÊÀÂÇÎÔŒ", -1, c) != NULL)
    return 3;
  if (g_utf8_strchr ("ÿŸæÆñÑöÖäÄåÅøØóÓíÍúÚáÁãÃìÌòÒßšŠžŽðÐýÝþÞõÕËÏÛÜÙ", -1, c) != NULL)
    return 1;
  if (g_utf8_strchr ("’‘«»“”–—…°€ª\u00a0ºı·", -1, c) != NULL)
    return 0;
  return -4;
}

/* A capital inside small letters, or the reverse, is what the wrong page makes. */
static int
weigh_case (gunichar before, gunichar c, gunichar after)
{
  int score = 0;

  if (g_unichar_isupper (c))
    {
      if (g_unichar_islower (before))
        score -= 6;
      else if (g_unichar_isupper (before) || g_unichar_isupper (after))
        score += 1;
    }
  else if (g_unichar_islower (c))
    {
      if (g_unichar_isupper (before) && g_unichar_isupper (after))
        score -= 6;
      else if (g_unichar_islower (before) || g_unichar_islower (after))
        score += 1;
    }
  else if (g_unichar_isalpha (before) && g_unichar_isalpha (after) && c != 0x2019)
    score -= 4;
  return score;
}

static gunichar
decode_byte (const CodePage *page, guint8 byte)
{
  return byte < N_HIGH ? byte : page->high[byte - N_HIGH];
}

static int
score_page (const CodePage *page, const guint8 *data, gsize length)
{
  int score = 0, seen = 0;

  for (gsize i = 0; i < length && seen < ENOUGH_EVIDENCE; i++)
    {
      gunichar c, before, after;

      if (data[i] < N_HIGH)
        continue;
      c = decode_byte (page, data[i]);
      before = i > 0 ? decode_byte (page, data[i - 1]) : ' ';
      after = i + 1 < length ? decode_byte (page, data[i + 1]) : ' ';
      score += weigh (c) + (c != 0 ? weigh_case (before, c, after) : 0);
      seen++;
    }
  return score;
}

static guint
count_lines (const guint8 *data, gsize length)
{
  guint lines = 1;

  for (gsize i = 0; i < length; i++)
    if (data[i] == '\n' || (data[i] == '\r' && !(i + 1 < length && data[i + 1] == '\n')))
      lines++;
  return lines;
}

static GBytes *
decode_page (const CodePage *page, const guint8 *data, gsize length, GError **error)
{
  GByteArray *text = g_byte_array_sized_new ((guint) MIN (length + length / 8 + 16, G_MAXUINT));

  for (gsize i = 0; i < length;)
    {
      gsize plain = i;
      char utf8[6];
      gunichar c;

      while (plain < length && data[plain] < N_HIGH)
        plain++;
      if (plain > i)
        g_byte_array_append (text, data + i, (guint) (plain - i));
      if (plain == length)
        break;
      c = decode_byte (page, data[plain]);
      if (c == 0)
        {
          g_byte_array_unref (text);
          g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
                       _ ("Line %u of the file holds a character in an unknown encoding. Save the "
                          "file as “CSV UTF-8” and import it again."),
                       count_lines (data, plain));
          return NULL;
        }
      g_byte_array_append (text, (guint8 *) utf8, (guint) g_unichar_to_utf8 (c, utf8));
      i = plain + 1;
    }
  return g_byte_array_free_to_bytes (text);
}

static void
set_error_text (GError **error, const char *message)
{
  g_set_error_literal (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE, message);
}

/* The start of a UTF-8 character, and then nothing. */
static gboolean
is_cut_character (const char *bad, gsize length)
{
  return length > 0 && length < 4
         && g_utf8_get_char_validated (bad, (gssize) length) == (gunichar) -2;
}

static GBytes *
decode_eight_bits (const guint8 *data, gsize length, MchEncoding *ret_encoding, GError **error)
{
  const CodePage *pages = get_pages ();
  int best = 0, best_score = G_MININT;
  const char *bad;

  for (int i = 0; i < N_PAGES; i++)
    {
      int score = score_page (&pages[i], data, length);

      if (score > best_score)
        {
          best = i;
          best_score = score;
        }
    }
  if (best_score < 0)
    {
      g_utf8_validate_len ((const char *) data, length, &bad);
      if (is_cut_character (bad, (gsize) ((const char *) data + length - bad)))
        {
          set_error_text (error, _ ("The file is damaged or cut off. Save it as “CSV UTF-8” and "
                                    "import it again."));
          return NULL;
        }
      g_set_error (
          error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
          _ ("The encoding of the file is unknown; the first doubtful character is on line "
             "%u. Save the file as “CSV UTF-8” and import it again."),
          count_lines (data, (gsize) (bad - (const char *) data)));
      return NULL;
    }
  *ret_encoding = FIRST_PAGE + best;
  return decode_page (&pages[best], data, length, error);
}

static GBytes *
decode_utf16 (const guint8 *data, gsize length, gboolean big_endian, GError **error)
{
  g_autofree gunichar2 *units = NULL;
  g_autofree char *text = NULL;
  gsize n = length / 2;
  glong written;

  units = g_new (gunichar2, n + 1);
  for (gsize i = 0; i < n; i++)
    {
      guint8 low = data[2 * i + (big_endian ? 1 : 0)], high = data[2 * i + (big_endian ? 0 : 1)];

      units[i] = (gunichar2) (high << 8 | low);
      if (units[i] == 0)
        units[i] = 0xDFFF; /* no text: refused with the lone surrogates below */
    }
  text = length % 2 == 0 ? g_utf16_to_utf8 (units, (glong) n, NULL, &written, NULL) : NULL;
  if (text == NULL)
    {
      g_set_error_literal (
          error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
          _ ("The file is damaged or cut off. Save it as “CSV UTF-8” and import it "
             "again."));
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&text), (gsize) written);
}

/* Text in UTF-16 without a mark: nearly every other byte is NUL. */
static gboolean
looks_like_utf16 (const guint8 *data, gsize length, gboolean *ret_big_endian)
{
  gsize zeros[2] = { 0, 0 }, sample = MIN (length, 4096) & ~(gsize) 1;

  for (gsize i = 0; i < sample; i++)
    if (data[i] == 0)
      zeros[i % 2]++;
  *ret_big_endian = zeros[0] > zeros[1];
  return sample >= 4 && MAX (zeros[0], zeros[1]) * 2 > sample * 6 / 10
         && MIN (zeros[0], zeros[1]) * 20 < sample;
}

static gboolean
starts_with (const guint8 *data, gsize length, const char *magic, gsize magic_length)
{
  return length >= magic_length && memcmp (data, magic, magic_length) == 0;
}

/* What people try to import instead of a CSV file; NULL when it may be one. */
static const char *
find_other_format (const guint8 *data, gsize length)
{
  if (starts_with (data, length, "PK\3\4", 4))
    return _ ("The file is a spreadsheet or an archive. Open it and save it as CSV.");
  if (starts_with (data, length, "\xD0\xCF\x11\xE0", 4))
    return _ ("The file is an old Excel workbook, or one with a password. Open it and save it "
              "without a password as .xlsx, .ods or CSV.");
  if (starts_with (data, length, "%PDF", 4))
    return _ ("The file is a PDF document. Export the list as CSV.");
  if (starts_with (data, length, "<?xml", 5) || starts_with (data, length, "\xEF\xBB\xBF<?xml", 8))
    return _ ("The file is XML. Export the list as CSV.");
  if (starts_with (data, length, "\x89PNG", 4) || starts_with (data, length, "\xFF\xD8\xFF", 3)
      || starts_with (data, length, "\x1F\x8B", 2)
      || starts_with (data, length,
                      "\x7F"
                      "ELF",
                      4))
    return _ ("The file is not a text file. Export the list as CSV.");
  return NULL;
}

static gboolean
is_text (const guint8 *data, gsize length)
{
  gsize controls = 0;

  for (gsize i = 0; i < length; i++)
    if (data[i] < 0x20)
      {
        if (data[i] == 0)
          return FALSE;
        if (data[i] != '\n' && data[i] != '\r' && data[i] != '\t')
          controls++;
      }
  return controls * 100 <= length;
}

static GBytes *
decode_unmarked (GBytes *bytes, const guint8 *data, gsize length, MchEncoding *ret_encoding,
                 GError **error)
{
  gboolean big_endian;

  if (length % 2 == 0 && looks_like_utf16 (data, length, &big_endian))
    {
      *ret_encoding = big_endian ? MCH_ENCODING_UTF16BE : MCH_ENCODING_UTF16LE;
      return decode_utf16 (data, length, big_endian, error);
    }
  if (!is_text (data, length))
    {
      set_error_text (error, _ ("The file is not a text file. Export the list as CSV."));
      return NULL;
    }
  *ret_encoding = MCH_ENCODING_UTF8;
  if (g_utf8_validate_len ((const char *) data, length, NULL))
    return g_bytes_ref (bytes);
  return decode_eight_bits (data, length, ret_encoding, error);
}

static GBytes *
decode_marked_utf8 (GBytes *bytes, const guint8 *data, gsize length, GError **error)
{
  const char *bad;

  if (g_utf8_validate_len ((const char *) data + 3, length - 3, &bad)
      && memchr (data, 0, length) == NULL)
    return g_bytes_new_from_bytes (bytes, 3, length - 3);
  g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
               _ ("Line %u of the file is damaged. Save the file as “CSV UTF-8” and import it "
                  "again."),
               count_lines (data, (gsize) (bad - (const char *) data)));
  return NULL;
}

GBytes *
mch_encoding_decode (GBytes *bytes, MchEncoding *ret_encoding, GError **error)
{
  MchEncoding encoding = MCH_ENCODING_UTF8;
  g_autoptr (GBytes) text = NULL;
  const guint8 *data;
  gsize length;
  const char *other;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  other = find_other_format (data, length);
  if (other != NULL)
    set_error_text (error, other);
  else if (starts_with (data, length, "\xEF\xBB\xBF", 3))
    text = decode_marked_utf8 (bytes, data, length, error);
  else if (starts_with (data, length, "\xFF\xFE", 2) || starts_with (data, length, "\xFE\xFF", 2))
    {
      encoding = data[0] == 0xFF ? MCH_ENCODING_UTF16LE : MCH_ENCODING_UTF16BE;
      text = decode_utf16 (data + 2, length - 2, encoding == MCH_ENCODING_UTF16BE, error);
    }
  else if (length > 0)
    text = decode_unmarked (bytes, data, length, &encoding, error);
  else
    text = g_bytes_ref (bytes);

  if (text != NULL && g_bytes_get_size (text) == 0)
    {
      set_error_text (error, _ ("The file is empty."));
      return NULL;
    }
  if (text != NULL && ret_encoding != NULL)
    *ret_encoding = encoding;
  return g_steal_pointer (&text);
}

gboolean
mch_encoding_is_page (MchEncoding encoding)
{
  return encoding >= FIRST_PAGE && encoding < MCH_N_ENCODINGS;
}

const gunichar *
mch_encoding_get_high (MchEncoding page)
{
  g_return_val_if_fail (mch_encoding_is_page (page), NULL);

  return get_pages ()[page - FIRST_PAGE].high;
}

GBytes *
mch_encoding_decode_page (GBytes *bytes, MchEncoding page, GError **error)
{
  const guint8 *data;
  gsize length;

  g_return_val_if_fail (bytes != NULL && mch_encoding_is_page (page), NULL);

  data = g_bytes_get_data (bytes, &length);
  if (length > 0 && is_text (data, length))
    return decode_page (&get_pages ()[page - FIRST_PAGE], data, length, error);
  set_error_text (error, length > 0 ? _ ("The file is not a text file. Export the list as CSV.")
                                    : _ ("The file is empty."));
  return NULL;
}
