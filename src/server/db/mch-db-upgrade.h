/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part of a migration that SQL alone cannot say: what follows from values inside records.
 * Private to src/server/db; runs in the transaction of its step. */
#pragma once

#include "server/db/mch-db.h"

G_BEGIN_DECLS

/* Schema 2: numbers that records bring are noted, registrations get theirs, and it is entered who
 * is registered where. */
gboolean mch_db_upgrade_2 (MchDb *db, GError **error);

/* Schema 4: the confirmation of every registration is deposited, in the version that is in force.
 */
gboolean mch_db_upgrade_4 (MchDb *db, GError **error);

/* Schema 5: it is entered which records of candidates carry which address. */
gboolean mch_db_upgrade_5 (MchDb *db, GError **error);

G_END_DECLS
