/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a file to its plan: encoding, separator, headings, then row by row. */
#include "core/mch-import.h"

#include "core/mch-error.h"
#include "core/mch-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define READ_BYTES 65536

static MchImportPlan *
new_plan (const MchImportBase *base)
{
  MchImportPlan *plan = g_new0 (MchImportPlan, 1);

  plan->base = *base;
  plan->strings = g_string_chunk_new (4096);
  plan->keys = g_string_chunk_new (65536);
  plan->rows = g_array_new (FALSE, FALSE, sizeof (MchImportRow));
  plan->row_subjects = g_array_new (FALSE, FALSE, sizeof (MchRowSubject));
  plan->faults = g_array_new (FALSE, FALSE, sizeof (MchFault));
  plan->repairs = g_array_new (FALSE, FALSE, sizeof (MchImportRepair));
  plan->subjects = g_array_new (FALSE, FALSE, sizeof (MchSubject));
  plan->rejected_lines = g_array_new (FALSE, FALSE, sizeof (guint));
  plan->values = g_string_new (NULL);
  plan->name_key = g_string_new (NULL);
  plan->rejected = g_string_new (NULL);
  plan->by_ine = g_hash_table_new (g_str_hash, g_str_equal);
  plan->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return plan;
}

void
mch_import_plan_free (MchImportPlan *plan)
{
  if (plan == NULL)
    return;
  mch_import_columns_free (plan->columns);
  g_free (plan->uai);
  g_string_chunk_free (plan->strings);
  g_string_chunk_free (plan->keys);
  g_array_unref (plan->rows);
  g_array_unref (plan->row_subjects);
  g_array_unref (plan->faults);
  g_array_unref (plan->repairs);
  g_array_unref (plan->subjects);
  g_array_unref (plan->rejected_lines);
  g_string_free (plan->values, TRUE);
  g_string_free (plan->name_key, TRUE);
  g_string_free (plan->rejected, TRUE);
  g_hash_table_unref (plan->by_ine);
  g_hash_table_unref (plan->by_name);
  g_free (plan);
}

static gboolean
check_size (gsize length, GError **error)
{
  if (length <= MCH_CSV_MAX_BYTES)
    return TRUE;
  g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
               _ ("The file is larger than %d MB. Split it and import the parts."),
               MCH_CSV_MAX_BYTES / (1024 * 1024));
  return FALSE;
}

static gboolean
check_needed (const MchImportPlan *plan, GError **error)
{
  g_autofree char *missing = mch_import_columns_dup_missing (plan->columns);

  if (missing == NULL)
    return TRUE;
  g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
               _ ("The file has no column for: %s. Add it, or correct its heading."), missing);
  return FALSE;
}

static gboolean
check_title (const MchImportPlan *plan, GError **error)
{
  if (plan->uai == NULL || plan->base.uai == NULL || strcmp (plan->uai, plan->base.uai) == 0)
    return TRUE;
  g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_INVALID,
               _ ("The file is a list of the establishment %s, and this is %s. Nothing was "
                  "imported."),
               plan->uai, plan->base.uai);
  return FALSE;
}

MchImportPlan *
mch_import_plan_new (GBytes *file, const MchImportBase *base, GError **error)
{
  g_autoptr (MchImportPlan) plan = NULL;
  g_autoptr (GBytes) text = NULL;
  const char *data;
  gsize length;

  g_return_val_if_fail (file != NULL && base != NULL, NULL);
  g_return_val_if_fail (base->session != NULL && base->today != NULL, NULL);

  plan = new_plan (base);
  if (!check_size (g_bytes_get_size (file), error))
    return NULL;
  text = mch_encoding_decode (file, &plan->encoding, error);
  if (text == NULL)
    return NULL;

  data = g_bytes_get_data (text, &length);
  plan->dialect = mch_csv_guess_dialect (data, length);
  plan->columns = mch_import_columns_new (data, length, &plan->dialect, &plan->uai, error);
  if (plan->columns == NULL)
    return NULL;
  if (base->n_choices > 0)
    mch_import_columns_map (plan->columns, base->choices, base->n_choices);
  plan->base.choices = NULL; /* the caller's */
  plan->base.n_choices = 0;
  if (!check_needed (plan, error) || !check_title (plan, error))
    return NULL;

  mch_import_index_base (plan);
  return mch_import_read_rows (plan, data, length, error) ? g_steal_pointer (&plan) : NULL;
}

MchImportPlan *
mch_import_plan_new_from_stream (GInputStream *stream, const MchImportBase *base,
                                 GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (READ_BYTES);
  g_autoptr (GBytes) file = NULL;
  gssize n;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  while ((n = g_input_stream_read (stream, buffer, READ_BYTES, cancellable, error)) > 0)
    {
      g_byte_array_append (array, buffer, (guint) n);
      if (!check_size (array->len, error))
        return NULL;
    }
  if (n < 0)
    return NULL;
  file = g_byte_array_free_to_bytes (g_steal_pointer (&array));
  return mch_import_plan_new (file, base, error);
}
