/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The move itself: a tombstone there, the same id here, the number and the account with it. */
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "core/mch-person.h"
#include "server/db/mch-deposit.h"
#include "server/model/mch-accounts-private.h"
#include "server/model/mch-model.h"
#include "server/model/mch-transfers-private.h"

typedef struct
{
  MchServer *server;
  MchDb *db;
  MchBatch *batch;
  MchTransfer *transfer;
  GPtrArray *touched;
  MchRecord *person;      /* there */
  MchRecord *candidature; /* there */
  MchRecord *known;       /* (nullable): the same human here */
  MchRecord *replaced;    /* (nullable): his pre-registration here */
  gboolean stays;         /* the person is registered for something else there */
} Move;

static void
move_clear (Move *move)
{
  g_clear_pointer (&move->person, mch_record_unref);
  g_clear_pointer (&move->candidature, mch_record_unref);
  g_clear_pointer (&move->known, mch_record_unref);
  g_clear_pointer (&move->replaced, mch_record_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Move, move_clear)

static gboolean
refuse_gone (GError **error)
{
  return mch_model_refuse (error, MCH_MODEL_ERROR_GONE,
                           _ ("The pupil is not registered there any more."));
}

/* A live record, or NULL; FALSE on error. */
static gboolean
find_live (MchDb *db, const char *scope, MchKind kind, const char *id, MchRecord **ret_record,
           GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MchRecord) record = mch_records_get (db, scope, kind, id, &local);

  *ret_record = NULL;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (record != NULL && !record->deleted)
    *ret_record = g_steal_pointer (&record);
  return TRUE;
}

static gboolean
find_pupil (Move *move, GError **error)
{
  const MchTransfer *transfer = move->transfer;

  if (!find_live (move->db, transfer->from_scope, MCH_KIND_CANDIDATURE, transfer->candidature,
                  &move->candidature, error)
      || !find_live (move->db, transfer->from_scope, MCH_KIND_PERSON, transfer->person,
                     &move->person, error))
    return FALSE;
  if (move->candidature == NULL || move->person == NULL
      || g_strcmp0 (mch_record_get (move->candidature, "state"), MCH_STATE_WITHDRAWN) == 0)
    return refuse_gone (error);
  return TRUE;
}

/* What the asking establishment has of him is a pre-registration, which the registration replaces;
 * or he withdrew there. */
static gboolean
find_replaced (Move *move, GError **error)
{
  const MchTransfer *transfer = move->transfer;
  g_autoptr (MchDbResult) result = NULL;
  g_autoptr (MchRecord) candidature = NULL;
  const char *state;

  result = mch_db_query (move->db, error,
                         "SELECT id FROM candidature"
                         " WHERE scope = $1 AND session = $2 AND person = $3",
                         MCH_DB_TEXT (transfer->to_scope), MCH_DB_TEXT (transfer->session),
                         MCH_DB_TEXT (transfer->into));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result)
      && !find_live (move->db, transfer->to_scope, MCH_KIND_CANDIDATURE,
                     mch_db_result_get_text (result, 0), &candidature, error))
    return FALSE;
  state = candidature != NULL ? mch_record_get (candidature, "state") : NULL;
  if (g_strcmp0 (state, MCH_STATE_REGISTERED) == 0)
    return mch_model_refuse (error, MCH_MODEL_ERROR_EXISTS,
                             _ ("The pupil is registered there already."));
  if (g_strcmp0 (state, MCH_STATE_PRE_REGISTERED) == 0)
    move->replaced = g_steal_pointer (&candidature);
  return TRUE;
}

/* The person of the same key here. */
static gboolean
find_known (Move *move, GError **error)
{
  const MchTransfer *transfer = move->transfer;
  g_autofree char *key = mch_person_key (move->person);
  g_autoptr (MchDbResult) same = NULL;

  same = mch_db_query (move->db, error,
                       "SELECT person FROM person_key"
                       " WHERE scope = $1 AND session = '' AND key = $2",
                       MCH_DB_TEXT (transfer->to_scope), MCH_DB_TEXT (key));
  if (same == NULL)
    return FALSE;
  if (mch_db_result_next (same)
      && !find_live (move->db, transfer->to_scope, MCH_KIND_PERSON,
                     mch_db_result_get_text (same, 0), &move->known, error))
    return FALSE;
  g_free (move->transfer->into);
  move->transfer->into = g_strdup (move->known != NULL ? move->known->id : move->person->id);
  return find_replaced (move, error);
}

static gboolean
find_others (Move *move, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (move->db, error,
                         "SELECT 1 FROM candidature WHERE scope = $1 AND person = $2 AND id <> $3",
                         MCH_DB_TEXT (move->transfer->from_scope), MCH_DB_TEXT (move->person->id),
                         MCH_DB_TEXT (move->candidature->id));
  move->stays = result != NULL && mch_db_result_next (result);
  return result != NULL;
}

static gboolean
move_person (Move *move, GError **error)
{
  const MchTransfer *transfer = move->transfer;
  const char *number = mch_record_get (move->person, "candidate_number");
  g_autofree char *key = mch_person_key (move->person);
  g_autoptr (MchRecord) here = NULL;

  if (!move->stays)
    {
      g_autoptr (MchRecord) gone = mch_record_copy (move->person);

      mch_batch_delete (move->batch, transfer->from_scope, gone);
      if (mch_db_exec (move->db, error, "DELETE FROM person_key WHERE scope = $1 AND person = $2",
                       MCH_DB_TEXT (transfer->from_scope), MCH_DB_TEXT (move->person->id))
          < 0)
        return FALSE;
    }
  if (number != NULL
      && mch_db_exec (move->db, error, "UPDATE candidate_number SET person = $2 WHERE number = $1",
                      MCH_DB_TEXT (number), MCH_DB_TEXT (transfer->into))
             < 0)
    return FALSE;
  if (move->known != NULL)
    {
      /* What is known here stays; the number is the human's. */
      if (number != NULL && mch_record_set (move->known, "candidate_number", number))
        mch_batch_put (move->batch, transfer->to_scope, move->known);
      return TRUE;
    }
  here = mch_record_copy (move->person);
  return mch_account_put (move->db, move->batch, transfer->to_scope, here, error)
         && mch_db_exec (move->db, error,
                         "INSERT INTO person_key (scope, session, key, person)"
                         " VALUES ($1, '', $2, $3)",
                         MCH_DB_TEXT (transfer->to_scope), MCH_DB_TEXT (key),
                         MCH_DB_TEXT (here->id))
                >= 0;
}

/* What the new school has written of him already, where the registration says nothing. */
static void
take_values (Move *move, MchRecord *here)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, move->replaced->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (mch_record_get (here, name) == NULL)
      mch_record_set (here, name, value);
  mch_batch_delete (move->batch, move->transfer->to_scope, move->replaced);
}

static gboolean
move_candidature (Move *move, GError **error)
{
  const MchTransfer *transfer = move->transfer;
  const char *version = mch_record_get (move->candidature, "registration_version");
  g_autoptr (MchRecord) here = mch_record_copy (move->candidature);
  g_autoptr (MchRecord) gone = mch_record_copy (move->candidature);

  mch_record_set (here, "person", transfer->into);
  /* The class is the old school's, and so was its word that he may go. */
  mch_record_set (here, "division", NULL);
  mch_record_set (here, "transfer_agreed_on", NULL);
  if (move->replaced != NULL)
    take_values (move, here);
  if (version != NULL)
    {
      g_autofree char *next = g_strdup_printf ("%d", atoi (version) + 1);

      mch_record_set (here, "registration_version", next);
    }
  mch_batch_delete (move->batch, transfer->from_scope, gone);
  return mch_account_put (move->db, move->batch, transfer->to_scope, here, error)
         && mch_db_exec (move->db, error,
                         "DELETE FROM candidature WHERE scope = $1 AND session = $2 AND person = $3"
                         " AND id = $4",
                         MCH_DB_TEXT (transfer->from_scope), MCH_DB_TEXT (transfer->session),
                         MCH_DB_TEXT (move->person->id), MCH_DB_TEXT (here->id))
                >= 0
         && mch_db_exec (move->db, error,
                         "INSERT INTO candidature (scope, session, person, id)"
                         " VALUES ($1, $2, $3, $4)"
                         " ON CONFLICT (scope, session, person) DO UPDATE SET id = excluded.id",
                         MCH_DB_TEXT (transfer->to_scope), MCH_DB_TEXT (transfer->session),
                         MCH_DB_TEXT (transfer->into), MCH_DB_TEXT (here->id))
                >= 0
         && mch_db_exec (move->db, error,
                         "UPDATE session_identity SET scope = $3"
                         " WHERE scope = $1 AND candidature = $2",
                         MCH_DB_TEXT (transfer->from_scope), MCH_DB_TEXT (here->id),
                         MCH_DB_TEXT (transfer->to_scope))
                >= 0;
}

/* A provisional password is on a paper of the old school: it opens nothing any more. */
static gboolean
void_slip (Move *move, MchAccount *account, GError **error)
{
  if (!mch_account_shred_slip (move->db, move->batch, account->id, error))
    return FALSE;
  if (strcmp (account->state, "provisional") != 0)
    return TRUE;
  g_free (account->state);
  account->state = g_strdup ("expired");
  return mch_db_exec (move->db, error,
                      "UPDATE account SET state = 'expired', salt = NULL, verifier = NULL,"
                      " edition = NULL WHERE id = $1",
                      MCH_DB_TEXT (account->id))
             >= 0
         && mch_db_exec (move->db, error,
                         "DELETE FROM portal_session WHERE account = $1 AND kind = 'restricted'",
                         MCH_DB_TEXT (account->id))
                >= 0;
}

/* What the old school still sees of an account that is not its own any more. */
static gboolean
leave_account (Move *move, GError **error)
{
  const MchTransfer *transfer = move->transfer;
  g_autoptr (MchRecord) there = NULL;

  if (!find_live (move->db, transfer->from_scope, MCH_KIND_ACCOUNT, move->person->id, &there,
                  error))
    return FALSE;
  if (!move->stays
      && mch_db_exec (move->db, error,
                      "DELETE FROM account_person WHERE scope = $1 AND person = $2",
                      MCH_DB_TEXT (transfer->from_scope), MCH_DB_TEXT (move->person->id))
             < 0)
    return FALSE;
  if (there == NULL)
    return TRUE;
  if (!move->stays)
    {
      mch_batch_delete (move->batch, transfer->from_scope, there);
      return TRUE;
    }
  mch_record_set (there, "login", NULL);
  mch_record_set (there, "owner", NULL);
  mch_record_set (there, "edition", NULL);
  mch_batch_put (move->batch, transfer->from_scope, there);
  return TRUE;
}

static void
set_number (MchRecord *record, const char *name, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  mch_record_set (record, name, text);
}

static gboolean
take_account (Move *move, const MchAccount *account, gboolean ours, GError **error)
{
  const MchTransfer *transfer = move->transfer;
  g_autoptr (MchRecord) here = mch_record_new (MCH_KIND_ACCOUNT, transfer->into);
  g_autoptr (MchAccount) other = NULL;

  if (!mch_account_find (move->db, transfer->to_scope, transfer->into, &other, error))
    return FALSE;
  /* An account that the new school made before anybody knew who he was stays his. */
  if (other != NULL && strcmp (other->id, account->id) != 0)
    return TRUE;

  mch_record_set (here, "state", account->state);
  set_number (here, "created_ms", account->created_ms);
  mch_account_set_email (here, account->email);
  if (ours)
    {
      mch_record_set (here, "login", account->login);
      mch_record_set (here, "owner", "1");
      set_number (here, "secret_version", account->secret_version);
    }
  return mch_db_exec (move->db, error,
                      "INSERT INTO account_person (scope, person, account) VALUES ($1, $2, $3)"
                      " ON CONFLICT (scope, person) DO NOTHING",
                      MCH_DB_TEXT (transfer->to_scope), MCH_DB_TEXT (transfer->into),
                      MCH_DB_TEXT (account->id))
             >= 0
         && mch_account_put (move->db, move->batch, transfer->to_scope, here, error);
}

static gboolean
move_account (Move *move, GError **error)
{
  const MchTransfer *transfer = move->transfer;
  gboolean handed_over;
  g_autoptr (MchAccount) account = NULL;

  if (!mch_account_find (move->db, transfer->from_scope, move->person->id, &account, error))
    return FALSE;
  if (account == NULL)
    return TRUE;
  handed_over = strcmp (account->owner_scope, transfer->from_scope) == 0;
  if (handed_over
      && (!void_slip (move, account, error)
          || mch_db_exec (move->db, error, "UPDATE account SET owner_scope = $2 WHERE id = $1",
                          MCH_DB_TEXT (account->id), MCH_DB_TEXT (transfer->to_scope))
                 < 0))
    return FALSE;
  return leave_account (move, error)
         && take_account (move, account,
                          handed_over || strcmp (account->owner_scope, transfer->to_scope) == 0,
                          error)
         && mch_account_put_state (move->db, move->batch, account->id, account->state,
                                   move->touched, error);
}

/* INS-17: the registration has its next version here. */
static gboolean
deposit (Move *move, GError **error)
{
  const MchTransfer *transfer = move->transfer;
  const char *scope = transfer->to_scope;
  MchRecord *here = mch_batch_get (move->batch, scope, MCH_KIND_CANDIDATURE, move->candidature->id);
  MchRecord *written = mch_batch_get (move->batch, scope, MCH_KIND_PERSON, transfer->into);
  g_autoptr (MchRecord) person = written != NULL ? mch_record_ref (written) : NULL;
  g_autoptr (MchRecord) establishment = NULL;
  g_autoptr (MchRecord) service = NULL;
  MchDeposit what = { .scope = scope,
                      .candidature = here,
                      .now_ms = mch_server_now (move->server),
                      .random = move->server->random };

  if (g_strcmp0 (mch_record_get (here, "state"), MCH_STATE_REGISTERED) != 0)
    return TRUE;
  if (!find_live (move->db, scope, MCH_KIND_ESTABLISHMENT, mch_model_scope_uai (scope),
                  &establishment, error)
      || !find_live (move->db, scope, MCH_KIND_SERVICE, transfer->session, &service, error)
      || (person == NULL
          && !find_live (move->db, scope, MCH_KIND_PERSON, transfer->into, &person, error)))
    return FALSE;
  what.establishment = establishment;
  what.service = service;
  what.person = person;
  return establishment == NULL || service == NULL || person == NULL
         || mch_deposit_confirmation (move->db, &what, error);
}

gboolean
mch_transfer_move (MchServer *server, MchDb *db, MchBatch *batch, MchTransfer *transfer,
                   GPtrArray *touched, GError **error)
{
  g_auto (Move) move = { server, db, batch, transfer, touched, NULL, NULL, NULL, NULL, FALSE };

  return find_pupil (&move, error) && find_known (&move, error) && find_others (&move, error)
         && move_account (&move, error) && move_person (&move, error)
         && move_candidature (&move, error) && deposit (&move, error);
}
