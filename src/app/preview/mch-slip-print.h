/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Printing slips: the password if it is needed, the slips from the worker, the printer's own
 * window, and the entry in the log. */
#pragma once

#include "app/preview/mch-slip-request.h"
#include "app/window/mch-context.h"

G_BEGIN_DECLS

/**
 * mch_slip_print_async:
 * @request: taken.
 * @export_path: (nullable): NULL opens the printer's window; else the pages go to this PDF file as
 *   a printer would get them.
 *
 * Finish: FALSE with G_IO_ERROR_CANCELLED when the person gave up; else an error whose message can
 * be shown. @ret_n_slips: (out) (optional): how many were printed.
 */
void
mch_slip_print_async (GtkWindow *parent, MchContext *context, MchSlipRequest *request,
                      const char *export_path, GAsyncReadyCallback callback, gpointer user_data);
gboolean mch_slip_print_finish (GAsyncResult *result, guint *ret_n_slips, GError **error);

G_END_DECLS
