/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Saisies hors ligne avant clôture": what was typed before registration closed and arrived after
 * it, for the exam office to accept or refuse. Needs the server. Everything blocks. */
#pragma once

#include "protocol/mch-wire-late.h"
#include "sync/mch-desk.h"

G_BEGIN_DECLS

/* (transfer full) (element-type MchLateOp): those of the académie that wait, the earliest received
 * first; NULL with an MCH_SYNC_ERROR. */
GPtrArray *mch_office_late_list (MchDesk *desk, GCancellable *cancellable, GError **error);

/* (transfer full) (element-type MchLateItem): what one of them writes, all of it. */
GPtrArray *mch_office_late_list_items (MchDesk *desk, const char *scope, const char *op,
                                       GCancellable *cancellable, GError **error);

/**
 * mch_office_late_decide:
 * @scope: "etab:UAI".
 * @reason: (nullable): of a refusal, for those who typed it.
 *
 * Accepting applies it as if registration were open, in the name of who typed it. Pulls afterwards.
 */
gboolean mch_office_late_decide (MchDesk *desk, const char *scope, const char *op, gboolean accept,
                                 const char *reason, GCancellable *cancellable, GError **error);

G_END_DECLS
