/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "12 sans spécialité": what stands against finalising many registrations, grouped by cause, and
 * the one act that mends a whole group. Thread-safe for records that nobody changes. */
#pragma once

#include "core/mch-fault.h"
#include "core/mch-record.h"
#include "core/mch-reference.h"
#include "core/mch-registration-choices.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_BLOCKER_FIX_NONE,   /* each has an answer of his own (a birth date, a value to correct) */
  MCH_BLOCKER_FIX_VALUE,  /* one value of the field for all of them */
  MCH_BLOCKER_FIX_OPTION, /* one option of a test for all of them */
} MchBlockerFix;

/**
 * MchBlockerGroup: one cause and those whom it stops.
 * @key: for scripts and for finding the same group again after a change:
 *   "specialty_code:missing", "tests:not_chosen:Langue vivante étrangère".
 * @field: never NULL; borrowed from the table.
 * @value: (nullable): what is wrong; of %MCH_FAULT_NOT_CHOSEN: the label of the test.
 * @sentence: translated: "12 without a speciality".
 * @members: (element-type guint): positions in the list that was given, ascending.
 */
typedef struct
{
  char *key;
  MchFaultCode code;
  const MchField *field;
  char *value;
  char *sentence;
  GArray *members;
  MchBlockerFix fix;
} MchBlockerGroup;

/**
 * mch_blocker_groups_new:
 * @faults: (array length=n) (element-type GArray of MchFault): of each registration, as
 *   mch_registration_blockers() gives them; an element may be NULL.
 *
 * Returns: (transfer full) (element-type MchBlockerGroup): the largest first; of one size in the
 *   order of the form. A registration is in as many groups as it has blockers.
 */
GPtrArray *mch_blocker_groups_new (GArray *const *faults, guint n);

/* The group of that key, or NULL. (transfer none) */
const MchBlockerGroup *mch_blocker_groups_find (const GPtrArray *groups, const char *key);

/**
 * mch_blocker_group_dup_choices:
 * @candidature: of a member.
 *
 * Returns: (transfer full) (element-type MchChoice) (nullable): what the fix may be; NULL when it
 *   is typed, or there is none. What is offered to one member may not be to another: the fix then
 *   leaves that one as it is.
 */
GPtrArray *
mch_blocker_group_dup_choices (const MchBlockerGroup *group, const MchReference *reference,
                               const MchRecord *candidature);

/**
 * mch_blocker_group_fix:
 * @candidature: of a member; changed.
 * @value: as one of the choices, or what was typed.
 *
 * Returns: whether @candidature was changed; it is as it was when @value cannot be its.
 */
gboolean mch_blocker_group_fix (const MchBlockerGroup *group, const MchReference *reference,
                                MchRecord *candidature, const char *value);

G_END_DECLS
