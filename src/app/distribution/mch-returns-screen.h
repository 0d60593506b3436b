/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The return of the files: signed confirmations noted as a scanner types their codes, who is still
 * missing, and what was wrong, by name. Works without the server. */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_RETURNS_SCREEN (mch_returns_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchReturnsScreen, mch_returns_screen, MCH, RETURNS_SCREEN, MchScreen)

G_END_DECLS
