/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/mch-bulk.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-toast.h"

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

static gpointer
run (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;
  g_autofree char *id = mch_desk_new_id ();
  g_autoptr (GPtrArray) undo = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  MchAct act = { mch_work_get_store (work), job->scope, id, mch_desk_now_ms (), undo };
  MchBulkDone *done;
  guint n = 0;

  if (!job->write (&act, job->data, &n, error))
    return NULL;
  done = g_new0 (MchBulkDone, 1);
  done->n = n;
  done->undo = g_steal_pointer (&undo);
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

/* How an act is taken back: where it was done, whatever is shown by then. */
typedef struct
{
  GtkWidget *widget; /* weak */
  MchWorker *worker;
  char *scope;
  char *text;
  GPtrArray *undo;
} Telling;

static void
telling_free (Telling *telling)
{
  g_clear_weak_pointer (&telling->widget);
  g_ptr_array_unref (telling->undo);
  g_object_unref (telling->worker);
  g_free (telling->scope);
  g_free (telling->text);
  g_free (telling);
}

static Telling *
telling_copy (const Telling *telling)
{
  Telling *copy = g_new0 (Telling, 1);

  g_set_weak_pointer (&copy->widget, telling->widget);
  copy->worker = g_object_ref (telling->worker);
  copy->scope = g_strdup (telling->scope);
  copy->text = g_strdup (telling->text);
  copy->undo = g_ptr_array_ref (telling->undo);
  return copy;
}

static void
on_undone (GObject *source, GAsyncResult *result, gpointer data)
{
  Telling *telling = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = mch_worker_enqueue_finish (MCH_WORKER (source), result, &error);
  g_autofree char *text = g_strdup_printf (_ ("Set back as it was before: %s"), telling->text);

  if (telling->widget != NULL && id != NULL)
    mch_toast_show (telling->widget, text);
  else if (telling->widget != NULL)
    mch_message_show (telling->widget, _ ("Nothing was changed"), error->message);
  telling_free (telling);
}

static void
on_undo (Telling *telling)
{
  mch_worker_enqueue_async (telling->worker, telling->scope, "edit", NULL, telling->undo, on_undone,
                            telling_copy (telling));
}

void
mch_bulk_tell (GtkWidget *widget, MchContext *context, const char *text, GPtrArray *undo)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  /* The page may be gone when its act is taken back; what stands around it is not. */
  Telling telling = { overlay != NULL ? adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (overlay))
                                      : widget,
                      mch_context_get_worker (context), (char *) mch_context_get_scope (context),
                      (char *) text, undo };

  if (undo->len > 0)
    mch_toast_show_undo (widget, text, G_CALLBACK (on_undo), telling_copy (&telling),
                         (GDestroyNotify) telling_free);
  else
    mch_toast_show (widget, text);
}
