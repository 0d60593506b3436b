/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person sees of a file before it is checked, and what he may say of its columns. INS-11 */
#include "core/mch-error.h"
#include "core/mch-import.h"

#include <string.h>

#define SESSION "CAP/2027-06"
#define TODAY "2026-11-22"

typedef struct
{
  const char *name;
  guint n_rows;
  guint n_columns;
  MchEncoding encoding;
  char delimiter;
  guint n_unknown; /* columns that nobody knows */
} Sample;

static const Sample samples[] = {
  { "generique.csv", 212, 19, MCH_ENCODING_UTF8, ';', 0 },
  { "colonnes-libres.csv", 212, 10, MCH_ENCODING_UTF8, ',', 2 },
  { "windows1252.csv", 201, 19, MCH_ENCODING_WINDOWS_1252, ';', 0 },
  { "liste-simple.csv", 0, 15, MCH_ENCODING_UTF8, ';', 0 },
  { "fautes.csv", 20, 19, MCH_ENCODING_UTF8, ';', 0 },
};

static GBytes *
load_sample (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "import", name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, length);
}

static MchImportTable *
table_of_bytes (GBytes *file, MchEncoding encoding, GError **error)
{
  g_autoptr (MchGrid) grid = mch_grid_new_from_csv (file, encoding, error);

  return grid != NULL ? mch_import_table_new (grid, error) : NULL;
}

static MchImportTable *
table_of_text (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  MchImportTable *table = table_of_bytes (bytes, MCH_ENCODING_GUESSED, &error);

  g_assert_no_error (error);
  return table;
}

static MchImportPlan *
plan_of (const MchImportTable *table, GError **error)
{
  MchImportBase base = { .session = SESSION, .today = TODAY };

  return mch_import_plan_new (table, &base, error);
}

static MchEncoding
get_encoding (const MchImportTable *table)
{
  return mch_grid_get_encoding (mch_import_table_get_grid (table));
}

static guint
count_unknown (const MchImportTable *table)
{
  guint n = 0;

  for (guint i = 0; i < mch_import_table_get_n_columns (table); i++)
    {
      const MchField *field;

      n += mch_import_table_get_meaning (table, i, &field) == MCH_HEADER_UNKNOWN;
    }
  return n;
}

/* The table and the plan must agree on what a row is: the window shows faults beside cells. */
static void
assert_same_rows (const MchImportTable *table)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchImportPlan) plan = plan_of (table, &error);
  const MchImportRow *rows;
  guint n;

  g_assert_no_error (error);
  rows = mch_import_plan_get_rows (plan, &n);
  g_assert_cmpuint (n, ==, mch_import_table_get_n_rows (table));
  for (guint i = 0; i < n; i++)
    g_assert_cmpuint (rows[i].line, ==, mch_import_table_get_line (table, i));
}

static void
test_samples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      const Sample *sample = &samples[i];
      g_autoptr (GBytes) file = load_sample (sample->name);
      g_autoptr (GError) error = NULL;
      g_autoptr (MchImportTable) table = table_of_bytes (file, MCH_ENCODING_GUESSED, &error);

      g_test_message ("%s", sample->name);
      g_assert_no_error (error);
      if (sample->n_rows > 0)
        g_assert_cmpuint (mch_import_table_get_n_rows (table), ==, sample->n_rows);
      g_assert_cmpuint (mch_import_table_get_n_columns (table), ==, sample->n_columns);
      g_assert_cmpint (get_encoding (table), ==, sample->encoding);
      g_assert_cmpint (mch_grid_get_delimiter (mch_import_table_get_grid (table)), ==,
                       sample->delimiter);
      g_assert_cmpuint (count_unknown (table), ==, sample->n_unknown);
      assert_same_rows (table);
    }
}

static void
test_cells (void)
{
  g_autoptr (MchImportTable) table = table_of_text ("Nom;Prénom;Date de naissance;Bus\n"
                                                    "LE GOFF;Zoé;01/02/2009;\n"
                                                    "\n"
                                                    "Nom;Prénom;Date de naissance;Bus\n"
                                                    "N'DIAYE;Hélène;02/02/2009;ligne 4;de trop\n"
                                                    "ZOÉ;Anne;  \n");
  g_auto (GStrv) accents = mch_import_table_dup_accents (table, 5);
  g_auto (GStrv) one = mch_import_table_dup_accents (table, 1);
  const MchField *field;

  g_assert_cmpuint (mch_import_table_get_n_rows (table), ==, 3);
  g_assert_cmpuint (mch_import_table_get_line (table, 1), ==, 5);
  g_assert_cmpstr (mch_import_table_get_cell (table, 1, 0), ==, "N'DIAYE");
  g_assert_cmpstr (mch_import_table_get_cell (table, 2, 3), ==, "");
  g_assert_cmpstr (mch_import_table_get_heading (table, 3), ==, "Bus");
  g_assert_cmpstr (mch_import_table_get_example (table, 3), ==, "ligne 4");
  g_assert_cmpuint (mch_import_table_get_n_filled (table, 2), ==, 2);
  g_assert_cmpuint (mch_import_table_get_n_filled (table, 3), ==, 1);
  g_assert_cmpint (mch_import_table_get_meaning (table, 3, &field), ==, MCH_HEADER_UNKNOWN);
  g_assert_null (field);
  g_assert_cmpint (mch_import_table_get_meaning (table, 0, &field), ==, MCH_HEADER_FIELD);
  g_assert_cmpstr (field->name, ==, "family_name");
  g_assert_cmpuint (g_strv_length (accents), ==, 2); /* ZOÉ is Zoé again */
  g_assert_cmpstr (accents[0], ==, "Zoé");
  g_assert_cmpstr (accents[1], ==, "Hélène");
  g_assert_cmpuint (g_strv_length (one), ==, 1);
}

/* The same bytes in two pages: a person sees the difference in the names. */
static void
test_page (void)
{
  static const char text[] = "Nom;Pr\x82nom;Date de naissance\nB\x90N\x90;Zo\x82;01/02/2009\n";
  g_autoptr (GBytes) file = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchImportTable) guessed = table_of_bytes (file, MCH_ENCODING_GUESSED, &error);
  g_autoptr (MchImportTable) chosen = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (get_encoding (guessed), ==, MCH_ENCODING_CP850);
  g_assert_cmpstr (mch_import_table_get_cell (guessed, 0, 1), ==, "Zoé");
  chosen = table_of_bytes (file, MCH_ENCODING_MACROMAN, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_encoding (chosen), ==, MCH_ENCODING_MACROMAN);
  g_assert_cmpstr (mch_import_table_get_cell (chosen, 0, 1), ==, "ZoÇ");
  g_assert_null (table_of_bytes (empty, MCH_ENCODING_MACROMAN, &error));
  g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
}

/* The birth date has a heading that nobody knows: the plan refuses, the person says which. */
static void
test_choose (void)
{
  g_autoptr (MchImportTable) table =
      table_of_text ("Nom;Prénom;Quand;Surnom;Mél\n"
                     "AUBIN;Zoé;01/02/2009;Zaza;zoe@exemple.invalid\n");
  const MchField *birth_date = mch_field_find (MCH_KIND_PERSON, "birth_date");
  const MchField *given_name = mch_field_find (MCH_KIND_PERSON, "given_name");
  const MchImportChoice choices[] = {
    { 2, birth_date }, { 3, given_name },  { 3, birth_date }, /* said twice: the first one counts */
    { 4, NULL },       { 99, given_name },                    /* there is no such column */
  };
  /* "Ignored" is a stated choice, too. */
  const MchImportChoice all[] = { { 2, birth_date }, { 3, NULL } };
  g_autofree char *missing = mch_import_table_dup_missing (table);
  g_autofree char *none = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchImportPlan) plan = plan_of (table, &error);
  const MchField *field;

  g_assert_null (plan);
  g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
  g_clear_error (&error);
  g_assert_nonnull (missing);
  g_assert_false (mch_import_table_is_settled (table));

  mch_import_table_choose (table, choices, G_N_ELEMENTS (choices));
  none = mch_import_table_dup_missing (table);
  g_assert_null (none);
  g_assert_cmpint (mch_import_table_get_meaning (table, 1, &field), ==, MCH_HEADER_UNKNOWN);
  g_assert_false (mch_import_table_is_settled (table));
  g_assert_cmpint (mch_import_table_get_meaning (table, 3, &field), ==, MCH_HEADER_FIELD);
  g_assert_true (field == given_name);
  g_assert_cmpint (mch_import_table_get_meaning (table, 4, &field), ==, MCH_HEADER_IGNORED);

  mch_import_table_choose (table, all, G_N_ELEMENTS (all));
  g_assert_true (mch_import_table_is_settled (table));
  mch_import_table_choose (table, choices, G_N_ELEMENTS (choices));
  plan = plan_of (table, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_CREATED), ==, 1);
  g_assert_cmpint (mch_import_plan_get_column (plan, birth_date), ==, 2);
  g_assert_cmpint (mch_import_plan_get_column (plan, given_name), ==, 3);
  g_assert_cmpint (mch_import_plan_get_column (plan, mch_field_find (MCH_KIND_PERSON, "email")), ==,
                   -1);
  g_assert_cmpstr (mch_import_plan_get_unmapped (plan)[0], ==, "Prénom");
  g_assert_cmpstr (mch_import_plan_get_ignored (plan)[0], ==, "Mél");

  /* Nothing said: the guesses are back. */
  mch_import_table_choose (table, NULL, 0);
  g_assert_cmpint (mch_import_table_get_meaning (table, 4, &field), ==, MCH_HEADER_FIELD);
}

/* State, references and our own notes never come from a file, whoever says so. */
static void
test_cannot_choose (void)
{
  static const char *const refused[] = { "state", "person", "to_correct", "other_person" };
  g_autoptr (MchImportTable) table =
      table_of_text ("Nom;Prénom;Date de naissance;X\nA;B;1/2/2009;Y\n");

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const MchField *field = mch_field_find_for_candidate (refused[i]);
      const MchImportChoice choice = { 3, field };
      const MchField *meant;

      g_assert_nonnull (field);
      g_assert_false (mch_import_can_choose (field));
      mch_import_table_choose (table, &choice, 1);
      g_assert_cmpint (mch_import_table_get_meaning (table, 3, &meant), ==, MCH_HEADER_UNKNOWN);
    }
  g_assert_true (mch_import_can_choose (mch_field_find (MCH_KIND_CANDIDATURE, "division")));
  g_assert_false (mch_import_can_choose (mch_field_find (MCH_KIND_ESTABLISHMENT, "city")));
}

static void
test_unreadable (void)
{
  static const char *const texts[] = { "", "PK\003\004", "Bonjour\nles amis\n", "a;b\n\"c;d\n",
                                       "Nom;Prénom\n\"AUBIN;Zoé\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) file = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_test_message ("text %" G_GSIZE_FORMAT, i);
      g_assert_null (table_of_bytes (file, MCH_ENCODING_GUESSED, &error));
      g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-table/samples", test_samples);
  g_test_add_func ("/import-table/cells", test_cells);
  g_test_add_func ("/import-table/page", test_page);
  g_test_add_func ("/import-table/choose", test_choose);
  g_test_add_func ("/import-table/cannot-choose", test_cannot_choose);
  g_test_add_func ("/import-table/unreadable", test_unreadable);
  return g_test_run ();
}
