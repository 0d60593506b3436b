/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The imports of an establishment, as the server remembers them: who imported what and when, and
 * taking one back as a whole. */
#pragma once

#include "protocol/mch-wire-import.h"
#include "sync/mch-desk.h"

G_BEGIN_DECLS

/**
 * mch_import_runs_fetch:
 * @after: (nullable): the last one of the page before; NULL for the newest.
 *
 * Returns: (transfer full) (element-type MchImportRun): the newest first, at most
 *   MCH_WIRE_MAX_IMPORTS; NULL with an MCH_SYNC_ERROR. Blocks.
 */
GPtrArray *mch_import_runs_fetch (MchDesk *desk, const char *scope, const MchImportRun *after,
                                  GCancellable *cancellable, GError **error);

/**
 * mch_import_undo_ask:
 * @op: a fresh UUIDv7; the same again for a try that got no answer.
 * @import: the id of its operation.
 *
 * Sends what waits first, so that what was edited here since counts as edited. The mirror is as it
 * was until the next pull. An import that is still in the outbox was never made: drop its operation
 * instead (mch_store_drop_op()).
 *
 * Returns: (transfer full): what became of each pupil; NULL with an MCH_SYNC_ERROR: REFUSED when
 *   there is no such import, or registration is closed. Blocks.
 */
MchImportUndo *mch_import_undo_ask (MchDesk *desk, const char *scope, const char *op,
                                    const char *import, GCancellable *cancellable, GError **error);

/**
 * mch_undo_pupil_dup_reason:
 *
 * Returns: (transfer full): why a pupil was kept or cannot be taken back, in words: "Changed
 *   since: Division, Town"; "Has an account."
 */
char *mch_undo_pupil_dup_reason (const MchUndoPupil *pupil);

G_END_DECLS
