/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-preview-model.h"

#include "slips/mch-slip-manifest.h"
#include "sync/mch-office.h"
#include "sync/mch-sync-error.h"

struct _MchPreviewModel
{
  GObject parent_instance;

  MchContext *context;
  MchSlipRequest *request;
  MchPreviewStatus status;
  char *reason;
  char *warnings;
  MchPapillonSize size;
  char *left_out;
  char *noted; /* the edition whose viewing is in the log since it was last cleared */
  MchPageDocument *document;
  GListStore *items;
  GCancellable *cancellable;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_REVIEWED,
  SIGNAL_NOT_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchPreviewModel, mch_preview_model, G_TYPE_OBJECT)

typedef struct
{
  MchSlipRequest *request;
  gboolean note; /* in the log that it was seen */
} LoadTask;

typedef struct
{
  GBytes *pdf;
  GPtrArray *slips; /* of MchSlipFacts */
  char *warnings;
  MchPapillonSize size;
  char *left_out;
  char *masked_reason;
} Loaded;

static void
load_task_free (gpointer data)
{
  LoadTask *task = data;

  mch_slip_request_free (task->request);
  g_free (task);
}

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;

  g_clear_pointer (&loaded->pdf, g_bytes_unref);
  g_clear_pointer (&loaded->slips, g_ptr_array_unref);
  g_free (loaded->warnings);
  g_free (loaded->left_out);
  g_free (loaded->masked_reason);
  g_free (loaded);
}

static char *
dup_warnings (const MchSlipMade *made)
{
  const MchPapillonResult *result = &made->result;
  g_autoptr (GString) text = g_string_new (made->undrawable);

  if (made->undrawable != NULL && result->n_warnings > 0)
    g_string_append_c (text, '\n');
  for (guint i = 0; result->warnings != NULL && i < result->warnings->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            (const char *) result->warnings->pdata[i]);
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

/* Who waits to be admitted reviews names and logins all the same. */
static MchSlipMade *
make (MchWork *work, MchSlipRequest *request, char **ret_masked_reason, GError **error)
{
  g_autoptr (GError) cause = NULL;
  MchSlipMade *made = mch_slip_request_make (work, request, NULL, &cause);

  if (made == NULL && g_error_matches (cause, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PENDING)
      && !request->masked)
    {
      request->masked = TRUE;
      *ret_masked_reason = g_strdup (cause->message);
      return mch_slip_request_make (work, request, NULL, error);
    }
  if (made == NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  return made;
}

static gboolean
note_view (MchWork *work, const MchSlipRequest *request, const MchSlipMade *made, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (mch_work_get_desk (work));

  return mch_slip_request_note (work, request, made, MCH_SLIP_ACT_VIEW,
                                mch_profile_get (profile, MCH_PROFILE_LOGIN), NULL, error);
}

static gboolean
is_among (GArray *reprints, guint slip)
{
  for (guint i = 0; i < reprints->len; i++)
    if (g_array_index (reprints, MchSlipReprint, i).index == slip)
      return TRUE;
  return FALSE;
}

static gpointer
load (MchWork *work, gpointer data, GError **error)
{
  LoadTask *task = data;
  g_autoptr (MchSlipMade) made = NULL;
  g_autoptr (GArray) reprints = NULL;
  g_autofree char *reason = NULL;
  gboolean of_office;
  Loaded *loaded;

  of_office = mch_office_is_agent (mch_work_get_desk (work));
  made = make (work, task->request, &reason, error);
  if (made == NULL)
    return NULL;
  reprints = mch_slip_manifest_list_reprints (mch_work_get_store (work), task->request->edition,
                                              made->pile);
  if (task->note && !task->request->masked && !mch_slip_request_is_reminder (task->request)
      && !note_view (work, task->request, made, error))
    return NULL;
  loaded = g_new0 (Loaded, 1);
  loaded->pdf = g_bytes_ref (made->pdf);
  loaded->warnings = dup_warnings (made);
  loaded->size = made->size;
  loaded->left_out = mch_slip_pile_dup_left_out (made->pile);
  loaded->masked_reason = g_steal_pointer (&reason);
  loaded->slips = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_slip_facts_free);
  for (guint i = 0; i < made->picked->len; i++)
    {
      MchSlipFacts *facts =
          mch_slip_facts_new (made->pile, g_array_index (made->picked, guint, i),
                              g_array_index (made->places, guint, i), mch_work_get_store (work),
                              task->request, of_office);

      facts->stale = is_among (reprints, g_array_index (made->picked, guint, i));
      g_ptr_array_add (loaded->slips, facts);
    }
  return loaded;
}

static void
set_status (MchPreviewModel *self, MchPreviewStatus status, const char *reason)
{
  self->status = status;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_item_changed (MchPreviewModel *self, MchSlipItem *item)
{
  g_signal_emit (self, signals[SIGNAL_REVIEWED], 0, item);
}

static void
take_slips (MchPreviewModel *self, GPtrArray *slips)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_set_free_func (slips, NULL); /* each goes to its item */
  for (guint i = 0; i < slips->len; i++)
    {
      MchSlipItem *item = mch_slip_item_new (i, slips->pdata[i]);

      g_signal_connect_object (item, "changed", G_CALLBACK (on_item_changed), self,
                               G_CONNECT_SWAPPED);
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchPreviewModel) self = MCH_PREVIEW_MODEL (user_data);
  g_autoptr (GError) error = NULL;
  Loaded *loaded = mch_worker_run_finish (MCH_WORKER (source), result, &error);

  if (loaded == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      set_status (self,
                  g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PASSWORD)
                      ? MCH_PREVIEW_PASSWORD
                      : MCH_PREVIEW_FAILED,
                  error->message);
      return;
    }
  /* A newer question is on its way. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    {
      loaded_free (loaded);
      return;
    }
  if (loaded->masked_reason != NULL)
    self->request->masked = TRUE;
  if (!self->request->masked)
    {
      g_free (self->noted);
      self->noted = g_strdup (self->request->edition);
    }
  g_clear_object (&self->document);
  self->document = mch_page_document_new (loaded->pdf);
  self->status = MCH_PREVIEW_READY; /* the lists look at it while they take the slips */
  g_free (self->warnings);
  self->warnings = g_steal_pointer (&loaded->warnings);
  self->size = loaded->size;
  g_free (self->left_out);
  self->left_out = g_steal_pointer (&loaded->left_out);
  take_slips (self, loaded->slips);
  set_status (self, MCH_PREVIEW_READY, loaded->masked_reason);
  loaded_free (loaded);
}

void
mch_preview_model_load (MchPreviewModel *self, MchSlipRequest *request)
{
  LoadTask *task;

  g_return_if_fail (MCH_IS_PREVIEW_MODEL (self));
  g_return_if_fail (request != NULL && request->persons == NULL);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->request, mch_slip_request_free);
  self->request = request;

  task = g_new0 (LoadTask, 1);
  task->request = mch_slip_request_copy (request);
  task->note = g_strcmp0 (self->noted, request->edition) != 0;
  set_status (self, MCH_PREVIEW_LOADING, NULL);
  mch_worker_run_async (mch_context_get_worker (self->context), "preview", load, task,
                        load_task_free, loaded_free, NULL, self->cancellable, on_loaded,
                        g_object_ref (self));
}

void
mch_preview_model_clear (MchPreviewModel *self)
{
  g_return_if_fail (MCH_IS_PREVIEW_MODEL (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);
  g_clear_pointer (&self->request, mch_slip_request_free);
  g_clear_pointer (&self->warnings, g_free);
  g_clear_pointer (&self->left_out, g_free);
  g_clear_pointer (&self->noted, g_free);
  g_list_store_remove_all (self->items);
  set_status (self, MCH_PREVIEW_EMPTY, NULL);
}

MchPreviewStatus
mch_preview_model_get_status (MchPreviewModel *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_MODEL (self), MCH_PREVIEW_EMPTY);

  return self->status;
}

const char *
mch_preview_model_get_reason (MchPreviewModel *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_MODEL (self), NULL);

  return self->reason;
}

const MchSlipRequest *
mch_preview_model_get_request (MchPreviewModel *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_MODEL (self), NULL);

  return self->request;
}

MchPageDocument *
mch_preview_model_get_document (MchPreviewModel *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_MODEL (self), NULL);

  return self->status == MCH_PREVIEW_READY ? self->document : NULL;
}

GListModel *
mch_preview_model_get_items (MchPreviewModel *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_MODEL (self), NULL);

  return G_LIST_MODEL (self->items);
}

guint
mch_preview_model_count (MchPreviewModel *self, MchReviewState state)
{
  GListModel *items = mch_preview_model_get_items (self);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MchSlipItem) item = g_list_model_get_item (items, i);

      if (mch_slip_item_get_state (item) == state)
        n++;
    }
  return n;
}

const MchPapillonSize *
mch_preview_model_get_size (MchPreviewModel *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_MODEL (self), NULL);

  return self->status == MCH_PREVIEW_READY ? &self->size : NULL;
}

const char *
mch_preview_model_get_left_out (MchPreviewModel *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_MODEL (self), NULL);

  return self->left_out;
}

guint
mch_preview_model_find_place (MchPreviewModel *self, guint place)
{
  GListModel *items = mch_preview_model_get_items (self);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MchSlipItem) item = g_list_model_get_item (items, i);

      if (mch_slip_item_get_facts (item)->place == place)
        return i;
    }
  return G_MAXUINT;
}

const char *
mch_preview_model_get_warnings (MchPreviewModel *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_MODEL (self), NULL);

  return self->warnings;
}

typedef struct
{
  char *scope;
  char *edition;
  char *person;
  char *fingerprint;
  char *note;
  MchReviewState state;
  gboolean of_office;
} SaveTask;

static void
save_task_free (gpointer data)
{
  SaveTask *task = data;

  g_free (task->scope);
  g_free (task->edition);
  g_free (task->person);
  g_free (task->fingerprint);
  g_free (task->note);
  g_free (task);
}

static gpointer
save_review (MchWork *work, gpointer data, GError **error)
{
  SaveTask *task = data;

  if (task->of_office)
    return GINT_TO_POINTER (mch_office_review_save (mch_work_get_store (work), task->scope,
                                                    task->edition, task->person, task->fingerprint,
                                                    task->state, task->note, error));
  return GINT_TO_POINTER (mch_slip_review_save (mch_work_get_store (work), task->edition,
                                                task->person, task->fingerprint, task->state,
                                                task->note, error));
}

static void
on_review_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchPreviewModel) self = MCH_PREVIEW_MODEL (user_data);
  g_autoptr (GError) error = NULL;

  if (mch_worker_run_finish (MCH_WORKER (source), result, &error) == NULL
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_NOT_SAVED], 0, error->message);
}

void
mch_preview_model_review (MchPreviewModel *self, MchSlipItem *item, MchReviewState state,
                          const char *note)
{
  const MchSlipFacts *facts;
  SaveTask *task;

  g_return_if_fail (MCH_IS_PREVIEW_MODEL (self));
  g_return_if_fail (MCH_IS_SLIP_ITEM (item));

  if (self->request == NULL)
    return;
  facts = mch_slip_item_get_facts (item);
  task = g_new0 (SaveTask, 1);
  task->scope = g_strdup (self->request->scope);
  task->edition = g_strdup (self->request->edition);
  task->of_office = mch_context_is_office (self->context);
  task->person = g_strdup (facts->person);
  task->fingerprint = g_strdup (facts->fingerprint);
  task->note = g_strdup (note);
  task->state = state;
  mch_slip_item_set_review (item, state, note);
  mch_worker_run_on_disk_async (mch_context_get_worker (self->context), "review", save_review, task,
                                save_task_free, NULL, NULL, on_review_saved, g_object_ref (self));
}

MchPreviewModel *
mch_preview_model_new (MchContext *context)
{
  MchPreviewModel *self = g_object_new (MCH_TYPE_PREVIEW_MODEL, NULL);

  self->context = g_object_ref (context);
  return self;
}

static void
mch_preview_model_dispose (GObject *object)
{
  MchPreviewModel *self = MCH_PREVIEW_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->document);
  g_clear_object (&self->items);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mch_preview_model_parent_class)->dispose (object);
}

static void
mch_preview_model_finalize (GObject *object)
{
  MchPreviewModel *self = MCH_PREVIEW_MODEL (object);

  mch_slip_request_free (self->request);
  g_free (self->reason);
  g_free (self->warnings);
  g_free (self->left_out);
  g_free (self->noted);
  G_OBJECT_CLASS (mch_preview_model_parent_class)->finalize (object);
}

static void
mch_preview_model_class_init (MchPreviewModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_preview_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = mch_preview_model_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", MCH_TYPE_PREVIEW_MODEL, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REVIEWED] = g_signal_new ("reviewed", MCH_TYPE_PREVIEW_MODEL, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, MCH_TYPE_SLIP_ITEM);
  signals[SIGNAL_NOT_SAVED] = g_signal_new ("not-saved", MCH_TYPE_PREVIEW_MODEL, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mch_preview_model_init (MchPreviewModel *self)
{
  self->items = g_list_store_new (MCH_TYPE_SLIP_ITEM);
}
