/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/papillon/mch-papillon.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "print/papillon/mch-papillon-private.h"

/* In the place of a password that the reader may not see. */
#define MASKED_CODE "•••••-•••••-•••••"

struct _MchPapillon
{
  MchFonts *fonts;
  guint per_page;
  const MchPapillonPlan *plan;
  MchPage *arts[MCH_N_ARTS];
  MchPage *cut_line;
  double value_x;
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

MchPapillon *
mch_papillon_new (MchFonts *fonts, const MchSlipSheet *sheet, guint per_page, GError **error)
{
  g_autoptr (MchPapillon) papillon = NULL;

  g_return_val_if_fail (fonts != NULL && sheet != NULL, NULL);
  g_return_val_if_fail (per_page == 1 || per_page == 2, NULL);

  if (is_empty (sheet->establishment) || is_empty (sheet->portal_url))
    {
      g_set_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
                   _ ("Slips need the establishment's name and the address of the site. "
                      "Nothing was printed."));
      return NULL;
    }
  papillon = g_new0 (MchPapillon, 1);
  papillon->fonts = mch_fonts_ref (fonts);
  papillon->per_page = per_page;
  papillon->plan = mch_papillon_get_plan (per_page);
  if (per_page == 2)
    papillon->cut_line = mch_papillon_record_cut_line ();
  if (!mch_papillon_record_art (fonts, papillon->plan, sheet, papillon->arts, &papillon->value_x,
                                error))
    return NULL;
  return g_steal_pointer (&papillon);
}

void
mch_papillon_free (MchPapillon *papillon)
{
  g_return_if_fail (papillon != NULL);

  for (int art = 0; art < MCH_N_ARTS; art++)
    g_clear_pointer (&papillon->arts[art], mch_page_unref);
  g_clear_pointer (&papillon->cut_line, mch_page_unref);
  mch_fonts_unref (papillon->fonts);
  g_free (papillon);
}

void
mch_papillon_get_block (MchPapillon *papillon, guint slot, MchBox *ret_block)
{
  g_return_if_fail (papillon != NULL && ret_block != NULL);
  g_return_if_fail (slot < papillon->per_page);

  *ret_block = (MchBox){ 0, slot * papillon->plan->block_height, MCH_A4_WIDTH,
                         papillon->plan->block_height };
}

void
mch_papillon_begin_page (MchPapillon *papillon, MchPage *page)
{
  g_return_if_fail (papillon != NULL && page != NULL);

  mch_page_clear (page);
  if (papillon->cut_line != NULL)
    mch_page_add_group (page, papillon->cut_line);
}

/* "AUBIN Antoine", as registers have it. (transfer full) */
static char *
dup_full_name (const MchSlip *slip)
{
  g_autofree char *family =
      g_utf8_make_valid (slip->family_name != NULL ? slip->family_name : "", -1);
  g_autofree char *upper = g_utf8_strup (family, -1);
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
  static const MchTextStyle name_style = { .face = MCH_FACE_BOLD, .role = "name" };
  static const MchTextStyle division_style = { .face = MCH_FACE_BOLD,
                                               .align = MCH_ALIGN_RIGHT,
                                               .role = "division" };
  const MchPapillonPlan *plan = papillon->plan;
  MchPlace name_place = plan->name;
  MchPlace division_place = plan->division;
  g_autofree char *name = dup_full_name (slip);

  /* Without a division the name has the whole line. */
  if (is_empty (slip->division))
    name_place.box.width = plan->division.box.x + plan->division.box.width - name_place.box.x;
  write_text (papillon, page, &name_place, &name_style, name, trouble);
  division_place.box.y +=
      MCH_BASELINE_SHIFT * (plan->name.size - plan->division.size) * MCH_MM_PER_POINT;
  write_text (papillon, page, &division_place, &division_style, slip->division, trouble);
}

static void
write_value (MchPapillon *papillon, MchPage *page, const MchPlace *place, MchWrap wrap,
             const char *role, const char *text, Trouble *trouble)
{
  MchTextStyle style = { .face = MCH_FACE_MONO, .wrap = wrap, .role = role };
  MchPlace moved = *place;

  moved.box.width -= papillon->value_x - moved.box.x;
  moved.box.x = papillon->value_x;
  write_text (papillon, page, &moved, &style, text, trouble);
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

gboolean
mch_papillon_add_slip (MchPapillon *papillon, MchPage *page, guint slot, const MchSlip *slip,
                       char **ret_warning, GError **error)
{
  Trouble trouble = { 0 };
  const MchPapillonPlan *plan;

  g_return_val_if_fail (papillon != NULL && page != NULL && slip != NULL, FALSE);
  g_return_val_if_fail (slot < papillon->per_page, FALSE);

  if (is_empty (slip->login))
    {
      g_set_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
                   _ ("A slip has no login. Nothing was printed; synchronise and try again."));
      return FALSE;
    }
  plan = papillon->plan;
  mch_page_set_origin (page, 0, slot * plan->block_height);
  mch_page_add_group (page, papillon->arts[MCH_ART_HEADER]);
  write_identity (papillon, page, slip, &trouble);
  mch_page_add_group (page, papillon->arts[MCH_ART_LOGIN]);
  write_value (papillon, page, &plan->login, MCH_WRAP_DOTS, "login", slip->login, &trouble);
  mch_page_add_group (page, papillon->arts[MCH_ART_CODE]);
  write_value (papillon, page, &plan->code, MCH_WRAP_NEVER, "code",
               slip->code != NULL ? slip->code : MASKED_CODE, &trouble);
  mch_page_add_group (page, papillon->arts[MCH_ART_REST]);
  mch_page_set_origin (page, 0, 0);
  if (ret_warning != NULL)
    *ret_warning = dup_warning (slip, &trouble);
  return TRUE;
}
