/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans of whole files: the shared samples, files met a second time, files that meet somebody,
 * and files that are none. INS-11, INS-12, INS-14. */
#include "core/mch-csv-reader.h"
#include "core/mch-error.h"
#include "import-fixture.h"

#define HEADINGS                                                                                   \
  "INE;Nom de famille;Prénom 1;Date de naissance;Code commune naissance;E-mail;Division\n"

static void
assert_adds_up (const MchImportPlan *plan)
{
  guint sum = 0, n_rows, n_faults, n_rejected = 0;
  const MchImportRow *rows = mch_import_plan_get_rows (plan, &n_rows);
  const MchFault *faults = mch_import_plan_get_faults (plan, &n_faults);

  for (int i = 0; i < MCH_N_IMPORT_OUTCOMES; i++)
    sum += mch_import_plan_count (plan, i);
  g_assert_cmpuint (sum, ==, mch_import_plan_get_n_rows (plan));
  g_assert_cmpuint (sum, ==, n_rows);

  /* A row is rejected exactly when a blocking fault says why. */
  for (guint i = 0; i < n_rows; i++)
    {
      gboolean blocked = FALSE;

      for (guint j = 0; j < n_faults; j++)
        blocked = blocked || (faults[j].line == rows[i].line && faults[j].blocking);
      g_assert_cmpint (blocked, ==, rows[i].outcome == MCH_IMPORT_REJECTED);
      n_rejected += blocked;
    }
  g_assert_cmpuint (n_rejected, ==, mch_import_plan_count (plan, MCH_IMPORT_REJECTED));
}

static MchImportPlan *
plan_bytes (GBytes *file, const MchImportBase *base, GError **error)
{
  g_autoptr (MchGrid) grid = mch_grid_new_from_csv (file, MCH_ENCODING_GUESSED, error);
  g_autoptr (MchImportTable) table = grid != NULL ? mch_import_table_new (grid, error) : NULL;

  return table != NULL ? mch_import_plan_new (table, base, error) : NULL;
}

static MchImportPlan *
plan_text (World *world, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  MchImportPlan *plan = plan_bytes (bytes, world_get_base (world), &error);

  g_assert_no_error (error);
  assert_adds_up (plan);
  return plan;
}

static char *
load_sample (const char *name, gsize *ret_length)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "import", name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents;

  g_file_get_contents (path, &contents, ret_length, &error);
  g_assert_no_error (error);
  return contents;
}

static MchImportPlan *
plan_sample (World *world, const char *name)
{
  gsize length;
  g_autofree char *contents = load_sample (name, &length);
  g_autoptr (GBytes) bytes = g_bytes_new (contents, length);
  g_autoptr (GError) error = NULL;
  MchImportPlan *plan = plan_bytes (bytes, world_get_base (world), &error);

  g_assert_no_error (error);
  assert_adds_up (plan);
  return plan;
}

static MchRecord *
find_named (World *world, const char *given_name)
{
  for (guint i = 0; i < world->persons->len; i++)
    if (g_strcmp0 (mch_record_get (world->persons->pdata[i], "given_name"), given_name) == 0)
      return world->persons->pdata[i];
  return NULL;
}

static const MchFault *
find_fault (const MchImportPlan *plan, guint line)
{
  guint n;
  const MchFault *faults = mch_import_plan_get_faults (plan, &n);

  for (guint i = 0; i < n; i++)
    if (faults[i].line == line)
      return &faults[i];
  return NULL;
}

static guint
count_repairs (const MchImportPlan *plan, const char *field)
{
  guint n, count = 0;
  const MchImportRepair *repairs = mch_import_plan_get_repairs (plan, &n);

  for (guint i = 0; i < n; i++)
    count += strcmp (repairs[i].field->name, field) == 0;
  return count;
}

typedef struct
{
  const char *file;
  guint rows;
  guint rejected;
  guint unchanged;
  const char *uai;
  const char *unmapped; /* joined by commas */
  const char *repaired;
  guint n_repaired;
} SampleCase;

/* INS-11 */
static const SampleCase samples[] = {
  { "generique.csv", 212, 0, 0, NULL, "", "postal_code", 0 },
  { "windows1252.csv", 201, 0, 0, NULL, "", "postal_code", 0 },
  { "colonnes-libres.csv", 212, 0, 0, NULL, "Régime,Observations", "sex", 0 },
  { "tableur.csv", 60, 0, 0, NULL, "", "postal_code", 12 },
  { "fautes.csv", 20, 5, 1, NULL, "", "ine", 0 },
  { "liste-simple.csv", 48, 0, 0, "0250001A", "", "candidate_number", 16 },
};

static void
test_samples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (World) world = world_new ();
      g_autoptr (MchImportPlan) plan = plan_sample (world, samples[i].file);
      g_autoptr (MchImportPlan) again = NULL;
      g_autofree char *unmapped = NULL;
      guint created = samples[i].rows - samples[i].rejected - samples[i].unchanged;

      g_test_message ("%s", samples[i].file);
      unmapped = g_strjoinv (",", (char **) mch_import_plan_get_unmapped (plan));
      g_assert_cmpuint (mch_import_plan_get_n_rows (plan), ==, samples[i].rows);
      g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_CREATED), ==, created);
      g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_REJECTED), ==, samples[i].rejected);
      g_assert_cmpstr (mch_import_plan_get_uai (plan), ==, samples[i].uai);
      g_assert_cmpstr (unmapped, ==, samples[i].unmapped);
      g_assert_cmpuint (count_repairs (plan, samples[i].repaired), ==, samples[i].n_repaired);

      apply_plan (world, plan);
      g_assert_cmpuint (world->persons->len, ==, created);
      g_assert_cmpuint (world->candidatures->len, ==, created);

      /* A second import of the same file changes nothing. */
      again = plan_sample (world, samples[i].file);
      g_assert_cmpuint (mch_import_plan_count (again, MCH_IMPORT_UNCHANGED), ==,
                        samples[i].rows - samples[i].rejected);
      apply_plan (world, again);
      g_assert_cmpuint (world->persons->len, ==, created);
    }
}

/* INS-14: what an import makes is pre-registered. */
static void
test_pre_registered (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = plan_sample (world, "liste-simple.csv");
  MchRecord *candidature, *person;

  apply_plan (world, plan);
  candidature = world->candidatures->pdata[0];
  person = world->persons->pdata[0];
  g_assert_cmpstr (mch_record_get (candidature, "state"), ==, MCH_STATE_PRE_REGISTERED);
  g_assert_cmpstr (mch_record_get (candidature, "session"), ==, SESSION);
  g_assert_cmpstr (mch_record_get (candidature, "person"), ==, person->id);
  g_assert_cmpstr (mch_record_get (candidature, "division"), ==, "1CAP-EPC");
  g_assert_cmpstr (mch_record_get (person, "candidate_number"), ==, "02689124061");
  g_assert_null (mch_record_get (person, "usage_name"));
  g_assert_null (mch_record_get (person, "ocean_number"));
  g_assert_null (mch_record_get (candidature, "teachings"));
  g_assert_null (mch_record_get (candidature, "registration_number"));
}

static void
test_faults (void)
{
  static const struct
  {
    guint line;
    const char *column;
    MchFaultCode code;
    gboolean blocking;
  } expected[] = {
    { 3, "Date de naissance", MCH_FAULT_IMPOSSIBLE_DATE, TRUE },
    { 5, "Nom de famille", MCH_FAULT_MISSING, TRUE },
    { 7, "Prénom 1", MCH_FAULT_MISSING, TRUE },
    { 9, "Sexe", MCH_FAULT_UNKNOWN_SEX, TRUE },
    { 11, "E-mail", MCH_FAULT_NOT_AN_EMAIL, FALSE },
    { 13, "Date de naissance", MCH_FAULT_FUTURE_DATE, TRUE },
    { 15, "INE", MCH_FAULT_NOT_AN_INE, FALSE },
    { 18, "INE", MCH_FAULT_SAME_CANDIDATE, FALSE },
  };
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = plan_sample (world, "fautes.csv");
  guint n;
  const MchFault *faults = mch_import_plan_get_faults (plan, &n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpuint (faults[i].line, ==, expected[i].line);
      g_assert_cmpstr (faults[i].column, ==, expected[i].column);
      g_assert_cmpint (faults[i].code, ==, expected[i].code);
      g_assert_cmpint (faults[i].blocking, ==, expected[i].blocking);
    }
  g_assert_cmpuint (find_fault (plan, 18)->other_line, ==, 17);

  /* What was refused waits in the record, and is not lost. */
  apply_plan (world, plan);
  g_assert_cmpstr (mch_record_get (find_named (world, "Thaïs"), "to_correct"), ==, "ine=12345");
  g_assert_null (mch_record_get (find_named (world, "Thaïs"), "ine"));
  g_assert_cmpstr (mch_record_get (find_named (world, "Jérôme"), "to_correct"), ==,
                   "email=pas-une-adresse");
}

static void
test_windows_names (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = plan_sample (world, "windows1252.csv");
  gboolean found = FALSE;

  g_assert_cmpint (
      mch_grid_get_encoding (mch_import_table_get_grid (mch_import_plan_get_table (plan))), ==,
      MCH_ENCODING_WINDOWS_1252);
  apply_plan (world, plan);
  for (guint i = 0; i < world->persons->len; i++)
    found =
        found
        || strcmp (mch_record_get (world->persons->pdata[i], "family_name"), "BEN YOUSSEF-MARÉCHAL")
               == 0;
  g_assert_true (found);
}

typedef struct
{
  const char *what;
  const char *row;
  MchImportOutcome outcome;
  MchFaultCode code;
} MeetingCase;

/* Each row meets: AUBIN Léa 2009-02-22, INE 572935554EH, born in 25056; AUBIN Noé, the same day,
 * without INE, born in 25056; and AUBIN Ana, who withdrew. */
static const MeetingCase meetings[] = {
  { "same", "572935554EH;AUBIN;Léa;22/02/2009;25056;;", MCH_IMPORT_UNCHANGED, MCH_FAULT_NONE },
  { "accents", ";aubin;LEA;22/02/2009;;;", MCH_IMPORT_UPDATED, MCH_FAULT_NONE },
  { "empty erases nothing", ";AUBIN;Léa;22/02/2009;;;", MCH_IMPORT_UNCHANGED, MCH_FAULT_NONE },
  { "new e-mail", "572935554EH;AUBIN;Léa;22/02/2009;;x@exemple.invalid;", MCH_IMPORT_UPDATED,
    MCH_FAULT_NONE },
  { "corrected date", "572935554EH;AUBIN;Léa;23/02/2009;;;", MCH_IMPORT_UPDATED, MCH_FAULT_NONE },
  { "corrected name", "572935554EH;AUBAIN;Léa;22/02/2009;;;", MCH_IMPORT_UPDATED, MCH_FAULT_NONE },
  { "INE of another", "572935554EH;DURAND;Zoé;01/01/2008;;;", MCH_IMPORT_REJECTED,
    MCH_FAULT_INE_CONFLICT },
  { "INE of the twin", "572935554EH;AUBIN;Tom;22/02/2009;25056;;", MCH_IMPORT_REJECTED,
    MCH_FAULT_INE_CONFLICT },
  { "homonym by INE", "837225574BH;AUBIN;Léa;22/02/2009;25056;;", MCH_IMPORT_CREATED,
    MCH_FAULT_HOMONYM },
  { "homonym by place", ";AUBIN;Noé;22/02/2009;39300;;", MCH_IMPORT_CREATED, MCH_FAULT_HOMONYM },
  { "INE now known", "837225574BH;AUBIN;Noé;22/02/2009;25056;;", MCH_IMPORT_UPDATED,
    MCH_FAULT_NONE },
  { "new person", ";AUBIN;Eva;22/02/2009;25056;;", MCH_IMPORT_CREATED, MCH_FAULT_NONE },
  { "withdrawn", ";AUBIN;Ana;22/02/2009;;;TCAP", MCH_IMPORT_UNCHANGED, MCH_FAULT_WITHDRAWN },
  { "too many cells", ";AUBIN;Eva;22/02/2009;;;TCAP;oups", MCH_IMPORT_REJECTED,
    MCH_FAULT_TOO_MANY_CELLS },
  { "empty cells too many", ";AUBIN;Eva;22/02/2009;;;TCAP;;;", MCH_IMPORT_CREATED, MCH_FAULT_NONE },
  { "too few cells", ";AUBIN;Eva;22/02/2009", MCH_IMPORT_CREATED, MCH_FAULT_NONE },
};

static void
populate (World *world)
{
  g_autoptr (MchImportPlan) plan =
      plan_text (world, HEADINGS "572935554EH;AUBIN;Léa;22/02/2009;25056;;\n"
                                 ";AUBIN;Noé;22/02/2009;25056;;\n"
                                 ";AUBIN;Ana;22/02/2009;25056;;1CAP\n");

  apply_plan (world, plan);
  mch_record_set (world->candidatures->pdata[2], "state", MCH_STATE_WITHDRAWN);
}

static void
test_meetings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (meetings); i++)
    {
      g_autoptr (World) world = world_new ();
      g_autoptr (MchImportPlan) plan = NULL;
      g_autofree char *text = g_strconcat (HEADINGS, meetings[i].row, "\n", NULL);
      const MchFault *fault;

      populate (world);
      plan = plan_text (world, text);
      fault = find_fault (plan, 2);
      g_test_message ("%s", meetings[i].what);
      g_assert_cmpuint (mch_import_plan_count (plan, meetings[i].outcome), ==, 1);
      g_assert_cmpint (fault != NULL ? fault->code : MCH_FAULT_NONE, ==, meetings[i].code);
      apply_plan (world, plan);
      g_assert_cmpstr (mch_record_get (world->persons->pdata[0], "ine"), ==, "572935554EH");
      g_assert_cmpstr (mch_record_get (world->candidatures->pdata[2], "division"), ==, "1CAP");
    }
}

/* A person who is known for another session gets a candidature, not a second record. */
static void
test_other_session (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = NULL;

  populate (world);
  world->base.session = "BTS/2027-06";
  plan = plan_text (world, HEADINGS "572935554EH;AUBIN;Léa;22/02/2009;25056;;TBTS\n");
  g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_CREATED), ==, 1);
  apply_plan (world, plan);
  g_assert_cmpuint (world->persons->len, ==, 3);
  g_assert_cmpuint (world->candidatures->len, ==, 4);
}

/* Two lines about one person: the later one adds what the earlier one lacks, and no more. */
static void
test_same_file_twice (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan =
      plan_text (world, HEADINGS "572935554EH;AUBIN;Léa;22/02/2009;25056;;1CAP\n"
                                 ";AUBIN;Léa;22/02/2009;;lea@exemple.invalid;TCAP\n");
  MchRecord *person;

  g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_CREATED), ==, 1);
  g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_UPDATED), ==, 1);
  apply_plan (world, plan);
  g_assert_cmpuint (world->persons->len, ==, 1);
  person = world->persons->pdata[0];
  g_assert_cmpstr (mch_record_get (person, "email"), ==, "lea@exemple.invalid");
  g_assert_cmpstr (mch_record_get (world->candidatures->pdata[0], "division"), ==, "1CAP");
}

/* A good value takes the refused one out of "to_correct"; a bad one never replaces a good one. */
static void
test_to_correct (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) bad = plan_text (world, HEADINGS "12345;AUBIN;Léa;22/02/2009;;x;\n");
  g_autoptr (MchImportPlan) good = NULL;
  g_autoptr (MchImportPlan) worse = NULL;
  MchRecord *person;

  apply_plan (world, bad);
  person = world->persons->pdata[0];
  g_assert_cmpstr (mch_record_get (person, "to_correct"), ==, "ine=12345\nemail=x");
  good = plan_text (world, HEADINGS "572935554EH;AUBIN;Léa;22/02/2009;;a@exemple.invalid;\n");
  g_assert_cmpuint (mch_import_plan_count (good, MCH_IMPORT_UPDATED), ==, 1);
  apply_plan (world, good);
  g_assert_null (mch_record_get (person, "to_correct"));
  worse = plan_text (world, HEADINGS "12345;AUBIN;Léa;22/02/2009;;x;\n");
  g_assert_cmpuint (mch_import_plan_count (worse, MCH_IMPORT_UNCHANGED), ==, 1);
}

static void
test_given_names (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = plan_text (world, "Nom;Prénom(s);Né(e) le\n"
                                                     "AUBIN;Léa, Marie, Anne, Rose;22/02/2009\n"
                                                     "AUBIN;Jean Pierre;22/02/2009\n");
  MchRecord *person;

  apply_plan (world, plan);
  person = world->persons->pdata[0];
  g_assert_cmpstr (mch_record_get (person, "given_name"), ==, "Léa");
  g_assert_cmpstr (mch_record_get (person, "given_name_2"), ==, "Marie");
  g_assert_cmpstr (mch_record_get (person, "given_name_3"), ==, "Anne Rose");
  g_assert_nonnull (find_named (world, "Jean Pierre"));
}

/* The file of a Mac holds letters and marks apart. */
static void
test_decomposed (void)
{
  g_autoptr (World) world = world_new ();
  gsize length;
  g_autofree char *text = load_sample ("generique.csv", &length);
  g_autofree char *apart = g_utf8_normalize (text, (gssize) length, G_NORMALIZE_NFD);
  g_autoptr (MchImportPlan) composed = plan_sample (world, "generique.csv");
  g_autoptr (MchImportPlan) decomposed = NULL;

  apply_plan (world, composed);
  decomposed = plan_text (world, apart);
  g_assert_cmpuint (mch_import_plan_count (decomposed, MCH_IMPORT_UNCHANGED), ==, 212);
}

static void
test_report (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = plan_text (world, "Nom;Prénom;Né(e) le;Ville\n"
                                                     "AUBIN;;22/02/2009;=1+1\n"
                                                     "BLANC;Zoé;22/02/2009;Dole\n");
  g_autoptr (MchImportPlan) again = NULL;
  g_autofree char *report = mch_import_plan_dup_report (plan);
  g_autofree char *second = NULL;

  g_assert_true (g_str_has_prefix (report, "\357\273\277Nom;Prénom;Né(e) le;Ville;_ligne;_motif\r\n"
                                           "AUBIN;;22/02/2009;\"'=1+1\";2;"));
  g_assert_null (strstr (report, "BLANC"));

  /* It is a file to import, and its own columns neither double nor count as unknown. */
  again = plan_text (world, report);
  second = mch_import_plan_dup_report (again);
  g_assert_cmpuint (mch_import_plan_count (again, MCH_IMPORT_REJECTED), ==, 1);
  g_assert_null (mch_import_plan_get_unmapped (again)[0]);
  g_assert_null (strstr (second, "_ligne;_motif;_ligne"));
}

static void
test_establishments (void)
{
  g_autoptr (World) world = world_new ();
  gsize length;
  g_autofree char *text = load_sample ("liste-simple.csv", &length);
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchImportPlan) plan = NULL;

  world->base.uai = "0951099D";
  g_assert_null (plan_bytes (bytes, world_get_base (world), &error));
  g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "0250001A"));

  plan = plan_text (world, "UAI;Nom;Prénom;Né(e) le\n0951099D;A;Léa;22/02/2009\n"
                           "0250001A;B;Léa;22/02/2009\n");
  g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_CREATED), ==, 1);
  g_assert_cmpint (find_fault (plan, 3)->code, ==, MCH_FAULT_OTHER_ESTABLISHMENT);
}

static void
test_headings_only (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = plan_text (world, HEADINGS);
  g_autoptr (MchImportPlan) blank = plan_text (world, "\r\n\r\n" HEADINGS ";;;;;;\r\n\r\n");

  g_assert_cmpuint (mch_import_plan_get_n_rows (plan), ==, 0);
  g_assert_cmpuint (mch_import_plan_get_n_rows (blank), ==, 0);
}

static void
test_no_list (void)
{
  static const char *const texts[] = {
    "",
    "\n\n",
    "a;b;c\n1;2;3\n",
    "Bonjour,\nvoici la liste.\n",
    "Nom;Prénom\nA;B\n",                       /* no date of birth */
    "Nom;Prénom;Né(e) le\n\"A;B;22/02/2009\n", /* cut inside quotation marks */
    "{\"rows\": 12}",
  };
  g_autoptr (World) world = world_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (plan_bytes (bytes, world_get_base (world), &error));
      g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
      g_test_message ("%s", error->message);
    }
}

/* Every row has the same names and date: the plan must not take a time that grows with the square
 * of their number (the test's own time limit sees it). */
static void
test_many_homonyms (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GString) text = g_string_new (HEADINGS);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MchImportPlan) plan = NULL;

  for (guint i = 0; i < 150000; i++)
    g_string_append_printf (text, "%09uAB;AUBIN;Léa;22/02/2009;;;\n", i);
  bytes = g_bytes_new (text->str, text->len);
  plan = plan_bytes (bytes, world_get_base (world), NULL);
  g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_CREATED), ==, 150000);
}

static void
test_too_large (void)
{
  g_autoptr (World) world = world_new ();
  gsize length = MCH_CSV_MAX_BYTES + 1;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_strnfill (length, 'x'), length);
  g_autoptr (GError) error = NULL;

  g_assert_null (plan_bytes (bytes, world_get_base (world), &error));
  g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/samples", test_samples);
  g_test_add_func ("/import/pre-registered", test_pre_registered);
  g_test_add_func ("/import/faults", test_faults);
  g_test_add_func ("/import/windows-names", test_windows_names);
  g_test_add_func ("/import/meetings", test_meetings);
  g_test_add_func ("/import/other-session", test_other_session);
  g_test_add_func ("/import/same-file-twice", test_same_file_twice);
  g_test_add_func ("/import/to-correct", test_to_correct);
  g_test_add_func ("/import/given-names", test_given_names);
  g_test_add_func ("/import/decomposed", test_decomposed);
  g_test_add_func ("/import/report", test_report);
  g_test_add_func ("/import/establishments", test_establishments);
  g_test_add_func ("/import/headings-only", test_headings_only);
  g_test_add_func ("/import/no-list", test_no_list);
  g_test_add_func ("/import/many-homonyms", test_many_homonyms);
  g_test_add_func ("/import/too-large", test_too_large);
  return g_test_run ();
}
