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

static const MchPapillonPlan plan_two = {
  .block_height = MCH_A4_HEIGHT / 2,
  .establishment = { { 15, 11, 122, 7 }, 13, 9 },
  .address = { { 15, 18.2, 122, 4.6 }, 9.5, 7 },
  .contact = { { 15, 23, 122, 4.6 }, 9.5, 7 },
  .kind = { { 140, 11, 55, 7 }, 10, 7 },
  .specimen = { { 140, 18.8, 55, 8 }, 15, 10 },
  .header_rule = 29.6,
  .exam = { { 15, 32, 180, 5 }, 10, 7 },
  .name = { { 15, 38, 132, 12 }, 19, 12 },
  .division = { { 150, 38, 45, 12 }, 13, 8 },
  .sentence = { { 15, 51.5, 180, 6 }, 11, 8 },
  .frame = { 15, 59.5, 180, 29 },
  .login_label = { { 20, 61, 100, 13 }, 11, 8 },
  .login = { { 20, 61, 171, 13 }, 19, 9 },
  .code_label = { { 20, 74, 100, 13 }, 11, 8 },
  .code = { { 20, 74, 171, 13 }, 19, 14 },
  .qr = { 15, 94.5, 29, 29 },
  .url = { { 50, 93.2, 145, 6.5 }, 13, 8 },
  .expiry = { { 50, 100.2, 145, 5.4 }, 10.5, 8 },
  .account = { { 50, 106.8, 107, 9 }, 9.5, 7 },
  .help = { { 50, 116.4, 107, 9 }, 9.5, 7 },
  .note_rule = 128.2,
  .note = { { 15, 129.8, 180, 9.7 }, 8.5, 6.5 },
  .watermark = { { 122, 72 }, 72 },
};

static const MchPapillonPlan plan_one = {
  .block_height = MCH_A4_HEIGHT,
  .establishment = { { 20, 22, 115, 8.5 }, 15, 10 },
  .address = { { 20, 31, 115, 5.4 }, 11, 8 },
  .contact = { { 20, 36.8, 115, 5.4 }, 11, 8 },
  .kind = { { 138, 22, 52, 8.5 }, 11, 8 },
  .specimen = { { 138, 32, 52, 9.5 }, 16, 10 },
  .header_rule = 46,
  .exam = { { 20, 50.5, 170, 6 }, 11.5, 8 },
  .name = { { 20, 70, 122, 19 }, 26, 15 },
  .division = { { 145, 70, 45, 19 }, 17, 9 },
  .sentence = { { 20, 94, 170, 8 }, 14, 10 },
  .frame = { 20, 108, 170, 46 },
  .login_label = { { 26, 110, 100, 21 }, 12, 8 },
  .login = { { 26, 110, 160, 21 }, 22, 9 },
  .code_label = { { 26, 131, 100, 21 }, 12, 8 },
  .code = { { 26, 131, 160, 21 }, 22, 14 },
  .qr = { 20, 169, 42, 42 },
  .url = { { 69, 167, 121, 9 }, 15, 8 },
  .expiry = { { 69, 177.5, 121, 6.5 }, 11.5, 8 },
  .account = { { 69, 188, 112, 11 }, 10, 7 },
  .help = { { 69, 200.5, 112, 11 }, 10, 7 },
  .note_rule = 252,
  .note = { { 20, 255.5, 170, 17 }, 10, 7 },
  .watermark = { { 112, 120 }, 84 },
};

const MchPapillonPlan *
mch_papillon_get_plan (guint per_page)
{
  return per_page == 1 ? &plan_one : &plan_two;
}

typedef struct
{
  MchPage *page;
  MchFonts *fonts;
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
record_specimen (const Pen *pen, const MchPapillonPlan *plan)
{
  const char *word = _ ("SPECIMEN");
  g_autoptr (MchRun) run = mch_run_new ();
  MchBox frame = plan->specimen.box;

  mch_fonts_shape (pen->fonts, MCH_FACE_BOLD, word, strlen (word), run);
  mch_page_add_outline (pen->page, pen->fonts, run, plan->watermark.box.x, plan->watermark.box.y,
                        plan->watermark.size, WATERMARK_ANGLE, 0, WATERMARK_GRAY);
  frame.width = mch_text_measure (pen->fonts, MCH_FACE_BOLD, plan->specimen.size, word) + 8;
  frame.x = plan->specimen.box.x + plan->specimen.box.width - frame.width;
  mch_page_add_frame (pen->page, &frame, 1, 0.5, 0);
  write_text (pen, &(MchPlace){ frame, plan->specimen.size, plan->specimen.min_size },
              MCH_FACE_BOLD, MCH_ALIGN_CENTER, MCH_WRAP_LAST, "specimen", word);
}

static void
record_header (const Pen *pen, const MchPapillonPlan *plan, const MchSlipSheet *sheet)
{
  g_autofree char *address = dup_address (sheet->address);
  g_autofree char *contact = dup_contact (sheet);
  g_autofree char *exam = mch_papillon_dup_joined (sheet->exam, sheet->session, sheet->academy);
  g_autofree char *valid = g_utf8_make_valid (exam, -1);
  g_autofree char *upper = g_utf8_strup (valid, -1);
  const MchBox *name = &plan->establishment.box;
  double right = plan->kind.box.x + plan->kind.box.width;

  if (sheet->demo)
    record_specimen (pen, plan);
  write_text (pen, &plan->establishment, MCH_FACE_BOLD, MCH_ALIGN_LEFT, MCH_WRAP_LAST,
              "establishment", sheet->establishment);
  write_text (pen, &plan->address, MCH_FACE_SANS, MCH_ALIGN_LEFT, MCH_WRAP_LAST, "address",
              address);
  write_text (pen, &plan->contact, MCH_FACE_SANS, MCH_ALIGN_LEFT, MCH_WRAP_LAST, "contact",
              contact);
  write_text (pen, &plan->kind, MCH_FACE_SANS, MCH_ALIGN_RIGHT, MCH_WRAP_LAST, "kind",
              _ ("Connection slip"));
  mch_page_add_line (pen->page, name->x, plan->header_rule, right, plan->header_rule, RULE, 0, 0);
  write_text (pen, &plan->exam, MCH_FACE_BOLD, MCH_ALIGN_LEFT, MCH_WRAP_LAST, "exam", upper);
}

/* @value_size: of the text beside the label, which stands on the same baseline. */
static void
record_label (const Pen *pen, const MchPlace *place, double value_size, const char *role,
              const char *text)
{
  MchPlace moved = *place;

  moved.box.y += MCH_BASELINE_SHIFT * (value_size - place->size) * MCH_MM_PER_POINT;
  write_text (pen, &moved, MCH_FACE_SANS, MCH_ALIGN_LEFT, MCH_WRAP_LAST, role, text);
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

static gboolean
record_expiry (const Pen *pen, const MchPapillonPlan *plan, const MchSlipSheet *sheet,
               GError **error)
{
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;

  if (sheet->expiry_date == NULL || *sheet->expiry_date == '\0')
    return TRUE;
  date = dup_french_date (sheet->expiry_date);
  if (date == NULL)
    {
      g_set_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
                   _ ("The expiry date of the slips is not a date: %s."), sheet->expiry_date);
      return FALSE;
    }
  text = g_strdup_printf (_ ("Provisional password valid until %s."), date);
  write_text (pen, &plan->expiry, MCH_FACE_SANS, MCH_ALIGN_LEFT, MCH_WRAP_LAST, "expiry", text);
  return TRUE;
}

static gboolean
record_rest (const Pen *pen, const MchPapillonPlan *plan, const MchSlipSheet *sheet, GError **error)
{
  gboolean has_note = sheet->note != NULL && *sheet->note != '\0';
  g_autofree char *note =
      g_strconcat ("(*) ", has_note ? sheet->note : mch_papillon_get_default_note (), NULL);
  const MchBox *box = &plan->note.box;

  if (!mch_qr_add (pen->page, sheet->portal_url, plan->qr.x, plan->qr.y, plan->qr.width, error))
    return FALSE;
  write_text (pen, &plan->url, MCH_FACE_BOLD, MCH_ALIGN_LEFT, MCH_WRAP_LAST, "url",
              sheet->portal_url);
  if (!record_expiry (pen, plan, sheet, error))
    return FALSE;
  write_text (pen, &plan->account, MCH_FACE_SANS, MCH_ALIGN_LEFT, MCH_WRAP_FIRST, "account",
              _ ("This account will give you your convocation, your marks and your requests for "
                 "special arrangements."));
  write_text (pen, &plan->help, MCH_FACE_SANS, MCH_ALIGN_LEFT, MCH_WRAP_FIRST, "help",
              _ ("A typing mistake? The site tells which group to check. Slip lost: ask the "
                 "school office."));
  mch_page_add_line (pen->page, box->x, plan->note_rule, box->x + box->width, plan->note_rule, RULE,
                     0, 0);
  write_text (pen, &plan->note, MCH_FACE_SANS, MCH_ALIGN_LEFT, MCH_WRAP_FIRST, "note", note);
  return TRUE;
}

gboolean
mch_papillon_record_art (MchFonts *fonts, const MchPapillonPlan *plan, const MchSlipSheet *sheet,
                         MchPage *ret_arts[MCH_N_ARTS], double *ret_value_x, GError **error)
{
  const char *login = _ ("Your login:");
  const char *code = _ ("Your password (*):");
  double login_width = mch_text_measure (fonts, MCH_FACE_SANS, plan->login_label.size, login);
  double code_width = mch_text_measure (fonts, MCH_FACE_SANS, plan->code_label.size, code);
  Pen pens[MCH_N_ARTS];

  for (int art = 0; art < MCH_N_ARTS; art++)
    pens[art] = (Pen){ ret_arts[art] = mch_page_new (), fonts };
  *ret_value_x = plan->login_label.box.x
                 + MIN (MAX (login_width, code_width), plan->login_label.box.width) + LABEL_GAP;

  record_header (&pens[MCH_ART_HEADER], plan, sheet);
  write_text (&pens[MCH_ART_LOGIN], &plan->sentence, MCH_FACE_SANS, MCH_ALIGN_LEFT, MCH_WRAP_LAST,
              "sentence", _ ("Sign in with the account that you were given."));
  mch_page_add_frame (ret_arts[MCH_ART_LOGIN], &plan->frame, 2, 0.4, 0);
  record_label (&pens[MCH_ART_LOGIN], &plan->login_label, plan->login.size, "login-label", login);
  record_label (&pens[MCH_ART_CODE], &plan->code_label, plan->code.size, "code-label", code);
  return record_rest (&pens[MCH_ART_REST], plan, sheet, error);
}

static void
draw_scissors (MchPage *page, double x, double y)
{
  MchBox upper = { x, y - 2.2, 1.8, 1.8 };
  MchBox lower = { x, y + 0.4, 1.8, 1.8 };

  mch_page_add_frame (page, &upper, 0.9, 0.35, 0);
  mch_page_add_frame (page, &lower, 0.9, 0.35, 0);
  mch_page_add_line (page, x + 1.7, y - 0.9, x + 6.2, y + 0.9, 0.35, 0, 0);
  mch_page_add_line (page, x + 1.7, y + 0.9, x + 6.2, y - 0.9, 0.35, 0, 0);
}

MchPage *
mch_papillon_record_cut_line (void)
{
  MchPage *page = mch_page_new ();
  double middle = MCH_A4_HEIGHT / 2;

  draw_scissors (page, 6, middle);
  mch_page_add_line (page, 14, middle, MCH_A4_WIDTH - 6, middle, 0.25, 0, 1.5);
  return page;
}
