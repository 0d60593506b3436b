/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Pièces reçues" (INS-24): the file of each candidate is completed with the supporting documents
 * that come back, one tick each. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* Shows itself; there is a session. Each tick is kept at once. */
void mch_pieces_window_open (GtkWindow *parent, MchContext *context);

G_END_DECLS
