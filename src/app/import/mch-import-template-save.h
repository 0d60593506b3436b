/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file to fill in, with the candidates there are: asked for, made and saved. INS-09, INS-12 */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* Asks where to, saves the template there, and tells in a toast around @widget how it ended. */
void mch_import_template_save (GtkWidget *widget, MchContext *context);

/* Shows which files are taken and what may stand in each column. */
void mch_import_template_explain (GtkWidget *widget);

G_END_DECLS
