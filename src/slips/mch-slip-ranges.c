/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-slip-ranges.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Reads a number at *@at and steps over it; 0 when there is none or it is absurdly long. */
static guint64
read_number (const char **at)
{
  guint64 number = 0;
  int digits = 0;

  for (; g_ascii_isdigit (**at); (*at)++)
    if (++digits <= 9)
      number = number * 10 + (guint64) g_ascii_digit_value (**at);
  return digits <= 9 ? number : 0;
}

/* The dash as typed, or as an office program makes it. */
static gboolean
step_over_dash (const char **at)
{
  static const char *const dashes[] = { "-", "–", "—", "‑" };

  for (gsize i = 0; i < G_N_ELEMENTS (dashes); i++)
    if (g_str_has_prefix (*at, dashes[i]))
      {
        *at += strlen (dashes[i]);
        return TRUE;
      }
  return FALSE;
}

static gboolean
read_piece (const char *piece, guint n, guint64 *ret_first, guint64 *ret_last)
{
  const char *at = piece;

  *ret_first = read_number (&at);
  *ret_last = *ret_first;
  if (step_over_dash (&at))
    *ret_last = *at == '\0' ? n : read_number (&at);
  return *at == '\0' && *ret_first >= 1 && *ret_first <= *ret_last && *ret_last <= n;
}

/* "1 - 4" says the same as "1-4". (transfer full) */
static char *
dup_tidy (const char *text)
{
  g_autoptr (GRegex) spaced = g_regex_new ("\\s*([-–—‑])\\s*", 0, 0, NULL);

  return g_regex_replace (spaced, text, -1, 0, "\\1", 0, NULL);
}

GArray *
mch_slip_ranges_parse (const char *text, guint n, GError **error)
{
  g_autoptr (GArray) indices = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *tidy = NULL;
  g_autofree gboolean *wanted = NULL;
  g_auto (GStrv) pieces = NULL;
  gboolean any = FALSE;

  g_return_val_if_fail (text != NULL && n > 0, NULL);

  tidy = dup_tidy (text);
  pieces = g_strsplit_set (tidy != NULL ? tidy : "", ",; \t", -1);
  wanted = g_new0 (gboolean, n);
  for (guint i = 0; pieces[i] != NULL; i++)
    {
      guint64 first, last;

      if (*pieces[i] == '\0')
        continue;
      any = TRUE;
      if (!read_piece (pieces[i], n, &first, &last))
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _ ("“%s” is no page or range of pages between 1 and %u. Write for example "
                          "1-4, 7."),
                       pieces[i], n);
          return NULL;
        }
      for (guint64 page = first; page <= last; page++)
        wanted[page - 1] = TRUE;
    }
  for (guint i = 0; i < n; i++)
    if (wanted[i] || !any)
      g_array_append_val (indices, i);
  return g_steal_pointer (&indices);
}
