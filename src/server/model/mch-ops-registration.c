/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an operation means for registrations: nothing is finalised with a blocker, what is finalised
 * gets its numbers and its next version in this very transaction, and one human is registered once
 * for a session in his académie. */
#include <stdlib.h>
#include <string.h>

#include "core/mch-person.h"
#include "core/mch-registration.h"
#include "server/db/mch-deposit.h"
#include "server/db/mch-numbers.h"
#include "server/model/mch-model.h"
#include "server/model/mch-ops-private.h"
#include "server/model/mch-references.h"

/* What the confirmation does not show; what has come back of it is none of its content, nor is the
 * slip. */
static const char *const unseen[] = { "to_correct",         "other_person",
                                      "ocean_number",       "confirmation_received_on",
                                      "pieces_received",    "slip_handed",
                                      "transfer_agreed_on", NULL };

static gboolean
is_state (const MchRecord *candidature, const char *state)
{
  return g_strcmp0 (mch_record_get (candidature, "state"), state) == 0;
}

void
mch_op_run_note_wanted (MchOpRun *run, GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const MchChange *change = changes->pdata[i];
      const char *person = g_hash_table_lookup (change->to, "person");
      const char *session = g_hash_table_lookup (change->to, "session");
      GPtrArray *sessions;

      if (!change->create || change->kind != MCH_KIND_CANDIDATURE || person == NULL
          || session == NULL)
        continue;
      sessions = g_hash_table_lookup (run->wanted, person);
      if (sessions == NULL)
        {
          sessions = g_ptr_array_new_with_free_func (g_free);
          g_hash_table_insert (run->wanted, g_strdup (person), sessions);
        }
      g_ptr_array_add (sessions, g_strdup (session));
    }
}

static gboolean
ask_elsewhere (MchOpRun *run, const char *identity, const char *session, gboolean *ret_elsewhere,
               GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (run->db, error,
                         "SELECT scope FROM session_identity"
                         " WHERE academy = $1 AND session = $2 AND identity = $3",
                         MCH_DB_TEXT (run->academy), MCH_DB_TEXT (session), MCH_DB_TEXT (identity));
  if (result == NULL)
    return FALSE;
  *ret_elsewhere = mch_db_result_next (result)
                   && strcmp (mch_db_result_get_text (result, 0), run->request->scope) != 0;
  return TRUE;
}

gboolean
mch_op_run_is_elsewhere (MchOpRun *run, const MchRecord *person, const char *session,
                         gboolean *ret_elsewhere, GError **error)
{
  g_autofree char *identity = mch_person_identity_key (person);

  *ret_elsewhere = FALSE;
  return identity == NULL || ask_elsewhere (run, identity, session, ret_elsewhere, error);
}

gboolean
mch_op_run_is_wanted_elsewhere (MchOpRun *run, const MchRecord *person, gboolean *ret_elsewhere,
                                GError **error)
{
  const GPtrArray *sessions = g_hash_table_lookup (run->wanted, person->id);
  g_autofree char *identity = mch_person_identity_key (person);

  *ret_elsewhere = FALSE;
  for (guint i = 0; identity != NULL && sessions != NULL && i < sessions->len && !*ret_elsewhere;
       i++)
    if (!ask_elsewhere (run, identity, sessions->pdata[i], ret_elsewhere, error))
      return FALSE;
  return TRUE;
}

/* The reference of @session: (transfer full); NULL where none was loaded. */
static gboolean
find_reference (MchOpRun *run, const char *session, MchReference **ret_reference, GError **error)
{
  g_autoptr (GError) local = NULL;
  const MchRecord *service = mch_op_run_find (run, MCH_KIND_SERVICE, session, &local);

  *ret_reference = NULL;
  if (local == NULL && service != NULL)
    *ret_reference = mch_references_find (run->server, run->db, service, &local);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return error == NULL || *error == NULL;
}

/* NULL without @error when the record is not there. */
static MchRecord *
find_person (MchOpRun *run, const MchRecord *candidature, GError **error)
{
  const char *id = mch_record_get (candidature, "person");

  return id != NULL ? mch_op_run_find (run, MCH_KIND_PERSON, id, error) : NULL;
}

static gboolean
claim_number (MchOpRun *run, const MchRecord *person, gboolean *ret_taken, GError **error)
{
  const char *number = mch_record_get (person, "candidate_number");
  g_autofree char *identity = mch_person_identity_key (person);
  MchNumberOwner owner = { run->academy, identity, person->id, run->now_ms };

  *ret_taken = FALSE;
  return number == NULL || mch_number_claim (run->db, &owner, number, ret_taken, error);
}

/* What only the server can know to stand against finalising. */
static gboolean
check_alone (MchOpRun *run, const MchRecord *person, const MchRecord *candidature,
             gboolean *ret_stopped, GError **error)
{
  gboolean elsewhere, taken;

  if (!mch_op_run_is_elsewhere (run, person, mch_record_get (candidature, "session"), &elsewhere,
                                error)
      || !claim_number (run, person, &taken, error))
    return FALSE;
  if (elsewhere)
    mch_op_run_reject (run, candidature->id, "",
                       mch_fault_code_to_string (MCH_FAULT_REGISTERED_ELSEWHERE));
  if (taken)
    mch_op_run_reject (run, candidature->id, "candidate_number",
                       mch_fault_code_to_string (MCH_FAULT_NUMBER_TAKEN));
  *ret_stopped = elsewhere || taken;
  return TRUE;
}

static gboolean
check_candidature (MchOpRun *run, const MchChange *apply, const MchRecord *current,
                   gboolean *ret_stopped, GError **error)
{
  const char *state = g_hash_table_lookup (apply->to, "state");
  gboolean finalises = g_strcmp0 (state, MCH_STATE_REGISTERED) == 0;
  const MchRecord *person;
  g_autoptr (GError) local = NULL;
  g_autoptr (MchReference) reference = NULL;
  g_autoptr (MchRecord) after = NULL;
  g_autoptr (GArray) blockers = NULL;

  if (!finalises && (state != NULL || !is_state (current, MCH_STATE_REGISTERED)))
    return TRUE;
  person = find_person (run, current, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (person == NULL)
    {
      mch_op_run_reject (run, apply->id, "person",
                         mch_fault_code_to_string (MCH_FAULT_NOT_A_REFERENCE));
      *ret_stopped = TRUE;
      return TRUE;
    }
  if (!find_reference (run, mch_record_get (current, "session"), &reference, error))
    return FALSE;
  after = mch_record_copy (current);
  mch_change_apply (apply, after);
  blockers = finalises ? mch_registration_blockers (reference, person, after)
                       : mch_registration_new_blockers (reference, person, current, person, after);
  *ret_stopped = mch_op_run_reject_faults (run, apply->id, blockers);
  return *ret_stopped || !finalises || check_alone (run, person, after, ret_stopped, error);
}

static gboolean
empties (const MchChange *apply)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, apply->to);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (*(const char *) value == '\0')
      return TRUE;
  return FALSE;
}

/* The live candidatures of @person that are registered: (transfer full), borrowed records. */
static gboolean
list_registered (MchOpRun *run, const char *person, GPtrArray **ret_list, GError **error)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  if (!mch_op_run_list_candidatures (run, person, &ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) local = NULL;
      MchRecord *candidature = mch_op_run_find (run, MCH_KIND_CANDIDATURE, ids->pdata[i], &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (candidature != NULL && !candidature->deleted
          && is_state (candidature, MCH_STATE_REGISTERED))
        g_ptr_array_add (list, candidature);
    }
  *ret_list = g_steal_pointer (&list);
  return TRUE;
}

/* A number under which somebody is registered is not typed over. */
static gboolean
check_number (MchOpRun *run, const MchChange *apply, const MchRecord *current,
              gboolean *ret_stopped, GError **error)
{
  const char *number = mch_record_get (current, "candidate_number");
  g_autoptr (MchDbResult) result = NULL;

  if (number == NULL || !g_hash_table_contains (apply->to, "candidate_number"))
    return TRUE;
  result = mch_db_query (run->db, error,
                         "SELECT 1 FROM candidate_number"
                         " WHERE number = $1 AND (given = 1 OR last_rank > 0)",
                         MCH_DB_TEXT (number));
  if (result == NULL)
    return FALSE;
  *ret_stopped = mch_db_result_next (result);
  if (*ret_stopped)
    mch_op_run_reject (run, apply->id, "candidate_number",
                       mch_fault_code_to_string (MCH_FAULT_NOT_EDITABLE));
  return TRUE;
}

static gboolean
check_person (MchOpRun *run, const MchChange *apply, const MchRecord *current,
              gboolean *ret_stopped, GError **error)
{
  g_autoptr (GPtrArray) registered = NULL;
  g_autoptr (MchRecord) after = NULL;

  if (!check_number (run, apply, current, ret_stopped, error))
    return FALSE;
  /* Only an emptied field can come to lack. */
  if (*ret_stopped || !empties (apply))
    return TRUE;
  if (!list_registered (run, current->id, &registered, error))
    return FALSE;
  after = mch_record_copy (current);
  mch_change_apply (apply, after);
  for (guint i = 0; i < registered->len && !*ret_stopped; i++)
    {
      g_autoptr (GArray) blockers = mch_registration_new_blockers (
          NULL, current, registered->pdata[i], after, registered->pdata[i]);

      *ret_stopped = mch_op_run_reject_faults (run, apply->id, blockers);
    }
  return TRUE;
}

gboolean
mch_op_run_check_registration (MchOpRun *run, const MchChange *apply, const MchRecord *current,
                               gboolean *ret_stopped, GError **error)
{
  *ret_stopped = FALSE;
  if (current->kind == MCH_KIND_CANDIDATURE)
    return check_candidature (run, apply, current, ret_stopped, error);
  if (current->kind == MCH_KIND_PERSON)
    return check_person (run, apply, current, ret_stopped, error);
  return TRUE;
}

/* A value that the server writes; its history is kept as everybody's. */
static void
set_value (MchOpRun *run, MchRecord *record, const char *name, const char *value)
{
  mch_batch_note (run->batch, run->request->scope, record->kind, record->id, name,
                  mch_record_get (record, name), value, TRUE, run->request->op);
  mch_record_set (record, name, value);
  mch_op_run_put (run, record);
}

static gboolean
give_numbers (MchOpRun *run, MchRecord *candidature, GError **error)
{
  MchRecord *person = find_person (run, candidature, error);
  gint64 rank;
  g_autofree char *identity = NULL;
  g_autofree char *number = NULL;
  g_autofree char *rank_text = NULL;

  if (person == NULL)
    return FALSE;
  identity = mch_person_identity_key (person);
  number = g_strdup (mch_record_get (person, "candidate_number"));
  if (number == NULL)
    {
      MchNumberOwner owner = { run->academy, identity, person->id, run->now_ms };

      if (!mch_number_allot (run->db, &owner, run->server->random, &number, error))
        return FALSE;
      set_value (run, person, "candidate_number", number);
    }
  rank = mch_number_next_rank (run->db, number, error);
  if (rank < 0)
    return FALSE;
  rank_text = g_strdup_printf ("%03u", (guint) rank);
  set_value (run, candidature, "registration_number", rank_text);
  set_value (run, candidature, "registration_version", "1");
  g_hash_table_add (run->deposited, g_strdup (candidature->id));
  return TRUE;
}

/* REG-51: once an operation, however much of it concerns the registration. */
static void
bump (MchOpRun *run, MchRecord *candidature)
{
  const char *version = mch_record_get (candidature, "registration_version");
  g_autofree char *next = g_strdup_printf ("%d", (version != NULL ? atoi (version) : 1) + 1);

  if (!g_hash_table_add (run->bumped, g_strdup (candidature->id)))
    return;
  set_value (run, candidature, "registration_version", next);
  g_hash_table_add (run->deposited, g_strdup (candidature->id));
}

static gboolean
is_seen (const MchChange *apply)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, apply->to);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_strv_contains (unseen, name))
      return TRUE;
  return FALSE;
}

/* A registration that was taken back and is finalised anew is the same one, in another version. */
static gboolean
number_registration (MchOpRun *run, MchRecord *candidature, GError **error)
{
  if (mch_record_get (candidature, "registration_number") == NULL)
    return give_numbers (run, candidature, error);
  bump (run, candidature);
  return TRUE;
}

/* Whether the session's month has not passed: what the exam office corrects then is printed anew.
 */
static gboolean
is_to_come (const MchOpRun *run, const MchRecord *candidature)
{
  const char *session = mch_record_get (candidature, "session");
  const char *month = session != NULL ? strchr (session, '/') : NULL;

  return month != NULL && strncmp (month + 1, run->today, strlen ("YYYY-MM")) >= 0;
}

static gboolean
bump_person (MchOpRun *run, const char *person, GError **error)
{
  g_autoptr (GPtrArray) registered = NULL;

  if (!list_registered (run, person, &registered, error))
    return FALSE;
  for (guint i = 0; i < registered->len; i++)
    {
      gboolean open;

      /* A session that is over keeps the confirmation that it had. */
      if (!mch_op_run_session_is_open (run, mch_record_get (registered->pdata[i], "session"), &open,
                                       error))
        return FALSE;
      if (open || (run->request->of_office && is_to_come (run, registered->pdata[i])))
        bump (run, registered->pdata[i]);
    }
  return TRUE;
}

static gboolean
place_person (MchOpRun *run, const char *person, GError **error)
{
  g_autoptr (GPtrArray) ids = NULL;

  if (!mch_op_run_list_candidatures (run, person, &ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (run->placed, g_strdup (ids->pdata[i]));
  return TRUE;
}

static gboolean
follow_person (MchOpRun *run, const MchChange *apply, MchRecord *person, GError **error)
{
  static const char *const of_identity[] = { "ine", "birth_date", "family_name" };
  gboolean identified = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (of_identity); i++)
    identified = identified || g_hash_table_contains (apply->to, of_identity[i]);
  if (g_hash_table_contains (apply->to, "candidate_number"))
    g_hash_table_add (run->numbered, g_strdup (person->id));
  if (identified && !place_person (run, person->id, error))
    return FALSE;
  return !is_seen (apply) || bump_person (run, person->id, error);
}

gboolean
mch_op_run_follow_registration (MchOpRun *run, const MchChange *apply, MchRecord *record,
                                gboolean finalised, GError **error)
{
  if (record->kind == MCH_KIND_PERSON)
    return follow_person (run, apply, record, error);
  if (record->kind != MCH_KIND_CANDIDATURE)
    return TRUE;
  if (g_hash_table_contains (apply->to, "state"))
    g_hash_table_add (run->placed, g_strdup (record->id));
  if (finalised)
    return number_registration (run, record, error);
  if (is_state (record, MCH_STATE_REGISTERED) && is_seen (apply))
    bump (run, record);
  return TRUE;
}

static gboolean
write_place (MchOpRun *run, const char *id, GError **error)
{
  const MchRecord *candidature = mch_op_run_find (run, MCH_KIND_CANDIDATURE, id, error);
  const MchRecord *person;
  g_autofree char *identity = NULL;

  if (candidature == NULL)
    return FALSE;
  if (mch_db_exec (run->db, error,
                   "DELETE FROM session_identity WHERE scope = $1 AND candidature = $2",
                   MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (id))
      < 0)
    return FALSE;
  if (candidature->deleted || !is_state (candidature, MCH_STATE_REGISTERED))
    return TRUE;
  person = find_person (run, candidature, error);
  if (person == NULL)
    return FALSE;
  identity = mch_person_identity_key (person);
  return identity == NULL
         || mch_db_exec (
                run->db, error,
                "INSERT INTO session_identity (academy, session, identity, scope,"
                " candidature) VALUES ($1, $2, $3, $4, $5)"
                " ON CONFLICT (academy, session, identity) DO NOTHING",
                MCH_DB_TEXT (run->academy), MCH_DB_TEXT (mch_record_get (candidature, "session")),
                MCH_DB_TEXT (identity), MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (id))
                >= 0;
}

static gboolean
write_number (MchOpRun *run, const char *id, GError **error)
{
  const MchRecord *person = mch_op_run_find (run, MCH_KIND_PERSON, id, error);
  gboolean taken;

  /* Somebody else's number is found out when a registration is to be finalised under it. */
  return person != NULL && claim_number (run, person, &taken, error);
}

static gboolean
write_identity (MchOpRun *run, const char *id, GError **error)
{
  const MchRecord *person = mch_op_run_find (run, MCH_KIND_PERSON, id, error);
  g_autofree char *identity = NULL;
  MchNumberOwner owner = { run->academy, NULL, id, run->now_ms };

  if (person == NULL)
    return FALSE;
  if (person->version == 0 || mch_record_get (person, "candidate_number") == NULL)
    return TRUE;
  identity = mch_person_identity_key (person);
  owner.identity = identity;
  return mch_number_identify (run->db, &owner, error);
}

/* INS-17: as everything stands at the end of the operation. */
static gboolean
deposit (MchOpRun *run, const char *id, GError **error)
{
  const char *scope = run->request->scope;
  MchDeposit what = { .scope = scope, .now_ms = run->now_ms, .random = run->server->random };

  what.candidature = mch_op_run_find (run, MCH_KIND_CANDIDATURE, id, error);
  if (what.candidature == NULL)
    return FALSE;
  /* Taken back in the same operation: the next finalising has a version of its own. */
  if (what.candidature->deleted || !is_state (what.candidature, MCH_STATE_REGISTERED))
    return TRUE;
  what.person = find_person (run, what.candidature, error);
  if (what.person == NULL)
    return FALSE;
  what.establishment =
      mch_op_run_find (run, MCH_KIND_ESTABLISHMENT, mch_model_scope_uai (scope), error);
  if (what.establishment == NULL)
    return FALSE;
  what.service =
      mch_op_run_find (run, MCH_KIND_SERVICE, mch_record_get (what.candidature, "session"), error);
  return what.service != NULL && mch_deposit_confirmation (run->db, &what, error);
}

typedef gboolean (*EachId) (MchOpRun *run, const char *id, GError **error);

static gboolean
for_each_id (MchOpRun *run, GHashTable *ids, EachId func, GError **error)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!func (run, id, error))
      return FALSE;
  return TRUE;
}

gboolean
mch_op_run_write_registrations (MchOpRun *run, GError **error)
{
  return for_each_id (run, run->numbered, write_number, error)
         && for_each_id (run, run->renamed, write_identity, error)
         && for_each_id (run, run->placed, write_place, error)
         && for_each_id (run, run->deposited, deposit, error);
}
