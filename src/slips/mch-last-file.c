/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-last-file.h"

#include <glib/gi18n-lib.h>

#define LOCAL_KIND "last-file"
/* version 1, name, at_ms, rows, who was left out */
#define FORMAT "(usxuas)"
#define VERSION 1

void
mch_last_file_free (MchLastFile *file)
{
  g_return_if_fail (file != NULL);

  g_free (file->name);
  g_strfreev (file->left_out);
  g_free (file);
}

static const char *
get_cell (const MchImportPlan *plan, guint row, const char *field)
{
  int column = mch_import_plan_get_column (plan, mch_field_find_for_candidate (field));

  return column >= 0
             ? mch_import_table_get_cell (mch_import_plan_get_table (plan), row, (guint) column)
             : "";
}

/* (transfer full) */
static char *
dup_left_out (const MchImportPlan *plan, guint row)
{
  guint n;
  const MchFault *faults = mch_import_plan_find_faults (plan, row, &n);
  const MchFault *worst = NULL;
  g_autofree char *name = g_strdup_printf ("%s %s", get_cell (plan, row, "family_name"),
                                           get_cell (plan, row, "given_name"));
  g_autofree char *valid = NULL;
  g_autofree char *reason = NULL;

  for (guint i = 0; worst == NULL && i < n; i++)
    if (faults[i].blocking)
      worst = &faults[i];
  reason = worst != NULL ? mch_fault_dup_message (worst) : g_strdup ("");
  valid = g_utf8_make_valid (g_strstrip (name), -1);
  /* Translators: a pupil of a file who was not taken, and why. */
  return g_strdup_printf (_ ("Line %u: %s. %s"),
                          mch_import_table_get_line (mch_import_plan_get_table (plan), row), valid,
                          reason);
}

gboolean
mch_last_file_note (MchStore *store, const char *scope, const char *name, const MchImportPlan *plan,
                    gint64 now_ms, GError **error)
{
  guint n;
  const MchImportRow *rows;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *valid = NULL;
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (store != NULL && scope != NULL && name != NULL && plan != NULL, FALSE);

  rows = mch_import_plan_get_rows (plan, &n);
  for (guint i = 0; i < n && left_out->len < MCH_LAST_FILE_MAX; i++)
    if (rows[i].outcome == MCH_IMPORT_REJECTED)
      g_ptr_array_add (left_out, dup_left_out (plan, i));
  g_ptr_array_add (left_out, NULL);
  valid = g_utf8_make_valid (name, -1);
  value = g_variant_ref_sink (
      g_variant_new ("(usxu^as)", VERSION, valid, now_ms, n, (char **) left_out->pdata));
  bytes = g_variant_get_data_as_bytes (value);
  return mch_store_put_local (store, LOCAL_KIND, scope, bytes, error);
}

MchLastFile *
mch_last_file_load (MchStore *store, const char *scope)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (MchLastFile) file = NULL;
  guint32 version;

  g_return_val_if_fail (store != NULL && scope != NULL, NULL);

  bytes = mch_store_get_local (store, LOCAL_KIND, scope, NULL);
  if (bytes == NULL)
    return NULL;
  value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  if (!g_variant_is_normal_form (value))
    return NULL;
  file = g_new0 (MchLastFile, 1);
  g_variant_get (value, "(usxu^as)", &version, &file->name, &file->at_ms, &file->n_rows,
                 &file->left_out);
  return version == VERSION ? g_steal_pointer (&file) : NULL;
}
