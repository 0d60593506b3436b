/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of what two people changed, of one field or of all. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_CONFLICT_LIST (mch_conflict_list_get_type ())
G_DECLARE_FINAL_TYPE (MchConflictList, mch_conflict_list, MCH, CONFLICT_LIST, AdwBin)

GtkWidget *mch_conflict_list_new (void);

/* What the store lists now; the selection stays at its place. */
void mch_conflict_list_refresh (MchConflictList *self, MchContext *context);

/* @conflict, one of this list, has been settled: it goes, and the next one is selected. Nothing is
 * read again, as mch_conflict_list_refresh() does when the store has other news too; then nothing
 * happens here. */
void mch_conflict_list_take (MchConflictList *self, const MchStoreConflict *conflict);

guint mch_conflict_list_get_n_all (MchConflictList *self);
guint mch_conflict_list_get_n_shown (MchConflictList *self);

/* (transfer container) (element-type MchStoreConflict): those on show; borrowed. */
GPtrArray *mch_conflict_list_dup_shown (MchConflictList *self);

/* (nullable): borrowed until the next refresh. @ret_position: (optional): from 0. */
const MchStoreConflict *mch_conflict_list_get_selected (MchConflictList *self, guint *ret_position);

void mch_conflict_list_focus (MchConflictList *self);

/* Signal "selected" (): another conflict, or the same with other values. */

G_END_DECLS
