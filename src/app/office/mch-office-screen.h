/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Établissements, and Suivi: every establishment of the académie with how far it is; one is found
 * by name or UAI, opened, and pinned. */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

/* What Suivi opens it with: who has something left to do, most first. */
#define MCH_OFFICE_SHOW_LATE "late"

#define MCH_TYPE_OFFICE_SCREEN (mch_office_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchOfficeScreen, mch_office_screen, MCH, OFFICE_SCREEN, MchScreen)

G_END_DECLS
