/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/papillon/mch-papillon-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "print/mch-qr.h"

#define WATERMARK_GRAY 0.86
#define WATERMARK_ANGLE 24
#define RULE 0.25
#define LABEL_GAP 4

typedef struct
{
  MchPage *page;
  MchFonts *fonts;
  const MchPapillonPlan *plan;
} Pen;

static void
write_text (const Pen *pen, const MchPlace *place, MchFace face, MchAlign align, MchWrap wrap,
            const char *role, const char *text)
{
  MchTextStyle style = { .face = face,
                         .size = place->size,
                         .min_size = place->min_size,
                         .align = align,
                         .wrap = wrap,
                         .middle = wrap != MCH_WRAP_FIRST,
                         .role = role };

  if (place->box.width > 0)
    mch_text_box_add (pen->page, pen->fonts, &style, &place->box, text, NULL);
}

char *
mch_papillon_dup_joined (const char *one, const char *two, const char *third)
{
  const char *parts[] = { one, two, third };
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] == NULL || *parts[i] == '\0')
        continue;
      if (joined->len > 0)
        g_string_append (joined, " – ");
      g_string_append (joined, parts[i]);
    }
  return g_string_free (joined, FALSE);
}

/* The lines of an address on one line. (transfer full) */
static char *
dup_address (const char *address)
{
  g_auto (GStrv) lines = g_strsplit (address != NULL ? address : "", "\n", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      g_ptr_array_add (kept, lines[i]);
  g_ptr_array_add (kept, NULL);
  return g_strjoinv (", ", (char **) kept->pdata);
}

static char *
dup_contact (const MchSlipSheet *sheet)
{
  gboolean phone = sheet->phone != NULL && *sheet->phone != '\0';
  gboolean email = sheet->email != NULL && *sheet->email != '\0';

  return g_strconcat (phone ? sheet->phone : "", phone && email ? " · " : "",
                      email ? sheet->email : "", NULL);
}

/* Large behind everything, as a shape: it hides no text and is not found among it. The word is
 * written once more, small, where it can be read and copied. */
static void
record_specimen (const Pen *pen)
{
  const MchPapillonPlan *plan = pen->plan;
  const char *word = _ ("SPECIMEN");
  g_autoptr (MchRun) run = mch_run_new ();
  MchBox frame = plan->specimen.box;

  mch_fonts_shape (pen->fonts, MCH_FACE_BOLD, word, strlen (word), run);
  mch_page_add_outline (pen->page, pen->fonts, run, plan->watermark.box.x, plan->watermark.box.y,
                        plan->watermark.size, WATERMARK_ANGLE, 0, WATERMARK_GRAY);
  frame.width = mch_text_measure (pen->fonts, plan->bold, plan->specimen.size, word) + 8;
  frame.x = plan->specimen.box.x + plan->specimen.box.width - frame.width;
  mch_page_add_frame (pen->page, &frame, 1, 0.5, 0);
  write_text (pen, &(MchPlace){ frame, plan->specimen.size, plan->specimen.min_size }, plan->bold,
              MCH_ALIGN_CENTER, MCH_WRAP_LAST, "specimen", word);
}

static void
record_header (const Pen *pen, const MchSlipSheet *sheet)
{
  const MchPapillonPlan *plan = pen->plan;
  g_autofree char *address = dup_address (sheet->address);
  g_autofree char *contact = dup_contact (sheet);
  g_autofree char *exam = mch_papillon_dup_joined (sheet->exam, sheet->session, sheet->academy);
  g_autofree char *valid = g_utf8_make_valid (exam, -1);
  g_autofree char *upper = g_utf8_strup (valid, -1);
  const MchBox *name = &plan->name.box;
  double left = plan->establishment.box.x;
  double right = MAX (name->x + name->width, plan->division.box.x + plan->division.box.width);

  if (sheet->demo)
    record_specimen (pen);
  write_text (pen, &plan->establishment, plan->bold, MCH_ALIGN_LEFT, MCH_WRAP_LAST, "establishment",
              sheet->establishment);
  write_text (pen, &plan->address, plan->face, MCH_ALIGN_LEFT, MCH_WRAP_LAST, "address", address);
  write_text (pen, &plan->contact, plan->face, MCH_ALIGN_LEFT, MCH_WRAP_LAST, "contact", contact);
  write_text (pen, &plan->kind, plan->face,
              plan->kind.box.x > left ? MCH_ALIGN_RIGHT : MCH_ALIGN_LEFT, MCH_WRAP_LAST, "kind",
              sheet->reminder ? _ ("Connection reminder") : _ ("Connection slip"));
  if (plan->header_rule > 0)
    mch_page_add_line (pen->page, left, plan->header_rule, right, plan->header_rule, RULE, 0, 0);
  write_text (pen, &plan->exam, plan->bold, MCH_ALIGN_LEFT, MCH_WRAP_LAST, "exam", upper);
}

/* @value_size: of the text beside the label, which stands on the same baseline. */
static void
record_label (const Pen *pen, const MchPlace *place, double value_size, const char *role,
              const char *text)
{
  MchPlace moved = *place;

  if (!pen->plan->stacked)
    moved.box.y += MCH_BASELINE_SHIFT * (value_size - place->size) * MCH_MM_PER_POINT;
  write_text (pen, &moved, pen->plan->face, MCH_ALIGN_LEFT, MCH_WRAP_LAST, role, text);
}

/* "2027-08-15" as "15/08/2027"; NULL when it is no date. */
static char *
dup_french_date (const char *date)
{
  int year, month, day;

  if (strlen (date) != 10)
    return NULL;
  for (guint i = 0; i < 10; i++)
    if (i == 4 || i == 7 ? date[i] != '-' : !g_ascii_isdigit (date[i]))
      return NULL;
  year = atoi (date);
  month = atoi (date + 5);
  day = atoi (date + 8);
  if (!g_date_valid_dmy ((GDateDay) day, month, (GDateYear) year))
    return NULL;
  return g_strdup_printf ("%02d/%02d/%04d", day, month, year);
}

gboolean
mch_papillon_read_expiry (const MchSlipSheet *sheet, char **ret_date, GError **error)
{
  *ret_date = NULL;
  if (sheet->expiry_date == NULL || *sheet->expiry_date == '\0')
    return TRUE;
  *ret_date = dup_french_date (sheet->expiry_date);
  if (*ret_date != NULL)
    return TRUE;
  g_set_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
               _ ("The expiry date of the slips is not a date: %s."), sheet->expiry_date);
  return FALSE;
}

static void
record_rest (const Pen *pen, const MchSlipSheet *sheet, const char *expiry)
{
  const MchPapillonPlan *plan = pen->plan;
  g_autofree char *text = NULL;

  if (sheet->reminder)
    text = g_strdup (_ ("One account serves for all your exams."));
  else if (expiry != NULL)
    text = g_strdup_printf (plan->brief ? C_ ("slip", "Password valid until %s.")
                                        : _ ("Provisional password valid until %s."),
                            expiry);
  write_text (pen, &plan->expiry, plan->face, MCH_ALIGN_LEFT, MCH_WRAP_LAST, "expiry", text);
  write_text (pen, &plan->account, plan->face, MCH_ALIGN_LEFT, MCH_WRAP_FIRST, "account",
              _ ("This account will give you your convocation, your marks and your requests for "
                 "special arrangements."));
  if (plan->text_for_help && sheet->text != NULL && *sheet->text != '\0')
    return;
  write_text (pen, &plan->help, plan->face, MCH_ALIGN_LEFT, MCH_WRAP_FIRST, "help",
              sheet->reminder
                  ? _ ("Password forgotten? Ask the school office for a new slip: the old password "
                       "will then serve no more.")
                  : _ ("A typing mistake? The site tells which group to check. Slip lost: ask the "
                       "school office."));
}

static void
record_note (const Pen *pen, const MchSlipSheet *sheet)
{
  const MchPapillonPlan *plan = pen->plan;
  gboolean has_note = sheet->note != NULL && *sheet->note != '\0';
  const MchBox *box = &plan->note.box;
  g_autofree char *note = NULL;

  if (sheet->reminder)
    note =
        g_strdup (_ ("This reminder holds no password: nobody can read the one that you chose."));
  else
    note = g_strconcat ("(*) ", has_note ? sheet->note : mch_papillon_get_default_note (), NULL);
  mch_page_add_line (pen->page, box->x, plan->note_rule, box->x + box->width, plan->note_rule, RULE,
                     0, 0);
  write_text (pen, &plan->note, plan->face, MCH_ALIGN_LEFT, MCH_WRAP_FIRST, "note", note);
}

/* Where the values begin: after the longer label, or below it. */
static double
find_value_x (const MchPapillonPlan *plan, MchFonts *fonts, const char *login, const char *code)
{
  double login_width = mch_text_measure (fonts, plan->face, plan->login_label.size, login);
  double code_width = mch_text_measure (fonts, plan->face, plan->code_label.size, code);

  if (plan->stacked)
    return plan->login.box.x;
  return plan->login_label.box.x + MIN (MAX (login_width, code_width), plan->login_label.box.width)
         + LABEL_GAP;
}

#define SECOND_GAP 1.5 /* mm between its paragraphs */

/* What the slip explains, once more. */
static void
record_second (const Pen *pen, const MchSlipSheet *sheet)
{
  const MchSlipWords *words = mch_slip_language_get_words (sheet->language);
  MchPlace place = pen->plan->second;
  double end = place.box.y + place.box.height;
  MchTextStyle style = { .face = pen->plan->bold,
                         .size = place.size,
                         .min_size = place.min_size,
                         .wrap = MCH_WRAP_FIRST,
                         .role = "second" };

  if (words == NULL || place.box.width <= 0)
    return;
  style.align = words->rtl ? MCH_ALIGN_RIGHT : MCH_ALIGN_LEFT;
  mch_page_add_line (pen->page, place.box.x, place.box.y - 3, place.box.x + place.box.width,
                     place.box.y - 3, RULE, 0, 0);
  place.box.height = 6;
  place.box.y +=
      SECOND_GAP + mch_text_box_add (pen->page, pen->fonts, &style, &place.box, words->name, NULL);
  style.face = pen->plan->face;
  for (guint i = 0; i < MCH_SLIP_LANGUAGE_PARAGRAPHS; i++)
    {
      /* The others have as much at least. */
      place.box.height = (end - place.box.y) / (MCH_SLIP_LANGUAGE_PARAGRAPHS - i);
      place.box.y +=
          SECOND_GAP
          + mch_text_box_add (pen->page, pen->fonts, &style, &place.box,
                              sheet->reminder ? words->reminder[i] : words->slip[i], NULL);
    }
}

static const char *
get_code_label (const MchPapillonPlan *plan, const MchSlipSheet *sheet)
{
  if (plan->brief)
    return sheet->reminder ? C_ ("slip", "Password:") : C_ ("slip", "Password (*):");
  return sheet->reminder ? _ ("Your password:") : _ ("Your password (*):");
}

gboolean
mch_papillon_record_art (MchFonts *fonts, const MchPapillonPlan *plan, const MchSlipSheet *sheet,
                         MchPage *ret_arts[MCH_N_ARTS], double *ret_value_x, GError **error)
{
  const char *login = plan->brief ? C_ ("slip", "Login:") : _ ("Your login:");
  const char *code = get_code_label (plan, sheet);
  g_autofree char *expiry = NULL;
  Pen pens[MCH_N_ARTS];

  for (int art = 0; art < MCH_N_ARTS; art++)
    pens[art] = (Pen){ ret_arts[art] = mch_page_new (), fonts, plan };
  if (!mch_papillon_read_expiry (sheet, &expiry, error))
    return FALSE;
  *ret_value_x = find_value_x (plan, fonts, login, code);
  record_header (&pens[MCH_ART_HEADER], sheet);
  write_text (&pens[MCH_ART_LOGIN], &plan->sentence, plan->face, MCH_ALIGN_LEFT, MCH_WRAP_LAST,
              "sentence",
              sheet->reminder ? _ ("You already have an account: sign in with it.")
                              : _ ("Sign in with the account that you were given."));
  mch_page_add_frame (ret_arts[MCH_ART_LOGIN], &plan->frame, 2, 0.4, 0);
  record_label (&pens[MCH_ART_LOGIN], &plan->login_label, plan->login.size, "login-label", login);
  record_label (&pens[MCH_ART_CODE], &plan->code_label,
                sheet->reminder ? plan->sentence.size : plan->code.size, "code-label", code);
  record_note (&pens[MCH_ART_NOTE], sheet);
  write_text (&pens[MCH_ART_URL], &plan->url, plan->bold, MCH_ALIGN_LEFT, MCH_WRAP_LAST, "url",
              sheet->portal_url);
  record_rest (&pens[MCH_ART_REST], sheet, expiry);
  record_second (&pens[MCH_ART_SECOND], sheet);
  return mch_qr_add (ret_arts[MCH_ART_QR], sheet->portal_url, plan->qr.x, plan->qr.y,
                     plan->qr.width, error);
}

/* Along the horizontal line at @y from @x, or the vertical one at @x from @y. */
static void
draw_scissors (MchPage *page, double x, double y, gboolean vertical)
{
  const MchBox eyes[] = { { 0, -2.2, 1.8, 1.8 }, { 0, 0.4, 1.8, 1.8 } };
  const double blades[][4] = { { 1.7, -0.9, 6.2, 0.9 }, { 1.7, 0.9, 6.2, -0.9 } };

  for (guint i = 0; i < G_N_ELEMENTS (eyes); i++)
    {
      MchBox eye = eyes[i];

      eye.x = x + (vertical ? eyes[i].y : eyes[i].x);
      eye.y = y + (vertical ? eyes[i].x : eyes[i].y);
      mch_page_add_frame (page, &eye, 0.9, 0.35, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (blades); i++)
    {
      const double *blade = blades[i];

      if (vertical)
        mch_page_add_line (page, x + blade[1], y + blade[0], x + blade[3], y + blade[2], 0.35, 0,
                           0);
      else
        mch_page_add_line (page, x + blade[0], y + blade[1], x + blade[2], y + blade[3], 0.35, 0,
                           0);
    }
}

/* A mark on both edges, and how to fold. */
static void
draw_fold (MchFonts *fonts, MchPage *page, double y, const char *words)
{
  MchTextStyle style = { .face = MCH_FACE_SANS, .size = 7.5, .min_size = 6, .middle = TRUE };
  const MchBox box = { 11, y - 2, 80, 4 };

  mch_page_add_line (page, 5, y, 10, y, RULE, 0, 0);
  mch_page_add_line (page, MCH_A4_WIDTH - 10, y, MCH_A4_WIDTH - 5, y, RULE, 0, 0);
  mch_text_box_add (page, fonts, &style, &box, words, NULL);
}

MchPage *
mch_papillon_record_marks (MchFonts *fonts, const MchSlipGrid *grid)
{
  MchPage *page = mch_page_new ();

  if (grid->folded)
    {
      draw_fold (fonts, page, MCH_A4_HEIGHT / 3, _ ("Fold backwards"));
      draw_fold (fonts, page, MCH_A4_HEIGHT * 2 / 3, _ ("Fold forwards"));
    }

  for (guint row = 1; row < grid->rows; row++)
    {
      double y = grid->first.y + row * grid->step_y;

      draw_scissors (page, 6, y, FALSE);
      mch_page_add_line (page, 14, y, MCH_A4_WIDTH - 6, y, 0.25, 0, 1.5);
    }
  for (guint column = 1; column < grid->columns; column++)
    {
      double x = grid->first.x + column * grid->step_x;

      draw_scissors (page, x, 6, TRUE);
      mch_page_add_line (page, x, 14, x, MCH_A4_HEIGHT - 6, 0.25, 0, 1.5);
    }
  return page;
}
