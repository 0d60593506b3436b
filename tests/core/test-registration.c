/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests that a candidature comes to, the documents it needs, and what stands against finalising
 * it. REG-19 to REG-34. */
#include "core/mch-registration.h"

#include "core/mch-registration-choices.h"

#include "reference-fixture.h"

static char *
describe (GPtrArray *tests)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < tests->len; i++)
    {
      const MchTest *test = tests->pdata[i];
      g_autofree char *title = mch_test_dup_title (test);

      g_string_append_printf (text, "%s%s|%s|%s%s%s%s\n", test->optional ? "+" : "", title,
                              mch_test_position_to_string (test->position),
                              test->mode != NULL ? test->mode : "", test->mark != NULL ? "|" : "",
                              test->mark != NULL ? test->mark : "", test->needs_option ? "|?" : "");
    }
  return g_string_free (text, FALSE);
}

/* The sample summary of the guide, line by line (REG-34). */
static void
test_bts_sample (void)
{
  static const char wanted[] = "E1 - Culture générale et expression|registered|Ponctuel\n"
                               "E2 - Langue vivante 1 - Anglais|registered|Ponctuel\n"
                               "E2-A - Langue vivante 1 : Écrite - Anglais|registered|Ponctuel\n"
                               "E2-B - Langue vivante 1 : Orale - Anglais|registered|Ponctuel\n"
                               "E3 - Gestion de la relation client|registered|Ponctuel\n"
                               "E4 - Dévelop.suivi.activ.commercia.|registered|\n"
                               "E4-A - Étude de cas|registered|Ponctuel\n"
                               "E4-B - Analyse situation commerciale|registered|Ponctuel\n"
                               "E5 - Env.éco.jur.orga.activ.bancai.|registered|Ponctuel\n"
                               "C-ANGL - Certification en langue anglaise|registered|Ponctuel\n"
                               "+EF1 - Langue vivante 2 - Allemand|registered|Ponctuel\n"
                               "+EF2 - Certification professionnelle|not_registered|\n"
                               "+EF3 - Engagement étudiant|registered|Ponctuel\n";
  g_autoptr (MchReference) reference = load ("bts.reference");
  g_autoptr (MchRecord) candidature =
      new_record (MCH_KIND_CANDIDATURE, "specialty_code=31309|tests=E2=Anglais; EF1=Allemand; EF3");
  g_autoptr (GPtrArray) tests = mch_registration_dup_tests (reference, candidature);
  g_autofree char *text = describe (tests);

  g_assert_cmpstr (text, ==, wanted);
}

typedef struct
{
  const char *what;
  const char *values; /* of the candidature, a bac pro 31212 */
  const char *line;   /* that the list of tests has */
} TestCase;

static const TestCase test_cases[] = {
  { "an option is wanted", "", "E4 - Langue vivante|registered|Ponctuel|?\n" },
  { "mode by category", "category=132", "E4 - Langue vivante|registered|CCF|?\n" },
  { "a diploma exempts (REG-29)", "acquis=diplome|acquis_diploma=DMA",
    "E4 - Langue vivante|exempted|\n" },
  { "and all its parts", "acquis=diplome|acquis_diploma=DMA",
    "E5 - Français, histoire-géographie et enseignement moral et civique|exempted|\n" },
  { "not without the kind of acquis", "acquis_diploma=DMA",
    "E4 - Langue vivante|registered|Ponctuel|?\n" },
  { "taken again (REG-21)", "acquis=diplome|acquis_diploma=DMA|retaken_tests=E5-A",
    "E5-A - Français|registered|Ponctuel\n" },
  { "then the whole is taken", "acquis=diplome|acquis_diploma=DMA|retaken_tests=E5-A",
    "E5 - Français, histoire-géographie et enseignement moral et civique|registered|\n" },
  { "a mark is kept (REG-20)", "acquis=meme-specialite|acquis_marks=E7=12.5",
    "E7 - Éducation physique et sportive|exempted||12.5\n" },
  { "not a bad one", "acquis=meme-specialite|acquis_marks=E7=9.75",
    "E7 - Éducation physique et sportive|registered|Ponctuel\n" },
  { "experience (REG-26)", "acquis=vae|exempted_tests=E2; E3",
    "E3 - Pratique professionnelle|exempted|\n" },
  { "left for later", "tests=-E3", "E3 - Pratique professionnelle|not_registered|\n" },
  { "with its parts", "tests=-E1", "E1-B - Mathématiques|not_registered|\n" },
  { "an optional one", "tests=EF2", "+EF2 - Mobilité|registered|Ponctuel\n" },
  { "an optional one wants an option", "tests=EF1",
    "+EF1 - Langue vivante facultative|registered|Ponctuel|?\n" },
};

static void
test_positions (void)
{
  g_autoptr (MchReference) reference = load ("bcp.reference");

  for (gsize i = 0; i < G_N_ELEMENTS (test_cases); i++)
    {
      g_autofree char *values = g_strconcat ("specialty_code=31212|", test_cases[i].values, NULL);
      g_autoptr (MchRecord) candidature = new_record (MCH_KIND_CANDIDATURE, values);
      g_autoptr (GPtrArray) tests = mch_registration_dup_tests (reference, candidature);
      g_autofree char *text = describe (tests);

      g_test_message ("%s\n%s", test_cases[i].what, text);
      g_assert_nonnull (strstr (text, test_cases[i].line));
    }
}

static void
test_no_tests (void)
{
  g_autoptr (MchReference) reference = load ("bcp.reference");
  g_autoptr (MchRecord) unknown = new_record (MCH_KIND_CANDIDATURE, "specialty_code=99999");
  g_autoptr (GPtrArray) of_unknown = mch_registration_dup_tests (reference, unknown);
  g_autoptr (GPtrArray) of_nothing = mch_registration_dup_tests (NULL, unknown);

  g_assert_cmpuint (of_unknown->len, ==, 0);
  g_assert_cmpuint (of_nothing->len, ==, 0);
}

typedef struct
{
  const char *file;
  const char *values;
  const char *blockers; /* "field:code …" */
} BlockerCase;

#define READY "specialty_code=31224|category=122|passage=globale|tests=EG5=Anglais"
#define BTS "specialty_code=31309|category=INDIVIDUEL|passage=globale|tests=E2=Anglais"

static const BlockerCase blocker_cases[] = {
  { "cap.reference", READY, "" },
  { "cap.reference", "", "specialty_code:missing category:missing passage:missing" },
  { "cap.reference",
    "specialty=Équipier polyvalent du commerce|category=SCOLAIRE CAP EN 2 ANS (122)"
    "|passage=Forme globale|tests=EG5=anglais",
    "" },
  { "cap.reference", READY "|specialty_code=99999", "specialty_code:not_in_reference" },
  { "cap.reference", READY "|category=132", "category:not_in_reference" },
  { "cap.reference", READY "|passage=libre", "passage:not_in_reference" },
  { "cap.reference", READY "|tests=EF3", "tests:not_chosen" },
  { "cap.reference", READY "|tests=EG5=Klingon", "tests:not_offered" },
  { "cap.reference", READY "|tests=EG5=Anglais; E9", "tests:not_in_reference" },
  { "cap.reference", READY "|tests=EG5=Anglais; EF2; EF3", "tests:too_many_tests" },
  { "cap.reference", READY "|tests=EG5=Anglais; EF1", "tests:not_chosen" },
  { "cap.reference", READY "|tests=EG5=Anglais; -EP3", "tests:not_offered" },
  { "cap.reference", READY "|passage=progressive|tests=EG5=Anglais; -EP3", "" },
  { "cap.reference", READY "|passage=progressive|tests=-EG5", "" },
  { "cap.reference", READY "|acquis=rien", "acquis:not_in_reference" },
  { "cap.reference", READY "|acquis=diplome",
    "acquis_year:missing acquis_academy:missing acquis_diploma:missing" },
  { "cap.reference",
    READY "|acquis=diplome|acquis_year=2017|acquis_academy=CORSE|acquis_diploma=BAC", "" },
  { "cap.reference",
    "specialty_code=31224|category=122|passage=globale|acquis=diplome|acquis_year=2017|"
    "acquis_academy=CORSE|acquis_diploma=BAC",
    "" }, /* an exempted test wants no option */
  { "cap.reference", READY "|acquis=meme-specialite|acquis_year=2025|acquis_academy=BESANÇON",
    "acquis_marks:missing" },
  { "cap.reference", READY "|acquis=vae|acquis_year=2025|acquis_academy=BESANÇON",
    "exempted_tests:missing" },
  { "cap.reference", READY "|retaken_tests=E99", "retaken_tests:not_in_reference" },
  { "bcp.reference", "specialty_code=31212|category=132|tests=E4=Anglais", "" }, /* one form only */
  { "bcp.reference", "specialty_code=31212|category=132|passage=progressive|tests=E4=Anglais",
    "passage:not_offered" },
  { "bcp.reference", "specialty_code=31212|category=INDIVIDUEL|tests=E4=Anglais",
    "passage:missing" },
  { "bts.reference", BTS, "diploma:missing" },
  { "bts.reference", BTS "|diploma=BACCALAURÉAT GÉNÉRAL - Bac général", "" },
  { "bts.reference", BTS "|diploma=brevet", "diploma:not_in_reference" },
};

static char *
list_faults (GArray *faults)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < faults->len; i++)
    {
      const MchFault *fault = &g_array_index (faults, MchFault, i);
      g_autofree char *group = mch_blocker_dup_group_sentence (fault, 12);
      g_autofree char *message = mch_fault_dup_message (fault);

      g_assert_true (fault->blocking);
      g_assert_true (g_str_has_prefix (group, "12 "));
      g_assert_cmpuint (strlen (message), >, 5);
      g_string_append_printf (text, "%s%s:%s", i > 0 ? " " : "", fault->field->name,
                              mch_fault_code_to_string (fault->code));
    }
  return g_string_free (text, FALSE);
}

static void
test_blockers (void)
{
  g_autoptr (MchRecord) person =
      new_record (MCH_KIND_PERSON, "family_name=Petit|given_name=Léa|birth_date=2009-03-01|sex=F");

  for (gsize i = 0; i < G_N_ELEMENTS (blocker_cases); i++)
    {
      g_autoptr (MchReference) reference = load (blocker_cases[i].file);
      g_autoptr (MchRecord) candidature =
          new_record (MCH_KIND_CANDIDATURE, blocker_cases[i].values);
      g_autoptr (GArray) faults = mch_registration_blockers (reference, person, candidature);
      g_autofree char *text = list_faults (faults);

      g_test_message ("%s", blocker_cases[i].values);
      g_assert_cmpstr (text, ==, blocker_cases[i].blockers);
    }
}

/* What is registered may be corrected, also where the reference has moved on; it may not come to
 * lack what it had. */
static void
test_new_blockers (void)
{
  static const struct
  {
    const char *before;
    const char *after;
    const char *blockers;
  } cases[] = {
    { READY, READY "|division=CAP2", "" },
    { READY, READY "|specialty_code=", "specialty_code:missing" },
    { READY "|category=999", READY "|category=999|division=CAP2", "" },
    { READY, READY "|category=999", "category:not_in_reference" },
  };
  g_autoptr (MchReference) reference = load ("cap.reference");
  g_autoptr (MchRecord) person =
      new_record (MCH_KIND_PERSON, "family_name=Petit|given_name=Léa|birth_date=2009-03-01|sex=F");
  g_autoptr (MchRecord) waiting = mch_record_copy (person);

  mch_record_set (waiting, "to_correct", "phone=12");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MchRecord) before = new_record (MCH_KIND_CANDIDATURE, cases[i].before);
      g_autoptr (MchRecord) after = new_record (MCH_KIND_CANDIDATURE, cases[i].after);
      g_autoptr (GArray) faults =
          mch_registration_new_blockers (reference, person, before, waiting, after);
      g_autofree char *text = list_faults (faults);

      g_test_message ("%s", cases[i].after);
      g_assert_cmpstr (text, ==, cases[i].blockers);
    }
}

static void
test_documents (void)
{
  static const struct
  {
    const char *birth_date;
    const char *values;
    const char *documents;
  } cases[] = {
    { "2009-03-01", "", "confirmation identite jdc" },
    { "2011-03-01", "", "confirmation identite" },
    { "1990-03-01", "", "confirmation identite" },
    { "1990-03-01", "acquis=vae|adjustment=1", "confirmation identite acquis amenagement" },
    { "1990-03-01", "adjustment=0", "confirmation identite" },
  };
  g_autoptr (MchReference) reference = load ("cap.reference");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MchRecord) person = mch_record_new (MCH_KIND_PERSON, ID);
      g_autoptr (MchRecord) candidature = new_record (MCH_KIND_CANDIDATURE, cases[i].values);
      g_autoptr (GPtrArray) documents = NULL;
      g_autoptr (GString) text = g_string_new (NULL);

      mch_record_set (person, "birth_date", cases[i].birth_date);
      documents = mch_registration_dup_documents (reference, person, candidature, "2026-11-22");
      for (guint j = 0; j < documents->len; j++)
        g_string_append_printf (text, "%s%s", j > 0 ? " " : "",
                                ((MchRefItem *) documents->pdata[j])->code);
      g_assert_cmpstr (text->str, ==, cases[i].documents);
    }
}

static void
test_number (void)
{
  static const struct
  {
    const char *values;
    const char *number;
  } cases[] = {
    { "", NULL },
    { "registration_number=001|registration_version=2", "001 Version 2" },
    { "registration_number=002 Version 1", "002 Version 1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MchRecord) candidature = new_record (MCH_KIND_CANDIDATURE, cases[i].values);
      g_autofree char *number = mch_registration_dup_number (candidature);

      g_assert_cmpstr (number, ==, cases[i].number);
    }
}

/* The health datum is marked; nothing else is. */
static void
test_health (void)
{
  guint n, n_health = 0;
  const MchField *fields = mch_field_table (&n);

  for (guint i = 0; i < n; i++)
    n_health += mch_field_is_health (&fields[i]);
  g_assert_cmpuint (n_health, ==, 2);
  g_assert_true (mch_field_is_health (mch_field_find (MCH_KIND_CANDIDATURE, "handicap")));
  g_assert_true (mch_field_is_health (mch_field_find (MCH_KIND_CANDIDATURE, "adjustment")));
}

/* REG-21, REG-31: what may be left out, and an exempted test that is taken again. */
static void
test_choices (void)
{
  g_autoptr (MchReference) reference = load ("cap.reference");
  g_autoptr (MchRecord) candidature =
      new_record (MCH_KIND_CANDIDATURE, "specialty_code=31224|category=122|passage=globale");

  g_assert_true (mch_registration_may_leave_out (reference, candidature, "EF2"));
  g_assert_false (mch_registration_may_leave_out (reference, candidature, "EG2"));
  g_assert_false (mch_registration_may_leave_out (reference, candidature, "XX9"));
  g_assert_false (mch_registration_may_leave_out (NULL, candidature, "EF2"));
  mch_record_set (candidature, "passage", "progressive");
  g_assert_true (mch_registration_may_leave_out (reference, candidature, "EG2"));

  g_assert_true (mch_registration_set_retaken (candidature, "EG2", TRUE));
  g_assert_false (mch_registration_set_retaken (candidature, "EG2", TRUE));
  g_assert_true (mch_registration_set_retaken (candidature, "EG1-A", TRUE));
  g_assert_cmpstr (mch_record_get (candidature, "retaken_tests"), ==, "EG1-A; EG2");
  g_assert_true (mch_registration_set_retaken (candidature, "EG1-A", FALSE));
  g_assert_true (mch_registration_set_retaken (candidature, "EG2", FALSE));
  g_assert_null (mch_record_get (candidature, "retaken_tests"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/registration/bts-sample", test_bts_sample);
  g_test_add_func ("/registration/positions", test_positions);
  g_test_add_func ("/registration/no-tests", test_no_tests);
  g_test_add_func ("/registration/blockers", test_blockers);
  g_test_add_func ("/registration/new-blockers", test_new_blockers);
  g_test_add_func ("/registration/documents", test_documents);
  g_test_add_func ("/registration/number", test_number);
  g_test_add_func ("/registration/health", test_health);
  g_test_add_func ("/registration/choices", test_choices);
  return g_test_run ();
}
