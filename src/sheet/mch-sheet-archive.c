/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ZIP archive that is never unpacked as a whole: parts go through in pieces, and whoever reads
 * them decides what to keep. What the archive says of its sizes is not believed. */
#include "sheet/mch-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <zip.h>

#define MAX_ENTRIES 1000
#define MAX_PART (256 * 1024 * 1024)
#define MAX_TOTAL (384 * 1024 * 1024)
/* What a sheet of equal rows still does not reach; below the threshold it does not matter. */
#define MAX_RATIO 200
#define RATIO_THRESHOLD (4 * 1024 * 1024)
#define PIECE 65536
#define END_RECORD "PK\005\006"
#define END_RECORD_SIZE 22
#define MAX_COMMENT 65535

struct _MchArchive
{
  GBytes *file;
  zip_t *zip;
  GPtrArray *names; /* char*, NULL-terminated */
  guint64 total;    /* bytes that came out so far */
};

static gboolean
refuse_damaged (GError **error)
{
  return mch_sheet_fail (
      error, MCH_SHEET_ERROR_UNREADABLE,
      _ ("The file is damaged or cut off: it cannot be unpacked. Save it again."));
}

static gboolean
refuse_bomb (GError **error)
{
  return mch_sheet_fail (error, MCH_SHEET_ERROR_TOO_LARGE,
                         _ ("The file unpacks to far more than a list of candidates is. It was not "
                            "read; nothing was imported."));
}

/* How many entries the archive says that it has; the library would make room for all of them. */
static gboolean
check_entries (GBytes *file, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);
  gsize first = length > END_RECORD_SIZE + MAX_COMMENT ? length - END_RECORD_SIZE - MAX_COMMENT : 0;

  for (gsize i = length >= END_RECORD_SIZE ? length - END_RECORD_SIZE + 1 : 0; i > first; i--)
    {
      const guint8 *record = data + i - 1;

      if (memcmp (record, END_RECORD, 4) != 0)
        continue;
      if ((record[10] | record[11] << 8) <= MAX_ENTRIES)
        return TRUE;
      return mch_sheet_fail (error, MCH_SHEET_ERROR_TOO_LARGE,
                             _ ("The archive holds too many files to be a list of candidates."));
    }
  return refuse_damaged (error);
}

static void
list_names (MchArchive *archive)
{
  zip_int64_t n = zip_get_num_entries (archive->zip, 0);

  for (zip_int64_t i = 0; i < n && i < MAX_ENTRIES; i++)
    {
      const char *name = zip_get_name (archive->zip, (zip_uint64_t) i, ZIP_FL_ENC_GUESS);

      if (name != NULL && g_utf8_validate (name, -1, NULL) && *name != '\0'
          && !g_str_has_suffix (name, "/"))
        g_ptr_array_add (archive->names, g_strdup (name));
    }
}

MchArchive *
mch_archive_open (GBytes *file, GError **error)
{
  g_autoptr (MchArchive) archive = NULL;
  zip_source_t *source;
  gsize length;
  const void *data = g_bytes_get_data (file, &length);

  if (!check_entries (file, error))
    return NULL;
  archive = g_new0 (MchArchive, 1);
  archive->file = g_bytes_ref (file);
  archive->names = g_ptr_array_new_null_terminated (8, g_free, TRUE);
  source = zip_source_buffer_create (data, length, 0, NULL);
  if (source == NULL)
    {
      refuse_damaged (error);
      return NULL;
    }
  archive->zip = zip_open_from_source (source, ZIP_RDONLY, NULL);
  if (archive->zip == NULL)
    {
      zip_source_free (source);
      refuse_damaged (error);
      return NULL;
    }
  list_names (archive);
  return g_steal_pointer (&archive);
}

void
mch_archive_close (MchArchive *archive)
{
  if (archive == NULL)
    return;
  if (archive->zip != NULL)
    zip_discard (archive->zip);
  g_ptr_array_unref (archive->names);
  g_bytes_unref (archive->file);
  g_free (archive);
}

const char *const *
mch_archive_get_names (MchArchive *archive)
{
  return (const char *const *) archive->names->pdata;
}

static gboolean
has_part (gpointer self, const char *name)
{
  MchArchive *archive = self;

  return zip_name_locate (archive->zip, name, ZIP_FL_ENC_GUESS) >= 0;
}

/* Whether so much may have come out of so little. */
static gboolean
is_bomb (const MchArchive *archive, guint64 read, guint64 packed)
{
  return read > MAX_PART || archive->total > MAX_TOTAL
         || (read > RATIO_THRESHOLD && read / MAX_RATIO > MAX (packed, 1));
}

static gboolean
read_pieces (MchArchive *archive, zip_file_t *part, guint64 packed, MchPieceFunc func,
             gpointer user_data, GError **error)
{
  g_autofree char *piece = g_malloc (PIECE);
  guint64 read = 0;
  zip_int64_t n;

  while ((n = zip_fread (part, piece, PIECE)) > 0)
    {
      read += (guint64) n;
      archive->total += (guint64) n;
      if (is_bomb (archive, read, packed))
        return refuse_bomb (error);
      if (!func (piece, (gsize) n, user_data, error))
        return FALSE;
    }
  return n == 0 || refuse_damaged (error);
}

static gboolean
read_part (gpointer self, const char *name, MchPieceFunc func, gpointer user_data, GError **error)
{
  MchArchive *archive = self;
  zip_stat_t info;
  zip_file_t *part;
  guint64 packed = g_bytes_get_size (archive->file);
  gboolean done;

  if (zip_stat (archive->zip, name, ZIP_FL_ENC_GUESS, &info) != 0)
    return refuse_damaged (error);
  if ((info.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && info.encryption_method != ZIP_EM_NONE)
    return mch_sheet_fail (error, MCH_SHEET_ERROR_PROTECTED,
                           _ ("The file opens with a password only. Save it without one and import "
                              "it again."));
  if ((info.valid & ZIP_STAT_COMP_SIZE) != 0)
    packed = MIN (packed, info.comp_size);
  part = zip_fopen_index (archive->zip, info.index, 0);
  if (part == NULL)
    return refuse_damaged (error);
  done = read_pieces (archive, part, packed, func, user_data, error);
  zip_fclose (part);
  return done;
}

MchParts
mch_archive_get_parts (MchArchive *archive)
{
  return (MchParts){ has_part, read_part, archive };
}

typedef struct
{
  GByteArray *bytes;
  gsize max;
} Whole;

static gboolean
take_piece (const char *data, gsize length, gpointer user_data, GError **error)
{
  Whole *whole = user_data;

  if (length > whole->max - whole->bytes->len)
    return refuse_bomb (error);
  g_byte_array_append (whole->bytes, (const guint8 *) data, (guint) length);
  return TRUE;
}

GBytes *
mch_archive_read_whole (MchArchive *archive, const char *name, gsize max, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Whole whole = { bytes, max };

  if (!read_part (archive, name, take_piece, &whole, error))
    return NULL;
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
