/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One check of a file: its plan, the records that it was made against, and why rows need a look,
 * grouped. It is made in a thread of the worker and read on the main loop afterwards; nothing in it
 * changes any more. */
#pragma once

#include "core/mch-import.h"
#include "store/mch-import-records.h"

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
 * @records: what the plan was made against, and borrows.
 * @causes: of MchImportCause: blocking ones first, then by how many they are.
 */
typedef struct
{
  MchImportPlan *plan;
  MchImportRecords *records;
  GArray *causes;
} MchImportCheck;

/**
 * MchImportQuestion: what a check is made from.
 * @table: its own copy, with what was said of the columns.
 */
typedef struct
{
  MchImportTable *table;
  char *scope;
  char *session;
  char *today;
  gint64 now_ms;
} MchImportQuestion;

void mch_import_question_free (MchImportQuestion *question);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportQuestion, mch_import_question_free)

/**
 * mch_import_check_new:
 * @edited: (nullable): a plan of the same file, whose edits count again.
 *
 * Returns: (transfer full): errors as mch_import_plan_new(). Any thread; takes as long as the file
 *   is.
 */
MchImportCheck *mch_import_check_new (const MchImportQuestion *question,
                                      const MchImportPlan *edited, MchStore *store, GError **error);
void mch_import_check_free (MchImportCheck *check);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportCheck, mch_import_check_free)

/* Whether two checks would do the same to as many rows. */
gboolean mch_import_check_equal (const MchImportCheck *a, const MchImportCheck *b);

/* "To create 206 · To update 0 · Unchanged 3 · Rejected 3". (transfer full) */
char *mch_import_check_dup_balance (const MchImportCheck *check);

/* What kind it is, in a word; its icon; what it is about ("Date of birth"); what is wrong with it
 * in a few words. */
const char *mch_cause_kind_to_word (MchCauseKind kind);
const char *mch_cause_kind_to_icon (MchCauseKind kind);
const char *mch_import_cause_get_subject (const MchImportCause *cause);
const char *mch_import_cause_get_words (const MchImportCause *cause);

G_END_DECLS
