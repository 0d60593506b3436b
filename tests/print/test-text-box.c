/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No text leaves its box, whatever it is: judged by the pixels that cairo blackens. */
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "print/mch-print-error.h"
#include "print/mch-qr.h"
#include "print/mch-text-box.h"
#include "print/mch-text-lines.h"
#include "slips.h"

#define PIXELS_PER_MM 8
#define WIDTH 100
#define HEIGHT 60

static const MchBox box = { 20, 20, 60, 14 };

static cairo_surface_t *
draw (const MchPage *page, MchFonts *fonts)
{
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_A8, WIDTH * PIXELS_PER_MM, HEIGHT * PIXELS_PER_MM);
  cairo_t *cr = cairo_create (surface);
  double scale = PIXELS_PER_MM * MCH_MM_PER_POINT;

  cairo_scale (cr, scale, scale);
  mch_page_draw (page, fonts, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Returns: whether @page blackens anything; none of it may be outside the box by more than the
 * pixel that its edge falls into. */
static gboolean
check_pixels (const MchPage *page, MchFonts *fonts, const char *text)
{
  cairo_surface_t *surface = draw (page, fonts);
  const guchar *pixels = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  gboolean any = FALSE;

  for (int y = 0; y < HEIGHT * PIXELS_PER_MM; y++)
    for (int x = 0; x < WIDTH * PIXELS_PER_MM; x++)
      {
        double left = box.x * PIXELS_PER_MM - 1, top = box.y * PIXELS_PER_MM - 1;

        if (pixels[y * stride + x] < 32)
          continue;
        any = TRUE;
        if (x < left || x > left + box.width * PIXELS_PER_MM + 2 || y < top
            || y > top + box.height * PIXELS_PER_MM + 2)
          g_error ("ink at %d,%d of “%s”", x, y, text);
      }
  cairo_surface_destroy (surface);
  return any;
}

static void
test_containment (void)
{
  static const MchWrap wraps[] = { MCH_WRAP_LAST, MCH_WRAP_FIRST, MCH_WRAP_DOTS, MCH_WRAP_NEVER };
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);

  for (guint i = 0; i < test_hostile_count (); i++)
    for (guint j = 0; j < G_N_ELEMENTS (wraps) * MCH_N_TEXT_FACES; j++)
      {
        g_autoptr (MchPage) page = mch_page_new ();
        MchTextStyle style = { .face = j % MCH_N_TEXT_FACES,
                               .size = 18,
                               .min_size = 10,
                               .align = j % 3,
                               .wrap = wraps[j / MCH_N_TEXT_FACES],
                               .middle = j % 2 == 0,
                               .role = "text" };
        const char *text = test_hostile_name (i);

        mch_text_box_add (page, fonts, &style, &box, text, NULL);
        g_assert_true (check_pixels (page, fonts, text) == (*text != '\0'));
      }
}

/* The ink that a placement states is the ink that is drawn. */
static void
test_ink (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  g_autoptr (MchPage) page = mch_page_new ();
  g_autoptr (GArray) placements = NULL;
  MchTextStyle style = { .face = MCH_FACE_BOLD, .size = 18, .min_size = 10, .role = "text" };
  const MchPlacement *placement;
  cairo_surface_t *surface;
  int x0 = G_MAXINT, x1 = 0, y0 = G_MAXINT, y1 = 0;

  mch_text_box_add (page, fonts, &style, &box, "Ẩjax", NULL);
  placements = mch_page_dup_placements (page);
  g_assert_cmpuint (placements->len, ==, 1);
  placement = &g_array_index (placements, MchPlacement, 0);
  g_assert_cmpfloat_with_epsilon (placement->size, 18, 0.01);
  surface = draw (page, fonts);
  for (int y = 0; y < HEIGHT * PIXELS_PER_MM; y++)
    for (int x = 0; x < WIDTH * PIXELS_PER_MM; x++)
      if (cairo_image_surface_get_data (surface)[y * cairo_image_surface_get_stride (surface) + x]
          > 0)
        {
          x0 = MIN (x0, x);
          x1 = MAX (x1, x + 1);
          y0 = MIN (y0, y);
          y1 = MAX (y1, y + 1);
        }
  cairo_surface_destroy (surface);
  g_assert_cmpfloat_with_epsilon (placement->ink.x * PIXELS_PER_MM, x0, 1.5);
  g_assert_cmpfloat_with_epsilon (placement->ink.y * PIXELS_PER_MM, y0, 1.5);
  g_assert_cmpfloat_with_epsilon ((placement->ink.x + placement->ink.width) * PIXELS_PER_MM, x1,
                                  1.5);
  g_assert_cmpfloat_with_epsilon ((placement->ink.y + placement->ink.height) * PIXELS_PER_MM, y1,
                                  1.5);
}

static const struct
{
  const char *text;
  MchWrap wrap;
  guint lines;
  double least, most; /* the size */
} wrap_table[] = {
  { "Court", MCH_WRAP_LAST, 1, 18, 18 },
  { "Un nom bien assez long", MCH_WRAP_LAST, 1, 12, 17 },
  { "Un nom vraiment beaucoup trop long pour une ligne", MCH_WRAP_LAST, 2, 8, 18 },
  { "Un texte qui tient en deux lignes", MCH_WRAP_FIRST, 2, 10, 18 },
  { "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", MCH_WRAP_LAST, 2, 8, 18 },
  { "prenom.nomdefamilleassezlong.12345", MCH_WRAP_DOTS, 2, 9, 18 },
  { "prenomtreslongsansaucunpointdutoutdutout", MCH_WRAP_DOTS, 1, 3, 9 },
  { "7DDCK-SW2F6-X47AR-7DDCK-SW2F6-X47AR", MCH_WRAP_NEVER, 1, 3, 18 },
};

static void
test_wrap (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wrap_table); i++)
    {
      g_autoptr (MchPage) page = mch_page_new ();
      g_autoptr (GArray) placements = NULL;
      MchTextStyle style = {
        .size = 18, .min_size = 10, .wrap = wrap_table[i].wrap, .role = "text"
      };
      MchTextFit fit;

      mch_text_box_add (page, fonts, &style, &box, wrap_table[i].text, &fit);
      placements = mch_page_dup_placements (page);
      g_test_message ("%s: %u lines, %.1f pt", wrap_table[i].text, placements->len, fit.size);
      g_assert_cmpuint (placements->len, ==, wrap_table[i].lines);
      g_assert_cmpfloat (fit.size, >=, wrap_table[i].least);
      g_assert_cmpfloat (fit.size, <=, wrap_table[i].most);
      g_assert_cmpuint (fit.n_missing, ==, 0);
    }
}

static void
test_missing (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  g_autoptr (MchRun) run = mch_run_new ();

  mch_fonts_shape (fonts, MCH_FACE_BOLD, "a王b明", strlen ("a王b明"), run);
  g_assert_cmpuint (run->n_missing, ==, 2);
  g_assert_cmpuint (run->glyphs->len, ==, 4);
  g_assert_cmpstr (run->text->str, ==, "a王b明");
  /* from the cache of words as from the text itself */
  mch_fonts_shape (fonts, MCH_FACE_BOLD, "fin", 3, run);
  g_assert_cmpuint (run->n_missing, ==, 0);
  mch_fonts_shape (fonts, MCH_FACE_BOLD, "", 0, run);
  g_assert_cmpuint (run->glyphs->len, ==, 0);
}

/* Signs of the font that no text is set in: one glyph for a family of three, and the same picture
 * from fonts that did not shape it themselves. */
static void
test_signs (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  g_autoptr (MchFonts) others = mch_fonts_new (NULL, NULL);
  g_autoptr (MchRun) run = mch_run_new ();
  g_autoptr (MchPage) page = mch_page_new ();
  const char *text = "Zoé 👨‍👩‍👧 🎓";
  guint n_signs = 0;
  cairo_surface_t *surfaces[2];

  mch_fonts_shape (fonts, MCH_FACE_BOLD, text, strlen (text), run);
  g_assert_cmpuint (run->n_missing, ==, 0);
  for (guint i = 0; i < run->glyphs->len; i++)
    n_signs += g_array_index (run->glyphs, MchGlyph, i).face == MCH_FACE_SIGNS;
  g_assert_cmpuint (n_signs, ==, 2);
  mch_page_add_run (page, run, 2, 8, 14, 0, NULL);
  for (guint i = 0; i < 2; i++)
    {
      cairo_t *cr;

      surfaces[i] = cairo_image_surface_create (CAIRO_FORMAT_A8, 200, 40);
      cr = cairo_create (surfaces[i]);
      mch_page_draw (page, i == 0 ? others : fonts, cr);
      cairo_destroy (cr);
      cairo_surface_flush (surfaces[i]);
    }
  g_assert_cmpmem (cairo_image_surface_get_data (surfaces[0]),
                   (gsize) cairo_image_surface_get_stride (surfaces[0]) * 40,
                   cairo_image_surface_get_data (surfaces[1]),
                   (gsize) cairo_image_surface_get_stride (surfaces[1]) * 40);
  cairo_surface_destroy (surfaces[0]);
  cairo_surface_destroy (surfaces[1]);
}

/* A text of many words is as wide as when it is shaped whole, and a cache that was emptied in
 * between changes nothing. */
static void
test_cache (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  double before = mch_text_measure (fonts, MCH_FACE_SANS, 10, "Élodie Lefèvre");

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = g_strdup_printf ("mot%u", i);

      g_assert_cmpfloat (mch_text_measure (fonts, MCH_FACE_SANS, 10, text), >, 0);
    }
  g_assert_cmpfloat_with_epsilon (mch_text_measure (fonts, MCH_FACE_SANS, 10, "Élodie Lefèvre"),
                                  before, 1e-9);
}

static void
test_fonts_missing (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("fonts-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "DejaVuSans.ttf", NULL);

  g_assert_null (mch_fonts_new (folder, &error));
  g_assert_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_FONTS);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "not a font", -1, NULL));
  g_assert_null (mch_fonts_new (folder, &error));
  g_assert_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_FONTS);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_qr (void)
{
  g_autoptr (MchPage) page = mch_page_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *long_text = g_strnfill (1001, 'a');
  guint n;
  const MchOp *ops;

  g_assert_true (mch_qr_add (page, "https://a.example/", 1, 2, 30, &error));
  ops = mch_page_get_ops (page, &n);
  g_assert_cmpuint (n, ==, 1);
  for (guint i = 0; i < ops->n; i++)
    {
      const double *v = mch_page_get_segments (page)[i].v;

      g_assert_true (v[0] >= 1 - 1e-9 && v[0] + v[2] <= 31 + 1e-9);
      g_assert_true (v[1] >= 2 - 1e-9 && v[1] + v[3] <= 32 + 1e-9);
    }
  g_assert_false (mch_qr_add (page, long_text, 1, 2, 30, &error));
  g_assert_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_INVALID);
}

/* A cleared page holds no more of the secrets that were on it. */
static void
test_page_wiped (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  g_autoptr (MchPage) page = mch_page_new ();
  MchTextStyle style = { .face = MCH_FACE_MONO, .size = 14, .wrap = MCH_WRAP_NEVER };
  const char *text;

  mch_text_box_add (page, fonts, &style, &box, "7DDCK-SW2F6-X47AR", NULL);
  text = mch_page_get_text (page);
  g_assert_cmpmem (text, 17, "7DDCK-SW2F6-X47AR", 17);
  mch_page_clear (page);
  for (guint i = 0; i < 17; i++)
    g_assert_cmpint (text[i], ==, 0);
}

/* Where a line may end is what Pango says, though it is asked about parts of the text only. */
static void
test_places (void)
{
  static const char *const texts[] = {
    "Maïa KLEIN-MONNIER, votre espace candidat est ouvert.",
    "Vous y vérifierez votre état civil (nom, prénom) : en cas d'erreur, signalez-la ; merci !",
    "« Réunion » le 12/05/2027 à 18 h 30, salle B-12 – rez-de-chaussée…",
    "Site : https://candidat.machaon.example/aide?x=1&y=2 ou 03 81 00 00 00.",
    "Deux  blancs, une espace\302\240insécable \302\240 et une fine\342\200\257: fin",
    "- tiret, 12,5 % et 3 × 4 = 12 ; 50 $ \" guillemets \" [crochets] {accolades}",
    "œuvre Œdipe Łódź Ýr þorn ß ÷ 2 × 3 Đặng Nguyễn",
    " blanc au début et à la fin ",
    "aujourd'hui 'mot' l'«été» (a) b) c] !d ?e %f a/b a-b a--b",
    "soft\302\255hyphen zero\342\200\213width",
    "a",
    " ",
  };
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (MchRun) run = mch_run_new ();
      g_auto (MchBreakable) breakable = { 0 };
      glong n = g_utf8_strlen (texts[i], -1);
      g_autofree PangoLogAttr *attributes = g_new0 (PangoLogAttr, n + 1);
      guint next = 0;

      mch_fonts_shape (fonts, MCH_FACE_SANS, texts[i], strlen (texts[i]), run);
      g_assert_cmpstr (run->text->str, ==, texts[i]);
      mch_breakable_init (&breakable, run);
      pango_get_log_attrs (texts[i], (int) strlen (texts[i]), -1, pango_language_from_string ("fr"),
                           attributes, (int) n + 1);
      for (glong at = 1; at <= n; at++)
        {
          gsize end = (gsize) (g_utf8_offset_to_pointer (texts[i], at) - texts[i]);

          if (at < n && !attributes[at].is_line_break)
            continue;
          g_assert_cmpuint (next, <, breakable.places->len);
          g_assert_cmpuint (g_array_index (breakable.places, MchBreakPlace, next).end, ==, end);
          next++;
        }
      g_assert_cmpuint (next, ==, breakable.places->len);
    }
}

/* A part of a run is what shaping it alone gives. */
static void
test_words (void)
{
  static const char text[] = "Maïa KLEIN-MONNIER, AVATAR office d'été";
  static const gsize ends[] = { 0, 5, 6, 20, 21, 27, 28, 34, 35, sizeof text - 1 };
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  g_autoptr (MchRun) run = mch_run_new ();

  mch_fonts_shape (fonts, MCH_FACE_SANS, text, sizeof text - 1, run);
  g_assert_null (mch_run_dup_words (run, 0, 8));
  g_assert_null (mch_run_dup_words (run, 1, 5));
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    for (gsize j = i + 1; j < G_N_ELEMENTS (ends); j++)
      {
        g_autoptr (MchRun) part = mch_run_dup_words (run, ends[i], ends[j]);
        g_autoptr (MchRun) alone = mch_run_new ();

        mch_fonts_shape (fonts, MCH_FACE_SANS, text + ends[i], ends[j] - ends[i], alone);
        g_assert_nonnull (part);
        g_assert_cmpstr (part->text->str, ==, alone->text->str);
        g_assert_cmpmem (part->glyphs->data, part->glyphs->len * sizeof (MchGlyph),
                         alone->glyphs->data, alone->glyphs->len * sizeof (MchGlyph));
        g_assert_cmpfloat_with_epsilon ((double) part->width, (double) alone->width, 1e-4);
        g_assert_cmpfloat_with_epsilon ((double) part->ink_x0, (double) alone->ink_x0, 1e-4);
        g_assert_cmpfloat_with_epsilon ((double) part->ink_x1, (double) alone->ink_x1, 1e-4);
        g_assert_cmpfloat_with_epsilon ((double) part->ink_y0, (double) alone->ink_y0, 1e-4);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-box/containment", test_containment);
  g_test_add_func ("/text-box/ink", test_ink);
  g_test_add_func ("/text-box/wrap", test_wrap);
  g_test_add_func ("/text-box/places", test_places);
  g_test_add_func ("/text-box/words", test_words);
  g_test_add_func ("/fonts/missing-characters", test_missing);
  g_test_add_func ("/fonts/signs", test_signs);
  g_test_add_func ("/fonts/cache", test_cache);
  g_test_add_func ("/fonts/missing-files", test_fonts_missing);
  g_test_add_func ("/qr/inside", test_qr);
  g_test_add_func ("/page/wiped", test_page_wiped);
  return g_test_run ();
}
