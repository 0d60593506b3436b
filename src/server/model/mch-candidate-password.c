/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sessions of the portal, and the choice of a password: the moment at which a slip is spent. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/model/mch-accounts-private.h"
#include "server/model/mch-candidate-private.h"
#include "server/model/mch-mail.h"
#include "server/model/mch-model.h"
#include "vault/mch-digest.h"
#include "vault/mch-password-hash.h"

void
mch_portal_candidate_free (MchPortalCandidate *candidate)
{
  if (candidate == NULL)
    return;
  g_free (candidate->account);
  g_free (candidate->login);
  g_free (candidate->csrf);
  g_free (candidate->given_name);
  g_free (candidate->scope);
  g_free (candidate->session);
  g_free (candidate);
}

typedef struct
{
  MchServer *server;
  char *session; /* digest */
  MchPortalCandidate *candidate;
  char *password; /* the new one's hash */
  MchCandidateSignIn *sign_in;
  GPtrArray *touched;
} SessionAct;

/* The name to greet by; a person whose record is gone is not greeted by name. */
static gboolean
read_given_name (MchDb *db, MchPortalCandidate *candidate, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MchDbResult) result = NULL;
  g_autoptr (MchRecord) person = NULL;

  result = mch_db_query (db, error,
                         "SELECT person FROM account_person WHERE scope = $1 AND account = $2"
                         " ORDER BY CASE WHEN person = $2 THEN 0 ELSE 1 END, person",
                         MCH_DB_TEXT (candidate->scope), MCH_DB_TEXT (candidate->account));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  person = mch_records_get (db, candidate->scope, MCH_KIND_PERSON,
                            mch_db_result_get_text (result, 0), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (person != NULL)
    candidate->given_name = g_strdup (mch_record_get (person, "given_name"));
  return TRUE;
}

static gboolean
read_session (MchDb *db, gpointer data, GError **error)
{
  SessionAct *act = data;
  g_autoptr (MchPortalCandidate) candidate = NULL;
  g_autoptr (MchDbResult) result = NULL;

  g_clear_pointer (&act->candidate, mch_portal_candidate_free);
  result = mch_db_query (db, error,
                         "SELECT a.id, a.login, s.kind, s.csrf, a.owner_scope, s.expires_ms"
                         " FROM portal_session s JOIN account a ON a.id = s.account"
                         " WHERE s.hash = $1 AND s.expires_ms > $2"
                         " AND s.secret_version = a.secret_version"
                         " AND ((s.kind = 'full' AND a.state = 'active')"
                         " OR (s.kind = 'restricted' AND a.state = 'provisional'))",
                         MCH_DB_TEXT (act->session), MCH_DB_INT (mch_server_now (act->server)));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  candidate = g_new0 (MchPortalCandidate, 1);
  candidate->account = g_strdup (mch_db_result_get_text (result, 0));
  candidate->login = g_strdup (mch_db_result_get_text (result, 1));
  candidate->restricted = strcmp (mch_db_result_get_text (result, 2), "restricted") == 0;
  candidate->csrf = g_strdup (mch_db_result_get_text (result, 3));
  candidate->scope = g_strdup (mch_db_result_get_text (result, 4));
  candidate->expires_ms = mch_db_result_get_int (result, 5);
  candidate->session = g_strdup (act->session);
  if (!read_given_name (db, candidate, error))
    return FALSE;
  act->candidate = g_steal_pointer (&candidate);
  return TRUE;
}

MchPortalCandidate *
mch_candidate_authenticate (MchServer *server, const char *token, GError **error)
{
  SessionAct act = { .server = server };
  g_autofree char *digest = NULL;

  if (token == NULL || *token == '\0' || strlen (token) > 256)
    return NULL;
  digest = mch_model_digest (server, "portal-session", token);
  act.session = digest;
  if (mch_model_read (server, read_session, &act, error))
    return act.candidate;
  mch_portal_candidate_free (act.candidate);
  return NULL;
}

/* The session must still be there: a regenerated password ends it. */
static gboolean
take_session (MchDb *db, SessionAct *act, gint64 *ret_secret_version, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "DELETE FROM portal_session WHERE hash = $1 AND kind = 'restricted'"
                         " AND expires_ms > $2 RETURNING secret_version",
                         MCH_DB_TEXT (act->candidate->session),
                         MCH_DB_INT (mch_server_now (act->server)));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return mch_model_refuse (error, MCH_MODEL_ERROR_UNAUTHENTICATED,
                             _ ("This session is over. Sign in again."));
  *ret_secret_version = mch_db_result_get_int (result, 0);
  return TRUE;
}

static gboolean
activate_account (MchDb *db, SessionAct *act, gint64 secret_version, GError **error)
{
  gint64 n = mch_db_exec (db, error,
                          "UPDATE account SET state = 'active', password = $1, salt = NULL,"
                          " verifier = NULL, activated_ms = $2"
                          " WHERE id = $3 AND state = 'provisional' AND secret_version = $4",
                          MCH_DB_TEXT (act->password), MCH_DB_INT (mch_server_now (act->server)),
                          MCH_DB_TEXT (act->candidate->account), MCH_DB_INT (secret_version));

  if (n == 0)
    return mch_model_refuse (error, MCH_MODEL_ERROR_UNAUTHENTICATED,
                             _ ("This session is over. Sign in again."));
  return n > 0
         && mch_db_exec (db, error, "DELETE FROM portal_session WHERE account = $1",
                         MCH_DB_TEXT (act->candidate->account))
                >= 0;
}

static gboolean
choose_password (MchDb *db, gpointer data, GError **error)
{
  SessionAct *act = data;
  MchStamp stamp = { "", mch_server_now (act->server) };
  const char *account = act->candidate->account;
  gint64 secret_version = 0;
  g_autoptr (MchBatch) batch = mch_batch_new ();

  g_clear_pointer (&act->sign_in, mch_candidate_sign_in_free);
  act->sign_in = g_new0 (MchCandidateSignIn, 1);
  act->sign_in->outcome = MCH_CANDIDATE_SIGNED_IN;
  g_ptr_array_set_size (act->touched, 0);
  mch_account_touch (act->touched, act->candidate->scope);
  return take_session (db, act, &secret_version, error)
         && activate_account (db, act, secret_version, error)
         && mch_candidate_insert_session (act->server, db, account, secret_version, act->sign_in,
                                          error)
         && mch_account_shred_slip (db, batch, account, error)
         && mch_account_put_state (db, batch, account, "active", act->touched, error)
         && mch_batch_flush (batch, db, &stamp, error)
         && mch_model_audit (act->server, db, act->candidate->scope, "", "portal.password", account,
                             NULL, error);
}

MchCandidateSignIn *
mch_candidate_choose_password (MchServer *server, const MchPortalCandidate *candidate,
                               const char *password, MchPasswordFaults *ret_faults, GError **error)
{
  SessionAct act = { .server = server, .candidate = (MchPortalCandidate *) candidate };
  g_autofree char *hash = NULL;
  g_autoptr (GPtrArray) touched = NULL;

  g_return_val_if_fail (candidate != NULL && password != NULL && ret_faults != NULL, NULL);

  *ret_faults = mch_password_check (&server->rules, password, candidate->login);
  if (*ret_faults != MCH_PASSWORD_FAULT_NONE)
    return NULL;
  hash = mch_password_hash_new (server->pepper, password, error);
  if (hash == NULL)
    return NULL;
  touched = g_ptr_array_new_with_free_func (g_free);
  act.password = hash;
  act.touched = touched;
  if (!mch_model_write (server, choose_password, &act, error))
    {
      mch_candidate_sign_in_free (act.sign_in);
      return NULL;
    }
  mch_account_hint (server, touched);
  return act.sign_in;
}

/* The session that asks goes on as a new one, so that whoever has its cookie has nothing. */
static gboolean
replace_password (MchDb *db, gpointer data, GError **error)
{
  SessionAct *act = data;
  const char *account = act->candidate->account;
  g_autoptr (MchDbResult) result = NULL;

  g_clear_pointer (&act->sign_in, mch_candidate_sign_in_free);
  result = mch_db_query (db, error,
                         "UPDATE account SET password = $2 WHERE id = $1 AND state = 'active'"
                         " RETURNING secret_version",
                         MCH_DB_TEXT (account), MCH_DB_TEXT (act->password));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return mch_model_refuse (error, MCH_MODEL_ERROR_UNAUTHENTICATED,
                             _ ("This session is over. Sign in again."));
  act->sign_in = g_new0 (MchCandidateSignIn, 1);
  act->sign_in->outcome = MCH_CANDIDATE_SIGNED_IN;
  return mch_account_end_sessions (db, account, error)
         && mch_candidate_insert_session (act->server, db, account,
                                          mch_db_result_get_int (result, 0), act->sign_in, error)
         && mch_mail_ask (act->server, db, MCH_MAIL_PASSWORD, account, NULL, NULL, error)
         && mch_model_audit (act->server, db, act->candidate->scope, "", "portal.password", account,
                             NULL, error);
}

MchCandidateSignIn *
mch_candidate_change_password (MchServer *server, const MchPortalCandidate *candidate,
                               const char *present, const char *password, const char *address,
                               MchOwnOutcome *ret_outcome, guint *ret_wait,
                               MchPasswordFaults *ret_faults, GError **error)
{
  SessionAct act = { .server = server, .candidate = (MchPortalCandidate *) candidate };
  g_autofree char *hash = NULL;

  g_return_val_if_fail (candidate != NULL && present != NULL && password != NULL, NULL);

  *ret_wait = 0;
  *ret_outcome = MCH_OWN_REFUSED;
  *ret_faults = mch_password_check (&server->rules, password, candidate->login);
  if (*ret_faults != MCH_PASSWORD_FAULT_NONE
      || !mch_candidate_check_present (server, candidate, present, address, ret_outcome, ret_wait,
                                       error)
      || *ret_outcome != MCH_OWN_DONE)
    return NULL;
  hash = mch_password_hash_new (server->pepper, password, error);
  if (hash == NULL)
    return NULL;
  act.password = hash;
  if (mch_model_write (server, replace_password, &act, error))
    return act.sign_in;
  mch_candidate_sign_in_free (act.sign_in);
  return NULL;
}

static gboolean
delete_session (MchDb *db, gpointer data, GError **error)
{
  return mch_db_exec (db, error, "DELETE FROM portal_session WHERE hash = $1", MCH_DB_TEXT (data))
         >= 0;
}

gboolean
mch_candidate_sign_out (MchServer *server, const char *token, GError **error)
{
  g_autofree char *digest = NULL;

  g_return_val_if_fail (server != NULL, FALSE);

  if (token == NULL || *token == '\0' || strlen (token) > 256)
    return TRUE;
  digest = mch_model_digest (server, "portal-session", token);
  return mch_model_write (server, delete_session, digest, error);
}
