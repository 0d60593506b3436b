/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of candidates: searched, filtered, sorted, selected. open() takes "state=…",
 * "division=…", "account=with|without", "search=…", joined by "&"; "" shows everybody. */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_CANDIDATES_SCREEN (mch_candidates_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidatesScreen, mch_candidates_screen, MCH, CANDIDATES_SCREEN, MchScreen)

/* Ctrl+F. */
void mch_candidates_screen_focus_search (MchCandidatesScreen *self);

G_END_DECLS
