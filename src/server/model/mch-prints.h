/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who saw, printed or saved what of an establishment, as its log has it. Blocks; any thread. */
#pragma once

#include "protocol/mch-wire-print.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

/**
 * mch_prints_list:
 * @before_n: the number of the last line of the page before; 0 for the newest.
 *
 * Returns: (transfer full) (element-type MchPrintLine): at most MCH_WIRE_MAX_PRINTS, newest first;
 *   NULL with an error.
 */
GPtrArray *mch_prints_list (MchServer *server, const char *scope, gint64 before_n, GError **error);

G_END_DECLS
