/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-memo.h"

#include "print/mch-flow.h"

#define MARGIN 20.0
#define TOP 18.0
#define BOTTOM 268.0
#define FOOTER_Y 277.0
#define NUMBER_WIDTH 10.0

static void
write_step (MchFlow *flow, guint number, const MchMemoStep *step)
{
  double indent = NUMBER_WIDTH * flow->scale;
  g_autofree char *mark = g_strdup_printf ("%u.", number);
  MchFlow place = *flow;

  place.width = indent;
  mch_flow_text (&place, MCH_FACE_BOLD, 14, "step-number", mark);
  flow->n_missing = place.n_missing;
  flow->x += indent;
  flow->width -= indent;
  mch_flow_text (flow, MCH_FACE_BOLD, 14, "step", step->heading);
  mch_flow_skip (flow, 1);
  mch_flow_text (flow, MCH_FACE_SANS, 11.5, "step-text", step->text);
  flow->x -= indent;
  flow->width += indent;
  mch_flow_skip (flow, 4.5);
}

static void
write_footer (MchFlow *flow, const MchMemo *memo)
{
  MchFlow place = *flow;

  place.y = FOOTER_Y;
  place.scale = MIN (flow->scale, 1);
  mch_flow_text (&place, MCH_FACE_SANS, 9, "footer", memo->footer);
  flow->n_missing = place.n_missing;
}

static void
draw (MchFlow *flow, gconstpointer data)
{
  const MchMemo *memo = data;

  flow->y = TOP;
  mch_flow_text (flow, MCH_FACE_BOLD, 20, "title", memo->title);
  mch_flow_skip (flow, 1.5);
  mch_flow_text (flow, MCH_FACE_SANS, 11, "context", memo->context);
  mch_flow_skip (flow, 3);
  mch_flow_rule (flow);
  mch_flow_skip (flow, 4);
  mch_flow_text (flow, MCH_FACE_SANS, 12, "intro", memo->intro);
  mch_flow_skip (flow, 6);
  for (guint i = 0; i < memo->n_steps; i++)
    write_step (flow, i + 1, &memo->steps[i]);
  write_footer (flow, memo);
}

guint
mch_memo_record (const MchMemo *memo, MchFonts *fonts, MchPage *page)
{
  MchFlow flow = {
    .page = page, .fonts = fonts, .x = MARGIN, .width = MCH_A4_WIDTH - 2 * MARGIN, .scale = 1
  };

  g_return_val_if_fail (memo != NULL && fonts != NULL && page != NULL, 0);

  mch_flow_fit (&flow, BOTTOM, draw, memo);
  return flow.n_missing;
}
