/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pre-registered candidates as one table for the keyboard: who, class, speciality, and what is
 * missing. The arrows move, Enter opens. */
#pragma once

#include <adwaita.h>

#include "app/finish/mch-finish-jobs.h"

G_BEGIN_DECLS

#define MCH_TYPE_FINISH_LIST (mch_finish_list_get_type ())
G_DECLARE_FINAL_TYPE (MchFinishList, mch_finish_list, MCH, FINISH_LIST, AdwBin)

GtkWidget *mch_finish_list_new (void);

/**
 * mch_finish_list_show:
 * @picture: (nullable): kept; NULL empties the table.
 * @positions: (nullable) (array of guint): which of its candidates, ascending; NULL: all.
 */
void mch_finish_list_show (MchFinishList *self, MchFinishPicture *picture, const GArray *positions);

/* Goes to the next candidate of the table against whom something stands, coming round; FALSE when
 * there is none. */
gboolean mch_finish_list_go_next (MchFinishList *self);

/* Gives the keyboard to the row that is chosen, else to the first. */
void mch_finish_list_focus (MchFinishList *self);

/* What is missing, in a few words: "Speciality · Category"; "Ready" for nothing. (transfer full) */
char *mch_finish_dup_missing (const GArray *blockers);

/* Signal: "opened" (const char *): the id of the candidature whose row was activated. */

G_END_DECLS
