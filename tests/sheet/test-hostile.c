/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are made to harm, or that a cable cut: each is refused in one sentence, in little time
 * and little memory, or read as what is left of it. INS-11 */
#include "archive-fixture.h"

#include "core/mch-error.h"
#include "core/mch-import.h"

#include <sys/resource.h>

#define MEMORY_KIB (400 * 1024)

/* Reads @file, which must be refused. Returns the sentence. */
static char *
refuse (GBytes *file, MchSheetError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchGrid) grid = mch_sheet_read (file, NULL, &error);

  g_assert_null (grid);
  g_test_message ("%s", error->message);
  g_assert_error (error, MCH_SHEET_ERROR, (int) code);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (strlen (error->message), >, 20);
  return g_strdup (error->message);
}

static void
refuse_text (const char *text, MchSheetError code)
{
  g_autoptr (GBytes) file = g_bytes_new (text, strlen (text));
  g_autofree char *sentence = refuse (file, code);
}

static void
refuse_archive (GBytes *file, MchSheetError code)
{
  g_autoptr (GBytes) owned = file;
  g_autofree char *sentence = refuse (owned, code);
}

#define LAUGHS                                                                                     \
  "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>"                      \
  "<!ENTITY c '&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'>]>"

static void
test_entities (void)
{
  static const char *const types[] = {
    LAUGHS,
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
    "<!DOCTYPE x SYSTEM 'http://machaon.example/x.dtd'>",
    "<!DOCTYPE x [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>",
    "<!DOCTYPE x>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *siecle =
          g_strconcat ("<?xml version='1.0'?>", types[i],
                       SIECLE_DOCUMENT (S_PUPIL ("1", "&a;", "B", ""), "", ""), NULL);
      g_autofree char *content =
          g_strconcat (types[i], ODS_DOCUMENT ("", O_TABLE ("A", O_HEAD)), NULL);
      g_autofree char *sheet = g_strconcat (types[i], X_SHEET (X_HEAD), NULL);
      g_autofree char *shared = g_strconcat (types[i], "<sst><si><t>&a;</t></si></sst>", NULL);

      refuse_text (siecle, MCH_SHEET_ERROR_UNREADABLE);
      refuse_archive (ods_new (content), MCH_SHEET_ERROR_UNREADABLE);
      refuse_archive (xlsx_new (sheet, NULL, NULL), MCH_SHEET_ERROR_UNREADABLE);
      refuse_archive (xlsx_new (X_SHEET (X_HEAD), shared, NULL), MCH_SHEET_ERROR_UNREADABLE);
    }
  /* An entity that nothing defines. */
  refuse_text (SIECLE_DOCUMENT (S_PUPIL ("1", "&machin;", "B", ""), "", ""),
               MCH_SHEET_ERROR_UNREADABLE);
}

static void
test_zip_bombs (void)
{
  gsize length = 200 * 1024 * 1024;
  g_autofree char *blanks = g_strnfill (length, ' ');
  const ArchivePart content[] = { { "mimetype", ODS_MIMETYPE }, { "content.xml", blanks, length } };
  const ArchivePart sheet[] = { { "xl/workbook.xml", XLSX_BOOK (XLSX_ONE) },
                                { "xl/_rels/workbook.xml.rels", XLSX_RELATIONS },
                                { "xl/worksheets/sheet1.xml", blanks, length } };
  const ArchivePart list[] = { { "liste.csv", blanks, length } };

  refuse_archive (archive_new (content, 2, NULL), MCH_SHEET_ERROR_TOO_LARGE);
  refuse_archive (archive_new (sheet, 3, NULL), MCH_SHEET_ERROR_TOO_LARGE);
  refuse_archive (archive_new (list, 1, NULL), MCH_SHEET_ERROR_TOO_LARGE);
}

static void
test_many_entries (void)
{
  g_autofree ArchivePart *parts = g_new0 (ArchivePart, 3000);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 3000; i++)
    {
      g_ptr_array_add (names, g_strdup_printf ("%u.csv", i));
      parts[i] = (ArchivePart){ names->pdata[i], "x", 0 };
    }
  refuse_archive (archive_new (parts, 3000, NULL), MCH_SHEET_ERROR_TOO_LARGE);
}

static void
test_nested (void)
{
  const ArchivePart inner[] = { { "liste.csv", "Nom;Prénom;Né(e) le\n" } };
  g_autoptr (GBytes) archive = archive_new (inner, 1, NULL);
  const ArchivePart outer[] = { { "a.zip", g_bytes_get_data (archive, NULL),
                                  g_bytes_get_size (archive) } };

  refuse_archive (archive_new (outer, 1, NULL), MCH_SHEET_ERROR_UNREADABLE);
}

static void
test_passwords (void)
{
  const ArchivePart list[] = { { "liste.csv", "Nom;Prénom;Né(e) le\nA;B;22/02/2009\n" } };
  const ArchivePart content[] = { { "content.xml", ODS_DOCUMENT ("", O_TABLE ("A", O_HEAD)) } };

  refuse_archive (archive_new (list, 1, "secret"), MCH_SHEET_ERROR_PROTECTED);
  refuse_archive (archive_new (content, 1, "secret"), MCH_SHEET_ERROR_PROTECTED);
}

static void
test_no_list (void)
{
  const ArchivePart empty[] = { { "dossier/", "" } };
  const ArchivePart bare[] = { { "[Content_Types].xml", "<Types/>" } };
  const ArchivePart outside[] = {
    { "_rels/.rels", "<Relationships><Relationship Id='a' Type='x/officeDocument'"
                     " Target='../../etc/passwd'/></Relationships>" },
    { "[Content_Types].xml", "<Types/>" },
  };

  refuse_archive (archive_new (empty, 1, NULL), MCH_SHEET_ERROR_UNREADABLE);
  refuse_archive (archive_new (bare, 1, NULL), MCH_SHEET_ERROR_UNREADABLE);
  refuse_archive (archive_new (outside, 2, NULL), MCH_SHEET_ERROR_UNREADABLE);
  refuse_text ("<html><body><table></table></body></html>", MCH_SHEET_ERROR_UNREADABLE);
  refuse_text ("<?xml version='1.0'?><BEE_RESPONSABLES/>", MCH_SHEET_ERROR_UNREADABLE);
  refuse_text ("<?xml version='1.0'?>", MCH_SHEET_ERROR_UNREADABLE);
  refuse_text ("PK\003\004", MCH_SHEET_ERROR_UNREADABLE);
}

static char *
repeat (const char *text, guint n)
{
  GString *out = g_string_sized_new (strlen (text) * n + 1);

  for (guint i = 0; i < n; i++)
    g_string_append (out, text);
  return g_string_free (out, FALSE);
}

static void
test_deep (void)
{
  g_autofree char *open = repeat ("<a>", 100000);
  g_autofree char *siecle = g_strconcat ("<BEE_ELEVES>", open, NULL);
  g_autofree char *content = g_strconcat ("<document-content>", open, NULL);

  refuse_text (siecle, MCH_SHEET_ERROR_TOO_LARGE);
  refuse_archive (ods_new (content), MCH_SHEET_ERROR_TOO_LARGE);
}

/* The parser's time grows with the square of the attributes of one element. */
static void
test_attributes (void)
{
  g_autoptr (GString) few = g_string_new ("<BEE_ELEVES><a");
  g_autoptr (GString) many = g_string_new ("<BEE_ELEVES><a");
  g_autofree char *value = g_strnfill (5000000, '>');
  g_autofree char *one = g_strconcat ("<BEE_ELEVES><a b='", value, "'/></BEE_ELEVES>", NULL);

  for (guint i = 0; i < 400; i++)
    g_string_append_printf (few, " a%u=''", i);
  g_string_append (few, "/></BEE_ELEVES>");
  for (guint i = 0; i < 500000; i++)
    g_string_append_printf (many, " a%u='>'", i);
  g_string_append (many, "/></BEE_ELEVES>");
  refuse_text (few->str, MCH_SHEET_ERROR_TOO_LARGE);
  refuse_text (many->str, MCH_SHEET_ERROR_TOO_LARGE);
  refuse_text (one, MCH_SHEET_ERROR_TOO_LARGE);
}

static void
test_repeats (void)
{
#define CELL(times)                                                                                \
  "<table:table-cell table:number-columns-repeated='" times "'><text:p>x</text:p>"                 \
  "</table:table-cell>"
#define ROW(times)                                                                                 \
  "<table:table-row table:number-rows-repeated='" times "'>" O_TEXT ("x") "</table:table-row>"
  static const char *const tables[] = {
    O_ROW (CELL ("16384")),
    O_ROW (CELL ("4294967295")),
    O_ROW (CELL ("99999999999999999999")),
    O_ROW (CELL ("-1")),
    O_ROW ("<table:table-cell table:number-columns-repeated='4000000000'/>" O_TEXT ("x")),
    O_ROW ("<table:table-cell><text:p><text:s text:c='4000000000'/></text:p></table:table-cell>"),
    ROW ("4294967290"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *content =
          g_strconcat ("<o:document-content xmlns:o='o' xmlns:table='t' xmlns:text='x'>"
                       "<table:table table:name='A'>",
                       O_HEAD, tables[i], "</table:table></o:document-content>", NULL);

      refuse_archive (ods_new (content), MCH_SHEET_ERROR_TOO_LARGE);
    }
}

/* A million rows that say something are more than a list has; a million that say nothing are none.
 */
static void
test_many_rows (void)
{
  g_autoptr (GBytes) full = ods_new (ODS_DOCUMENT ("", O_TABLE ("A", O_HEAD ROW ("1000000"))));
  g_autoptr (GBytes) blank = ods_new (ODS_DOCUMENT (
      "", O_TABLE ("A", O_HEAD "<table:table-row table:number-rows-repeated='1000000'>"
                               "<table:table-cell/></table:table-row>")));
  g_autoptr (GError) error = NULL;
  g_autoptr (MchGrid) grid = NULL;

  g_assert_null (mch_sheet_read (full, NULL, &error));
  g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
  grid = read_good (blank);
  g_assert_cmpuint (mch_grid_get_n_rows (grid), ==, 1);
}

/* One long text that every cell of a large sheet names. */
static void
test_shared_bomb (void)
{
  g_autofree char *text = g_strnfill (30000, 'x');
  g_autofree char *shared = g_strconcat ("<sst><si><t>", text, "</t></si></sst>", NULL);
  g_autofree char *longer = g_strconcat ("<sst><si><t>", text, text, "</t></si></sst>", NULL);
  g_autoptr (GString) sheet = g_string_new ("<worksheet><sheetData>");
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append (sheet, "<row><c t='s'><v>0</v></c><c t='s'><v>0</v></c></row>");
  g_string_append (sheet, "</sheetData></worksheet>");
  file = xlsx_new (sheet->str, shared, NULL);
  g_assert_null (mch_sheet_read (file, NULL, &error));
  g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
  refuse_archive (xlsx_new (X_SHEET (X_HEAD), longer, NULL), MCH_SHEET_ERROR_TOO_LARGE);
}

static void
test_bad_cells (void)
{
  static const char *const sheets[] = {
    X_SHEET ("<row r='2'><c r='A2'><v>1</v></c></row><row r='1'><c r='A1'><v>1</v></c></row>"),
    X_SHEET ("<row r='99999999999'><c><v>1</v></c></row>"),
    X_SHEET ("<row r='0'><c><v>1</v></c></row>"),
    X_SHEET ("<row r='1'><c r='B1'><v>1</v></c><c r='A1'><v>1</v></c></row>"),
    X_SHEET ("<row r='1'><c r='ABCDEF1'><v>1</v></c></row>"),
    X_SHEET ("<row r='1'><c r='12'><v>1</v></c></row>"),
    X_SHEET ("<row r='1'><c r='A1' t='s'><v>0</v></c></row>"),
    X_SHEET ("<row r='1'><c r='A1' t='s'><v>-1</v></c></row>"),
    X_SHEET ("<row r='1'><c r='A1' t='s'><v>99999999999999999999</v></c></row>"),
  };
  static const char wide[] = X_SHEET ("<row r='1'><c r='XFD1'><v>1</v></c></row>");

  for (gsize i = 0; i < G_N_ELEMENTS (sheets); i++)
    refuse_archive (xlsx_new (sheets[i], NULL, NULL), MCH_SHEET_ERROR_UNREADABLE);
  refuse_archive (xlsx_new (wide, NULL, NULL), MCH_SHEET_ERROR_TOO_LARGE);
}

static void
test_long_text (void)
{
  g_autofree char *text = g_strnfill (40000, 'x');
  g_autofree char *siecle = g_strconcat ("<BEE_ELEVES><DONNEES><ELEVES><ELEVE><PRENOM>", text,
                                         "</PRENOM></ELEVE></ELEVES></DONNEES></BEE_ELEVES>", NULL);
  g_autofree char *content = g_strconcat (
      "<d xmlns:table='t' xmlns:text='x'><table:table><table:table-row><table:table-cell><text:p>",
      text, "</text:p></table:table-cell></table:table-row></table:table></d>", NULL);

  refuse_text (siecle, MCH_SHEET_ERROR_TOO_LARGE);
  refuse_archive (ods_new (content), MCH_SHEET_ERROR_TOO_LARGE);
}

/* Rows of a list of pupils; 0 when there is none. */
static guint
count_rows (GBytes *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchGrid) grid = mch_sheet_read (file, NULL, &error);

  g_assert_true ((grid == NULL) == (error != NULL));
  return grid != NULL && mch_import_count_known (grid) > 0 ? mch_grid_get_n_rows (grid) : 0;
}

/* Cut anywhere: refused, never half of the pupils. */
static void
test_cut (void)
{
  static const char siecle[] =
      SIECLE_DOCUMENT (S_PUPIL ("1", "AUBIN", "Zoé", "") S_PUPIL ("2", "BLANC", "Léa", ""),
                       S_DIVISION ("1", "1CAP"), "");
  GBytes *files[] = {
    g_bytes_new_static (siecle, sizeof siecle - 1),
    xlsx_new (X_SHEET (X_HEAD X_ROW ("2", X_TEXT ("A2", "AUBIN"))), "<sst/>", NULL),
    ods_new (ODS_DOCUMENT ("", O_TABLE ("A", O_HEAD O_ROW (O_TEXT ("AUBIN"))))),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      gsize length;
      const char *data = g_bytes_get_data (files[i], &length);
      guint whole = count_rows (files[i]);

      g_assert_cmpuint (whole, >=, 2);
      for (gsize n = 0; n < length; n++)
        {
          g_autofree char *copy = g_memdup2 (data, n); /* so that one byte too far is seen */
          g_autoptr (GBytes) cut = g_bytes_new (copy, n);

          g_assert_cmpuint (count_rows (cut), ==, 0);
        }
      g_bytes_unref (files[i]);
    }
}

/* One byte changed anywhere: refused, or read without harm. */
static void
test_flipped (void)
{
  g_autoptr (GBytes) file =
      xlsx_new (X_SHEET (X_HEAD X_ROW ("2", X_TEXT ("A2", "AUBIN"))), "<sst/>", NULL);
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);

  for (gsize i = 0; i < length; i++)
    for (int bit = 0; bit < 8; bit += 3)
      {
        g_autofree guint8 *copy = g_memdup2 (data, length);
        g_autoptr (GBytes) flipped = NULL;

        copy[i] = (guint8) (copy[i] ^ (1 << bit));
        flipped = g_bytes_new (copy, length);
        count_rows (flipped);
      }
}

static void
test_nul (void)
{
  static const char siecle[] = "<BEE_ELEVES><DONNEES><ELEVES><ELEVE><PRENOM>A\0B</PRENOM></ELEVE>"
                               "</ELEVES></DONNEES></BEE_ELEVES>";
  g_autoptr (GBytes) file = g_bytes_new_static (siecle, sizeof siecle - 1);
  g_autofree char *sentence = refuse (file, MCH_SHEET_ERROR_UNREADABLE);
}

/* All of the above together. */
static void
test_memory (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  g_test_message ("%ld KiB at most", usage.ru_maxrss);
#if !defined(__SANITIZE_ADDRESS__)
  g_assert_cmpint (usage.ru_maxrss, <, 200 * 1024 + MEMORY_KIB); /* the bombs are made here, too */
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet/hostile/entities", test_entities);
  g_test_add_func ("/sheet/hostile/zip-bombs", test_zip_bombs);
  g_test_add_func ("/sheet/hostile/many-entries", test_many_entries);
  g_test_add_func ("/sheet/hostile/nested", test_nested);
  g_test_add_func ("/sheet/hostile/passwords", test_passwords);
  g_test_add_func ("/sheet/hostile/no-list", test_no_list);
  g_test_add_func ("/sheet/hostile/deep", test_deep);
  g_test_add_func ("/sheet/hostile/attributes", test_attributes);
  g_test_add_func ("/sheet/hostile/repeats", test_repeats);
  g_test_add_func ("/sheet/hostile/many-rows", test_many_rows);
  g_test_add_func ("/sheet/hostile/shared-bomb", test_shared_bomb);
  g_test_add_func ("/sheet/hostile/bad-cells", test_bad_cells);
  g_test_add_func ("/sheet/hostile/long-text", test_long_text);
  g_test_add_func ("/sheet/hostile/cut", test_cut);
  g_test_add_func ("/sheet/hostile/flipped", test_flipped);
  g_test_add_func ("/sheet/hostile/nul", test_nul);
  g_test_add_func ("/sheet/hostile/memory", test_memory);
  return g_test_run ();
}
