/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calm lines above the page for what a person should know or decide: no keyring, a colleague who
 * asks to see the slips, one's own six words, changes that must leave before closing. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_NOTICES (mch_notices_get_type ())
G_DECLARE_FINAL_TYPE (MchNotices, mch_notices, MCH, NOTICES, AdwBin)

GtkWidget *mch_notices_new (MchContext *context);

G_END_DECLS
