/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Set up my establishment, tab Informations (INS-08): the contact details that slips carry, as they
 * will be printed, and their confirmation; and who sees the slips. */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_ESTABLISHMENT_SCREEN (mch_establishment_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchEstablishmentScreen, mch_establishment_screen, MCH, ESTABLISHMENT_SCREEN,
                      MchScreen)

G_END_DECLS
