/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is put between two classes of a pile, so that it can be shared out without reading it. */
#include <glib/gi18n-lib.h>

#include "print/papillon/mch-papillon-private.h"

#define BAND_GRAY 0.88
#define BAND_HEIGHT 9.0
#define MARGIN 15.0
#define LEAST_MARGIN 8.0

/* Half a sheet and more has the sizes below; what is smaller has them in proportion. */
#define FULL_HEIGHT (MCH_A4_HEIGHT / 2)
#define FULL_WIDTH MCH_A4_WIDTH

static void
write_centred (MchFonts *fonts, MchPage *page, const MchPlace *place, MchFace face,
               const char *role, const char *text)
{
  MchTextStyle style = { .face = face,
                         .size = place->size,
                         .min_size = place->min_size,
                         .align = MCH_ALIGN_CENTER,
                         .middle = TRUE,
                         .role = role };

  mch_text_box_add (page, fonts, &style, &place->box, text, NULL);
}

/* Seen at the edge of a pile that stands on a table. */
static void
draw_band (MchPage *page, double x, double y, double width, double height)
{
  MchSegment band = { 'R', { x, y, width, height } };

  mch_page_add_path (page, &band, 1, 0, BAND_GRAY);
}

void
mch_papillon_record_separator (MchFonts *fonts, MchPage *page, const MchPapillonPlan *plan,
                               const MchBox *place, const char *division, guint n_slips,
                               guint number, guint n_classes)
{
  double scale = MIN (1, MIN (place->height / FULL_HEIGHT, place->width / FULL_WIDTH));
  double margin = MAX (MARGIN * scale, LEAST_MARGIN), band = BAND_HEIGHT * scale;
  double left = place->x + margin, width = place->width - 2 * margin;
  double middle = place->y + place->height / 2;
  MchPlace name = { { left, middle - 24 * scale, width, 30 * scale }, 54 * scale, 16 * scale };
  MchPlace count = { { left, middle + 9 * scale, width, 11 * scale }, 22 * scale, 14 * scale };
  MchPlace rank_place = { { left, middle + 22 * scale, width, 9 * scale }, 16 * scale, 12 * scale };
  gboolean named = division != NULL && *division != '\0';
  g_autofree char *slips =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u slip", "%u slips", n_slips), n_slips);
  g_autofree char *rank = g_strdup_printf (_ ("Class %u of %u"), number, n_classes);

  draw_band (page, left, place->y + margin, width, band);
  draw_band (page, left, place->y + place->height - margin - band, width, band);
  write_centred (fonts, page, &name, plan->bold, "separator-name",
                 named ? division : _ ("No class"));
  write_centred (fonts, page, &count, plan->face, "separator-count", slips);
  write_centred (fonts, page, &rank_place, plan->face, "separator-rank", rank);
}
