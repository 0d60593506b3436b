/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/mch-bulk.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-toast.h"
#include "store/mch-outbox.h"

typedef struct
{
  char *scope;
  MchBulkWrite write;
  gpointer data;
  GDestroyNotify free_data;
} Job;

void
mch_bulk_done_free (MchBulkDone *done)
{
  g_ptr_array_unref (done->undo);
  g_free (done);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->free_data != NULL)
    job->free_data (job->data);
  g_free (job->scope);
  g_free (job);
}

/* What takes back the operation that was just written; nothing when it was sent already and is
 * gone. */
static GPtrArray *
dup_undo (const MchAct *act, guint n)
{
  GPtrArray *undo = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autoptr (MchStoreOp) op = n > 0 ? mch_store_dup_op (act->store, act->op_id, NULL) : NULL;

  for (guint i = 0; op != NULL && i < op->changes->len; i++)
    g_ptr_array_add (undo, mch_change_new_inverse (op->changes->pdata[i]));
  return undo;
}

static gpointer
run (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;
  g_autofree char *id = mch_desk_new_id ();
  MchAct act = { mch_work_get_store (work), job->scope, id, mch_desk_now_ms () };
  MchBulkDone *done;
  guint n = 0;

  if (!job->write (&act, job->data, &n, error))
    return NULL;
  done = g_new0 (MchBulkDone, 1);
  done->n = n;
  done->undo = dup_undo (&act, n);
  return done;
}

void
mch_bulk_run_async (MchContext *context, MchBulkWrite write, gpointer data,
                    GDestroyNotify free_data, GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->scope = g_strdup (mch_context_get_scope (context));
  job->write = write;
  job->data = data;
  job->free_data = free_data;
  mch_worker_run_on_disk_async (mch_context_get_worker (context), "bulk", run, job, job_free,
                                (GDestroyNotify) mch_bulk_done_free, NULL, callback, user_data);
}

MchBulkDone *
mch_bulk_run_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error);
}

GPtrArray *
mch_bulk_query (const MchAct *act, const char *session, const char *const *ids, GError **error)
{
  MchCandidateFilter filter = { .scope = act->scope, .session = session, .ids = ids };

  return mch_store_query_candidates (act->store, &filter, 0, G_MAXUINT, NULL, error);
}

/* What the toast remembers. */
typedef struct
{
  GtkWidget *widget; /* weak */
  MchContext *context;
  GPtrArray *undo;
} Telling;

static Telling *
telling_new (GtkWidget *widget, MchContext *context, GPtrArray *undo)
{
  Telling *telling = g_new0 (Telling, 1);

  g_set_weak_pointer (&telling->widget, widget);
  telling->context = g_object_ref (context);
  telling->undo = g_ptr_array_ref (undo);
  return telling;
}

static void
telling_free (Telling *telling)
{
  g_clear_weak_pointer (&telling->widget);
  g_ptr_array_unref (telling->undo);
  g_object_unref (telling->context);
  g_free (telling);
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  Telling *telling = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = mch_worker_enqueue_finish (MCH_WORKER (source), result, &error);

  if (telling->widget != NULL && id != NULL)
    mch_toast_show (telling->widget, _ ("Set back as it was"));
  else if (telling->widget != NULL)
    mch_message_show (telling->widget, _ ("Nothing was changed"), error->message);
  telling_free (telling);
}

static void
on_undo (Telling *telling)
{
  if (telling->widget != NULL)
    mch_context_send (telling->context, telling->undo, on_undone,
                      telling_new (telling->widget, telling->context, telling->undo));
}

void
mch_bulk_tell (GtkWidget *widget, MchContext *context, const char *text, GPtrArray *undo)
{
  if (undo->len > 0)
    mch_toast_show_undo (widget, text, G_CALLBACK (on_undo), telling_new (widget, context, undo),
                         (GDestroyNotify) telling_free);
  else
    mch_toast_show (widget, text);
}
