/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-slip-job.h"

#include "slips/mch-slip-manifest.h"

static void
job_free (gpointer data)
{
  MchSlipJob *job = data;

  g_clear_weak_pointer (&job->parent);
  g_clear_object (&job->context);
  g_clear_pointer (&job->request, mch_slip_request_free);
  g_clear_pointer (&job->made, mch_slip_made_free);
  g_free (job->path);
  g_free (job->who);
  g_free (job->printer);
  g_free (job);
}

GTask *
mch_slip_job_new (GtkWindow *parent, MchContext *context, MchSlipRequest *request, const char *path,
                  MchSlipAct act, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (context, NULL, callback, user_data);
  MchSlipJob *job = g_new0 (MchSlipJob, 1);
  MchDeskFacts *facts = mch_worker_get_facts (mch_context_get_worker (context));

  g_set_weak_pointer (&job->parent, parent);
  job->context = g_object_ref (context);
  job->request = request;
  job->path = g_strdup (path);
  job->act = act;
  job->who = facts != NULL ? g_strdup (facts->login) : NULL;
  g_task_set_task_data (task, job, job_free);
  return task;
}

static gpointer
note (MchWork *work, gpointer data, GError **error)
{
  MchSlipJob *job = g_task_get_task_data (data);

  return GINT_TO_POINTER (
      mch_slip_request_note (work, job->request, job->made, job->act, job->who, job->printer, error)
      && mch_slip_manifest_note (mch_work_get_store (work), job->request->edition, job->made->pile,
                                 job->made->in_part, mch_desk_now_ms (), error));
}

static void
on_noted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  MchSlipJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (mch_worker_run_finish (MCH_WORKER (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  mch_sync_state_sync (mch_context_get_sync (job->context));
  job->n_slips += job->made->result.n_slips;
  if (job->next != NULL)
    job->next (g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

void
mch_slip_job_note (GTask *task, MchSlipJobNext next)
{
  MchSlipJob *job = g_task_get_task_data (task);

  job->next = next;
  mch_worker_run_on_disk_async (mch_context_get_worker (job->context), "note slips", note, task,
                                NULL, NULL, NULL, on_noted, task);
}

void
mch_slip_job_cancel (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The person gave up");
}

gboolean
mch_slip_job_finish (GAsyncResult *result, guint *ret_n_slips, char **ret_path, GError **error)
{
  MchSlipJob *job = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (ret_n_slips != NULL)
    *ret_n_slips = job->n_slips;
  if (ret_path != NULL)
    *ret_path = g_strdup (job->path);
  return TRUE;
}
