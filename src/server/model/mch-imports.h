/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The imports of an establishment: what was imported when and by whom, and taking one back as a
 * whole. Blocks; any thread. */
#pragma once

#include "protocol/mch-wire-import.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

/**
 * mch_imports_list:
 * @before_ms, @before_id: where the page before ended; 0 and NULL for the newest.
 *
 * Returns: (transfer full) (element-type MchImportRun): at most MCH_WIRE_MAX_IMPORTS, newest first.
 */
GPtrArray *mch_imports_list (MchServer *server, const char *scope, gint64 before_ms,
                             const char *before_id, GError **error);

/**
 * mch_imports_undo:
 * @login: who asks.
 * @op: a UUID for this act: repeated, it is answered again word for word.
 * @id: of the import.
 *
 * Pupils whom the import made go, values that it changed come back. What somebody has changed since
 * stays, and so does who has an account or was finalised since. Errors: NOT_FOUND, INVALID,
 * MISMATCH, REGISTRATION_CLOSED.
 *
 * Returns: (transfer full): UNDO of PROTOCOL.md as JSON text.
 */
char *mch_imports_undo (MchServer *server, const char *login, const char *op, const char *scope,
                        const char *id, GError **error);

G_END_DECLS
