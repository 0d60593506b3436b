/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The network's proxy asks for a login: what it is told, from now on and after the next start. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_PROXY_WINDOW (mch_proxy_window_get_type ())
G_DECLARE_FINAL_TYPE (MchProxyWindow, mch_proxy_window, MCH, PROXY_WINDOW, AdwWindow)

/**
 * mch_proxy_window_open:
 * @text: what the proxy said, as the error told it.
 *
 * (transfer none): one at a time on @parent; the one that is open is brought to the front.
 */
MchProxyWindow *mch_proxy_window_open (GtkWindow *parent, MchContext *context, const char *text);

/* Signal "given" (): the login is in use; try again what failed. The window is closing. */

G_END_DECLS
