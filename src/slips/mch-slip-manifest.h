/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each slip showed when it was last printed or saved on this desktop, as a fingerprint: a name
 * that was corrected since, or another class, makes it one "À réimprimer". Login and password are
 * the same: nothing is reset. */
#pragma once

#include "slips/mch-slip-pile.h"

G_BEGIN_DECLS

/**
 * mch_slip_manifest_note:
 * @picked: (nullable) (element-type guint): which slips of @pile; NULL for all.
 * @at_ms: ms since 1970, UTC.
 *
 * To be called after they were printed or saved. Any thread; on disk when it returns TRUE.
 */
gboolean mch_slip_manifest_note (MchStore *store, const char *edition, const MchSlipPile *pile,
                                 GArray *picked, gint64 at_ms, GError **error);

/**
 * MchSlipReprint: one slip whose paper says something else than it would today.
 * @index: in the pile.
 * @printed_ms: when it was printed last.
 */
typedef struct
{
  guint index;
  gint64 printed_ms;
} MchSlipReprint;

/**
 * mch_slip_manifest_list_reprints:
 * @pile: of @edition; a masked one will do, so no password is needed.
 *
 * Returns: (transfer full) (element-type MchSlipReprint): in the order of the pile. What was never
 *   printed on this desktop is not among them.
 */
GArray *
mch_slip_manifest_list_reprints (MchStore *store, const char *edition, const MchSlipPile *pile);

G_END_DECLS
