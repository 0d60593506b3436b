/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Admitting a colleague: he reads six words aloud, this person types them. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* @login, @name: of the colleague who asks. */
void mch_members_window_admit (GtkWindow *parent, MchContext *context, const char *login,
                               const char *name);

G_END_DECLS
