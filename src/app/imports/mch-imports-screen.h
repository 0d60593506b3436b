/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The imports of the establishment as the server remembers them: who, when, which file, how many
 * lines, and taking one back as a whole. Nobody is removed who was changed since. */
#pragma once

#include "app/window/mch-list-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORTS_SCREEN (mch_imports_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchImportsScreen, mch_imports_screen, MCH, IMPORTS_SCREEN, MchListScreen)

G_END_DECLS
