/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CPT-10: which records of candidates carry an address. It follows from the records, and is kept by
 * whoever writes them; private to src/server/db but for the question. */
#pragma once

#include "server/db/mch-records.h"

G_BEGIN_DECLS

/* What @record, a person of @scope that is written or @deleted, carries now. */
gboolean mch_person_email_note (MchDb *db, const char *scope, const MchRecord *record,
                                gboolean deleted, GError **error);

/**
 * mch_person_email_find:
 * @email: of mch_email_read().
 * @account: whose own records do not count.
 *
 * Whether the record of anybody else carries the address, in any establishment.
 */
gboolean mch_person_email_find (MchDb *db, const char *email, const char *account,
                                gboolean *ret_found, GError **error);

G_END_DECLS
