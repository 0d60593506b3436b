/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an agent searches for: words, session or exam, state, establishment, speciality, and the
 * order. The establishment is found by its name or UAI among those that this desktop knows. */
#pragma once

#include "app/window/mch-context.h"
#include "protocol/mch-wire-search.h"

G_BEGIN_DECLS

#define MCH_TYPE_SEARCH_FILTER (mch_search_filter_get_type ())
G_DECLARE_FINAL_TYPE (MchSearchFilter, mch_search_filter, MCH, SEARCH_FILTER, GtkBox)

GtkWidget *mch_search_filter_new (void);

/* The sessions of the académie, and its establishments. */
void mch_search_filter_set_context (MchSearchFilter *self, MchContext *context);

/* What is chosen; its texts live as long as nothing else is. FALSE when the establishment is none,
 * or several: its field says so. */
gboolean mch_search_filter_read (MchSearchFilter *self, MchSearch *ret_search);

/* Whether anything narrows the list. */
gboolean mch_search_filter_is_set (MchSearchFilter *self);

/* Everybody again. */
void mch_search_filter_clear (MchSearchFilter *self);

void mch_search_filter_focus (MchSearchFilter *self);

/* Signal "chosen" (): another search. */

G_END_DECLS
