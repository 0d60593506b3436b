/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who saw, printed or saved slips, and when, goes to the server's log: it waits in the outbox until
 * the server can take it. */
#pragma once

#include "print/papillon/mch-papillon.h"
#include "store/mch-store.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_SLIP_ACT_VIEW,
  MCH_SLIP_ACT_PRINT,
  MCH_SLIP_ACT_EXPORT,
} MchSlipAct;

/**
 * mch_slip_audit_note:
 * @result: of the PDF that was shown, printed or saved; the log keeps its size and its sum.
 *
 * Any thread. On disk when it returns TRUE.
 */
gboolean
mch_slip_audit_note (MchStore *store, const char *scope, const char *edition, MchSlipAct act,
                     guint per_page, const MchPapillonResult *result, GError **error);

G_END_DECLS
