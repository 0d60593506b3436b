/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The id of a record stays readable on the disk, so a preset's name stands inside: the first line,
 * before the preset itself. */
#include "store/mch-import-presets.h"

#include "core/mch-text.h"
#include "vault/mch-digest.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define KIND_NAMED "import-preset"
#define KIND_LAYOUT "import-layout"

gboolean
mch_import_presets_check_name (const char *name, GError **error)
{
  glong length;

  g_return_val_if_fail (name != NULL, FALSE);

  length = g_utf8_validate (name, -1, NULL) ? g_utf8_strlen (name, -1) : 0;
  if (length >= 1 && length <= MCH_IMPORT_MAX_PRESET_NAME && strpbrk (name, "\r\n") == NULL
      && strlen (name) != strspn (name, " \t"))
    return TRUE;
  g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND,
               _ ("A preset's name has 1 to %d characters on one line."),
               MCH_IMPORT_MAX_PRESET_NAME);
  return FALSE;
}

static char *
dup_id (const char *name)
{
  g_autofree char *folded = mch_text_fold (name);

  return mch_digest_hex (folded, strlen (folded));
}

gboolean
mch_import_presets_save (MchStore *store, const char *name, const MchImportPreset *preset,
                         GError **error)
{
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  g_autofree char *content = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (store != NULL && preset != NULL, FALSE);

  if (!mch_import_presets_check_name (name, error))
    return FALSE;
  id = dup_id (name);
  text = mch_import_preset_to_text (preset);
  content = g_strconcat (name, "\n", text, NULL);
  bytes = g_bytes_new (content, strlen (content));
  return mch_store_put_local (store, KIND_NAMED, id, bytes, error);
}

/* The content of a named preset in its two halves. */
static gboolean
split (GBytes *bytes, char **ret_name, const char **ret_text, gsize *ret_length)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  const char *end = length > 0 ? memchr (data, '\n', length) : NULL;

  if (end == NULL)
    return FALSE;
  *ret_name = g_strndup (data, (gsize) (end - data));
  *ret_text = end + 1;
  *ret_length = length - (gsize) (end + 1 - data);
  return TRUE;
}

static void
set_not_found (const char *name, GError **error)
{
  g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND,
               _ ("There is no preset “%s” on this computer."), name);
}

MchImportPreset *
mch_import_presets_load (MchStore *store, const char *name, GError **error)
{
  g_autofree char *id = NULL;
  g_autofree char *kept_name = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local = NULL;
  const char *text = "";
  gsize length = 0;

  g_return_val_if_fail (store != NULL && name != NULL, NULL);

  if (!mch_import_presets_check_name (name, error))
    return NULL;
  id = dup_id (name);
  bytes = mch_store_get_local (store, KIND_NAMED, id, &local);
  if (bytes == NULL)
    {
      if (g_error_matches (local, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND))
        set_not_found (name, error);
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  split (bytes, &kept_name, &text, &length);
  return mch_import_preset_new_from_text (text, length, error);
}

gboolean
mch_import_presets_delete (MchStore *store, const char *name, GError **error)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (store != NULL && name != NULL, FALSE);

  if (!mch_import_presets_check_name (name, error))
    return FALSE;
  id = dup_id (name);
  bytes = mch_store_get_local (store, KIND_NAMED, id, NULL);
  if (bytes == NULL)
    {
      set_not_found (name, error);
      return FALSE;
    }
  return mch_store_delete_local (store, KIND_NAMED, id, error);
}

static int
compare_names (gconstpointer one, gconstpointer other)
{
  return g_utf8_collate (*(const char *const *) one, *(const char *const *) other);
}

char **
mch_import_presets_list (MchStore *store)
{
  g_auto (GStrv) ids = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_return_val_if_fail (store != NULL, NULL);

  ids = mch_store_list_local (store, KIND_NAMED);
  for (char **id = ids; *id != NULL; id++)
    {
      g_autoptr (GBytes) bytes = mch_store_get_local (store, KIND_NAMED, *id, NULL);
      const char *text;
      gsize length;
      char *name;

      if (bytes != NULL && split (bytes, &name, &text, &length))
        g_ptr_array_add (names, name);
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

MchImportPreset *
mch_import_presets_recall (MchStore *store, const MchImportTable *table)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  const char *data;

  g_return_val_if_fail (store != NULL && table != NULL, NULL);

  id = mch_import_table_dup_fingerprint (table);
  bytes = mch_store_get_local (store, KIND_LAYOUT, id, NULL);
  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  /* What cannot be read any more is as if it were not there: the columns are guessed. */
  return mch_import_preset_new_from_text (data, length, NULL);
}

gboolean
mch_import_presets_remember (MchStore *store, const MchImportTable *table,
                             const MchImportPreset *preset, GError **error)
{
  g_autofree char *id = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (store != NULL && table != NULL && preset != NULL, FALSE);

  id = mch_import_table_dup_fingerprint (table);
  if (mch_import_preset_is_empty (preset))
    return mch_store_delete_local (store, KIND_LAYOUT, id, error);
  text = mch_import_preset_to_text (preset);
  bytes = g_bytes_new (text, strlen (text));
  return mch_store_put_local (store, KIND_LAYOUT, id, bytes, error);
}

gboolean
mch_import_presets_remember_plan (MchStore *store, const MchImportPlan *plan, GError **error)
{
  const MchImportTable *table;
  g_autoptr (MchImportPreset) preset = NULL;

  g_return_val_if_fail (store != NULL && plan != NULL, FALSE);

  table = mch_import_plan_get_table (plan);
  preset = mch_import_preset_new (table, plan);
  return mch_import_preset_is_empty (preset)
         || mch_import_presets_remember (store, table, preset, error);
}
