/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Owns the words and the rules of layouts; what a place on paper is belongs to print. */
#include "slips/mch-slip-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const orders[] = { "class", "name", NULL };
static const char *const separators[] = { "none", "page", "sheet", NULL };
G_STATIC_ASSERT (G_N_ELEMENTS (separators) == MCH_N_SEPARATORS + 1);

gboolean
mch_slip_layout_check (const MchSlipLayout *layout, GError **error)
{
  g_return_val_if_fail (layout != NULL, FALSE);

  if (layout->order == MCH_SLIP_ORDER_NAME && layout->options.separators != MCH_SEPARATORS_NONE)
    {
      g_set_error_literal (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
                           _ ("In the order of names the classes are mixed: there is nothing to "
                              "separate. Choose the order by class, or no separators."));
      return FALSE;
    }
  return mch_papillon_options_check (&layout->options, error);
}

void
mch_slip_layout_set_sheet (MchSlipLayout *layout, MchPapillonLayout sheet)
{
  const MchSlipGrid *grid;

  g_return_if_fail (layout != NULL && sheet < MCH_N_PAPILLON_LAYOUTS);

  grid = mch_papillon_layout_get_grid (sheet);
  layout->options.layout = sheet;
  if (sheet != MCH_PAPILLON_ONE_PER_PAGE)
    layout->options.language = MCH_SLIP_LANGUAGE_NONE;
  if (!grid->cut)
    layout->options.pile_cut = FALSE;
  if (grid->labels && layout->options.separators == MCH_SEPARATORS_SHEET)
    layout->options.separators = MCH_SEPARATORS_NEW_PAGE;
  if (layout->options.start_at > mch_papillon_layout_get_per_page (sheet))
    layout->options.start_at = 0;
}

gboolean
mch_slip_layout_equal (const MchSlipLayout *a, const MchSlipLayout *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->order == b->order && a->options.layout == b->options.layout
         && a->options.language == b->options.language
         && a->options.separators == b->options.separators
         && !a->options.pile_cut == !b->options.pile_cut
         && MAX (a->options.start_at, 1) == MAX (b->options.start_at, 1);
}

const char *
mch_slip_layout_get_text_words (MchPapillonLayout sheet)
{
  if (mch_papillon_layout_get_grid (sheet)->own_text)
    return NULL;
  return _ ("A slip of this size has no room for the establishment's own text, which is left out.");
}

static const char *
get_sheet_words (MchPapillonLayout sheet)
{
  switch (sheet)
    {
    case MCH_PAPILLON_TWO_PER_PAGE:
      return _ ("two slips a page");
    case MCH_PAPILLON_FOUR_PER_PAGE:
      return _ ("four slips a page");
    case MCH_PAPILLON_EIGHT_PER_PAGE:
      return _ ("eight slips a page");
    case MCH_PAPILLON_LABELS_99_139:
      return _ ("labels of 99.1 × 139 mm, four a page");
    case MCH_PAPILLON_LABELS_105_74:
      return _ ("labels of 105 × 74 mm, eight a page");
    case MCH_PAPILLON_LABELS_99_68:
      return _ ("labels of 99.1 × 67.7 mm, eight a page");
    case MCH_PAPILLON_LABELS_99_57:
      return _ ("labels of 99.1 × 57 mm, ten a page");
    case MCH_PAPILLON_ENVELOPE:
      return _ ("one slip a page, to fold for a window envelope");
    case MCH_PAPILLON_LARGE_PRINT:
      return _ ("large print, one slip a page");
    case MCH_PAPILLON_ONE_PER_PAGE:
    case MCH_N_PAPILLON_LAYOUTS:
    default:
      return _ ("one slip a page");
    }
}

char *
mch_slip_layout_dup_words (const MchSlipLayout *layout)
{
  g_autoptr (GString) words = NULL;
  const MchSlipWords *second;

  g_return_val_if_fail (layout != NULL, NULL);

  second = mch_slip_language_get_words (layout->options.language);
  words = g_string_new (get_sheet_words (layout->options.layout));
  if (second != NULL)
    {
      g_string_append (words, ", ");
      g_string_append_printf (words, _ ("explained in %s, too"), second->name);
    }
  if (layout->options.separators == MCH_SEPARATORS_NEW_PAGE)
    g_string_append_printf (words, ", %s", _ ("a new page for each class"));
  if (layout->options.separators == MCH_SEPARATORS_SHEET)
    g_string_append_printf (words, ", %s", _ ("a separator before each class"));
  if (layout->options.pile_cut)
    g_string_append_printf (words, ", %s", _ ("in order once the pile is cut"));
  if (layout->options.start_at > 1)
    {
      g_string_append (words, ", ");
      g_string_append_printf (words, _ ("from place %u of the first page"),
                              layout->options.start_at);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

void
mch_slip_layout_save (const MchSlipLayout *layout, GKeyFile *file, const char *group)
{
  const MchSlipWords *second;

  g_return_if_fail (layout != NULL && file != NULL && group != NULL);

  second = mch_slip_language_get_words (layout->options.language);
  g_key_file_set_string (file, group, "order", orders[layout->order]);
  g_key_file_set_string (file, group, "sheet",
                         mch_papillon_layout_get_grid (layout->options.layout)->word);
  g_key_file_set_string (file, group, "separators", separators[layout->options.separators]);
  g_key_file_set_boolean (file, group, "pile_cut", layout->options.pile_cut);
  if (second != NULL)
    g_key_file_set_string (file, group, "language", second->code);
  else
    g_key_file_remove_key (file, group, "language", NULL);
}

/* FALSE when the value is not one of @words. */
static gboolean
read_word (GKeyFile *file, const char *group, const char *key, const char *const *words,
           guint *ret_at)
{
  g_autofree char *word = g_key_file_get_string (file, group, key, NULL);

  for (guint i = 0; word != NULL && words[i] != NULL; i++)
    if (strcmp (words[i], word) == 0)
      {
        *ret_at = i;
        return TRUE;
      }
  return FALSE;
}

void
mch_slip_layout_load (MchSlipLayout *ret_layout, GKeyFile *file, const char *group)
{
  MchSlipLayout layout = { 0 };
  g_autofree char *sheet = NULL;
  g_autofree char *language = NULL;
  guint order, separator;

  g_return_if_fail (ret_layout != NULL && file != NULL && group != NULL);

  *ret_layout = layout;
  sheet = g_key_file_get_string (file, group, "sheet", NULL);
  if (!read_word (file, group, "order", orders, &order) || sheet == NULL
      || !mch_papillon_layout_find (sheet, &layout.options.layout)
      || !read_word (file, group, "separators", separators, &separator))
    return;
  layout.order = order;
  layout.options.separators = separator;
  layout.options.pile_cut = g_key_file_get_boolean (file, group, "pile_cut", NULL);
  language = g_key_file_get_string (file, group, "language", NULL);
  if (language != NULL && !mch_slip_language_find (language, &layout.options.language))
    return;
  if (mch_slip_layout_check (&layout, NULL))
    *ret_layout = layout;
}
