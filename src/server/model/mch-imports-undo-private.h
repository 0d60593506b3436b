/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the files that take an import back. */
#pragma once

#include "server/model/mch-imports-private.h"

G_BEGIN_DECLS

/* What the import did to one pupil. */
typedef struct
{
  char *person;
  gboolean made;        /* the person himself */
  GPtrArray *made_for;  /* of MchRecord: candidatures that it made */
  GPtrArray *reversals; /* of MchChange: from what it wrote to what was there */
} MchUndoSubject;

/* An import being taken back, in its transaction. */
typedef struct
{
  MchOpRun *run;
  const char *import;
  GPtrArray *pupils;     /* of MchUndoSubject, in order */
  GHashTable *by_person; /* borrowed person → MchUndoSubject */
  GHashTable *edited;    /* owned "KIND ID" → GPtrArray of names changed since */
  GHashTable *accounts;  /* (set) owned ids of persons */
  GHashTable *finalised; /* (set) owned ids of candidatures */
  MchImportUndo *answer;
} MchUndo;

void mch_undo_init (MchUndo *undo, MchOpRun *run, const char *import);
void mch_undo_clear (MchUndo *undo);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchUndo, mch_undo_clear)

/* Finds out what the import did, and what has happened to it since. */
gboolean mch_undo_gather (MchUndo *undo, GError **error);

G_END_DECLS
