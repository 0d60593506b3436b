/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block has the size it was asked for, is as wide as it may be, and as high as it says. */
#include <string.h>

#include "print/mch-text-block.h"
#include "slips.h"

static const double widths[] = { 12, 25, 60, 180 };

static void
check_ink (const MchPage *page, double x, double y, double width, double height)
{
  const double slack = 0.06;
  g_autoptr (GArray) placements = mch_page_dup_placements (page);

  for (guint i = 0; i < placements->len; i++)
    {
      const MchPlacement *placement = &g_array_index (placements, MchPlacement, i);

      g_assert_cmpfloat_with_epsilon (placement->size, 9, 1e-6);
      g_assert_cmpfloat (placement->ink.x, >=, x - slack);
      g_assert_cmpfloat (placement->ink.y, >=, y - slack);
      g_assert_cmpfloat (placement->ink.x + placement->ink.width, <=, x + width + slack);
      g_assert_cmpfloat (placement->ink.y + placement->ink.height, <=, y + height + slack);
    }
}

static void
test_containment (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);

  for (guint i = 0; i < test_hostile_count (); i++)
    for (guint j = 0; j < G_N_ELEMENTS (widths) * MCH_N_TEXT_FACES; j++)
      {
        double width = widths[j % G_N_ELEMENTS (widths)];
        MchTextStyle style = {
          .face = j / G_N_ELEMENTS (widths), .size = 9, .align = j % 3, .role = "text"
        };
        g_autoptr (MchPage) page = mch_page_new ();
        g_autoptr (MchTextBlock) block =
            mch_text_block_new (fonts, &style, width, test_hostile_name (i));

        mch_text_block_add (block, page, 20, 30);
        check_ink (page, 20, 30, width, mch_text_block_get_height (block));
        g_assert_cmpint (mch_text_block_get_height (block) > 0, ==, *test_hostile_name (i) != '\0');
      }
}

static void
test_lines (void)
{
  static const struct
  {
    const char *text;
    guint lines;
  } table[] = {
    { NULL, 0 },
    { "", 0 },
    { "Un mot", 1 },
    { "Un\ndeux", 2 },
    { "Un\n\ndeux", 2 }, /* the empty line has height, and no ink */
    { "Un texte assez long pour deux lignes", 2 },
  };
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  MchTextStyle style = { .face = MCH_FACE_SANS, .size = 9, .role = "text" };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (MchTextBlock) block = mch_text_block_new (fonts, &style, 40, table[i].text);
      g_autoptr (MchPage) page = mch_page_new ();
      g_autoptr (GArray) placements = NULL;

      mch_text_block_add (block, page, 0, 0);
      placements = mch_page_dup_placements (page);
      g_assert_cmpuint (placements->len, ==, table[i].lines);
      g_assert_cmpuint (mch_text_block_get_n_missing (block), ==, 0);
    }
}

/* An empty line between two others takes the room of a line. */
static void
test_empty_line (void)
{
  g_autoptr (MchFonts) fonts = mch_fonts_new (NULL, NULL);
  MchTextStyle style = { .face = MCH_FACE_SANS, .size = 10 };
  g_autoptr (MchTextBlock) two = mch_text_block_new (fonts, &style, 40, "a\nb");
  g_autoptr (MchTextBlock) three = mch_text_block_new (fonts, &style, 40, "a\n\nb");

  g_assert_cmpfloat (mch_text_block_get_height (three), >, mch_text_block_get_height (two) + 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-block/containment", test_containment);
  g_test_add_func ("/text-block/lines", test_lines);
  g_test_add_func ("/text-block/empty-line", test_empty_line);
  return g_test_run ();
}
