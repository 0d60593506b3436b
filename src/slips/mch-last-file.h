/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file that was imported last on this desktop: how many pupils it had, and by name those who
 * did not get into the list. Kept sealed beside the other local records. */
#pragma once

#include "core/mch-import.h"
#include "store/mch-store.h"

G_BEGIN_DECLS

/**
 * MchLastFile:
 * @name: without its folder.
 * @n_rows: pupils in it.
 * @left_out: "Line 12: DUPONT Camille. The birth date is missing.", NULL-terminated.
 */
typedef struct
{
  char *name;
  gint64 at_ms;
  guint n_rows;
  char **left_out;
} MchLastFile;

void mch_last_file_free (MchLastFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchLastFile, mch_last_file_free)

/* Names kept; the count of a worse file is that of its names. */
#define MCH_LAST_FILE_MAX 5000

/* Notes what @plan did with the file @name, in place of the one before. Any thread. */
gboolean mch_last_file_note (MchStore *store, const char *scope, const char *name,
                             const MchImportPlan *plan, gint64 now_ms, GError **error);

/* (transfer full) (nullable): NULL when no file of @scope was imported here. */
MchLastFile *mch_last_file_load (MchStore *store, const char *scope);

G_END_DECLS
