/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Saisies hors ligne avant clôture": what establishments typed before registration closed and sent
 * after it. The agent looks at each, accepts it or says why not. */
#pragma once

#include "app/window/mch-list-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_LATE_SCREEN (mch_late_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchLateScreen, mch_late_screen, MCH, LATE_SCREEN, MchListScreen)

G_END_DECLS
