/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of a check as a list, all or those with problems of one kind. An item is only a number:
 * what stands in a row is read when it is shown. */
#pragma once

#include <gio/gio.h>

#include "app/import/mch-import-check.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_ROW_ITEM (mch_import_row_item_get_type ())
G_DECLARE_FINAL_TYPE (MchImportRowItem, mch_import_row_item, MCH, IMPORT_ROW_ITEM, GObject)

/* The place of the row in the file's table, from 0. */
guint mch_import_row_item_get_index (MchImportRowItem *self);

#define MCH_TYPE_IMPORT_ROWS (mch_import_rows_get_type ())
G_DECLARE_FINAL_TYPE (MchImportRows, mch_import_rows, MCH, IMPORT_ROWS, GObject)

MchImportRows *mch_import_rows_new (void);

/**
 * mch_import_rows_show:
 * @check: (nullable): read now; not kept.
 * @only_problems: rows with a fault or a repair.
 * @group: (nullable): its rows.
 */
void mch_import_rows_show (MchImportRows *self, const MchImportCheck *check, gboolean only_problems,
                           const MchImportGroup *group);

/* The place of row @index of the table in the list; where it would be when it is not there. */
guint mch_import_rows_find (MchImportRows *self, guint index);

G_END_DECLS
