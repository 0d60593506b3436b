/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Candidates of the whole académie: who is found, in which order, page by page while others write,
 * and nothing of another académie. Issue 6, point 7. */
#include "model-fixture.h"

#include <string.h>

#include "server/model/mch-search.h"
#include "server/model/mch-transfers.h"

static const struct
{
  const char *scope;
  const char *given;
  const char *family;
  const char *ine;
} pupils[] = {
  { ETAB, "Zoé", "Étienne", "000000001AA" },    { ETAB, "Anne-Lise", "Dupont", "000000002AA" },
  { ETAB_2, "Chloé", "DUPONT", "000000003AA" }, { ETAB_2, "Aaron", "Eude", "000000004AA" },
  { ETAB, "Jean", "N'Diaye", "000000005AA" },   { ETAB, "Marie", "Martin-Petit", "000000006AA" },
  { ETAB_2, "Ève", "Œuf", "000000007AA" },      { ETAB, "Éric", "etienne", "000000008AA" },
  { ETAB_2, "Marc", "Dupond", "000000009AA" },  { ETAB_2, "Luc", "Dupond", "000000010AA" },
};

static void
add_pupils (ModelFixture *fixture)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pupils); i++)
    g_free (fixture_import_one (fixture, pupils[i].scope, pupils[i].given, pupils[i].family,
                                pupils[i].ine, NULL));
}

static MchFoundPage *
ask (ModelFixture *fixture, const MchSearch *search, const char *after, const char *until,
     int limit)
{
  g_auto (MchSearchPlace) from = { 0 };
  g_auto (MchSearchPlace) to = { 0 };
  MchSearchQuery query = { .search = *search, .academy = ACADEMY, .limit = limit, .count = TRUE };
  g_autoptr (GError) error = NULL;
  MchFoundPage *page;

  if (after != NULL)
    {
      g_assert_true (mch_search_place_read (after, search->order, &from));
      query.after = &from;
    }
  if (until != NULL)
    {
      g_assert_true (mch_search_place_read (until, search->order, &to));
      query.until = &to;
    }
  page = mch_search_page (fixture->server, &query, &error);
  g_assert_no_error (error);
  return page;
}

/* Who is found, in order: "Dupont Anne-Lise|…". */
static char *
names (ModelFixture *fixture, const MchSearch *search, int limit)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *place = NULL;
  gboolean more = TRUE;
  gint64 n = 0;

  while (more)
    {
      g_autoptr (MchFoundPage) page = ask (fixture, search, place, NULL, limit);

      for (guint i = 0; i < page->rows->len; i++, n++)
        {
          const MchFound *found = page->rows->pdata[i];

          g_string_append_printf (text, "%s%s %s", text->len > 0 ? "|" : "", found->family_name,
                                  found->given_name);
        }
      g_free (place);
      place = g_strdup (page->place);
      more = page->more;
      if (!more)
        g_assert_cmpint (page->total, ==, n);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check (ModelFixture *fixture, MchSearch search, const char *wanted)
{
  for (int limit = 1; limit <= 8; limit += 3)
    {
      g_autofree char *found = names (fixture, &search, limit);

      g_assert_cmpstr (found, ==, wanted);
    }
}

/* As a French dictionary has it, the same as in the list of an establishment. */
static void
test_order (ModelFixture *fixture, gconstpointer data)
{
  add_pupils (fixture);
  check (fixture, (MchSearch){ NULL },
         "Dupond Luc|Dupond Marc|Dupont Anne-Lise|DUPONT Chloé|etienne Éric|Étienne Zoé"
         "|Eude Aaron|Martin-Petit Marie|N'Diaye Jean|Œuf Ève");
  check (fixture, (MchSearch){ .descending = TRUE },
         "Œuf Ève|N'Diaye Jean|Martin-Petit Marie|Eude Aaron|Étienne Zoé|etienne Éric"
         "|DUPONT Chloé|Dupont Anne-Lise|Dupond Marc|Dupond Luc");
  check (fixture, (MchSearch){ .order = MCH_SEARCH_BY_ESTABLISHMENT },
         "Dupont Anne-Lise|etienne Éric|Étienne Zoé|Martin-Petit Marie|N'Diaye Jean"
         "|Dupond Luc|Dupond Marc|DUPONT Chloé|Eude Aaron|Œuf Ève");
  check (fixture, (MchSearch){ .order = MCH_SEARCH_BY_BIRTH_DATE, .establishment = "0250002B" },
         "Dupond Luc|Dupond Marc|DUPONT Chloé|Eude Aaron|Œuf Ève");
}

static void
test_words (ModelFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *words;
    const char *found;
  } rows[] = {
    { "dup", "Dupond Luc|Dupond Marc|Dupont Anne-Lise|DUPONT Chloé" },
    { "DUPONT", "Dupont Anne-Lise|DUPONT Chloé" },
    { "chloe dupont", "DUPONT Chloé" },
    { "lise", "Dupont Anne-Lise" },
    { "diaye", "N'Diaye Jean" },
    { "n'diaye", "N'Diaye Jean" },
    { "mar", "Dupond Marc|Martin-Petit Marie" },
    { "oeuf", "Œuf Ève" },
    { "eve œ", "Œuf Ève" },
    { "000000004aa", "Eude Aaron" },
    { "0000000", "Dupond Luc|Dupond Marc|Dupont Anne-Lise|DUPONT Chloé|etienne Éric"
                 "|Étienne Zoé|Eude Aaron|Martin-Petit Marie|N'Diaye Jean|Œuf Ève" },
    { "ont", "" },
    { "dupont eude", "" },
    { "%", "" },
    { "_upont", "" },
    { "' OR '1'='1", "" },
    { "\"; DROP TABLE candidate_line; --", "" },
    { "\\", "" },
    { "\xc3\xbf\xf4\x8f\xbf\xbf", "" },
  };
  g_autofree char *lots = g_strnfill (180, 'x');

  add_pupils (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    check (fixture, (MchSearch){ .words = rows[i].words }, rows[i].found);
  check (fixture, (MchSearch){ .words = lots }, "");
  check (fixture, (MchSearch){ .words = "a b c d e f g h i j k l m n o p q r s t u v w x y z" },
         "");
}

static void
test_filters (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *candidature = NULL;
  g_autofree char *person = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) result = NULL;

  add_pupils (fixture);
  person = fixture_import_one (fixture, ETAB, "Léa", "Petit", "000000011AA", &candidature);
  g_ptr_array_add (
      changes, fixture_update (MCH_KIND_CANDIDATURE, candidature, "specialty_code", NULL, "31224"));
  g_ptr_array_add (changes,
                   fixture_update (MCH_KIND_CANDIDATURE, candidature, "handicap", NULL, "1"));
  result = fixture_commit (fixture, "anna", ETAB, MCH_OP_EDIT, changes);
  check (fixture, (MchSearch){ .specialty = "31224" }, "Petit Léa");
  check (fixture, (MchSearch){ .specialty = "31224", .words = "petit", .session = SESSION },
         "Petit Léa");
  check (fixture, (MchSearch){ .specialty = "31224", .establishment = "0250002B" }, "");
  check (fixture, (MchSearch){ .exam = "CAP", .words = "lea" }, "Petit Léa");
  check (fixture, (MchSearch){ .exam = "BAC" }, "");
  check (fixture, (MchSearch){ .exam = "CA" }, "");
  check (fixture, (MchSearch){ .session = "CAP/2028-06" }, "");
  check (fixture, (MchSearch){ .state = MCH_STATE_REGISTERED }, "");
  check (fixture, (MchSearch){ .state = MCH_STATE_PRE_REGISTERED, .establishment = "0250002B" },
         "Dupond Luc|Dupond Marc|DUPONT Chloé|Eude Aaron|Œuf Ève");
}

/* What is read on is what comes after, whatever was added, renamed or taken away meanwhile. */
static void
test_stable (ModelFixture *fixture, gconstpointer data)
{
  MchSearch search = { NULL };
  g_autofree char *candidature = NULL;
  g_autofree char *person = NULL;
  g_autoptr (MchFoundPage) first = NULL;
  g_autoptr (MchFoundPage) second = NULL;
  g_autoptr (MchFoundPage) again = NULL;
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) result = NULL;

  add_pupils (fixture);
  person = fixture_import_one (fixture, ETAB, "Noé", "Dupuis", "000000012AA", &candidature);
  first = ask (fixture, &search, NULL, NULL, 5); /* … DUPONT Chloé, Dupuis Noé */
  g_assert_cmpstr (((MchFound *) first->rows->pdata[4])->family_name, ==, "Dupuis");
  g_assert_true (first->more);
  g_assert_cmpint (first->total, ==, 11);

  /* The very row of the place goes to the end, and others come in before it. */
  g_ptr_array_add (changes,
                   fixture_update (MCH_KIND_PERSON, person, "family_name", "Dupuis", "Zola"));
  result = fixture_commit (fixture, "anna", ETAB, MCH_OP_EDIT, changes);
  g_assert_cmpuint (result->applied, ==, 1);
  g_free (fixture_import_one (fixture, ETAB_2, "Ida", "Aubin", "000000013AA", NULL));
  second = ask (fixture, &search, first->place, NULL, 50);
  g_assert_cmpuint (second->rows->len, ==, 7);
  g_assert_cmpstr (((MchFound *) second->rows->pdata[0])->family_name, ==, "etienne");
  g_assert_cmpstr (((MchFound *) second->rows->pdata[6])->family_name, ==, "Zola");

  /* The first page read again ends where it ended. */
  again = ask (fixture, &search, NULL, first->place, 50);
  g_assert_cmpuint (again->rows->len, ==, 5);
  g_assert_cmpstr (((MchFound *) again->rows->pdata[0])->family_name, ==, "Aubin");
  g_assert_false (again->more);
}

/* Every line follows its record: moved to another school, taken away, made by an undone import. */
static void
test_follows (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *candidature = NULL;
  g_autofree char *person =
      fixture_import_one (fixture, ETAB, "Léa", "Petit", "123456789AB", &candidature);
  g_autofree char *id = fixture_uuid (fixture);
  g_autofree char *requested = fixture_uuid (fixture);
  MchTransferRequest request = { id,           ETAB_2, SESSION, requested, "123456789AB",
                                 "2009-03-01", "Petit" };
  g_autoptr (MchStaff) zoe = fixture_staff (fixture, "zoe", ETAB_2);
  g_autoptr (MchStaff) office = fixture_staff (fixture, "office", "acad:" ACADEMY);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, fixture_update (MCH_KIND_PERSON, person, "sex", NULL, "F"));
  g_ptr_array_add (
      changes, fixture_update (MCH_KIND_CANDIDATURE, candidature, "specialty_code", NULL, "31224"));
  g_ptr_array_add (changes,
                   fixture_update (MCH_KIND_CANDIDATURE, candidature, "division", NULL, "1CAP"));
  result = fixture_commit (fixture, "anna", ETAB, MCH_OP_EDIT, changes);
  g_ptr_array_set_size (changes, 0);
  g_ptr_array_add (changes, fixture_update (MCH_KIND_CANDIDATURE, candidature, "state",
                                            MCH_STATE_PRE_REGISTERED, MCH_STATE_REGISTERED));
  mch_op_result_free (g_steal_pointer (&result));
  result = fixture_commit (fixture, "anna", ETAB, MCH_OP_EDIT, changes);
  check (fixture, (MchSearch){ .establishment = "0250001A", .state = MCH_STATE_REGISTERED },
         "Petit Léa");
  g_free (mch_transfers_ask (fixture->server, zoe, &request, &error));
  g_assert_no_error (error);
  g_assert_true (mch_transfers_decide (fixture->server, office, id, TRUE, NULL, &error));
  g_assert_no_error (error);
  check (fixture, (MchSearch){ .establishment = "0250001A" }, "");
  check (fixture, (MchSearch){ .establishment = "0250002B", .words = "petit lea" }, "Petit Léa");
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM candidate_line"), ==,
                   1);
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (DISTINCT uai)"
                                                     " FROM candidate_word"),
                   ==, 1);
}

/* Keys of another ICU are made anew, once. */
static void
test_sort (ModelFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add_pupils (fixture);
  db_fixture_exec (fixture->db.pool, "UPDATE instance SET collation_version = 'older'");
  db_fixture_exec (fixture->db.pool, "UPDATE candidate_line SET name_key = (SELECT word FROM "
                                     "candidate_word ORDER BY word LIMIT 1)");
  g_assert_true (mch_search_sort (fixture->server, &error));
  g_assert_no_error (error);
  check (fixture, (MchSearch){ .words = "dup" },
         "Dupond Luc|Dupond Marc|Dupont Anne-Lise|DUPONT Chloé");
  db_fixture_exec (fixture->db.pool, "DELETE FROM candidate_word");
  g_assert_true (mch_search_sort (fixture->server, &error)); /* nothing to do */
  g_assert_cmpint (db_fixture_ask (fixture->db.pool, "SELECT COUNT (*) FROM candidate_word"), ==,
                   0);
}

static void
add_other_academy (ModelFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_directory_add_academy (fixture->server, "DIJON", "Dijon", &error));
  g_assert_true (mch_directory_add_establishment (fixture->server, "0210001A", "Lycée d'en face",
                                                  "DIJON", &error));
  g_assert_no_error (error);
}

/* Whoever is of another académie is not found, and not told. A look at what tells of health is
 * written down; the list never tells it. */
static void
test_rights (ModelFixture *fixture, gconstpointer data)
{
  g_autofree char *candidature = NULL;
  g_autofree char *stranger = NULL;
  g_autofree char *person =
      fixture_import_one (fixture, ETAB, "Léa", "Petit", "000000009AB", &candidature);
  g_autoptr (MchStaff) office = fixture_staff (fixture, "office", "acad:" ACADEMY);
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (MchOpResult) result = NULL;
  g_autoptr (MchRecord) seen_person = NULL;
  g_autoptr (MchRecord) seen = NULL;
  g_autoptr (GError) error = NULL;

  add_other_academy (fixture);
  db_fixture_exec (fixture->db.pool,
                   "INSERT INTO candidate_line VALUES ('0210001A', 'c', 'DIJON', 'p',"
                   " (SELECT name_key FROM candidate_line LIMIT 1), 'Petit', '', 'Ana', '', '', '',"
                   " 'CAP/2027-06', '', '', '', '')");
  check (fixture, (MchSearch){ NULL }, "Petit Léa");
  check (fixture, (MchSearch){ .establishment = "0210001A" }, "");
  g_assert_false (mch_search_get (fixture->server, office, ACADEMY, "0210001A", "c", &seen_person,
                                  &seen, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (mch_search_get (fixture->server, office, ACADEMY, "0250002B", candidature,
                                  &seen_person, &seen, &error));
  g_assert_error (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_true (mch_search_get (fixture->server, office, ACADEMY, "0250001A", candidature,
                                 &seen_person, &seen, &error));
  g_assert_cmpstr (mch_record_get (seen_person, "given_name"), ==, "Léa");
  g_assert_cmpuint (fixture_count_audit (fixture, "health"), ==, 0);
  g_ptr_array_add (changes,
                   fixture_update (MCH_KIND_CANDIDATURE, candidature, "adjustment", NULL, "1"));
  result = fixture_commit (fixture, "anna", ETAB, MCH_OP_EDIT, changes);
  g_clear_pointer (&seen_person, mch_record_unref);
  g_clear_pointer (&seen, mch_record_unref);
  g_assert_true (mch_search_get (fixture->server, office, ACADEMY, "0250001A", candidature,
                                 &seen_person, &seen, &error));
  g_assert_cmpuint (fixture_count_audit (fixture, "health"), ==, 1);
}

/* What no list ever gave is no place. */
static void
test_places (ModelFixture *fixture, gconstpointer data)
{
  MchSearch search = { NULL };
  g_autoptr (MchFoundPage) page = NULL;
  g_auto (MchSearchPlace) place = { 0 };
  g_autofree char *cut = NULL;
  g_autofree char *spoilt = NULL;

  add_pupils (fixture);
  page = ask (fixture, &search, NULL, NULL, 1);
  cut = g_strndup (page->place, 8);
  spoilt = g_strconcat (page->place, "\n", NULL);
  g_assert_false (mch_search_place_read (NULL, MCH_SEARCH_BY_NAME, &place));
  g_assert_false (mch_search_place_read ("", MCH_SEARCH_BY_NAME, &place));
  g_assert_false (mch_search_place_read ("AAAA", MCH_SEARCH_BY_NAME, &place));
  g_assert_false (mch_search_place_read (cut, MCH_SEARCH_BY_NAME, &place));
  g_assert_false (mch_search_place_read (spoilt, MCH_SEARCH_BY_NAME, &place));
  g_assert_false (mch_search_place_read (page->place, MCH_SEARCH_BY_BIRTH_DATE, &place));
  g_assert_true (mch_search_place_read (page->place, MCH_SEARCH_BY_NAME, &place));
  g_assert_cmpstr (place.id, ==, ((MchFound *) page->rows->pdata[0])->id);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  MODEL_TEST ("/model/search/order", test_order);
  MODEL_TEST ("/model/search/words", test_words);
  MODEL_TEST ("/model/search/filters", test_filters);
  MODEL_TEST ("/model/search/stable", test_stable);
  MODEL_TEST ("/model/search/follows", test_follows);
  MODEL_TEST ("/model/search/sort", test_sort);
  MODEL_TEST ("/model/search/rights", test_rights);
  MODEL_TEST ("/model/search/places", test_places);
  return g_test_run ();
}
