/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The groups of a generation, a row each: how many, what it means, and the names one click away. */
#pragma once

#include "app/generation/mch-generation-model.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MCH_TYPE_ROLL_ROWS (mch_roll_rows_get_type ())
G_DECLARE_FINAL_TYPE (MchRollRows, mch_roll_rows, MCH, ROLL_ROWS, AdwBin)

/* @done: TRUE for the report after the run, FALSE for the sizes before it. */
GtkWidget *mch_roll_rows_new (MchGenerationModel *model, gboolean done);

G_END_DECLS
