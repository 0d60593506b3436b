/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Archives made on the spot, so that every test shows what is inside. */
#pragma once

#include "sheet/mch-sheet.h"

#include <string.h>
#include <zip.h>

typedef struct
{
  const char *name;
  const char *content; /* as long as the archive is being written */
  gsize length;        /* 0: up to the NUL */
} ArchivePart;

/* @password: (nullable): encrypts every part. */
static inline GBytes *
archive_new (const ArchivePart *parts, gsize n, const char *password)
{
  zip_source_t *whole = zip_source_buffer_create (NULL, 0, 0, NULL);
  zip_t *zip;
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  char buffer[65536];
  zip_int64_t read;

  zip_source_keep (whole);
  zip = zip_open_from_source (whole, ZIP_TRUNCATE, NULL);
  g_assert_nonnull (zip);
  for (gsize i = 0; i < n; i++)
    {
      gsize length = parts[i].length > 0 ? parts[i].length : strlen (parts[i].content);
      zip_source_t *source = zip_source_buffer (zip, parts[i].content, length, 0);
      zip_int64_t index = zip_file_add (zip, parts[i].name, source, ZIP_FL_ENC_UTF_8);

      g_assert_cmpint (index, >=, 0);
      if (password != NULL)
        g_assert_cmpint (
            zip_file_set_encryption (zip, (zip_uint64_t) index, ZIP_EM_AES_256, password), ==, 0);
    }
  g_assert_cmpint (zip_close (zip), ==, 0);
  g_assert_cmpint (zip_source_open (whole), ==, 0);
  while ((read = zip_source_read (whole, buffer, sizeof buffer)) > 0)
    g_byte_array_append (bytes, (const guint8 *) buffer, (guint) read);
  zip_source_close (whole);
  zip_source_free (whole);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

#define XLSX_ROOT                                                                                  \
  "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.xml'/>"         \
  "</Relationships>"
#define XLSX_RELATIONS                                                                             \
  "<Relationships><Relationship Id='r1' Type='x/worksheet' Target='worksheets/sheet1.xml'/>"       \
  "<Relationship Id='r2' Type='x/worksheet' Target='/xl/worksheets/sheet2.xml'/></Relationships>"
#define XLSX_BOOK(sheets) "<workbook xmlns:r='r'><sheets>" sheets "</sheets></workbook>"
#define XLSX_ONE "<sheet name='Élèves' r:id='r1'/>"

/* Cells of text. */
#define X_TEXT(at, text) "<c r='" at "' t='inlineStr'><is><t>" text "</t></is></c>"
#define X_ROW(n, cells) "<row r='" n "'>" cells "</row>"
#define X_SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"
#define X_HEAD                                                                                     \
  X_ROW ("1", X_TEXT ("A1", "Nom de famille") X_TEXT ("B1", "Prénom 1")                            \
                  X_TEXT ("C1", "Date de naissance") X_TEXT ("D1", "Code postal"))

/* A workbook of one sheet; NULL leaves a part out. */
static inline GBytes *
xlsx_new (const char *sheet, const char *shared, const char *styles)
{
  ArchivePart parts[8] = {
    { "_rels/.rels", XLSX_ROOT },
    { "xl/workbook.xml", XLSX_BOOK (XLSX_ONE) },
    { "xl/_rels/workbook.xml.rels", XLSX_RELATIONS },
    { "xl/worksheets/sheet1.xml", sheet },
  };
  gsize n = 4;

  if (shared != NULL)
    parts[n++] = (ArchivePart){ "xl/sharedStrings.xml", shared, 0 };
  if (styles != NULL)
    parts[n++] = (ArchivePart){ "xl/styles.xml", styles, 0 };
  return archive_new (parts, n, NULL);
}

#define ODS_NAMESPACES                                                                             \
  "xmlns:office='o' xmlns:table='t' xmlns:text='x' xmlns:style='s' office:version='1.3'"
#define ODS_DOCUMENT(styles, tables)                                                               \
  "<office:document-content " ODS_NAMESPACES "><office:automatic-styles>" styles                   \
  "</office:automatic-styles><office:body><office:spreadsheet>" tables                             \
  "</office:spreadsheet></office:body></office:document-content>"
#define O_TABLE(name, rows) "<table:table table:name='" name "'>" rows "</table:table>"
#define O_ROW(cells) "<table:table-row>" cells "</table:table-row>"
#define O_TEXT(text) "<table:table-cell><text:p>" text "</text:p></table:table-cell>"
#define O_HEAD                                                                                     \
  O_ROW (O_TEXT ("Nom de famille") O_TEXT ("Prénom 1") O_TEXT ("Date de naissance")                \
             O_TEXT ("Code postal"))
#define ODS_MIMETYPE "application/vnd.oasis.opendocument.spreadsheet"

static inline GBytes *
ods_new (const char *content)
{
  const ArchivePart parts[] = { { "mimetype", ODS_MIMETYPE, 0 }, { "content.xml", content, 0 } };

  return archive_new (parts, G_N_ELEMENTS (parts), NULL);
}

#define SIECLE_DOCUMENT(pupils, structures, addresses)                                             \
  "<BEE_ELEVES "                                                                                   \
  "VERSION='2.0'><PARAMETRES><UAJ>0951099D</UAJ></PARAMETRES><DONNEES><ELEVES>\n" pupils           \
  "</ELEVES><STRUCTURES>" structures "</STRUCTURES><ADRESSES>" addresses                           \
  "</ADRESSES></DONNEES></BEE_ELEVES>"
#define S_PUPIL(id, family, given, more)                                                           \
  "<ELEVE ELEVE_ID='" id "'><NOM_DE_FAMILLE>" family "</NOM_DE_FAMILLE><PRENOM>" given             \
  "</PRENOM><DATE_NAISS>22/02/2009</DATE_NAISS>" more "</ELEVE>\n"
#define S_DIVISION(id, code)                                                                       \
  "<STRUCTURES_ELEVE ELEVE_ID='" id "'><STRUCTURE><CODE_STRUCTURE>" code                           \
  "</CODE_STRUCTURE><TYPE_STRUCTURE>D</TYPE_STRUCTURE></STRUCTURE></STRUCTURES_ELEVE>"

/* Row @row of the grid as "a|b|c". */
static inline char *
dup_row (const MchGrid *grid, guint row)
{
  MchGridRow cells = mch_grid_get_row (grid, row);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < cells.n_cells; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", cells.cells + cells.starts[i]);
  return g_strdup (text->str);
}

#define assert_row(grid, row, text)                                                                \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *seen = dup_row (grid, row);                                                   \
                                                                                                   \
    g_assert_cmpstr (seen, ==, text);                                                              \
  }                                                                                                \
  G_STMT_END

static inline MchGrid *
read_good (GBytes *file)
{
  g_autoptr (GError) error = NULL;
  MchGrid *grid = mch_sheet_read (file, NULL, &error);

  g_assert_no_error (error);
  return grid;
}
