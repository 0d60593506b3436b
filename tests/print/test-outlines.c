/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A font that is made of another one's outlines: the same glyphs, read back by HarfBuzz. */
#include "print/mch-outlines.h"

#include <math.h>

#include "core/mch-paths.h"

static hb_face_t *
open_face (const char *name)
{
  g_autofree char *folder = mch_paths_dup_data ("fonts");
  g_autofree char *path = g_build_filename (folder, name, NULL);
  hb_blob_t *blob = hb_blob_create_from_file (path);
  hb_face_t *face = hb_face_create (blob, 0);

  hb_blob_destroy (blob);
  g_assert_cmpuint (hb_face_get_glyph_count (face), >, 100);
  return face;
}

static hb_font_t *
read_back (GByteArray *file)
{
  hb_blob_t *blob =
      hb_blob_create ((const char *) file->data, file->len, HB_MEMORY_MODE_DUPLICATE, NULL, NULL);
  hb_face_t *face = hb_face_create (blob, 0);
  hb_font_t *font = hb_font_create (face);

  hb_blob_destroy (blob);
  hb_face_destroy (face);
  return font;
}

/* Letters, composed ones, a blank: each as large and as wide as it was, at the place it was. */
static void
test_letters (void)
{
  static const gunichar letters[] = { 'a', 0xe9, ' ', 'W', 0x1ea8, '%', 0x419 };
  hb_face_t *face = open_face ("DejaVuSans.ttf");
  hb_font_t *font = hb_font_create (face), *back;
  g_autoptr (MchOutlines) outlines = mch_outlines_new (font);
  g_autoptr (GArray) glyphs = g_array_new (FALSE, TRUE, sizeof (guint16));
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MchTrueType) parsed = NULL;
  g_autoptr (GError) error = NULL;

  g_array_set_size (glyphs, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      hb_codepoint_t glyph = 0;
      guint16 number;

      g_assert_true (hb_font_get_nominal_glyph (font, letters[i], &glyph));
      number = (guint16) glyph;
      g_array_append_val (glyphs, number);
    }
  file = mch_outlines_dup_subset (outlines, glyphs);
  bytes = g_bytes_new (file->data, file->len);
  parsed = mch_truetype_new (bytes, &error);
  g_assert_no_error (error);
  back = read_back (file);
  g_assert_cmpuint (hb_face_get_glyph_count (hb_font_get_face (back)), ==, glyphs->len);
  for (guint i = 0; i < glyphs->len; i++)
    {
      guint glyph = g_array_index (glyphs, guint16, i);
      hb_glyph_extents_t one = { 0 }, two = { 0 };

      g_assert_cmpint (hb_font_get_glyph_h_advance (back, i), ==,
                       hb_font_get_glyph_h_advance (font, glyph));
      g_assert_cmpfloat_with_epsilon (mch_truetype_get_advance (parsed, i),
                                      mch_outlines_get_advance (outlines, glyph), 1e-9);
      hb_font_get_glyph_extents (font, glyph, &one);
      hb_font_get_glyph_extents (back, i, &two);
      g_assert_cmpint (ABS (one.x_bearing - two.x_bearing), <=, 1);
      g_assert_cmpint (ABS (one.y_bearing - two.y_bearing), <=, 1);
      g_assert_cmpint (ABS (one.width - two.width), <=, 2);
      g_assert_cmpint (ABS (one.height - two.height), <=, 2);
    }
  hb_font_destroy (back);
  hb_font_destroy (font);
  hb_face_destroy (face);
}

#define RADIUS 700

/* Four cubic arcs about the origin: a circle, as a font with cubic curves has it. */
static void
draw_circle (hb_font_t *font, void *font_data, hb_codepoint_t glyph, hb_draw_funcs_t *functions,
             void *data, void *user_data)
{
  const float r = RADIUS, k = RADIUS * 0.5523f;
  hb_draw_state_t state = HB_DRAW_STATE_DEFAULT;

  hb_draw_move_to (functions, data, &state, r, 0);
  hb_draw_cubic_to (functions, data, &state, r, k, k, r, 0, r);
  hb_draw_cubic_to (functions, data, &state, -k, r, -r, k, -r, 0);
  hb_draw_cubic_to (functions, data, &state, -r, -k, -k, -r, 0, -r);
  hb_draw_cubic_to (functions, data, &state, k, -r, r, -k, r, 0);
  hb_draw_close_path (functions, data, &state);
}

typedef struct
{
  guint n;
  double x, y, farthest;
} Walk;

static void
see_quadratic (hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float control_x,
               float control_y, float x, float y, void *user_data)
{
  Walk *walk = data;

  walk->n++;
  for (double t = 0; t <= 1; t += 0.125)
    {
      double s = 1 - t;
      double at_x =
          s * s * (double) state->current_x + 2 * s * t * (double) control_x + t * t * (double) x;
      double at_y =
          s * s * (double) state->current_y + 2 * s * t * (double) control_y + t * t * (double) y;

      walk->farthest = MAX (walk->farthest, fabs (hypot (at_x, at_y) - RADIUS));
    }
}

/* Cubic curves become quadratic ones that nobody tells from them. */
static void
test_cubic (void)
{
  hb_face_t *face = open_face ("DejaVuSans.ttf");
  hb_font_funcs_t *shapes = hb_font_funcs_create ();
  hb_draw_funcs_t *seen = hb_draw_funcs_create ();
  hb_font_t *font = hb_font_create (face), *back;
  g_autoptr (MchOutlines) outlines = mch_outlines_new (font);
  g_autoptr (GArray) glyphs = g_array_new (FALSE, TRUE, sizeof (guint16));
  g_autoptr (GByteArray) file = NULL;
  Walk walk = { 0 };

  hb_font_funcs_set_glyph_shape_func (shapes, draw_circle, NULL, NULL);
  hb_font_set_funcs (mch_outlines_get_font (outlines), shapes, NULL, NULL);
  g_array_set_size (glyphs, 2);
  file = mch_outlines_dup_subset (outlines, glyphs);
  back = read_back (file);
  hb_draw_funcs_set_quadratic_to_func (seen, see_quadratic, NULL, NULL);
  hb_font_get_glyph_shape (back, 1, seen, &walk);
  g_assert_cmpuint (walk.n, ==, 16);
  g_assert_cmpfloat (walk.farthest, <, 1.5);
  hb_font_destroy (back);
  hb_font_destroy (font);
  hb_face_destroy (face);
  hb_draw_funcs_destroy (seen);
  hb_font_funcs_destroy (shapes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/outlines/letters", test_letters);
  g_test_add_func ("/outlines/cubic", test_cubic);
  return g_test_run ();
}
