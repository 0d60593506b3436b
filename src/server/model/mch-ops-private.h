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
  gint64 window_ms;       /* the moment for which registration is open or not; usually now */
  gint64 closed_ms;       /* (out): the latest closing found to have passed; 0: none */
  gboolean window_forced; /* registration counts as open: the exam office said so */
  char *today;            /* in Paris */
  GHashTable *records; /* owned "KIND ID" → MchRecord, as it will be; NULL: known not to be there */
  gboolean complete;   /* @records holds every live record of persons and candidatures */
  GHashTable *aliases; /* owned id → owned id: what was merged */
  GHashTable *keys;    /* owned person key → owned person id, as found or as it will be */
  GHashTable *of;      /* owned "SESSION PERSON" → owned candidature id, likewise */
  GHashTable *renamed; /* (set) owned ids of persons whose keys are to be written */
  GHashTable *fresh;   /* (set) owned ids of candidatures to be entered by person */
  char *academy;
  GHashTable *wanted; /* owned person id → GPtrArray of sessions that the operation makes for him */
  GHashTable *elsewhere; /* (set) owned ids of persons whom another establishment has */
  GHashTable *numbered;  /* (set) owned ids of persons whose number somebody typed */
  GHashTable
      *placed; /* (set) owned ids of candidatures whose entry by identity is to be made anew */
  GHashTable *bumped;    /* (set) owned ids of candidatures that have their next version */
  GHashTable *deposited; /* (set) owned ids of those whose confirmation is to be deposited */
  GHashTable *by_person; /* owned person id → GPtrArray of candidature ids; NULL until needed */
  GPtrArray *made;       /* of MchRecord: what the operation created */
  GHashTable *changed; /* (set) owned ids of persons who were changed, also by their candidature */
  MchBatch *batch;
  MchOpResult *result;
} MchOpRun;

/* Made for one operation in one transaction; @result: what it comes to. FALSE on error. */
gboolean mch_op_run_init (MchOpRun *run, MchServer *server, MchDb *db, const MchOpRequest *request,
                          GError **error);
void mch_op_run_clear (MchOpRun *run);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchOpRun, mch_op_run_clear)

/* FALSE with MISMATCH: an id stands for one operation. */
gboolean mch_ops_refuse_mismatch (GError **error);

/* The answer that is stored for this very request: (transfer full), unchanged when there is none;
 * MISMATCH when its id was used for another. And storing one. @hash: of everything it says. */
gboolean mch_ops_find_response (MchDb *db, const MchOpRequest *request, const char *hash,
                                char **ret_response, GError **error);
gboolean mch_ops_store_response (MchDb *db, const MchOpRequest *request, const char *hash,
                                 const char *response, gint64 now_ms, GError **error);

/* Applies what the exam office has accepted and stores its answer: (transfer full). */
gboolean mch_ops_apply_held (MchOpRun *run, GPtrArray *changes, const char *hash,
                             char **ret_response, GError **error);

/* Reads the whole scope at once in place of a query a change. */
gboolean mch_op_run_load_scope (MchOpRun *run, GError **error);

/* Writes everything that the run has gathered. */
gboolean mch_op_run_finish (MchOpRun *run, GError **error);

/* Adds "not applied" of one field, or of the record with "". */
void mch_op_run_reject (MchOpRun *run, const char *id, const char *name, const char *code);

/* The same for every blocking fault of @faults (MchFault); whether there was one. */
gboolean mch_op_run_reject_faults (MchOpRun *run, const char *id, GArray *faults);

/* Whether registrations for @session may be changed now. */
gboolean
mch_op_run_session_is_open (MchOpRun *run, const char *session, gboolean *ret_open, GError **error);

/* A new candidature will be listed, too. */
void mch_op_run_index_candidature (MchOpRun *run, const MchRecord *candidature);

/* (transfer full): the ids of the candidatures of @person, withdrawn ones among them. */
gboolean mch_op_run_list_candidatures (MchOpRun *run, const char *person, GPtrArray **ret_ids,
                                       GError **error);

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

/* What the operation will make, before it begins. */
void mch_op_run_note_wanted (MchOpRun *run, GPtrArray *changes);

/* Whether another establishment of the académie has @person for @session. */
gboolean mch_op_run_is_elsewhere (MchOpRun *run, const MchRecord *person, const char *session,
                                  gboolean *ret_elsewhere, GError **error);

/* The same for a person about to be made, for every session that the operation makes for him. */
gboolean mch_op_run_is_wanted_elsewhere (MchOpRun *run, const MchRecord *person,
                                         gboolean *ret_elsewhere, GError **error);

/**
 * mch_op_run_check_registration:
 * @apply: what is about to change of @current.
 * @ret_stopped: (out): whether it was rejected: something stands against finalising, or would
 *   stand against what is finalised.
 */
gboolean
mch_op_run_check_registration (MchOpRun *run, const MchChange *apply, const MchRecord *current,
                               gboolean *ret_stopped, GError **error);

/* After @apply was written to @record: numbers, versions, and who is registered where. */
gboolean mch_op_run_follow_registration (MchOpRun *run, const MchChange *apply, MchRecord *record,
                                         gboolean finalised, GError **error);

/* Numbers that were typed, the entries by identity, and the confirmations of new versions. Before
 * the batch is flushed. */
gboolean mch_op_run_write_registrations (MchOpRun *run, GError **error);

/* Whether two persons with one INE can hardly be one. */
gboolean mch_op_is_somebody_else (const MchRecord *a, const MchRecord *b);

/* Writes the keys of all noted persons and candidatures, and the identities of their accounts.
 * Before the batch is flushed. */
gboolean mch_op_run_write_keys (MchOpRun *run, GError **error);

G_END_DECLS
