/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the files about operations: what a commit asks of late operations. */
#pragma once

#include "server/model/mch-late.h"
#include "server/model/mch-ops-private.h"

G_BEGIN_DECLS

/* The answer for a request that is held or was refused: (transfer full), unchanged when it is
 * neither; MISMATCH when its id was used for another. */
gboolean mch_late_find_response (MchDb *db, const MchOpRequest *request, const char *hash,
                                 char **ret_response, GError **error);

/**
 * mch_late_hold:
 * @ret_held: (out): FALSE: it is not late but simply too late, or too many wait already; nothing
 *   was written.
 *
 * Keeps the operation of @run, whose registration is closed, if it was made while it was open.
 * Writes its entry of the log: nothing may follow in the transaction but the answer.
 */
gboolean mch_late_hold (MchOpRun *run, GPtrArray *changes, const char *hash, gboolean *ret_held,
                        GError **error);

/* Says in the establishment's record how many wait, for its desktops. Before the run is finished.
 */
gboolean mch_late_recount (MchOpRun *run, GError **error);

/**
 * mch_late_order:
 * @changes: those of @run's operation, about to be applied; changed in place.
 *
 * Fits them to what was already decided of other held operations of the establishment: the value
 * that was typed last stands, in whichever order the exam office decides.
 */
gboolean mch_late_order (MchOpRun *run, GPtrArray *changes, GError **error);

/* Whether one of @changes is of a record that a waiting held operation creates: it waits, too. */
gboolean
mch_late_builds_on_held (MchOpRun *run, GPtrArray *changes, gboolean *ret_builds, GError **error);

/**
 * mch_late_follow_merges:
 * @changes: those of @run's operation, about to be applied; changed in place.
 *
 * Calls who was merged, when another held operation was accepted, as he is called now; the result
 * says so, too.
 */
gboolean mch_late_follow_merges (MchOpRun *run, GPtrArray *changes, GError **error);

/**
 * mch_late_check_same:
 * @hash: of @request.
 * @known: that of what came under its id before.
 *
 * Whether both are the same operation; MISMATCH when not. A held one may say something else than
 * then for the one reason that somebody in it was merged since.
 */
gboolean mch_late_check_same (MchDb *db, const MchOpRequest *request, const char *hash,
                              const char *known, GError **error);

/* The changes of a stored body: (transfer full) (element-type MchChange). */
GPtrArray *mch_late_parse_body (const char *body, GError **error);

/* FORBIDDEN unless @staff may see the late operations of @scope; @to_decide: of the exam office. */
gboolean mch_late_check_right (MchDb *db, const MchStaff *staff, const char *scope,
                               gboolean to_decide, GError **error);

G_END_DECLS
