/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be looked at in a check: all rows, each reason why rows need a look, with its icon, its
 * word and its number, those who may be one person, the values of columns. */
#pragma once

#include <adwaita.h>

#include "app/import/mch-import-check.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_CAUSES (mch_import_causes_get_type ())
G_DECLARE_FINAL_TYPE (MchImportCauses, mch_import_causes, MCH, IMPORT_CAUSES, AdwBin)

GtkWidget *mch_import_causes_new (void);

typedef enum
{
  MCH_IMPORT_LOOK_ROWS,
  MCH_IMPORT_LOOK_GROUP,
  MCH_IMPORT_LOOK_PAIRS,
  MCH_IMPORT_LOOK_VALUES,
} MchImportLook;

/* Lists anew, and selects what was selected when it is still there, else all rows. @check:
 * (nullable): kept until the next call. */
void mch_import_causes_show (MchImportCauses *self, const MchImportCheck *check);

/* What is selected. @ret_group: (out) (optional): the number of the group for
 * MCH_IMPORT_LOOK_GROUP. */
MchImportLook mch_import_causes_get_look (MchImportCauses *self, guint *ret_group);

/* Selects the values of columns. */
void mch_import_causes_look_at_values (MchImportCauses *self);

/* Puts the focus on the selected one. */
void mch_import_causes_focus (MchImportCauses *self);

/* Signal "selected" (): a person chose another one. */

G_END_DECLS
