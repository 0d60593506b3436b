/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Operations that the server fails at, perhaps for ever: they hold up those alone that build on
 * them, and the rest of the outbox leaves in time. */
#pragma once

#include "store/mch-store-types.h"

G_BEGIN_DECLS

/**
 * MchStuck: all zero is none.
 * @ids: (nullable): of their records.
 * @first: (nullable): why the first one is stuck; owned.
 */
typedef struct
{
  GHashTable *ids;
  guint n;
  GError *first;
} MchStuck;

void mch_stuck_clear (MchStuck *stuck);

/* Whether @op, loaded with its changes, changes a record of them or names one: it must wait. */
gboolean mch_stuck_holds_up (const MchStuck *stuck, const MchStoreOp *op);

/* @op waits, and what builds on it. */
void mch_stuck_add (MchStuck *stuck, const MchStoreOp *op);

/* @op failed with @cause. Takes @cause away when the next one may be tried all the same: the server
 * failed at @op itself, and not at so many that it would fail at everything. */
void mch_stuck_take (MchStuck *stuck, const MchStoreOp *op, GError **cause);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchStuck, mch_stuck_clear)

G_END_DECLS
