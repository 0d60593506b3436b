/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value of one column for the ticked candidates: division, speciality, category… It is one act,
 * told with the way back. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_COLUMN_WINDOW (mch_column_window_get_type ())
G_DECLARE_FINAL_TYPE (MchColumnWindow, mch_column_window, MCH, COLUMN_WINDOW, AdwWindow)

/* @widget: what was acted on, of the main window; the act is told near it. @ids: of candidatures,
 * NULL-terminated; copied. */
void mch_column_window_open (GtkWidget *widget, MchContext *context, char **ids);

G_END_DECLS
