/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The working context: this profile, one establishment and one session of it ("CAP – JUIN 2027 –
 * ACADÉMIE DE BESANÇON"). Every screen and every wizard gets one and works on it alone. */
#pragma once

#include "app/sync/mch-sync-state.h"
#include "core/mch-reference.h"
#include "store/mch-candidates.h"

G_BEGIN_DECLS

#define MCH_TYPE_CONTEXT (mch_context_get_type ())
G_DECLARE_FINAL_TYPE (MchContext, mch_context, MCH, CONTEXT, GObject)

/* Keeps both. Main thread, as everything here. */
MchContext *mch_context_new (MchWorker *worker, MchSyncState *sync);

MchWorker *mch_context_get_worker (MchContext *self);
MchSyncState *mch_context_get_sync (MchContext *self);

/* (nullable): NULL until the profile is open. */
MchStore *mch_context_get_store (MchContext *self);

/* (nullable): "etab:UAI"; NULL until somebody has signed in. */
const char *mch_context_get_scope (MchContext *self);
const char *mch_context_get_uai (MchContext *self);

/* (nullable): "CAP/2027-06"; NULL while the exam office has opened none. */
const char *mch_context_get_session (MchContext *self);

/* (transfer full): "CAP – JUIN 2027 – ACADÉMIE DE BESANÇON" (ACC-12), or a word for none. */
char *mch_context_dup_title (MchContext *self);

/* Other choices: (transfer full), NULL-terminated sessions; scopes are in the worker's facts. */
char **mch_context_dup_sessions (MchContext *self);
void mch_context_set_scope (MchContext *self, const char *scope);
void mch_context_set_session (MchContext *self, const char *session);

/* (transfer full) (nullable): the records of the context as this desktop sees them. */
MchRecord *mch_context_dup_establishment (MchContext *self);
MchRecord *mch_context_dup_service (MchContext *self);

/* (nullable): of the session's exam; NULL when the exam office has loaded none, or it was not
 * fetched yet. Valid until the context changes. */
const MchReference *mch_context_get_reference (MchContext *self);

/* Candidates of the context: fill the rest. Its strings live as long as the context does not
 * switch. */
MchCandidateFilter mch_context_get_filter (MchContext *self);

/**
 * mch_context_send:
 * @changes: (element-type MchChange): as for mch_worker_enqueue_async().
 *
 * Puts them in the outbox of this establishment as one act of kind "edit". Finish with
 * mch_worker_enqueue_finish(); the callback's source is the worker.
 */
void mch_context_send (MchContext *self, GPtrArray *changes, GAsyncReadyCallback callback,
                       gpointer user_data);

/* ACC-10, ACC-11: (transfer full) (nullable): why accounts cannot be opened in this session now,
 * and whom to call; NULL when the exam office has positioned the service. */
char *mch_context_dup_service_reason (MchContext *self);

/* Whether an agent of the exam office works here. */
gboolean mch_context_is_office (MchContext *self);

/* (transfer full) (nullable): "acad:CODE" of that agent. */
char *mch_context_dup_office_scope (MchContext *self);

/* (transfer full) (nullable): why slips cannot be seen: a colleague has to admit this person. */
char *mch_context_dup_member_reason (MchContext *self);

/* The divisions of the candidates in view, none twice; empty while there is no store.
 * NULL-terminated. (transfer full) */
char **mch_context_dup_divisions (MchContext *self);

/* Milliseconds since 1970, UTC, by the server's clock as far as it is known: what deadlines are
 * counted by. */
gint64 mch_context_get_now_ms (MchContext *self);

/* How far the server's clock is ahead of this computer's, ms. */
gint64 mch_context_get_clock_offset (MchContext *self);

/* YYYY-MM-DD, local. (transfer full) */
char *mch_context_dup_today (void);

/* Signals:
 * "switched" (): another establishment or session; forget what is shown.
 * "changed" (): the same context has other contents: numbers, names, rights. Comes at most four
 *   times a second, and after "switched" too. */

G_END_DECLS
