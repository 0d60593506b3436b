/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Aide-mémoire : comptes candidats" (ACC-45): the steps on one page, to be read, printed or saved.
 */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* Shows itself on @parent, any window of the program. Needs neither a session nor the server. */
GtkWindow *mch_memo_window_open (GtkWindow *parent, MchContext *context);

G_END_DECLS
