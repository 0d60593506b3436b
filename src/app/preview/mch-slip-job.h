/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What printing slips and saving them have in common: the task, and the entry in the log. */
#pragma once

#include "app/preview/mch-slip-request.h"
#include "app/window/mch-context.h"

G_BEGIN_DECLS

/**
 * MchSlipJob:
 * @parent: (nullable): weak.
 * @path: (nullable): the file that is written.
 * @made: (nullable): what was made; the log says how much.
 *
 * The data of its task. Main thread, except that a worker's job reads @request and @path.
 */
typedef struct
{
  GtkWindow *parent;
  MchContext *context;
  MchSlipRequest *request;
  char *path;
  MchSlipMade *made;
  MchSlipAct act;
} MchSlipJob;

/* Takes @request. Returns: (transfer full): a task with an MchSlipJob. */
GTask *
mch_slip_job_new (GtkWindow *parent, MchContext *context, MchSlipRequest *request, const char *path,
                  MchSlipAct act, GAsyncReadyCallback callback, gpointer user_data);

/* Notes in the log what was done, then returns TRUE from @task, or the error. Takes @task. */
void mch_slip_job_note (GTask *task);

/* Ends @task as G_IO_ERROR_CANCELLED: the person gave up. */
void mch_slip_job_cancel (GTask *task);

/* @ret_path: (out) (optional) (transfer full) (nullable). */
gboolean
mch_slip_job_finish (GAsyncResult *result, guint *ret_n_slips, char **ret_path, GError **error);

G_END_DECLS
