/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The working context above the content: which session, and which establishment when there are
 * several. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* "CAP – JUIN 2027 – ACADÉMIE DE BESANÇON" and the other sessions. */
GtkWidget *mch_session_menu_new (MchContext *context);

/* "Lycée Test 0250001A" and the other establishments. */
GtkWidget *mch_establishment_menu_new (MchContext *context);

G_END_DECLS
