/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closing the window while something has not left: what is kept, and when it will leave. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/**
 * mch_leave_dialog_ask:
 * @window: the main window, which is about to close.
 *
 * Returns: FALSE when nothing waits and the window may close. TRUE: the person is asked, and the
 *   window is closed for him when he says so, or when the last change has left.
 */
gboolean mch_leave_dialog_ask (GtkWindow *window, MchContext *context);

G_END_DECLS
