/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is left to do, next act first: four cards whose numbers lead to the lists behind them. */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_HOME_SCREEN (mch_home_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchHomeScreen, mch_home_screen, MCH, HOME_SCREEN, MchScreen)

G_END_DECLS
