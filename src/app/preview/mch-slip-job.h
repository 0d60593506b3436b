/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What printing slips and saving them have in common: the task, and the entry in the log. */
#pragma once

#include "app/preview/mch-slip-request.h"
#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* Goes on with a task, which it takes. */
typedef void (*MchSlipJobNext) (GTask *task);

/**
 * MchSlipJob:
 * @parent: (nullable): weak.
 * @path: (nullable): the file that is written.
 * @who: (nullable): the login of the person signed in.
 * @printer: (nullable): the name of the one that took it.
 * @made: (nullable): what was made; the log says how much.
 * @n_slips: done so far, over all parts.
 * @next: (nullable): what follows the entry in the log.
 *
 * The data of its task. Main thread, except that a worker's job reads @request and @path.
 */
typedef struct
{
  GtkWindow *parent;
  MchContext *context;
  MchSlipRequest *request;
  char *path;
  char *who;
  char *printer;
  MchSlipMade *made;
  MchSlipAct act;
  guint n_slips;
  MchSlipJobNext next;
} MchSlipJob;

/* Takes @request. Returns: (transfer full): a task with an MchSlipJob. */
GTask *
mch_slip_job_new (GtkWindow *parent, MchContext *context, MchSlipRequest *request, const char *path,
                  MchSlipAct act, GAsyncReadyCallback callback, gpointer user_data);

/**
 * mch_slip_job_note:
 * @task: taken.
 * @next: (nullable): takes the task over and goes on; NULL returns TRUE from it.
 *
 * Notes in the log what was done; a failure ends the task.
 */
void mch_slip_job_note (GTask *task, MchSlipJobNext next);

/* Ends @task as G_IO_ERROR_CANCELLED: the person gave up. */
void mch_slip_job_cancel (GTask *task);

/* @ret_path: (out) (optional) (transfer full) (nullable). */
gboolean
mch_slip_job_finish (GAsyncResult *result, guint *ret_n_slips, char **ret_path, GError **error);

G_END_DECLS
