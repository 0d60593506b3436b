/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each letter of the damaged text stands for one byte of its code page. Only runs of bytes that
 * make a letter or a mark of French text are put back: others happen to look like one, such as the
 * last two signs of «ANDRÉ». */
#include "core/mch-mangled.h"

#include "core/mch-encoding.h"

#include <string.h>

#define MAX_TIMES 2 /* a file can pass through two such programs */
#define MAX_SEQUENCE 4
#define NOT_A_BYTE -1

static int
find_byte (const gunichar *high, gunichar c)
{
  if (c < 0x80)
    return NOT_A_BYTE;
  for (int i = 0; i < MCH_ENCODING_N_HIGH; i++)
    if (high[i] == c)
      return 0x80 + i;
  return NOT_A_BYTE;
}

static gboolean
is_french (gunichar c)
{
  return (c >= 0xA0 && c <= 0xFF) || c == 0x152 || c == 0x153 || c == 0x178 || c == 0x2013
         || c == 0x2014 || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2026
         || c == 0x20AC;
}

/* The letter that the characters at @text were; 0 when they are what they seem to be. */
static gunichar
read_sequence (const gunichar *high, const char *text, const char **ret_end)
{
  char bytes[MAX_SEQUENCE];
  const char *p = text;

  for (int n = 0; n < MAX_SEQUENCE && *p != '\0'; n++)
    {
      int byte = find_byte (high, g_utf8_get_char (p));
      gunichar c;

      if (byte == NOT_A_BYTE)
        return 0;
      bytes[n] = (char) byte;
      p = g_utf8_next_char (p);
      c = g_utf8_get_char_validated (bytes, n + 1);
      if (c == (gunichar) -2)
        continue;
      *ret_end = p;
      return c != (gunichar) -1 && is_french (c) ? c : 0;
    }
  return 0;
}

static char *
dup_once (const gunichar *high, const char *text)
{
  g_autoptr (GString) out = NULL;
  const char *kept = text;

  for (const char *p = text; *p != '\0';)
    {
      const char *end;
      gunichar c = (*p & 0x80) != 0 ? read_sequence (high, p, &end) : 0;

      if (c == 0)
        {
          p = g_utf8_next_char (p);
          continue;
        }
      if (out == NULL)
        out = g_string_new (NULL);
      g_string_append_len (out, kept, p - kept);
      g_string_append_unichar (out, c);
      kept = p = end;
    }
  if (out == NULL)
    return NULL;
  g_string_append (out, kept);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Whether two letters beyond ASCII stand side by side, as they do in all damaged text and hardly
 * ever in French. */
static gboolean
may_be_mangled (const char *text)
{
  for (const guint8 *p = (const guint8 *) text; *p != 0; p++)
    if (*p >= 0x80 && p[1] >= 0xC0)
      return TRUE;
  return FALSE;
}

char *
mch_text_dup_unmangled (const char *text)
{
  static const MchEncoding pages[] = { MCH_ENCODING_WINDOWS_1252, MCH_ENCODING_MACROMAN };

  g_return_val_if_fail (text != NULL, NULL);

  if (!may_be_mangled (text))
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      const gunichar *high = mch_encoding_get_high (pages[i]);
      char *whole = dup_once (high, text);

      for (int times = 1; whole != NULL && times < MAX_TIMES; times++)
        {
          char *again = dup_once (high, whole);

          if (again == NULL)
            break;
          g_free (whole);
          whole = again;
        }
      if (whole != NULL)
        return whole;
    }
  return NULL;
}
