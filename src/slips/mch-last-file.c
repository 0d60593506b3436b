/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-last-file.h"

#include <glib/gi18n-lib.h>

#define LOCAL_KIND "last-file"
/* version 2, name, at_ms, rows, who was left out, id of the import */
#define FORMAT "(usxuass)"
#define VERSION 2

/* What the server knows: version 1, id, name, login, made_ms, rows, rejected; "" for an id when
 * there is none; and the id of the import of this desktop when it was taken back. */
#define RUN_KIND "last-run"
#define RUN_FORMAT "(ussssxuu)"
#define RUN_VERSION 1

void
mch_last_file_free (MchLastFile *file)
{
  g_return_if_fail (file != NULL);

  g_free (file->name);
  g_free (file->who);
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
mch_last_file_note (MchStore *store, const char *scope, const char *name, const char *import,
                    const MchImportPlan *plan, gint64 now_ms, GError **error)
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
  value =
      g_variant_ref_sink (g_variant_new ("(usxu^ass)", VERSION, valid, now_ms, n,
                                         (char **) left_out->pdata, import != NULL ? import : ""));
  bytes = g_variant_get_data_as_bytes (value);
  return mch_store_put_local (store, LOCAL_KIND, scope, bytes, error);
}

/* (transfer full) (nullable): a local record of this form. */
static GVariant *
read_value (MchStore *store, const char *kind, const char *scope, const char *format,
            guint32 version)
{
  g_autoptr (GBytes) bytes = mch_store_get_local (store, kind, scope, NULL);
  g_autoptr (GVariant) value = NULL;
  guint32 said;

  if (bytes == NULL)
    return NULL;
  value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (format), bytes, FALSE));
  if (!g_variant_is_normal_form (value))
    return NULL;
  g_variant_get_child (value, 0, "u", &said);
  return said == version ? g_steal_pointer (&value) : NULL;
}

/* (nullable): @ret_import: its operation's id, or "". */
static MchLastFile *
load_own (MchStore *store, const char *scope, char **ret_import)
{
  g_autoptr (GVariant) value = read_value (store, LOCAL_KIND, scope, FORMAT, VERSION);
  MchLastFile *file;

  if (value == NULL)
    return NULL;
  file = g_new0 (MchLastFile, 1);
  g_variant_get (value, "(usxu^ass)", NULL, &file->name, &file->at_ms, &file->n_rows,
                 &file->left_out, ret_import);
  file->n_left_out = g_strv_length (file->left_out);
  return file;
}

gboolean
mch_last_file_follow (MchStore *store, const char *scope, const GPtrArray *runs, GError **error)
{
  g_autofree char *own = NULL;
  g_autoptr (MchLastFile) file = NULL;
  const MchImportRun *last = NULL;
  gboolean own_undone = FALSE;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (store != NULL && scope != NULL && runs != NULL, FALSE);

  file = load_own (store, scope, &own);
  for (guint i = 0; i < runs->len; i++)
    {
      const MchImportRun *run = runs->pdata[i];

      if (run->undone_by == NULL && last == NULL)
        last = run;
      own_undone |= run->undone_by != NULL && g_strcmp0 (run->id, own) == 0;
    }
  value = g_variant_ref_sink (g_variant_new (
      RUN_FORMAT, RUN_VERSION, last != NULL ? last->id : "", last != NULL ? last->file : "",
      last != NULL ? last->login : "", own_undone ? own : "",
      last != NULL ? last->made_ms : (gint64) 0, last != NULL ? (guint) last->rows : 0,
      last != NULL ? (guint) last->rejected : 0));
  bytes = g_variant_get_data_as_bytes (value);
  return mch_store_put_local (store, RUN_KIND, scope, bytes, error);
}

MchLastFile *
mch_last_file_load (MchStore *store, const char *scope)
{
  g_autofree char *import = NULL;
  g_autoptr (MchLastFile) own = NULL;
  g_autoptr (GVariant) value = NULL;
  const char *id, *name, *login, *undone;
  guint rows, rejected;
  gint64 made_ms;
  MchLastFile *file;

  g_return_val_if_fail (store != NULL && scope != NULL, NULL);

  own = load_own (store, scope, &import);
  value = read_value (store, RUN_KIND, scope, RUN_FORMAT, RUN_VERSION);
  if (value == NULL)
    return g_steal_pointer (&own);
  g_variant_get (value, "(u&s&s&s&sxuu)", NULL, &id, &name, &login, &undone, &made_ms, &rows,
                 &rejected);
  if (own != NULL && *import != '\0' && g_strcmp0 (import, undone) == 0)
    g_clear_pointer (&own, mch_last_file_free);
  if (*id == '\0' || (own != NULL && (own->at_ms >= made_ms || g_strcmp0 (import, id) == 0)))
    return g_steal_pointer (&own);
  file = g_new0 (MchLastFile, 1);
  file->name = g_strdup (name);
  file->who = g_strdup (login);
  file->at_ms = made_ms;
  file->n_rows = rows;
  file->n_left_out = rejected;
  file->left_out = g_new0 (char *, 1);
  return file;
}
