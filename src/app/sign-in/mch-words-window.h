/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One's own six words, to be read aloud to a colleague who sees the slips. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

void mch_words_window_open (GtkWindow *parent, MchContext *context);

G_END_DECLS
