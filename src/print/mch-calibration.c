/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-calibration.h"

#include <glib/gi18n-lib.h>

#include "print/mch-output.h"
#include "print/mch-pdf.h"
#include "print/mch-text-box.h"

#define MARGIN 20.0
#define REACH 12 /* mm on both sides of a ruler's zero */
#define RULE 0.2
#define CROSS 5.0       /* half its width */
#define CROSS_AT 10.0   /* from both edges of the corner */
#define ACROSS_AT 205.0 /* where the ruler lies that a fold from top to bottom crosses */
#define DOWN_AT 45.0    /* the same for the fold from side to side */

static double
write_text (MchFonts *fonts, MchPage *page, MchFace face, double size, double x, double y,
            double width, const char *text)
{
  MchTextStyle style = {
    .face = face, .size = size, .min_size = 9, .wrap = MCH_WRAP_FIRST, .role = "calibration"
  };
  MchBox box = { x, y, width, 40 };

  return y + mch_text_box_add (page, fonts, &style, &box, text, NULL);
}

/* A line of the ruler at @at half millimetres from its zero, and its number. */
static void
add_tick (MchFonts *fonts, MchPage *page, gboolean across, int at)
{
  double length = at % 10 == 0 ? 6 : at % 2 == 0 ? 4 : 2.2;
  double middle = across ? MCH_A4_WIDTH / 2 : MCH_A4_HEIGHT / 2;
  double place = middle + at / 2.0;
  MchTextStyle style = { .face = MCH_FACE_SANS,
                         .size = 7.5,
                         .min_size = 6,
                         .middle = TRUE,
                         .align = across ? MCH_ALIGN_CENTER : MCH_ALIGN_LEFT,
                         .role = "number" };
  g_autofree char *number = g_strdup_printf ("%s%d", at < 0 ? "\342\210\222" : "", ABS (at / 2));
  MchBox box = { place - 2.45, ACROSS_AT + 6.5, 4.9, 5 };

  if (across)
    mch_page_add_line (page, place, ACROSS_AT, place, ACROSS_AT + length, RULE, 0, 0);
  else
    mch_page_add_line (page, DOWN_AT, place, DOWN_AT + length, place, RULE, 0, 0);
  if (at % 10 != 0)
    return;
  if (!across)
    box = (MchBox){ DOWN_AT + 7, place - 2.5, 10, 5 };
  mch_text_box_add (page, fonts, &style, &box, number, NULL);
}

static void
add_ruler (MchFonts *fonts, MchPage *page, gboolean across)
{
  double middle = across ? MCH_A4_WIDTH / 2 : MCH_A4_HEIGHT / 2;

  if (across)
    mch_page_add_line (page, middle - REACH, ACROSS_AT, middle + REACH, ACROSS_AT, RULE, 0, 0);
  else
    mch_page_add_line (page, DOWN_AT, middle - REACH, DOWN_AT, middle + REACH, RULE, 0, 0);
  for (int at = -2 * REACH; at <= 2 * REACH; at++)
    add_tick (fonts, page, across, at);
}

static void
add_cross (MchPage *page, double x, double y)
{
  mch_page_add_line (page, x - CROSS, y, x + CROSS, y, RULE, 0, 0);
  mch_page_add_line (page, x, y - CROSS, x, y + CROSS, RULE, 0, 0);
}

void
mch_calibration_record (MchFonts *fonts, MchPage *page)
{
  double width = MCH_A4_WIDTH - 2 * MARGIN;
  double y = MARGIN;

  g_return_if_fail (fonts != NULL && page != NULL);

  mch_page_clear (page);
  y = 4 + write_text (fonts, page, MCH_FACE_BOLD, 20, MARGIN, y, width, _ ("Calibration page"));
  y = 4
      + write_text (
          fonts, page, MCH_FACE_SANS, 11, MARGIN, y, width,
          _ ("This page tells Machaon how far this printer is out, so that slips lie where "
             "labels and cuts are. It is printed without any correction."));
  y = 3
      + write_text (fonts, page, MCH_FACE_SANS, 11, MARGIN, y, width,
                    _ ("1. Fold the sheet in two, left edge on right edge, and open it. Read the "
                       "number on which the fold crosses the ruler marked “To the right (mm)”. "
                       "Type it there in Machaon, with its sign."));
  y = 3
      + write_text (fonts, page, MCH_FACE_SANS, 11, MARGIN, y, width,
                    _ ("2. Fold it the other way, upper edge on lower edge. The fold crosses the "
                       "ruler marked “Downwards (mm)”: type its number there."));
  write_text (fonts, page, MCH_FACE_SANS, 11, MARGIN, y, width,
              _ ("The four crosses are 10 mm from their edges when both numbers are 0."));
  write_text (fonts, page, MCH_FACE_BOLD, 12, MCH_A4_WIDTH / 2 + REACH + 8, ACROSS_AT, 60,
              _ ("To the right (mm)"));
  write_text (fonts, page, MCH_FACE_BOLD, 12, MARGIN, MCH_A4_HEIGHT / 2 + REACH + 5, 80,
              _ ("Downwards (mm)"));
  add_ruler (fonts, page, TRUE);
  add_ruler (fonts, page, FALSE);
  for (guint corner = 0; corner < 4; corner++)
    add_cross (page, corner % 2 == 0 ? CROSS_AT : MCH_A4_WIDTH - CROSS_AT,
               corner < 2 ? CROSS_AT : MCH_A4_HEIGHT - CROSS_AT);
}

gboolean
mch_calibration_write_pdf_file (const char *path, gint64 created_ms, GError **error)
{
  g_autoptr (MchFonts) fonts = NULL;
  g_autoptr (MchOutput) output = NULL;
  g_autoptr (MchPdf) pdf = NULL;
  g_autoptr (MchPage) page = mch_page_new ();
  const MchPdfInfo info = { .title = _ ("Calibration page"),
                            .language = C_ ("language code", "en"),
                            .created_ms = created_ms,
                            .width = MCH_A4_WIDTH,
                            .height = MCH_A4_HEIGHT };

  g_return_val_if_fail (path != NULL, FALSE);

  fonts = mch_fonts_new (NULL, error);
  if (fonts == NULL)
    return FALSE;
  output = mch_output_open (path, error);
  if (output == NULL)
    return FALSE;
  mch_calibration_record (fonts, page);
  pdf = mch_pdf_new (mch_output_get_stream (output), fonts, &info);
  return mch_pdf_add_page (pdf, page, NULL, error) && mch_pdf_finish (pdf, NULL, NULL, error)
         && mch_output_commit (output, error);
}
