/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-generation-model.h"

#include <glib/gi18n-lib.h>

#include "sync/mch-edition.h"

struct _MchGenerationModel
{
  GObject parent_instance;

  MchContext *context;
  GPtrArray *roll; /* of MchGenerationEntry; NULL until counted */
  gboolean unfinished;
  char *title;
  char *edition;
  GCancellable *counting;
};

enum
{
  SIGNAL_COUNTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchGenerationModel, mch_generation_model, G_TYPE_OBJECT)

typedef struct
{
  char *scope;
  char *session;
  char *title;
} Question;

static Question *
question_new (MchGenerationModel *self)
{
  Question *question = g_new0 (Question, 1);

  question->scope = g_strdup (mch_context_get_scope (self->context));
  question->session = g_strdup (mch_context_get_session (self->context));
  question->title = g_strdup (self->title);
  return question;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->scope);
  g_free (question->session);
  g_free (question->title);
  g_free (question);
}

static gpointer
count (MchWork *work, gpointer data, GError **error)
{
  const Question *question = data;

  return mch_generation_roll (mch_work_get_store (work), question->scope, question->session, error);
}

static gpointer
look (MchWork *work, gpointer data, GError **error)
{
  const Question *question = data;

  /* Not NULL either way. */
  return GINT_TO_POINTER (
      mch_edition_is_unfinished (mch_work_get_desk (work), question->scope, question->session) ? 2
                                                                                               : 1);
}

static gpointer
run (MchWork *work, gpointer data, GError **error)
{
  const Question *question = data;

  return mch_generation_run (mch_work_get_desk (work), question->scope, question->session,
                             question->title, mch_work_report_cb, work,
                             mch_work_get_cancellable (work), error);
}

static void
free_report (gpointer report)
{
  mch_generation_report_free (report);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchGenerationModel) self = MCH_GENERATION_MODEL (user_data);
  GPtrArray *roll = mch_worker_run_finish (MCH_WORKER (source), result, NULL);

  if (roll == NULL)
    return;
  g_clear_pointer (&self->roll, g_ptr_array_unref);
  self->roll = roll;
  g_signal_emit (self, signals[SIGNAL_COUNTED], 0);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchGenerationModel) self = MCH_GENERATION_MODEL (user_data);
  int answer = GPOINTER_TO_INT (mch_worker_run_finish (MCH_WORKER (source), result, NULL));

  if (answer == 0 || self->unfinished == (answer == 2))
    return;
  self->unfinished = answer == 2;
  g_signal_emit (self, signals[SIGNAL_COUNTED], 0);
}

void
mch_generation_model_count (MchGenerationModel *self)
{
  MchWorker *worker;

  g_return_if_fail (MCH_IS_GENERATION_MODEL (self));

  worker = mch_context_get_worker (self->context);
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  mch_worker_run_on_disk_async (worker, "count", count, question_new (self), question_free,
                                (GDestroyNotify) g_ptr_array_unref, self->counting, on_counted,
                                g_object_ref (self));
  mch_worker_run_async (worker, "look for a cut generation", look, question_new (self),
                        question_free, NULL, NULL, self->counting, on_looked, g_object_ref (self));
}

gboolean
mch_generation_model_is_counted (MchGenerationModel *self)
{
  g_return_val_if_fail (MCH_IS_GENERATION_MODEL (self), FALSE);

  return self->roll != NULL;
}

static MchRollGroup
group_of (MchGenerationModel *self, const MchGenerationEntry *entry)
{
  if (self->edition != NULL && g_strcmp0 (entry->edition, self->edition) == 0)
    return MCH_ROLL_CREATED;
  switch (entry->group)
    {
    case MCH_GENERATION_ELIGIBLE:
      return MCH_ROLL_ELIGIBLE;
    case MCH_GENERATION_EXISTING:
      return MCH_ROLL_EXISTING;
    case MCH_GENERATION_INELIGIBLE:
    default:
      return MCH_ROLL_INELIGIBLE;
    }
}

guint
mch_generation_model_get_n (MchGenerationModel *self, MchRollGroup group)
{
  guint n = 0;

  g_return_val_if_fail (MCH_IS_GENERATION_MODEL (self), 0);

  for (guint i = 0; self->roll != NULL && i < self->roll->len; i++)
    if (group_of (self, self->roll->pdata[i]) == group)
      n++;
  return n;
}

/* ACC-19 and the like, for one person. */
static const char *
remark_of (MchGenerationModel *self, const MchGenerationEntry *entry)
{
  switch (group_of (self, entry))
    {
    case MCH_ROLL_INELIGIBLE:
      return g_strcmp0 (entry->state, MCH_STATE_WITHDRAWN) == 0
                 ? _ ("not concerned: withdrawn")
                 : _ ("not concerned: neither registered nor pre-registered");
    case MCH_ROLL_ELIGIBLE:
      return self->edition != NULL ? _ ("left out by the server: generate once more") : NULL;
    case MCH_ROLL_EXISTING:
      return entry->login != NULL ? NULL : _ ("has an account of another school or of his own");
    default:
      return NULL;
    }
}

static char *
dup_line (MchGenerationModel *self, const MchGenerationEntry *entry)
{
  const char *remark = remark_of (self, entry);
  GString *line = g_string_new (NULL);

  g_string_printf (line, "%s %s", entry->family_name != NULL ? entry->family_name : "",
                   entry->given_name != NULL ? entry->given_name : "");
  if (entry->division != NULL)
    g_string_append_printf (line, " · %s", entry->division);
  if (entry->login != NULL)
    g_string_append_printf (line, " · %s", entry->login);
  if (remark != NULL)
    g_string_append_printf (line, " · %s", remark);
  return g_string_free (line, FALSE);
}

GListModel *
mch_generation_model_dup_names (MchGenerationModel *self, MchRollGroup group)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  g_return_val_if_fail (MCH_IS_GENERATION_MODEL (self), NULL);

  for (guint i = 0; self->roll != NULL && i < self->roll->len; i++)
    if (group_of (self, self->roll->pdata[i]) == group)
      gtk_string_list_take (names, dup_line (self, self->roll->pdata[i]));
  return G_LIST_MODEL (names);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MchGenerationModel *self = g_task_get_source_object (task);
  MchSyncState *sync = mch_context_get_sync (self->context);
  GError *error = NULL;
  MchGenerationReport *report = mch_worker_run_finish (MCH_WORKER (source), result, &error);

  if (report == NULL)
    {
      /* What was created until then is fetched. */
      mch_sync_state_sync (sync);
      mch_generation_model_count (self);
      g_task_return_error (task, error);
      return;
    }
  g_free (self->edition);
  self->edition = g_strdup (report->edition);
  mch_generation_report_free (report);
  mch_sync_state_note (sync, NULL);
  mch_generation_model_count (self);
  g_task_return_boolean (task, TRUE);
}

typedef struct
{
  MchWorkProgressFunc progress;
  gpointer user_data;
} Listener;

static void
on_progress (guint done, guint total, gpointer user_data)
{
  const Listener *listener = g_task_get_task_data (user_data);

  if (listener->progress != NULL)
    listener->progress (done, total, listener->user_data);
}

void
mch_generation_model_run_async (MchGenerationModel *self, MchWorkProgressFunc progress,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Listener *listener = g_new0 (Listener, 1);

  g_return_if_fail (MCH_IS_GENERATION_MODEL (self));

  listener->progress = progress;
  listener->user_data = user_data;
  g_task_set_task_data (task, listener, g_free);
  g_task_set_source_tag (task, mch_generation_model_run_async);
  mch_worker_run_async (mch_context_get_worker (self->context), "generate", run,
                        question_new (self), question_free, free_report, on_progress, cancellable,
                        on_run, task);
}

gboolean
mch_generation_model_run_finish (MchGenerationModel *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

MchContext *
mch_generation_model_get_context (MchGenerationModel *self)
{
  g_return_val_if_fail (MCH_IS_GENERATION_MODEL (self), NULL);

  return self->context;
}

gboolean
mch_generation_model_is_unfinished (MchGenerationModel *self)
{
  g_return_val_if_fail (MCH_IS_GENERATION_MODEL (self), FALSE);

  return self->unfinished;
}

void
mch_generation_model_set_title (MchGenerationModel *self, const char *title)
{
  g_return_if_fail (MCH_IS_GENERATION_MODEL (self));

  g_free (self->title);
  self->title = g_strdup (title);
}

const char *
mch_generation_model_get_title (MchGenerationModel *self)
{
  g_return_val_if_fail (MCH_IS_GENERATION_MODEL (self), NULL);

  return self->title;
}

const char *
mch_generation_model_get_edition (MchGenerationModel *self)
{
  g_return_val_if_fail (MCH_IS_GENERATION_MODEL (self), NULL);

  return self->edition;
}

MchGenerationModel *
mch_generation_model_new (MchContext *context)
{
  MchGenerationModel *self = g_object_new (MCH_TYPE_GENERATION_MODEL, NULL);

  self->context = g_object_ref (context);
  self->title = mch_generation_dup_title (mch_context_get_scope (context));
  mch_generation_model_count (self);
  return self;
}

static void
mch_generation_model_dispose (GObject *object)
{
  MchGenerationModel *self = MCH_GENERATION_MODEL (object);

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_object (&self->context);
  g_clear_pointer (&self->roll, g_ptr_array_unref);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->edition, g_free);
  G_OBJECT_CLASS (mch_generation_model_parent_class)->dispose (object);
}

static void
mch_generation_model_class_init (MchGenerationModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_generation_model_dispose;

  signals[SIGNAL_COUNTED] = g_signal_new ("counted", MCH_TYPE_GENERATION_MODEL, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_generation_model_init (MchGenerationModel *self)
{
}
