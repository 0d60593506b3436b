/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value that two people changed: both, where they differ, who and when, and what to keep. */
#pragma once

#include <adwaita.h>

#include "app/sync/mch-conflict-jobs.h"

G_BEGIN_DECLS

#define MCH_TYPE_CONFLICT_PANEL (mch_conflict_panel_get_type ())
G_DECLARE_FINAL_TYPE (MchConflictPanel, mch_conflict_panel, MCH, CONFLICT_PANEL, AdwBin)

GtkWidget *mch_conflict_panel_new (void);

/* @conflict: (nullable): copied. @position: what stands beside its field: "2 of 5". */
void mch_conflict_panel_show (MchConflictPanel *self, MchContext *context,
                              const MchStoreConflict *conflict, const char *position);

/* The same as its button; MCH_CONFLICT_OTHER asks for the value first. */
void mch_conflict_panel_choose (MchConflictPanel *self, MchConflictChoice choice);

/* Signal "chosen" (int choice, const char *value): @value of MCH_CONFLICT_OTHER, else NULL. */

G_END_DECLS
