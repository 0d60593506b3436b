/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-letter.h"

#include "core/mch-paper-code.h"
#include "print/mch-flow.h"
#include "print/mch-qr.h"

#define MARGIN 22.0
#define BOTTOM 272.0
#define RECIPIENT_X 112.0
#define RECIPIENT_Y 52.0
#define ITEM_INDENT 9.0
#define CODE_SIDE 16.0

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
write_at (MchFlow *flow, double x, double y, double width, MchFace face, double size,
          const char *role, const char *text)
{
  MchFlow place = *flow;

  place.x = x;
  place.y = y;
  place.width = width;
  place.scale = MIN (flow->scale, 1);
  mch_flow_text (&place, face, size, role, text);
  flow->n_missing = place.n_missing;
}

static void
write_items (MchFlow *flow, const char *const *items)
{
  mch_flow_skip (flow, 3);
  for (guint i = 0; items != NULL && items[i] != NULL; i++)
    {
      write_at (flow, flow->x, flow->y - 0.6 * flow->scale, ITEM_INDENT, MCH_FACE_SANS, 13, "mark",
                "☐");
      flow->x += ITEM_INDENT;
      flow->width -= ITEM_INDENT;
      mch_flow_text (flow, MCH_FACE_BOLD, 11, "item", items[i]);
      flow->x -= ITEM_INDENT;
      flow->width += ITEM_INDENT;
      mch_flow_skip (flow, 2.5);
    }
  mch_flow_skip (flow, 2);
}

static void
write_code (MchFlow *flow, const MchLetter *letter)
{
  g_autofree char *shown = NULL;

  if (!is_set (letter->code))
    return;
  mch_qr_add_digits (flow->page, letter->code, MCH_A4_WIDTH - MARGIN - CODE_SIDE, 15, CODE_SIDE);
  shown = mch_paper_code_dup_shown (letter->code);
  write_at (flow, MCH_A4_WIDTH - MARGIN - CODE_SIDE - 2, 33, CODE_SIDE + 4, MCH_FACE_MONO, 6,
            "code", shown);
}

static void
draw (MchFlow *flow, gconstpointer data)
{
  const MchLetter *letter = data;
  double width = flow->width;

  flow->y = 18;
  flow->width = 110;
  mch_flow_text (flow, MCH_FACE_BOLD, 13, "establishment", letter->establishment);
  mch_flow_skip (flow, 1);
  mch_flow_text (flow, MCH_FACE_SANS, 10, "place", letter->place);
  mch_flow_text (flow, MCH_FACE_SANS, 10, "contact", letter->contact);
  flow->width = width;
  write_code (flow, letter);
  flow->y = MAX (flow->y + 4, RECIPIENT_Y);
  flow->x = RECIPIENT_X;
  flow->width = MCH_A4_WIDTH - MARGIN - RECIPIENT_X;
  mch_flow_text (flow, MCH_FACE_BOLD, 12, "name", letter->name);
  mch_flow_skip (flow, 1);
  mch_flow_text (flow, MCH_FACE_SANS, 11, "division", letter->division);
  mch_flow_skip (flow, 8);
  mch_flow_text (flow, MCH_FACE_SANS, 11, "date", letter->date);
  flow->x = MARGIN;
  flow->width = width;
  flow->y = MAX (flow->y + 6, 90 * MIN (flow->scale, 1));
  mch_flow_skip (flow, 4);
  mch_flow_text (flow, MCH_FACE_BOLD, 12, "subject", letter->subject);
  mch_flow_skip (flow, 7);
  mch_flow_text (flow, MCH_FACE_SANS, 11, "before", letter->before);
  write_items (flow, letter->items);
  mch_flow_text (flow, MCH_FACE_SANS, 11, "after", letter->after);
  mch_flow_skip (flow, 14);
  flow->x = RECIPIENT_X;
  flow->width = MCH_A4_WIDTH - MARGIN - RECIPIENT_X;
  mch_flow_text (flow, MCH_FACE_SANS, 11, "signature", letter->signature);
}

guint
mch_letter_record (const MchLetter *letter, MchFonts *fonts, MchPage *page)
{
  MchFlow flow = {
    .page = page, .fonts = fonts, .x = MARGIN, .width = MCH_A4_WIDTH - 2 * MARGIN, .scale = 1
  };

  g_return_val_if_fail (letter != NULL && fonts != NULL && page != NULL, 0);

  mch_flow_fit (&flow, BOTTOM, draw, letter);
  return flow.n_missing;
}
