/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new provisional password for an account that the establishment owns, and what every change of
 * an account's state does to the records that show it. */
#include <string.h>

#include "core/mch-email.h"
#include "server/model/mch-accounts-private.h"
#include "server/model/mch-mail.h"
#include "server/model/mch-model.h"

void
mch_account_touch (GPtrArray *touched, const char *scope)
{
  if (!g_ptr_array_find_with_equal_func (touched, scope, g_str_equal, NULL))
    g_ptr_array_add (touched, g_strdup (scope));
}

void
mch_account_hint (MchServer *server, GPtrArray *touched)
{
  g_ptr_array_add (touched, NULL);
  mch_server_hint (server, (const char *const *) touched->pdata);
}

gboolean
mch_account_put_value (MchDb *db, MchBatch *batch, const char *account, const char *name,
                       const char *value, GPtrArray *touched, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT scope, person FROM account_person WHERE account = $1"
                         " ORDER BY scope, person",
                         MCH_DB_TEXT (account));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      const char *scope = mch_db_result_get_text (result, 0);
      const char *person = mch_db_result_get_text (result, 1);
      MchRecord *pending = mch_batch_get (batch, scope, MCH_KIND_ACCOUNT, person);
      g_autoptr (MchRecord) record = NULL;

      record = pending != NULL ? mch_record_ref (pending)
                               : mch_records_get (db, scope, MCH_KIND_ACCOUNT, person, error);
      if (record == NULL)
        return FALSE;
      if (record->deleted || !mch_record_set (record, name, value))
        continue;
      mch_batch_put (batch, scope, record);
      mch_account_touch (touched, scope);
    }
  return TRUE;
}

gboolean
mch_account_put_state (MchDb *db, MchBatch *batch, const char *account, const char *state,
                       GPtrArray *touched, GError **error)
{
  return mch_account_put_value (db, batch, account, "state", state, touched, error);
}

void
mch_account_set_email (MchRecord *record, const char *email)
{
  g_autofree char *mask = email != NULL ? mch_email_mask (email) : NULL;

  mch_record_set (record, "email", mask);
}

gboolean
mch_account_end_sessions (MchDb *db, const char *account, GError **error)
{
  return mch_db_exec (db, error, "DELETE FROM portal_session WHERE account = $1",
                      MCH_DB_TEXT (account))
             >= 0
         && mch_db_exec (db, error, "DELETE FROM portal_device WHERE account = $1",
                         MCH_DB_TEXT (account))
                >= 0
         && mch_db_exec (db, error,
                         "DELETE FROM portal_link WHERE account = $1 AND purpose = 'reset'",
                         MCH_DB_TEXT (account))
                >= 0;
}

gboolean
mch_account_shred_slip (MchDb *db, MchBatch *batch, const char *account, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT p.scope, p.person FROM account_person p"
                         " JOIN account a ON a.id = p.account AND a.owner_scope = p.scope"
                         " WHERE a.id = $1",
                         MCH_DB_TEXT (account));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      const char *scope = mch_db_result_get_text (result, 0);
      g_autoptr (MchRecord) slip = NULL;

      slip = mch_records_get (db, scope, MCH_KIND_SLIP, mch_db_result_get_text (result, 1), &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (slip != NULL && !slip->deleted)
        mch_batch_delete (batch, scope, slip);
    }
  return TRUE;
}

/* The account is as on the first day; whoever was signed in to it no longer is. */
static gboolean
renew_account (MchChunk *chunk, const MchWireSlip *slip, const MchAccount *account, GError **error)
{
  guint8 stored[MCH_VERIFIER_SIZE];

  mch_verifier_pepper (chunk->server->pepper, slip->verifier, stored);
  return mch_db_exec (chunk->db, error,
                      "UPDATE account SET state = 'provisional', secret_version = $2, salt = $3,"
                      " verifier = $4, edition = $5, expires_ms = $6, password = NULL"
                      " WHERE id = $1",
                      MCH_DB_TEXT (account->id), MCH_DB_INT (slip->secret_version),
                      MCH_DB_BLOB (slip->salt, sizeof slip->salt),
                      MCH_DB_BLOB (stored, sizeof stored), MCH_DB_TEXT (chunk->edition->id),
                      MCH_DB_INT (chunk->edition->expires_ms))
             >= 0
         && mch_account_end_sessions (chunk->db, account->id, error);
}

/* The owner's record names the new edition; the others' only the state. */
static gboolean
put_renewed (MchChunk *chunk, const MchWireSlip *slip, const MchAccount *account, GError **error)
{
  const char *scope = chunk->edition->scope;
  char version[24];
  MchRecord *pending;
  g_autoptr (MchRecord) record = NULL;

  if (!mch_account_put_state (chunk->db, chunk->batch, account->id, "provisional", chunk->touched,
                              error))
    return FALSE;
  pending = mch_batch_get (chunk->batch, scope, MCH_KIND_ACCOUNT, slip->candidate);
  record = pending != NULL
               ? mch_record_ref (pending)
               : mch_records_get (chunk->db, scope, MCH_KIND_ACCOUNT, slip->candidate, error);
  if (record == NULL)
    return FALSE;
  g_snprintf (version, sizeof version, "%" G_GINT64_FORMAT, slip->secret_version);
  mch_record_set (record, "edition", chunk->edition->id);
  mch_record_set (record, "secret_version", version);
  mch_batch_put (chunk->batch, scope, record);
  return mch_chunk_put_slip (chunk, slip, error);
}

const char *
mch_chunk_find_refusal (MchChunk *chunk, const MchAccount *account, gboolean owners,
                        gboolean eligible)
{
  if (account == NULL)
    return "account_missing"; /* ACC-36 */
  if (!owners || strcmp (account->owner_scope, chunk->edition->scope) != 0)
    return "not_owner";
  return eligible ? NULL : "ineligible";
}

/* Whoever has an address gets a link there, unless somebody says that paper it must be. */
static const char *
find_refusal (MchChunk *chunk, const MchAccount *account, const MchWireSlip *slip, gboolean owners,
              gboolean eligible)
{
  const char *refusal = mch_chunk_find_refusal (chunk, account, owners, eligible);

  if (refusal != NULL)
    return refusal;
  if (account->email != NULL && !slip->despite_email)
    return "verified_email";
  return slip->secret_version == account->secret_version + 1 ? NULL : "stale";
}

/* The candidate hears of it where he would have got the link. */
static gboolean
tell_candidate (MchChunk *chunk, const MchAccount *account, const MchWireSlip *slip, GError **error)
{
  if (account->email == NULL)
    return TRUE;
  g_ptr_array_add (chunk->despite, g_strdup (slip->candidate));
  return mch_mail_ask (chunk->server, chunk->db, MCH_MAIL_SLIP, account->id, NULL,
                       chunk->edition->id, error);
}

/* Another person record of the establishment that stands for the account is not the owner's. */
gboolean
mch_chunk_is_owners (MchChunk *chunk, const char *person, gboolean *ret_owners, GError **error)
{
  g_autoptr (MchRecord) record = NULL;

  record = mch_records_get (chunk->db, chunk->edition->scope, MCH_KIND_ACCOUNT, person, error);
  if (record == NULL)
    return FALSE;
  *ret_owners = mch_record_get (record, "owner") != NULL;
  return TRUE;
}

gboolean
mch_chunk_regenerate (MchChunk *chunk, const MchWireSlip *slip, GError **error)
{
  gboolean eligible, owners = TRUE;
  const char *refusal;
  g_autoptr (MchAccount) account = NULL;

  if (!mch_account_find (chunk->db, chunk->edition->scope, slip->candidate, &account, error)
      || !mch_chunk_is_eligible (chunk, slip->candidate, &eligible, error))
    return FALSE;
  if (account != NULL && !mch_chunk_is_owners (chunk, slip->candidate, &owners, error))
    return FALSE;
  if (account != NULL && owners && strcmp (account->owner_scope, chunk->edition->scope) == 0
      && mch_chunk_is_resent (chunk, account, slip))
    {
      mch_chunk_answer (chunk, slip, MCH_SLIP_REGENERATED, account->login, NULL);
      return TRUE;
    }
  refusal = find_refusal (chunk, account, slip, owners, eligible);
  if (refusal != NULL)
    {
      mch_chunk_answer (chunk, slip, MCH_SLIP_REFUSED, NULL, refusal);
      return TRUE;
    }
  if (!renew_account (chunk, slip, account, error) || !put_renewed (chunk, slip, account, error)
      || !tell_candidate (chunk, account, slip, error))
    return FALSE;
  g_ptr_array_add (chunk->renewed, g_strdup (slip->candidate));
  mch_chunk_answer (chunk, slip, MCH_SLIP_REGENERATED, account->login, NULL);
  return TRUE;
}
