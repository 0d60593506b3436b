/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One candidate: every field, editable in place, what stands against finalising, and what waits.
 * open() takes the id of a candidature; "" is a new one. */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_CANDIDATE_SCREEN (mch_candidate_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchCandidateScreen, mch_candidate_screen, MCH, CANDIDATE_SCREEN, MchScreen)

G_END_DECLS
