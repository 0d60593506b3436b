/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pupils who change school: whom to ask another establishment for, whom others ask us for, and what
 * became of earlier requests. */
#pragma once

#include "app/window/mch-list-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_TRANSFERS_SCREEN (mch_transfers_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchTransfersScreen, mch_transfers_screen, MCH, TRANSFERS_SCREEN,
                      MchListScreen)

G_END_DECLS
