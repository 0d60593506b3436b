/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the files that apply operations. */
#pragma once

#include "protocol/mch-wire-op.h"
#include "server/db/mch-records.h"
#include "server/model/mch-ops.h"

G_BEGIN_DECLS

/* One operation being applied, inside its transaction. */
typedef struct
{
  MchServer *server;
  MchDb *db;
  const MchOpRequest *request;
  gint64 now_ms;
  char *today;         /* in Paris */
  GHashTable *records; /* owned "KIND ID" → MchRecord, as it will be; NULL: known not to be there */
  gboolean complete;   /* @records holds every live record of persons and candidatures */
  GHashTable *aliases; /* owned id → owned id: what was merged */
  GHashTable *keys;    /* owned person key → owned person id, as found or as it will be */
  GHashTable *of;      /* owned "SESSION PERSON" → owned candidature id, likewise */
  GHashTable *renamed; /* (set) owned ids of persons whose keys are to be written */
  GHashTable *fresh;   /* (set) owned ids of candidatures to be entered by person */
  MchBatch *batch;
  MchOpResult *result;
} MchOpRun;

/* The record as the operation has left it so far; NULL without @error when it is not there.
 * (transfer none) */
MchRecord *mch_op_run_find (MchOpRun *run, MchKind kind, const char *id, GError **error);

/* Marks @record, found or new, as written. */
void mch_op_run_put (MchOpRun *run, MchRecord *record);

/* What @id is called since something was merged. */
const char *mch_op_run_resolve (MchOpRun *run, const char *id);

/* Whether every registration that the operation touches is open. */
gboolean
mch_op_run_check_window (MchOpRun *run, GPtrArray *changes, gboolean *ret_open, GError **error);

/* One change after the other; what became of each goes into run->result. */
gboolean mch_op_run_apply (MchOpRun *run, const MchChange *change, GError **error);

/* (out): whose key @person has, when that is another person; else NULL. */
gboolean mch_op_run_find_same_person (MchOpRun *run, const MchRecord *person,
                                      const char **ret_other, GError **error);

/* The candidature of @person for @session, or NULL. */
gboolean mch_op_run_find_candidature (MchOpRun *run, const char *session, const char *person,
                                      const char **ret_id, GError **error);

/* Notes that @person is new or has another key than before. */
void mch_op_run_note_person (MchOpRun *run, const MchRecord *person);
void mch_op_run_note_candidature (MchOpRun *run, const MchRecord *candidature);

/* Whether two persons with one INE can hardly be one. */
gboolean mch_op_is_somebody_else (const MchRecord *a, const MchRecord *b);

/* Writes the keys of all noted persons and candidatures, and the identities of their accounts.
 * Before the batch is flushed. */
gboolean mch_op_run_write_keys (MchOpRun *run, GError **error);

G_END_DECLS
