/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One candidate of the académie as he stands on the server, to read; and the way to his
 * establishment. The server writes down who looked when something is told of health. */
#pragma once

#include "app/office/mch-search-jobs.h"

G_BEGIN_DECLS

/* Fetches @found (copied) and shows a window on @widget's, or says why not. */
void mch_search_look_open (GtkWidget *widget, MchContext *context, const MchFound *found);

G_END_DECLS
