/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file mixes exams: each row goes to the open session that its column or its speciality means,
 * or says why it cannot. INS-11 */
#include "import-fixture.h"

#include "core/mch-exam.h"

static const char *const open_sessions[] = { "CAP/2027-06", "BCP/2027-06", "BTS/2027-06",
                                             "MC/2027-06",  "MC/2026-12",  NULL };

static const MchImportSpeciality specialities[] = {
  { "31224", "CAP", "Équipier polyvalent du commerce" },
  { "31212", "BCP", "Métiers de l'accueil" },
  { "33424", "BTS", "Tourisme" },
  { "01234", "DNB", NULL },
};

typedef struct
{
  const char *text;
  const char *fits; /* the open sessions, joined by blanks */
} ExamCase;

static const ExamCase exams[] = {
  { "CAP", "CAP/2027-06" },
  { "cap epc", "CAP/2027-06" },
  { "C.A.P.", "CAP/2027-06" },
  { "Certificat d’aptitude professionnelle", "CAP/2027-06" },
  { "Bac pro", "BCP/2027-06" },
  { "BACCALAURÉAT PROFESSIONNEL Commerce", "BCP/2027-06" },
  { "Bac Général", "" },
  { "BTS 2027", "BTS/2027-06" },
  { "BTS 2028", "" },
  { "BTS – JUIN 2027", "BTS/2027-06" },
  { "BTS/2027-06", "BTS/2027-06" },
  { "BTS 06/2027", "BTS/2027-06" },
  { "BTS session de juin", "BTS/2027-06" },
  { "MC", "MC/2027-06 MC/2026-12" },
  { "MC décembre 2026", "MC/2026-12" },
  { "2026", "MC/2026-12" },
  { "juin 2027", "CAP/2027-06 BCP/2027-06 BTS/2027-06 MC/2027-06" },
  { "poterie", "" },
};

static void
test_exams (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exams); i++)
    {
      g_auto (MchExam) exam = { 0 };
      g_autoptr (GString) fits = g_string_new (NULL);

      mch_exam_read (exams[i].text, &exam);
      for (const char *const *session = open_sessions; *session != NULL; session++)
        if (mch_exam_fits (&exam, *session))
          g_string_append_printf (fits, "%s%s", fits->len > 0 ? " " : "", *session);
      g_test_message ("%s", exams[i].text);
      g_assert_cmpstr (fits->str, ==, exams[i].fits);
    }
}

static void
test_bad_exams (void)
{
  g_autofree char *many = g_strnfill (20000, 'a');
  const char *const texts[] = {
    "", " ", "////", "2027-13", "99999999999999999999", many, "\xF0\x9F\x8E\x93"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (MchExam) exam = { 0 };

      mch_exam_read (texts[i], &exam);
      g_assert_false (mch_exam_fits (&exam, "no session"));
      g_assert_nonnull (exam.words);
    }
}

typedef struct
{
  const char *what;
  const char *exam;
  const char *code;
  const char *session; /* NULL: rejected */
  MchFaultCode fault;
} RowCase;

static const RowCase rows[] = {
  { "nothing said", "", "", "CAP/2027-06", MCH_FAULT_NONE },
  { "the session of the import", "CAP", "", "CAP/2027-06", MCH_FAULT_NONE },
  { "another exam", "Bac pro", "", "BCP/2027-06", MCH_FAULT_NONE },
  { "by the speciality", "", "33424", "BTS/2027-06", MCH_FAULT_NONE },
  { "a speciality that nobody knows", "", "99999", "CAP/2027-06", MCH_FAULT_NONE },
  { "both, and they agree", "BTS", "33424", "BTS/2027-06", MCH_FAULT_NONE },
  { "both, and they do not", "BTS", "31224", "BTS/2027-06", MCH_FAULT_OTHER_EXAM },
  { "an exam without a session", "DNB", "", NULL, MCH_FAULT_NO_OPEN_SESSION },
  { "a speciality without a session", "", "01234", NULL, MCH_FAULT_NO_OPEN_SESSION },
  { "several sessions", "MC", "", NULL, MCH_FAULT_SEVERAL_SESSIONS },
  { "one of several", "MC 2026", "", "MC/2026-12", MCH_FAULT_NONE },
  { "a year, and the speciality", "2027", "33424", "BTS/2027-06", MCH_FAULT_NONE },
  { "a year alone", "JUIN 2027", "", "CAP/2027-06", MCH_FAULT_NONE },
  { "no exam", "poterie", "", NULL, MCH_FAULT_UNKNOWN_EXAM },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (World) world = world_new ();
      g_autofree char *text =
          g_strdup_printf ("Nom;Prénom;Né(e) le;Examen;Code spécialité\nA;Léa;22/02/2009;%s;%s\n",
                           rows[i].exam, rows[i].code);
      g_autoptr (MchImportPlan) plan = NULL;
      const MchFault *faults;
      guint n, n_faults;

      world->base.open_sessions = open_sessions;
      world->base.specialities = specialities;
      world->base.n_specialities = G_N_ELEMENTS (specialities);
      plan = plan_of (world, text);
      faults = mch_import_plan_get_faults (plan, &n_faults);
      g_test_message ("%s", rows[i].what);
      g_assert_cmpstr (mch_import_plan_get_rows (plan, &n)->session, ==, rows[i].session);
      g_assert_cmpint (n_faults > 0 ? faults->code : MCH_FAULT_NONE, ==, rows[i].fault);
      if (n_faults > 0)
        {
          g_autofree char *message = mch_fault_dup_message (faults);
          g_autofree char *hint = mch_fault_dup_hint (faults);

          g_test_message ("%s %s", message, hint);
          g_assert_null (strchr (message, '{'));
        }
      apply_plan (world, plan);
      g_assert_cmpuint (world->candidatures->len, ==, rows[i].session != NULL ? 1 : 0);
      if (rows[i].session != NULL)
        g_assert_cmpstr (mch_record_get (world->candidatures->pdata[0], "session"), ==,
                         rows[i].session);
    }
}

/* A file of three exams, one pupil in two of them: one person, two candidatures. */
static void
test_mixed (void)
{
  static const char file[] =
      "INE;Nom;Prénom;Né(e) le;Examen;Session;Classe;E-mail\n"
      "123456789AB;AUBIN;Léa;22/02/2009;CAP;JUIN 2027;1CAP;\n"
      "987654321CD;BLANC;Noé;01/03/2008;Bac pro;2027;TBAC;\n"
      "123456789AB;AUBIN;Léa;22/02/2009;MC;DÉCEMBRE 2026;MC1;a@exemple.invalid\n"
      "123456789AB;AUBIN;Léa;22/02/2009;CAP;JUIN 2027;1CAP;\n";
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = NULL;
  g_autoptr (MchImportPlan) again = NULL;
  guint n;

  world->base.open_sessions = open_sessions;
  plan = plan_of (world, file);
  assert_counts (plan, 3, 0, 1, 0);
  g_assert_cmpuint (mch_import_plan_count_session (plan, "CAP/2027-06"), ==, 2);
  g_assert_cmpuint (mch_import_plan_count_session (plan, "BCP/2027-06"), ==, 1);
  g_assert_cmpuint (mch_import_plan_count_session (plan, "MC/2026-12"), ==, 1);
  g_assert_cmpuint (mch_import_plan_find_faults (plan, 3, &n)->other_line, ==, 2);
  g_assert_null (mch_import_plan_find_faults (plan, 2, &n));
  apply_plan (world, plan);
  g_assert_cmpuint (world->persons->len, ==, 2);
  g_assert_cmpuint (world->candidatures->len, ==, 3);
  g_assert_cmpstr (mch_record_get (world->persons->pdata[0], "email"), ==, "a@exemple.invalid");
  g_assert_cmpstr (mch_record_get (world->candidatures->pdata[2], "division"), ==, "MC1");

  again = plan_of (world, file);
  assert_counts (again, 0, 0, 4, 0);
}

/* INS-13: whoever stands before a blocked row reads whom to ask, the one of his exam. */
static void
test_contacts (void)
{
  static const MchImportContact contacts[] = { { SESSION, "DEC 3, 0199000030" },
                                               { "BCP/2027-06", "DEC 4, 0199000040" } };
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = NULL;
  g_autofree char *report = NULL;
  static const char *const wanted[] = { "DEC 3, 0199000030", "DEC 4, 0199000040", NULL,
                                        "DEC 3, 0199000030" };

  world->base.open_sessions = open_sessions;
  world->base.contacts = contacts;
  world->base.n_contacts = G_N_ELEMENTS (contacts);
  plan = plan_of (world, "Nom;Prénom;Né(e) le;Examen\n"
                         "AUBIN;Léa;31/02/2009;CAP\n"
                         "BLANC;Noé;31/02/2009;Bac pro\n"
                         "CARRÉ;Luc;31/02/2009;BTS\n"
                         "DURAND;Ana;22/02/2009;Poterie\n");
  assert_counts (plan, 0, 0, 0, 4);
  for (guint row = 0; row < G_N_ELEMENTS (wanted); row++)
    {
      g_autofree char *help = mch_import_plan_dup_help (plan, row);

      if (wanted[row] == NULL)
        g_assert_null (help);
      else
        g_assert_nonnull (strstr (help, wanted[row]));
    }
  report = mch_import_plan_dup_report (plan);
  g_assert_nonnull (strstr (strstr (report, "BLANC"), "DEC 4, 0199000040\r\n"));
}

/* Other exams' candidatures of the same person are left alone. */
static void
test_left_alone (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) first = NULL;
  g_autoptr (MchImportPlan) second = NULL;

  world->base.open_sessions = open_sessions;
  first = plan_of (world, "Nom;Prénom;Né(e) le;Examen;Classe\nA;Léa;22/02/2009;BTS;TBTS\n");
  apply_plan (world, first);
  second = plan_of (world, "Nom;Prénom;Né(e) le;Classe\nA;Léa;22/02/2009;1CAP\n");
  assert_counts (second, 1, 0, 0, 0);
  apply_plan (world, second);
  g_assert_cmpuint (world->persons->len, ==, 1);
  g_assert_cmpstr (mch_record_get (world->candidatures->pdata[0], "division"), ==, "TBTS");
  g_assert_cmpstr (mch_record_get (world->candidatures->pdata[1], "division"), ==, "1CAP");
}

/* A code that two exams have is of the one that the import was begun in, whichever stands first. */
static void
test_shared_code (void)
{
  static const MchImportSpeciality both[] = { { "31224", "CAP", NULL },
                                              { "31224", "BTS", NULL },
                                              { "31224", "MC", NULL } };
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = NULL;

  world->base.open_sessions = open_sessions;
  world->base.specialities = both;
  world->base.n_specialities = G_N_ELEMENTS (both);
  plan = plan_of (world, "Nom;Prénom;Né(e) le;Code spécialité\nA;Léa;22/02/2009;31224\n");
  g_assert_cmpuint (mch_import_plan_count_session (plan, SESSION), ==, 1);
}

/* A code that lost its zero is known by the reference; a label in its column has one code. */
static void
test_codes (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = NULL;
  int zero, label;

  world->base.open_sessions = open_sessions;
  world->base.specialities = specialities;
  world->base.n_specialities = G_N_ELEMENTS (specialities);
  plan = plan_of (world, "Nom;Prénom;Né(e) le;Code spécialité\nA;Léa;22/02/2009;1234\n"
                         "B;Zoé;22/02/2009;Équipier polyvalent du commerce\n");
  zero = find_group (plan, MCH_FAULT_NEAR_VALUE, "specialty_code");
  label = find_group (plan, MCH_FAULT_NOT_A_CODE, "specialty_code");
  g_assert_cmpint (zero, >=, 0);
  g_assert_cmpint (label, >=, 0);
  g_assert_nonnull (strstr (mch_import_plan_get_group (plan, (guint) zero)->remedy, "“01234”"));
  g_assert_nonnull (strstr (mch_import_plan_get_group (plan, (guint) label)->remedy, "“31224”"));
  mch_import_plan_apply_remedy (plan, (guint) label);
  apply_plan (world, plan);
  g_assert_cmpstr (mch_record_get (world->candidatures->pdata[1], "specialty_code"), ==, "31224");
}

/* A value that names an exam in the school's own words, said once. */
static void
test_mapped_exam (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = NULL;

  world->base.open_sessions = open_sessions;
  plan = plan_of (world, "Nom;Prénom;Né(e) le;Examen\nA;Léa;22/02/2009;filière vente\n");
  assert_counts (plan, 0, 0, 0, 1);
  mch_import_plan_map_value (plan, mch_field_find_for_candidate ("session"), "Filière vente",
                             "Bac pro");
  assert_counts (plan, 1, 0, 0, 0);
  g_assert_cmpuint (mch_import_plan_count_session (plan, "BCP/2027-06"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-session/exams", test_exams);
  g_test_add_func ("/import-session/bad-exams", test_bad_exams);
  g_test_add_func ("/import-session/rows", test_rows);
  g_test_add_func ("/import-session/mixed", test_mixed);
  g_test_add_func ("/import-session/shared-code", test_shared_code);
  g_test_add_func ("/import-session/contacts", test_contacts);
  g_test_add_func ("/import-session/left-alone", test_left_alone);
  g_test_add_func ("/import-session/codes", test_codes);
  g_test_add_func ("/import-session/mapped-exam", test_mapped_exam);
  return g_test_run ();
}
