/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Comparer avec un nouveau fichier": File · Columns · Differences. */
#pragma once

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* The "run" of the activity "compare". @argument: the address (URI) of a file, or "". Without a
 * session it says why instead. */
void mch_compare_wizard_open (GtkWindow *parent, MchContext *context, const char *argument);

G_END_DECLS
