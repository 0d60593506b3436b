/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the list of an académie's candidates. */
#pragma once

#include "app/office/mch-search-model.h"

G_BEGIN_DECLS

/* Fills an empty view of MchSearchItem: name, given name, birth, establishment, session,
 * speciality, state. */
void mch_search_cells_add_columns (GtkColumnView *view);

G_END_DECLS
