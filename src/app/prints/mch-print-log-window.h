/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Journal des impressions": who put which slips or which document on which paper, into which file,
 * when, from which computer. Everybody in the establishment reads the same. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* @search: (nullable): what is searched at first, as a pupil's name. Shows itself. */
void mch_print_log_window_open (GtkWindow *parent, MchContext *context, const char *search);

G_END_DECLS
