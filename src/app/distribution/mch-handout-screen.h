/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handing the slips out: how complete the session is, what a scanner types, and the list that is
 * ticked. Works without the server. */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_HANDOUT_SCREEN (mch_handout_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchHandoutScreen, mch_handout_screen, MCH, HANDOUT_SCREEN, MchScreen)

G_END_DECLS
