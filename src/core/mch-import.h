/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan of an import: what a school's file would change among the records that exist. Making
 * a plan changes nothing; its changes are applied by whoever keeps the records. Every row of the
 * file ends in exactly one of created, updated, unchanged and rejected.
 *
 * A plan belongs to one thread at a time, and so do the records it was made against. */
#pragma once

#include "core/mch-fault.h"
#include "core/mch-import-table.h"
#include "core/mch-record.h"
#include "core/mch-uuid.h"

G_BEGIN_DECLS

/**
 * MchImportSpeciality: a speciality of the reference file.
 * @code: as files write it: "31224".
 * @domain: the exam that it belongs to: "CAP".
 * @label: (nullable): its name.
 */
typedef struct
{
  const char *code;
  const char *domain;
  const char *label;
} MchImportSpeciality;

/* Who answers questions about a session's registrations: INS-13. */
typedef struct
{
  const char *session;
  const char *contact; /* as the exam office wrote it: name, telephone, e-mail */
} MchImportContact;

/**
 * MchImportBase: what the file meets.
 * @uai: (nullable): the establishment; a file that names another one is refused.
 * @session: the session that candidatures are made for, DOMAIN/YYYY-MM, unless a row says another.
 * @today: YYYY-MM-DD.
 * @persons: (array length=n_persons): every person of the establishment.
 * @candidatures: (array length=n_candidatures): every candidature of the establishment; those of
 *   sessions that no row is for are left alone.
 * @open_sessions: (nullable) (array zero-terminated=1): the sessions that rows for another exam
 *   may go to; @session need not be among them.
 * @specialities: (nullable) (array length=n_specialities): which exam a speciality's code means;
 *   without it only a column of the file says so.
 * @contacts: (nullable) (array length=n_contacts): whom to ask.
 *
 * Records and strings must outlive the plan.
 */
typedef struct
{
  const char *uai;
  const char *session;
  const char *today;
  MchRecord *const *persons;
  gsize n_persons;
  MchRecord *const *candidatures;
  gsize n_candidatures;
  const char *const *open_sessions;
  const MchImportSpeciality *specialities;
  gsize n_specialities;
  const MchImportContact *contacts;
  gsize n_contacts;
} MchImportBase;

/* Whom to ask about @session, in one sentence; NULL when nobody is named. (transfer full) */
char *mch_import_base_dup_help (const MchImportBase *base, const char *session);

typedef enum
{
  MCH_IMPORT_CREATED, /* a candidature, and its person when unknown until now */
  MCH_IMPORT_UPDATED,
  MCH_IMPORT_UNCHANGED,
  MCH_IMPORT_REJECTED,
  MCH_N_IMPORT_OUTCOMES
} MchImportOutcome;

/**
 * MchImportRow:
 * @session: what it is for, one of mch_import_plan_get_sessions(); NULL when it is rejected.
 */
typedef struct
{
  guint line;
  MchImportOutcome outcome;
  const char *session;
} MchImportRow;

/* A value that was taken after a change: a lost zero, a blank inside an INE… */
typedef struct
{
  guint line;
  guint row;
  const MchField *field;
  const char *from;
  const char *to;
} MchImportRepair;

typedef struct _MchImportPlan MchImportPlan;

/**
 * mch_import_plan_new:
 * @table: read, not kept; what was said of its columns and values counts. What a preset says that
 * is put right is, and stands among the edits.
 *
 * Returns: (transfer full): the plan, or NULL with %MCH_CORE_ERROR_UNREADABLE when no column gives
 * a needed field, %MCH_CORE_ERROR_INVALID when the file is another establishment's.
 */
MchImportPlan *
mch_import_plan_new (const MchImportTable *table, const MchImportBase *base, GError **error);

/* (transfer full): the same file with the same edits against other records. Errors as above. */
MchImportPlan *
mch_import_plan_renew (const MchImportPlan *plan, const MchImportBase *base, GError **error);

void mch_import_plan_free (MchImportPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportPlan, mch_import_plan_free)

/* Rows in the file, headings and blank ones aside: the sum of all outcomes. */
guint mch_import_plan_get_n_rows (const MchImportPlan *plan);
guint mch_import_plan_count (const MchImportPlan *plan, MchImportOutcome outcome);

/* All of these belong to the plan and hold until it is edited. Lists are in file order. */
const MchImportRow *mch_import_plan_get_rows (const MchImportPlan *plan, guint *ret_n);
const MchFault *mch_import_plan_get_faults (const MchImportPlan *plan, guint *ret_n);
const MchImportRepair *mch_import_plan_get_repairs (const MchImportPlan *plan, guint *ret_n);

/* Those of one row (from 0), NULL when it has none. */
const MchFault *mch_import_plan_find_faults (const MchImportPlan *plan, guint row, guint *ret_n);
const MchImportRepair *
mch_import_plan_find_repairs (const MchImportPlan *plan, guint row, guint *ret_n);

const char *const *
mch_import_plan_get_unmapped (const MchImportPlan *plan); /* headings nobody knows */
const char *const *mch_import_plan_get_ignored (const MchImportPlan *plan); /* known, never taken */

/* The sessions that rows may be for: the base's own first. NULL-terminated. */
const char *const *mch_import_plan_get_sessions (const MchImportPlan *plan);
guint mch_import_plan_count_session (const MchImportPlan *plan, const char *session);

/* Whom to ask about row @row (INS-13): who answers for the session that it is for, even when it is
 * rejected. As mch_import_base_dup_help(). */
char *mch_import_plan_dup_help (const MchImportPlan *plan, guint row);

/* The table as the plan reads it. */
const MchImportTable *mch_import_plan_get_table (const MchImportPlan *plan);
/* The column that gives @field its values, from 0; -1 when none does. */
int mch_import_plan_get_column (const MchImportPlan *plan, const MchField *field);
const char *mch_import_plan_get_uai (const MchImportPlan *plan); /* or NULL */

/**
 * MchImportChange: one change, as a view that is valid during the visit.
 * @from, @to: n values for the n names; "" means none.
 */
typedef struct
{
  MchKind kind;
  const char *id;
  gboolean create;
  gint64 base_version;
  guint n;
  const char *const *names;
  const char *const *from;
  const char *const *to;
} MchImportChange;

/* FALSE ends the visit. */
typedef gboolean (*MchImportVisitor) (const MchImportChange *change, gpointer user_data);

/**
 * mch_import_plan_visit_changes:
 * @now_ms: for the ids of new records.
 * @random: for the same.
 *
 * Gives all changes in file order, a person before his candidatures. New records get new ids at
 * every visit, so apply one visit only.
 *
 * Returns: FALSE when @visitor ended it.
 */
gboolean
mch_import_plan_visit_changes (const MchImportPlan *plan, gint64 now_ms, MchRandomFunc random,
                               MchImportVisitor visitor, gpointer user_data);

/* The same as a list. (transfer full) (element-type MchChange) */
GPtrArray *
mch_import_plan_dup_changes (const MchImportPlan *plan, gint64 now_ms, MchRandomFunc random);

/* One cell of a row that is not rejected. @from is what is recorded, "" when nothing is. */
typedef struct
{
  const MchField *field;
  char *from;
  char *to;
} MchImportDifference;

/* What row @row changes, cell by cell. (transfer full) (element-type MchImportDifference) */
GArray *mch_import_plan_dup_differences (const MchImportPlan *plan, guint row);

/* The rejected rows as a CSV file that can be corrected and imported again: their own columns as
 * edited, then _ligne and _motif. (transfer full) */
char *mch_import_plan_dup_report (const MchImportPlan *plan);

G_END_DECLS
