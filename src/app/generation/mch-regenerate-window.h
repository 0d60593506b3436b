/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ACC-35 to ACC-39: "Regénérer le mot de passe d'un compte d'un élève": whom, by state and INE or
 * by ticking; the password; the result with its documents. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_REGENERATE_WINDOW (mch_regenerate_window_get_type ())
G_DECLARE_FINAL_TYPE (MchRegenerateWindow, mch_regenerate_window, MCH, REGENERATE_WINDOW, AdwWindow)

/**
 * mch_regenerate_window_new:
 * @argument: (nullable): "" or ids of candidatures or persons joined by commas: only these are
 *   listed, and all of them are ticked.
 *
 * Not shown yet.
 */
MchRegenerateWindow *
mch_regenerate_window_new (GtkWindow *parent, MchContext *context, const char *argument);

/* For the table of activities. */
void mch_regenerate_window_open (GtkWindow *parent, MchContext *context, const char *argument);

G_END_DECLS
