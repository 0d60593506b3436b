/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds out what a file is and hands it to its reader. */
#include "core/mch-import-table.h"
#include "sheet/mch-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (mch - sheet - error - quark, mch_sheet_error)

#define ZIP_MAGIC "PK\003\004"
#define EMPTY_ZIP_MAGIC "PK\005\006"
#define MAX_MIMETYPE 256
#define ODS_MIMETYPE "application/vnd.oasis.opendocument.spreadsheet"

gboolean
mch_sheet_fail (GError **error, MchSheetError code, const char *message)
{
  g_set_error_literal (error, MCH_SHEET_ERROR, code, message);
  return FALSE;
}

/* Whether the file begins as XML does, in one of the encodings that XML may have. */
static gboolean
is_xml (GBytes *file)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);
  gsize i = 0;

  if (length >= 4
      && (memcmp (data, "\377\376<\0", 4) == 0 || memcmp (data, "\376\377\0<", 4) == 0
          || memcmp (data, "<\0?\0", 4) == 0 || memcmp (data, "\0<\0?", 4) == 0))
    return TRUE;
  if (length >= 3 && memcmp (data, "\357\273\277", 3) == 0)
    i = 3;
  while (i < length && strchr (" \t\r\n", data[i]) != NULL && data[i] != '\0')
    i++;
  return i + 1 < length && data[i] == '<'
         && (data[i + 1] == '?' || data[i + 1] == '!' || g_ascii_isalpha (data[i + 1]));
}

static void
refuse_root (const char *root, GError **error)
{
  g_autofree char *message = NULL;

  if (g_ascii_strcasecmp (root, "html") == 0)
    message = g_strdup (_ ("The file is a web page, whatever its name says. Open it and save it as "
                           ".xlsx, .ods or CSV."));
  else
    message = g_strdup_printf (_ ("The file is XML of another kind (%s). Of SIECLE, take "
                                  "ElevesSansAdresses.xml or ElevesAvecAdresses.xml; of others, "
                                  "save the list as CSV."),
                               root);
  mch_sheet_fail (error, MCH_SHEET_ERROR_UNREADABLE, message);
}

static MchGrid *
read_xml (GBytes *file, const char *table, GError **error)
{
  g_autofree char *root = mch_xml_dup_root (file, error);

  if (root == NULL)
    return NULL;
  if (strcmp (root, "BEE_ELEVES") == 0)
    return mch_siecle_read (file, error);
  if (strcmp (root, "document") == 0)
    return mch_ods_read (NULL, file, table, error);
  refuse_root (root, error);
  return NULL;
}

static gboolean
is_ods (MchArchive *archive)
{
  MchParts parts = mch_archive_get_parts (archive);
  g_autoptr (GBytes) type = NULL;
  gsize length;
  const char *data;

  if (!parts.has (parts.self, "content.xml"))
    return FALSE;
  if (!parts.has (parts.self, "mimetype"))
    return TRUE;
  type = mch_archive_read_whole (archive, "mimetype", MAX_MIMETYPE, NULL);
  if (type == NULL)
    return FALSE;
  data = g_bytes_get_data (type, &length);
  return length >= strlen (ODS_MIMETYPE) && memcmp (data, ODS_MIMETYPE, strlen (ODS_MIMETYPE)) == 0;
}

static gboolean
is_xlsx (MchArchive *archive)
{
  MchParts parts = mch_archive_get_parts (archive);

  return parts.has (parts.self, "[Content_Types].xml") || parts.has (parts.self, "xl/workbook.xml");
}

/* The best list among the files of an archive, while they are looked at. */
typedef struct
{
  MchGrid *best;
  guint best_known;
  guint n_lists;
  GError *error; /* why the first one was none */
} Contents;

static void
take_file (Contents *contents, MchGrid *grid, const char *name)
{
  guint known = mch_import_count_known (grid);
  g_autofree char *base = g_path_get_basename (name);

  contents->n_lists += known > 0;
  if (contents->best != NULL && known <= contents->best_known)
    {
      mch_grid_unref (grid);
      return;
    }
  g_clear_pointer (&contents->best, mch_grid_unref);
  contents->best = grid;
  contents->best_known = known;
  if (mch_grid_get_source (grid) == NULL)
    mch_grid_set_source (grid, base);
  mch_grid_take_note (grid,
                      g_strdup_printf (_ ("“%s” of the archive is the file that was read."), base));
}

static MchGrid *read_plain (GBytes *file, const MchSheetOptions *options, GError **error);

static gboolean
look_at_files (MchArchive *archive, const MchSheetOptions *options, Contents *contents,
               GError **error)
{
  for (const char *const *name = mch_archive_get_names (archive); *name != NULL; name++)
    {
      g_autoptr (GBytes) file = NULL;
      g_autoptr (GError) local = NULL;
      MchGrid *grid;

      /* What a Mac adds to its archives. */
      if (g_str_has_prefix (*name, "__MACOSX/"))
        continue;
      file = mch_archive_read_whole (archive, *name, MCH_CSV_MAX_BYTES, error);
      if (file == NULL)
        return FALSE;
      grid = read_plain (file, options, &local);
      if (grid != NULL)
        take_file (contents, grid, *name);
      else if (contents->error == NULL)
        contents->error = g_steal_pointer (&local);
    }
  return TRUE;
}

/* An archive around the file: SIECLE and the ministry's lists come so. */
static MchGrid *
read_files (MchArchive *archive, const MchSheetOptions *options, GError **error)
{
  Contents contents = { 0 };

  if (!look_at_files (archive, options, &contents, error))
    g_clear_pointer (&contents.best, mch_grid_unref);
  else if (contents.best == NULL && contents.error != NULL)
    g_propagate_error (error, g_steal_pointer (&contents.error));
  else if (contents.best == NULL)
    mch_sheet_fail (error, MCH_SHEET_ERROR_UNREADABLE, _ ("The archive holds no file."));
  g_clear_error (&contents.error);
  return contents.best;
}

static MchGrid *
read_archive (GBytes *file, const MchSheetOptions *options, GError **error)
{
  g_autoptr (MchArchive) archive = mch_archive_open (file, error);
  MchParts parts;

  if (archive == NULL)
    return NULL;
  parts = mch_archive_get_parts (archive);
  if (is_ods (archive))
    return mch_ods_read (&parts, NULL, options->table, error);
  if (is_xlsx (archive))
    return mch_xlsx_read (&parts, options->table, error);
  return read_files (archive, options, error);
}

static gboolean
is_archive (GBytes *file)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);

  return length >= 4
         && (memcmp (data, ZIP_MAGIC, 4) == 0 || memcmp (data, EMPTY_ZIP_MAGIC, 4) == 0);
}

/* A file that is no archive. */
static MchGrid *
read_plain (GBytes *file, const MchSheetOptions *options, GError **error)
{
  if (is_archive (file))
    {
      mch_sheet_fail (error, MCH_SHEET_ERROR_UNREADABLE,
                      _ ("The archive holds another archive or a workbook. Take the list out of it "
                         "and import that."));
      return NULL;
    }
  return is_xml (file) ? read_xml (file, options->table, error)
                       : mch_grid_new_from_csv (file, options->encoding, error);
}

MchGrid *
mch_sheet_read (GBytes *file, const MchSheetOptions *options, GError **error)
{
  static const MchSheetOptions nothing_said = { MCH_ENCODING_GUESSED, NULL };
  g_autofree char *message = NULL;

  g_return_val_if_fail (file != NULL, NULL);

  if (options == NULL)
    options = &nothing_said;
  if (g_bytes_get_size (file) > MCH_CSV_MAX_BYTES)
    {
      message =
          g_strdup_printf (_ ("The file is larger than %d MB. Split it and import the parts."),
                           MCH_CSV_MAX_BYTES / (1024 * 1024));
      mch_sheet_fail (error, MCH_SHEET_ERROR_TOO_LARGE, message);
      return NULL;
    }
  return is_archive (file) ? read_archive (file, options, error)
                           : read_plain (file, options, error);
}
