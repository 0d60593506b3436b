/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-jobs.h"

#include <glib/gi18n-lib.h>

#include "core/mch-csv-reader.h"
#include "sheet/mch-sheet.h"
#include "slips/mch-last-file.h"
#include "store/mch-import-presets.h"
#include "store/mch-outbox.h"
#include "sync/mch-engine.h"
#include "vault/mch-digest.h"
#include "vault/mch-vault-init.h"

#define READ_BYTES 65536

struct _MchImportRecording
{
  gatomicrefcount ref_count;
  const MchImportCheck *check;
  MchImportQuestion *question;
  char *name;
  char *digest;
  int n_done; /* atomic: rows */

  /* The job's own, read when it ended. */
  GPtrArray *changes;
  GCancellable *cancellable;
  MchImportCheck *fresh;
};

char *
mch_import_dup_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return base != NULL ? g_filename_display_name (base) : g_strdup ("");
}

MchImportReading *
mch_import_reading_new (GFile *file, MchEncoding encoding)
{
  MchImportReading *reading = g_new0 (MchImportReading, 1);

  reading->file = g_object_ref (file);
  reading->encoding = encoding;
  return reading;
}

void
mch_import_reading_free (MchImportReading *reading)
{
  g_object_unref (reading->file);
  mch_import_table_free (reading->table);
  g_free (reading->digest);
  g_free (reading);
}

void
mch_import_reading_free_job (gpointer reading)
{
  mch_import_reading_free (reading);
}

/* No more of the file than a list of candidates can have; a little more tells that it has. */
static GBytes *
read_bytes (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (READ_BYTES);
  gssize n;

  if (stream == NULL)
    return NULL;
  do
    {
      n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, READ_BYTES, cancellable, error);
      if (n > 0)
        g_byte_array_append (bytes, buffer, (guint) n);
    }
  while (n > 0 && bytes->len <= MCH_CSV_MAX_BYTES);
  return n >= 0 ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

/* What GIO says of a file that is gone or forbidden is no sentence for a secretary. */
static void
explain (GError **error, GFile *file)
{
  g_autofree char *name = mch_import_dup_name (file);

  if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_clear_error (error);
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
          _ ("%s is not there any more: it was moved, renamed or deleted. Choose it again."), name);
    }
  else if (g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    {
      g_clear_error (error);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                   _ ("%s is a folder. Choose the file inside it."), name);
    }
  else
    g_prefix_error (error, _ ("%s could not be read: "), name);
}

gpointer
mch_import_read_job (MchWork *work, gpointer data, GError **error)
{
  const MchImportReading *asked = data;
  g_autoptr (MchImportReading) reading = mch_import_reading_new (asked->file, asked->encoding);
  g_autoptr (GBytes) bytes = read_bytes (asked->file, mch_work_get_cancellable (work), error);
  const MchSheetOptions options = { asked->encoding, NULL };
  g_autoptr (MchGrid) grid = NULL;
  g_autoptr (MchImportPreset) preset = NULL;

  if (bytes == NULL)
    {
      explain (error, asked->file);
      return NULL;
    }
  reading->digest = mch_digest_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  grid = mch_sheet_read (bytes, &options, error);
  reading->table = grid != NULL ? mch_import_table_new (grid, error) : NULL;
  if (reading->table == NULL)
    return NULL;
  preset = mch_import_presets_recall (mch_work_get_store (work), reading->table);
  if (preset != NULL)
    mch_import_preset_apply (preset, reading->table);
  return g_steal_pointer (&reading);
}

gpointer
mch_import_check_job (MchWork *work, gpointer data, GError **error)
{
  return mch_import_check_new (data, NULL, mch_work_get_store (work), error);
}

MchImportRecording *
mch_import_recording_new (const MchImportCheck *check, MchImportQuestion *question,
                          const char *name, const char *digest)
{
  MchImportRecording *recording = g_new0 (MchImportRecording, 1);

  g_atomic_ref_count_init (&recording->ref_count);
  recording->check = check;
  recording->question = question;
  recording->name = g_strdup (name);
  recording->digest = g_strdup (digest);
  recording->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  return recording;
}

MchImportRecording *
mch_import_recording_ref (MchImportRecording *recording)
{
  g_atomic_ref_count_inc (&recording->ref_count);
  return recording;
}

void
mch_import_recording_unref (MchImportRecording *recording)
{
  if (!g_atomic_ref_count_dec (&recording->ref_count))
    return;
  mch_import_question_free (recording->question);
  g_clear_pointer (&recording->fresh, mch_import_check_free);
  g_ptr_array_unref (recording->changes);
  g_free (recording->name);
  g_free (recording->digest);
  g_free (recording);
}

guint
mch_import_recording_get_n_done (MchImportRecording *recording)
{
  return (guint) g_atomic_int_get (&recording->n_done);
}

guint
mch_import_recording_get_n_changes (MchImportRecording *recording)
{
  return recording->changes->len;
}

MchImportCheck *
mch_import_recording_steal_fresh (MchImportRecording *recording)
{
  return g_steal_pointer (&recording->fresh);
}

static gboolean
take_change (const MchImportChange *view, gpointer data)
{
  MchImportRecording *recording = data;
  MchChange *change = mch_change_new_update (view->kind, view->id, view->base_version);

  change->create = view->create;
  for (guint i = 0; i < view->n; i++)
    mch_change_set (change, view->names[i], view->from[i], view->to[i]);
  g_ptr_array_add (recording->changes, change);
  if (view->kind == MCH_KIND_CANDIDATURE)
    g_atomic_int_inc (&recording->n_done);
  return !g_cancellable_is_cancelled (recording->cancellable);
}

static GHashTable *
new_meta (const MchImportRecording *recording, const MchImportPlan *plan)
{
  GHashTable *meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (meta, g_strdup ("file"), g_strdup (recording->name));
  g_hash_table_insert (meta, g_strdup ("sha"), g_strdup (recording->digest));
  g_hash_table_insert (meta, g_strdup ("rows"),
                       g_strdup_printf ("%u", mch_import_plan_get_n_rows (plan)));
  g_hash_table_insert (meta, g_strdup ("rejected"),
                       g_strdup_printf ("%u", mch_import_plan_count (plan, MCH_IMPORT_REJECTED)));
  return meta;
}

/* The records may have changed under the check. The plan to record: the given one, or a fresh one
 * that does the same; NULL with an error when the fresh one is another. */
static const MchImportPlan *
find_plan (MchImportRecording *recording, MchStore *store, GError **error)
{
  if (mch_import_records_get_serial (recording->check->records) == mch_store_get_serial (store))
    return recording->check->plan;
  recording->fresh =
      mch_import_check_new (recording->question, recording->check->plan, store, error);
  if (recording->fresh == NULL)
    return NULL;
  if (mch_import_check_equal (recording->check, recording->fresh))
    return recording->fresh->plan;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       _ ("A colleague changed some of these candidates meanwhile, so the file was "
                          "checked again. Nothing was imported yet: look at the numbers, then "
                          "import."));
  return NULL;
}

/* The next file of this layout asks nothing again. What is only convenience fails without a word.
 */
static void
remember (const MchImportRecording *recording, MchStore *store, const char *import,
          const MchImportPlan *plan)
{
  g_autoptr (GError) error = NULL;

  if (!mch_last_file_note (store, recording->question->scope, recording->name, import, plan,
                           mch_desk_now_ms (), &error))
    {
      g_debug ("import: the file is not remembered: %s", error->message);
      return;
    }
  if (!mch_import_presets_remember_plan (store, plan, &error))
    g_debug ("import: the layout is not remembered: %s", error->message);
}

gpointer
mch_import_record_job (MchWork *work, gpointer data, GError **error)
{
  MchImportRecording *recording = data;
  MchStore *store = mch_work_get_store (work);
  const MchImportPlan *plan = find_plan (recording, store, error);
  g_autoptr (GHashTable) meta = NULL;
  g_autofree char *id = mch_desk_new_id ();

  if (plan == NULL)
    return NULL;
  recording->cancellable = mch_work_get_cancellable (work);
  mch_import_plan_visit_changes (plan, mch_desk_now_ms (), mch_vault_random, take_change,
                                 recording);
  if (g_cancellable_set_error_if_cancelled (recording->cancellable, error))
    return NULL;
  meta = new_meta (recording, plan);
  if (recording->changes->len > 0
      && !mch_store_enqueue (store, id, recording->question->scope, "import", meta,
                             recording->changes, mch_desk_now_ms (), error))
    return NULL;
  remember (recording, store, recording->changes->len > 0 ? id : NULL, plan);
  return GINT_TO_POINTER (TRUE);
}

gpointer
mch_import_send_job (MchWork *work, gpointer data, GError **error)
{
  if (!mch_engine_sync (mch_work_get_desk (work), NULL, mch_work_get_cancellable (work), error))
    return NULL;
  return GINT_TO_POINTER (TRUE);
}
