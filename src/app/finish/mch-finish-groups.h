/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands against finalising, on the left of the table: everybody, each cause with its number,
 * and those who are ready. */
#pragma once

#include <adwaita.h>

#include "store/mch-registrations.h"

G_BEGIN_DECLS

#define MCH_TYPE_FINISH_GROUPS (mch_finish_groups_get_type ())
G_DECLARE_FINAL_TYPE (MchFinishGroups, mch_finish_groups, MCH, FINISH_GROUPS, AdwBin)

GtkWidget *mch_finish_groups_new (void);

/**
 * mch_finish_groups_show:
 * @move_on: choose the first cause that one answer mends; else what was chosen stays, while it is
 *   there.
 *
 * Does not emit "selected".
 */
void mch_finish_groups_show (MchFinishGroups *self, const MchRegistrations *registrations,
                             gboolean move_on);

/* The cause that is chosen, of @registrations; NULL for everybody and for the ready. */
const MchBlockerGroup *
mch_finish_groups_get_selected (MchFinishGroups *self, const MchRegistrations *registrations);

/* (transfer full) (nullable) (element-type guint): the positions of those who are chosen; NULL:
 * all. */
GArray *
mch_finish_groups_dup_positions (MchFinishGroups *self, const MchRegistrations *registrations);

/* Signal "selected" (): a person chose another row. */

G_END_DECLS
