/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "core/mch-collate.h"

#define FIXTURE_TEST(path, func) g_test_add (path, Fixture, NULL, set_up, func, fixture_tear_down)

static const struct
{
  const char *family_name, *given_name, *division, *state, *login;
} people[] = {
  { "MARTIN", "Zoé", "3B", "registered", "zoe.martin" },
  { "Évrard", "Anaïs", "3A", "pre_registered", NULL },
  { "D’ANGELO", "Léa", "10A", "pre_registered", "lea.dangelo" },
  { "DE LA TOUR-DUPIN", "Jean-Baptiste", "3A", "registered", NULL },
  { "martin", "Anna", NULL, "withdrawn", NULL },
  { "EVRARD", "Chloé", "3B", "pre_registered", "chloe.evrard" },
  { "ŒUVRARD", "Inès", "3A", "pre_registered", NULL },
};

static void
set_up (Fixture *f, gconstpointer data)
{
  fixture_set_up (f, data);
  for (guint n = 0; n < G_N_ELEMENTS (people); n++)
    {
      gint64 seq = 3 * n + 1;

      fixture_apply (
          f->store, seq + 2, fixture_person (n, people[n].family_name, people[n].given_name, seq),
          fixture_candidature (n, people[n].division, people[n].state, seq + 1),
          people[n].login != NULL ? fixture_account (n, people[n].login, seq + 2) : NULL, NULL);
    }
}

/* The rows of @filter as "Anna Chloé…": given names tell everybody apart. */
static char *
ask (MchStore *store, const MchCandidateFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GString *text = g_string_new (NULL);
  guint total;

  rows = mch_store_query_candidates (store, filter, 0, G_MAXUINT, &total, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (total, ==, rows->len);
  g_assert_cmpuint (mch_store_count_candidates (store, filter), ==, total);
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            mch_candidate_get (g_ptr_array_index (rows, i), "given_name"));
  return g_string_free (text, FALSE);
}

static void
test_filters (Fixture *f, gconstpointer data)
{
  g_autofree char *person = fixture_id ('p', 0);
  g_autofree char *candidature = fixture_id ('c', 3);
  const char *const ids[] = { person, candidature, "unknown", NULL };
  const char *const nothing[] = { NULL };
  const char *const ines[] = { "000000001AB", "x'); DROP TABLE person; --", NULL };
  const struct
  {
    MchCandidateFilter filter;
    const char *rows;
  } cases[] = {
    { { 0 }, "Léa Jean-Baptiste Anaïs Chloé Anna Zoé Inès" },
    { { .descending = TRUE }, "Inès Zoé Anna Chloé Anaïs Jean-Baptiste Léa" },
    { { .scope = SCOPE, .session = SESSION, .state = "registered" }, "Jean-Baptiste Zoé" },
    { { .session = "BAC/2027-06" }, "" },
    { { .scope = "etab:0250009Z" }, "" },
    { { .division = "3A" }, "Jean-Baptiste Anaïs Inès" },
    { { .division = "" }, "Anna" },
    { { .account = MCH_CANDIDATE_ACCOUNT_WITH }, "Léa Chloé Zoé" },
    { { .account = MCH_CANDIDATE_ACCOUNT_WITHOUT }, "Jean-Baptiste Anaïs Anna Inès" },
    { { .edition = "ed-1", .division = "3B" }, "Chloé Zoé" },
    { { .sort = MCH_CANDIDATE_SORT_DIVISION }, "Anna Jean-Baptiste Anaïs Inès Chloé Zoé Léa" },
    { { .sort = MCH_CANDIDATE_SORT_DIVISION, .descending = TRUE },
      "Léa Chloé Zoé Jean-Baptiste Anaïs Inès Anna" },
    { { .sort = MCH_CANDIDATE_SORT_STATE }, "Léa Anaïs Chloé Inès Jean-Baptiste Zoé Anna" },
    { { .sort = MCH_CANDIDATE_SORT_LOGIN, .account = MCH_CANDIDATE_ACCOUNT_WITH },
      "Chloé Léa Zoé" },
    { { .sort = MCH_CANDIDATE_SORT_BIRTH_DATE }, "Léa Jean-Baptiste Anaïs Chloé Anna Zoé Inès" },
    { { .ids = ids }, "Jean-Baptiste Zoé" },
    { { .ids = nothing }, "" },
    { { .ines = ines }, "Anaïs" },
    { { .search = "" }, "Léa Jean-Baptiste Anaïs Chloé Anna Zoé Inès" },
    { { .search = "  " }, "Léa Jean-Baptiste Anaïs Chloé Anna Zoé Inès" },
    { { .search = "mar" }, "Anna Zoé" },
    { { .search = "MAR zo" }, "Zoé" },
    { { .search = "zo MAR" }, "Zoé" },
    { { .search = "artin" }, "" },
    { { .search = "évr" }, "Anaïs Chloé" },
    { { .search = "evrard ana" }, "Anaïs" },
    { { .search = "angelo" }, "Léa" },
    { { .search = "d'angelo" }, "Léa" },
    { { .search = "D’Angelo" }, "Léa" },
    { { .search = "tour" }, "Jean-Baptiste" },
    { { .search = "dupin baptiste" }, "Jean-Baptiste" },
    { { .search = "oeuv" }, "Inès" },
    { { .search = "chloe.evrard" }, "Chloé" },
    { { .search = "000000001ab" }, "Anaïs" },
    { { .search = "3b" }, "Chloé Zoé" },
    { { .search = "100%" }, "" },
    { { .search = "' OR 1 --" }, "" },
    { { .search = "m", .state = "withdrawn" }, "Anna" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *rows = ask (f->store, &cases[i].filter);
      g_autofree char *again = ask (f->store, &cases[i].filter);

      g_test_message ("case %u", (guint) i);
      g_assert_cmpstr (rows, ==, cases[i].rows);
      g_assert_cmpstr (again, ==, cases[i].rows);
    }
}

static void
test_pages (Fixture *f, gconstpointer data)
{
  const MchCandidateFilter filter = { 0 };
  guint seen = 0;

  for (guint offset = 0; offset < 9; offset += 3)
    {
      guint total;
      g_autoptr (GPtrArray) rows =
          mch_store_query_candidates (f->store, &filter, offset, 3, &total, NULL);

      g_assert_cmpuint (total, ==, G_N_ELEMENTS (people));
      seen += rows->len;
    }
  g_assert_cmpuint (seen, ==, G_N_ELEMENTS (people));
}

/* A row knows its person and its account. */
static void
test_row (Fixture *f, gconstpointer data)
{
  const MchCandidateFilter filter = { .search = "zoe" };
  g_autofree char *person = fixture_id ('p', 0);
  g_autoptr (GPtrArray) rows = mch_store_query_candidates (f->store, &filter, 0, 1, NULL, NULL);
  const MchCandidate *row = g_ptr_array_index (rows, 0);

  g_assert_cmpstr (row->scope, ==, SCOPE);
  g_assert_cmpstr (mch_candidate_get (row, "login"), ==, "zoe.martin");
  g_assert_cmpstr (mch_candidate_get (row, "account_state"), ==, "provisional");
  g_assert_cmpstr (mch_candidate_get (row, "account_owner"), ==, "1");
  g_assert_cmpstr (mch_candidate_get (row, "edition"), ==, "ed-1");
  g_assert_cmpstr (mch_candidate_get (row, "state"), ==, "registered");
  g_assert_cmpstr (mch_candidate_get (row, "person"), ==, person);
  g_assert_cmpstr (mch_candidate_get (row, "ine"), ==, "000000000AB");
  g_assert_null (mch_candidate_get (row, "city"));
  g_assert_cmpint (row->pending, ==, MCH_PENDING_NONE);
}

static void
test_counts (Fixture *f, gconstpointer data)
{
  static const struct
  {
    MchCandidateGroup group;
    const char *counts;
  } cases[] = {
    { MCH_CANDIDATE_BY_STATE, "pre_registered=4 registered=2 withdrawn=1 " },
    { MCH_CANDIDATE_BY_DIVISION, "=1 3A=3 3B=2 10A=1 " },
    { MCH_CANDIDATE_BY_SESSION, SESSION "=7 " },
    { MCH_CANDIDATE_BY_SCOPE, SCOPE "=7 " },
  };
  const MchCandidateFilter filter = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) counts =
          mch_store_count_candidates_by (f->store, &filter, cases[i].group, NULL);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint n = 0; n < counts->len; n++)
        {
          const MchCandidateCount *count = g_ptr_array_index (counts, n);

          g_string_append_printf (text, "%s=%u ", count->value, count->n);
        }
      g_assert_cmpstr (text->str, ==, cases[i].counts);
    }
}

/* The list follows each commit: names, divisions, accounts, deletions. */
static void
test_follows (Fixture *f, gconstpointer data)
{
  const MchCandidateFilter all = { 0 };
  const MchCandidateFilter search = { .search = "aubert" };
  g_autofree char *person = fixture_id ('p', 0);
  g_autofree char *candidature = fixture_id ('c', 0);
  g_autofree char *op = NULL;
  g_autofree char *before = ask (f->store, &search);
  g_autofree char *found = NULL;
  g_autofree char *ordered = NULL;
  g_autofree char *without = NULL;
  g_autofree char *dropped = NULL;

  g_assert_cmpstr (before, ==, "");
  op = fixture_edit (f->store, MCH_KIND_PERSON, person, "family_name", "MARTIN", "AUBERT");
  found = ask (f->store, &search);
  g_assert_cmpstr (found, ==, "Zoé");
  ordered = ask (f->store, &all);
  g_assert_cmpstr (ordered, ==, "Zoé Léa Jean-Baptiste Anaïs Chloé Anna Inès");
  g_assert_true (mch_store_drop_op (f->store, op, NULL));
  dropped = ask (f->store, &search);
  g_assert_cmpstr (dropped, ==, "");
  fixture_apply (f->store, 50, fixture_tombstone (MCH_KIND_CANDIDATURE, candidature, 50), NULL);
  without = ask (f->store, &all);
  g_assert_cmpstr (without, ==, "Léa Jean-Baptiste Anaïs Chloé Anna Inès");
}

/* What is kept up to date commit by commit is what a fresh opening would show. */
static void
test_same_after_reopening (Fixture *f, gconstpointer data)
{
  const MchCandidateFilter by_division = { .sort = MCH_CANDIDATE_SORT_DIVISION };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  for (guint n = 0; n < G_N_ELEMENTS (people); n++)
    {
      g_autofree char *id = fixture_id (n % 2 ? 'p' : 'c', n);
      g_autofree char *op =
          fixture_edit (f->store, n % 2 ? MCH_KIND_PERSON : MCH_KIND_CANDIDATURE, id,
                        n % 2 ? "family_name" : "division", NULL, n % 3 ? "4C" : "2Z");
    }
  before = ask (f->store, &by_division);
  fixture_reopen (f);
  after = ask (f->store, &by_division);
  g_assert_cmpstr (before, ==, after);
}

static void
test_collation (void)
{
  static const struct
  {
    const char *first, *first_given, *second, *second_given;
  } ordered[] = {
    { "cote", "", "côte", "" },
    { "DUPONT", "Anna", "Dupont", "Zoé" },
    { "Dupont", "Anna", "DUPONT", "Zoé" },
    { "Étienne", "", "Fabre", "" },
    { "3B", NULL, "10A", NULL },
    { "DE LA TOUR", "", "DELAPORTE", "" },
    { NULL, NULL, "A", NULL },
    { "Œuf", "", "Ofran", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ordered); i++)
    {
      g_autoptr (GBytes) a = mch_collate_dup_key (ordered[i].first, ordered[i].first_given);
      g_autoptr (GBytes) b = mch_collate_dup_key (ordered[i].second, ordered[i].second_given);

      g_test_message ("%s < %s", ordered[i].first, ordered[i].second);
      g_assert_cmpint (g_bytes_compare (a, b), <, 0);
    }
}

static void
test_long_collation (void)
{
  g_autofree char *a = g_strnfill (5000, 'a');
  g_autofree char *b = g_strconcat (a, "b", NULL);
  g_autoptr (GBytes) key_a = mch_collate_dup_key (a, "x");
  g_autoptr (GBytes) key_b = mch_collate_dup_key (b, "x");

  g_assert_cmpint (g_bytes_compare (key_a, key_b), <, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_TEST ("/store/candidates/filters", test_filters);
  FIXTURE_TEST ("/store/candidates/pages", test_pages);
  FIXTURE_TEST ("/store/candidates/row", test_row);
  FIXTURE_TEST ("/store/candidates/counts", test_counts);
  FIXTURE_TEST ("/store/candidates/follows", test_follows);
  FIXTURE_TEST ("/store/candidates/same-after-reopening", test_same_after_reopening);
  g_test_add_func ("/store/candidates/collation", test_collation);
  g_test_add_func ("/store/candidates/long-collation", test_long_collation);
  return g_test_run ();
}
