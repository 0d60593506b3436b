/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What makes a person the same person, and whether a change may be made. Desktop and server run
 * this same code. Thread-safe for records that nobody changes. */
#pragma once

#include "core/mch-fault.h"
#include "core/mch-record.h"
#include "core/mch-value.h"

G_BEGIN_DECLS

/**
 * mch_person_key:
 *
 * The key that is unique among the persons of one establishment: the INE, else folded names, date
 * and place of birth. A person marked "other_person" has a key of his own.
 *
 * Returns: (transfer full): text for comparing only.
 */
char *mch_person_key (const MchRecord *person);

/* INE, date of birth and folded family name, for finding an account again; NULL when one of them
 * is missing: less is a query, never a link. (transfer full) */
char *mch_person_identity_key (const MchRecord *person);

/* A person gave the field @name a value, or emptied it on purpose: what a file said there and no
 * field could take no longer waits in "to_correct". @name may be a field of the candidature. */
void mch_person_note_corrected (MchRecord *person, const char *name);

/**
 * mch_validate_change:
 * @current: (nullable): the record as it is; NULL for a creation.
 * @context: (nullable): for dates.
 * @faults: (element-type MchFault): what is wrong is appended; its strings belong to @change.
 *
 * Whether staff of an establishment may make this change: known fields, canonical values that
 * their fields take, needed fields filled, nothing that is not theirs to write. A state may only
 * go from pre_registered to registered and from either to withdrawn; blockers are not asked here.
 */
gboolean mch_validate_change (const MchChange *change, const MchRecord *current,
                              const MchValueContext *context, GArray *faults);

G_END_DECLS
