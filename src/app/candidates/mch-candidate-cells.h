/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of the list: what a cell says of a candidate, and which column sorts. */
#pragma once

#include "app/candidates/mch-candidate-model.h"

G_BEGIN_DECLS

/* Fills an empty view: a box to tick, name, given name, birth, division, state, account. */
void mch_candidate_cells_add_columns (GtkColumnView *view, MchCandidateModel *model);

/* What the person sorted by, asked when gtk_column_view_get_sorter() says "changed". */
void mch_candidate_cells_get_sort (GtkColumnView *view, MchCandidateSort *ret_sort,
                                   gboolean *ret_descending);

/* The same as clicking a heading. */
void mch_candidate_cells_set_sort (GtkColumnView *view, MchCandidateSort sort, gboolean descending);

/* "● Registered": a dot and a word, translated. @ret_css: the style class of its colour. */
const char *mch_candidate_cells_state (const char *state, const char **ret_css);

/* The login, "no account", or that it belongs to somebody else. Borrowed from @candidate. */
const char *mch_candidate_cells_account (const MchCandidate *candidate);

/* "AUBIN Antoine". (transfer full) */
char *mch_candidate_cells_dup_name (const MchCandidate *candidate);

G_END_DECLS
