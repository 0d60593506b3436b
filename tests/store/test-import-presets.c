/* SPDX-License-Identifier: GPL-3.0-or-later */
/* INS-10: what was said of a layout is there again for the next file of it. INS-11: the sessions
 * that are open now are those that rows may name. */
#include "store-fixture.h"

#include "core/mch-error.h"
#include "store/mch-import-presets.h"
#include "store/mch-import-records.h"

#include <string.h>

#define FIXTURE_TEST(path, func)                                                                   \
  g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

#define FILE_A "Patronyme;Prénom;Classe suivie\nÉVRARD;Anaïs;1CAP EPC\n"
#define FILE_B "PATRONYME;prenom;Classe suivie;_ligne;_motif\nNUNES;Rui;1CAP EPC;2;x\n"
#define FILE_C "Prénom;Patronyme;Classe suivie\nRui;NUNES;1CAP EPC\n"

static MchImportTable *
read_table (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (MchGrid) grid = mch_grid_new_from_csv (bytes, MCH_ENCODING_GUESSED, &error);
  MchImportTable *table;

  g_assert_no_error (error);
  table = mch_import_table_new (grid, &error);
  g_assert_no_error (error);
  return table;
}

static const MchField *
find_field (MchKind kind, const char *name)
{
  const MchField *field = mch_field_find (kind, name);

  g_assert_nonnull (field);
  return field;
}

/* A preset that says what the third column is, and what its one value means. */
static MchImportPreset *
make_preset (MchImportTable *table, const char *to)
{
  const MchField *division = find_field (MCH_KIND_CANDIDATURE, "division");
  const MchImportChoice choice = { 2, division };

  mch_import_table_choose (table, &choice, 1);
  mch_import_table_map_value (table, division, "1CAP EPC", to);
  return mch_import_preset_new (table, NULL);
}

static char *
preset_text (MchImportPreset *preset)
{
  g_autoptr (MchImportPreset) owned = preset;

  return preset != NULL ? mch_import_preset_to_text (owned) : g_strdup ("none");
}

static char *
names_of (MchStore *store)
{
  g_auto (GStrv) names = mch_import_presets_list (store);

  return g_strjoinv ("|", names);
}

static void
test_named (Fixture *f, gconstpointer data)
{
  g_autoptr (MchImportTable) table = read_table (FILE_A);
  g_autoptr (MchImportPreset) first = make_preset (table, "1CAP-EPC");
  g_autoptr (MchImportPreset) second = make_preset (table, "1-EPC");
  g_autofree char *first_text = mch_import_preset_to_text (first);
  g_autofree char *second_text = mch_import_preset_to_text (second);
  g_autofree char *loaded = NULL;
  g_autofree char *again = NULL;
  g_autofree char *names = NULL;
  g_autofree char *fewer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (first_text, !=, second_text);
  g_assert_true (mch_import_presets_save (f->store, "Lycée Évrard", first, &error));
  g_assert_true (mch_import_presets_save (f->store, "CFA", first, &error));
  g_assert_true (mch_import_presets_save (f->store, "LYCEE EVRARD", second, &error));
  g_assert_no_error (error);
  fixture_reopen (f);
  names = names_of (f->store);
  g_assert_cmpstr (names, ==, "CFA|LYCEE EVRARD");
  loaded = preset_text (mch_import_presets_load (f->store, "lycée évrard", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (loaded, ==, second_text);
  g_assert_true (mch_import_presets_delete (f->store, "lycée Evrard", &error));
  g_assert_no_error (error);
  fewer = names_of (f->store);
  g_assert_cmpstr (fewer, ==, "CFA");
  again = preset_text (mch_import_presets_load (f->store, "CFA", &error));
  g_assert_cmpstr (again, ==, first_text);
}

/* The values of a school's file never stand readable on the disk. */
static void
test_sealed (Fixture *f, gconstpointer data)
{
  g_autoptr (MchImportTable) table = read_table (FILE_A);
  g_autoptr (MchImportPreset) preset = make_preset (table, "SECRET-EPC");
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_import_presets_save (f->store, "UnNomReconnaissable", preset, &error));
  g_assert_true (mch_import_presets_remember (f->store, table, preset, &error));
  g_clear_pointer (&f->store, mch_store_unref);
  g_assert_false (fixture_dir_holds (f->dir, "SECRET-EPC"));
  g_assert_false (fixture_dir_holds (f->dir, "UnNomReconnaissable"));
}

static void
test_unknown (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mch_import_presets_load (f->store, "CFA", &error));
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "CFA"));
  g_clear_error (&error);
  g_assert_false (mch_import_presets_delete (f->store, "CFA", &error));
  g_assert_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND);
}

static void
test_names (Fixture *f, gconstpointer data)
{
  g_autofree char *longest = g_strnfill (MCH_IMPORT_MAX_PRESET_NAME, 'x');
  g_autofree char *too_long = g_strnfill (MCH_IMPORT_MAX_PRESET_NAME + 1, 'x');
  const struct
  {
    const char *name;
    gboolean good;
  } cases[] = {
    { "a", TRUE },     { "É", TRUE },       { "Lycée « Évrard » / CAP; 50 %", TRUE },
    { longest, TRUE }, { too_long, FALSE }, { "", FALSE },
    { "  \t", FALSE }, { "a\nb", FALSE },   { "a\r", FALSE },
    { "\xff", FALSE },
  };
  g_autoptr (MchImportTable) table = read_table (FILE_A);
  g_autoptr (MchImportPreset) preset = make_preset (table, "x");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean saved = mch_import_presets_save (f->store, cases[i].name, preset, &error);

      g_test_message ("case %u", (guint) i);
      g_assert_cmpint (saved, ==, cases[i].good);
      g_assert_cmpint (error == NULL, ==, cases[i].good);
      if (saved)
        g_assert_true (mch_import_presets_delete (f->store, cases[i].name, &error));
    }
}

/* The same headings, however written and with our report's columns, are the same layout; others,
 * or in another order, are not. */
static void
test_layouts (Fixture *f, gconstpointer data)
{
  const MchField *division = find_field (MCH_KIND_CANDIDATURE, "division");
  g_autoptr (MchImportTable) first = read_table (FILE_A);
  g_autoptr (MchImportTable) next = read_table (FILE_B);
  g_autoptr (MchImportTable) other = read_table (FILE_C);
  g_autoptr (MchImportPreset) preset = make_preset (first, "1CAP-EPC");
  g_autoptr (MchImportPreset) empty = NULL;
  g_autoptr (MchImportPreset) recalled = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (mch_import_presets_recall (f->store, first));
  g_assert_true (mch_import_presets_remember (f->store, first, preset, &error));
  fixture_reopen (f);
  recalled = mch_import_presets_recall (f->store, next);
  g_assert_nonnull (recalled);
  g_assert_cmpint (mch_import_table_find_column (next, division), !=, 2);
  mch_import_preset_apply (recalled, next);
  g_assert_cmpint (mch_import_table_find_column (next, division), ==, 2);
  g_assert_null (mch_import_presets_recall (f->store, other));

  mch_import_table_choose (first, NULL, 0);
  mch_import_table_map_value (first, division, "1CAP EPC", NULL);
  empty = mch_import_preset_new (first, NULL);
  g_assert_true (mch_import_preset_is_empty (empty));
  g_assert_true (mch_import_presets_remember (f->store, first, empty, &error));
  g_assert_null (mch_import_presets_recall (f->store, first));
  g_assert_true (mch_import_presets_remember (f->store, first, empty, &error));
  g_assert_no_error (error);
}

/* What cannot be read is said, or left aside; it never stops an import. */
static void
test_damaged (Fixture *f, gconstpointer data)
{
  static const char *const contents[] = { "",
                                          "\n",
                                          "no end of line",
                                          "CFA\n",
                                          "CFA\n[preset\n",
                                          "CFA\n[preset]\nversion=999\n",
                                          "\n[preset]\n" };
  g_autoptr (MchImportTable) table = read_table (FILE_A);
  g_autoptr (MchImportPreset) preset = make_preset (table, "x");
  g_autofree char *layout = mch_import_table_dup_fingerprint (table);
  g_auto (GStrv) ids = NULL;

  g_assert_true (mch_import_presets_save (f->store, "CFA", preset, NULL));
  ids = mch_store_list_local (f->store, "import-preset");
  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (contents[i], strlen (contents[i]));
      g_autoptr (GError) error = NULL;
      g_autofree char *names = NULL;

      g_test_message ("content %u", (guint) i);
      g_assert_true (mch_store_put_local (f->store, "import-preset", ids[0], bytes, &error));
      g_assert_true (mch_store_put_local (f->store, "import-layout", layout, bytes, &error));
      g_assert_no_error (error);
      g_assert_null (mch_import_presets_load (f->store, "CFA", &error));
      g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
      g_assert_null (mch_import_presets_recall (f->store, table));
      names = names_of (f->store);
      g_assert_true (g_utf8_validate (names, -1, NULL));
    }
  g_assert_true (mch_import_presets_save (f->store, "CFA", preset, NULL));
  g_assert_true (mch_import_presets_delete (f->store, "CFA", NULL));
}

static MchRecord *
make_service (const char *session, const char *from_ms, const char *to_ms, gint64 seq)
{
  MchRecord *record = mch_record_new (MCH_KIND_SERVICE, session);

  record->version = seq;
  record->seq = seq;
  if (from_ms != NULL)
    mch_record_set (record, "registration_from_ms", from_ms);
  if (to_ms != NULL)
    mch_record_set (record, "registration_to_ms", to_ms);
  if (from_ms == NULL && to_ms == NULL)
    mch_record_set (record, "contact", "DEC 3, 0199000030");
  return record;
}

static void
test_open_sessions (Fixture *f, gconstpointer data)
{
  static const struct
  {
    gint64 now_ms;
    const char *open;
  } cases[] = {
    { 999, "BCP/2027-06|MC/2027-06" },
    { 1000, "BCP/2027-06|CAP/2027-06|MC/2027-06" },
    { 1999, "BCP/2027-06|CAP/2027-06|MC/2027-06" },
    { 2000, "CAP/2027-06|MC/2027-06" },
  };

  fixture_apply (f->store, 4, make_service ("CAP/2027-06", "1000", NULL, 1),
                 make_service ("BCP/2027-06", NULL, "2000", 2),
                 make_service ("MC/2027-06", NULL, NULL, 3),
                 fixture_tombstone (MCH_KIND_SERVICE, "BTS/2027-06", 4), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MchImportRecords) records =
          mch_import_records_new (f->store, SCOPE, SESSION, "2026-10-17", cases[i].now_ms);
      const MchImportBase *base = mch_import_records_get_base (records);
      g_autofree char *open = g_strjoinv ("|", (char **) base->open_sessions);
      g_autofree char *help = mch_import_base_dup_help (base, "MC/2027-06");
      g_autofree char *nobody = mch_import_base_dup_help (base, SESSION);

      g_assert_cmpstr (open, ==, cases[i].open);
      g_assert_nonnull (strstr (help, "DEC 3"));
      g_assert_null (nobody);
    }
}

/* A base is a picture: what changes afterwards changes the serial, not the picture. */
static void
test_records (Fixture *f, gconstpointer data)
{
  g_autoptr (MchImportRecords) records = NULL;
  const MchImportBase *base;
  g_autofree char *id = fixture_id ('p', 0);
  g_autofree char *op = NULL;
  guint64 serial;

  fixture_apply (f->store, 4, fixture_person (0, "ÉVRARD", "Anaïs", 1),
                 fixture_candidature (0, "3A", "pre_registered", 2),
                 fixture_person (1, "NUNES", "Rui", 3), NULL);
  records = mch_import_records_new (f->store, SCOPE, SESSION, "2026-10-17", 1000);
  base = mch_import_records_get_base (records);
  serial = mch_import_records_get_serial (records);
  g_assert_cmpstr (base->uai, ==, "0250001A");
  g_assert_cmpstr (base->session, ==, SESSION);
  g_assert_cmpuint (base->n_persons, ==, 2);
  g_assert_cmpuint (base->n_candidatures, ==, 1);
  g_assert_cmpuint (serial, ==, mch_store_get_serial (f->store));
  op = fixture_edit (f->store, MCH_KIND_PERSON, id, "family_name", "ÉVRARD", "AUBERT");
  g_assert_cmpstr (mch_record_get (base->persons[0], "family_name"), ==, "ÉVRARD");
  g_assert_cmpuint (serial, !=, mch_store_get_serial (f->store));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  FIXTURE_TEST ("/store/import-presets/named", test_named);
  FIXTURE_TEST ("/store/import-presets/sealed", test_sealed);
  FIXTURE_TEST ("/store/import-presets/unknown", test_unknown);
  FIXTURE_TEST ("/store/import-presets/names", test_names);
  FIXTURE_TEST ("/store/import-presets/layouts", test_layouts);
  FIXTURE_TEST ("/store/import-presets/damaged", test_damaged);
  FIXTURE_TEST ("/store/import-records/open-sessions", test_open_sessions);
  FIXTURE_TEST ("/store/import-records/records", test_records);
  return g_test_run ();
}
