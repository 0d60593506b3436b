/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/papillon/mch-papillon.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-slip-text.h"
#include "print/mch-barcode.h"
#include "print/papillon/mch-papillon-private.h"

/* In the place of a password that the reader may not see. */
#define MASKED_CODE "•••••-•••••-•••••"

struct _MchPapillon
{
  MchFonts *fonts;
  const MchSlipGrid *grid;
  const MchPapillonPlan *plan;
  MchPage *arts[MCH_N_ARTS];
  MchPage *marks; /* NULL where nothing is cut or folded */
  MchBarcode *barcode;
  char *url; /* NULL when it is none that opens */
  char *qr_words;
  const MchSlipWords *second; /* NULL for none */
  double value_x;
  double shift_x, shift_y;
  gboolean reminder;
  char *text;                           /* the establishment's own, while it varies */
  char *text_values[MCH_N_SLIP_TOKENS]; /* those that all slips share */
};

const char *
mch_papillon_get_default_note (void)
{
  return _ ("At your first sign-in, choose your own password: this provisional password will then "
            "serve no more. You had better show it to nobody.");
}

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static void
write_own_text (MchPapillon *papillon, MchPage *page, const char *text)
{
  const MchPlace *place = &papillon->plan->text;
  MchTextStyle style = { .face = papillon->plan->face,
                         .size = place->size,
                         .min_size = place->min_size,
                         .wrap = MCH_WRAP_FIRST,
                         .role = "text" };

  mch_text_box_add (page, papillon->fonts, &style, &place->box, text, NULL);
}

/* A text that is the same on every slip becomes artwork; any other waits for its values. */
static gboolean
take_own_text (MchPapillon *papillon, const MchSlipSheet *sheet, GError **error)
{
  char **values = papillon->text_values;
  g_autofree char *wrong = NULL;
  g_autofree char *expanded = NULL;

  if (is_empty (sheet->text) || !papillon->grid->own_text)
    return TRUE;
  if (!mch_slip_text_check (sheet->text, &wrong))
    {
      g_set_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
                   _ ("“%s” in the establishment's own text stands for nothing. Correct the text; "
                      "nothing was printed."),
                   wrong);
      return FALSE;
    }
  if (!mch_papillon_read_expiry (sheet, &values[MCH_SLIP_TOKEN_EXPIRY], error))
    return FALSE;
  values[MCH_SLIP_TOKEN_EXAM] = g_strdup (sheet->exam);
  values[MCH_SLIP_TOKEN_SESSION] = g_strdup (sheet->session);
  values[MCH_SLIP_TOKEN_ESTABLISHMENT] = g_strdup (sheet->establishment);
  values[MCH_SLIP_TOKEN_PHONE] = g_strdup (sheet->phone);
  values[MCH_SLIP_TOKEN_PORTAL] = g_strdup (sheet->portal_url);
  if (mch_slip_text_varies (sheet->text))
    {
      papillon->text = g_strdup (sheet->text);
      return TRUE;
    }
  expanded = mch_slip_text_expand (sheet->text, (const char *const *) values);
  write_own_text (papillon, papillon->arts[MCH_ART_REST], expanded);
  return TRUE;
}

MchPapillon *
mch_papillon_new_for_layout (MchFonts *fonts, const MchSlipSheet *sheet, MchPapillonLayout layout,
                             GError **error)
{
  g_autoptr (MchPapillon) papillon = NULL;

  g_return_val_if_fail (fonts != NULL && sheet != NULL, NULL);
  g_return_val_if_fail (layout < MCH_N_PAPILLON_LAYOUTS, NULL);

  if (is_empty (sheet->establishment) || is_empty (sheet->portal_url))
    {
      g_set_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
                   _ ("Slips need the establishment's name and the address of the site. "
                      "Nothing was printed."));
      return NULL;
    }
  papillon = g_new0 (MchPapillon, 1);
  papillon->fonts = mch_fonts_ref (fonts);
  papillon->grid = mch_papillon_layout_get_grid (layout);
  papillon->plan = mch_papillon_get_plan (layout, !is_empty (sheet->text), sheet->language);
  papillon->second = mch_slip_language_get_words (sheet->language);
  papillon->reminder = sheet->reminder;
  papillon->barcode = mch_barcode_new (papillon->plan->bars.height);
  if (g_str_has_prefix (sheet->portal_url, "https://")
      || g_str_has_prefix (sheet->portal_url, "http://"))
    papillon->url = g_strdup (sheet->portal_url);
  papillon->qr_words = g_strdup_printf (_ ("QR code of %s"), sheet->portal_url);
  if (papillon->grid->cut || papillon->grid->folded)
    papillon->marks = mch_papillon_record_marks (fonts, papillon->grid);
  if (!mch_papillon_record_art (fonts, papillon->plan, sheet, papillon->arts, &papillon->value_x,
                                error)
      || !take_own_text (papillon, sheet, error))
    return NULL;
  return g_steal_pointer (&papillon);
}

MchPapillon *
mch_papillon_new (MchFonts *fonts, const MchSlipSheet *sheet, guint per_page, GError **error)
{
  g_return_val_if_fail (per_page == 1 || per_page == 2, NULL);

  return mch_papillon_new_for_layout (
      fonts, sheet, per_page == 1 ? MCH_PAPILLON_ONE_PER_PAGE : MCH_PAPILLON_TWO_PER_PAGE, error);
}

void
mch_papillon_free (MchPapillon *papillon)
{
  g_return_if_fail (papillon != NULL);

  for (int art = 0; art < MCH_N_ARTS; art++)
    g_clear_pointer (&papillon->arts[art], mch_page_unref);
  g_clear_pointer (&papillon->marks, mch_page_unref);
  g_clear_pointer (&papillon->barcode, mch_barcode_free);
  g_free (papillon->url);
  g_free (papillon->qr_words);
  for (int token = 0; token < MCH_N_SLIP_TOKENS; token++)
    g_free (papillon->text_values[token]);
  g_free (papillon->text);
  mch_fonts_unref (papillon->fonts);
  g_free (papillon);
}

void
mch_papillon_set_shift (MchPapillon *papillon, double right, double down)
{
  g_return_if_fail (papillon != NULL);

  papillon->shift_x = right;
  papillon->shift_y = down;
}

void
mch_papillon_begin_page (MchPapillon *papillon, MchPage *page)
{
  g_return_if_fail (papillon != NULL && page != NULL);

  mch_page_clear (page);
  mch_page_set_origin (page, papillon->shift_x, papillon->shift_y);
  if (papillon->marks != NULL)
    mch_page_add_group (page, papillon->marks, 0, 0);
}

/* (transfer full): in capitals, as registers have it. */
static char *
dup_upper (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);

  return g_utf8_strup (valid, -1);
}

/* "AUBIN Antoine". (transfer full) */
static char *
dup_full_name (const MchSlip *slip)
{
  g_autofree char *upper = dup_upper (slip->family_name);
  const char *given = slip->given_name != NULL ? slip->given_name : "";
  g_autofree char *name =
      g_strconcat (upper, *upper != '\0' && *given != '\0' ? " " : "", given, NULL);

  if (is_empty (slip->usage_name) || g_strcmp0 (slip->usage_name, slip->family_name) == 0)
    return g_steal_pointer (&name);
  /* Translators: a candidate's name, and the name that he or she uses. */
  return g_strdup_printf (_ ("%s (usage name: %s)"), name, slip->usage_name);
}

/* A text smaller than this, in points, is worth a look at the slip before it is handed out. */
#define SMALL 8

typedef struct
{
  guint n_missing;
  gboolean small;
} Trouble;

/* Adds what became of one text to what is already known of its slip. */
static void
write_text (MchPapillon *papillon, MchPage *page, const MchPlace *place, const MchTextStyle *style,
            const char *text, Trouble *trouble)
{
  MchTextStyle sized = *style;
  MchTextFit fit;

  sized.size = place->size;
  sized.min_size = place->min_size;
  sized.middle = TRUE;
  mch_text_box_add (page, papillon->fonts, &sized, &place->box, text, &fit);
  trouble->n_missing += fit.n_missing;
  trouble->small = trouble->small || (fit.size > 0 && fit.size < SMALL);
}

static void
write_identity (MchPapillon *papillon, MchPage *page, const MchSlip *slip, Trouble *trouble)
{
  const MchPapillonPlan *plan = papillon->plan;
  MchTextStyle name_style = { .face = plan->bold, .role = "name" };
  MchTextStyle division_style = { .face = plan->bold,
                                  .align = plan->stacked ? MCH_ALIGN_LEFT : MCH_ALIGN_RIGHT,
                                  .role = "division" };
  MchPlace name_place = plan->name;
  MchPlace division_place = plan->division;
  g_autofree char *name = dup_full_name (slip);

  /* Without a division the name has the whole line. */
  if (is_empty (slip->division) && !plan->stacked)
    name_place.box.width = plan->division.box.x + plan->division.box.width - name_place.box.x;
  write_text (papillon, page, &name_place, &name_style, name, trouble);
  if (!plan->stacked)
    division_place.box.y +=
        MCH_BASELINE_SHIFT * (plan->name.size - plan->division.size) * MCH_MM_PER_POINT;
  write_text (papillon, page, &division_place, &division_style, slip->division, trouble);
}

/* The lines of an address, or to whom a colleague gives the envelope: (transfer full) */
static GPtrArray *
list_recipient (const MchSlip *slip)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  gboolean posted = FALSE;

  g_ptr_array_add (lines, dup_full_name (slip));
  for (guint i = 0; i < G_N_ELEMENTS (slip->address); i++)
    if (!is_empty (slip->address[i]))
      {
        g_ptr_array_add (lines, g_strdup (slip->address[i]));
        posted = TRUE;
      }
  if (!is_empty (slip->city))
    {
      g_ptr_array_add (lines,
                       g_strconcat (is_empty (slip->postal_code) ? "" : slip->postal_code,
                                    is_empty (slip->postal_code) ? "" : " ", slip->city, NULL));
      posted = TRUE;
    }
  if (posted)
    return lines;
  /* Translators: above the name of a pupil on an envelope that is not posted. */
  g_ptr_array_insert (lines, 0, g_strdup (_ ("To be given to")));
  if (!is_empty (slip->division))
    g_ptr_array_add (lines, g_strdup (slip->division));
  return lines;
}

#define RECIPIENT_LINE 5.2 /* mm, where there is room for it */

static void
write_recipient (MchPapillon *papillon, MchPage *page, const MchSlip *slip, Trouble *trouble)
{
  MchTextStyle style = { .face = papillon->plan->face, .role = "recipient" };
  MchPlace place = papillon->plan->recipient;
  g_autoptr (GPtrArray) lines = NULL;

  if (place.box.width <= 0)
    return;
  lines = list_recipient (slip);
  place.box.height = MIN (place.box.height / lines->len, RECIPIENT_LINE);
  for (guint i = 0; i < lines->len; i++)
    {
      write_text (papillon, page, &place, &style, lines->pdata[i], trouble);
      place.box.y += place.box.height;
    }
}

static void
write_value (MchPapillon *papillon, MchPage *page, const MchPlace *place, MchFace face,
             MchWrap wrap, const char *role, const char *text, Trouble *trouble)
{
  MchTextStyle style = { .face = face, .wrap = wrap, .role = role };
  MchPlace moved = *place;

  moved.box.width -= papillon->value_x - moved.box.x;
  moved.box.x = papillon->value_x;
  write_text (papillon, page, &moved, &style, text, trouble);
}

static void
write_code (MchPapillon *papillon, MchPage *page, const MchSlip *slip, Trouble *trouble)
{
  MchPlace place = papillon->plan->code;

  if (!papillon->reminder)
    {
      write_value (papillon, page, &place, MCH_FACE_MONO, MCH_WRAP_NEVER, "code",
                   slip->code != NULL ? slip->code : MASKED_CODE, trouble);
      return;
    }
  place.size = papillon->plan->sentence.size;
  place.min_size = papillon->plan->sentence.min_size;
  write_value (papillon, page, &place, papillon->plan->face, MCH_WRAP_LAST, "code",
               _ ("the one that you chose, or else the one of your slip"), trouble);
}

/* The words of the establishment that speak of this candidate. */
static void
write_varying_text (MchPapillon *papillon, MchPage *page, const MchSlip *slip)
{
  const char *values[MCH_N_SLIP_TOKENS];
  g_autofree char *upper = NULL;
  g_autofree char *expanded = NULL;

  if (papillon->text == NULL)
    return;
  upper = dup_upper (slip->family_name);
  memcpy (values, papillon->text_values, sizeof values);
  values[MCH_SLIP_TOKEN_GIVEN_NAME] = slip->given_name;
  values[MCH_SLIP_TOKEN_FAMILY_NAME] = upper;
  values[MCH_SLIP_TOKEN_DIVISION] = slip->division;
  values[MCH_SLIP_TOKEN_LOGIN] = slip->login;
  expanded = mch_slip_text_expand (papillon->text, values);
  write_own_text (papillon, page, expanded);
}

static gboolean
lacks (MchPapillon *papillon, const char *text)
{
  g_autoptr (MchRun) run = NULL;

  if (is_empty (text))
    return FALSE;
  run = mch_run_new ();
  mch_fonts_shape (papillon->fonts, papillon->plan->bold, text, strlen (text), run);
  return run->n_missing > 0;
}

char *
mch_papillon_dup_undrawable (MchPapillon *papillon, const MchSlip *slip)
{
  g_autofree char *name = dup_full_name (slip);

  if (!lacks (papillon, name) && !lacks (papillon, slip->division))
    return NULL;
  /* Translators: a candidate's name, and the login by which he is found where the name is not. */
  return g_strdup_printf (_ ("%s (%s)"), name, slip->login);
}

/* (transfer full) (nullable) */
static char *
dup_warning (const MchSlip *slip, const Trouble *trouble)
{
  if (trouble->n_missing > 0)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     "The slip of %s has %u character that cannot be printed; “�” stands in its "
                     "place.",
                     "The slip of %s has %u characters that cannot be printed; “�” stands in "
                     "their place.",
                     trouble->n_missing),
        slip->login, trouble->n_missing);
  if (trouble->small)
    return g_strdup_printf (_ ("The slip of %s has a text so long that it is printed very small."),
                            slip->login);
  return NULL;
}

static void
add_art (MchPapillon *papillon, MchPage *page, MchArt art)
{
  mch_page_add_group (page, papillon->arts[art], 0, 0);
}

/* What is live on paper that is read on a screen. */
static void
add_url (MchPapillon *papillon, MchPage *page)
{
  if (papillon->url != NULL)
    mch_page_begin_link (page, &papillon->plan->url.box, papillon->url);
  add_art (papillon, page, MCH_ART_URL);
  if (papillon->url != NULL)
    mch_page_end_mark (page);
}

/* Last, for who has the slip read aloud: they say nothing that is not written. */
static void
add_figures (MchPapillon *papillon, MchPage *page, const MchSlip *slip)
{
  const MchPapillonPlan *plan = papillon->plan;

  mch_page_begin_figure (page, &plan->qr, papillon->qr_words);
  add_art (papillon, page, MCH_ART_QR);
  mch_page_end_mark (page);
  if (slip->handout != NULL && !papillon->reminder && plan->bars.width > 0)
    mch_barcode_add_digits (papillon->barcode, page, slip->handout, plan->bars.x, plan->bars.y,
                            _ ("Bar code for handing out the slip"));
}

gboolean
mch_papillon_add_slip (MchPapillon *papillon, MchPage *page, guint slot, const MchSlip *slip,
                       char **ret_warning, GError **error)
{
  Trouble trouble = { 0 };
  const MchPapillonPlan *plan;
  MchBox place;

  g_return_val_if_fail (papillon != NULL && page != NULL && slip != NULL, FALSE);

  if (is_empty (slip->login))
    {
      g_set_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
                   _ ("A slip has no login. Nothing was printed; synchronise and try again."));
      return FALSE;
    }
  plan = papillon->plan;
  place = mch_slip_grid_get_place (papillon->grid, slot);
  mch_page_set_origin (page, papillon->shift_x + place.x + papillon->grid->inset_x,
                       papillon->shift_y + place.y + papillon->grid->inset_y);
  mch_page_begin_section (page);
  add_art (papillon, page, MCH_ART_HEADER);
  write_recipient (papillon, page, slip, &trouble);
  write_identity (papillon, page, slip, &trouble);
  add_art (papillon, page, MCH_ART_LOGIN);
  write_value (papillon, page, &plan->login, MCH_FACE_MONO, MCH_WRAP_DOTS, "login", slip->login,
               &trouble);
  add_art (papillon, page, MCH_ART_CODE);
  write_code (papillon, page, slip, &trouble);
  add_url (papillon, page);
  add_art (papillon, page, MCH_ART_REST);
  write_varying_text (papillon, page, slip);
  add_art (papillon, page, MCH_ART_NOTE);
  if (papillon->second != NULL)
    {
      mch_page_begin_language (page, papillon->second->code);
      add_art (papillon, page, MCH_ART_SECOND);
      mch_page_end_mark (page);
    }
  add_figures (papillon, page, slip);
  if (ret_warning != NULL)
    *ret_warning = dup_warning (slip, &trouble);
  return TRUE;
}

void
mch_papillon_add_separator (MchPapillon *papillon, MchPage *page, guint slot, gboolean whole,
                            const char *division, guint n_slips, guint number, guint n_classes)
{
  MchBox place = { 0, 0, MCH_A4_WIDTH, MCH_A4_HEIGHT };

  g_return_if_fail (papillon != NULL && page != NULL);

  /* What has the page to itself is not cut. */
  if (whole)
    mch_page_clear (page);
  else
    place = mch_slip_grid_get_place (papillon->grid, slot);
  mch_page_set_origin (page, papillon->shift_x, papillon->shift_y);
  mch_page_begin_section (page);
  mch_papillon_record_separator (papillon->fonts, page, papillon->plan, &place, division, n_slips,
                                 number, n_classes);
}
