/* SPDX-License-Identifier: GPL-3.0-or-later */
/* New accounts: login, verifier, slip and record of one pupil at once; and the pupils who have an
 * account already, here or elsewhere. */
#include <string.h>

#include "core/mch-login.h"
#include "core/mch-person.h"
#include "server/model/mch-accounts-private.h"
#include "server/model/mch-model.h"

gboolean
mch_account_find (MchDb *db, const char *scope, const char *person, MchAccount **ret_account,
                  GError **error)
{
  MchAccount *account;
  g_autoptr (MchDbResult) result = NULL;

  *ret_account = NULL;
  result = mch_db_query (db, error,
                         "SELECT a.id, a.login, a.owner_scope, a.state, a.edition, a.verifier,"
                         " a.secret_version, a.created_ms, a.email FROM account_person p"
                         " JOIN account a ON a.id = p.account"
                         " WHERE p.scope = $1 AND p.person = $2",
                         MCH_DB_TEXT (scope), MCH_DB_TEXT (person));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  account = g_new0 (MchAccount, 1);
  account->id = g_strdup (mch_db_result_get_text (result, 0));
  account->login = g_strdup (mch_db_result_get_text (result, 1));
  account->owner_scope = g_strdup (mch_db_result_get_text (result, 2));
  account->state = g_strdup (mch_db_result_get_text (result, 3));
  if (!mch_db_result_is_null (result, 4))
    account->edition = g_strdup (mch_db_result_get_text (result, 4));
  account->verifier = mch_model_dup_blob (result, 5);
  account->secret_version = mch_db_result_get_int (result, 6);
  account->created_ms = mch_db_result_get_int (result, 7);
  account->email = g_strdup (mch_db_result_get_text (result, 8));
  *ret_account = account;
  return TRUE;
}

gboolean
mch_chunk_is_resent (MchChunk *chunk, const MchAccount *account, const MchWireSlip *slip)
{
  gsize length;
  const guint8 *stored;

  if (account->verifier == NULL || account->secret_version != slip->secret_version
      || g_strcmp0 (account->edition, chunk->edition->id) != 0)
    return FALSE;
  stored = g_bytes_get_data (account->verifier, &length);
  return length == MCH_VERIFIER_SIZE
         && mch_verifier_matches (chunk->server->pepper, slip->verifier, stored);
}

/* ACC-07: Inscrit or Pré-inscrit. */
gboolean
mch_chunk_is_eligible (MchChunk *chunk, const char *person, gboolean *ret_eligible, GError **error)
{
  const char *scope = chunk->edition->scope;
  const char *state;
  g_autoptr (MchDbResult) result = NULL;
  g_autoptr (MchRecord) candidature = NULL;

  *ret_eligible = FALSE;
  result = mch_db_query (chunk->db, error,
                         "SELECT id FROM candidature"
                         " WHERE scope = $1 AND session = $2 AND person = $3",
                         MCH_DB_TEXT (scope), MCH_DB_TEXT (chunk->edition->session),
                         MCH_DB_TEXT (person));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  candidature = mch_records_get (chunk->db, scope, MCH_KIND_CANDIDATURE,
                                 mch_db_result_get_text (result, 0), error);
  if (candidature == NULL)
    return FALSE;
  state = mch_record_get (candidature, "state");
  *ret_eligible = g_strcmp0 (state, MCH_STATE_PRE_REGISTERED) == 0
                  || g_strcmp0 (state, MCH_STATE_REGISTERED) == 0;
  return TRUE;
}

void
mch_chunk_answer (MchChunk *chunk, const MchWireSlip *slip, MchSlipOutcome outcome,
                  const char *login, const char *message_key)
{
  MchSlipResult *result = g_new0 (MchSlipResult, 1);

  result->candidate = g_strdup (slip->candidate);
  result->outcome = outcome;
  result->login = g_strdup (login);
  result->message_key = g_strdup (message_key);
  g_ptr_array_add (chunk->results, result);
}

gboolean
mch_account_put (MchDb *db, MchBatch *batch, const char *scope, MchRecord *record, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MchRecord) known = NULL;

  known = mch_records_get (db, scope, record->kind, record->id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  record->version = known != NULL ? known->version : 0;
  mch_batch_put (batch, scope, record);
  return TRUE;
}

static void
set_number (MchRecord *record, const char *name, gint64 number)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  mch_record_set (record, name, text);
}

gboolean
mch_chunk_put_slip (MchChunk *chunk, const MchWireSlip *slip, GError **error)
{
  g_autofree char *cipher = mch_model_to_base64 (slip->cipher);
  g_autoptr (MchRecord) record = mch_record_new (MCH_KIND_SLIP, slip->candidate);

  mch_record_set (record, "edition", chunk->edition->id);
  set_number (record, "secret_version", slip->secret_version);
  mch_record_set (record, "cipher", cipher);
  return mch_account_put (chunk->db, chunk->batch, chunk->edition->scope, record, error);
}

/* The next free login of the person's stem; numbers go up only, so none is given twice. */
static gboolean
allot_login (MchChunk *chunk, const MchRecord *person, const char *account, char **ret_login,
             GError **error)
{
  g_autofree char *stem = mch_login_stem (mch_record_get (person, "given_name"),
                                          mch_record_get (person, "family_name"));
  gint64 taken = 0;

  while (taken == 0)
    {
      g_autofree char *login = NULL;
      g_autoptr (MchDbResult) result = NULL;

      result = mch_db_query (chunk->db, error,
                             "INSERT INTO login_stem (stem, last) VALUES ($1, 1)"
                             " ON CONFLICT (stem) DO UPDATE SET last = login_stem.last + 1"
                             " RETURNING last",
                             MCH_DB_TEXT (stem));
      if (result == NULL || !mch_db_result_next (result))
        return FALSE;
      login = mch_login_numbered (stem, (guint) mch_db_result_get_int (result, 0));
      taken = mch_db_exec (chunk->db, error,
                           "INSERT INTO login (login, account, given_ms) VALUES ($1, $2, $3)"
                           " ON CONFLICT (login) DO NOTHING",
                           MCH_DB_TEXT (login), MCH_DB_TEXT (account), MCH_DB_INT (chunk->now_ms));
      if (taken < 0)
        return FALSE;
      if (taken > 0)
        *ret_login = g_steal_pointer (&login);
    }
  return TRUE;
}

static gboolean
insert_account (MchChunk *chunk, const MchWireSlip *slip, const char *account, const char *login,
                GError **error)
{
  guint8 stored[MCH_VERIFIER_SIZE];

  mch_verifier_pepper (chunk->server->pepper, slip->verifier, stored);
  return mch_db_exec (chunk->db, error,
                      "INSERT INTO account (id, academy, login, owner_scope, state, secret_version,"
                      " salt, verifier, edition, expires_ms, created_ms)"
                      " VALUES ($1, $2, $3, $4, 'provisional', 1, $5, $6, $7, $8, $9)",
                      MCH_DB_TEXT (account), MCH_DB_TEXT (chunk->academy), MCH_DB_TEXT (login),
                      MCH_DB_TEXT (chunk->edition->scope),
                      MCH_DB_BLOB (slip->salt, sizeof slip->salt),
                      MCH_DB_BLOB (stored, sizeof stored), MCH_DB_TEXT (chunk->edition->id),
                      MCH_DB_INT (chunk->edition->expires_ms), MCH_DB_INT (chunk->now_ms))
         >= 0;
}

static gboolean
insert_link (MchChunk *chunk, const char *person, const char *account, GError **error)
{
  return mch_db_exec (chunk->db, error,
                      "INSERT INTO account_person (scope, person, account) VALUES ($1, $2, $3)",
                      MCH_DB_TEXT (chunk->edition->scope), MCH_DB_TEXT (person),
                      MCH_DB_TEXT (account))
         >= 0;
}

static gboolean
insert_identity (MchChunk *chunk, const char *identity, const char *account, GError **error)
{
  return identity == NULL
         || mch_db_exec (chunk->db, error,
                         "INSERT INTO person_identity (academy, identity, account)"
                         " VALUES ($1, $2, $3)",
                         MCH_DB_TEXT (chunk->academy), MCH_DB_TEXT (identity),
                         MCH_DB_TEXT (account))
                >= 0;
}

/* The person's id, unless another establishment has taken it for an account of its own. */
static char *
dup_account_id (MchChunk *chunk, const char *person, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result =
      mch_db_query (chunk->db, error, "SELECT 1 FROM account WHERE id = $1", MCH_DB_TEXT (person));
  if (result == NULL)
    return NULL;
  return mch_db_result_next (result) ? mch_uuid_new (chunk->now_ms, chunk->server->random)
                                     : g_strdup (person);
}

static gboolean
make_account (MchChunk *chunk, const MchWireSlip *slip, const MchRecord *person,
              const char *identity, GError **error)
{
  g_autofree char *id = dup_account_id (chunk, slip->candidate, error);
  g_autofree char *login = NULL;
  g_autoptr (MchRecord) record = mch_record_new (MCH_KIND_ACCOUNT, slip->candidate);

  if (id == NULL || !allot_login (chunk, person, id, &login, error))
    return FALSE;
  mch_record_set (record, "login", login);
  mch_record_set (record, "state", "provisional");
  mch_record_set (record, "owner", "1");
  mch_record_set (record, "edition", chunk->edition->id);
  set_number (record, "secret_version", 1);
  set_number (record, "created_ms", chunk->now_ms);
  if (!insert_account (chunk, slip, id, login, error)
      || !insert_link (chunk, slip->candidate, id, error)
      || !insert_identity (chunk, identity, id, error)
      || !mch_account_put (chunk->db, chunk->batch, chunk->edition->scope, record, error)
      || !mch_chunk_put_slip (chunk, slip, error))
    return FALSE;
  chunk->n_created++;
  mch_chunk_answer (chunk, slip, MCH_SLIP_CREATED, login, NULL);
  return TRUE;
}

/* ACC-43, ACC-44: the account that the same human has elsewhere, to be seen here but not owned. */
static gboolean
link_account (MchChunk *chunk, const MchWireSlip *slip, MchDbResult *found, GError **error)
{
  g_autoptr (MchRecord) record = mch_record_new (MCH_KIND_ACCOUNT, slip->candidate);
  gboolean ours = strcmp (mch_db_result_get_text (found, 1), chunk->edition->scope) == 0;
  const char *login = ours ? mch_db_result_get_text (found, 2) : NULL;

  mch_record_set (record, "login", login);
  mch_record_set (record, "state", mch_db_result_get_text (found, 3));
  set_number (record, "created_ms", mch_db_result_get_int (found, 4));
  mch_account_set_email (record, mch_db_result_get_text (found, 5));
  if (!insert_link (chunk, slip->candidate, mch_db_result_get_text (found, 0), error)
      || !mch_account_put (chunk->db, chunk->batch, chunk->edition->scope, record, error))
    return FALSE;
  mch_chunk_answer (chunk, slip, MCH_SLIP_EXISTING, login, NULL);
  return TRUE;
}

/* An INE that is on an account of another name or date is a query for people, not a link. */
static gboolean
note_odd_ine (MchChunk *chunk, const MchRecord *person, GError **error)
{
  const char *ine = mch_record_get (person, "ine");
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autoptr (MchDbResult) result = NULL;

  if (ine == NULL)
    return TRUE;
  from = g_strconcat (ine, "|", NULL);
  to = g_strconcat (ine, "}", NULL);
  result = mch_db_query (chunk->db, error,
                         "SELECT 1 FROM person_identity"
                         " WHERE academy = $1 AND identity >= $2 AND identity < $3 LIMIT 1",
                         MCH_DB_TEXT (chunk->academy), MCH_DB_TEXT (from), MCH_DB_TEXT (to));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    g_ptr_array_add (chunk->odd_ines, g_strdup (person->id));
  return TRUE;
}

static gboolean
make_or_link (MchChunk *chunk, const MchWireSlip *slip, GError **error)
{
  g_autofree char *identity = NULL;
  g_autoptr (MchRecord) person = NULL;
  g_autoptr (MchDbResult) found = NULL;

  person =
      mch_records_get (chunk->db, chunk->edition->scope, MCH_KIND_PERSON, slip->candidate, error);
  if (person == NULL)
    return FALSE;
  identity = mch_person_identity_key (person);
  found =
      mch_db_query (chunk->db, error,
                    "SELECT a.id, a.owner_scope, a.login, a.state, a.created_ms, a.email"
                    " FROM person_identity i JOIN account a ON a.id = i.account"
                    " WHERE i.academy = $1 AND i.identity = $2",
                    MCH_DB_TEXT (chunk->academy), MCH_DB_TEXT (identity != NULL ? identity : ""));
  if (found == NULL)
    return FALSE;
  if (mch_db_result_next (found))
    return link_account (chunk, slip, found, error);
  if (slip->secret_version != 1)
    {
      mch_chunk_answer (chunk, slip, MCH_SLIP_REFUSED, NULL, "stale");
      return TRUE;
    }
  return note_odd_ine (chunk, person, error) && make_account (chunk, slip, person, identity, error);
}

gboolean
mch_chunk_generate (MchChunk *chunk, const MchWireSlip *slip, GError **error)
{
  gboolean eligible;
  g_autoptr (MchAccount) account = NULL;

  if (!mch_account_find (chunk->db, chunk->edition->scope, slip->candidate, &account, error))
    return FALSE;
  if (account != NULL)
    {
      gboolean ours = strcmp (account->owner_scope, chunk->edition->scope) == 0;
      gboolean resent = ours && mch_chunk_is_resent (chunk, account, slip);

      mch_chunk_answer (chunk, slip, resent ? MCH_SLIP_CREATED : MCH_SLIP_EXISTING,
                        ours ? account->login : NULL, NULL);
      return TRUE;
    }
  if (!mch_chunk_is_eligible (chunk, slip->candidate, &eligible, error))
    return FALSE;
  if (eligible)
    return make_or_link (chunk, slip, error);
  mch_chunk_answer (chunk, slip, MCH_SLIP_INELIGIBLE, NULL, NULL);
  return TRUE;
}
