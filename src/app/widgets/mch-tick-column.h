/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The boxes to tick of a table: a row is ticked when it is selected. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Appends the column. @model: of @view, and borrowed: it lives as long as the view does. The rows
 * take the keyboard, the boxes do not. */
void mch_tick_column_append (GtkColumnView *view, GtkSelectionModel *model);

G_END_DECLS
