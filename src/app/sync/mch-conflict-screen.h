/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Values to decide on": what two people changed, one after the other by keyboard, or many at once.
 */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_CONFLICT_SCREEN (mch_conflict_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchConflictScreen, mch_conflict_screen, MCH, CONFLICT_SCREEN, MchScreen)

G_END_DECLS
