/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Services et calendrier: what is open in a session of the académie and until when, for all its
 * establishments or for one alone (ACC-10). */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_SERVICES_SCREEN (mch_services_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchServicesScreen, mch_services_screen, MCH, SERVICES_SCREEN, MchScreen)

G_END_DECLS
