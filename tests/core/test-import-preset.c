/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept for the next file: what columns and values mean, and the template that needs
 * neither. INS-09, INS-11, INS-12, B4, B5, B9 to B12 */
#include "import-fixture.h"

#include "core/mch-error.h"
#include "core/mch-import-preset.h"
#include "core/mch-import-template.h"

#define FILE_TEXT                                                                                  \
  "Nom;Prénom;Quand;Groupe;Bus;Groupe\nAUBIN;Léa;22/02/2009;1CAP EPC;12;x\n"                     \
  "BLANC;Zoé;22/02/2009;TCAP;4;y\n"

static const MchField *
field (const char *name)
{
  return mch_field_find_for_candidate (name);
}

static MchHeaderKind
get_meaning (const MchImportTable *table, guint column, const char **ret_name)
{
  const MchField *meant;
  MchHeaderKind kind = mch_import_table_get_meaning (table, column, &meant);

  *ret_name = meant != NULL ? meant->name : NULL;
  return kind;
}

static MchImportPreset *
round_trip (MchImportPreset *preset)
{
  g_autofree char *text = mch_import_preset_to_text (preset);
  g_autoptr (GError) error = NULL;
  MchImportPreset *again = mch_import_preset_new_from_text (text, strlen (text), &error);

  g_assert_no_error (error);
  mch_import_preset_free (preset);
  return again;
}

/* Said once, the next file of the layout needs no decision. */
static void
test_preset (void)
{
  static const char next[] =
      "NOM;PRENOM;QUAND;groupe;Bus;Groupe\nCARRÉ;Ana;01/02/2009;1cap epc;7;\n";
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportTable) table = table_of (FILE_TEXT);
  g_autoptr (MchImportTable) other = table_of (next);
  const MchImportChoice choices[] = {
    { 2, field ("birth_date") }, { 3, field ("division") }, { 4, NULL }, { 5, NULL }
  };
  g_autoptr (MchImportPreset) preset = NULL;
  g_autoptr (MchImportPlan) plan = NULL;
  g_autoptr (MchImportPlan) second = NULL;
  const char *name;

  mch_import_table_choose (table, choices, G_N_ELEMENTS (choices));
  plan = mch_import_plan_new (table, world_get_base (world), NULL);
  mch_import_plan_map_value (plan, field ("division"), "1CAP EPC", "1CAP-EPC");
  preset = round_trip (mch_import_preset_new (table, plan));
  g_assert_cmpuint (mch_import_preset_get_n_columns (preset), ==, 4);
  g_assert_cmpuint (mch_import_preset_get_n_values (preset), ==, 1);
  g_assert_false (mch_import_preset_is_empty (preset));

  mch_import_preset_apply (preset, other);
  g_assert_cmpint (get_meaning (other, 2, &name), ==, MCH_HEADER_FIELD);
  g_assert_cmpstr (name, ==, "birth_date");
  g_assert_cmpint (get_meaning (other, 3, &name), ==, MCH_HEADER_FIELD);
  g_assert_cmpstr (name, ==, "division");
  /* "Ignore" is a stated choice, and the second of two equal headings keeps its own. */
  g_assert_cmpint (get_meaning (other, 4, &name), ==, MCH_HEADER_IGNORED);
  g_assert_cmpint (get_meaning (other, 5, &name), ==, MCH_HEADER_IGNORED);
  second = mch_import_plan_new (other, world_get_base (world), NULL);
  assert_counts (second, 1, 0, 0, 0);
  g_assert_null (mch_import_plan_get_unmapped (second)[0]);
  apply_plan (world, second);
  g_assert_cmpstr (mch_record_get (world->candidatures->pdata[0], "division"), ==, "1CAP-EPC");
}

/* On a file of another layout it says what it can, and the rest is guessed. */
static void
test_other_layout (void)
{
  g_autoptr (MchImportTable) table = table_of (FILE_TEXT);
  g_autoptr (MchImportTable) other = table_of ("Né(e) le;Groupe;Nom;Prénom\n");
  const MchImportChoice choices[] = { { 2, field ("birth_date") }, { 3, field ("division") } };
  g_autoptr (MchImportPreset) preset = NULL;
  const char *name;

  mch_import_table_choose (table, choices, G_N_ELEMENTS (choices));
  preset = round_trip (mch_import_preset_new (table, NULL));
  mch_import_preset_apply (preset, other);
  get_meaning (other, 0, &name);
  g_assert_cmpstr (name, ==, "birth_date");
  get_meaning (other, 1, &name);
  g_assert_cmpstr (name, ==, "division");
}

static void
test_empty (void)
{
  g_autoptr (MchImportTable) table = table_of (FILE_TEXT);
  g_autoptr (MchImportPreset) preset = round_trip (mch_import_preset_new (table, NULL));

  g_assert_true (mch_import_preset_is_empty (preset));
}

static void
test_damaged (void)
{
  static const char *const texts[] = {
    "", "[preset]\n", "[preset]\nversion=2\n", "version=1\n", "[preset]\nversion=1\n\xFF\n", "{}",
  };
  /* What this version does not know is passed over. */
  static const char later[] =
      "[preset]\nversion=1\n[column 0]\nheading=x\nfield=shoe_size\n"
      "[column 1]\noccurrence=9999999999\n[column 2]\nheading=y\nfield=state\n"
      "[value 0]\nfield=sex\nfrom=x\n[value 1]\nfield=person\nfrom=a\nto=b\n"
      "[column 3]\nheading=z\noccurrence=-4\n";
  g_autoptr (MchImportPreset) preset = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (mch_import_preset_new_from_text (texts[i], strlen (texts[i]), &error));
      g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
    }
  preset = mch_import_preset_new_from_text (later, sizeof later - 1, NULL);
  g_assert_cmpuint (mch_import_preset_get_n_columns (preset), ==, 1);
  g_assert_cmpuint (mch_import_preset_get_n_values (preset), ==, 0);
}

static void
test_fingerprint (void)
{
  static const struct
  {
    const char *text;
    gboolean same;
  } cases[] = {
    { "nom ;PRENOM;Né(e) Le\n", TRUE },
    { "Nom,Prénom,Né(e) le\n", TRUE },
    { "Titre\nNom;Prénom;Né(e) le\nA;B;1/1/2009\n", TRUE },
    { "Nom;Prénom;Né(e) le;_ligne;_motif\n", TRUE }, /* the report of the rejected rows */
    { "Prénom;Nom;Né(e) le\n", FALSE },
    { "Nom;Prénom;Né(e) le;Sexe\n", FALSE },
    { "Nom;Prénom;Né(e) le;\n", FALSE },
  };
  g_autoptr (MchImportTable) table = table_of ("Nom;Prénom;Né(e) le\n");
  g_autofree char *fingerprint = mch_import_table_dup_fingerprint (table);

  g_assert_cmpuint (strlen (fingerprint), ==, 32);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MchImportTable) other = table_of (cases[i].text);
      g_autofree char *seen = mch_import_table_dup_fingerprint (other);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (strcmp (seen, fingerprint) == 0, ==, cases[i].same);
    }
}

static void
test_fregata (void)
{
  static const char *const apostrophes[] = { "'", "’" };

  for (gsize i = 0; i < G_N_ELEMENTS (apostrophes); i++)
    {
      g_autoptr (World) world = world_new ();
      g_autofree char *text = g_strdup_printf (
          "Identifiant unique*;Premier prénom*;Deuxième prénom;Troisième prénom;Nom de famille*;"
          "Nom d%susage;Code sexe*;Date de naissance (jj/mm/aaaa)*;Code commune naissance**;"
          "Libellé commune naissance**;Code département naissance*;Code pays naissance*;Statut*;"
          "Code MEF*;Division*\n"
          "123456789AB;Léa;Rose;;AUBIN;;2;22/02/2009;2A004;;2A;99100;AP;24133400111;1CAP\n"
          ";Noé;;;BLANC;;1;01/03/09;;Rabat;99;99350;ST;24133400111;1CAP\n",
          apostrophes[i]);
      g_autoptr (MchImportPlan) plan = plan_of (world, text);

      g_assert_cmpint (mch_import_table_get_format (mch_import_plan_get_table (plan)), ==,
                       MCH_IMPORT_FREGATA);
      assert_counts (plan, 2, 0, 0, 0);
      g_assert_null (mch_import_plan_get_unmapped (plan)[0]);
      apply_plan (world, plan);
      g_assert_cmpstr (mch_record_get (world->persons->pdata[0], "given_name_2"), ==, "Rose");
      g_assert_cmpstr (mch_record_get (world->persons->pdata[0], "sex"), ==, "F");
      g_assert_cmpstr (mch_record_get (world->persons->pdata[1], "birth_commune"), ==, "Rabat");
      g_assert_cmpstr (mch_record_get (world->persons->pdata[1], "birth_country"), ==, "99350");
      g_assert_cmpstr (mch_record_get (world->candidatures->pdata[0], "training_code"), ==,
                       "24133400111");
    }
}

static void
test_template (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = plan_of (
      world, "Nom;Prénom;Né(e) le;Sexe;Adresse;CP;Tél;Mél;Classe;INE;N° candidat\n"
             "=AUBIN;Léa;22/02/2009;F;12 \"bis\" ; rue;01000;+33612345678;a@exemple.invalid;@1CAP;"
             "123456789AB;02012345678\n"
             "AUBIN;Léa;22/02/2009;F;\"12 \"\"bis\"\"; rue\";01000;+41791234567;a@exemple.invalid;"
             "'@1CAP;123456789AB;02012345678\n"
             "BLANC;Noé;01/03/2008;M;;;;;TCAP;;\n");
  g_autoptr (MchGrid) grid = NULL;
  g_autoptr (GBytes) csv = NULL;
  g_autoptr (MchGrid) read = NULL;
  g_autoptr (MchImportTable) table = NULL;
  g_autoptr (MchImportPlan) again = NULL;

  apply_plan (world, plan);
  g_assert_cmpuint (world->persons->len, ==, 2);
  mch_record_set (world->candidatures->pdata[1], "state", MCH_STATE_REGISTERED);
  grid = mch_import_template_new (world_get_base (world));
  g_assert_cmpuint (mch_grid_get_n_rows (grid), ==, 3);
  csv = mch_grid_to_csv (grid);
  g_assert_true (memcmp (g_bytes_get_data (csv, NULL), "\357\273\277", 3) == 0);

  /* Filled in with nothing, it changes nothing; and no column of it is unknown. */
  read = mch_grid_new_from_csv (csv, MCH_ENCODING_GUESSED, NULL);
  table = mch_import_table_new (read, NULL);
  again = mch_import_plan_new (table, world_get_base (world), NULL);
  assert_counts (again, 0, 0, 2, 0);
  g_assert_null (mch_import_plan_get_unmapped (again)[0]);
  g_assert_null (mch_import_plan_get_ignored (again)[0]);

  /* Who withdrew is not in it. */
  mch_record_set (world->candidatures->pdata[0], "state", MCH_STATE_WITHDRAWN);
  g_clear_pointer (&grid, mch_grid_unref);
  grid = mch_import_template_new (world_get_base (world));
  g_assert_cmpuint (mch_grid_get_n_rows (grid), ==, 2);
}

static void
test_help (void)
{
  g_autoptr (GArray) help = mch_import_template_dup_help ();
  g_autofree char *text = mch_import_template_dup_documentation ();
  MchValueContext context = { TODAY, NULL };
  guint n_needed = 0;

  for (guint i = 0; i < help->len; i++)
    {
      const MchImportHelp *column = &g_array_index (help, MchImportHelp, i);
      g_autofree char *value = NULL;
      MchValueNote note;

      g_assert_true (mch_import_can_choose (column->field));
      g_assert_cmpuint (strlen (column->rule), >, 0);
      g_assert_nonnull (strstr (text, column->heading));
      /* An example is one that the field takes. */
      g_assert_true (mch_value_read (column->field, column->example, &context, &value, &note));
      g_assert_cmpint (note.code, ==, MCH_FAULT_NONE);
      n_needed += column->field->needed;
    }
  g_assert_cmpuint (n_needed, ==, 3);
}

/* The labels that people read above the columns of the template, in their language. */
static void
test_labels (void)
{
  static const struct
  {
    const char *label;
    const char *field;
  } cases[] = {
    { "INE", "ine" },
    { "Nom de famille", "family_name" },
    { "Nom d'usage", "usage_name" },
    { "Prénom 1", "given_name" },
    { "Date de naissance", "birth_date" },
    { "Sexe", "sex" },
    { "Commune de naissance", "birth_commune" },
    { "Code commune de naissance", "birth_commune_code" },
    { "Code postal", "postal_code" },
    { "Ville", "city" },
    { "Division", "division" },
    { "Code spécialité", "specialty_code" },
    { "Spécialité", "specialty" },
    { "Session", "session" },
    { "Examen", "session" },
    { "Family name", "family_name" },
    { "Speciality code", "specialty_code" },
    { "LIBELLE_POSTAL", "city" },
    { "TEL_PERSONNEL", "phone" },
    { "LIGNE1_ADRESSE", "address_1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const MchField *meant;
      gboolean vague;

      g_test_message ("%s", cases[i].label);
      g_assert_cmpint (mch_header_find (cases[i].label, &meant, &vague), ==, MCH_HEADER_FIELD);
      g_assert_cmpstr (meant->name, ==, cases[i].field);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-preset/preset", test_preset);
  g_test_add_func ("/import-preset/other-layout", test_other_layout);
  g_test_add_func ("/import-preset/empty", test_empty);
  g_test_add_func ("/import-preset/damaged", test_damaged);
  g_test_add_func ("/import-preset/fingerprint", test_fingerprint);
  g_test_add_func ("/import-preset/fregata", test_fregata);
  g_test_add_func ("/import-preset/template", test_template);
  g_test_add_func ("/import-preset/help", test_help);
  g_test_add_func ("/import-preset/labels", test_labels);
  return g_test_run ();
}
