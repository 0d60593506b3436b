/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people type as pages, and what they type instead of it. */
#include "slips/mch-slip-ranges.h"

#include <string.h>

typedef struct
{
  const char *text;
  guint n;
  const char *pages; /* from 1; NULL: refused */
} Row;

static const Row rows[] = {
  { "", 3, "1 2 3" },
  { "   ", 2, "1 2" },
  { ",;", 2, "1 2" },
  { "2", 3, "2" },
  { "1-4, 7", 9, "1 2 3 4 7" },
  { "7;1-4", 9, "1 2 3 4 7" },
  { "3 1", 9, "1 3" },
  { "1-3 2-4", 9, "1 2 3 4" },
  { "7-", 9, "7 8 9" },
  { "1 - 4", 4, "1 2 3 4" },
  { "2\u20133", 9, "2 3" },
  { "2\u20113", 9, "2 3" },
  { "0", 9, NULL },
  { "10", 9, NULL },
  { "4-2", 9, NULL },
  { "-4", 9, NULL },
  { "-", 9, NULL },
  { "1--3", 9, NULL },
  { "1-2-3", 9, NULL },
  { "a", 9, NULL },
  { "1a", 9, NULL },
  { "1.5", 9, NULL },
  { "99999999999999999999", 9, NULL },
  { "1-99999999999999999999", 9, NULL },
  { "18446744073709551617", 9, NULL },
  { "\u0661", 9, NULL }, /* a digit, but not one of ours */
};

static char *
describe (GArray *pages)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pages->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "", g_array_index (pages, guint, i) + 1);
  return g_string_free (text, FALSE);
}

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) pages = mch_slip_ranges_parse (rows[i].text, rows[i].n, &error);
      g_autofree char *got = pages != NULL ? describe (pages) : NULL;

      g_test_message ("“%s”", rows[i].text);
      g_assert_cmpstr (got, ==, rows[i].pages);
      if (pages == NULL)
        g_assert_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE);
    }
}

/* A long text is as good as a short one. */
static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) pages = NULL;

  for (guint i = 0; i < 50000; i++)
    g_string_append (text, "2,");
  pages = mch_slip_ranges_parse (text->str, 3000, NULL);
  g_assert_nonnull (pages);
  g_assert_cmpuint (pages->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slips/ranges/table", test_table);
  g_test_add_func ("/slips/ranges/long", test_long);
  return g_test_run ();
}
