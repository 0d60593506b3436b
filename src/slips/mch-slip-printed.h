/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the slips of an edition said when they were last printed or saved on this desktop: whose
 * name or class has changed since gets another sheet, with the same password. Kept sealed beside
 * the other local records. */
#pragma once

#include "slips/mch-slip-pile.h"
#include "store/mch-store.h"

G_BEGIN_DECLS

/* (transfer full): id of a person → fingerprint; empty when nothing was printed, or when this
 * program cannot read what was noted. Any thread. */
GHashTable *mch_slip_printed_load (MchStore *store, const char *edition);

/* Notes the slips of @persons (NULL-terminated) in @pile. Any thread; on disk when it returns TRUE.
 */
gboolean mch_slip_printed_add (MchStore *store, const char *edition, const MchSlipPile *pile,
                               const char *const *persons, GError **error);

/* Whether the slip of @person was printed and said something else than @fingerprint. */
gboolean
mch_slip_printed_is_stale (GHashTable *printed, const char *person, const char *fingerprint);

G_END_DECLS
