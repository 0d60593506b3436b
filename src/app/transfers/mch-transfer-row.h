/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One transfer in a list: who, between which establishments, how it stands, and the buttons of what
 * can be done. */
#pragma once

#include <gtk/gtk.h>

#include "sync/mch-transfers.h"

G_BEGIN_DECLS

/* "AUBIN Antoine". (transfer full) */
char *mch_transfer_dup_name (const MchTransferEntry *entry);

/* "LYCÉE X asks for this pupil · 12/11/2026", "Refused: …". (transfer full) */
char *mch_transfer_dup_state (const MchTransferEntry *entry);

/**
 * mch_transfer_row_new:
 * @entry: borrowed; outlives the row.
 * @act: (scope forever): a button was pressed: "ask", "accept" or "refuse".
 */
typedef void (*MchTransferAct) (const MchTransferEntry *entry, const char *act, gpointer data);
GtkWidget *mch_transfer_row_new (const MchTransferEntry *entry, MchTransferAct act, gpointer data);

G_END_DECLS
