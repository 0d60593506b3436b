/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits, by name: changes that go by themselves, those that the server refused, and values
 * that two people changed. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

void mch_outbox_window_open (GtkWindow *parent, MchContext *context);

G_END_DECLS
