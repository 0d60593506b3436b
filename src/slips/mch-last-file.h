/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file that was imported last in the establishment: how many pupils it had, and, where it was
 * imported on this desktop, by name those who did not get into the list. Kept sealed beside the
 * other local records, so that it is known without the server, too. */
#pragma once

#include "core/mch-import.h"
#include "store/mch-store.h"
#include "sync/mch-imports.h"

G_BEGIN_DECLS

/**
 * MchLastFile:
 * @name: without its folder.
 * @who: (nullable): the login of the colleague who imported it elsewhere; NULL for this desktop.
 * @n_rows: pupils in it.
 * @n_left_out: how many of them are not in the list.
 * @left_out: "Line 12: DUPONT Camille. The birth date is missing.", NULL-terminated; none of a
 *   file from elsewhere, whose desktop alone knows them.
 */
typedef struct
{
  char *name;
  gint64 at_ms;
  char *who;
  guint n_rows;
  guint n_left_out;
  char **left_out;
} MchLastFile;

void mch_last_file_free (MchLastFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchLastFile, mch_last_file_free)

/* Names kept; the count of a worse file is that of its names. */
#define MCH_LAST_FILE_MAX 5000

/* Notes what @plan did with the file @name, in place of the one before. @import: (nullable): the id
 * of its operation; NULL when it changed nothing. Any thread. */
gboolean
mch_last_file_note (MchStore *store, const char *scope, const char *name, const char *import,
                    const MchImportPlan *plan, gint64 now_ms, GError **error);

/* Notes what the server knows of the establishment's imports. @runs: (element-type MchImportRun):
 * the newest first, as mch_import_runs_fetch() gives them. What was taken back is no last file. Any
 * thread. */
gboolean
mch_last_file_follow (MchStore *store, const char *scope, const GPtrArray *runs, GError **error);

/* (transfer full) (nullable): NULL when no file of @scope was imported, as far as is known here. */
MchLastFile *mch_last_file_load (MchStore *store, const char *scope);

G_END_DECLS
