/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form of a registration, the groups of what stands against finalising and their fixes, and the
 * steps of the procedure. INS-07 to INS-26, REG-09 to REG-42. */
#include "core/mch-blocker-groups.h"
#include "core/mch-home-steps.h"
#include "core/mch-registration-form.h"
#include "core/mch-registration.h"

#include "reference-fixture.h"

#define TODAY "2026-11-27"

static char *
describe_tabs (const MchRegistrationForm *form)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < form->tabs->len; i++)
    {
      const MchFormTab *tab = form->tabs->pdata[i];

      g_string_append_printf (text, "%s%s%s", i > 0 ? " " : "", mch_form_tab_to_string (tab->id),
                              tab->saves ? "!" : "");
      if (tab->n_blockers > 0)
        g_string_append_printf (text, ":%u", tab->n_blockers);
    }
  return g_string_free (text, FALSE);
}

static const MchFormField *
find_field (const MchRegistrationForm *form, const char *name)
{
  const MchField *field = mch_field_find_for_candidate (name);
  int tab = mch_registration_form_find_tab (form, field);
  const GPtrArray *fields;

  if (tab < 0)
    return NULL;
  fields = ((MchFormTab *) form->tabs->pdata[tab])->fields;
  for (guint i = 0; i < fields->len; i++)
    if (((MchFormField *) fields->pdata[i])->field == field)
      return fields->pdata[i];
  return NULL;
}

/* domain.md 3: tabs and the place of the button are settings; what stands against finalising is
 * counted where it is mended. */
static void
test_tabs (void)
{
  static const struct
  {
    const char *file;
    const char *service;
    const char *candidature;
    const char *tabs;
  } cases[] = {
    { NULL, "session=2027-06", "",
      "identification:1 candidature qualification:1 acquis tests summary number!" },
    { "cap.reference", "session=2027-06|academy=A03", "",
      "identification:1 candidature:1 qualification:2 acquis tests summary number!" },
    { "cap.reference", "session=2027-06|academy=A16",
      "specialty_code=31224|category=122|passage=globale",
      "identification:1 candidature qualification acquis tests:1 summary! number" },
    { "bts.reference", "session=2027-06|academy=A03", "acquis=diplome",
      "identification:1 candidature:1 qualification:2 acquis:3 diploma:1 tests summary! number" },
    { "cap.reference", "session=2027-06|academy=A16|save=last|tabs=identification, candidature", "",
      "identification:1 candidature!:3" },
  };
  g_autoptr (MchRecord) person =
      new_record (MCH_KIND_PERSON, "family_name=Aubin|given_name=Zoé|birth_date=2009-03-01");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MchReference) reference = cases[i].file != NULL ? load (cases[i].file) : NULL;
      g_autoptr (MchRecord) service = new_record (MCH_KIND_SERVICE, cases[i].service);
      g_autoptr (MchRecord) candidature = new_record (MCH_KIND_CANDIDATURE, cases[i].candidature);
      g_autoptr (MchRegistrationForm) form =
          mch_registration_form_new (reference, service, person, candidature, TODAY);
      g_autofree char *tabs = describe_tabs (form);

      g_test_message ("%s", cases[i].service);
      g_assert_cmpstr (tabs, ==, cases[i].tabs);
      g_assert_cmpint (form->save_next, ==, g_strcmp0 (cases[i].file, "bts.reference") == 0);
    }
}

/* REG-13, REG-19, REG-20, REG-22, REG-30, REG-37: what is chosen, needed, shown, given. */
static void
test_fields (void)
{
  g_autoptr (MchReference) reference = load ("bcp.reference");
  g_autoptr (MchRecord) service = new_record (MCH_KIND_SERVICE, "session=2027-06|academy=A03");
  g_autoptr (MchRecord) person =
      new_record (MCH_KIND_PERSON, "family_name=Aubin|candidate_number=02612345678");
  g_autoptr (MchRecord) candidature =
      new_record (MCH_KIND_CANDIDATURE, "specialty_code=31212|category=132|acquis=diplome|"
                                        "registration_number=001|registration_version=2");
  g_autoptr (MchRegistrationForm) form =
      mch_registration_form_new (reference, service, person, candidature, TODAY);
  const MchFormField *field = find_field (form, "passage");
  int acquis = mch_registration_form_find_tab (form, find_field (form, "acquis")->field);

  /* The category has one form only. */
  g_assert_cmpuint (field->choices->len, ==, 1);
  g_assert_true (field->needed);
  g_assert_true (g_str_has_prefix (((MchFormTab *) form->tabs->pdata[acquis])->intro,
                                   "Si vous remplissez les conditions"));
  g_assert_cmpuint (find_field (form, "acquis")->choices->len, ==, 4);
  g_assert_true (find_field (form, "acquis_diploma")->needed);
  g_assert_null (find_field (form, "acquis_marks"));
  g_assert_null (find_field (form, "exempted_tests"));
  g_assert_nonnull (find_field (form, "retaken_tests"));
  g_assert_null (find_field (form, "to_correct"));
  g_assert_false (find_field (form, "candidate_number")->editable);
  g_assert_false (find_field (form, "registration_number")->editable);
  g_assert_cmpstr (form->number, ==, "001 Version 2");
  g_assert_cmpuint (find_field (form, "handicap")->choices->len, ==, 2);
  g_assert_cmpuint (form->tests->len, >, 8);
  g_assert_cmpuint (form->documents->len, >, 0);
}

typedef struct
{
  const char *values;
  const char *key; /* of a group that the registration is in */
  const char *fix;
  const char *field; /* that is changed, NULL for none */
  const char *after;
} FixCase;

static const FixCase fix_cases[] = {
  { "", "category:missing", "122", "category", "SCOLAIRE CAP EN 2 ANS (122)" },
  { "", "category:missing", "scolaire cap en 2 ans", "category", "SCOLAIRE CAP EN 2 ANS (122)" },
  { "", "category:missing", "Moniteur", NULL, NULL },
  { "", "category:missing", "", NULL, NULL },
  { "", "passage:missing", "progressive", "passage", "Forme progressive" },
  { "", "specialty_code:missing", "31224", "specialty_code", "31224" },
  { "", "specialty_code:missing", "31224 équipier polyvalent du commerce", "specialty_code",
    "31224" },
  { "", "specialty_code:missing", "99999", NULL, NULL },
  { "specialty_code=31224", "tests:not_chosen:Langue vivante étrangère", "anglais", "tests",
    "EG5=Anglais" },
  { "specialty_code=31224|tests=EF2; EG5", "tests:not_chosen:Langue vivante étrangère", "Arabe",
    "tests", "EF2; EG5=Arabe" },
  { "specialty_code=31224", "tests:not_chosen:Langue vivante étrangère", "Klingon", NULL, NULL },
  { "category=CAP 2 ANS", "category:not_in_reference:CAP 2 ANS", "122", "category",
    "SCOLAIRE CAP EN 2 ANS (122)" },
  { "acquis=vae", "acquis_year:missing", "2024", "acquis_year", "2024" },
  { "acquis=vae", "acquis_year:missing", "l'an passé", NULL, NULL },
  { "acquis=vae", "exempted_tests:missing", "EG1", NULL, NULL },
  { "", "sex:missing", "F", NULL, NULL }, /* each has his own */
};

static void
test_fixes (void)
{
  g_autoptr (MchReference) reference = load ("cap.reference");
  g_autoptr (MchRecord) person =
      new_record (MCH_KIND_PERSON, "family_name=Aubin|given_name=Zoé|birth_date=2009-03-01");

  for (gsize i = 0; i < G_N_ELEMENTS (fix_cases); i++)
    {
      g_autoptr (MchRecord) candidature = new_record (MCH_KIND_CANDIDATURE, fix_cases[i].values);
      g_autoptr (MchRecord) before = mch_record_copy (candidature);
      g_autoptr (GArray) faults = mch_registration_blockers (reference, person, candidature);
      g_autoptr (GPtrArray) groups = mch_blocker_groups_new (&faults, 1);
      const MchBlockerGroup *group = mch_blocker_groups_find (groups, fix_cases[i].key);
      g_autoptr (MchChange) change = NULL;
      gboolean fixed;

      g_test_message ("%s ← %s", fix_cases[i].key, fix_cases[i].fix);
      g_assert_nonnull (group);
      fixed = mch_blocker_group_fix (group, reference, candidature, fix_cases[i].fix);
      change = mch_change_new_diff (before, candidature);
      g_assert_cmpint (fixed, ==, fix_cases[i].field != NULL);
      g_assert_cmpint (change != NULL, ==, fixed);
      if (!fixed)
        continue;
      g_assert_cmpstr (mch_record_get (candidature, fix_cases[i].field), ==, fix_cases[i].after);
      /* What was mended no longer stands against it. */
      {
        g_autoptr (GArray) left = mch_registration_blockers (reference, person, candidature);
        g_autoptr (GPtrArray) others = mch_blocker_groups_new (&left, 1);

        g_assert_null (mch_blocker_groups_find (others, fix_cases[i].key));
      }
    }
}

#define N_COHORT 30

/* "12 sans spécialité": the largest first, everybody counted where he belongs, and three fixes make
 * the cohort ready. */
static void
test_groups (void)
{
  static const char *const fixes[][2] = {
    { "tests:not_chosen:Langue vivante étrangère", "Anglais" },
    { "category:missing", "122" },
    { "passage:missing", "globale" },
  };
  g_autoptr (MchReference) reference = load ("cap.reference");
  g_autoptr (MchRecord) person =
      new_record (MCH_KIND_PERSON, "family_name=A|given_name=B|birth_date=2009-03-01|sex=F");
  MchRecord *cohort[N_COHORT];
  GArray *faults[N_COHORT];

  for (guint i = 0; i < N_COHORT; i++)
    cohort[i] = new_record (MCH_KIND_CANDIDATURE, i % 3 == 0 ? "specialty_code=31224|category=122"
                                                             : "specialty_code=31224");
  for (gsize step = 0; step <= G_N_ELEMENTS (fixes); step++)
    {
      g_autoptr (GPtrArray) groups = NULL;
      const MchBlockerGroup *group;

      for (guint i = 0; i < N_COHORT; i++)
        faults[i] = mch_registration_blockers (reference, person, cohort[i]);
      groups = mch_blocker_groups_new (faults, N_COHORT);
      if (step == 0)
        {
          group = mch_blocker_groups_find (groups, "category:missing");
          g_assert_cmpuint (group->members->len, ==, N_COHORT * 2 / 3);
          g_assert_cmpstr (group->sentence, ==, "20 without a category");
          g_assert_true (((MchBlockerGroup *) groups->pdata[groups->len - 1]) == group);
        }
      g_assert_cmpuint (groups->len, ==, G_N_ELEMENTS (fixes) - step);
      if (step < G_N_ELEMENTS (fixes))
        {
          group = mch_blocker_groups_find (groups, fixes[step][0]);
          for (guint i = 0; i < group->members->len; i++)
            g_assert_true (mch_blocker_group_fix (group, reference,
                                                  cohort[g_array_index (group->members, guint, i)],
                                                  fixes[step][1]));
        }
      for (guint i = 0; i < N_COHORT; i++)
        g_array_unref (faults[i]);
    }
  for (guint i = 0; i < N_COHORT; i++)
    mch_record_unref (cohort[i]);
}

/* REG-32, REG-33: a choice is written once, and taken back without a trace. */
static void
test_choose_test (void)
{
  static const struct
  {
    const char *code;
    gboolean taken;
    const char *option;
    const char *tests;
  } acts[] = {
    { "EF2", TRUE, NULL, "EF2" },
    { "EG5", TRUE, "Anglais", "EF2; EG5=Anglais" },
    { "EG5", TRUE, "Italien", "EF2; EG5=Italien" },
    { "EP3", FALSE, NULL, "EF2; EG5=Italien; -EP3" },
    { "EF2", FALSE, NULL, "EG5=Italien; -EP3" },
    { "EP3", TRUE, NULL, "EG5=Italien" },
    { "EG5", TRUE, NULL, NULL },
  };
  g_autoptr (MchReference) reference = load ("cap.reference");
  g_autoptr (MchRecord) candidature = new_record (MCH_KIND_CANDIDATURE, "specialty_code=31224");

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      g_assert_true (mch_registration_set_test (candidature, reference, acts[i].code, acts[i].taken,
                                                acts[i].option));
      g_assert_cmpstr (mch_record_get (candidature, "tests"), ==, acts[i].tests);
    }
  g_assert_false (mch_registration_set_test (candidature, reference, "EG5", TRUE, NULL));
}

#define DAY (24 * 3600 * G_GINT64_CONSTANT (1000))
#define NOW G_GINT64_CONSTANT (1795770000000) /* 27 November 2026 */

static char *
describe_steps (const MchHomeFacts *facts)
{
  g_autoptr (GPtrArray) steps = mch_home_steps_new (facts);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++)
    {
      const MchHomeStep *step = steps->pdata[i];

      g_assert_cmpint (step->id, ==, i);
      g_assert_cmpuint (strlen (step->detail), >, 0);
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                              mch_step_state_to_string (step->state));
    }
  return g_string_free (text, FALSE);
}

/* Seed 4: parameters, registering, finalising, confirmations, accounts, lists, return. */
static void
test_steps (void)
{
  static const struct
  {
    const char *what;
    MchHomeFacts facts;
    const char *states;
  } cases[] = {
    { "a new establishment",
      { .contact_complete = FALSE, .now_ms = NOW },
      "next todo waiting waiting waiting waiting waiting" },
    { "registered pupils to finish",
      { TRUE, TRUE, TRUE, 12, 4, 200, 212, 0, NOW - DAY, NOW + DAY, NULL, NULL, NOW },
      "done done next todo todo anytime todo" },
    { "the service is not positioned (ACC-10)",
      { TRUE, TRUE, FALSE, 0, 0, 200, 200, 200, NOW - DAY, NOW + DAY, NULL, NULL, NOW },
      "done done done done locked anytime done" },
    { "closed with some left",
      { TRUE, TRUE, TRUE, 3, 0, 200, 0, 100, NOW - 9 * DAY, NOW - DAY, "2026-12-01", "2026-12-22",
        NOW },
      "done done late next done anytime waiting" },
    { "the return is late (INS-26)",
      { TRUE, TRUE, TRUE, 0, 0, 200, 0, 199, NOW - 9 * DAY, NOW - DAY, "2026-11-01", "2026-11-22",
        NOW },
      "done done done next done anytime late" },
    { "not open yet",
      { TRUE, TRUE, TRUE, 0, 0, 0, 0, 0, NOW + DAY, NOW + 9 * DAY, NULL, NULL, NOW },
      "done waiting waiting waiting waiting waiting waiting" },
    { "all done",
      { TRUE, TRUE, TRUE, 0, 0, 200, 0, 200, NOW - 9 * DAY, NOW - DAY, NULL, NULL, NOW },
      "done done done done done anytime done" },
    { "the exam office wants a slip corrected (ACC-39)",
      { TRUE, TRUE, TRUE, 0, 0, 200, 0, 200, NOW - 9 * DAY, NOW - DAY, NULL, NULL, NOW, 1 },
      "done done done done next anytime done" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *states = describe_steps (&cases[i].facts);

      g_test_message ("%s", cases[i].what);
      g_assert_cmpstr (states, ==, cases[i].states);
    }
}

/* The last day is the one that Paris has. */
static void
test_step_day (void)
{
  MchHomeFacts facts = { .n_pre_registered = 1,
                         .registration_to_ms = G_GINT64_CONSTANT (1796769000000),
                         .now_ms = NOW };
  g_autoptr (GPtrArray) steps = mch_home_steps_new (&facts);

  /* 22:30 in UTC. */
  g_assert_cmpstr (((MchHomeStep *) steps->pdata[MCH_STEP_FINISH])->until, ==, "2026-12-08");
  facts.registration_to_ms += 3600 * 1000;
  g_clear_pointer (&steps, g_ptr_array_unref);
  steps = mch_home_steps_new (&facts);
  g_assert_cmpstr (((MchHomeStep *) steps->pdata[MCH_STEP_FINISH])->until, ==, "2026-12-09");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/tabs", test_tabs);
  g_test_add_func ("/form/fields", test_fields);
  g_test_add_func ("/form/choose-test", test_choose_test);
  g_test_add_func ("/blockers/fixes", test_fixes);
  g_test_add_func ("/blockers/groups", test_groups);
  g_test_add_func ("/steps/states", test_steps);
  g_test_add_func ("/steps/day", test_step_day);
  return g_test_run ();
}
