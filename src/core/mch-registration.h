/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a registration comes to, computed from the reference of its exam and the few choices that
 * the candidature holds: the tests with their positions, the documents to send, and what still
 * stands against finalising it. Desktop and server run this same code. Thread-safe for records
 * that nobody changes. */
#pragma once

#include "core/mch-fault.h"
#include "core/mch-record.h"
#include "core/mch-reference.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_TEST_NOT_REGISTERED, /* "Non inscrit": not taken in this session */
  MCH_TEST_REGISTERED,     /* "Inscrit" */
  MCH_TEST_EXEMPTED,       /* "Dispensé" */
} MchTestPosition;

const char *mch_test_position_to_string (MchTestPosition position); /* in JSON */
const char *mch_test_position_get_label (MchTestPosition position); /* translated */

/**
 * MchTest: one test of one candidature, as the summary and the confirmation show it.
 * @code, @label: borrowed from the reference.
 * @parent: (nullable): the code of the test that this is a part of; borrowed.
 * @option: (nullable): what was chosen, of this test or of the one above; owned.
 * @mode: (nullable): "Ponctuel"; only of a test that is taken; borrowed.
 * @mark: (nullable): that was kept from before; owned.
 * @needs_option: the test has options, is taken, and none was chosen.
 */
typedef struct
{
  const char *code;
  const char *label;
  const char *parent;
  char *option;
  const char *mode;
  char *mark;
  gboolean optional;
  gboolean needs_option;
  MchTestPosition position;
} MchTest;

/* "E2 - Langue vivante 1 - Anglais". (transfer full) */
char *mch_test_dup_title (const MchTest *test);

/**
 * mch_registration_dup_tests:
 * @reference: (nullable).
 *
 * Returns: (transfer full) (element-type MchTest): every test of the candidature's speciality in
 *   the order of the file, sub-tests behind theirs; empty while the speciality is not known. It
 *   borrows from @reference.
 */
GPtrArray *mch_registration_dup_tests (const MchReference *reference, const MchRecord *candidature);

/* What the candidature names, or NULL: of speciality (by its code, else its label), category,
 * diploma held and the kind of earlier results. (transfer none) */
const MchRefItem *mch_registration_find (const MchReference *reference,
                                         const MchRecord *candidature, MchRefKind kind);

/* The form of the exam: the one that was chosen, or the only one that the category has; else NULL.
 * (transfer none) */
const MchRefItem *
mch_registration_find_passage (const MchReference *reference, const MchRecord *candidature);

/**
 * mch_registration_dup_documents:
 * @today: YYYY-MM-DD, for those that are asked at some age.
 *
 * Returns: (transfer container) (element-type MchRefItem): the documents that this candidate has to
 *   send back with the confirmation.
 */
GPtrArray *mch_registration_dup_documents (const MchReference *reference, const MchRecord *person,
                                           const MchRecord *candidature, const char *today);

/**
 * mch_registration_dup_number:
 *
 * Returns: (transfer full): "001 Version 2"; NULL while the server has given none.
 */
char *mch_registration_dup_number (const MchRecord *candidature);

/**
 * mch_registration_blockers:
 * @reference: (nullable): of the exam; without it only what every exam asks for is checked.
 * @person: whose candidature it is.
 *
 * Returns: (transfer full) (element-type MchFault): what stands against finalising, empty when
 *   nothing does. Its strings belong to the records and the reference.
 */
GArray *mch_registration_blockers (const MchReference *reference, const MchRecord *person,
                                   const MchRecord *candidature);

/**
 * mch_registration_new_blockers:
 *
 * The same for a registration that is finalised already and would change: what would stand against
 * it afterwards and does not now. A value that waits in "to_correct" is none: it changes nothing
 * that was registered.
 */
GArray *mch_registration_new_blockers (const MchReference *reference, const MchRecord *person,
                                       const MchRecord *candidature, const MchRecord *person_after,
                                       const MchRecord *candidature_after);

/* One sentence about @n candidates that the same stands against: "12 without a speciality".
 * (transfer full) */
char *mch_blocker_dup_group_sentence (const MchFault *blocker, guint n);

G_END_DECLS
