/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The back: what to join, until when, where to, and what to do (REG-44). */
#include <glib/gi18n-lib.h>

#include "print/mch-confirmation-private.h"
#include "print/mch-text-block.h"

#define BACK_BOTTOM 271.0
#define FRAME_PAD 4.0
#define BOX_WIDTH 8.0

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

/* The one thing to remember of this page. */
static void
write_deadline (MchFlow *flow, const MchConfirmation *confirmation)
{
  double top = flow->y;
  g_autofree char *until = NULL;
  g_autofree char *from = NULL;
  MchBox frame;

  if (is_set (confirmation->return_until))
    until = g_strdup_printf (_ ("To be returned by %s at the latest"), confirmation->return_until);
  else
    until = g_strdup (_ ("To be returned by: ……… / ……… / ……………"));
  if (is_set (confirmation->return_from) && is_set (confirmation->return_until))
    from = g_strdup_printf (_ ("Returns are taken from %s."), confirmation->return_from);
  flow->x += FRAME_PAD;
  flow->width -= 2 * FRAME_PAD;
  mch_flow_skip (flow, FRAME_PAD);
  mch_flow_text (flow, MCH_FACE_BOLD, 15, "deadline", until);
  mch_flow_skip (flow, 1);
  mch_flow_text (flow, MCH_FACE_SANS, 10, "deadline-from", from);
  mch_flow_skip (flow, 1);
  mch_flow_text (flow, MCH_FACE_SANS, 10, "return-to", confirmation->return_to);
  mch_flow_skip (flow, FRAME_PAD);
  flow->x -= FRAME_PAD;
  flow->width += 2 * FRAME_PAD;
  frame = (MchBox){ flow->x, top, flow->width, flow->y - top };
  mch_page_add_frame (flow->page, &frame, 2, 0.5, 0);
}

/* @mark: "☐", or the number of a step. */
static void
write_item (MchFlow *flow, const char *mark, double mark_size, double size, const char *role,
            const char *text)
{
  MchTextStyle mark_style = { .face = MCH_FACE_SANS,
                              .size = mark_size * flow->scale,
                              .role = "mark" };
  double room = BOX_WIDTH * flow->scale;
  g_autoptr (MchTextBlock) block = mch_text_block_new (flow->fonts, &mark_style, room * 2, mark);
  double top = flow->y;
  double drop = (size - mark_size) * 0.45 * flow->scale * MCH_MM_PER_POINT;

  mch_text_block_add (block, flow->page, flow->x, top + drop);
  flow->x += room;
  flow->width -= room;
  mch_flow_text (flow, MCH_FACE_SANS, size, role, text);
  flow->x -= room;
  flow->width += room;
  flow->y = MAX (flow->y, top + drop + mch_text_block_get_height (block));
  mch_flow_skip (flow, 1.6);
}

static void
write_pieces (MchFlow *flow, const MchConfirmation *confirmation)
{
  mch_flow_text (flow, MCH_FACE_BOLD, 12, "section", _ ("To be joined"));
  mch_flow_skip (flow, 2);
  write_item (flow, "☐", 14, 11, "piece", _ ("This confirmation, checked and signed on its front"));
  for (guint i = 0; i < confirmation->n_pieces; i++)
    {
      const MchConfirmationPiece *piece = &confirmation->pieces[i];
      g_autofree char *received =
          piece->received ? g_strdup_printf (_ ("%s (already received)"), piece->name) : NULL;

      write_item (flow, piece->received ? "☑" : "☐", 14, 11, "piece",
                  piece->received ? received : piece->name);
    }
  if (confirmation->n_pieces == 0)
    mch_flow_text (flow, MCH_FACE_SANS, 10, "pieces",
                   _ ("Your establishment tells you which other documents to join."));
  /* INS-22 */
  if (confirmation->paper_only)
    mch_flow_text (flow, MCH_FACE_BOLD, 11, "paper-only",
                   _ ("On paper only: for this exam no document is sent on line."));
}

static void
write_steps (MchFlow *flow)
{
  static const char *const steps[] = {
    N_ ("Read every line of the front."),
    N_ ("Something is wrong? Correct it in red on the front. Nothing can be corrected once the "
        "registration is closed."),
    N_ ("Sign. If you are under 18, a legal representative signs, too."),
    N_ ("Give the sheet and the documents to the office of your establishment before the date "
        "above."),
  };

  mch_flow_text (flow, MCH_FACE_BOLD, 12, "section", _ ("What to do"));
  mch_flow_skip (flow, 2);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u.", i + 1);

      write_item (flow, number, 11, 11, "step", _ (steps[i]));
    }
}

static void
draw_back (MchFlow *flow, gconstpointer data)
{
  const MchConfirmation *confirmation = data;
  MchBox name = { flow->x, 12, 82, 14 };
  MchBox exam = { flow->x, 27, 82, 6 };
  g_autofree char *context = mch_confirmation_dup_context (confirmation);

  if (mch_confirmation_is_provisional (confirmation))
    mch_confirmation_write_provisional (flow->page, flow->fonts);
  mch_confirmation_write (flow->page, flow->fonts, &name, MCH_FACE_BOLD, 12, MCH_ALIGN_LEFT, "name",
                          confirmation->name);
  mch_confirmation_write (flow->page, flow->fonts, &exam, MCH_FACE_SANS, 9, MCH_ALIGN_LEFT, "exam",
                          context);
  mch_confirmation_write_numbers (confirmation, flow->page, flow->fonts);
  flow->y = 41;
  mch_flow_rule (flow);
  mch_flow_skip (flow, 5);
  mch_flow_text (flow, MCH_FACE_BOLD, 17, "title", _ ("Documents to join, and date of return"));
  mch_flow_skip (flow, 5);
  write_deadline (flow, confirmation);
  mch_flow_skip (flow, 8);
  write_pieces (flow, confirmation);
  mch_flow_skip (flow, 7);
  write_steps (flow);
  if (is_set (confirmation->contact))
    {
      mch_flow_skip (flow, 5);
      mch_flow_text (flow, MCH_FACE_BOLD, 12, "section", _ ("Exam office"));
      mch_flow_skip (flow, 1.5);
      mch_flow_text (flow, MCH_FACE_SANS, 11, "contact", confirmation->contact);
    }
}

guint
mch_confirmation_record_back (const MchConfirmation *confirmation, MchFonts *fonts, MchPage *back)
{
  MchFlow flow = { .page = back,
                   .fonts = fonts,
                   .x = MCH_CONFIRMATION_MARGIN,
                   .width = MCH_A4_WIDTH - 2 * MCH_CONFIRMATION_MARGIN,
                   .scale = 1 };

  mch_flow_fit (&flow, BACK_BOTTOM, draw_back, confirmation);
  mch_confirmation_write_footer (confirmation, back, fonts,
                                 _ ("Keep a copy of this sheet. Lost? Ask the office of your "
                                    "establishment to print it again."),
                                 _ ("Page 2 of 2"));
  return flow.n_missing;
}
