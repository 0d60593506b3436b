/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-machine-fonts.h"

#include <fontconfig/fontconfig.h>
#include <pango/pangofc-font.h>

typedef struct
{
  PangoFont *font;
  char *name;
  MchOutlines *outlines;
} Used;

struct _MchMachineFonts
{
  PangoFontMap *map;
  PangoContext *context;
  GArray *used; /* Used */
};

static void
used_clear (gpointer data)
{
  Used *used = data;

  g_object_unref (used->font);
  g_free (used->name);
  mch_outlines_free (used->outlines);
}

static gboolean
has_fonts (void)
{
  FcConfig *config = FcConfigReference (NULL);
  const FcFontSet *system = config != NULL ? FcConfigGetFonts (config, FcSetSystem) : NULL;
  const FcFontSet *own = config != NULL ? FcConfigGetFonts (config, FcSetApplication) : NULL;
  gboolean any = (system != NULL && system->nfont > 0) || (own != NULL && own->nfont > 0);

  if (config != NULL)
    FcConfigDestroy (config);
  return any;
}

/* The regular weight of any face: most of these scripts' fonts have no bold one, and one that is
 * made up would look otherwise on paper than on the screen. */
MchMachineFonts *
mch_machine_fonts_new (PangoContext *context)
{
  MchMachineFonts *machine;
  PangoFontDescription *description;

  if (!has_fonts ())
    return NULL;
  machine = g_new0 (MchMachineFonts, 1);
  description = pango_font_description_from_string ("Sans");
  machine->map = pango_cairo_font_map_new_for_font_type (CAIRO_FONT_TYPE_FT);
  machine->context = pango_font_map_create_context (machine->map);
  machine->used = g_array_new (FALSE, FALSE, sizeof (Used));
  g_array_set_clear_func (machine->used, used_clear);
  pango_cairo_context_set_font_options (machine->context,
                                        pango_cairo_context_get_font_options (context));
  pango_context_set_round_glyph_positions (machine->context, FALSE);
  pango_context_set_language (machine->context, pango_context_get_language (context));
  pango_font_description_set_absolute_size (
      description, pango_font_description_get_size (pango_context_get_font_description (context)));
  pango_context_set_font_description (machine->context, description);
  pango_font_description_free (description);
  return machine;
}

void
mch_machine_fonts_free (MchMachineFonts *machine)
{
  g_return_if_fail (machine != NULL);

  g_array_unref (machine->used);
  g_object_unref (machine->context);
  g_object_unref (machine->map);
  g_free (machine);
}

PangoContext *
mch_machine_fonts_get_context (MchMachineFonts *machine)
{
  return machine->context;
}

/* Letters, digits and hyphens: the name stands in a PDF. (transfer full) */
static char *
dup_name (FcPattern *pattern)
{
  FcChar8 *name = NULL;
  GString *clean = g_string_new (NULL);

  if (FcPatternGetString (pattern, FC_POSTSCRIPT_NAME, 0, &name) != FcResultMatch)
    FcPatternGetString (pattern, FC_FAMILY, 0, &name);
  for (const FcChar8 *p = name; p != NULL && *p != '\0' && clean->len < 63; p++)
    if (g_ascii_isalnum (*p) || *p == '-')
      g_string_append_c (clean, (char) *p);
  if (clean->len == 0)
    g_string_append (clean, "Font");
  return g_string_free (clean, FALSE);
}

static gboolean
is_printable (FcPattern *pattern)
{
  FcBool outline = FcFalse, color = FcFalse;

  FcPatternGetBool (pattern, FC_OUTLINE, 0, &outline);
  FcPatternGetBool (pattern, FC_COLOR, 0, &color);
  return outline && !color;
}

gboolean
mch_machine_fonts_identify (MchMachineFonts *machine, PangoFont *font, guint max, guint *ret_number)
{
  FcPattern *pattern;
  Used used = { 0 };

  for (guint i = 0; i < machine->used->len; i++)
    if (g_array_index (machine->used, Used, i).font == font)
      {
        *ret_number = i;
        return TRUE;
      }
  pattern = pango_fc_font_get_pattern (PANGO_FC_FONT (font));
  if (machine->used->len >= max || !is_printable (pattern))
    return FALSE;
  used.font = g_object_ref (font);
  used.name = dup_name (pattern);
  used.outlines = mch_outlines_new (pango_font_get_hb_font (font));
  *ret_number = machine->used->len;
  g_array_append_val (machine->used, used);
  return TRUE;
}

PangoFont *
mch_machine_fonts_get_font (const MchMachineFonts *machine, guint number)
{
  return g_array_index (machine->used, Used, number).font;
}

const char *
mch_machine_fonts_get_name (const MchMachineFonts *machine, guint number)
{
  return g_array_index (machine->used, Used, number).name;
}

const MchOutlines *
mch_machine_fonts_get_outlines (const MchMachineFonts *machine, guint number)
{
  return g_array_index (machine->used, Used, number).outlines;
}
