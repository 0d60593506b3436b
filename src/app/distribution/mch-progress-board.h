/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completeness at a glance: how many are in the list, registered, with an account… to the signed
 * confirmation; and by name who is not, one click away. */
#pragma once

#include <adwaita.h>

#include "slips/mch-last-file.h"
#include "slips/mch-progress.h"

G_BEGIN_DECLS

#define MCH_TYPE_PROGRESS_BOARD (mch_progress_board_get_type ())
G_DECLARE_FINAL_TYPE (MchProgressBoard, mch_progress_board, MCH, PROGRESS_BOARD, AdwBin)

GtkWidget *mch_progress_board_new (void);

void mch_progress_board_show (MchProgressBoard *self, const guint counts[MCH_N_MILESTONES]);

/* @file: (nullable): borrowed for the call: the first card, whose gap opens the names of those who
 * did not get into the list; NULL hides it. */
void mch_progress_board_show_file (MchProgressBoard *self, const MchLastFile *file);

G_END_DECLS
