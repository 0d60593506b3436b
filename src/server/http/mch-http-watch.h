/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's clock: one thread that calls back four times a second and, in between, reads out
 * connections that were answered before all they sent was read. Closing those at once would reset
 * them, and the client would never see the answer. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _MchWatch MchWatch;

MchWatch *mch_watch_new (void (*tick) (gpointer user_data), gpointer user_data);

/* Takes over @fd: says that nothing more will be sent, throws away what comes for two seconds at
 * most, and closes it. Any thread. */
void mch_watch_linger (MchWatch *watch, int fd);

/* No tick runs any more when this returns. */
void mch_watch_free (MchWatch *watch);

G_END_DECLS
