/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preview and printing: the real PDF of an edition, its review by keyboard, and the three acts that
 * follow: print what was checked, print, save. open() takes "" for the newest edition, or
 * "EDITION" or "EDITION/2" for two slips on a page. */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_PREVIEW_SCREEN (mch_preview_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchPreviewScreen, mch_preview_screen, MCH, PREVIEW_SCREEN, MchScreen)

G_END_DECLS
