/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-csv-writer.h"

#include <string.h>

void
mch_csv_append_cell (GString *out, const char *text)
{
  gboolean apostrophe, formula, quoted;

  g_return_if_fail (out != NULL && text != NULL);

  apostrophe = *text == '\'';
  formula = *text != '\0' && strchr ("=+-@\t\r", *text) != NULL;
  /* Quotation marks tell some spreadsheets that a number is a text. */
  quoted = formula || apostrophe || (*text == '0' && text[1] != '\0')
           || strpbrk (text, ";\"\r\n") != NULL;
  if (quoted)
    g_string_append_c (out, '"');
  if (formula || apostrophe)
    g_string_append_c (out, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  /* The import takes a pair of apostrophes for a guard, and a pair only where one stands first. */
  if (apostrophe)
    g_string_append_c (out, '\'');
  if (quoted)
    g_string_append_c (out, '"');
}

void
mch_csv_append_row (GString *out, const char *const *values, guint n)
{
  g_return_if_fail (out != NULL && (values != NULL || n == 0));

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (out, ';');
      if (values[i] != NULL)
        mch_csv_append_cell (out, values[i]);
    }
  g_string_append (out, "\r\n");
}
