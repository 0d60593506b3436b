/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does to a plan: one repair for all that is wrong in one way, a cell, a value, who
 * is who; and back. B16, B17, B20, B21, B22 */
#include "core/mch-import-preset.h"
#include "import-fixture.h"

#define HEAD "Nom;Prénom;Date de naissance;Sexe;E-mail;Classe\n"

typedef struct
{
  const char *what;
  const char *rows;
  MchFaultCode code;
  const char *field;
  gboolean blocking;
  guint n;
  const char *remedy; /* words of its sentence; NULL: none is certain */
  guint created;      /* after the remedy */
} RemedyCase;

static const RemedyCase remedies[] = {
  { "month before day", /* the third date could be read both ways and is turned with the others */
    "A;Léa;05/22/2009;F;;\nB;Zoé;12/31/2008;F;;\nC;Noé;05/06/2009;M;;\n", MCH_FAULT_IMPOSSIBLE_DATE,
    "birth_date", TRUE, 2, "3 dates", 3 },
  { "month before day in some rows", /* the second date says that the column is not so */
    "A;Léa;05/22/2009;F;;\nB;Zoé;31/12/2008;F;;\n", MCH_FAULT_IMPOSSIBLE_DATE, "birth_date", TRUE,
    1, "“05/22/2009” becomes “22/05/2009”", 2 },
  { "a spreadsheet's days", "A;Léa;39866;F;;\nB;Zoé;22/02/2009;F;;\n", MCH_FAULT_UNREADABLE_DATE,
    "birth_date", TRUE, 1, "“39866” becomes “22/02/2009”", 2 },
  { "a lost zero", "A;Léa;7122009;F;;\n", MCH_FAULT_UNREADABLE_DATE, "birth_date", TRUE, 1,
    "“7122009” becomes “07122009”", 1 },
  { "no date at all", "A;Léa;demain;F;;\nB;Zoé;22/02/2009;F;;\n", MCH_FAULT_UNREADABLE_DATE,
    "birth_date", TRUE, 1, NULL, 1 },
  { "accents of a wrong encoding",
    "LÃ‰VÃŠQUE;LÃ©a;22/02/2009;F;;1Ã¨re\nB;ZoÃ©;22/02/2009;F;;\nC;Noé;22/02/2009;M;;\n",
    MCH_FAULT_GARBLED, NULL, TRUE, 3, "LÉVÊQUE", 3 },
  { "a civility", "A;Léa;22/02/2009;Mademoizelle;;\nB;Noé;22/02/2009;Masculin (M);;\n",
    MCH_FAULT_UNKNOWN_SEX, "sex", TRUE, 2, "“Mademoizelle” as “F”", 2 },
  { "an unknown civility", "A;Léa;22/02/2009;X;;\n", MCH_FAULT_UNKNOWN_SEX, "sex", TRUE, 1, NULL,
    0 },
  { "blanks and commas in an address",
    "A;Léa;22/02/2009;F;lea @exemple.invalid;\nB;Zoé;22/02/2009;F;zoe@exemple,invalid;\n",
    MCH_FAULT_NOT_AN_EMAIL, "email", FALSE, 2, "lea@exemple.invalid", 2 },
  { "two names of one division",
    "A;Léa;22/02/2009;F;;1CAP-EPC\nB;Zoé;22/02/2009;F;;1CAP EPC\nC;Noé;22/02/2009;M;;1CAP-EPC\n",
    MCH_FAULT_NEAR_VALUE, "division", FALSE, 1, "“1CAP EPC” as “1CAP-EPC”", 3 },
  { "a name with a sign", "A;Léa *;22/02/2009;F;;\n", MCH_FAULT_NOT_A_NAME, "given_name", TRUE, 1,
    "“Léa *” becomes “Léa”", 1 },
  { "exchanged names",
    "AUBIN;Léa;22/02/2009;F;;\nBLANC;Zoé;22/02/2009;F;;\nCARRÉ;Noé;22/02/2009;M;;\n"
    "DURAND;Ana;22/02/2009;F;;\nLéo;ÉTIENNE;22/02/2009;M;;\n",
    MCH_FAULT_SWAPPED_NAMES, "family_name", FALSE, 1, "“Léo” becomes “ÉTIENNE”", 5 },
};

static void
test_remedies (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (remedies); i++)
    {
      const RemedyCase *one = &remedies[i];
      g_autoptr (World) world = world_new ();
      g_autofree char *text = g_strconcat (HEAD, one->rows, NULL);
      g_autoptr (MchImportPlan) plan = plan_of (world, text);
      int at = find_group (plan, one->code, one->field);
      guint before = mch_import_plan_count (plan, MCH_IMPORT_CREATED);
      const MchImportGroup *group;

      g_test_message ("%s", one->what);
      g_assert_cmpint (at, >=, 0);
      group = mch_import_plan_get_group (plan, (guint) at);
      g_test_message ("%s %s", group->sentence, group->remedy);
      g_assert_cmpint (group->kind == MCH_GROUP_BLOCKING, ==, one->blocking);
      g_assert_cmpuint (group->n, >=, one->n);
      if (one->remedy == NULL)
        {
          g_assert_null (group->remedy);
          g_assert_false (mch_import_plan_apply_remedy (plan, (guint) at));
          continue;
        }
      g_assert_nonnull (strstr (group->remedy, one->remedy));
      g_assert_true (mch_import_plan_apply_remedy (plan, (guint) at));
      g_assert_cmpint (find_group (plan, one->code, one->field), ==, -1);
      g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_CREATED), ==, one->created);
      g_assert_cmpuint (mch_import_plan_get_n_edits (plan), ==, 1);

      /* And back. */
      g_assert_true (mch_import_plan_undo (plan));
      g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_CREATED), ==, before);
      g_assert_cmpint (find_group (plan, one->code, one->field), >=, 0);
      g_assert_false (mch_import_plan_undo (plan));
    }
}

static void
test_turned_dates (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan =
      plan_of (world, HEAD "A;Léa;05/22/2009;F;;\nB;Zoé;05/06/2009;F;;\n");

  mch_import_plan_apply_remedy (plan,
                                (guint) find_group (plan, MCH_FAULT_IMPOSSIBLE_DATE, "birth_date"));
  apply_plan (world, plan);
  g_assert_cmpstr (mch_record_get (world->persons->pdata[0], "birth_date"), ==, "2009-05-22");
  g_assert_cmpstr (mch_record_get (world->persons->pdata[1], "birth_date"), ==, "2009-05-06");
}

/* Months before days, accents of a wrong encoding, words for the sex, commas in addresses, classes
 * written in two ways. */
static char *
dup_faulty_file (guint first)
{
  GString *text = g_string_new (HEAD);

  for (guint i = first; i < first + 3000; i++)
    g_string_append_printf (text, "%s-%c%c%c;%s;%02u/%02u/%u;%s;e%u%s;%s\n",
                            i % 7 == 0 ? "LÃ‰VÃŠQUE" : "AUBIN", 'A' + i % 26, 'A' + i / 26 % 26,
                            'A' + i / 676, i % 5 == 0 ? "Zoé" : "Léa", i % 12 + 1, i % 28 + 1,
                            2005 + i % 5, i % 3 == 0 ? "féminin (F)" : "F", i,
                            i % 11 == 0 ? " @exemple,invalid" : "@exemple.invalid",
                            i % 13 == 0 ? "1CAP EPC" : "1CAP-EPC");
  return g_string_free (text, FALSE);
}

/* The first group that has a remedy, -1 when none is left. */
static int
find_remedy (MchImportPlan *plan)
{
  for (guint i = 0; i < mch_import_plan_get_n_groups (plan); i++)
    if (mch_import_plan_get_group (plan, i)->remedy != NULL)
      return (int) i;
  return -1;
}

/* What was said of one file is all that the next one of its layout needs. */
static void
check_next_file (World *world, const MchImportPlan *plan, guint n_decisions)
{
  g_autofree char *text = dup_faulty_file (3000);
  g_autoptr (MchImportTable) table = table_of (text);
  g_autoptr (MchImportPreset) preset =
      mch_import_preset_new (mch_import_plan_get_table (plan), plan);
  g_autofree char *kept = mch_import_preset_to_text (preset);
  g_autoptr (MchImportPreset) read = NULL;
  g_autoptr (MchImportPlan) next = NULL;
  g_autoptr (MchImportPlan) renewed = NULL;
  g_autoptr (GError) error = NULL;

  read = mch_import_preset_new_from_text (kept, strlen (kept), &error);
  g_assert_no_error (error);
  mch_import_preset_apply (read, table);
  next = mch_import_plan_new (table, world_get_base (world), &error);
  g_assert_no_error (error);
  assert_counts (next, 3000, 0, 0, 0);
  g_assert_cmpint (find_remedy (next), ==, -1);
  g_assert_cmpuint (mch_import_plan_get_n_edits (next), >, 0);
  g_assert_cmpuint (mch_import_plan_get_n_edits (next), <=, n_decisions);

  /* It is seen, it can be taken back, and then it is no habit any more. */
  while (mch_import_plan_undo (next))
    ;
  g_assert_cmpuint (mch_import_plan_count (next, MCH_IMPORT_REJECTED), >, 1000);
  renewed = mch_import_plan_new (mch_import_plan_get_table (next), world_get_base (world), &error);
  g_assert_cmpuint (mch_import_plan_get_n_edits (renewed), ==, 0);
}

/* Three thousand rows with five kinds of error need five decisions, and the next file none. */
static void
test_five_decisions (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *text = dup_faulty_file (0);
  g_autoptr (MchImportPlan) plan = plan_of (world, text);
  guint n_decisions = 0;
  int group;

  g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_REJECTED), >, 1000);
  while ((group = find_remedy (plan)) >= 0)
    {
      g_test_message ("%s", mch_import_plan_get_group (plan, (guint) group)->remedy);
      g_assert_true (mch_import_plan_apply_remedy (plan, (guint) group));
      n_decisions++;
    }
  g_assert_cmpuint (n_decisions, <=, 5);
  assert_counts (plan, 3000, 0, 0, 0);
  g_assert_cmpint (find_group (plan, MCH_FAULT_NOT_AN_EMAIL, NULL), ==, -1);
  g_assert_cmpint (find_group (plan, MCH_FAULT_NEAR_VALUE, NULL), ==, -1);
  check_next_file (world, plan, n_decisions);

  for (guint i = 0; i < n_decisions; i++)
    g_assert_true (mch_import_plan_undo (plan));
  g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_REJECTED), >, 1000);
}

static void
test_cells (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan =
      plan_of (world, HEAD "A;;22/02/2009;F;;\nB;Zoé;31/02/2009;F\nC;Noé;22/02/2009;M;;\n");
  g_autoptr (MchImportPlan) renewed = NULL;
  g_autofree char *report = NULL;
  guint n;

  assert_counts (plan, 1, 0, 0, 2);
  mch_import_plan_set_cell (plan, 0, 1, "Léa");
  assert_counts (plan, 2, 0, 0, 1);
  g_assert_true (mch_import_plan_is_edited (plan, 0, 1));
  g_assert_false (mch_import_plan_is_edited (plan, 1, 1));
  g_assert_cmpstr (mch_import_plan_get_cell (plan, 0, 1), ==, "Léa");
  g_assert_cmpstr (mch_import_plan_get_edit (plan, 0), ==, "Line 2, Prénom: “Léa” in place of “”");

  /* A cell behind the end of a short row. */
  mch_import_plan_set_cell (plan, 1, 5, "1CAP");
  mch_import_plan_set_cell (plan, 1, 2, "30/02/2009");
  g_assert_cmpstr (mch_import_plan_find_faults (plan, 1, &n)->value, ==, "30/02/2009");

  /* What was typed comes back with the rejected rows. */
  report = mch_import_plan_dup_report (plan);
  g_assert_nonnull (strstr (report, "B;Zoé;30/02/2009;F;;1CAP;3;"));

  /* Colleagues did something meanwhile: the edits stay. */
  apply_plan (world, plan);
  renewed = mch_import_plan_renew (plan, world_get_base (world), NULL);
  assert_counts (renewed, 0, 0, 2, 1);
  g_assert_cmpuint (mch_import_plan_get_n_edits (renewed), ==, 3);
  while (mch_import_plan_undo (renewed))
    ;
  assert_counts (renewed, 0, 0, 1, 2);
  assert_counts (plan, 2, 0, 0, 1);
  g_assert_cmpstr (mch_record_get (world->persons->pdata[0], "given_name"), ==, "Léa");
}

static void
test_values (void)
{
  g_autoptr (World) world = world_new ();
  const MchField *sex = mch_field_find_for_candidate ("sex");
  g_autoptr (MchImportPlan) plan =
      plan_of (world, HEAD "A;Léa;22/02/2009;X;;\nB;Zoé;22/02/2009; x ;;\nC;Noé;22/02/2009;M;;\n");
  g_autoptr (GArray) values = mch_import_plan_dup_values (plan, sex, 10);
  g_autoptr (GArray) again = NULL;
  guint n;

  g_assert_cmpuint (values->len, ==, 3);
  assert_counts (plan, 1, 0, 0, 2);
  mch_import_plan_map_value (plan, sex, "X", "F");
  assert_counts (plan, 3, 0, 0, 0);
  again = mch_import_plan_dup_values (plan, sex, 10);
  for (guint i = 0; i < again->len; i++)
    g_assert_true (g_array_index (again, MchImportValue, i).taken);
  /* It shows as what was put right. */
  g_assert_cmpstr (mch_import_plan_find_repairs (plan, 0, &n)->from, ==, "X");
  g_assert_cmpstr (mch_import_plan_find_repairs (plan, 0, &n)->to, ==, "F");
  mch_import_plan_undo (plan);
  assert_counts (plan, 1, 0, 0, 2);
}

/* The base writes it otherwise: what is recorded counts more than how often the file says it. */
static void
test_recorded_spelling (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) first = plan_of (world, HEAD "A;Léa;22/02/2009;F;;1CAP-EPC\n");
  g_autoptr (MchImportPlan) plan = NULL;
  guint n;

  apply_plan (world, first);
  plan = plan_of (world, HEAD "B;Zoé;22/02/2009;F;;1CAP EPC\nC;Noé;22/02/2009;M;;1cap epc\n"
                              "D;Ana;22/02/2009;F;;1CAP EPC\nE;Tom;22/02/2009;M;; 1CAP-EPC \n");
  g_assert_cmpint (find_group (plan, MCH_FAULT_NEAR_VALUE, "division"), >=, 0);
  g_assert_cmpuint (mch_import_plan_get_group (plan, 0)->n, ==, 3);
  g_assert_cmpstr (mch_import_plan_find_faults (plan, 0, &n)->suggestion, ==, "1CAP-EPC");
  mch_import_plan_apply_remedy (plan, 0);
  apply_plan (world, plan);
  for (guint i = 0; i < world->candidatures->len; i++)
    g_assert_cmpstr (mch_record_get (world->candidatures->pdata[i], "division"), ==, "1CAP-EPC");
}

static void
test_empty_group (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan =
      plan_of (world, HEAD "A;Léa;22/02/2009;X;non;\nB;Zoé;demain;F;non plus;\n");

  g_assert_false (mch_import_plan_empty_group (
      plan, (guint) find_group (plan, MCH_FAULT_UNREADABLE_DATE, "birth_date")));
  g_assert_true (
      mch_import_plan_empty_group (plan, (guint) find_group (plan, MCH_FAULT_UNKNOWN_SEX, "sex")));
  g_assert_true (mch_import_plan_empty_group (
      plan, (guint) find_group (plan, MCH_FAULT_NOT_AN_EMAIL, "email")));
  assert_counts (plan, 1, 0, 0, 1);
  apply_plan (world, plan);
  g_assert_null (mch_record_get (world->persons->pdata[0], "to_correct"));
}

static void
test_lines (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GString) text = g_string_new (HEAD);
  g_autoptr (MchImportPlan) plan = NULL;
  g_autofree char *lines = NULL;
  static const gboolean bad[] = { 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_string_append_printf (text, "N%c;Léa;%s;F;;\n", (char) ('A' + i),
                            bad[i] ? "?" : "22/02/2009");
  plan = plan_of (world, text->str);
  lines = mch_import_plan_dup_lines (
      plan, mch_import_plan_get_group (
                plan, (guint) find_group (plan, MCH_FAULT_UNREADABLE_DATE, "birth_date")));
  g_assert_cmpstr (lines, ==, "2–4, 6, 8, 9, 11, 13, 15…");
}

#define WHO "INE;Nom;Prénom;Date de naissance;Code commune naissance;Sexe;E-mail\n"

static const MchImportPair *
get_pair (MchImportPlan *plan, guint *ret_n)
{
  return mch_import_plan_get_pairs (plan, ret_n);
}

typedef struct
{
  const char *what;
  const char *row; /* meets AUBIN Léa, F, 2009-02-22, born in 25056, INE 123456789AB */
  int kind;        /* -1: no pair */
} PairCase;

static const PairCase pair_cases[] = {
  { "the same", "123456789AB;AUBIN;Léa;22/02/2009;25056;F;", -1 },
  { "a slip in the family name", ";AUBAIN;Léa;22/02/2009;;F;", MCH_PAIR_SIMILAR },
  { "a longer family name", ";AUBIN-MOREAU;Léa;22/02/2009;;F;", MCH_PAIR_SIMILAR },
  { "a slip in the given name", ";AUBIN;Lréa;22/02/2009;;F;", MCH_PAIR_SIMILAR },
  { "a second given name", ";AUBIN;Léa Rose;22/02/2009;;F;", MCH_PAIR_SIMILAR },
  { "one digit of the date", ";AUBIN;Léa;23/02/2009;;F;", MCH_PAIR_SIMILAR },
  { "another name altogether", ";DURAND;Léa;22/02/2009;;F;", -1 },
  { "another date altogether", ";AUBIN;Léa;01/07/2008;;F;", -1 },
  { "a twin", ";AUBIN;Tom;22/02/2009;25056;M;", -1 },
  { "a twin of nearly the same name", ";AUBIN;Léo;22/02/2009;25056;M;", -1 },
  { "another INE", "987654321CD;AUBAIN;Léa;22/02/2009;;F;", -1 },
  { "a homonym by INE", "987654321CD;AUBIN;Léa;22/02/2009;25056;F;", MCH_PAIR_HOMONYM },
  { "a homonym by birthplace", ";AUBIN;Léa;22/02/2009;39300;F;", MCH_PAIR_HOMONYM },
  { "an INE of another", "123456789AB;DURAND;Zoé;01/01/2008;;F;", MCH_PAIR_CONFLICT },
  { "exchanged names", ";Léa;AUBIN;22/02/2009;;F;", MCH_PAIR_SIMILAR },
};

static void
populate (World *world)
{
  g_autoptr (MchImportPlan) plan =
      plan_of (world, WHO "123456789AB;AUBIN;Léa;22/02/2009;25056;F;\n");

  apply_plan (world, plan);
}

static void
test_pairs (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pair_cases); i++)
    {
      g_autoptr (World) world = world_new ();
      g_autofree char *text = g_strconcat (WHO, pair_cases[i].row, "\n", NULL);
      g_autoptr (MchImportPlan) plan = NULL;
      const MchImportPair *pairs;
      guint n;

      populate (world);
      plan = plan_of (world, text);
      pairs = get_pair (plan, &n);
      g_test_message ("%s", pair_cases[i].what);
      g_assert_cmpuint (n, ==, pair_cases[i].kind < 0 ? 0 : 1);
      if (n == 0)
        continue;
      g_assert_cmpint (pairs->kind, ==, pair_cases[i].kind);
      g_assert_true (pairs->person == world->persons->pdata[0]);
      g_assert_cmpuint (pairs->other_row, ==, MCH_NO_ROW);
      /* Nobody is joined by being listed. */
      g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_UPDATED), ==, 0);
    }
}

/* Said to be the same: her record gets what the row says, and keeps its INE. */
static void
test_decide_same (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = NULL;
  g_autoptr (GArray) differences = NULL;
  const MchImportDifference *difference;
  guint n;

  populate (world);
  plan = plan_of (world, WHO ";AUBAIN;Léa;22/02/2009;;F;lea@exemple.invalid\n");
  assert_counts (plan, 1, 0, 0, 0);
  mch_import_plan_decide (plan, 0, MCH_VERDICT_SAME);
  assert_counts (plan, 0, 1, 0, 0);
  g_assert_cmpint (get_pair (plan, &n)->verdict, ==, MCH_VERDICT_SAME);

  /* Old and new, cell by cell. */
  differences = mch_import_plan_dup_differences (plan, 0);
  g_assert_cmpuint (differences->len, ==, 2);
  difference = &g_array_index (differences, MchImportDifference, 0);
  g_assert_cmpstr (difference->field->name, ==, "family_name");
  g_assert_cmpstr (difference->from, ==, "AUBIN");
  g_assert_cmpstr (difference->to, ==, "AUBAIN");

  mch_import_plan_undo (plan);
  assert_counts (plan, 1, 0, 0, 0);
  g_assert_cmpint (get_pair (plan, &n)->verdict, ==, MCH_VERDICT_NONE);
  mch_import_plan_decide (plan, 0, MCH_VERDICT_SAME);
  apply_plan (world, plan);
  g_assert_cmpuint (world->persons->len, ==, 1);
  g_assert_cmpstr (mch_record_get (world->persons->pdata[0], "ine"), ==, "123456789AB");
  g_assert_cmpstr (mch_record_get (world->persons->pdata[0], "family_name"), ==, "AUBAIN");
}

/* Twins of one name: the file names both, and they are two people ever after. */
static void
test_decide_other (void)
{
  static const char file[] = WHO ";AUBIN;Marie;22/02/2009;25056;F;a@exemple.invalid\n"
                                 ";AUBIN;Marie;22/02/2009;25056;F;b@exemple.invalid\n";
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = plan_of (world, file);
  g_autoptr (MchImportPlan) again = NULL;
  guint n;

  assert_counts (plan, 1, 0, 1, 0);
  g_assert_cmpint (get_pair (plan, &n)->kind, ==, MCH_PAIR_SAME);
  g_assert_cmpuint (get_pair (plan, &n)->other_row, ==, 0);
  mch_import_plan_decide (plan, 0, MCH_VERDICT_OTHER);
  assert_counts (plan, 2, 0, 0, 0);
  g_assert_cmpuint ((get_pair (plan, &n), n), ==, 1);
  apply_plan (world, plan);
  g_assert_cmpuint (world->persons->len, ==, 2);
  /* The server has a word for it, and joins them no more than we do. */
  g_assert_null (mch_record_get (world->persons->pdata[0], "other_person"));
  g_assert_cmpstr (mch_record_get (world->persons->pdata[1], "other_person"), ==, "1");

  again = plan_of (world, file);
  assert_counts (again, 0, 0, 2, 0);
}

static void
test_decide_conflict (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = NULL;
  g_autoptr (MchImportPlan) same = NULL;
  MchRecord *second;

  populate (world);
  plan = plan_of (world, WHO "123456789AB;DURAND;Zoé;01/01/2008;;F;\n");
  assert_counts (plan, 0, 0, 0, 1);
  mch_import_plan_decide (plan, 0, MCH_VERDICT_SAME);
  assert_counts (plan, 0, 1, 0, 0);
  mch_import_plan_undo (plan);
  assert_counts (plan, 0, 0, 0, 1);
  mch_import_plan_decide (plan, 0, MCH_VERDICT_OTHER);
  assert_counts (plan, 1, 0, 0, 0);
  apply_plan (world, plan);
  /* One INE is one person's: hers waits to be corrected, and is not lost. */
  g_assert_cmpuint (world->persons->len, ==, 2);
  second = world->persons->pdata[1];
  g_assert_null (mch_record_get (second, "ine"));
  g_assert_cmpstr (mch_record_get (second, "to_correct"), ==, "ine=123456789AB");
}

/* A plan for other records: what was said of somebody who is gone is void. */
static void
test_decide_renewed (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (World) empty = world_new ();
  g_autoptr (MchImportPlan) plan = NULL;
  g_autoptr (MchImportPlan) renewed = NULL;
  g_autoptr (MchImportPlan) void_one = NULL;

  populate (world);
  plan = plan_of (world, WHO ";AUBAIN;Léa;22/02/2009;;F;\n");
  mch_import_plan_decide (plan, 0, MCH_VERDICT_SAME);
  renewed = mch_import_plan_renew (plan, world_get_base (world), NULL);
  assert_counts (renewed, 0, 1, 0, 0);
  void_one = mch_import_plan_renew (plan, world_get_base (empty), NULL);
  assert_counts (void_one, 1, 0, 0, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-edit/remedies", test_remedies);
  g_test_add_func ("/import-edit/turned-dates", test_turned_dates);
  g_test_add_func ("/import-edit/five-decisions", test_five_decisions);
  g_test_add_func ("/import-edit/cells", test_cells);
  g_test_add_func ("/import-edit/values", test_values);
  g_test_add_func ("/import-edit/recorded-spelling", test_recorded_spelling);
  g_test_add_func ("/import-edit/empty-group", test_empty_group);
  g_test_add_func ("/import-edit/lines", test_lines);
  g_test_add_func ("/import-edit/pairs", test_pairs);
  g_test_add_func ("/import-edit/decide-same", test_decide_same);
  g_test_add_func ("/import-edit/decide-other", test_decide_other);
  g_test_add_func ("/import-edit/decide-conflict", test_decide_conflict);
  g_test_add_func ("/import-edit/decide-renewed", test_decide_renewed);
  return g_test_run ();
}
