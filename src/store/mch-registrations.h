/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Inscriptions à terminer": the pre-registered candidates of a session as they are here now, what
 * stands against finalising each, grouped, and the acts on many at once. An act is one operation of
 * the outbox, so that it can be undone as one. */
#pragma once

#include "core/mch-alike.h"
#include "core/mch-blocker-groups.h"
#include "core/mch-home-steps.h"
#include "store/mch-candidates.h"

G_BEGIN_DECLS

/**
 * MchRegistrations: a picture that does not change; make another when mch_store_get_serial() has
 * gone up.
 * @reference: (nullable): of the exam.
 * @candidates: (element-type MchCandidate): the pre-registered ones, by name.
 * @blockers: (element-type GArray of MchFault): of each of them, in the same order.
 * @groups: (element-type MchBlockerGroup): see there; members are positions in @candidates.
 * @n_ready: whom nothing stands against.
 */
typedef struct
{
  char *scope;
  MchRecord *service;
  MchReference *reference;
  GPtrArray *candidates;
  GPtrArray *blockers;
  GPtrArray *groups;
  guint n_ready;
} MchRegistrations;

/**
 * mch_registrations_new:
 * @service: of the session; kept.
 * @ids: (nullable): of candidatures: of those alone.
 *
 * Returns: (transfer full): NULL with MCH_STORE_ERROR_IO.
 */
MchRegistrations *mch_registrations_new (MchStore *store, const char *scope, MchRecord *service,
                                         const char *const *ids, GError **error);
void mch_registrations_free (MchRegistrations *registrations);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchRegistrations, mch_registrations_free)

/* What stands against the candidate at @position: (transfer none) (element-type MchFault). */
const GArray *
mch_registrations_get_blockers (const MchRegistrations *registrations, guint position);

/* The next candidate after @position (-1: from the first) against whom something stands, coming
 * round to the first; -1 when there is none. */
int mch_registrations_find_next (const MchRegistrations *registrations, int position);

/**
 * MchAct: how an act on many is written into the outbox.
 * @op_id: a fresh UUIDv7.
 * @undo: (nullable) (element-type MchChange): gets what takes the act back.
 */
typedef struct
{
  MchStore *store;
  const char *scope;
  const char *op_id;
  gint64 now_ms;
  GPtrArray *undo;
} MchAct;

/**
 * mch_registrations_fix:
 * @group: of @registrations.
 * @value: see mch_blocker_group_fix().
 * @ret_n: (out): how many were mended; the others cannot have @value.
 *
 * Nothing is written when nobody can have it; that is no error.
 */
gboolean mch_registrations_fix (const MchRegistrations *registrations, const MchAct *act,
                                const MchBlockerGroup *group, const char *value, guint *ret_n,
                                GError **error);

/* Finalises everybody whom nothing stands against, and nobody else. @ret_n: (out): how many. */
gboolean mch_registrations_finalise_ready (const MchRegistrations *registrations, const MchAct *act,
                                           guint *ret_n, GError **error);

/**
 * mch_candidates_set_column:
 * @reference: (nullable).
 * @candidates: (element-type MchCandidate): a selection.
 * @field: of person or candidature.
 * @value: canonical (mch_value_read()); "" empties the field.
 * @ret_n: (out): how many candidates it changed.
 *
 * One value of one column for a selection.
 */
gboolean mch_candidates_set_column (const MchAct *act, const MchReference *reference,
                                    const GPtrArray *candidates, const MchField *field,
                                    const char *value, guint *ret_n, GError **error);

/**
 * mch_candidates_move:
 * @candidates: (element-type MchCandidate).
 * @divisions: (element-type utf8 utf8): the id of a candidature → its new division, canonical.
 * @ret_n: (out): how many changed class.
 *
 * The new class of each of many, as a newer list of pupils gives it.
 */
gboolean mch_candidates_move (const MchAct *act, const GPtrArray *candidates, GHashTable *divisions,
                              guint *ret_n, GError **error);

/**
 * mch_candidates_withdraw:
 * @reason: (nullable): the motive.
 * @date: (nullable): YYYY-MM-DD, since when.
 * @ret_n: (out): how many; who has withdrawn already is passed over.
 *
 * "Désinscrire". After the closing of registrations the operation waits for the exam office.
 */
gboolean
mch_candidates_withdraw (const MchAct *act, const GPtrArray *candidates, const char *reason,
                         const char *date, guint *ret_n, GError **error);

/* Whether something about the candidate's health is written down. */
gboolean mch_candidate_tells_health (const MchCandidate *candidate);

/**
 * mch_candidates_note_health:
 *
 * For the server's log: these values of @candidate were shown to a person. To be called once for a
 * look, by whatever shows them; it waits in the outbox.
 */
gboolean
mch_candidates_note_health (const MchAct *act, const MchCandidate *candidate, GError **error);

/**
 * MchAlikeCandidate: somebody who may be the one who is being registered.
 * @alike: never MCH_RESEMBLES_NONE.
 */
typedef struct
{
  MchResemblance alike;
  MchCandidate *candidate;
} MchAlikeCandidate;

/**
 * mch_candidates_find_alike:
 * @typed: a person as far as he is typed; need not be in the store.
 * @max: so many at most.
 *
 * The warning of manual registration, while typing: fast enough for every key.
 *
 * Returns: (transfer full) (element-type MchAlikeCandidate): the surest first; of all sessions of
 *   @scope.
 */
GPtrArray *mch_candidates_find_alike (MchStore *store, const char *scope, const MchRecord *typed,
                                      guint max, GError **error);

/**
 * mch_candidates_register:
 * @person: a new one, or a copy of one that is there, as it shall be.
 * @is_new: whether it is new.
 * @candidature: a new one with its values; person, session and state are set here.
 * @session: "CAP/2027-06".
 *
 * INS-10: one pupil by hand, pre-registered. A human who is registered for another exam already
 * stays one person.
 */
gboolean mch_candidates_register (const MchAct *act, MchRecord *person, gboolean is_new,
                                  MchRecord *candidature, const char *session, GError **error);

/**
 * mch_registrations_gather_home:
 * @registrations: of the session.
 * @now_ms: ms since 1970, UTC.
 * @ret_facts: (out caller-allocates): for mch_home_steps_new(); borrows from @registrations.
 */
gboolean mch_registrations_gather_home (const MchRegistrations *registrations, MchStore *store,
                                        gint64 now_ms, MchHomeFacts *ret_facts, GError **error);

G_END_DECLS
