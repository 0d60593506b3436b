/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages of the import share: the file, what a person said of its columns, the check, and
 * how the import ended. All that takes time runs in a thread of the worker. Main thread. */
#pragma once

#include "app/import/mch-import-check.h"
#include "app/window/mch-context.h"
#include "core/mch-import-preset.h"

G_BEGIN_DECLS

#define MCH_TYPE_IMPORT_MODEL (mch_import_model_get_type ())
G_DECLARE_FINAL_TYPE (MchImportModel, mch_import_model, MCH, IMPORT_MODEL, GObject)

typedef enum
{
  MCH_IMPORT_STEP_FILE,
  MCH_IMPORT_STEP_COLUMNS,
  MCH_IMPORT_STEP_CHECK,
  MCH_IMPORT_STEP_RESULT,
  MCH_N_IMPORT_STEPS
} MchImportStep;

typedef enum
{
  MCH_IMPORT_NOT_DONE,
  MCH_IMPORT_NOTHING_TO_DO, /* the file says nothing new */
  MCH_IMPORT_SENT,          /* the server has it */
  MCH_IMPORT_KEPT,          /* in the outbox; it leaves by itself */
} MchImportEnd;

MchImportModel *mch_import_model_new (MchContext *context);
MchContext *mch_import_model_get_context (MchImportModel *self);

/**
 * mch_import_model_open:
 * @encoding: a code page, or MCH_ENCODING_GUESSED.
 *
 * Reads @file in place of the one there was, whose reading ends; "changed" says when it begins and
 * when it ended. What was said of columns is kept when the new file has the same headings.
 */
void mch_import_model_open (MchImportModel *self, GFile *file, MchEncoding encoding);

/* Reads the same file again: it was corrected in a spreadsheet. */
void mch_import_model_reopen (MchImportModel *self);

/* (nullable): the file that was asked for last, and its name as people read it. */
GFile *mch_import_model_get_file (MchImportModel *self);
const char *mch_import_model_get_name (MchImportModel *self);
gboolean mch_import_model_is_reading (MchImportModel *self);

/* (nullable): NULL before a file is read; the other is NULL unless it could not be. */
MchImportTable *mch_import_model_get_table (MchImportModel *self);
const char *mch_import_model_get_problem (MchImportModel *self);

/* What a person says of a column. @field NULL: do not take it. A column that gave @field until now
 * gives it no more. */
void mch_import_model_choose (MchImportModel *self, guint column, const MchField *field);

/* What @preset says of the columns, in place of all that was said. */
void mch_import_model_apply_preset (MchImportModel *self, const MchImportPreset *preset);

/* Whether no column asks for a look: none is unknown, no needed one is missing. */
gboolean mch_import_model_knows_all (MchImportModel *self);

/* (transfer full): the file that was read, with what was said of its columns, against the records
 * of the context. There has to be a table. */
MchImportQuestion *mch_import_model_dup_question (MchImportModel *self);

/**
 * mch_import_model_check_async:
 *
 * Makes the check when there is none for this file and these columns. Errors as those of
 * mch_import_plan_new(), MCH_STORE_ERROR.
 */
void mch_import_model_check_async (MchImportModel *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean mch_import_model_check_finish (MchImportModel *self, GAsyncResult *result, GError **error);

/* (nullable): belongs to the model until "changed". */
const MchImportCheck *mch_import_model_get_check (MchImportModel *self);

/**
 * mch_import_model_begin_edit:
 *
 * Returns: (nullable) (transfer none): the plan of the check, to be edited at once; NULL while
 * there is none or it is being carried out. mch_import_model_end_edit() tells everybody.
 */
MchImportPlan *mch_import_model_begin_edit (MchImportModel *self);
void mch_import_model_end_edit (MchImportModel *self);

/* Another number after every check and every edit of it. */
guint mch_import_model_get_stamp (MchImportModel *self);

/* How many rows the import would write. */
guint mch_import_model_get_n_to_write (MchImportModel *self);

/* @text: translated: what is being done. @fraction: 0 to 1, negative when unknown. */
typedef void (*MchImportProgressFunc) (const char *text, double fraction, gpointer user_data);

/**
 * mch_import_model_commit_async:
 * @cancellable: before the import is on the disk it undoes all; later it only ends the waiting for
 *   the server.
 *
 * Puts the import in the outbox and sends it. Without a server that is no error. Fails with
 * G_IO_ERROR_FAILED when colleagues changed what the check rests on: a new check is there then.
 */
void mch_import_model_commit_async (MchImportModel *self, MchImportProgressFunc progress,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean
mch_import_model_commit_finish (MchImportModel *self, GAsyncResult *result, GError **error);

MchImportEnd mch_import_model_get_end (MchImportModel *self);

/* (nullable): for MCH_IMPORT_KEPT: why the server has not got it yet. */
const char *mch_import_model_get_kept_reason (MchImportModel *self);

/* Asks the wizard to show a step without applying the present one. */
void mch_import_model_go (MchImportModel *self, MchImportStep step);

/* Signals: "changed" (): any of the above; "go" (int): a MchImportStep. */

G_END_DECLS
