/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The front: numbers, data, tests, signatures. The back is in mch-confirmation-back.c. */
#include "print/mch-confirmation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-paper-code.h"
#include "print/mch-confirmation-private.h"
#include "print/mch-qr.h"
#include "print/mch-table.h"
#include "print/mch-text-block.h"

#define LABEL_SHARE 0.38
#define LABEL_SIZE 9.0 /* points */
#define VALUE_SIZE 10.5
#define ROW_GAP 1.4 /* mm */
#define COLUMN_GAP 6.0
#define FRONT_BOTTOM 219.0
#define SIGNATURES_TOP 223.0
#define SIGNATURE_HEIGHT 34.0

gboolean
mch_confirmation_is_provisional (const MchConfirmation *confirmation)
{
  g_return_val_if_fail (confirmation != NULL, TRUE);

  return confirmation->candidate_number == NULL || *confirmation->candidate_number == '\0'
         || confirmation->registration_number == NULL || *confirmation->registration_number == '\0';
}

void
mch_confirmation_write (MchPage *page, MchFonts *fonts, const MchBox *box, MchFace face,
                        double size, MchAlign align, const char *role, const char *text)
{
  MchTextStyle style = {
    .face = face, .size = size, .min_size = size * 0.7, .align = align, .middle = TRUE, .role = role
  };

  mch_text_box_add (page, fonts, &style, box, text, NULL);
}

char *
mch_confirmation_dup_context (const MchConfirmation *confirmation)
{
  const char *parts[] = { confirmation->exam, confirmation->session, confirmation->academy };
  g_autoptr (GString) joined = g_string_new (NULL);
  g_autofree char *valid = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (joined, "%s%s", joined->len > 0 ? " – " : "", parts[i]);
  valid = g_utf8_make_valid (joined->str, -1);
  return g_utf8_strup (valid, -1);
}

/* @right: where the values end. */
static void
write_number (MchPage *page, MchFonts *fonts, double right, double y, const char *label,
              const char *value)
{
  MchBox left = { right - 65, y, 31, 6 };
  MchBox box = { right - 33, y, 33, 6 };
  gboolean known = value != NULL && *value != '\0';

  mch_confirmation_write (page, fonts, &left, MCH_FACE_SANS, 8.5, MCH_ALIGN_LEFT, "number-label",
                          label);
  mch_confirmation_write (page, fonts, &box, known ? MCH_FACE_BOLD : MCH_FACE_SANS,
                          known ? 11 : 8.5, MCH_ALIGN_RIGHT, "number",
                          known ? value : _ ("to come"));
}

/* REG-42 */
void
mch_confirmation_write_numbers (const MchConfirmation *confirmation, MchPage *page, MchFonts *fonts)
{
  double right = MCH_A4_WIDTH - MCH_CONFIRMATION_MARGIN;
  double side = MCH_CONFIRMATION_CODE_SIDE;
  MchBox digits = { right - side - 1, 12 + side + 2.2, side + 2, 6 };
  g_autofree char *shown = NULL;
  double end = confirmation->code != NULL ? right - side - 5 : right;

  write_number (page, fonts, end, 13, _ ("Candidate no."), confirmation->candidate_number);
  write_number (page, fonts, end, 20, _ ("Registration no."), confirmation->registration_number);
  write_number (page, fonts, end, 27, _ ("Version"), confirmation->version);
  if (confirmation->code == NULL)
    return;
  mch_qr_add_digits (page, confirmation->code, right - side, 12, side);
  shown = mch_paper_code_dup_shown (confirmation->code);
  mch_confirmation_write (page, fonts, &digits, MCH_FACE_MONO, 6.5, MCH_ALIGN_CENTER, "code",
                          shown);
}

/* A shape behind the text, which hides none of it; the same word is written where it can be read.
 */
void
mch_confirmation_write_provisional (MchPage *page, MchFonts *fonts)
{
  const char *word = _ ("PROVISIONAL");
  g_autoptr (MchRun) run = mch_run_new ();

  mch_fonts_shape (fonts, MCH_FACE_BOLD, word, strlen (word), run);
  mch_page_add_outline (page, fonts, run, MCH_A4_WIDTH / 2, MCH_A4_HEIGHT / 2, 100, 52, 0, 0.88);
}

/* The width of one of two columns, in mm. */
static double
get_half (const MchFlow *flow)
{
  return (flow->width - COLUMN_GAP) / 2;
}

static gboolean
has_value (const MchFact *fact)
{
  return fact->value != NULL && *fact->value != '\0';
}

/* Label and value side by side on one baseline, from the flow's y. @width: of both; the label's is
 * that of half a page's in any case. Returns: their height. */
static double
write_fact (MchFlow *flow, const MchFact *fact, double x, double width)
{
  MchTextStyle label_style = { .face = MCH_FACE_SANS,
                               .size = LABEL_SIZE * flow->scale,
                               .role = "fact-label" };
  MchTextStyle value_style = { .face = MCH_FACE_BOLD,
                               .size = VALUE_SIZE * flow->scale,
                               .role = "fact" };
  double label_width = get_half (flow) * LABEL_SHARE;
  g_autoptr (MchTextBlock) label =
      mch_text_block_new (flow->fonts, &label_style, label_width - 2, fact->label);
  g_autoptr (MchTextBlock) value =
      mch_text_block_new (flow->fonts, &value_style, width - label_width, fact->value);
  double baseline = MAX (mch_text_block_get_baseline (label), mch_text_block_get_baseline (value));
  double label_drop = baseline - mch_text_block_get_baseline (label);
  double value_drop = baseline - mch_text_block_get_baseline (value);

  mch_text_block_add (label, flow->page, x, flow->y + label_drop);
  mch_text_block_add (value, flow->page, x + label_width, flow->y + value_drop);
  flow->n_missing += mch_text_block_get_n_missing (value);
  return MAX (mch_text_block_get_height (label) + label_drop,
              mch_text_block_get_height (value) + value_drop);
}

/* One line that has no room in half the width, and has in all of it. */
static gboolean
is_wide (MchFlow *flow, const MchFact *fact)
{
  double room = get_half (flow) * (1 - LABEL_SHARE);

  return strchr (fact->value, '\n') == NULL
         && mch_text_measure (flow->fonts, MCH_FACE_BOLD, VALUE_SIZE * flow->scale, fact->value)
                > room;
}

/* In two columns, row by row, as they are read. */
static void
write_facts (MchFlow *flow, const MchFactSection *section)
{
  double half = get_half (flow);
  double row = 0;
  guint column = 0;

  for (guint i = 0; i < section->n_facts; i++)
    {
      gboolean wide;
      double height;

      if (!has_value (&section->facts[i]))
        continue;
      wide = is_wide (flow, &section->facts[i]);
      if (column == 2 || (wide && column == 1))
        {
          flow->y += row;
          mch_flow_skip (flow, ROW_GAP);
          row = 0;
          column = 0;
        }
      height = write_fact (flow, &section->facts[i], flow->x + column * (half + COLUMN_GAP),
                           wide ? flow->width : half);
      row = MAX (row, height);
      column = wide ? 2 : column + 1;
    }
  flow->y += row;
}

static void
write_section (MchFlow *flow, const MchFactSection *section)
{
  gboolean any = FALSE;

  for (guint i = 0; i < section->n_facts; i++)
    any = any || has_value (&section->facts[i]);
  if (!any)
    return;
  mch_flow_skip (flow, 5);
  mch_flow_text (flow, MCH_FACE_BOLD, 12, "section", section->title);
  mch_flow_skip (flow, 0.6);
  mch_flow_rule (flow);
  mch_flow_skip (flow, 1.6);
  write_facts (flow, section);
}

static void
write_tests (MchFlow *flow, const MchConfirmation *confirmation)
{
  const MchColumn columns[] = {
    { _ ("Test"), 6, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, TRUE },
    { _ ("Form"), 2, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
    { _ ("State"), 2, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
  };
  MchTableStyle style = { 10 * flow->scale, 0, FALSE };
  g_autoptr (MchTable) table = NULL;
  double height;
  MchBox box;

  if (confirmation->n_tests == 0)
    return;
  mch_flow_skip (flow, 5);
  mch_flow_text (flow, MCH_FACE_BOLD, 12, "section", _ ("Tests"));
  mch_flow_skip (flow, 1);
  table = mch_table_new (flow->fonts, columns, G_N_ELEMENTS (columns), &style);
  for (guint i = 0; i < confirmation->n_tests; i++)
    {
      const MchConfirmationTest *test = &confirmation->tests[i];

      mch_table_add_row (table, (const char *[]){ test->name, test->form, test->state });
    }
  mch_table_prepare (table, flow->width);
  /* All of it: whether there is room is the flow's business. */
  box = (MchBox){ flow->x, flow->y, flow->width, 10000 };
  mch_table_draw (table, flow->page, &box, 0, &height);
  flow->n_missing += mch_table_get_n_missing (table);
  flow->y += height;
}

static void
write_signature (MchPage *page, MchFonts *fonts, double x, double width, const char *who)
{
  MchBox frame = { x, SIGNATURES_TOP + 15, width, SIGNATURE_HEIGHT };
  MchBox label = { x + 2, SIGNATURES_TOP + 16, width - 4, 6 };

  mch_page_add_frame (page, &frame, 1.5, 0.25, 0);
  mch_confirmation_write (page, fonts, &label, MCH_FACE_SANS, 8.5, MCH_ALIGN_LEFT, "signature",
                          who);
}

static void
write_signatures (const MchConfirmation *confirmation, MchPage *page, MchFonts *fonts)
{
  double left = MCH_CONFIRMATION_MARGIN;
  double width = MCH_A4_WIDTH - 2 * left;
  guint n = confirmation->minor ? 3 : 2;
  double each = (width - (n - 1) * 4) / n;
  MchBox statement = { left, SIGNATURES_TOP, width, 6 };
  MchBox place = { left, SIGNATURES_TOP + 7, width, 6 };

  mch_confirmation_write (page, fonts, &statement, MCH_FACE_SANS, 9.5, MCH_ALIGN_LEFT, "statement",
                          _ ("I have checked what is written above, and corrected in red what is "
                             "wrong."));
  mch_confirmation_write (page, fonts, &place, MCH_FACE_SANS, 9.5, MCH_ALIGN_LEFT, "statement",
                          _ ("Done at ………………………………………………   on ……… / ……… / ……………"));
  write_signature (page, fonts, left, each, _ ("Signature of the candidate"));
  if (confirmation->minor)
    write_signature (page, fonts, left + each + 4, each,
                     _ ("Signature of the legal representative"));
  write_signature (page, fonts, left + (n - 1) * (each + 4), each,
                   _ ("Stamp of the establishment"));
}

void
mch_confirmation_write_footer (const MchConfirmation *confirmation, MchPage *page, MchFonts *fonts,
                               const char *words, const char *number)
{
  double left = MCH_CONFIRMATION_MARGIN;
  double width = MCH_A4_WIDTH - 2 * left;
  MchBox text = { left, 277, width * 0.8, 5 };
  MchBox edited = { left, 281.5, width * 0.8, 4.5 };
  MchBox right = { left + width * 0.82, 277, width * 0.18, 5 };

  mch_page_add_line (page, left, 275.5, left + width, 275.5, 0.25, 0, 0);
  mch_confirmation_write (page, fonts, &text, MCH_FACE_SANS, 8.5, MCH_ALIGN_LEFT, "footer", words);
  mch_confirmation_write (page, fonts, &edited, MCH_FACE_SANS, 8, MCH_ALIGN_LEFT, "edited",
                          confirmation->edited);
  mch_confirmation_write (page, fonts, &right, MCH_FACE_SANS, 8.5, MCH_ALIGN_RIGHT, "page-number",
                          number);
}

static void
write_head (MchFlow *flow, const MchConfirmation *confirmation)
{
  MchBox establishment = { flow->x, 12, 82, 12 };
  MchBox place = { flow->x, 24.5, 82, 10 };
  MchTextStyle style = {
    .face = MCH_FACE_SANS, .size = 9, .min_size = 7, .wrap = MCH_WRAP_FIRST, .role = "place"
  };
  g_autofree char *context = mch_confirmation_dup_context (confirmation);

  mch_confirmation_write (flow->page, flow->fonts, &establishment, MCH_FACE_BOLD, 12,
                          MCH_ALIGN_LEFT, "establishment", confirmation->establishment);
  mch_text_box_add (flow->page, flow->fonts, &style, &place, confirmation->place, NULL);
  mch_confirmation_write_numbers (confirmation, flow->page, flow->fonts);
  flow->y = 41;
  mch_flow_rule (flow);
  mch_flow_skip (flow, 4);
  mch_flow_text (flow, MCH_FACE_BOLD, 19, "title", _ ("Registration confirmation"));
  mch_flow_skip (flow, 1);
  mch_flow_text (flow, MCH_FACE_BOLD, 10.5, "exam", context);
  mch_flow_skip (flow, 4);
  mch_flow_text (flow, MCH_FACE_BOLD, 17, "name", confirmation->name);
}

static void
draw_front (MchFlow *flow, gconstpointer data)
{
  const MchConfirmation *confirmation = data;

  if (mch_confirmation_is_provisional (confirmation))
    mch_confirmation_write_provisional (flow->page, flow->fonts);
  write_head (flow, confirmation);
  if (mch_confirmation_is_provisional (confirmation))
    {
      mch_flow_skip (flow, 2.5);
      mch_flow_text (flow, MCH_FACE_BOLD, 9.5, "provisional",
                     _ ("PROVISIONAL: the numbers are given when the establishment has "
                        "synchronised. This sheet is for checking only; do not return it."));
    }
  for (guint i = 0; i < confirmation->n_sections; i++)
    write_section (flow, &confirmation->sections[i]);
  write_tests (flow, confirmation);
}

guint
mch_confirmation_record (const MchConfirmation *confirmation, MchFonts *fonts, MchPage *front,
                         MchPage *back)
{
  MchFlow flow = { .page = front,
                   .fonts = fonts,
                   .x = MCH_CONFIRMATION_MARGIN,
                   .width = MCH_A4_WIDTH - 2 * MCH_CONFIRMATION_MARGIN,
                   .scale = 1 };

  g_return_val_if_fail (confirmation != NULL && fonts != NULL, 0);
  g_return_val_if_fail (front != NULL && back != NULL, 0);

  mch_flow_fit (&flow, FRONT_BOTTOM, draw_front, confirmation);
  write_signatures (confirmation, front, fonts);
  mch_confirmation_write_footer (confirmation, front, fonts,
                                 _ ("An official document that attests the registration. On the "
                                    "back: what to join, and until when."),
                                 _ ("Page 1 of 2"));
  return flow.n_missing + mch_confirmation_record_back (confirmation, fonts, back);
}
