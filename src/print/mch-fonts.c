/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-fonts.h"

#include <fontconfig/fontconfig.h>
#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-font.h>
#include <pango/pangofc-fontmap.h>
#include <string.h>

#include "core/mch-paths.h"
#include "print/mch-fonts-private.h"
#include "print/mch-machine-fonts.h"
#include "print/mch-print-error.h"

static const struct
{
  const char *file;
  const char *name;
  const char *description;
} face_table[MCH_N_FACES] = {
  [MCH_FACE_SANS] = { "DejaVuSans.ttf", "DejaVuSans", "DejaVu Sans" },
  [MCH_FACE_BOLD] = { "DejaVuSans-Bold.ttf", "DejaVuSans-Bold", "DejaVu Sans Bold" },
  [MCH_FACE_MONO] = { "DejaVuSansMono.ttf", "DejaVuSansMono", "DejaVu Sans Mono" },
  [MCH_FACE_CLEAR] = { "Andika-Regular.ttf", "Andika", "Andika" },
  [MCH_FACE_CLEAR_BOLD] = { "Andika-Bold.ttf", "Andika-Bold", "Andika Bold" },
  [MCH_FACE_SIGNS] = { "NotoEmoji-Regular.ttf", "NotoEmoji", "Noto Emoji" },
};

struct _MchFonts
{
  grefcount ref_count;
  PangoFontMap *map;      /* of the faces that texts are set in */
  PangoFontMap *wide_map; /* of every face; NULL until a text needs it */
  PangoContext *contexts[MCH_N_FACES];
  PangoContext *wide_contexts[MCH_N_FACES];
  PangoFont *fonts[MCH_N_FACES];
  MchTrueType *files[MCH_N_FACES];
  char *paths[MCH_N_FACES];
  MchMachineFonts *machine; /* NULL until a text needs it: reading their list takes a while */
  GHashTable *words;
  MchMonoGlyph mono[MCH_MONO_N];
};

static gboolean
load_file (MchFonts *fonts, const char *folder, MchFace face, GError **error)
{
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) cause = NULL;

  fonts->paths[face] = g_build_filename (folder, face_table[face].file, NULL);
  mapped = g_mapped_file_new (fonts->paths[face], FALSE, &cause);
  if (mapped == NULL)
    {
      g_set_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_FONTS,
                   _ ("A font file of the program is missing: %s. Reinstall Machaon."),
                   cause->message);
      return FALSE;
    }
  bytes = g_mapped_file_get_bytes (mapped);
  fonts->files[face] = mch_truetype_new (bytes, error);
  return fonts->files[face] != NULL;
}

/* Metrics must not depend on a resolution: a layout is the same on every screen. */
static PangoContext *
new_context (PangoFontMap *map, MchFace face)
{
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoFontDescription *description =
      pango_font_description_from_string (face_table[face].description);
  PangoContext *context = pango_font_map_create_context (map);

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_language (context, pango_language_from_string ("fr"));
  pango_font_description_set_absolute_size (description, MCH_FONTS_UNIT * PANGO_SCALE);
  pango_context_set_font_description (context, description);
  pango_font_description_free (description);
  return context;
}

static PangoFont *
open_font (PangoContext *context)
{
  return pango_font_map_load_font (pango_context_get_font_map (context), context,
                                   pango_context_get_font_description (context));
}

/* A map of the first @n faces; NULL when a file is not what it should be. The machine's
 * configuration is never read into it: it holds our files and no rule. (transfer full) */
static PangoFontMap *
new_map (MchFonts *fonts, guint n)
{
  FcConfig *config = FcConfigCreate ();
  PangoFontMap *map = NULL;
  guint added = 0;

  while (added < n && FcConfigAppFontAddFile (config, (const FcChar8 *) fonts->paths[added]))
    added++;
  if (added == n)
    {
      map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
      pango_fc_font_map_set_config (PANGO_FC_FONT_MAP (map), config);
    }
  FcConfigDestroy (config);
  return map;
}

static gboolean
open_faces (MchFonts *fonts)
{
  fonts->map = new_map (fonts, MCH_N_TEXT_FACES);
  if (fonts->map == NULL)
    return FALSE;
  for (int face = 0; face < MCH_N_TEXT_FACES; face++)
    {
      fonts->contexts[face] = new_context (fonts->map, face);
      fonts->fonts[face] = open_font (fonts->contexts[face]);
      if (fonts->fonts[face] == NULL
          || mch_fonts_identify (fonts, fonts->fonts[face]) != (MchFace) face)
        return FALSE;
    }
  return TRUE;
}

/* Signs stand in few texts and their file is large: it is opened for the first of them. */
static gboolean
ensure_wide (MchFonts *fonts)
{
  if (fonts->wide_map != NULL)
    return TRUE;
  fonts->wide_map = new_map (fonts, MCH_N_FACES);
  if (fonts->wide_map == NULL)
    return FALSE;
  for (int face = 0; face < MCH_N_FACES; face++)
    fonts->wide_contexts[face] = new_context (fonts->wide_map, face);
  fonts->fonts[MCH_FACE_SIGNS] = open_font (fonts->wide_contexts[MCH_FACE_SIGNS]);
  return TRUE;
}

/* A string of one character is shaped to itself in this face, which has no kerning. */
static void
fill_mono (MchFonts *fonts)
{
  PangoFont *font = fonts->fonts[MCH_FACE_MONO];
  double unit = (double) MCH_FONTS_UNIT * PANGO_SCALE;

  for (guint i = 0; i < MCH_MONO_N; i++)
    {
      MchMonoGlyph *mono = &fonts->mono[i];
      PangoRectangle ink, logical;
      PangoGlyphString *glyphs = pango_glyph_string_new ();
      char text[2] = { (char) (MCH_MONO_FIRST + i), '\0' };
      PangoAnalysis analysis = { .font = font, .language = pango_language_from_string ("fr") };

      pango_shape (text, 1, &analysis, glyphs);
      g_assert (glyphs->num_glyphs == 1);
      pango_glyph_string_extents (glyphs, font, &ink, &logical);
      mono->glyph = (guint16) glyphs->glyphs[0].glyph;
      mono->advance = (float) (glyphs->glyphs[0].geometry.width / unit);
      mono->ink_x0 = (float) (ink.x / unit);
      mono->ink_y0 = (float) (ink.y / unit);
      mono->ink_x1 = (float) ((ink.x + ink.width) / unit);
      mono->ink_y1 = (float) ((ink.y + ink.height) / unit);
      pango_glyph_string_free (glyphs);
    }
}

MchFonts *
mch_fonts_new (const char *folder, GError **error)
{
  g_autoptr (MchFonts) fonts = NULL;
  g_autofree char *own = NULL;

  if (folder == NULL)
    folder = own = mch_paths_dup_data ("fonts");
  fonts = g_new0 (MchFonts, 1);
  g_ref_count_init (&fonts->ref_count);
  for (int face = 0; face < MCH_N_FACES; face++)
    if (!load_file (fonts, folder, face, error))
      return NULL;
  if (!open_faces (fonts))
    {
      g_set_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_FONTS,
                   _ ("A font file of the program is damaged. Reinstall Machaon."));
      return NULL;
    }
  fill_mono (fonts);
  return g_steal_pointer (&fonts);
}

MchFonts *
mch_fonts_ref (MchFonts *fonts)
{
  g_return_val_if_fail (fonts != NULL, NULL);

  g_ref_count_inc (&fonts->ref_count);
  return fonts;
}

/* Pango keeps a reference to the configuration beyond its font map's end (1.50). */
static void
close_map (PangoFontMap *map)
{
  pango_fc_font_map_set_config (PANGO_FC_FONT_MAP (map), NULL);
  g_object_unref (map);
}

void
mch_fonts_unref (MchFonts *fonts)
{
  g_return_if_fail (fonts != NULL);

  if (!g_ref_count_dec (&fonts->ref_count))
    return;
  g_clear_pointer (&fonts->words, g_hash_table_unref);
  g_clear_pointer (&fonts->machine, mch_machine_fonts_free);
  for (int face = 0; face < MCH_N_FACES; face++)
    {
      g_clear_object (&fonts->fonts[face]);
      g_clear_object (&fonts->contexts[face]);
      g_clear_object (&fonts->wide_contexts[face]);
      g_clear_pointer (&fonts->files[face], mch_truetype_free);
      g_free (fonts->paths[face]);
    }
  g_clear_pointer (&fonts->map, close_map);
  g_clear_pointer (&fonts->wide_map, close_map);
  g_free (fonts);
}

static MchMachineFonts *
ensure_machine (MchFonts *fonts)
{
  if (fonts->machine == NULL)
    fonts->machine = mch_machine_fonts_new (fonts->contexts[MCH_FACE_SANS]);
  return fonts->machine;
}

static PangoFont *
get_font (MchFonts *fonts, MchFace face)
{
  if (face >= MCH_N_FACES)
    return mch_machine_fonts_get_font (fonts->machine, face - MCH_N_FACES);
  /* Others may have shaped what is drawn here. */
  if (face >= MCH_N_TEXT_FACES && !ensure_wide (fonts))
    face = MCH_FACE_SANS;
  return fonts->fonts[face];
}

cairo_font_face_t *
mch_fonts_get_cairo_face (MchFonts *fonts, MchFace face)
{
  cairo_scaled_font_t *scaled;

  g_return_val_if_fail (fonts != NULL, NULL);
  g_return_val_if_fail (face >= 0 && face < MCH_MAX_FACES, NULL);

  scaled = pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (get_font (fonts, face)));
  return cairo_scaled_font_get_font_face (scaled);
}

const char *
mch_fonts_get_name (MchFonts *fonts, MchFace face)
{
  if (face >= MCH_N_FACES)
    return mch_machine_fonts_get_name (fonts->machine, face - MCH_N_FACES);
  return face_table[face].name;
}

const MchTrueType *
mch_fonts_get_file (MchFonts *fonts, MchFace face)
{
  return face < MCH_N_FACES ? fonts->files[face] : NULL;
}

const MchOutlines *
mch_fonts_get_outlines (MchFonts *fonts, MchFace face)
{
  if (face < MCH_N_FACES)
    return NULL;
  return mch_machine_fonts_get_outlines (fonts->machine, face - MCH_N_FACES);
}

PangoContext *
mch_fonts_get_machine_context (MchFonts *fonts)
{
  return ensure_machine (fonts) != NULL ? mch_machine_fonts_get_context (fonts->machine) : NULL;
}

gboolean
mch_fonts_identify_machine (MchFonts *fonts, PangoFont *font, MchFace *ret_face)
{
  guint number;

  if (!mch_machine_fonts_identify (fonts->machine, font, MCH_MAX_FACES - MCH_N_FACES, &number))
    return FALSE;
  *ret_face = MCH_N_FACES + number;
  return TRUE;
}

PangoFont *
mch_fonts_get_font (MchFonts *fonts, MchFace face)
{
  return fonts->fonts[face];
}

PangoContext *
mch_fonts_get_context (MchFonts *fonts, MchFace face)
{
  return fonts->contexts[face];
}

PangoContext *
mch_fonts_get_wide_context (MchFonts *fonts, MchFace face)
{
  return ensure_wide (fonts) ? fonts->wide_contexts[face] : NULL;
}

MchFace
mch_fonts_identify (MchFonts *fonts, PangoFont *font)
{
  FcPattern *pattern;
  FcChar8 *path = NULL;

  for (int face = 0; face < MCH_N_FACES; face++)
    if (fonts->fonts[face] == font)
      return face;
  pattern = pango_fc_font_get_pattern (PANGO_FC_FONT (font));
  FcPatternGetString (pattern, FC_FILE, 0, &path);
  for (int face = 0; face < MCH_N_FACES; face++)
    if (g_strcmp0 ((const char *) path, fonts->paths[face]) == 0)
      return face;
  return MCH_FACE_SANS;
}

GHashTable *
mch_fonts_get_words (MchFonts *fonts)
{
  return fonts->words;
}

void
mch_fonts_set_words (MchFonts *fonts, GHashTable *words)
{
  fonts->words = words;
}

MchMonoGlyph *
mch_fonts_get_mono (MchFonts *fonts)
{
  return fonts->mono;
}
