/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One slip for the candidate's own eyes: as large as the screen, everything else hidden, closed by
 * itself after a minute, and noted in the log. */
#pragma once

#include <adwaita.h>

#include "app/preview/mch-slip-request.h"
#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_SHOW_WINDOW (mch_show_window_get_type ())
G_DECLARE_FINAL_TYPE (MchShowWindow, mch_show_window, MCH, SHOW_WINDOW, AdwWindow)

#define MCH_SHOW_SECONDS 60 /* until it closes */

/**
 * mch_show_window_open:
 * @request: taken: of one person, whose name is @name.
 *
 * Asks for the password when it is needed, and opens once the slip is there; why not is told on
 * @parent.
 */
void mch_show_window_open (GtkWindow *parent, MchContext *context, MchSlipRequest *request,
                           const char *name);

G_END_DECLS
