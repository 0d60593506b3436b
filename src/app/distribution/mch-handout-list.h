/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list that is ticked while slips are handed out: everybody, or only who waits, or who has not
 * activated his account; searched by name. Space or Enter ticks the row. */
#pragma once

#include <adwaita.h>

#include "app/distribution/mch-handout-model.h"

G_BEGIN_DECLS

#define MCH_TYPE_HANDOUT_LIST (mch_handout_list_get_type ())
G_DECLARE_FINAL_TYPE (MchHandoutList, mch_handout_list, MCH, HANDOUT_LIST, AdwBin)

GtkWidget *mch_handout_list_new (MchHandoutModel *model);

/* How many rows are shown. */
guint mch_handout_list_get_n_shown (MchHandoutList *self);

G_END_DECLS
