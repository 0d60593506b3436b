/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line above the list: state, division, account and search. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_CANDIDATES_FILTER (mch_candidates_filter_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidatesFilter, mch_candidates_filter, MCH, CANDIDATES_FILTER, GtkBox)

GtkWidget *mch_candidates_filter_new (void);

/* One more control, beside the menus. */
void mch_candidates_filter_add (MchCandidatesFilter *self, GtkWidget *widget);

/* Lists the divisions that there are; keeps the one that is chosen. */
void mch_candidates_filter_set_context (MchCandidatesFilter *self, MchContext *context);

/* "state=registered&division=1CAP&account=with&search=dup", or "gap=handed" for those who have not
 * reached that milestone (slips/mch-progress.h); "" for everybody. */
void mch_candidates_filter_set_text (MchCandidatesFilter *self, const char *text);

/* Writes what is chosen into @filter; its strings are valid until the next choice. */
void mch_candidates_filter_apply (MchCandidatesFilter *self, MchCandidateFilter *filter);

/* Whether those are listed who have not reached a milestone. */
gboolean mch_candidates_filter_has_gap (MchCandidatesFilter *self);

/* Whether anything is filtered. */
gboolean mch_candidates_filter_is_set (MchCandidatesFilter *self);

GtkWidget *mch_candidates_filter_get_search (MchCandidatesFilter *self);

/* Signal "chosen" (). */

G_END_DECLS
