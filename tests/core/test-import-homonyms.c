/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two pupils of one name, born on one day: a file is never about the wrong one. INS-11, INS-20 */
#include "import-fixture.h"

#define HEAD "INE;Nom;Prénom;Date de naissance;N° candidat;Code commune naissance;E-mail;Classe\n"

/* Léa AUBIN twice; the one of the first class has a candidate number and a town of birth. */
static World *
world_of_two (void)
{
  World *world = world_new ();
  g_autoptr (MchImportPlan) plan = plan_of (
      world, HEAD "123456789AB;AUBIN;Léa;22/02/2009;02012345678;25056;a@exemple.invalid;1CAP\n"
                  "987654321CD;AUBIN;Léa;22/02/2009;;;b@exemple.invalid;2CAP\n");

  assert_counts (plan, 2, 0, 0, 0);
  apply_plan (world, plan);
  return world;
}

typedef struct
{
  const char *what;
  const char *rows;
  guint updated, unchanged, rejected;
  int whom; /* the person that is changed, -1 for nobody */
} Case;

static const Case cases[] = {
  { "a row that says nothing new", ";AUBIN;Léa;22/02/2009;;;;\n", 0, 1, 0, -1 },
  { "both of them", ";AUBIN;Léa;22/02/2009;;;;1CAP\n;AUBIN;Léa;22/02/2009;;;;2CAP\n", 0, 2, 0, -1 },
  { "both, the other way round", ";AUBIN;Léa;22/02/2009;;;;2CAP\n;AUBIN;Léa;22/02/2009;;;;1CAP\n",
    0, 2, 0, -1 },
  { "the INE", "987654321CD;AUBIN;Léa;22/02/2009;;;new@exemple.invalid;\n", 1, 0, 0, 1 },
  { "the candidate number", ";AUBIN;Léa;22/02/2009;02012345678;;new@exemple.invalid;\n", 1, 0, 0,
    0 },
  { "another candidate number", ";AUBIN;Léa;22/02/2009;02099999999;;new@exemple.invalid;\n", 1, 0,
    0, 1 },
  { "the town of birth", ";AUBIN;Léa;22/02/2009;;25056;new@exemple.invalid;\n", 1, 0, 0, 0 },
  { "a new value, and nothing that tells them apart",
    ";AUBIN;Léa;22/02/2009;;;new@exemple.invalid;\n", 0, 0, 1, -1 },
  { "a class is no proof", ";AUBIN;Léa;22/02/2009;;;new@exemple.invalid;2CAP\n", 0, 0, 1, -1 },
  { "another class", ";AUBIN;Léa;22/02/2009;;;;3CAP\n", 0, 0, 1, -1 },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (World) world = world_of_two ();
      g_autofree char *text = g_strconcat (HEAD, cases[i].rows, NULL);
      g_autoptr (MchImportPlan) plan = plan_of (world, text);

      g_test_message ("%s", cases[i].what);
      assert_counts (plan, 0, cases[i].updated, cases[i].unchanged, cases[i].rejected);
      g_assert_cmpint (find_group (plan, MCH_FAULT_SEVERAL_PEOPLE, NULL) >= 0, ==,
                       cases[i].rejected > 0);
      apply_plan (world, plan);
      for (int person = 0; person < 2; person++)
        {
          const char *email = mch_record_get (world->persons->pdata[person], "email");
          const char *kept = person == 0 ? "a@exemple.invalid" : "b@exemple.invalid";

          g_assert_cmpstr (email, ==, person == cases[i].whom ? "new@exemple.invalid" : kept);
        }
    }
}

/* A person says which of the two it is; or that it is a third one. */
static void
test_decide (void)
{
  static const char row[] = HEAD ";AUBIN;Léa;22/02/2009;;;new@exemple.invalid;\n";
  g_autoptr (World) world = world_of_two ();
  g_autoptr (MchImportPlan) plan = plan_of (world, row);
  const MchImportPair *pairs;
  guint n;

  pairs = mch_import_plan_get_pairs (plan, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (pairs[0].kind, ==, MCH_PAIR_CONFLICT);
  g_assert_true (pairs[0].person != pairs[1].person);
  /* Both sides, with what tells them apart. */
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *division = mch_import_plan_dup_other_value (
          plan, &pairs[i], mch_field_find (MCH_KIND_CANDIDATURE, "division"));
      g_autofree char *email =
          mch_import_plan_dup_value (plan, pairs[i].row, mch_field_find (MCH_KIND_PERSON, "email"));

      g_assert_cmpstr (division, ==, pairs[i].person == world->persons->pdata[0] ? "1CAP" : "2CAP");
      g_assert_cmpstr (email, ==, "new@exemple.invalid");
    }

  mch_import_plan_decide (plan, pairs[0].person == world->persons->pdata[1] ? 0 : 1,
                          MCH_VERDICT_SAME);
  assert_counts (plan, 0, 1, 0, 0);
  mch_import_plan_undo (plan);
  assert_counts (plan, 0, 0, 0, 1);

  /* Not the one: then it is the other one. */
  pairs = mch_import_plan_get_pairs (plan, &n);
  mch_import_plan_decide (plan, pairs[0].person == world->persons->pdata[1] ? 0 : 1,
                          MCH_VERDICT_OTHER);
  assert_counts (plan, 0, 1, 0, 0);
  /* Neither: a third one. */
  pairs = mch_import_plan_get_pairs (plan, &n);
  for (guint i = 0; i < n; i++)
    if (pairs[i].person == world->persons->pdata[0])
      {
        mch_import_plan_decide (plan, i, MCH_VERDICT_OTHER);
        break;
      }
  assert_counts (plan, 1, 0, 0, 0);
  apply_plan (world, plan);
  g_assert_cmpuint (world->persons->len, ==, 3);
  g_assert_cmpstr (mch_record_get (world->persons->pdata[2], "other_person"), ==, "1");
}

#define N_FILES 3000

static const char *
maybe (GRand *rand, const char *text)
{
  return g_rand_boolean (rand) ? text : "";
}

/* A few rows about two people of one name, with more or less of what tells them apart, and what
 * schools have of them. */
static char *
dup_random_file (GRand *rand)
{
  static const char *const people[2][3] = { { "123456789AB", "02012345678", "25056" },
                                            { "987654321CD", "02012345679", "39300" } };
  static const char *const emails[] = { "", "a@exemple.invalid", "b@exemple.invalid" };
  static const char *const classes[] = { "", "1CAP", "2CAP" };
  GString *text = g_string_new (HEAD);

  for (int n = g_rand_int_range (rand, 1, 7); n > 0; n--)
    {
      const char *const *person = people[g_rand_int_range (rand, 0, 2)];

      g_string_append_printf (text, "%s;AUBIN;Léa;22/02/2009;%s;%s;%s;%s\n",
                              maybe (rand, person[0]), maybe (rand, person[1]),
                              maybe (rand, person[2]), emails[g_rand_int_range (rand, 0, 3)],
                              classes[g_rand_int_range (rand, 0, 3)]);
    }
  return g_string_free (text, FALSE);
}

/* Whoever a file makes of them, the same file again makes and changes nobody. */
static void
test_random (void)
{
  guint n_whole = 0;

  for (guint seed = 0; seed < N_FILES; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autofree char *text = dup_random_file (rand);
      g_autoptr (World) world = world_new ();
      g_autoptr (MchImportPlan) plan = plan_of (world, text);
      g_autoptr (MchImportPlan) again = NULL;

      apply_plan (world, plan);
      /* A later row may have told apart those whom a rejected one could not. */
      if (mch_import_plan_count (plan, MCH_IMPORT_REJECTED) > 0)
        continue;
      n_whole++;
      again = plan_of (world, text);
      if (mch_import_plan_count (again, MCH_IMPORT_CREATED) > 0
          || mch_import_plan_count (again, MCH_IMPORT_UPDATED) > 0)
        g_test_message ("seed %u:\n%s", seed, text);
      g_assert_cmpuint (mch_import_plan_count (again, MCH_IMPORT_CREATED), ==, 0);
      g_assert_cmpuint (mch_import_plan_count (again, MCH_IMPORT_UPDATED), ==, 0);
    }
  g_assert_cmpuint (n_whole, >, N_FILES / 4);
}

/* Lists write names in capitals; that changes nobody's name. */
static void
test_capitals (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = plan_of (world, HEAD ";de La Tour;Ève;22/02/2009;;;;\n");
  g_autoptr (MchImportPlan) again = NULL;
  g_autoptr (MchImportPlan) corrected = NULL;

  apply_plan (world, plan);
  again = plan_of (world, HEAD ";DE LA TOUR;ÈVE;22/02/2009;;;;\n");
  assert_counts (again, 0, 0, 1, 0);
  corrected = plan_of (world, HEAD ";de la Tour;Ève;22/02/2009;;;;\n");
  assert_counts (corrected, 0, 1, 0, 0);
}

/* What stands around a cell so that a spreadsheet leaves it alone is none of it. */
static void
test_guards (void)
{
  static const struct
  {
    const char *cell;
    const char *value;
  } cells[] = {
    { "=\"\"0001\"\"", "0001" },
    { "'0001", "0001" },
    { "'TMA'", "TMA" },
    { "'=2+5", "=2+5" },
    { "'-A'", "-A'" },
    { "=\"\"A\"\"&\"\"B\"\"", "=\"A\"&\"B\"" },
    { "'s-Gravenhage", "'s-Gravenhage" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (World) world = world_new ();
      g_autofree char *text =
          g_strdup_printf (HEAD ";AUBIN;Léa;22/02/2009;;;;\"%s\"\n", cells[i].cell);
      g_autoptr (MchImportPlan) plan = plan_of (world, text);

      apply_plan (world, plan);
      g_assert_cmpstr (mch_record_get (world->candidatures->pdata[0], "division"), ==,
                       cells[i].value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-homonyms/rows", test_rows);
  g_test_add_func ("/import-homonyms/decide", test_decide);
  g_test_add_func ("/import-homonyms/random", test_random);
  g_test_add_func ("/import-homonyms/capitals", test_capitals);
  g_test_add_func ("/import-homonyms/guards", test_guards);
  return g_test_run ();
}
