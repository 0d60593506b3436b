/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The password before an act that opens secrets: asked once in a quarter of an hour. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/**
 * mch_password_ensure_async:
 * @parent: modal for it.
 * @purpose: translated sentence: what it is needed for ("To show the slips.").
 *
 * Asks the worker whether the password was given lately; if not, asks the person, as often as it
 * is wrong. Finish: TRUE when open; FALSE with G_IO_ERROR_CANCELLED when the person gave up.
 */
void mch_password_ensure_async (GtkWindow *parent, MchContext *context, const char *purpose,
                                GAsyncReadyCallback callback, gpointer user_data);
gboolean mch_password_ensure_finish (GAsyncResult *result, GError **error);

G_END_DECLS
