/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is put between two classes of a pile, so that it can be shared out without reading it. */
#include <glib/gi18n-lib.h>

#include "print/papillon/mch-papillon-private.h"

#define BAND_GRAY 0.88
#define BAND_HEIGHT 9.0
#define MARGIN 15.0

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
draw_band (MchPage *page, double y)
{
  MchSegment band = { 'R', { MARGIN, y, MCH_A4_WIDTH - 2 * MARGIN, BAND_HEIGHT } };

  mch_page_add_path (page, &band, 1, 0, BAND_GRAY);
}

void
mch_papillon_record_separator (MchFonts *fonts, MchPage *page, const MchPapillonPlan *plan,
                               double height, const char *division, guint n_slips, guint number,
                               guint n_classes)
{
  double width = MCH_A4_WIDTH - 2 * MARGIN;
  double middle = height / 2;
  MchPlace name = { { MARGIN, middle - 24, width, 30 }, 54, 16 };
  MchPlace count = { { MARGIN, middle + 9, width, 11 }, 22, 14 };
  MchPlace place = { { MARGIN, middle + 22, width, 9 }, 16, 12 };
  gboolean named = division != NULL && *division != '\0';
  g_autofree char *slips =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u slip", "%u slips", n_slips), n_slips);
  g_autofree char *rank = g_strdup_printf (_ ("Class %u of %u"), number, n_classes);

  draw_band (page, MARGIN);
  draw_band (page, height - MARGIN - BAND_HEIGHT);
  write_centred (fonts, page, &name, plan->bold, "separator-name",
                 named ? division : _ ("No class"));
  write_centred (fonts, page, &count, plan->face, "separator-count", slips);
  write_centred (fonts, page, &place, plan->face, "separator-rank", rank);
}
