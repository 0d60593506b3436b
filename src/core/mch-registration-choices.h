/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a field of a registration may be chosen from, so that nobody types a code: from the
 * reference of the exam where it has a list. Thread-safe for records that nobody changes. */
#pragma once

#include "core/mch-record.h"
#include "core/mch-reference.h"

G_BEGIN_DECLS

/**
 * MchChoice:
 * @value: as the record would hold it.
 * @label: for people.
 */
typedef struct
{
  char *value;
  char *label;
} MchChoice;

/**
 * mch_registration_dup_choices:
 * @reference: (nullable): of the exam.
 * @field: of a person or a candidature.
 * @candidature: (nullable): leaves out what is not offered to it (forms of the exam); NULL: all.
 *
 * Returns: (transfer full) (element-type MchChoice) (nullable): NULL when the field is typed, not
 *   chosen.
 */
GPtrArray *mch_registration_dup_choices (const MchReference *reference, const MchField *field,
                                         const MchRecord *candidature);

/**
 * mch_registration_dup_options:
 * @code: of a test of the candidature's speciality.
 *
 * Returns: (transfer full) (element-type MchChoice) (nullable): what may be chosen of the test, for
 *   mch_registration_set_test(); NULL when it has no options.
 */
GPtrArray *mch_registration_dup_options (const MchReference *reference,
                                         const MchRecord *candidature, const char *code);

/**
 * mch_registration_set:
 * @record: a person or a candidature; changed.
 * @value: canonical (mch_value_read()), or "" for none.
 *
 * Sets the field and what goes with it: the label of a speciality with its code, from the
 * reference. A value that the reference knows under another word (a code, a label) is written as
 * its choice has it.
 *
 * Returns: whether anything changed.
 */
gboolean mch_registration_set (MchRecord *record, const MchReference *reference,
                               const MchField *field, const char *value);

/**
 * mch_registration_set_test:
 * @code: of the test.
 * @taken: whether the candidate takes it; that he is exempted follows from his earlier results.
 * @option: (nullable): what was chosen of it.
 *
 * Writes the choice into "tests". Returns: whether anything changed.
 */
gboolean mch_registration_set_test (MchRecord *candidature, const MchReference *reference,
                                    const char *code, gboolean taken, const char *option);

/* Whether the candidate may choose not to take the test in this session: an optional one, or any of
 * who spreads the exam over several. */
gboolean mch_registration_may_leave_out (const MchReference *reference,
                                         const MchRecord *candidature, const char *code);

/**
 * mch_registration_set_retaken:
 * @code: of a test that earlier results exempt from.
 * @again: it is taken all the same (REG-21).
 *
 * Writes the choice into "retaken_tests". Returns: whether anything changed.
 */
gboolean mch_registration_set_retaken (MchRecord *candidature, const char *code, gboolean again);

G_END_DECLS
