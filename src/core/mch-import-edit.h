/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person does to a plan before it is carried out: looks at what is wrong by its causes,
 * repairs a cause or a cell, says who is who, and takes it back. Every edit judges the whole plan
 * again, with the code that the import itself is made by; all that was got from the plan before is
 * void then. */
#pragma once

#include "core/mch-import.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_GROUP_BLOCKING, /* the rows are rejected */
  MCH_GROUP_WARNING,  /* the rows are taken; somebody should look */
  MCH_GROUP_REPAIRED, /* values were put right */
} MchImportGroupKind;

/**
 * MchImportGroup: all that is wrong in the same way.
 * @code: %MCH_FAULT_NONE for %MCH_GROUP_REPAIRED.
 * @field: (nullable): NULL when whole rows are meant, or cells of several fields.
 * @n: how many values.
 * @rows: (array length=n_rows): in file order, each once.
 * @sentence: what is wrong and where, in one sentence.
 * @remedy: (nullable): what mch_import_plan_apply_remedy() would do, in one sentence; NULL when
 *   nothing certain can be done for all of them.
 */
typedef struct
{
  MchImportGroupKind kind;
  MchFaultCode code;
  const MchField *field;
  guint n;
  guint n_rows;
  const guint *rows;
  const char *sentence;
  const char *remedy;
} MchImportGroup;

/* Blocking ones first, then by how many they are. (transfer none) */
guint mch_import_plan_get_n_groups (MchImportPlan *plan);
const MchImportGroup *mch_import_plan_get_group (MchImportPlan *plan, guint group);

/* The lines of the first rows of a group, compactly: "171, 175, 180–193…". (transfer full) */
char *mch_import_plan_dup_lines (const MchImportPlan *plan, const MchImportGroup *group);

/* One edit for the whole group. Returns FALSE when it has no remedy. Kept with the layout: in the
 * next file of it the same cause is put right by itself, until that edit is taken back. */
gboolean mch_import_plan_apply_remedy (MchImportPlan *plan, guint group);

/* One edit that takes a group's values away: the rows are imported without them. Returns FALSE when
 * they cannot be missed. */
gboolean mch_import_plan_empty_group (MchImportPlan *plan, guint group);

/* What stands in a cell, edits included; and what the file says. */
const char *mch_import_plan_get_cell (const MchImportPlan *plan, guint row, guint column);
gboolean mch_import_plan_is_edited (const MchImportPlan *plan, guint row, guint column);

/**
 * mch_import_plan_set_cell:
 * @text: valid UTF-8 without line ends, at most MCH_CSV_MAX_CELL bytes.
 *
 * One edit of one cell.
 */
void mch_import_plan_set_cell (MchImportPlan *plan, guint row, guint column, const char *text);

/* One edit of all cells of @field that say @from; as mch_import_table_map_value(). */
void mch_import_plan_map_value (MchImportPlan *plan, const MchField *field, const char *from,
                                const char *to);

/**
 * MchImportValue: a value that the column of a field has.
 * @to: (nullable): what it is read as when a person said so.
 * @suggestion: (nullable): what is likely meant.
 * @taken: whether the field takes it.
 */
typedef struct
{
  char *value;
  guint n;
  char *to;
  char *suggestion;
  gboolean taken;
} MchImportValue;

/* The different values of a field's column, the commonest first, at most @max. (transfer full)
 * (element-type MchImportValue) */
GArray *mch_import_plan_dup_values (const MchImportPlan *plan, const MchField *field, guint max);

typedef enum
{
  MCH_PAIR_SAME,     /* taken as one person: two rows, or a row and the one that is left */
  MCH_PAIR_HOMONYM,  /* equal names and birth; taken as two persons */
  MCH_PAIR_CONFLICT, /* one INE and other names, or one of several who fit: the row is rejected */
  MCH_PAIR_SIMILAR,  /* nearly equal names or birth; taken as two persons */
} MchImportPairKind;

typedef enum
{
  MCH_VERDICT_NONE, /* nobody said anything */
  MCH_VERDICT_SAME,
  MCH_VERDICT_OTHER,
} MchImportVerdict;

#define MCH_NO_ROW G_MAXUINT

/**
 * MchImportPair: two people who may be one.
 * @row: of the file.
 * @other_row: an earlier one, or MCH_NO_ROW when the other one is a record.
 * @person: (nullable): the other one's record, when there is one.
 * @verdict: what a person said.
 */
typedef struct
{
  MchImportPairKind kind;
  guint row;
  guint other_row;
  const MchRecord *person;
  MchImportVerdict verdict;
} MchImportPair;

/* (transfer none): in file order. Nobody is ever joined by being listed here. */
const MchImportPair *mch_import_plan_get_pairs (MchImportPlan *plan, guint *ret_n);

/* One edit that says who the two are; MCH_VERDICT_NONE takes it back. */
void mch_import_plan_decide (MchImportPlan *plan, guint pair, MchImportVerdict verdict);

/* The canonical value that row @row gives to @field, "" when none. (transfer full) */
char *mch_import_plan_dup_value (const MchImportPlan *plan, guint row, const MchField *field);

/* What is known of the other one of a pair, "" when nothing is: what the record and its
 * registration say, or the earlier row. (transfer full) */
char *mch_import_plan_dup_other_value (const MchImportPlan *plan, const MchImportPair *pair,
                                       const MchField *field);

/* The edits so far, and what one of them did, in one sentence. */
guint mch_import_plan_get_n_edits (const MchImportPlan *plan);
const char *mch_import_plan_get_edit (const MchImportPlan *plan, guint edit);

/* Takes the last edit back. Returns FALSE when there is none. */
gboolean mch_import_plan_undo (MchImportPlan *plan);

G_END_DECLS
