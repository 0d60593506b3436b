/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a refused value was surely meant to be, and what nobody can know. B16, B17, B26 */
#include "core/mch-mangled.h"
#include "core/mch-value-repair.h"

#include <string.h>

#define TODAY "2026-11-22"

typedef struct
{
  const char *field;
  const char *raw;
  const char *repaired; /* NULL: nothing certain */
} Case;

static const Case cases[] = {
  { "birth_date", "39866", "22/02/2009" },
  { "birth_date", "39866,0", "22/02/2009" },
  { "birth_date", "39866.5", "22/02/2009" },
  { "birth_date", "9999", NULL },
  { "birth_date", "60001", NULL },
  { "birth_date", "46000", NULL }, /* a baby */
  { "birth_date", "05/22/2009", "22/05/2009" },
  { "birth_date", "5-22-09", "22/5/2009" },
  { "birth_date", "2009-22-05", "22/05/2009" },
  { "birth_date", "31/02/2008", NULL },
  { "birth_date", "13/13/2008", NULL },
  { "birth_date", "7122009", "07122009" },
  { "birth_date", "22/O2/2OO9", "22/02/2009" },
  { "birth_date", "01/01/2090", NULL },
  { "birth_date", "demain", NULL },
  { "ine", "123.456.789.AB", "123456789AB" },
  { "ine", "12345678OAB", "123456780AB" },
  { "ine", "l2345678OAB", "123456780AB" },
  { "ine", "12345", NULL },
  { "email", "lea dupont@exemple.invalid", "leadupont@exemple.invalid" },
  { "email", "lea@exemple,invalid;", "lea@exemple.invalid" },
  { "email", "<lea@exemple.invalid>", "lea@exemple.invalid" },
  { "email", "pas-une-adresse", NULL },
  { "phone", "O6 12 34 56 78", "0612345678" },
  { "phone", "06:12:34:56:78", "0612345678" },
  { "phone", "0612345678 / 0712345678", NULL },
  { "postal_code", "25000 BESANÇON", "25000" },
  { "postal_code", "25O00", "25000" },
  { "postal_code", "25000 ou 39000", NULL },
  { "birth_department", "Doubs (25)", "25" },
  { "birth_department", "Doubs", NULL },
  { "birth_commune_code", "25056 Besançon", "25056" },
  { "family_name", "DUPONT *", "DUPONT" },
  { "family_name", "(DUPONT)", "DUPONT" },
  { "family_name", "DUPONT1", NULL },
  { "family_name", "***", NULL },
  { "family_name", "DU\xE2\x80\xAEPONT", "DUPONT" },
  { "family_name", "DUP\xEF\xBF\xBDNT", NULL }, /* which letter it was is lost */
  { "specialty_code", "31224 Équipier", "31224" },
  { "specialty_code", "Équipier", NULL },
};

static void
test_repairs (void)
{
  MchValueContext context = { TODAY, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const MchField *field = mch_field_find_for_candidate (cases[i].field);
      g_autofree char *repaired = mch_value_dup_repaired (field, cases[i].raw, &context, FALSE);
      g_autofree char *value = NULL;
      g_autofree char *expected = NULL;
      MchValueNote note;

      g_test_message ("%s: %s", cases[i].field, cases[i].raw);
      if (cases[i].repaired == NULL)
        {
          g_assert_null (repaired);
          continue;
        }
      /* What it is written like does not matter, what it is does. */
      g_assert_nonnull (repaired);
      g_assert_true (mch_value_read (field, repaired, &context, &value, &note));
      g_assert_true (mch_value_read (field, cases[i].repaired, &context, &expected, &note));
      g_assert_cmpstr (value, ==, expected);
    }
}

static void
test_date1904 (void)
{
  g_autofree char *repaired =
      mch_value_dup_repaired (mch_field_find_for_candidate ("birth_date"), "38404", NULL, TRUE);

  g_assert_cmpstr (repaired, ==, "22/02/2009");
}

static void
test_month_first (void)
{
  g_autofree char *turned = mch_value_dup_month_first ("05/06/2009", TODAY);
  g_autofree char *not = mch_value_dup_month_first ("22/06/2009", TODAY);

  g_assert_cmpstr (turned, ==, "06/05/2009");
  g_assert_null (not );
}

static const struct
{
  const char *text;
  const char *whole; /* NULL: it is what it seems */
} mangled[] = {
  { "LÃ©a", "Léa" },
  { "HÃ©lÃ¨ne", "Hélène" },
  { "Ã‰TIENNE", "ÉTIENNE" },
  { "BesanÃ§on", "Besançon" },
  { "Ã\xC2\xA0 gauche", "à gauche" }, /* the byte that looks like a blank */
  { "l\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2HÃ´pital", "l’Hôpital" },
  { "NÂ° 12", "N° 12" },
  { "Å’UVRARD", "ŒUVRARD" },
  { "LÃƒÂ©a", "Léa" }, /* twice */
  { "L√©a", "Léa" },   /* by a Mac */
  { "Léa et LÃ©o", "Léa et Léo" },
  { "Léa", NULL },
  { "JOÃO", NULL },
  { "«ANDRÉ»", NULL },
  { "Ã", NULL },
  { "ÂGE", NULL },
  { "PÂQUES", NULL },
  { "", NULL },
  { "NGUYỄN", NULL },
  { "Łukasz", NULL },
  { "ÉÈÊ", NULL },
};

static void
test_mangled (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mangled); i++)
    {
      g_autofree char *whole = mch_text_dup_unmangled (mangled[i].text);

      g_test_message ("%s", mangled[i].text);
      g_assert_cmpstr (whole, ==, mangled[i].whole);
    }
}

/* Whatever French text goes through the mill comes out of it. */
static void
test_mill (void)
{
  static const char *const words[] = { "Élodie",
                                       "François",
                                       "Noël",
                                       "Cœur",
                                       "L’Haÿ-les-Roses",
                                       "ÀÂÇÈÊËÎÏÔÙÛÜŸ",
                                       "à â ç é è ê ë î ï ô ù û ü ÿ œ æ" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *damaged =
          g_convert_with_fallback (words[i], -1, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL, NULL);
      g_autofree char *whole = damaged != NULL ? mch_text_dup_unmangled (damaged) : NULL;

      /* Five bytes mean nothing in that code page; such words cannot pass it. */
      if (damaged != NULL)
        g_assert_cmpstr (whole, ==, words[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value-repair/repairs", test_repairs);
  g_test_add_func ("/value-repair/date1904", test_date1904);
  g_test_add_func ("/value-repair/month-first", test_month_first);
  g_test_add_func ("/value-repair/mangled", test_mangled);
  g_test_add_func ("/value-repair/mill", test_mill);
  return g_test_run ();
}
