/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-flow.h"

#include "print/mch-text-block.h"

#define SHRINK 0.95
#define SMALLEST 0.05 /* nothing can be read there, and all of it is on the page */

void
mch_flow_skip (MchFlow *flow, double height)
{
  g_return_if_fail (flow != NULL);

  flow->y += height * flow->scale;
}

void
mch_flow_text (MchFlow *flow, MchFace face, double size, const char *role, const char *text)
{
  MchTextStyle style = { .face = face, .role = role };
  g_autoptr (MchTextBlock) block = NULL;

  g_return_if_fail (flow != NULL && size > 0);

  if (text == NULL || *text == '\0')
    return;
  style.size = size * flow->scale;
  block = mch_text_block_new (flow->fonts, &style, flow->width, text);
  mch_text_block_add (block, flow->page, flow->x, flow->y);
  flow->y += mch_text_block_get_height (block);
  flow->n_missing += mch_text_block_get_n_missing (block);
}

void
mch_flow_rule (MchFlow *flow)
{
  g_return_if_fail (flow != NULL);

  mch_page_add_line (flow->page, flow->x, flow->y, flow->x + flow->width, flow->y, 0.25, 0, 0);
}

void
mch_flow_fit (MchFlow *flow, double bottom, MchFlowFunc draw, gconstpointer data)
{
  MchFlow start;

  g_return_if_fail (flow != NULL && draw != NULL);

  start = *flow;
  do
    {
      double scale = flow->scale;

      mch_page_clear (flow->page);
      *flow = start;
      flow->scale = scale;
      draw (flow, data);
      if (flow->y <= bottom)
        return;
      flow->scale *= SHRINK;
    }
  while (flow->scale > SMALLEST);
}
