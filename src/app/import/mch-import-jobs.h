/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the import does in the worker's threads. The reading and the check run in the disk lane: a
 * slow server must not keep a person from looking at his file. The wizard is modal, so that no edit
 * waits behind them. */
#pragma once

#include "app/import/mch-import-check.h"
#include "app/sync/mch-worker.h"

G_BEGIN_DECLS

/* A file being read: the job's data, and its result with the other members filled. */
typedef struct
{
  GFile *file;
  MchEncoding encoding;
  MchImportTable *table;
  char *digest;
} MchImportReading;

MchImportReading *mch_import_reading_new (GFile *file, MchEncoding encoding);
void mch_import_reading_free (MchImportReading *reading);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportReading, mch_import_reading_free)
void mch_import_reading_free_job (gpointer reading);

/* Data: a MchImportReading; result: another one. */
gpointer mch_import_read_job (MchWork *work, gpointer data, GError **error);

/* Data: a MchImportQuestion; result: a MchImportCheck. */
gpointer mch_import_check_job (MchWork *work, gpointer data, GError **error);

/* A check on its way into the outbox; its count may be read from any thread. */
typedef struct _MchImportRecording MchImportRecording;

/* @check is borrowed until the job ended, and only read. @question is taken. */
MchImportRecording *
mch_import_recording_new (const MchImportCheck *check, MchImportQuestion *question,
                          const char *name, const char *digest);
MchImportRecording *mch_import_recording_ref (MchImportRecording *recording);
void mch_import_recording_unref (MchImportRecording *recording);
guint mch_import_recording_get_n_done (MchImportRecording *recording);

/* Once the job ended: how many changes there were; the check that took the place of the one given,
 * when the job failed for that (transfer full) (nullable). */
guint mch_import_recording_get_n_changes (MchImportRecording *recording);
MchImportCheck *mch_import_recording_steal_fresh (MchImportRecording *recording);

/* Data: a MchImportRecording; the result tells nothing. */
gpointer mch_import_record_job (MchWork *work, gpointer data, GError **error);

/* In the desk lane: pushes and pulls. No data; the result tells nothing. */
gpointer mch_import_send_job (MchWork *work, gpointer data, GError **error);

/* (transfer full): the file's name as people read it. */
char *mch_import_dup_name (GFile *file);

G_END_DECLS
