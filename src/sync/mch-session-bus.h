/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether there is anybody on the session bus, for those who would wait for it without an end. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FALSE when the bus has taken the call and said nothing for @seconds, however often it is asked; a
 * bus that is not there has answered. Blocks; any thread. */
gboolean mch_session_bus_answers (guint seconds);

G_END_DECLS
