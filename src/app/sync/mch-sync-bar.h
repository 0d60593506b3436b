/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bottom line: the state of synchronisation in words; a click opens the list of what waits. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

GtkWidget *mch_sync_bar_new (MchContext *context);

G_END_DECLS
