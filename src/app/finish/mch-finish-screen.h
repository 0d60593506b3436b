/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Registrations to finish" (INS-15): what stands against finalising, grouped, one answer for a
 * group, and finalising everybody who is ready at once. Nothing is opened one by one that one
 * answer mends, and nobody is finalised whom something stands against. */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_FINISH_SCREEN (mch_finish_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchFinishScreen, mch_finish_screen, MCH, FINISH_SCREEN, MchScreen)

G_END_DECLS
