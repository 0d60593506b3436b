/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu of the session that the exam office's list counts: the current one at first, then the
 * one that was chosen last on this profile; or all of them. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_OFFICE_SESSIONS (mch_office_sessions_get_type ())
G_DECLARE_FINAL_TYPE (MchOfficeSessions, mch_office_sessions, MCH, OFFICE_SESSIONS, AdwBin)

MchOfficeSessions *mch_office_sessions_new (void);

/* The sessions of the académie, when they are others than before. Emits no "chosen". */
void mch_office_sessions_load (MchOfficeSessions *self, MchContext *context);

/* (nullable): "CAP/2027-06"; NULL for all. Borrowed until the next call of anything here. */
const char *mch_office_sessions_get (MchOfficeSessions *self);

/* Signal "chosen" (): by a person; it is kept. */

G_END_DECLS
