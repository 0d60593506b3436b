/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tests of a candidature. What is exempted comes first, then what was left for later, then what
 * was chosen; a test whose parts are all exempted is so too. */
#include "core/mch-registration.h"

#include "core/mch-date.h"
#include "core/mch-test-list.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

const char *
mch_test_position_to_string (MchTestPosition position)
{
  static const char *const names[] = {
    [MCH_TEST_NOT_REGISTERED] = "not_registered",
    [MCH_TEST_REGISTERED] = "registered",
    [MCH_TEST_EXEMPTED] = "exempted",
  };

  g_return_val_if_fail (position < G_N_ELEMENTS (names), NULL);

  return names[position];
}

const char *
mch_test_position_get_label (MchTestPosition position)
{
  static const char *const labels[] = {
    [MCH_TEST_NOT_REGISTERED] = N_ ("Not registered"),
    [MCH_TEST_REGISTERED] = N_ ("Registered"),
    [MCH_TEST_EXEMPTED] = N_ ("Exempted"),
  };

  g_return_val_if_fail (position < G_N_ELEMENTS (labels), NULL);

  return _ (labels[position]);
}

static void
free_test (gpointer data)
{
  MchTest *test = data;

  g_free (test->option);
  g_free (test->mark);
  g_free (test);
}

char *
mch_test_dup_title (const MchTest *test)
{
  g_return_val_if_fail (test != NULL, NULL);

  if (test->option != NULL)
    return g_strdup_printf ("%s - %s - %s", test->code, test->label, test->option);
  return g_strdup_printf ("%s - %s", test->code, test->label);
}

const MchRefItem *
mch_registration_find (const MchReference *reference, const MchRecord *candidature, MchRefKind kind)
{
  static const char *const names[MCH_N_REF_KINDS] = {
    [MCH_REF_SPECIALTY] = "specialty_code",
    [MCH_REF_CATEGORY] = "category",
    [MCH_REF_DIPLOMA] = "diploma",
    [MCH_REF_ACQUIS] = "acquis",
  };
  const char *value;

  g_return_val_if_fail (reference != NULL && candidature != NULL, NULL);
  g_return_val_if_fail (kind < MCH_N_REF_KINDS && names[kind] != NULL, NULL);

  value = mch_record_get (candidature, names[kind]);
  /* Lists cut labels short: they count only where there is no code. */
  if (value == NULL && kind == MCH_REF_SPECIALTY)
    value = mch_record_get (candidature, "specialty");
  return mch_reference_find (reference, kind, value);
}

const MchRefItem *
mch_registration_find_passage (const MchReference *reference, const MchRecord *candidature)
{
  const char *value;
  const MchRefItem *category;
  g_auto (GStrv) offered = NULL;

  g_return_val_if_fail (reference != NULL && candidature != NULL, NULL);

  value = mch_record_get (candidature, "passage");
  if (value != NULL)
    return mch_reference_find (reference, MCH_REF_PASSAGE, value);
  category = mch_registration_find (reference, candidature, MCH_REF_CATEGORY);
  if (category == NULL)
    return NULL;
  offered = mch_ref_item_dup_list (category, "passage");
  if (g_strv_length (offered) == 1)
    return mch_reference_find (reference, MCH_REF_PASSAGE, offered[0]);
  return NULL;
}

/* Everything of one candidature that decides about its tests. */
typedef struct
{
  const MchRefItem *specialty;
  const MchRefItem *category; /* (nullable) */
  const char *gives;          /* (nullable): by which kind of earlier results tests are exempted */
  double from;                /* the least mark that is kept */
  GPtrArray *choices;
  GPtrArray *marks;
  GPtrArray *exempted;
  GPtrArray *retaken;
  char **by_diploma; /* codes; NULL-terminated */
} Choices;

static void
choices_clear (Choices *choices)
{
  g_clear_pointer (&choices->choices, g_ptr_array_unref);
  g_clear_pointer (&choices->marks, g_ptr_array_unref);
  g_clear_pointer (&choices->exempted, g_ptr_array_unref);
  g_clear_pointer (&choices->retaken, g_ptr_array_unref);
  g_strfreev (choices->by_diploma);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choices, choices_clear)

static void
choices_init (Choices *choices, const MchReference *reference, const MchRecord *candidature)
{
  const MchRefItem *acquis = mch_registration_find (reference, candidature, MCH_REF_ACQUIS);
  const char *from = acquis != NULL ? mch_ref_item_get (acquis, "from") : NULL;
  const MchRefItem *diploma = mch_reference_find (reference, MCH_REF_DIPLOMA,
                                                  mch_record_get (candidature, "acquis_diploma"));

  choices->category = mch_registration_find (reference, candidature, MCH_REF_CATEGORY);
  choices->gives = acquis != NULL ? mch_ref_item_get (acquis, "gives") : NULL;
  choices->from = from != NULL ? atoi (from) : 0;
  choices->choices = mch_test_list_parse (mch_record_get (candidature, "tests"));
  choices->marks = mch_test_list_parse (mch_record_get (candidature, "acquis_marks"));
  choices->exempted = mch_test_list_parse (mch_record_get (candidature, "exempted_tests"));
  choices->retaken = mch_test_list_parse (mch_record_get (candidature, "retaken_tests"));
  choices->by_diploma =
      diploma != NULL ? mch_ref_item_dup_list_for (diploma, "exempts", choices->specialty->code)
                      : g_new0 (char *, 1);
}

/* @ret_mark: (transfer full): what was kept, if it is a mark. */
static gboolean
is_exempted (const Choices *choices, const char *code, char **ret_mark)
{
  const MchTestEntry *entry;

  if (choices->gives == NULL || mch_test_list_find (choices->retaken, code) != NULL)
    return FALSE;
  if (strcmp (choices->gives, "diploma") == 0)
    return g_strv_contains ((const char *const *) choices->by_diploma, code);
  if (strcmp (choices->gives, "tests") == 0)
    return mch_test_list_find (choices->exempted, code) != NULL;
  entry = mch_test_list_find (choices->marks, code);
  if (entry == NULL || entry->value == NULL || g_ascii_strtod (entry->value, NULL) < choices->from)
    return FALSE;
  *ret_mark = g_strdup (entry->value);
  return TRUE;
}

static MchTest *
new_test (const Choices *choices, const MchRefItem *item)
{
  MchTest *test = g_new0 (MchTest, 1);
  const MchTestEntry *entry = mch_test_list_find (choices->choices, item->code);

  test->code = item->code;
  test->label = mch_ref_item_get (item, "label");
  test->parent = mch_ref_item_get (item, "parent");
  test->optional = mch_ref_item_is (item, "optional");
  if (is_exempted (choices, item->code, &test->mark))
    test->position = MCH_TEST_EXEMPTED;
  else if (test->optional ? entry != NULL && !entry->left_out : entry == NULL || !entry->left_out)
    test->position = MCH_TEST_REGISTERED;
  if (test->position == MCH_TEST_REGISTERED)
    {
      const char *category = choices->category != NULL ? choices->category->code : NULL;

      test->mode = mch_ref_item_get_for (item, "mode", category);
      test->option = g_strdup (entry != NULL ? entry->value : NULL);
      test->needs_option = mch_ref_item_get (item, "choice") != NULL && test->option == NULL;
    }
  return test;
}

static void
take_option (MchTest *part, const MchTest *whole)
{
  if (part->position == MCH_TEST_REGISTERED && part->option == NULL)
    part->option = g_strdup (whole->option);
}

/* The parts of tests[first] stand behind it: they follow it where it is not taken at all, and it
 * follows them where none of them is. */
static void
settle_parts (GPtrArray *tests, guint first)
{
  MchTest *whole = tests->pdata[first];
  guint n = 0, n_positions[3] = { 0 };

  for (guint i = first + 1; i < tests->len && ((MchTest *) tests->pdata[i])->parent != NULL; i++)
    {
      MchTest *part = tests->pdata[i];

      part->optional = whole->optional;
      if (whole->position != MCH_TEST_REGISTERED && part->position == MCH_TEST_REGISTERED)
        {
          part->position = whole->position;
          part->mode = NULL;
          part->needs_option = FALSE;
        }
      take_option (part, whole);
      n_positions[part->position]++;
      n++;
    }
  if (n == 0 || whole->position != MCH_TEST_REGISTERED)
    return;
  for (guint position = 0; position < G_N_ELEMENTS (n_positions); position++)
    if (n_positions[position] == n && position != MCH_TEST_REGISTERED)
      {
        whole->position = (MchTestPosition) position;
        whole->mode = NULL;
        whole->needs_option = FALSE;
      }
}

GPtrArray *
mch_registration_dup_tests (const MchReference *reference, const MchRecord *candidature)
{
  GPtrArray *tests = g_ptr_array_new_with_free_func (free_test);
  const GPtrArray *items;
  g_auto (Choices) choices = { 0 };

  g_return_val_if_fail (candidature != NULL, tests);

  if (reference != NULL)
    choices.specialty = mch_registration_find (reference, candidature, MCH_REF_SPECIALTY);
  if (choices.specialty == NULL)
    return tests;
  choices_init (&choices, reference, candidature);
  items = mch_reference_list_tests (reference, choices.specialty);
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (tests, new_test (&choices, items->pdata[i]));
  for (guint i = 0; i < tests->len; i++)
    if (((MchTest *) tests->pdata[i])->parent == NULL)
      settle_parts (tests, i);
  return tests;
}

/* Whether a document that is asked in the case @when is asked of this candidate. */
static gboolean
is_asked (const char *when, const MchRecord *person, const MchRecord *candidature,
          const char *today)
{
  const char *birth_date = mch_record_get (person, "birth_date");
  const char *dash;
  int age;

  if (when == NULL || strcmp (when, "always") == 0)
    return TRUE;
  if (strcmp (when, "acquis") == 0)
    return mch_record_get (candidature, "acquis") != NULL;
  if (strcmp (when, "diploma") == 0)
    return mch_record_get (candidature, "diploma") != NULL;
  if (strcmp (when, "adjustment") == 0)
    return g_strcmp0 (mch_record_get (candidature, "adjustment"), "1") == 0;
  dash = strchr (when, '-');
  if (birth_date == NULL || !mch_date_is_valid (birth_date) || dash == NULL)
    return FALSE;
  age = mch_date_age (birth_date, today);
  return age >= atoi (when + strlen ("age:")) && age <= atoi (dash + 1);
}

GPtrArray *
mch_registration_dup_documents (const MchReference *reference, const MchRecord *person,
                                const MchRecord *candidature, const char *today)
{
  GPtrArray *asked = g_ptr_array_new ();
  const GPtrArray *documents;

  g_return_val_if_fail (reference != NULL && person != NULL, asked);
  g_return_val_if_fail (candidature != NULL && today != NULL, asked);

  documents = mch_reference_list (reference, MCH_REF_DOCUMENT);
  for (guint i = 0; i < documents->len; i++)
    if (is_asked (mch_ref_item_get (documents->pdata[i], "when"), person, candidature, today))
      g_ptr_array_add (asked, documents->pdata[i]);
  return asked;
}

char *
mch_registration_dup_number (const MchRecord *candidature)
{
  const char *number, *version;

  g_return_val_if_fail (candidature != NULL, NULL);

  number = mch_record_get (candidature, "registration_number");
  version = mch_record_get (candidature, "registration_version");
  if (number == NULL)
    return NULL;
  /* One that was brought from elsewhere says its version itself. */
  if (version == NULL)
    return g_strdup (number);
  return g_strdup_printf ("%s Version %s", number, version);
}
