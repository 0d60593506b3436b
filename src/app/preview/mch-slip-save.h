/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving slips as a PDF that is its owner's alone. */
#pragma once

#include "app/preview/mch-slip-request.h"
#include "app/window/mch-context.h"

G_BEGIN_DECLS

/**
 * mch_slip_save_async:
 * @request: taken.
 * @path: (nullable): NULL asks for the place.
 *
 * Finish: FALSE with G_IO_ERROR_CANCELLED when the person gave up; else an error whose message can
 * be shown. @ret_path: (out) (optional) (transfer full).
 */
void mch_slip_save_async (GtkWindow *parent, MchContext *context, MchSlipRequest *request,
                          const char *path, GAsyncReadyCallback callback, gpointer user_data);
gboolean
mch_slip_save_finish (GAsyncResult *result, guint *ret_n_slips, char **ret_path, GError **error);

G_END_DECLS
