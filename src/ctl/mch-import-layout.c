/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/mch-import-layout.h"

#include "core/mch-header.h"
#include "sheet/mch-sheet.h"
#include "store/mch-import-presets.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

void
mch_import_layout_clear (MchImportLayout *layout)
{
  g_free (layout->preset);
  g_free (layout->sheet);
  g_strfreev (layout->columns);
  g_strfreev (layout->ignored);
  g_strfreev (layout->values);
}

/* -1 when reading fails. */
static gssize
read_all (int fd, GByteArray *bytes)
{
  guint8 buffer[65536];
  gssize n;

  while ((n = read (fd, buffer, sizeof buffer)) > 0 && bytes->len <= MCH_CSV_MAX_BYTES)
    g_byte_array_append (bytes, buffer, (guint) n);
  return n;
}

GBytes *
mch_import_read_file (const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0 || read_all (fd, bytes) < 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("The file %s cannot be read: %s. Nothing was imported."), path,
                   g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  close (fd);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

G_GNUC_PRINTF (2, 3)
static gboolean
refuse_typed (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_clear_error (error);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, arguments);
  va_end (arguments);
  return FALSE;
}

static gboolean
find_field (const char *name, const MchField **ret_field, GError **error)
{
  *ret_field = mch_field_find_for_candidate (name);
  return (*ret_field != NULL && mch_import_can_choose (*ret_field))
         || refuse_typed (
             error, _ ("“%s” is not a field that a file can give; see “import columns”."), name);
}

gboolean
mch_import_layout_find_column (const MchImportTable *table, const char *words, guint *ret_column,
                               GError **error)
{
  g_autofree char *key = mch_header_normalise (words);

  for (guint i = 0; i < mch_import_table_get_n_columns (table); i++)
    {
      g_autofree char *other = mch_header_normalise (mch_import_table_get_heading (table, i));

      if (strcmp (key, other) == 0)
        {
          *ret_column = i;
          return TRUE;
        }
    }
  return refuse_typed (error, _ ("The file has no column “%s”."), words);
}

/* Puts a choice in place of others about its column or its field. */
static void
choose (MchImportTable *table, guint column, const MchField *field)
{
  g_autoptr (GArray) choices = g_array_new (FALSE, FALSE, sizeof (MchImportChoice));
  MchImportChoice choice = { column, field };
  gsize n;
  const MchImportChoice *said = mch_import_table_get_choices (table, &n);

  for (gsize i = 0; i < n; i++)
    if (said[i].column != column && (field == NULL || said[i].field != field))
      g_array_append_val (choices, said[i]);
  g_array_append_val (choices, choice);
  mch_import_table_choose (table, (const MchImportChoice *) (gpointer) choices->data, choices->len);
}

static gboolean
apply_column (MchImportTable *table, const char *typed, GError **error)
{
  const char *equals = strrchr (typed, '=');
  g_autofree char *heading = NULL;
  const MchField *field;
  guint column;

  if (equals == NULL)
    return refuse_typed (error, _ ("“%s” is not of the form HEADING=FIELD."), typed);
  heading = g_strndup (typed, (gsize) (equals - typed));
  if (!mch_import_layout_find_column (table, heading, &column, error)
      || !find_field (equals + 1, &field, error))
    return FALSE;
  choose (table, column, field);
  return TRUE;
}

static gboolean
apply_ignored (MchImportTable *table, const char *typed, GError **error)
{
  guint column;

  if (!mch_import_layout_find_column (table, typed, &column, error))
    return FALSE;
  choose (table, column, NULL);
  return TRUE;
}

static gboolean
apply_value (MchImportTable *table, const char *typed, GError **error)
{
  const char *colon = strchr (typed, ':');
  const char *equals = colon != NULL ? strchr (colon, '=') : NULL;
  g_autofree char *name = NULL;
  g_autofree char *from = NULL;
  const MchField *field;

  if (equals == NULL || equals == colon + 1)
    return refuse_typed (error, _ ("“%s” is not of the form FIELD:FROM=TO."), typed);
  name = g_strndup (typed, (gsize) (colon - typed));
  from = g_strndup (colon + 1, (gsize) (equals - colon - 1));
  if (!find_field (name, &field, error))
    return FALSE;
  mch_import_table_map_value (table, field, from, equals + 1);
  return TRUE;
}

typedef gboolean (*Apply) (MchImportTable *table, const char *typed, GError **error);

static gboolean
apply_all (MchImportTable *table, char **typed, Apply apply, GError **error)
{
  for (; typed != NULL && *typed != NULL; typed++)
    {
      if (!g_utf8_validate (*typed, -1, NULL))
        return refuse_typed (error, "%s", _ ("What was typed is not UTF-8."));
      if (!apply (table, *typed, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
apply_preset (const MchImportLayout *layout, MchStore *store, MchImportTable *table, GError **error)
{
  g_autoptr (MchImportPreset) preset = NULL;

  if (layout->preset != NULL)
    {
      preset = mch_import_presets_load (store, layout->preset, error);
      if (preset == NULL)
        return FALSE;
    }
  else
    preset = mch_import_presets_recall (store, table);
  if (preset != NULL)
    mch_import_preset_apply (preset, table);
  return TRUE;
}

MchImportTable *
mch_import_layout_read (const MchImportLayout *layout, MchCtl *ctl, GBytes *file, GError **error)
{
  const MchSheetOptions options = { MCH_ENCODING_GUESSED, layout->sheet };
  g_autoptr (MchGrid) grid = mch_sheet_read (file, &options, error);
  g_autoptr (MchImportTable) table = grid != NULL ? mch_import_table_new (grid, error) : NULL;

  if (table == NULL || !apply_preset (layout, mch_desk_get_store (ctl->desk), table, error)
      || !apply_all (table, layout->columns, apply_column, error)
      || !apply_all (table, layout->ignored, apply_ignored, error)
      || !apply_all (table, layout->values, apply_value, error))
    return NULL;
  return g_steal_pointer (&table);
}
