/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the file as it is shown in the check: its line and what becomes of it, who it is
 * about, every faulty cell in a frame, and each fault with what to write instead. */
#pragma once

#include <gtk/gtk.h>

#include "app/import/mch-import-check.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_ROW_VIEW (mch_import_row_view_get_type ())
G_DECLARE_FINAL_TYPE (MchImportRowView, mch_import_row_view, MCH, IMPORT_ROW_VIEW, GtkBox)

GtkWidget *mch_import_row_view_new (void);

/* Shows row @index; nothing is kept of @table and @check. */
void mch_import_row_view_show (MchImportRowView *self, const MchImportTable *table,
                               const MchImportCheck *check, guint index);

G_END_DECLS
