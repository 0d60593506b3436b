/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tabs of a registration in the order that the session asks for (REG-09, REG-10): a list of
 * their names with what is missing on each, and the one on show. */
#pragma once

#include "app/candidates/mch-candidate-page.h"

G_BEGIN_DECLS

#define MCH_TYPE_CANDIDATE_TABS (mch_candidate_tabs_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidateTabs, mch_candidate_tabs, MCH, CANDIDATE_TABS, GtkBox)

/* @form: kept. @last: a page that stands behind the tabs, called @title. */
GtkWidget *mch_candidate_tabs_new (MchRecordForm *form, GtkWidget *last, const char *title);

/* The tabs of @shape->form; the page on show and the keyboard stay where they are. */
void mch_candidate_tabs_show (MchCandidateTabs *self, const MchCandidateShape *shape);

/* Whether the page behind the tabs can be reached. */
void mch_candidate_tabs_set_last_visible (MchCandidateTabs *self, gboolean visible);

/* The tab on show, from 0; the page behind them is mch_candidate_tabs_get_n(). */
int mch_candidate_tabs_get_current (MchCandidateTabs *self);
int mch_candidate_tabs_get_n (MchCandidateTabs *self);

/* Turns to a tab and puts the keyboard on it. */
void mch_candidate_tabs_turn (MchCandidateTabs *self, int tab);

/* The page of the tab on show. */
GtkWidget *mch_candidate_tabs_get_page (MchCandidateTabs *self);

/* Turns to the tab that @widget stands on, if any. */
void mch_candidate_tabs_turn_to (MchCandidateTabs *self, GtkWidget *widget);

/* Signal "turned" (): another tab is on show. */

G_END_DECLS
