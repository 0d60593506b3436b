/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First run and signing in: an invitation file, dropped, chosen or pasted, or the four fields; then
 * the password. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_SIGN_IN_WINDOW (mch_sign_in_window_get_type ())
G_DECLARE_FINAL_TYPE (MchSignInWindow, mch_sign_in_window, MCH, SIGN_IN_WINDOW, AdwWindow)

/* @invitation: (nullable): a .machaon file. One window at a time: a second call fills the first. */
void mch_sign_in_window_open (GtkWindow *parent, MchContext *context, GFile *invitation);

G_END_DECLS
