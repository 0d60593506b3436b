/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-csv-writer.h"

#include <string.h>

/* What begins with an apostrophe gets a pair of them, and so does a formula that ends with one: the
 * import takes a pair for a pair. */
static void
append_value (GString *out, const char *value)
{
  gsize length = strlen (value);
  gboolean apostrophe = *value == '\'';
  gboolean formula = length > 0 && strchr ("=+-@\t\r", *value) != NULL;
  gboolean pair = apostrophe || (formula && value[length - 1] == '\'');
  /* Quotation marks tell some spreadsheets that a number is a text. */
  gboolean quoted = formula || apostrophe || *value == '0' || strpbrk (value, ";\"\r\n") != NULL;

  if (quoted)
    g_string_append_c (out, '"');
  if (formula || apostrophe)
    g_string_append_c (out, '\'');
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *p);
    }
  if (pair)
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
        append_value (out, values[i]);
    }
  g_string_append (out, "\r\n");
}
