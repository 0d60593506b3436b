/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-pdf-font.h"

#include <math.h>
#include <string.h>

#define N_GLYPHS 65536

/* A CMap section holds at most this many entries. */
#define CMAP_SECTION 100

static float
get_advance (const MchPdfFont *font, guint glyph)
{
  if (font->outlines != NULL)
    return (float) mch_outlines_get_advance (font->outlines, glyph);
  return (float) mch_truetype_get_advance (font->file, glyph);
}

MchPdfFont *
mch_pdf_font_new (MchFonts *fonts, MchFace face)
{
  MchPdfFont *font = g_new0 (MchPdfFont, 1);
  guint16 nothing = 0;
  float advance;

  font->file = mch_fonts_get_file (fonts, face);
  font->outlines = mch_fonts_get_outlines (fonts, face);
  font->name = mch_fonts_get_name (fonts, face);
  advance = get_advance (font, 0);
  font->numbers = g_new0 (guint16, N_GLYPHS);
  font->glyphs = g_array_new (FALSE, FALSE, sizeof (guint16));
  font->texts = g_ptr_array_new_with_free_func (g_free);
  font->advances = g_array_new (FALSE, FALSE, sizeof (float));
  g_array_append_val (font->glyphs, nothing);
  g_array_append_val (font->advances, advance);
  g_ptr_array_add (font->texts, NULL);
  font->keys = g_array_new (FALSE, TRUE, sizeof (guint64));
  g_array_set_size (font->keys, 1);
  return font;
}

void
mch_pdf_font_free (MchPdfFont *font)
{
  g_return_if_fail (font != NULL);

  g_free (font->numbers);
  g_array_unref (font->glyphs);
  g_array_unref (font->advances);
  g_ptr_array_unref (font->texts);
  g_array_unref (font->keys);
  g_free (font);
}

guint
mch_pdf_font_use (MchPdfFont *font, guint glyph)
{
  guint16 value = (guint16) glyph;
  float advance;

  g_assert (glyph < N_GLYPHS);
  if (glyph == 0 || font->numbers[glyph] != 0)
    return font->numbers[glyph];
  font->numbers[glyph] = (guint16) font->glyphs->len;
  advance = get_advance (font, glyph);
  g_array_append_val (font->glyphs, value);
  g_array_append_val (font->advances, advance);
  g_ptr_array_add (font->texts, NULL);
  g_array_set_size (font->keys, font->glyphs->len);
  return font->numbers[glyph];
}

/* Who copies or searches text does not know one space from another. */
static gboolean
is_space (const char *text, gsize length)
{
  gunichar c = g_utf8_get_char_validated (text, (gssize) length);

  return c == ' ' || c == 0xa0 || c == 0x202f;
}

gboolean
mch_pdf_font_set_text (MchPdfFont *font, guint number, const char *text, gsize length)
{
  const char *known = font->texts->pdata[number];
  guint64 key = 0;

  /* The letters of nearly every text end here. */
  if (length <= sizeof key)
    memcpy (&key, text, length);
  if (key != 0 && key == g_array_index (font->keys, guint64, number))
    return TRUE;
  if (known != NULL && strncmp (known, text, length) == 0 && known[length] == '\0')
    return TRUE;
  if (is_space (text, length))
    {
      text = " ";
      length = 1;
    }
  if (known == NULL)
    {
      font->texts->pdata[number] = g_strndup (text, length);
      if (length <= sizeof key)
        memcpy (&g_array_index (font->keys, guint64, number), text, length);
      return TRUE;
    }
  return strncmp (known, text, length) == 0 && known[length] == '\0';
}

void
mch_pdf_font_get_metrics (const MchPdfFont *font, MchTrueTypeMetrics *ret_metrics)
{
  if (font->outlines != NULL)
    mch_outlines_get_metrics (font->outlines, ret_metrics);
  else
    mch_truetype_get_metrics (font->file, ret_metrics);
}

GByteArray *
mch_pdf_font_dup_file (const MchPdfFont *font)
{
  if (font->outlines != NULL)
    return mch_outlines_dup_subset (font->outlines, font->glyphs);
  return mch_truetype_dup_subset (font->file, font->glyphs);
}

char *
mch_pdf_font_dup_subset_name (const MchPdfFont *font)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  char tag[7] = { 0 };

  for (guint i = 0; i < font->glyphs->len; i++)
    {
      guint glyph = g_array_index (font->glyphs, guint16, i);
      guint8 bytes[2] = { (guint8) (glyph >> 8), (guint8) glyph };

      g_checksum_update (sum, bytes, sizeof bytes);
    }
  g_checksum_get_digest (sum, digest, &length);
  for (guint i = 0; i < 6; i++)
    tag[i] = (char) ('A' + digest[i] % 26);
  return g_strconcat (tag, "+", font->name, NULL);
}

void
mch_pdf_append_number (GString *to, double value, guint decimals)
{
  static const int powers[] = { 1, 10, 100, 1000, 10000 };
  char digits[32];
  int at = sizeof digits;
  guint64 scaled;
  gboolean printed = FALSE;

  g_assert (decimals < G_N_ELEMENTS (powers));
  scaled = (guint64) llround (fabs (value) * powers[decimals]);
  if (value < 0 && scaled > 0)
    g_string_append_c (to, '-');
  for (guint i = 0; i < decimals; i++, scaled /= 10)
    {
      printed = printed || scaled % 10 != 0;
      if (printed)
        digits[--at] = (char) ('0' + scaled % 10);
    }
  if (printed)
    digits[--at] = '.';
  if (scaled == 0 && !printed)
    digits[--at] = '0';
  for (; scaled > 0; scaled /= 10)
    digits[--at] = (char) ('0' + scaled % 10);
  g_string_append_len (to, digits + at, (gssize) sizeof digits - at);
}

void
mch_pdf_append_unsigned (GString *to, guint number)
{
  char digits[12];
  int at = sizeof digits;

  do
    digits[--at] = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  g_string_append_len (to, digits + at, (gssize) sizeof digits - at);
}

void
mch_pdf_append_reference (GString *to, guint object)
{
  mch_pdf_append_unsigned (to, object);
  g_string_append_len (to, " 0 R", 4);
}

void
mch_pdf_append_utf16 (GString *to, const char *text, gsize length)
{
  const char *end = text + length;

  while (text < end)
    {
      gunichar c = g_utf8_get_char_validated (text, end - text);

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          c = 0xfffd;
          text++;
        }
      else
        {
          text = g_utf8_next_char (text);
        }
      if (c >= 0x10000)
        g_string_append_printf (to, "%04X%04X", 0xd800 + ((c - 0x10000) >> 10),
                                0xdc00 + ((c - 0x10000) & 0x3ff));
      else
        g_string_append_printf (to, "%04X", c);
    }
}

void
mch_pdf_append_text_string (GString *to, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_string_append (to, "<FEFF");
  mch_pdf_append_utf16 (to, valid, strlen (valid));
  g_string_append_c (to, '>');
}

void
mch_pdf_font_append_widths (const MchPdfFont *font, GString *to)
{
  g_string_append (to, "[0[");
  for (guint i = 0; i < font->advances->len; i++)
    {
      if (i > 0)
        g_string_append_c (to, ' ');
      mch_pdf_append_number (to, (double) g_array_index (font->advances, float, i) * 1000, 2);
    }
  g_string_append (to, "]]");
}

void
mch_pdf_font_append_cmap (const MchPdfFont *font, GString *to)
{
  guint n = 0;
  gsize section = 0;
  g_autoptr (GString) entries = g_string_new (NULL);

  g_string_append (to, "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                       "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n"
                       "/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
                       "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
  for (guint i = 0; i <= font->texts->len; i++)
    {
      const char *text = i < font->texts->len ? font->texts->pdata[i] : NULL;

      if (text != NULL)
        {
          g_string_append_printf (entries, "<%04X><", i);
          mch_pdf_append_utf16 (entries, text, strlen (text));
          g_string_append (entries, ">\n");
          n++;
        }
      if (n > section && (n - section == CMAP_SECTION || i == font->texts->len))
        {
          g_string_append_printf (to, "%u beginbfchar\n", (guint) (n - section));
          g_string_append (to, entries->str);
          g_string_append (to, "endbfchar\n");
          g_string_truncate (entries, 0);
          section = n;
        }
    }
  g_string_append (to, "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n");
}
