/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subsets of our own fonts, and font files that somebody damaged. */
#include <string.h>

#include "core/mch-paths.h"
#include "print/mch-print-error.h"
#include "print/mch-truetype.h"

static GBytes *
load_font (const char *name)
{
  g_autofree char *folder = mch_paths_dup_data ("fonts");
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, length);
}

static GArray *
new_glyphs (guint n, guint step)
{
  GArray *glyphs = g_array_new (FALSE, FALSE, sizeof (guint16));

  for (guint i = 0; i < n; i++)
    {
      guint16 glyph = (guint16) (i * step);

      g_array_append_val (glyphs, glyph);
    }
  return glyphs;
}

/* A subset is a font again, with the same widths, and the parts of its accented letters. */
static void
test_subset (void)
{
  g_autoptr (GBytes) bytes = load_font ("DejaVuSans.ttf");
  g_autoptr (MchTrueType) font = mch_truetype_new (bytes, NULL);
  g_autoptr (GArray) glyphs = new_glyphs (300, 7);
  g_autoptr (MchTrueType) small = NULL;
  g_autoptr (GBytes) small_bytes = NULL;
  MchTrueTypeMetrics one, two;

  g_assert_nonnull (font);
  small_bytes = g_byte_array_free_to_bytes (mch_truetype_dup_subset (font, glyphs));
  g_assert_cmpuint (g_bytes_get_size (small_bytes), <, g_bytes_get_size (bytes) / 4);
  small = mch_truetype_new (small_bytes, NULL);
  g_assert_nonnull (small);
  for (guint i = 0; i < glyphs->len; i++)
    g_assert_cmpfloat_with_epsilon (
        mch_truetype_get_advance (small, i),
        mch_truetype_get_advance (font, g_array_index (glyphs, guint16, i)), 1e-9);
  g_assert_cmpuint (glyphs->len, ==, 300);
  mch_truetype_get_metrics (font, &one);
  mch_truetype_get_metrics (small, &two);
  g_assert_cmpint (one.ascent, ==, two.ascent);
  g_assert_cmpint (one.box[2], ==, two.box[2]);
}

static void
use_damaged (GBytes *bytes, guint n_glyphs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchTrueType) font = mch_truetype_new (bytes, &error);
  g_autoptr (GArray) glyphs = new_glyphs (n_glyphs, 31);
  g_autoptr (GByteArray) subset = NULL;

  if (font == NULL)
    {
      g_assert_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_FONTS);
      return;
    }
  subset = mch_truetype_dup_subset (font, glyphs);
  g_assert_nonnull (subset);
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) bytes = load_font ("DejaVuSansMono.ttf");
  gsize size = g_bytes_get_size (bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  for (gsize length = 0; length < size; length += length < 400 ? 1 : 9973)
    {
      /* a copy, so that a read behind its end is seen */
      g_autoptr (GBytes) part = g_bytes_new (g_bytes_get_data (bytes, NULL), length);

      use_damaged (part, 20);
    }
  g_assert_null (mch_truetype_new (nothing, &error));
  g_assert_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_FONTS);
}

static void
test_damaged (void)
{
  g_autoptr (GBytes) bytes = load_font ("DejaVuSansMono.ttf");
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (guint round = 0; round < 300; round++)
    {
      guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) damaged = NULL;

      for (guint i = 0; i < 40; i++)
        copy[g_rand_int_range (random, 0, round % 2 == 0 ? 400 : (gint32) size)] =
            (guint8) g_rand_int_range (random, 0, 256);
      damaged = g_bytes_new_take (copy, size);
      use_damaged (damaged, 60);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/truetype/subset", test_subset);
  g_test_add_func ("/truetype/truncated", test_truncated);
  g_test_add_func ("/truetype/damaged", test_damaged);
  return g_test_run ();
}
