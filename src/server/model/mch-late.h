/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Saisies hors ligne avant clôture": operations that were typed while registration was open and
 * arrived when it was not. They are neither applied nor lost: the exam office decides. Blocks; any
 * thread. */
#pragma once

#include "protocol/mch-wire-late.h"
#include "server/model/mch-server.h"
#include "server/model/mch-staff.h"

G_BEGIN_DECLS

/**
 * MchLateQuery: everything is borrowed.
 * @scope: "acad:CODE", all its establishments, or "etab:UAI".
 * @after_ms, @after_op: those of the last one seen; 0 and "" from the first.
 * @limit: 1 to MCH_WIRE_MAX_LATE.
 */
typedef struct
{
  const char *scope;
  MchLateState state;
  gint64 after_ms;
  const char *after_op;
  int limit;
} MchLateQuery;

/**
 * mch_late_list:
 *
 * Errors: FORBIDDEN.
 *
 * Returns: (transfer full) (element-type MchLateOp): the earliest received first.
 */
GPtrArray *mch_late_list (MchServer *server, const MchStaff *staff, const MchLateQuery *query,
                          gboolean *ret_more, GError **error);

/**
 * mch_late_get:
 * @from: the first record that is wanted, from 0.
 * @ret_items: (out) (transfer full) (element-type MchLateItem): at most MCH_WIRE_MAX_LATE_ITEMS.
 * @ret_next: (out): where to go on; -1 when there is no more.
 *
 * Errors: FORBIDDEN, NOT_FOUND.
 *
 * Returns: (transfer full)
 */
MchLateOp *
mch_late_get (MchServer *server, const MchStaff *staff, const char *scope, const char *op,
              gint64 from, GPtrArray **ret_items, gint64 *ret_next, GError **error);

/**
 * mch_late_decide:
 * @staff: of the exam office of the académie, else FORBIDDEN.
 * @reason: (nullable): for who typed it.
 *
 * Accepting applies the operation as if registration were open, in the name of who typed it.
 * Deciding alike again gives the same answer. Errors: FORBIDDEN, NOT_FOUND, DECIDED (otherwise),
 * INVALID (the reason).
 *
 * Returns: (transfer full) (nullable): {"version":1,"op","state","result"} as JSON text.
 */
char *mch_late_decide (MchServer *server, const MchStaff *staff, const char *scope, const char *op,
                       gboolean accept, const char *reason, GError **error);

G_END_DECLS
