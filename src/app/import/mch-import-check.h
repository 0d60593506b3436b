/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One check of a file: its plan, the records that it was made against, and why rows need a look,
 * grouped. It is made in a thread of the worker and read on the main loop afterwards; nothing in it
 * changes any more. */
#pragma once

#include "core/mch-import-table.h"
#include "store/mch-store.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_CAUSE_BLOCKING, /* the row is rejected */
  MCH_CAUSE_WARNING,  /* the row is taken; somebody should look */
  MCH_CAUSE_REPAIRED, /* a value was put right */
} MchCauseKind;

/**
 * MchImportCause: all that is wrong in the same way.
 * @code: %MCH_FAULT_NONE for a repair.
 * @field: (nullable): NULL when whole rows are meant.
 * @n: how many values or rows.
 */
typedef struct
{
  MchCauseKind kind;
  MchFaultCode code;
  const MchField *field;
  guint n;
} MchImportCause;

/**
 * MchImportCheck:
 * @serial: of the store when it was read: another one means that the check is out of date.
 * @causes: of MchImportCause: blocking ones first, then by how many they are.
 */
typedef struct
{
  MchImportPlan *plan;
  guint64 serial;
  GArray *causes;

  /* What the plan borrows. */
  char *uai;
  char *session;
  char *today;
  GPtrArray *persons;
  GPtrArray *candidatures;
} MchImportCheck;

/**
 * MchImportQuestion: what a check is made from.
 * @text: mch_import_table_get_text().
 * @choices: of MchImportChoice.
 */
typedef struct
{
  GBytes *text;
  char *scope;
  char *session;
  char *today;
  GArray *choices;
} MchImportQuestion;

void mch_import_question_free (MchImportQuestion *question);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportQuestion, mch_import_question_free)

/* (transfer full): errors as mch_import_plan_new(). Any thread; takes as long as the file is. */
MchImportCheck *
mch_import_check_new (const MchImportQuestion *question, MchStore *store, GError **error);
void mch_import_check_free (MchImportCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportCheck, mch_import_check_free)

/* Whether two checks would do the same to as many rows. */
gboolean mch_import_check_equal (const MchImportCheck *a, const MchImportCheck *b);

/* The faults, and the repairs, of one line of the file; NULL when there are none. */
const MchFault *
mch_import_check_find_faults (const MchImportCheck *check, guint line, guint *ret_n);
const MchImportRepair *
mch_import_check_find_repairs (const MchImportCheck *check, guint line, guint *ret_n);

/* "To create 206 · To update 0 · Unchanged 3 · Rejected 3". (transfer full) */
char *mch_import_check_dup_balance (const MchImportCheck *check);

/* What kind it is, in a word; its icon; what it is about ("Date of birth"); what is wrong with it
 * in a few words. */
const char *mch_cause_kind_to_word (MchCauseKind kind);
const char *mch_cause_kind_to_icon (MchCauseKind kind);
const char *mch_import_cause_get_subject (const MchImportCause *cause);
const char *mch_import_cause_get_words (const MchImportCause *cause);

G_END_DECLS
