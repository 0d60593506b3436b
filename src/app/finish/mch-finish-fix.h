/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one act on the chosen group, above the table: what it lacks, the answer, and "Apply to all
 * 12". */
#pragma once

#include <adwaita.h>

#include "store/mch-registrations.h"

G_BEGIN_DECLS

#define MCH_TYPE_FINISH_FIX (mch_finish_fix_get_type ())
G_DECLARE_FINAL_TYPE (MchFinishFix, mch_finish_fix, MCH, FINISH_FIX, AdwBin)

GtkWidget *mch_finish_fix_new (void);

/**
 * mch_finish_fix_show:
 * @group: (nullable): of @registrations; NULL: nobody is chosen, or they lack nothing in common.
 *
 * What was answered already is kept while the same group is shown.
 */
void mch_finish_fix_show (MchFinishFix *self, const MchRegistrations *registrations,
                          const MchBlockerGroup *group);

/* Puts the keyboard on the answer; FALSE when there is none to give. */
gboolean mch_finish_fix_focus (MchFinishFix *self);

/* Nobody of the group can have the answer: @sentence stands under it. */
void mch_finish_fix_set_fault (MchFinishFix *self, const char *sentence);

/* Signal "applied" (const char *key, const char *value): the group and the answer for it. */

G_END_DECLS
