/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every format that a school has becomes the same rows, whatever the file is called. INS-11 */
#include "archive-fixture.h"

#include "core/mch-import.h"

#define TODAY "2026-11-22"

static MchImportPlan *
plan_grid (MchGrid *grid)
{
  static const MchImportBase base = { .session = "CAP/2027-06", .today = TODAY };
  g_autoptr (GError) error = NULL;
  g_autoptr (MchImportTable) table = mch_import_table_new (grid, &error);
  MchImportPlan *plan;

  g_assert_no_error (error);
  plan = mch_import_plan_new (table, &base, &error);
  g_assert_no_error (error);
  return plan;
}

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

static void
test_siecle_sample (void)
{
  g_autoptr (GBytes) file = load_sample ("ElevesSansAdresses.xml");
  g_autoptr (MchGrid) grid = read_good (file);
  g_autoptr (MchImportPlan) plan = plan_grid (grid);
  guint n;

  g_assert_cmpint (mch_import_table_get_format (mch_import_plan_get_table (plan)), ==,
                   MCH_IMPORT_SIECLE);
  g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_CREATED), ==, 78);
  g_assert_cmpstr (mch_import_plan_get_uai (plan), ==, "0250001A");
  g_assert_null (mch_import_plan_get_unmapped (plan)[0]);
  mch_import_plan_get_faults (plan, &n);
  g_assert_cmpuint (n, ==, 0);
  assert_row (grid, 2,
              "837225574BH|VASSEUR|Aïcha|21/09/2008|2|100|025|25056|Besançon|24133400111|ST|TCAP "
              "AEPE");
  g_assert_cmpuint (mch_grid_get_row (grid, 2).line, ==, 4);
}

static void
test_siecle_joins (void)
{
  static const char text[] = SIECLE_DOCUMENT (
      S_PUPIL ("1", "LÉVÊQUE", "Zoé", "<ADRESSE_ID>7</ADRESSE_ID><MEL>zoe@exemple.invalid</MEL>")
          S_PUPIL ("2", "AUBIN", "Léo", "") S_PUPIL ("3", "PARTI", "Jean", "")
              S_PUPIL ("4", "SORTI", "Ana", "<DATE_SORTIE>01/10/2026</DATE_SORTIE>")
                  S_PUPIL ("5", "CHANGÉ", "Tom", ""),
      S_DIVISION ("1", "1CAP") S_DIVISION ("3", "Inactifs") S_DIVISION ("9", "1CAP")
          S_DIVISION ("5", "Inactifs") S_DIVISION (
              "5", "TCAP") "<STRUCTURES_ELEVE "
                           "ELEVE_ID='2'><STRUCTURE><CODE_STRUCTURE>G1</CODE_STRUCTURE>"
                           "<TYPE_STRUCTURE>G</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>",
      "<ADRESSE ADRESSE_ID='7'><LIGNE1_ADRESSE>12 rue des Tilleuls</LIGNE1_ADRESSE>"
      "<CODE_POSTAL>25000</CODE_POSTAL><LIBELLE_POSTAL>Besançon</LIBELLE_POSTAL></ADRESSE>");
  g_autoptr (GBytes) file = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (MchGrid) grid = read_good (file);

  g_assert_cmpuint (mch_grid_get_n_rows (grid), ==, 4);
  assert_row (grid, 0,
              "NOM_DE_FAMILLE|PRENOM|DATE_NAISS|MEL|LIGNE1_ADRESSE|CODE_POSTAL|LIBELLE_POSTAL|"
              "DIVISION");
  assert_row (grid, 1,
              "LÉVÊQUE|Zoé|22/02/2009|zoe@exemple.invalid|12 rue des Tilleuls|25000|Besançon|1CAP");
  assert_row (grid, 2, "AUBIN|Léo|22/02/2009|||||");
  assert_row (grid, 3, "CHANGÉ|Tom|22/02/2009|||||TCAP");
  g_assert_cmpstr (mch_grid_get_uai (grid), ==, "0951099D");
  /* Whoever left is counted, not dropped in silence. */
  g_assert_nonnull (strstr (mch_grid_get_notes (grid)[0], "2 pupils"));
}

/* The same pupils in other encodings, on one line, behind a wrong declaration. */
static void
test_siecle_encodings (void)
{
  static const char text[] = SIECLE_DOCUMENT (
      S_PUPIL ("1", "LÉVÊQUE", "Zoé", "") S_PUPIL ("2", "BLŒSCH", "Léa", ""), "", "");
  static const struct
  {
    const char *declared;
    const char *actual;
  } cases[] = {
    { "UTF-8", "UTF-8" },        { "ISO-8859-15", "ISO-8859-15" },
    { "UTF-16", "UTF-16" },      { "windows-1252", "WINDOWS-1252" },
    { "UTF-8", "WINDOWS-1252" }, /* some programs lie */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *whole =
          g_strdup_printf ("<?xml version='1.0' encoding='%s'?>\n%s", cases[i].declared, text);
      gsize length;
      char *bytes = g_convert (whole, -1, cases[i].actual, "UTF-8", NULL, &length, NULL);
      g_autoptr (GBytes) file = g_bytes_new_take (bytes, length);
      g_autoptr (MchGrid) grid = read_good (file);

      g_test_message ("%s as %s", cases[i].actual, cases[i].declared);
      assert_row (grid, 1, "LÉVÊQUE|Zoé|22/02/2009|");
      assert_row (grid, 2, "BLŒSCH|Léa|22/02/2009|");
      g_assert_cmpuint (mch_grid_get_row (grid, 2).line, ==, 4);
    }
}

/* All pupils on one line: they are numbered instead. */
static void
test_siecle_one_line (void)
{
  g_autofree char *text = g_strdup (
      SIECLE_DOCUMENT (S_PUPIL ("1", "A", "Zoé", "") S_PUPIL ("2", "B", "Léa", ""), "", ""));
  g_autoptr (GBytes) file = NULL;
  g_autoptr (MchGrid) grid = NULL;

  g_strdelimit (text, "\n", ' ');
  file = g_bytes_new (text, strlen (text));
  grid = read_good (file);
  g_assert_cmpuint (mch_grid_get_row (grid, 1).line, ==, 1);
  g_assert_cmpuint (mch_grid_get_row (grid, 2).line, ==, 2);
}

static void
test_zipped (void)
{
  static const char siecle[] = SIECLE_DOCUMENT (S_PUPIL ("1", "AUBIN", "Zoé", ""), "", "");
  static const char csv[] = "Nom;Prénom;Né(e) le\nBLANC;Léa;22/02/2009\n";
  const ArchivePart one[] = { { "ElevesSansAdresses.xml", siecle } };
  const ArchivePart several[] = { { "__MACOSX/._liste.csv", "\x00\x05" },
                                  { "LISEZ-MOI.txt", "Bonjour\n" },
                                  { "Nomenclature.xml", "<BEE_NOMENCLATURES/>" },
                                  { "export/", "" },
                                  { "export/liste.csv", csv } };
  g_autoptr (GBytes) first = archive_new (one, G_N_ELEMENTS (one), NULL);
  g_autoptr (GBytes) second = archive_new (several, G_N_ELEMENTS (several), NULL);
  g_autoptr (MchGrid) grid = read_good (first);
  g_autoptr (MchGrid) other = read_good (second);

  g_assert_cmpint (mch_grid_get_format (grid), ==, MCH_GRID_SIECLE);
  assert_row (grid, 1, "AUBIN|Zoé|22/02/2009|");
  g_assert_cmpstr (mch_grid_get_source (grid), ==, "ElevesSansAdresses.xml");
  g_assert_cmpint (mch_grid_get_format (other), ==, MCH_GRID_CSV);
  assert_row (other, 1, "BLANC|Léa|22/02/2009");
  g_assert_nonnull (strstr (mch_grid_get_notes (other)[0], "liste.csv"));
}

static void
test_ods_cells (void)
{
  static const char content[] = ODS_DOCUMENT (
      "",
      O_TABLE (
          "Élèves",
          "<table:table-column table:number-columns-repeated='16384'/>" O_HEAD
          "<table:table-row table:number-rows-repeated='2'>"
          "<table:table-cell table:number-columns-repeated='16384'/></table:table-row>" O_ROW (
              "<table:table-cell><text:p>LE<text:s/>GOFF</text:p><text:p>DIT<text:tab/>X</text:p>"
              "</table:table-cell>"
              "<table:table-cell><office:annotation><text:p>à vérifier</text:p></office:annotation>"
              "<text:p>Zo<text:span>é</text:span></text:p></table:table-cell>"
              "<table:table-cell office:value-type='date' office:date-value='2009-02-22T00:00:00'>"
              "<text:p>22 févr. 09</text:p></table:table-cell>"
              "<table:table-cell office:value-type='float' office:value='1000'>"
              "<text:p>01000</text:p></table:table-cell>")
              O_ROW (O_TEXT ("B") O_TEXT (
                  "C") "<table:table-cell office:value-type='float' office:value='39866'>"
                       "<text:p>39 866,00</text:p></table:table-cell>"
                       "<table:table-cell table:formula='of:=A1' office:value-type='string'"
                       " office:string-value='25000'><text:p>25000</text:p></table:table-cell>")
                  O_ROW ("<table:covered-table-cell/>" O_TEXT (
                      "D") "<table:table-cell office:value-type='float' office:value='612345678'>"
                           "<text:p>06 12 34 56 78</text:p></table:table-cell>")));
  g_autoptr (GBytes) file = ods_new (content);
  g_autoptr (MchGrid) grid = read_good (file);

  assert_row (grid, 0, "Nom de famille|Prénom 1|Date de naissance|Code postal");
  assert_row (grid, 1, "LE GOFF DIT X|Zoé|22/02/2009|01000");
  g_assert_cmpuint (mch_grid_get_row (grid, 1).line, ==, 4);
  assert_row (grid, 2, "B|C|39866|25000");
  assert_row (grid, 3, "|D|06 12 34 56 78");
}

static void
test_ods_repeats (void)
{
  static const char content[] = ODS_DOCUMENT (
      "",
      O_TABLE ("A", O_HEAD "<table:table-row table:number-rows-repeated='3'>" O_TEXT ("X")
                        O_TEXT ("Y") "<table:table-cell table:number-columns-repeated='2'><text:p>Z"
                                     "</text:p></table:table-cell></table:table-row>"));
  g_autoptr (GBytes) file = ods_new (content);
  g_autoptr (MchGrid) grid = read_good (file);

  g_assert_cmpuint (mch_grid_get_n_rows (grid), ==, 4);
  assert_row (grid, 3, "X|Y|Z|Z");
  g_assert_cmpuint (mch_grid_get_row (grid, 3).line, ==, 4);
}

/* The list is not on the first sheet, and a better one is hidden. */
static void
test_ods_tables (void)
{
  static const char content[] = ODS_DOCUMENT (
      "<style:style style:name='ta2'><style:table-properties table:display='false'/></style:style>",
      O_TABLE ("Notes", O_ROW (O_TEXT ("Bonjour"))) O_TABLE (
          "Élèves",
          O_ROW (O_TEXT ("Nom") O_TEXT ("Prénom") O_TEXT ("Né(e) le"))
              O_ROW (O_TEXT ("A") O_TEXT ("B") O_TEXT (
                  "22/02/2009"))) "<table:table table:name='Cachée' table:style-name='ta2'>" O_HEAD
                                  "</table:table>");
  const MchSheetOptions notes = { MCH_ENCODING_GUESSED, "Notes" };
  const MchSheetOptions none = { MCH_ENCODING_GUESSED, "Feuille 9" };
  g_autoptr (GBytes) file = ods_new (content);
  g_autoptr (MchGrid) grid = read_good (file);
  g_autoptr (MchGrid) asked = mch_sheet_read (file, &notes, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (mch_grid_get_source (grid), ==, "Élèves");
  assert_row (grid, 1, "A|B|22/02/2009");
  g_assert_nonnull (strstr (mch_grid_get_notes (grid)[0], "Élèves"));
  assert_row (asked, 0, "Bonjour");
  g_assert_null (mch_sheet_read (file, &none, &error));
  g_assert_error (error, MCH_SHEET_ERROR, MCH_SHEET_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "Notes, Élèves"));
}

/* The same without an archive around it (.fods). */
static void
test_ods_flat (void)
{
  static const char text[] =
      "<?xml version='1.0'?><office:document " ODS_NAMESPACES
      "><office:body><office:spreadsheet>" O_TABLE (
          "A", O_HEAD O_ROW (O_TEXT ("B") O_TEXT (
                   "C"))) "</office:spreadsheet></office:body></office:document>";
  g_autoptr (GBytes) file = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (MchGrid) grid = read_good (file);

  assert_row (grid, 1, "B|C");
}

#define STYLES                                                                                     \
  "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='00000'/>"                               \
  "<numFmt numFmtId='165' formatCode='0#&quot; &quot;##&quot; &quot;##&quot; &quot;##&quot; "      \
  "&quot;##'/><numFmt numFmtId='166' formatCode='[$-40C]d mmmm yyyy;@'/></numFmts>"                \
  "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/>" \
  "<xf numFmtId='164'/><xf numFmtId='165'/><xf numFmtId='166'/></cellXfs></styleSheet>"

static void
test_xlsx_cells (void)
{
  g_autoptr (GBytes) file = xlsx_new (
      X_SHEET (X_HEAD "<row r='4'><c r='A4' t='s'><v>0</v></c><c r='B4' t='s'><v>1</v></c>"
                      "<c r='C4' s='1'><v>39866</v></c><c r='D4' s='2'><v>1000</v></c></row>"
                      "<row r='5'><c r='A5' t='str'><f>UPPER(B5)</f><v>ZOÉ</v></c>"
                      "<c r='C5' s='4'><v>39866.5</v></c><c r='D5' s='3'><v>612345678</v></c></row>"
                      "<row><c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c><c t='d'>"
                      "<v>2009-02-22T00:00:00</v></c><c><v>6.12345678E8</v></c></row>"),
      "<sst><si><t>LE GOFF</t><rPh><t>lire</t></rPh></si><si><r><t>Zo</t></r><r><t>é</t></r></si>"
      "</sst>",
      STYLES);
  g_autoptr (MchGrid) grid = read_good (file);

  g_assert_cmpint (mch_grid_get_format (grid), ==, MCH_GRID_XLSX);
  assert_row (grid, 1, "LE GOFF|Zoé|22/02/2009|01000");
  g_assert_cmpuint (mch_grid_get_row (grid, 1).line, ==, 4);
  assert_row (grid, 2, "ZOÉ||22/02/2009|0612345678");
  assert_row (grid, 3, "1|#N/A|22/02/2009|612345678");
  g_assert_cmpuint (mch_grid_get_row (grid, 3).line, ==, 6);
}

static void
test_xlsx_1904 (void)
{
  const ArchivePart parts[] = {
    { "xl/workbook.xml",
      "<workbook xmlns:r='r'><workbookPr date1904='1'/><sheets>" XLSX_ONE "</sheets></workbook>" },
    { "xl/_rels/workbook.xml.rels", XLSX_RELATIONS },
    { "xl/styles.xml", STYLES },
    { "xl/worksheets/sheet1.xml",
      X_SHEET (X_HEAD "<row r='2'><c r='C2' s='1'><v>38404</v></c></row>") },
  };
  g_autoptr (GBytes) file = archive_new (parts, G_N_ELEMENTS (parts), NULL);
  g_autoptr (MchGrid) grid = read_good (file);

  assert_row (grid, 1, "||22/02/2009");
  g_assert_true (mch_grid_has_date1904 (grid));
}

static void
test_xlsx_tables (void)
{
  const ArchivePart parts[] = {
    { "[Content_Types].xml", "<Types/>" },
    { "_rels/.rels", XLSX_ROOT },
    { "xl/workbook.xml", XLSX_BOOK ("<sheet name='Notes' r:id='r2'/>" XLSX_ONE
                                    "<sheet name='Diagramme' r:id='r9'/>") },
    { "xl/_rels/workbook.xml.rels", XLSX_RELATIONS },
    { "xl/worksheets/sheet1.xml", X_SHEET (X_HEAD) },
    { "xl/worksheets/sheet2.xml", X_SHEET (X_ROW ("1", X_TEXT ("A1", "Bonjour"))) },
  };
  g_autoptr (GBytes) file = archive_new (parts, G_N_ELEMENTS (parts), NULL);
  g_autoptr (MchGrid) grid = read_good (file);

  g_assert_cmpstr (mch_grid_get_source (grid), ==, "Élèves");
  g_assert_nonnull (strstr (mch_grid_get_notes (grid)[0], "Notes, Élèves"));
}

/* Workbooks as a spreadsheet program saves them: several sheets, days, formulas, formats. */
static void
test_real_workbooks (void)
{
  static const struct
  {
    const char *name;
    const char *row;
    guint n_repairs; /* telephones whose zero the workbook lost */
  } cases[] = {
    { "classeur.ods",
      "987654321CD|BEN YOUSSEF|Zoé|03/11/2008|F|01000|01 99 00 00 02|TCAP AEPE|BEN YOUSSEF Zoé",
      0 },
    { "classeur.xlsx",
      "987654321CD|BEN YOUSSEF|Zoé|03/11/2008|F|01000|199000002|TCAP AEPE|BEN YOUSSEF Zoé", 12 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) file = load_sample (cases[i].name);
      g_autoptr (MchGrid) grid = read_good (file);
      g_autoptr (MchImportPlan) plan = plan_grid (grid);
      guint n_faults, n_repairs;

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (mch_grid_get_source (grid), ==, "Élèves");
      g_assert_cmpuint (mch_import_plan_get_n_rows (plan), ==, 12);
      g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_CREATED), ==, 12);
      mch_import_plan_get_faults (plan, &n_faults);
      mch_import_plan_get_repairs (plan, &n_repairs);
      g_assert_cmpuint (n_faults, ==, 0);
      g_assert_cmpuint (n_repairs, ==, cases[i].n_repairs);
      assert_row (grid, 4, cases[i].row);
      g_assert_cmpuint (mch_grid_get_row (grid, 4).line, ==, 5);
    }
}

static void
test_write (void)
{
  static const char head[] = "Nom\0Prénom\0Date de naissance\0Code postal";
  static const char row[] = "LE GOFF & <fils>\0Zoé\00022/02/2009\00001000";
  g_autoptr (MchGrid) grid = mch_grid_new (MCH_GRID_CSV);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (MchGrid) read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_grid_append_row (grid, 1, 4, head, sizeof head, NULL));
  g_assert_true (mch_grid_append_row (grid, 2, 4, row, sizeof row, NULL));
  file = mch_sheet_write_ods (grid, "Aide\n  Nom <obligatoire>", &error);
  g_assert_no_error (error);
  again = mch_sheet_write_ods (grid, "Aide\n  Nom <obligatoire>", &error);
  g_assert_true (g_bytes_equal (file, again));

  /* The type can be read without unpacking anything. */
  g_assert_cmpmem ((const char *) g_bytes_get_data (file, NULL) + 30, 8, "mimetype", 8);
  g_assert_cmpmem ((const char *) g_bytes_get_data (file, NULL) + 38, strlen (ODS_MIMETYPE),
                   ODS_MIMETYPE, strlen (ODS_MIMETYPE));
  read = read_good (file);
  g_assert_cmpuint (mch_grid_get_n_rows (read), ==, 2);
  assert_row (read, 1, "LE GOFF & <fils>|Zoé|22/02/2009|01000");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet/siecle/sample", test_siecle_sample);
  g_test_add_func ("/sheet/siecle/joins", test_siecle_joins);
  g_test_add_func ("/sheet/siecle/encodings", test_siecle_encodings);
  g_test_add_func ("/sheet/siecle/one-line", test_siecle_one_line);
  g_test_add_func ("/sheet/zipped", test_zipped);
  g_test_add_func ("/sheet/ods/cells", test_ods_cells);
  g_test_add_func ("/sheet/ods/repeats", test_ods_repeats);
  g_test_add_func ("/sheet/ods/tables", test_ods_tables);
  g_test_add_func ("/sheet/ods/flat", test_ods_flat);
  g_test_add_func ("/sheet/xlsx/cells", test_xlsx_cells);
  g_test_add_func ("/sheet/xlsx/1904", test_xlsx_1904);
  g_test_add_func ("/sheet/xlsx/tables", test_xlsx_tables);
  g_test_add_func ("/sheet/real-workbooks", test_real_workbooks);
  g_test_add_func ("/sheet/write", test_write);
  return g_test_run ();
}
