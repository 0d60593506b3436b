/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both sides of a confirmation (REG-42, REG-43, REG-44), whatever is written on them. */
#include <string.h>

#include "core/mch-paths.h"
#include "print/mch-confirmation.h"
#include "slips.h"

static const MchFact person[] = {
  { "Nom de famille", "AUBIN" },  { "Prénom(s)", "Antoine, Louis" }, { "Nom d'usage", NULL },
  { "Né(e) le", "22/02/2009" },   { "À", "Besançon (25)" },          { "Sexe", "M" },
  { "Nationalité", "Française" }, { "INE", "123456789AB" },
};
static const MchFact nothing[] = { { "Téléphone", NULL }, { "E-mail", "" } };
static const MchFactSection sections[] = {
  { "Le candidat", person, G_N_ELEMENTS (person) },
  { "Coordonnées", nothing, G_N_ELEMENTS (nothing) },
};
static const MchConfirmationTest tests[] = {
  { "EP1 – Production", "Ponctuel", "Inscrit" },
  { "EP2 – Service", "CCF", "Inscrit" },
};
static const MchConfirmationPiece pieces[] = {
  { "Photocopie de la pièce d'identité", FALSE },
  { "Certificat de participation à la JDC", TRUE },
};

static const MchConfirmation whole = {
  .candidate_number = "02512345678",
  .registration_number = "002",
  .version = "01",
  .code = "17023839693208480291",
  .name = "AUBIN Antoine",
  .establishment = "Lycée professionnel Test",
  .place = "1 rue de l'École, 25000 Besançon",
  .exam = "CAP",
  .session = "JUIN 2027",
  .academy = "Académie de Besançon",
  .sections = sections,
  .n_sections = G_N_ELEMENTS (sections),
  .tests = tests,
  .n_tests = G_N_ELEMENTS (tests),
  .pieces = pieces,
  .n_pieces = G_N_ELEMENTS (pieces),
  .return_from = "01/12/2026",
  .return_until = "22/12/2026",
  .return_to = "Secrétariat du lycée",
  .contact = "DEC 3 – 01 99 00 12 34",
  .edited = "Édité le 27/11/2026",
  .minor = TRUE,
};

typedef struct
{
  MchFonts *fonts;
  MchPage *front, *back;
} Sheet;

static void
sheet_clear (Sheet *sheet)
{
  g_clear_pointer (&sheet->front, mch_page_unref);
  g_clear_pointer (&sheet->back, mch_page_unref);
  g_clear_pointer (&sheet->fonts, mch_fonts_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sheet, sheet_clear)

static void
record (Sheet *sheet, const MchConfirmation *confirmation)
{
  if (sheet->fonts == NULL)
    sheet->fonts = mch_fonts_new (NULL, NULL);
  if (sheet->front == NULL)
    {
      sheet->front = mch_page_new ();
      sheet->back = mch_page_new ();
    }
  mch_confirmation_record (confirmation, sheet->fonts, sheet->front, sheet->back);
}

static gboolean
touch (const MchBox *a, const MchBox *b)
{
  const double slack = 0.05;

  return a->x + slack < b->x + b->width && b->x + slack < a->x + a->width
         && a->y + slack < b->y + b->height && b->y + slack < a->y + a->height;
}

static void
check_page (const MchPage *page)
{
  g_autoptr (GArray) placements = mch_page_dup_placements (page);

  g_assert_cmpuint (placements->len, >, 8);
  for (guint i = 0; i < placements->len; i++)
    {
      const MchPlacement *one = &g_array_index (placements, MchPlacement, i);

      if (one->ink.x < 10 || one->ink.y < 10 || one->ink.x + one->ink.width > MCH_A4_WIDTH - 10
          || one->ink.y + one->ink.height > MCH_A4_HEIGHT - 10)
        g_error ("%s leaves the page", one->role);
      for (guint j = 0; j < i; j++)
        if (touch (&one->ink, &g_array_index (placements, MchPlacement, j).ink))
          g_error ("%s touches %s at %.1f, %.1f", one->role,
                   g_array_index (placements, MchPlacement, j).role, one->ink.x, one->ink.y);
    }
}

static gboolean
says (const MchPage *page, const char *words)
{
  return strstr (mch_page_get_text (page), words) != NULL;
}

static void
test_sides (void)
{
  static const char *const front[] = { "Confirmation d'inscription",
                                       "02512345678",
                                       "002",
                                       "01",
                                       "CAP – JUIN 2027 – ACADÉMIE DE BESANÇON",
                                       "AUBIN Antoine",
                                       "22/02/2009",
                                       "EP1 – Production",
                                       "Ponctuel",
                                       "Signature du candidat",
                                       "Signature du représentant légal",
                                       "attestant" };
  static const char *const back[] = { "22/12/2026", "Photocopie de la pièce d'identité",
                                      "déjà reçu",  "02512345678",
                                      "rouge",      "DEC 3" };
  g_auto (Sheet) sheet = { 0 };

  record (&sheet, &whole);
  check_page (sheet.front);
  check_page (sheet.back);
  for (gsize i = 0; i < G_N_ELEMENTS (front); i++)
    if (!says (sheet.front, front[i]))
      g_error ("the front does not say %s", front[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (back); i++)
    if (!says (sheet.back, back[i]))
      g_error ("the back does not say %s", back[i]);
  g_assert_false (says (sheet.front, "Nom d'usage"));
  g_assert_false (says (sheet.front, "Coordonnées"));
}

/* Across, and in words, as long as a number is missing. */
static void
test_provisional (void)
{
  static const struct
  {
    const char *candidate, *registration;
    gboolean provisional;
  } table[] = {
    { "02512345678", "002", FALSE },
    { NULL, "002", TRUE },
    { "02512345678", "", TRUE },
    { NULL, NULL, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_auto (Sheet) sheet = { 0 };
      MchConfirmation confirmation = whole;
      guint n_front, n_back;

      confirmation.candidate_number = table[i].candidate;
      confirmation.registration_number = table[i].registration;
      g_assert_cmpint (mch_confirmation_is_provisional (&confirmation), ==, table[i].provisional);
      record (&sheet, &confirmation);
      g_assert_cmpint (says (sheet.front, "PROVISOIRE"), ==, table[i].provisional);
      g_assert_cmpint (says (sheet.front, "à venir"), ==, table[i].provisional);
      /* The first thing drawn is the word across: a filled shape of many segments. */
      g_assert_cmpint (mch_page_get_ops (sheet.front, &n_front)[0].kind, ==,
                       table[i].provisional ? MCH_OP_PATH : MCH_OP_TEXT);
      g_assert_cmpint (mch_page_get_ops (sheet.back, &n_back)[0].kind, ==,
                       table[i].provisional ? MCH_OP_PATH : MCH_OP_TEXT);
    }
}

static void
test_minor (void)
{
  g_auto (Sheet) sheet = { 0 };
  MchConfirmation confirmation = whole;

  confirmation.minor = FALSE;
  record (&sheet, &confirmation);
  g_assert_false (says (sheet.front, "représentant légal"));
}

/* Everything that can be long is long, or is a name that breaks layouts. */
static void
test_hostile (void)
{
  g_autoptr (GArray) facts = g_array_new (FALSE, FALSE, sizeof (MchFact));
  g_autoptr (GArray) many_tests = g_array_new (FALSE, FALSE, sizeof (MchConfirmationTest));
  g_autoptr (GArray) many_pieces = g_array_new (FALSE, FALSE, sizeof (MchConfirmationPiece));
  g_auto (Sheet) sheet = { 0 };

  for (guint i = 0; i < test_hostile_count (); i++)
    {
      const char *name = test_hostile_name (i);
      MchFact fact = { name, name };
      MchConfirmationTest test = { name, name, name };
      MchConfirmationPiece piece = { name, i % 2 };
      MchConfirmation confirmation = whole;
      MchFactSection section;

      g_array_append_val (facts, fact);
      g_array_append_val (many_tests, test);
      g_array_append_val (many_pieces, piece);
      section = (MchFactSection){ name, (const MchFact *) facts->data, facts->len };
      confirmation.sections = &section;
      confirmation.n_sections = 1;
      confirmation.tests = (const MchConfirmationTest *) many_tests->data;
      confirmation.n_tests = many_tests->len;
      confirmation.pieces = (const MchConfirmationPiece *) many_pieces->data;
      confirmation.n_pieces = many_pieces->len;
      confirmation.name = confirmation.establishment = confirmation.place = name;
      confirmation.candidate_number = confirmation.registration_number = name;
      confirmation.return_until = confirmation.return_to = confirmation.contact = name;
      confirmation.exam = confirmation.academy = confirmation.edited = name;
      record (&sheet, &confirmation);
      check_page (sheet.front);
      check_page (sheet.back);
    }
}

static void
test_least (void)
{
  MchConfirmation confirmation = { .name = "X", .establishment = "L", .exam = "CAP" };
  g_auto (Sheet) sheet = { 0 };

  record (&sheet, &confirmation);
  check_page (sheet.front);
  check_page (sheet.back);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mch_paths_init_language ();
  g_test_add_func ("/confirmation/sides", test_sides);
  g_test_add_func ("/confirmation/provisional", test_provisional);
  g_test_add_func ("/confirmation/minor", test_minor);
  g_test_add_func ("/confirmation/hostile", test_hostile);
  g_test_add_func ("/confirmation/least", test_least);
  return g_test_run ();
}
