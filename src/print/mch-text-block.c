/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-text-block.h"

#include <string.h>

#include "print/mch-text-lines.h"

struct _MchTextBlock
{
  MchTextStyle style;
  double width;     /* mm */
  GPtrArray *lines; /* MchRun */
  guint n_missing;
};

/* Narrower than one letter nothing can be: such a letter has the line to itself. */
static void
take_paragraph (MchTextBlock *block, MchFonts *fonts, const char *text, double width)
{
  g_autoptr (MchRun) run = mch_run_new ();
  g_auto (MchBreakable) breakable = { 0 };
  g_autoptr (GPtrArray) lines = NULL;

  mch_fonts_shape (fonts, block->style.face, text, strlen (text), run);
  block->n_missing += run->n_missing;
  if (mch_line_get_right (run) - mch_line_get_left (run) <= width || run->text->len == 0)
    {
      g_ptr_array_add (block->lines, g_steal_pointer (&run));
      return;
    }
  mch_breakable_init (&breakable, run);
  lines = mch_lines_break (fonts, block->style.face, &breakable, MCH_BREAK_ANYWHERE, width,
                           G_MAXDOUBLE);
  if (lines == NULL)
    g_ptr_array_add (block->lines, g_steal_pointer (&run));
  else
    g_ptr_array_extend_and_steal (block->lines, g_steal_pointer (&lines));
}

MchTextBlock *
mch_text_block_new (MchFonts *fonts, const MchTextStyle *style, double width, const char *text)
{
  MchTextBlock *block;
  g_auto (GStrv) paragraphs = NULL;

  g_return_val_if_fail (fonts != NULL && style != NULL, NULL);
  g_return_val_if_fail (width > 0 && style->size > 0, NULL);

  block = g_new0 (MchTextBlock, 1);
  block->style = *style;
  block->width = width;
  block->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_run_free);
  if (text == NULL || *text == '\0')
    return block;
  paragraphs = g_strsplit (text, "\n", -1);
  for (guint i = 0; paragraphs[i] != NULL; i++)
    take_paragraph (block, fonts, paragraphs[i], width / (style->size * MCH_MM_PER_POINT));
  return block;
}

void
mch_text_block_free (MchTextBlock *block)
{
  g_return_if_fail (block != NULL);

  g_ptr_array_unref (block->lines);
  g_free (block);
}

double
mch_text_block_get_height (const MchTextBlock *block)
{
  g_return_val_if_fail (block != NULL, 0);

  if (block->lines->len == 0)
    return 0;
  return mch_lines_get_height (block->lines) * block->style.size * MCH_MM_PER_POINT;
}

double
mch_text_block_get_baseline (const MchTextBlock *block)
{
  g_return_val_if_fail (block != NULL, 0);

  if (block->lines->len == 0)
    return 0;
  return mch_line_get_ascent (block->lines->pdata[0]) * block->style.size * MCH_MM_PER_POINT;
}

guint
mch_text_block_get_n_missing (const MchTextBlock *block)
{
  g_return_val_if_fail (block != NULL, 0);

  return block->n_missing;
}

void
mch_text_block_add (const MchTextBlock *block, MchPage *page, double x, double y)
{
  MchBox box;

  g_return_if_fail (block != NULL && page != NULL);

  if (block->lines->len == 0)
    return;
  box = (MchBox){ x, y, block->width, mch_text_block_get_height (block) };
  mch_lines_place (page, &block->style, &box, block->lines, block->style.size);
}
