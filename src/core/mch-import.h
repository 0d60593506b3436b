/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan of an import: what a school's file would change among the records that exist. Making
 * a plan changes nothing; its changes are applied by whoever keeps the records. Every row of the
 * file ends in exactly one of created, updated, unchanged and rejected.
 *
 * A plan belongs to one thread at a time, and so do the records it was made against. */
#pragma once

#include <gio/gio.h>

#include "core/mch-encoding.h"
#include "core/mch-fault.h"
#include "core/mch-record.h"
#include "core/mch-uuid.h"

G_BEGIN_DECLS

/**
 * MchImportChoice: what a person said that a column means, whatever its heading says.
 * @column: from 0.
 * @field: (nullable): one that mch_import_can_choose(); NULL: the column is not taken.
 */
typedef struct
{
  guint column;
  const MchField *field;
} MchImportChoice;

/* Whether values of @field may come from a file. */
gboolean mch_import_can_choose (const MchField *field);

/**
 * MchImportBase: what the file meets.
 * @uai: (nullable): the establishment; a file that names another one is refused.
 * @session: the session that candidatures are made for, DOMAIN/YYYY-MM.
 * @today: YYYY-MM-DD.
 * @persons: (array length=n_persons): every person of the establishment.
 * @candidatures: (array length=n_candidatures): every candidature of the establishment; those of
 *   other sessions are left alone.
 * @choices: (array length=n_choices) (nullable): columns that a person decided about; the others
 *   are guessed. Of two that name the same field the first one counts. Not kept.
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
  const MchImportChoice *choices;
  gsize n_choices;
} MchImportBase;

typedef enum
{
  MCH_IMPORT_CREATED, /* a candidature, and its person when unknown until now */
  MCH_IMPORT_UPDATED,
  MCH_IMPORT_UNCHANGED,
  MCH_IMPORT_REJECTED,
  MCH_N_IMPORT_OUTCOMES
} MchImportOutcome;

typedef struct
{
  guint line;
  MchImportOutcome outcome;
} MchImportRow;

/* A value that was taken after a change: a lost zero, a blank inside an INE… */
typedef struct
{
  guint line;
  const MchField *field;
  const char *from;
  const char *to;
} MchImportRepair;

typedef struct _MchImportPlan MchImportPlan;

/**
 * mch_import_plan_new:
 * @file: the file as it is.
 *
 * Returns: (transfer full): the plan, or NULL with %MCH_CORE_ERROR_UNREADABLE when the file is no
 *   list of candidates, %MCH_CORE_ERROR_INVALID when it is another establishment's.
 */
MchImportPlan *mch_import_plan_new (GBytes *file, const MchImportBase *base, GError **error);

/* The same from a stream, of which no more than MCH_CSV_MAX_BYTES are held. */
MchImportPlan *mch_import_plan_new_from_stream (GInputStream *stream, const MchImportBase *base,
                                                GCancellable *cancellable, GError **error);

void mch_import_plan_free (MchImportPlan *plan);

/* Rows in the file, headings and blank ones aside: the sum of all outcomes. */
guint mch_import_plan_get_n_rows (const MchImportPlan *plan);
guint mch_import_plan_count (const MchImportPlan *plan, MchImportOutcome outcome);

/* All of these belong to the plan. Lists are in file order. */
const MchImportRow *mch_import_plan_get_rows (const MchImportPlan *plan, guint *ret_n);
const MchFault *mch_import_plan_get_faults (const MchImportPlan *plan, guint *ret_n);
const MchImportRepair *mch_import_plan_get_repairs (const MchImportPlan *plan, guint *ret_n);
const char *const *
mch_import_plan_get_unmapped (const MchImportPlan *plan); /* headings nobody knows */
const char *const *mch_import_plan_get_ignored (const MchImportPlan *plan); /* known, never taken */
/* The column that gives @field its values, from 0; -1 when none does. */
int mch_import_plan_get_column (const MchImportPlan *plan, const MchField *field);
const char *mch_import_plan_get_uai (const MchImportPlan *plan); /* or NULL */
MchEncoding mch_import_plan_get_encoding (const MchImportPlan *plan);
char mch_import_plan_get_delimiter (const MchImportPlan *plan);

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
 * Gives all changes in file order, a person before his candidature. New records get new ids at
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

/* The rejected rows as a CSV file that can be corrected and imported again: their own columns,
 * then _ligne and _motif. (transfer full) */
char *mch_import_plan_dup_report (const MchImportPlan *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportPlan, mch_import_plan_free)

G_END_DECLS
