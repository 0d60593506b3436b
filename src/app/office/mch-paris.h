/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moments of the calendar as the exam office writes them: in Paris time, wherever this computer
 * is. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "08/12/2026 17:00" of ms since 1970, UTC: (transfer full); "" for 0. */
char *mch_paris_dup_text (gint64 at_ms);

/* "2026-12-08T17:00" of "08/12/2026 17:00", "08/12/2026" (midnight) or the same as it goes out:
 * (transfer full) (nullable): NULL when it is no moment. */
char *mch_paris_dup_setting (const char *text);

G_END_DECLS
