/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/finish/mch-finish-jobs.h"

#include <glib/gi18n-lib.h>

/* What a job is given; it belongs to the job until it ends. */
typedef struct
{
  char *scope;
  char *session;
  MchFinishPicture *picture; /* NULL for loading one */
  char *key;                 /* of the group; NULL for finalising */
  char *value;
} Job;

static void
clear_picture (gpointer data)
{
  mch_registrations_free (((MchFinishPicture *) data)->registrations);
}

MchFinishPicture *
mch_finish_picture_ref (MchFinishPicture *picture)
{
  return g_atomic_rc_box_acquire (picture);
}

void
mch_finish_picture_unref (MchFinishPicture *picture)
{
  g_atomic_rc_box_release_full (picture, clear_picture);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->picture, mch_finish_picture_unref);
  g_free (job->scope);
  g_free (job->session);
  g_free (job->key);
  g_free (job->value);
  g_free (job);
}

static Job *
job_new (MchContext *context, MchFinishPicture *picture)
{
  Job *job = g_new0 (Job, 1);

  job->scope = g_strdup (mch_context_get_scope (context));
  job->session = g_strdup (mch_context_get_session (context));
  job->picture = picture != NULL ? mch_finish_picture_ref (picture) : NULL;
  return job;
}

static gpointer
load (MchWork *work, gpointer data, GError **error)
{
  const Job *job = data;
  MchStore *store = mch_work_get_store (work);
  guint64 serial = mch_store_get_serial (store);
  g_autoptr (MchRecord) service =
      mch_store_dup_record (store, job->scope, MCH_KIND_SERVICE, job->session);
  MchRegistrations *registrations;
  MchFinishPicture *picture;

  if (service == NULL)
    {
      g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND,
                           _ ("This session is not open to your establishment any more."));
      return NULL;
    }
  registrations = mch_registrations_new (store, job->scope, service, NULL, error);
  if (registrations == NULL)
    return NULL;
  picture = g_atomic_rc_box_new0 (MchFinishPicture);
  picture->registrations = registrations;
  picture->serial = serial;
  return picture;
}

void
mch_finish_load_async (MchContext *context, GAsyncReadyCallback callback, gpointer user_data)
{
  mch_worker_run_on_disk_async (
      mch_context_get_worker (context), "registrations", load, job_new (context, NULL), job_free,
      (GDestroyNotify) mch_finish_picture_unref, NULL, callback, user_data);
}

MchFinishPicture *
mch_finish_load_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error);
}

static gboolean
write_act (const MchAct *act, gpointer data, guint *ret_n, GError **error)
{
  const Job *job = data;
  const MchRegistrations *registrations = job->picture->registrations;
  const MchBlockerGroup *group;

  if (job->key == NULL)
    return mch_registrations_finalise_ready (registrations, act, ret_n, error);
  group = mch_blocker_groups_find (registrations->groups, job->key);
  g_assert (group != NULL);
  return mch_registrations_fix (registrations, act, group, job->value, ret_n, error);
}

void
mch_finish_fix_async (MchContext *context, MchFinishPicture *picture, const char *key,
                      const char *value, GAsyncReadyCallback callback, gpointer user_data)
{
  Job *job = job_new (context, picture);

  job->key = g_strdup (key);
  job->value = g_strdup (value);
  mch_bulk_run_async (context, write_act, job, job_free, callback, user_data);
}

void
mch_finish_finalise_async (MchContext *context, MchFinishPicture *picture,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  mch_bulk_run_async (context, write_act, job_new (context, picture), job_free, callback,
                      user_data);
}
