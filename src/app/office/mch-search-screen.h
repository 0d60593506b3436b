/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Candidats de l'académie: an agent finds anybody in any establishment, looks at him, goes to his
 * establishment, and takes the list away as a file. It is kept on the server: without it, it says
 * so. */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_SEARCH_SCREEN (mch_search_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchSearchScreen, mch_search_screen, MCH, SEARCH_SCREEN, MchScreen)

G_END_DECLS
