/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference files: the ones that are shipped, what they say, and files that are refused with the
 * line and the key. REG-09, REG-10, REG-22 to REG-34. */
#include "core/mch-error.h"
#include "core/mch-reference.h"

#include <string.h>

#define HEAD "[reference]\nformat = 1\ndomain = CAP\nlabel = Un examen\nversion = 1\n"
#define WHOLE HEAD "[specialty 31224]\nlabel = Commerce\n"

static MchReference *
load_shipped (const char *name)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("MACHAON_SOURCE_ROOT"), "data", "reference", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  MchReference *reference;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  reference = mch_reference_new (text, length, &error);
  g_assert_no_error (error);
  return reference;
}

static void
test_shipped (void)
{
  static const struct
  {
    const char *name;
    const char *domain;
    guint specialties;
    const char *tabs;
    const char *save;
  } files[] = {
    { "cap.reference", "CAP", 1,
      "identification, candidature, qualification, acquis, tests, summary, number", "last" },
    { "bcp.reference", "BCP", 4,
      "identification, candidature, qualification, acquis, tests, summary, number", "last" },
    { "bts.reference", "BTS", 1,
      "identification, candidature, qualification, acquis, diploma, tests, summary, number",
      "next" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (MchReference) reference = load_shipped (files[i].name);

      g_assert_cmpstr (mch_reference_get_domain (reference), ==, files[i].domain);
      g_assert_cmpuint (mch_reference_list (reference, MCH_REF_SPECIALTY)->len, ==,
                        files[i].specialties);
      g_assert_null (mch_reference_get_month (reference));
      g_assert_cmpstr (mch_reference_get_setting (reference, "tabs", "A03", "2027-06"), ==,
                       files[i].tabs);
      g_assert_cmpstr (mch_reference_get_setting (reference, "save", NULL, NULL), ==,
                       files[i].save);
    }
}

/* The words of the guide, letter by letter. */
static void
test_seed_texts (void)
{
  static const char *const acquis[] = {
    "Je me suis déjà présenté à ce BACPRO lors d'une session précédente et je n'ai pas obtenu le "
    "diplôme",
    "Je me suis déjà présenté à une autre spécialité du BACPRO et je n'ai pas obtenu le diplôme",
    "J'ai obtenu un BACPRO d'une autre spécialité, ou obtenu un autre diplôme",
    "J'ai des dispenses d'épreuve au titre de la validation des acquis de l'expérience",
  };
  static const char *const diplomas[] = {
    "BTS DUT DEUG LICENCE - Toutes spécialités",
    "Autres spécialités",
    "DIPLÔME DES MÉTIERS D'ART - Toutes spécialités",
    "BREVET DES MÉTIERS D'ART - Toutes spécialités",
    "BREVET TECHNIQUE, BREVET TECHNIQUE AGRICOLE - Toutes spécialités",
    "BACCALAURÉAT GÉNÉRAL OU BACCALAURÉAT TECHNOLOGIQUE - Toutes séries",
  };
  g_autoptr (MchReference) reference = load_shipped ("bcp.reference");
  const GPtrArray *items = mch_reference_list (reference, MCH_REF_ACQUIS);
  const MchRefItem *exam = mch_reference_list (reference, MCH_REF_EXAM)->pdata[0];

  g_assert_cmpuint (items->len, ==, G_N_ELEMENTS (acquis));
  for (guint i = 0; i < items->len; i++)
    g_assert_cmpstr (mch_ref_item_get (items->pdata[i], "label"), ==, acquis[i]);
  items = mch_reference_list (reference, MCH_REF_DIPLOMA);
  g_assert_cmpuint (items->len, ==, G_N_ELEMENTS (diplomas));
  for (guint i = 0; i < items->len; i++)
    {
      g_autofree char *name = mch_ref_item_dup_name (items->pdata[i]);

      g_assert_cmpstr (name, ==, diplomas[i]);
    }
  g_assert_true (g_str_has_prefix (mch_ref_item_get (exam, "acquis_intro"),
                                   "Si vous remplissez les conditions pour obtenir des reports de"
                                   " notes ou des dispenses"));
  g_assert_true (g_str_has_prefix (mch_ref_item_get (exam, "acquis_exempted"),
                                   "Vous serez dispensé des épreuves suivantes."));
}

/* domain.md, section 3: the guides disagree, so the académie decides. */
static void
test_settings (void)
{
  static const struct
  {
    const char *name;
    const char *academy;
    const char *month;
    const char *value;
  } cases[] = {
    { "withdrawal", "A08", "2027-06", "until-closing" },
    { "withdrawal", "A16", "2027-06", "office" },
    { "save", "A16", NULL, "last-but-one" },
    { "upload", "A31", "2027-06", "only" },
    { "upload", "A08", "2027-06", "none" },
    { "foreign_centres", "A08", NULL, "yes" },
    { "confirmation_after_closing", "A16", NULL, "gone" },
    { "return", "A16", "2027-06", NULL },
  };
  g_autoptr (MchReference) reference = load_shipped ("cap.reference");
  g_autoptr (MchRecord) service = mch_record_new (MCH_KIND_SERVICE, "CAP/2027-06");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (
        mch_reference_get_setting (reference, cases[i].name, cases[i].academy, cases[i].month), ==,
        cases[i].value);

  /* What the exam office set goes before the file; without a file what is usual holds. */
  mch_record_set (service, "academy", "A16");
  mch_record_set (service, "session", "2027-06");
  g_assert_cmpstr (mch_registration_get_setting (service, reference, "withdrawal"), ==, "office");
  g_assert_cmpstr (mch_registration_get_setting (service, NULL, "upload"), ==, "optional");
  mch_record_set (service, "withdrawal", "until-closing");
  g_assert_cmpstr (mch_registration_get_setting (service, reference, "withdrawal"), ==,
                   "until-closing");
  g_assert_true (mch_reference_is_setting ("upload"));
  g_assert_false (mch_reference_is_setting ("papillons"));
}

static void
test_setting_order (void)
{
  static const char text[] =
      WHOLE "[settings]\nupload = none\n[settings * 2027-06]\nupload = only\n"
            "[settings A03]\nsave = next\n[settings A03 2028-06]\nsave = last\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (MchReference) reference = mch_reference_new (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (mch_reference_get_setting (reference, "upload", "A03", "2027-06"), ==, "only");
  g_assert_cmpstr (mch_reference_get_setting (reference, "upload", "A03", "2028-06"), ==, "none");
  g_assert_cmpstr (mch_reference_get_setting (reference, "save", "A03", "2027-06"), ==, "next");
  g_assert_cmpstr (mch_reference_get_setting (reference, "save", "A03", "2028-06"), ==, "last");
  g_assert_cmpstr (mch_reference_get_setting (reference, "save", "A04", "2028-06"), ==, "last");
}

/* Files and people call things by code, by label, or by both. */
static void
test_find (void)
{
  static const struct
  {
    MchRefKind kind;
    const char *text;
    const char *code;
  } cases[] = {
    { MCH_REF_CATEGORY, "132", "132" },
    { MCH_REF_CATEGORY, "SCOLAIRE BACPRO 3 ANS (132)", "132" },
    { MCH_REF_CATEGORY, "Scolaire Bacpro 3 ans", "132" },
    { MCH_REF_CATEGORY, "Enseignement à distance", "ENSEIGNEMENT-A-DISTANCE" },
    { MCH_REF_CATEGORY, "SCOLAIRE CAP EN 2 ANS (122)", NULL },
    { MCH_REF_SPECIALTY, "31212", "31212" },
    { MCH_REF_SPECIALTY, "MÉTIERS DE L’ACCUEIL", "31212" },
    { MCH_REF_SPECIALTY, "Met.com.ven.op.A Ani.ges.esp.com.", "31213" },
    { MCH_REF_SPECIALTY, "agora", "30004" },
    { MCH_REF_SPECIALTY, "31224", NULL },
    { MCH_REF_PASSAGE, "Forme globale", "globale" },
    { MCH_REF_DIPLOMA, "DIPLÔME DES MÉTIERS D'ART", "DMA" },
    { MCH_REF_DIPLOMA, "Diplôme des métiers d'art - Toutes spécialités", "DMA" },
    { MCH_REF_ACQUIS, "", NULL },
    { MCH_REF_ACQUIS, NULL, NULL },
  };
  g_autoptr (MchReference) reference = load_shipped ("bcp.reference");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const MchRefItem *item = mch_reference_find (reference, cases[i].kind, cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (item != NULL ? item->code : NULL, ==, cases[i].code);
    }
}

/* A speciality's own test takes the place of the one that all have; parts stand behind theirs. */
static void
test_tests_of_specialty (void)
{
  static const char text[] = WHOLE
      "[specialty 2]\nlabel = Autre\n"
      "[test * E1]\nlabel = De toutes\n[test * E2-A]\nlabel = Partie\nparent = E2\n"
      "[test 2 E1]\nlabel = La sienne\n[test * E2]\nlabel = Tout\n[test * E2-B]\nlabel = Autre "
      "partie\nparent = E2\n";
  static const char *const wanted[] = { "La sienne", "Tout", "Partie", "Autre partie" };
  g_autoptr (GError) error = NULL;
  g_autoptr (MchReference) reference = mch_reference_new (text, strlen (text), &error);
  const GPtrArray *tests;

  g_assert_no_error (error);
  tests =
      mch_reference_list_tests (reference, mch_reference_find (reference, MCH_REF_SPECIALTY, "2"));
  g_assert_cmpuint (tests->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < tests->len; i++)
    g_assert_cmpstr (mch_ref_item_get (tests->pdata[i], "label"), ==, wanted[i]);
  tests = mch_reference_list_tests (reference,
                                    mch_reference_find (reference, MCH_REF_SPECIALTY, "31224"));
  g_assert_cmpstr (mch_ref_item_get (tests->pdata[0], "label"), ==, "De toutes");
}

typedef struct
{
  const char *text;
  guint line;       /* 0: none is named */
  const char *word; /* that the sentence names */
} BadFile;

static const BadFile bad_files[] = {
  { "[reference]\nformat = 2\n", 2, "format" },
  { "[reference]\nformat = 1\ndomain = cap\n", 3, "domain" },
  { "[reference]\nformat = 1\ndomain = CAP\nlabel = x\n", 1, "version" },
  { HEAD, 1, "specialty" },
  { "[specialty 1]\nlabel = x\n", 1, "reference" },
  { WHOLE "[specialty 31224]\nlabel = x\n", 8, "6" },
  { WHOLE "[speciality 2]\n", 8, "speciality" },
  { WHOLE "[specialty 2]\nlabel = x\nlabel = y\n", 10, "label" },
  { WHOLE "[specialty 2]\nlabel =\n", 9, "label" },
  { WHOLE "[specialty 2]\n", 8, "label" },
  { WHOLE "[specialty]\nlabel = x\n", 8, "specialty" },
  { WHOLE "[specialty a b]\nlabel = x\n", 8, "specialty" },
  { WHOLE "[specialty 2\nlabel = x\n", 8, "]" },
  { WHOLE "[specialty 2]\ncolour = red\n", 9, "colour" },
  { WHOLE "[specialty 2]\nlabel.122 = x\n", 9, "label.122" },
  { WHOLE "[specialty 2]\nlabel = x\noptional_max = many\n", 10, "optional_max" },
  { WHOLE "[specialty 2]\nlabel = x\ndiploma = 500\n", 10, "diploma" },
  { WHOLE "what is this\n", 8, "what is this" },
  { "label = x\n" WHOLE, 1, "label" },
  { WHOLE "[test 9 E1]\nlabel = x\n", 8, "9" },
  { WHOLE "[test E1]\nlabel = x\n", 8, "test" },
  { WHOLE "[test * E 1]\nlabel = x\n", 8, "test" },
  { WHOLE "[test * E1-A]\nlabel = x\nparent = E1\n", 8, "E1" },
  { WHOLE "[test * E1]\nlabel = x\nparent = E1\n", 8, "E1" },
  { WHOLE "[test * E1]\nlabel = x\nmode.122 = CCF\n", 8, "mode.122" },
  { WHOLE "[test * E1]\nlabel = x\nchoice = a=b, c\n", 10, "choice" },
  { WHOLE "[test * E1]\nlabel = x\nchoice = a, a\n", 10, "choice" },
  { WHOLE "[test * E1]\nlabel = x\noptional = maybe\n", 10, "optional" },
  { WHOLE "[category 122]\nlabel = x\npassage = globale\n", 8, "globale" },
  { WHOLE "[diploma bts]\nlabel = x\nexempts = E9\n", 8, "E9" },
  { WHOLE "[diploma bts]\nlabel = x\nexempts.7 = E9\n", 8, "E9" },
  { WHOLE "[acquis a]\nlabel = x\n", 8, "gives" },
  { WHOLE "[acquis a]\nlabel = x\ngives = money\n", 10, "gives" },
  { WHOLE "[document a]\nlabel = x\nwhen = age:16\n", 10, "when" },
  { WHOLE "[document a]\nlabel = x\nwhen = age:-\n", 10, "when" },
  { WHOLE "[settings A]\n", 8, "settings" },
  { WHOLE "[settings A03 2027]\n", 8, "settings" },
  { WHOLE "[settings]\ntabs = identification, colour\n", 9, "tabs" },
  { WHOLE "[settings]\ntabs = tests, tests\n", 9, "tabs" },
  { WHOLE "[settings]\nreturn = 2026-12-22/2026-12-01\n", 9, "return" },
  { WHOLE "[settings]\n[settings *]\n", 9, "8" },
  { WHOLE "[specialty 2]\nlabel = a\001b\n", 9, "label" },
  { WHOLE "[ ]\n", 8, "" },
  { WHOLE "[\n", 8, "]" },
};

static void
test_bad_files (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *where = g_strdup_printf ("%u", bad_files[i].line);

      g_test_message ("%s", bad_files[i].text);
      g_assert_null (mch_reference_new (bad_files[i].text, strlen (bad_files[i].text), &error));
      g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, where));
      g_assert_nonnull (strstr (error->message, bad_files[i].word));
    }
}

static void
test_no_files (void)
{
  g_autofree char *large = g_malloc (MCH_REFERENCE_MAX_BYTES + 1);
  const struct
  {
    const char *data;
    gsize length;
  } cases[] = {
    { "", 0 },
    { WHOLE "\0[specialty 2]", sizeof WHOLE + 10 },
    { WHOLE "\xff\n", sizeof WHOLE + 1 },
    { large, MCH_REFERENCE_MAX_BYTES + 1 },
  };

  memset (large, '#', MCH_REFERENCE_MAX_BYTES + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (mch_reference_new (cases[i].data, cases[i].length, &error));
      g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
    }
}

/* Cut anywhere, the file is whole or refused, and never read beyond its end. */
static void
test_truncations (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MACHAON_SOURCE_ROOT"), "data", "reference",
                                            "cap.reference", NULL);
  g_autofree char *text = NULL;
  gsize length;
  guint n_whole = 0;

  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  for (gsize cut = 0; cut <= length; cut += 7)
    {
      /* Exactly as long as it is, so that a sanitizer sees every step too far. */
      g_autofree char *part = g_memdup2 (text, MAX (cut, 1));
      g_autoptr (GError) error = NULL;
      g_autoptr (MchReference) reference = mch_reference_new (part, cut, &error);

      g_assert_true ((reference == NULL) == (error != NULL));
      n_whole += reference != NULL;
    }
  g_assert_cmpuint (n_whole, >, 10);
}

/* A mark in front and lines that end as on Windows change nothing. */
static void
test_line_ends (void)
{
  static const char text[] = "\357\273\277# note\r\n[reference]\r\nformat=1\r\ndomain=CAP\r\n"
                             "label=L'examen\r\nversion=1\r\n\r\n  [ specialty  31224 ]\r\n"
                             "  label =  Commerce \r\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (MchReference) reference = mch_reference_new (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (mch_reference_get_label (reference), ==, "L'examen");
  g_assert_cmpstr (
      mch_ref_item_get (mch_reference_find (reference, MCH_REF_SPECIALTY, "31224"), "label"), ==,
      "Commerce");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reference/shipped", test_shipped);
  g_test_add_func ("/reference/seed-texts", test_seed_texts);
  g_test_add_func ("/reference/settings", test_settings);
  g_test_add_func ("/reference/setting-order", test_setting_order);
  g_test_add_func ("/reference/find", test_find);
  g_test_add_func ("/reference/tests-of-specialty", test_tests_of_specialty);
  g_test_add_func ("/reference/bad-files", test_bad_files);
  g_test_add_func ("/reference/no-files", test_no_files);
  g_test_add_func ("/reference/truncations", test_truncations);
  g_test_add_func ("/reference/line-ends", test_line_ends);
  return g_test_run ();
}
