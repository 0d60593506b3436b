/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server tells about imports that were made, and about one that was taken back. */
#pragma once

#include "protocol/mch-wire-json.h"

G_BEGIN_DECLS

#define MCH_WIRE_MAX_IMPORTS 100 /* of one answer */

/**
 * MchImportRun: one import.
 * @id: that of its operation.
 * @digest: BLAKE2b-256 of the file, in hex; "" when its desktop did not say.
 * @rows: of the file: the sum of the four counts, which are of pupils.
 * @undone_by: (nullable): who took it back last, at @undone_ms.
 */
typedef struct
{
  char *id;
  char *login;
  char *file;
  char *digest;
  gint64 rows;
  gint64 created;
  gint64 updated;
  gint64 unchanged;
  gint64 rejected;
  gint64 made_ms;
  gint64 at_ms;
  char *undone_by;
  gint64 undone_ms;
} MchImportRun;

void mch_import_run_free (MchImportRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportRun, mch_import_run_free)

/* {"version":1,"imports":[…]}; (transfer full). (element-type MchImportRun) */
JsonObject *mch_import_runs_to_json (GPtrArray *runs);
GPtrArray *mch_import_runs_from_json (JsonObject *message, GError **error);

/* What became of one pupil when an import was taken back. */
typedef enum
{
  MCH_UNDO_REMOVED,    /* "retiré": what the import did is undone */
  MCH_UNDO_KEPT,       /* "conservé car modifié depuis" */
  MCH_UNDO_IMPOSSIBLE, /* see @reason */
  MCH_N_UNDO_GROUPS
} MchUndoGroup;

const char *mch_undo_group_to_string (MchUndoGroup group); /* "removed", "kept", "impossible" */

/**
 * MchUndoPupil:
 * @candidature: (nullable): that the import made; NULL when it only changed the pupil.
 * @created: whether the import made him or his registration.
 * @fields: of who was kept: the fields that somebody has changed since; NULL-terminated.
 * @reason: (nullable): of who is impossible: "account", "finalised", "withdrawn", or the code of
 * the fault that stands against it.
 */
typedef struct
{
  char *person;
  char *candidature;
  gboolean created;
  char **fields;
  char *reason;
} MchUndoPupil;

MchUndoPupil *mch_undo_pupil_new (const char *person, const char *candidature, gboolean created);

typedef struct
{
  char *import;
  gint64 undone_ms;
  GPtrArray *groups[MCH_N_UNDO_GROUPS]; /* of MchUndoPupil */
} MchImportUndo;

MchImportUndo *mch_import_undo_new (const char *import);
void mch_import_undo_free (MchImportUndo *undo);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportUndo, mch_import_undo_free)

JsonObject *mch_import_undo_to_json (const MchImportUndo *undo);
MchImportUndo *mch_import_undo_from_json (JsonObject *message, GError **error);

G_END_DECLS
