/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/documents/mch-document-made.h"

#include <glib/gi18n-lib.h>

#include "sync/mch-sync-error.h"

static void
clear_made (MchDocumentMade *made)
{
  g_clear_pointer (&made->document, mch_document_free);
  g_clear_pointer (&made->pdf, g_bytes_unref);
  g_free (made->size);
  g_free (made->remark);
}

MchDocumentMade *
mch_document_made_ref (MchDocumentMade *made)
{
  return g_atomic_rc_box_acquire (made);
}

void
mch_document_made_unref (MchDocumentMade *made)
{
  g_atomic_rc_box_release_full (made, (GDestroyNotify) clear_made);
}

gboolean
mch_document_made_take (MchDocumentMade *made)
{
  g_return_val_if_fail (made != NULL, FALSE);

  if (made->taken)
    return FALSE;
  made->taken = TRUE;
  return TRUE;
}

void
mch_document_made_give_back (MchDocumentMade *made)
{
  g_return_if_fail (made != NULL && made->taken);

  made->taken = FALSE;
}

typedef struct
{
  const MchDocumentEntry *entry;
  char *scope;
  char *session;
  char *state;
  char *division;
  char *only;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  g_free (task->scope);
  g_free (task->session);
  g_free (task->state);
  g_free (task->division);
  g_free (task->only);
  g_free (task);
}

/* The candidatures of those whom a slip waits for. (transfer full) (nullable) */
static char **
list_with_slip (MchStore *store, const Task *task, GError **error)
{
  MchCandidateFilter filter = { .scope = task->scope,
                                .session = task->session,
                                .account = MCH_CANDIDATE_ACCOUNT_WITH };
  g_autoptr (GPtrArray) rows =
      mch_store_query_candidates (store, &filter, 0, G_MAXUINT, NULL, error);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  guint n = 0;

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    if (mch_candidate_get (rows->pdata[i], "edition") != NULL)
      {
        g_strv_builder_add (ids, ((MchCandidate *) rows->pdata[i])->candidature->id);
        n++;
      }
  if (n > 0)
    return g_strv_builder_end (ids);
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED,
                       _ ("No slip waits to be handed out: generate the accounts first."));
  return NULL;
}

static MchDocument *
new_document (MchWork *work, const Task *task, GError **error)
{
  MchStore *store = mch_work_get_store (work);
  g_auto (GStrv) ids = NULL;
  const char *const only[] = { task->only, NULL };
  MchDocumentOptions options = { .session = task->session,
                                 .state = task->state,
                                 .everybody = task->entry->slips,
                                 .division = task->division,
                                 .title = mch_document_entry_get_title (task->entry),
                                 .now_ms = mch_desk_now_ms () };

  if (task->entry->slips)
    {
      ids = list_with_slip (store, task, error);
      if (ids == NULL)
        return NULL;
      options.ids = (const char *const *) ids;
    }
  else if (task->only != NULL)
    options.ids = only;
  return mch_document_new (store, task->scope, task->entry->kind, &options, error);
}

static gpointer
make (MchWork *work, gpointer data, GError **error)
{
  const Task *task = data;
  g_autoptr (MchDocument) document = new_document (work, task, error);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  MchDocumentMade *made;
  guint first, n_shown;

  if (document == NULL || !mch_document_lay_out (document, NULL, error))
    return NULL;
  mch_document_get_part (document, 0, &first, &n_shown);
  if (!mch_document_write_pdf (document, first, n_shown, stream, mch_work_get_cancellable (work),
                               error)
      || !g_output_stream_close (stream, NULL, error))
    return NULL;
  made = g_atomic_rc_box_new0 (MchDocumentMade);
  made->entry = task->entry;
  made->pdf = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  made->size = mch_document_dup_size (document);
  made->remark = mch_document_dup_remark (document);
  made->n_pages = mch_document_get_n_pages (document);
  made->n_shown = n_shown;
  made->document = g_steal_pointer (&document);
  return made;
}

void
mch_document_make_async (MchContext *context, const MchDocumentRequest *request,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Task *task = g_new0 (Task, 1);

  g_return_if_fail (mch_context_get_session (context) != NULL);

  task->entry = request->entry;
  task->scope = g_strdup (mch_context_get_scope (context));
  task->session = g_strdup (mch_context_get_session (context));
  task->only = g_strdup (request->only);
  task->state = request->only == NULL ? g_strdup (request->state) : NULL;
  task->division = request->only == NULL ? g_strdup (request->division) : NULL;
  mch_worker_run_async (mch_context_get_worker (context), "document", make, task, task_free,
                        (GDestroyNotify) mch_document_made_unref, NULL, cancellable, callback,
                        user_data);
}

MchDocumentMade *
mch_document_make_finish (GObject *source, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (MCH_WORKER (source), result, error);
}
