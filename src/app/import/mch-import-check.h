/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One check of a file: its plan, and the records that it was made against. It is made in a thread
 * of the worker; afterwards only the main loop reads and edits it. */
#pragma once

#include "core/mch-import-edit.h"
#include "store/mch-import-records.h"

G_BEGIN_DECLS

/**
 * MchImportCheck:
 * @records: what the plan was made against, and borrows.
 */
typedef struct
{
  MchImportPlan *plan;
  MchImportRecords *records;
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

/* What kind a group is, in a word; its icon and the style class of that; what it is about ("Date of
 * birth"); what is wrong with it in a few words. */
const char *mch_group_kind_to_word (MchImportGroupKind kind);
const char *mch_group_kind_to_icon (MchImportGroupKind kind);
const char *mch_group_kind_to_style (MchImportGroupKind kind);
const char *mch_group_get_subject (const MchImportGroup *group);
const char *mch_group_get_words (const MchImportGroup *group);

G_END_DECLS
