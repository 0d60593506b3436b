/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-model.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/import/mch-import-jobs.h"
#include "app/import/mch-import-recent.h"
#include "sync/mch-sync-error.h"

#define PULSE_MS 100

struct _MchImportModel
{
  GObject parent_instance;

  MchContext *context;
  GFile *file;
  char *name;
  char *digest; /* of the bytes that were read */
  MchEncoding encoding;
  MchImportTable *table;
  char *problem;
  GCancellable *reading; /* while a file is read */
  GArray *choices;       /* MchImportChoice */
  MchImportCheck *check;
  guint stamp;
  guint edited_id;
  gboolean committing; /* a thread reads the check */
  MchImportEnd end;
  char *kept_reason;
};

/* One import on its way, from the outbox to the server. */
typedef struct
{
  MchImportProgressFunc progress;
  gpointer progress_data;
  MchImportRecording *recording;
  guint pulse_id;
  gulong cancelled_id;
  gboolean sending;
  gboolean returned;
} Commit;

enum
{
  SIGNAL_CHANGED,
  SIGNAL_GO,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchImportModel, mch_import_model, G_TYPE_OBJECT)

static void
changed (MchImportModel *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

MchContext *
mch_import_model_get_context (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), NULL);

  return self->context;
}

static gboolean
have_same_headings (const MchImportTable *a, const MchImportTable *b)
{
  guint n = mch_import_table_get_n_columns (a);

  if (n != mch_import_table_get_n_columns (b))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (strcmp (mch_import_table_get_heading (a, i), mch_import_table_get_heading (b, i)) != 0)
      return FALSE;
  return TRUE;
}

static void
apply_choices (MchImportModel *self)
{
  mch_import_table_choose (self->table, (const MchImportChoice *) (gpointer) self->choices->data,
                           self->choices->len);
}

/* What a preset said becomes what the person said: he may go on from there. */
static void
take_choices (MchImportModel *self)
{
  gsize n;
  const MchImportChoice *choices = mch_import_table_get_choices (self->table, &n);

  g_array_set_size (self->choices, 0);
  g_array_append_vals (self->choices, choices, (guint) n);
}

static void
take_reading (MchImportModel *self, MchImportReading *reading)
{
  g_autofree char *uri = g_file_get_uri (self->file);
  gboolean same = self->table != NULL && have_same_headings (self->table, reading->table);

  g_clear_pointer (&self->table, mch_import_table_free);
  self->table = g_steal_pointer (&reading->table);
  g_free (self->digest);
  self->digest = g_steal_pointer (&reading->digest);
  if (same)
    apply_choices (self);
  else
    take_choices (self);
  mch_import_recent_add (mch_context_get_worker (self->context), uri);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchImportModel) self = MCH_IMPORT_MODEL (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchImportReading) reading =
      mch_worker_run_finish (MCH_WORKER (source), result, &error);

  /* Another file was chosen meanwhile, and this one is no more asked for. */
  if (self->reading != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->reading);
  if (reading != NULL)
    take_reading (self, reading);
  else
    {
      g_autofree char *uri = g_file_get_uri (self->file);

      /* The table before stays: what was said of its columns may hold for the next one. */
      self->problem = g_strdup (error->message);
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        mch_import_recent_remove (MCH_WORKER (source), uri);
    }
  changed (self);
}

void
mch_import_model_open (MchImportModel *self, GFile *file, MchEncoding encoding)
{
  g_autoptr (GFile) kept = g_object_ref (file);

  g_return_if_fail (MCH_IS_IMPORT_MODEL (self));

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  g_set_object (&self->file, kept);
  g_free (self->name);
  self->name = mch_import_dup_name (kept);
  self->encoding = encoding;
  g_clear_pointer (&self->problem, g_free);
  g_clear_pointer (&self->check, mch_import_check_free);
  mch_worker_run_on_disk_async (mch_context_get_worker (self->context), "import: read",
                                mch_import_read_job, mch_import_reading_new (kept, encoding),
                                mch_import_reading_free_job, mch_import_reading_free_job,
                                self->reading, on_read, g_object_ref (self));
  changed (self);
}

void
mch_import_model_reopen (MchImportModel *self)
{
  g_return_if_fail (MCH_IS_IMPORT_MODEL (self));

  if (self->file != NULL)
    mch_import_model_open (self, self->file, self->encoding);
}

GFile *
mch_import_model_get_file (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), NULL);

  return self->file;
}

const char *
mch_import_model_get_name (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), NULL);

  return self->name;
}

gboolean
mch_import_model_is_reading (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), FALSE);

  return self->reading != NULL;
}

MchImportTable *
mch_import_model_get_table (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), NULL);

  return self->reading == NULL && self->problem == NULL ? self->table : NULL;
}

const char *
mch_import_model_get_problem (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), NULL);

  return self->problem;
}

static void
forget_choice (MchImportModel *self, guint column, const MchField *field)
{
  for (guint i = self->choices->len; i > 0; i--)
    {
      const MchImportChoice *choice = &g_array_index (self->choices, MchImportChoice, i - 1);

      if (choice->column == column || (field != NULL && choice->field == field))
        g_array_remove_index (self->choices, i - 1);
    }
}

void
mch_import_model_choose (MchImportModel *self, guint column, const MchField *field)
{
  MchImportChoice choice = { column, field };

  g_return_if_fail (MCH_IS_IMPORT_MODEL (self));
  g_return_if_fail (self->table != NULL);

  forget_choice (self, column, field);
  g_array_append_val (self->choices, choice);
  apply_choices (self);
  g_clear_pointer (&self->check, mch_import_check_free);
  changed (self);
}

void
mch_import_model_apply_preset (MchImportModel *self, const MchImportPreset *preset)
{
  g_return_if_fail (MCH_IS_IMPORT_MODEL (self));
  g_return_if_fail (self->table != NULL);

  mch_import_preset_apply (preset, self->table);
  take_choices (self);
  g_clear_pointer (&self->check, mch_import_check_free);
  changed (self);
}

gboolean
mch_import_model_knows_all (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), FALSE);

  return self->table != NULL && mch_import_table_is_settled (self->table);
}

MchImportQuestion *
mch_import_model_dup_question (MchImportModel *self)
{
  MchImportQuestion *question;

  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), NULL);
  g_return_val_if_fail (self->table != NULL, NULL);

  question = g_new0 (MchImportQuestion, 1);
  question->table = mch_import_table_copy (self->table);
  question->scope = g_strdup (mch_context_get_scope (self->context));
  question->session = g_strdup (mch_context_get_session (self->context));
  question->today = mch_context_dup_today ();
  question->now_ms = mch_desk_now_ms ();
  return question;
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = G_TASK (data);
  MchImportModel *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  MchImportCheck *check = mch_worker_run_finish (MCH_WORKER (source), result, &error);

  if (check == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_clear_pointer (&self->check, mch_import_check_free);
  self->check = check;
  self->stamp++;
  changed (self);
  g_task_return_boolean (task, TRUE);
}

void
mch_import_model_check_async (MchImportModel *self, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (MCH_IS_IMPORT_MODEL (self));
  g_return_if_fail (self->table != NULL);

  g_task_set_source_tag (task, mch_import_model_check_async);
  if (self->check != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  mch_worker_run_on_disk_async (
      mch_context_get_worker (self->context), "import: check", mch_import_check_job,
      mch_import_model_dup_question (self), (GDestroyNotify) mch_import_question_free,
      (GDestroyNotify) mch_import_check_free, cancellable, on_checked, g_steal_pointer (&task));
}

gboolean
mch_import_model_check_finish (MchImportModel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

const MchImportCheck *
mch_import_model_get_check (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), NULL);

  return self->check;
}

MchImportPlan *
mch_import_model_begin_edit (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), NULL);

  return self->check != NULL && !self->committing ? self->check->plan : NULL;
}

static gboolean
tell_edit (gpointer data)
{
  MchImportModel *self = data;

  self->edited_id = 0;
  self->stamp++;
  changed (self);
  return G_SOURCE_REMOVE;
}

/* Later, and before the next key: whoever edits stands in a list that is built anew. */
void
mch_import_model_end_edit (MchImportModel *self)
{
  g_return_if_fail (MCH_IS_IMPORT_MODEL (self));

  if (self->edited_id == 0)
    self->edited_id = g_idle_add_full (G_PRIORITY_HIGH, tell_edit, self, NULL);
}

guint
mch_import_model_get_stamp (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), 0);

  return self->stamp;
}

guint
mch_import_model_get_n_to_write (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), 0);

  return self->check != NULL ? mch_import_plan_count (self->check->plan, MCH_IMPORT_CREATED)
                                   + mch_import_plan_count (self->check->plan, MCH_IMPORT_UPDATED)
                             : 0;
}

static void
commit_free (gpointer data)
{
  Commit *commit = data;

  g_clear_handle_id (&commit->pulse_id, g_source_remove);
  g_clear_pointer (&commit->recording, mch_import_recording_unref);
  g_free (commit);
}

/* The last word of an import. @error: (nullable) (transfer full) */
static void
end_commit (GTask *task, MchImportEnd end, GError *error)
{
  MchImportModel *self = g_task_get_source_object (task);
  Commit *commit = g_task_get_task_data (task);

  if (commit->returned)
    {
      g_clear_error (&error);
      return;
    }
  commit->returned = TRUE;
  self->committing = FALSE;
  g_clear_handle_id (&commit->pulse_id, g_source_remove);
  self->end = end;
  changed (self);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
pulse (gpointer data)
{
  GTask *task = data;
  MchImportModel *self = g_task_get_source_object (task);
  Commit *commit = g_task_get_task_data (task);
  guint total = mch_import_model_get_n_to_write (self);
  guint done = mch_import_recording_get_n_done (commit->recording);
  g_autofree char *text = NULL;

  if (commit->sending)
    {
      commit->progress (_ ("Sending to the server…"), -1, commit->progress_data);
      return G_SOURCE_CONTINUE;
    }
  if (done >= total)
    {
      commit->progress (_ ("Saving on this computer…"), -1, commit->progress_data);
      return G_SOURCE_CONTINUE;
    }
  text = g_strdup_printf (_ ("%u of %u"), done, total);
  commit->progress (text, (double) done / total, commit->progress_data);
  return G_SOURCE_CONTINUE;
}

static void
keep (GTask *task, const char *reason)
{
  MchImportModel *self = g_task_get_source_object (task);

  g_free (self->kept_reason);
  self->kept_reason = g_strdup (reason);
  end_commit (task, MCH_IMPORT_KEPT, NULL);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = G_TASK (data);
  MchImportModel *self = g_task_get_source_object (task);
  Commit *commit = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean sent = mch_worker_run_finish (MCH_WORKER (source), result, &error) != NULL;

  g_cancellable_disconnect (g_task_get_cancellable (task), commit->cancelled_id);
  commit->cancelled_id = 0;
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    mch_sync_state_note (mch_context_get_sync (self->context), error);
  if (sent)
    end_commit (task, MCH_IMPORT_SENT, NULL);
  else
    keep (task, error->message);
}

/* The lane may be waiting for a slow server: the person need not. */
static gboolean
stop_waiting (gpointer data)
{
  keep (data, _ ("You stopped waiting for the server."));
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, stop_waiting, g_object_ref (data), g_object_unref);
}

static void
send (GTask *task)
{
  MchImportModel *self = g_task_get_source_object (task);
  Commit *commit = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  commit->sending = TRUE;
  mch_worker_run_async (mch_context_get_worker (self->context), "import: send", mch_import_send_job,
                        NULL, NULL, NULL, NULL, cancellable, on_sent, g_object_ref (task));
  commit->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                                g_object_ref (task), g_object_unref);
}

static void
on_recorded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = G_TASK (data);
  MchImportModel *self = g_task_get_source_object (task);
  Commit *commit = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (mch_worker_run_finish (MCH_WORKER (source), result, &error) == NULL)
    {
      MchImportCheck *fresh = mch_import_recording_steal_fresh (commit->recording);

      if (fresh != NULL)
        {
          g_clear_pointer (&self->check, mch_import_check_free);
          self->check = fresh;
          self->stamp++;
        }
      end_commit (task, MCH_IMPORT_NOT_DONE, g_steal_pointer (&error));
      return;
    }
  if (mch_import_recording_get_n_changes (commit->recording) == 0)
    end_commit (task, MCH_IMPORT_NOTHING_TO_DO, NULL);
  else
    send (task);
}

void
mch_import_model_commit_async (MchImportModel *self, MchImportProgressFunc progress,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Commit *commit = g_new0 (Commit, 1);

  g_return_if_fail (MCH_IS_IMPORT_MODEL (self));
  g_return_if_fail (self->check != NULL && cancellable != NULL);

  g_task_set_source_tag (task, mch_import_model_commit_async);
  /* From here on a thread reads the plan: nobody looks at it any more. */
  if (self->edited_id != 0)
    {
      g_clear_handle_id (&self->edited_id, g_source_remove);
      tell_edit (self);
    }
  /* What is on the disk stays: being cut while sending is no failure. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, commit, commit_free);
  commit->progress = progress;
  commit->progress_data = user_data;
  commit->recording = mch_import_recording_new (self->check, mch_import_model_dup_question (self),
                                                self->name, self->digest);
  self->committing = TRUE;
  commit->pulse_id = g_timeout_add (PULSE_MS, pulse, task);
  pulse (task);
  mch_worker_run_on_disk_async (mch_context_get_worker (self->context), "import: record",
                                mch_import_record_job, mch_import_recording_ref (commit->recording),
                                (GDestroyNotify) mch_import_recording_unref, NULL, cancellable,
                                on_recorded, g_object_ref (task));
}

gboolean
mch_import_model_commit_finish (MchImportModel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

MchImportEnd
mch_import_model_get_end (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), MCH_IMPORT_NOT_DONE);

  return self->end;
}

const char *
mch_import_model_get_kept_reason (MchImportModel *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_MODEL (self), NULL);

  return self->kept_reason;
}

void
mch_import_model_go (MchImportModel *self, MchImportStep step)
{
  g_return_if_fail (MCH_IS_IMPORT_MODEL (self));

  g_signal_emit (self, signals[SIGNAL_GO], 0, (int) step);
}

MchImportModel *
mch_import_model_new (MchContext *context)
{
  MchImportModel *self = g_object_new (MCH_TYPE_IMPORT_MODEL, NULL);

  self->context = g_object_ref (context);
  return self;
}

static void
mch_import_model_finalize (GObject *object)
{
  MchImportModel *self = MCH_IMPORT_MODEL (object);

  g_clear_handle_id (&self->edited_id, g_source_remove);
  g_clear_object (&self->reading);
  g_clear_object (&self->context);
  g_clear_object (&self->file);
  g_free (self->name);
  g_free (self->digest);
  g_free (self->problem);
  g_free (self->kept_reason);
  g_clear_pointer (&self->table, mch_import_table_free);
  g_clear_pointer (&self->check, mch_import_check_free);
  g_array_unref (self->choices);
  G_OBJECT_CLASS (mch_import_model_parent_class)->finalize (object);
}

static void
mch_import_model_class_init (MchImportModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_import_model_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", MCH_TYPE_IMPORT_MODEL, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_GO] = g_signal_new ("go", MCH_TYPE_IMPORT_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
mch_import_model_init (MchImportModel *self)
{
  self->choices = g_array_new (FALSE, FALSE, sizeof (MchImportChoice));
}
