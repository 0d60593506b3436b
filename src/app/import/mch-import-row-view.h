/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the file as it is shown in the check: its line and what becomes of it, who it is
 * about, every faulty cell, which can be written anew, each fault with what to write instead, and
 * what an update would change. */
#pragma once

#include <gtk/gtk.h>

#include "app/import/mch-import-check.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_ROW_VIEW (mch_import_row_view_get_type ())
G_DECLARE_FINAL_TYPE (MchImportRowView, mch_import_row_view, MCH, IMPORT_ROW_VIEW, GtkBox)

GtkWidget *mch_import_row_view_new (void);

/* Shows row @index; nothing is kept of @check. */
void mch_import_row_view_show (MchImportRowView *self, const MchImportCheck *check, guint index);

/* The row that was shown last. */
guint mch_import_row_view_get_index (MchImportRowView *self);

/* The cell that has the keyboard: FALSE when none of @self has. */
gboolean mch_import_row_view_get_focus (MchImportRowView *self, guint *ret_row, guint *ret_column);

/* Puts the keyboard on its cell of @column, on its first one when it has none; FALSE when it has
 * no cell to write in. */
gboolean mch_import_row_view_focus (MchImportRowView *self, guint column);

/* Signal "edited" (uint row, uint column, const char *text): Enter was pressed, or the cell was
 * left, with another text in it. */

G_END_DECLS
