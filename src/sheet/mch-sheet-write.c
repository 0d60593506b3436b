/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small OpenDocument spreadsheet: every cell is text and every column takes text, so that what
 * people type keeps its zeros. */
#include "sheet/mch-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <zip.h>

#define MIMETYPE "application/vnd.oasis.opendocument.spreadsheet"
#define NAMESPACES                                                                                 \
  " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""                             \
  " xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\""                               \
  " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""                                 \
  " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\""                               \
  " xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\""                      \
  " xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\""                          \
  " office:version=\"1.3\""
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define STYLES                                                                                     \
  "<office:automatic-styles>"                                                                      \
  "<number:text-style style:name=\"N1\"><number:text-content/></number:text-style>"                \
  "<style:style style:name=\"text\" style:family=\"table-cell\" style:data-style-name=\"N1\"/>"    \
  "<style:style style:name=\"head\" style:family=\"table-cell\" style:data-style-name=\"N1\">"     \
  "<style:text-properties fo:font-weight=\"bold\"/></style:style>"                                 \
  "<style:style style:name=\"wide\" style:family=\"table-column\">"                                \
  "<style:table-column-properties style:column-width=\"4cm\"/></style:style>"                      \
  "</office:automatic-styles>"
#define MANIFEST                                                                                   \
  HEAD                                                                                             \
      "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\""   \
      " manifest:version=\"1.3\"><manifest:file-entry manifest:full-path=\"/\""                    \
      " manifest:media-type=\"" MIMETYPE "\"/><manifest:file-entry"                                \
      " manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>"

static void
append_text (GString *xml, const char *style, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (xml,
                          "<table:table-cell table:style-name=\"%s\" office:value-type=\"string\">"
                          "<text:p>%s</text:p></table:table-cell>",
                          style, escaped);
}

static void
append_grid (GString *xml, const MchGrid *grid)
{
  guint n_rows = mch_grid_get_n_rows (grid);
  guint n_columns = n_rows > 0 ? mch_grid_get_row (grid, 0).n_cells : 1;
  g_autofree char *name = g_markup_escape_text (_ ("Pupils"), -1);

  g_string_append_printf (xml,
                          "<table:table table:name=\"%s\"><table:table-column"
                          " table:style-name=\"wide\" table:number-columns-repeated=\"%u\""
                          " table:default-cell-style-name=\"text\"/>",
                          name, n_columns);
  for (guint i = 0; i < n_rows; i++)
    {
      MchGridRow row = mch_grid_get_row (grid, i);

      g_string_append (xml, "<table:table-row>");
      for (guint j = 0; j < row.n_cells; j++)
        append_text (xml, i == 0 ? "head" : "text", row.cells + row.starts[j]);
      g_string_append (xml, "</table:table-row>\n");
    }
  g_string_append (xml, "</table:table>");
}

static void
append_help (GString *xml, const char *help)
{
  g_auto (GStrv) lines = g_strsplit (help, "\n", -1);
  g_autofree char *name = g_markup_escape_text (_ ("Help"), -1);

  g_string_append_printf (xml, "<table:table table:name=\"%s\"><table:table-column/>", name);
  for (char **line = lines; *line != NULL; line++)
    {
      g_string_append (xml, "<table:table-row>");
      append_text (xml, "text", *line);
      g_string_append (xml, "</table:table-row>\n");
    }
  g_string_append (xml, "</table:table>");
}

/* @content: static, or kept until the archive is written. */
static gboolean
add_part (zip_t *zip, const char *name, const char *content, gsize length, gboolean packed)
{
  zip_source_t *source = zip_source_buffer (zip, content, length, 0);
  zip_int64_t index;

  if (source == NULL)
    return FALSE;
  index = zip_file_add (zip, name, source, ZIP_FL_ENC_UTF_8);
  if (index < 0)
    {
      zip_source_free (source);
      return FALSE;
    }
  /* The type stands first and unpacked, so that it can be seen without unpacking anything. The
   * date is always the same: a template of the same pupils is the same file. */
  return zip_set_file_compression (zip, (zip_uint64_t) index,
                                   packed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0)
             == 0
         && zip_file_set_dostime (zip, (zip_uint64_t) index, 0, 33, 0) == 0;
}

static GBytes *
read_source (zip_source_t *source)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  char buffer[65536];
  zip_int64_t n;

  if (zip_source_open (source) != 0)
    return NULL;
  while ((n = zip_source_read (source, buffer, sizeof buffer)) > 0)
    g_byte_array_append (bytes, (const guint8 *) buffer, (guint) n);
  zip_source_close (source);
  return n == 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

static GBytes *
write_archive (const GString *content)
{
  zip_source_t *source = zip_source_buffer_create (NULL, 0, 0, NULL);
  GBytes *file = NULL;
  zip_t *zip;

  if (source == NULL)
    return NULL;
  zip_source_keep (source);
  zip = zip_open_from_source (source, ZIP_TRUNCATE, NULL);
  if (zip != NULL && add_part (zip, "mimetype", MIMETYPE, strlen (MIMETYPE), FALSE)
      && add_part (zip, "content.xml", content->str, content->len, TRUE)
      && add_part (zip, "META-INF/manifest.xml", MANIFEST, strlen (MANIFEST), TRUE)
      && zip_close (zip) == 0)
    file = read_source (source);
  else if (zip != NULL)
    zip_discard (zip);
  zip_source_free (source);
  return file;
}

GBytes *
mch_sheet_write_ods (const MchGrid *grid, const char *help, GError **error)
{
  g_autoptr (GString) xml = NULL;
  GBytes *file;

  g_return_val_if_fail (grid != NULL, NULL);

  xml = g_string_new (HEAD "<office:document-content" NAMESPACES ">" STYLES
                           "<office:body><office:spreadsheet>");
  append_grid (xml, grid);
  if (help != NULL)
    append_help (xml, help);
  g_string_append (xml, "</office:spreadsheet></office:body></office:document-content>");
  file = write_archive (xml);
  if (file == NULL)
    mch_sheet_fail (error, MCH_SHEET_ERROR_TOO_LARGE, _ ("The spreadsheet could not be made."));
  return file;
}

GBytes *
mch_sheet_write (const MchGrid *grid, const char *name, const char *help, GError **error)
{
  g_return_val_if_fail (grid != NULL && name != NULL, NULL);

  return g_str_has_suffix (name, ".csv") ? mch_grid_to_csv (grid)
                                         : mch_sheet_write_ods (grid, help, error);
}
