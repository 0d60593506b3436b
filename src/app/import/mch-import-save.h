/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Save the rejected rows…": they can be corrected in a spreadsheet and imported again. */
#pragma once

#include <gtk/gtk.h>

#include "app/import/mch-import-model.h"

G_BEGIN_DECLS

/* (transfer full): what the file holds, and the name that is proposed for it: "eleves -
 * rejets.csv". */
GBytes *mch_import_save_dup_content (MchImportModel *model);
char *mch_import_save_dup_name (MchImportModel *model);

/* Asks where, writes, and says so in a toast near @widget. */
void mch_import_save_rejected (GtkWidget *widget, MchImportModel *model);

G_END_DECLS
