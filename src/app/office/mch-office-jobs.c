/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-office-jobs.h"

typedef struct
{
  MchOfficeAct act;
  char *uai;     /* (nullable) */
  char *session; /* of services */
  GHashTable *settings;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  g_free (task->uai);
  g_free (task->session);
  g_clear_pointer (&task->settings, g_hash_table_unref);
  g_free (task);
}

static gpointer
run_act (MchWork *work, gpointer data, GError **error)
{
  const Task *task = data;
  MchDesk *desk = mch_work_get_desk (work);
  gboolean done = FALSE;

  if (task->act == MCH_OFFICE_ACT_UNPIN)
    done = mch_office_unpin (desk, task->uai, error);
  else
    done = mch_office_open (desk, task->uai, task->act == MCH_OFFICE_ACT_PIN,
                            mch_work_get_cancellable (work), error);
  return GINT_TO_POINTER (done);
}

void
mch_office_act_async (MchContext *context, MchOfficeAct act, const char *uai,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  Task *task = g_new0 (Task, 1);

  task->act = act;
  task->uai = g_strdup (uai);
  mch_worker_run_async (mch_context_get_worker (context), "office", run_act, task, task_free, NULL,
                        NULL, NULL, callback, user_data);
}

gboolean
mch_office_act_finish (GObject *source, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (MCH_WORKER (source), result, error) != NULL;
}

static gpointer
run_service (MchWork *work, gpointer data, GError **error)
{
  const Task *task = data;

  return GINT_TO_POINTER (mch_office_set_service (mch_work_get_desk (work), task->session,
                                                  task->uai, task->settings,
                                                  mch_work_get_cancellable (work), error));
}

void
mch_office_service_async (MchContext *context, const char *session, const char *uai,
                          GHashTable *settings, GAsyncReadyCallback callback, gpointer user_data)
{
  Task *task = g_new0 (Task, 1);

  task->session = g_strdup (session);
  task->uai = g_strdup (uai);
  task->settings = settings;
  mch_worker_run_async (mch_context_get_worker (context), "office-service", run_service, task,
                        task_free, NULL, NULL, NULL, callback, user_data);
}

gboolean
mch_office_service_finish (GObject *source, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (MCH_WORKER (source), result, error) != NULL;
}

static gpointer
run_exceptions (MchWork *work, gpointer data, GError **error)
{
  const Task *task = data;

  return mch_office_list_exceptions (mch_work_get_desk (work), task->session,
                                     mch_work_get_cancellable (work), error);
}

void
mch_office_exceptions_async (MchContext *context, const char *session, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  Task *task = g_new0 (Task, 1);

  task->session = g_strdup (session);
  mch_worker_run_async (mch_context_get_worker (context), "office-exceptions", run_exceptions, task,
                        task_free, (GDestroyNotify) g_ptr_array_unref, NULL, cancellable, callback,
                        user_data);
}

GPtrArray *
mch_office_exceptions_finish (GObject *source, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (MCH_WORKER (source), result, error);
}
