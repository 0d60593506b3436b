/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a text in a box: shaped, shrunk, wrapped, written as a PDF; its ink stays inside.
 * The first byte chooses the style. */
#include <gio/gio.h>

#include "print/mch-pdf.h"
#include "print/mch-text-box.h"

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
write_pdf (MchFonts *fonts, const MchPage *page)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  MchPdfInfo info = { "text", "author", "fr", 0, MCH_A4_WIDTH, MCH_A4_HEIGHT };
  g_autoptr (MchPdf) pdf = mch_pdf_new (stream, fonts, &info);

  g_assert_true (mch_pdf_add_page (pdf, page, NULL, NULL));
  g_assert_true (mch_pdf_finish (pdf, NULL, NULL, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  static MchFonts *fonts;
  static const MchBox box = { 15, 40, 120, 12 };
  const double slack = 0.05;
  g_autoptr (MchPage) page = mch_page_new ();
  g_autoptr (GArray) placements = NULL;
  g_autofree char *text = NULL;
  MchTextStyle style = { .size = 19, .min_size = 12, .role = "text" };

  if (size < 1 || size > 2048)
    return 0;
  if (fonts == NULL)
    fonts = mch_fonts_new (NULL, NULL);
  g_assert_nonnull (fonts);
  style.face = data[0] % MCH_N_TEXT_FACES;
  style.align = data[0] / 4 % 3;
  style.wrap = data[0] / 16 % 4;
  style.middle = data[0] >= 128;
  text = g_strndup ((const char *) data + 1, size - 1);
  mch_text_box_add (page, fonts, &style, &box, text, NULL);
  placements = mch_page_dup_placements (page);
  for (guint i = 0; i < placements->len; i++)
    {
      const MchBox *ink = &g_array_index (placements, MchPlacement, i).ink;

      g_assert_true (ink->x >= box.x - slack && ink->y >= box.y - slack);
      g_assert_true (ink->x + ink->width <= box.x + box.width + slack);
      g_assert_true (ink->y + ink->height <= box.y + box.height + slack);
    }
  write_pdf (fonts, page);
  return 0;
}
