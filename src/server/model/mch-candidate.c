/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in at the portal. What is typed decides which work is done; whether the login exists
 * decides nothing that a stranger could see. */
#include "server/model/mch-candidate.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-login.h"
#include "server/model/mch-accounts-private.h"
#include "server/model/mch-candidate-private.h"
#include "server/model/mch-model.h"
#include "server/model/mch-throttle.h"
#include "vault/mch-digest.h"
#include "vault/mch-password-hash.h"
#include "vault/mch-vault-init.h"

#define LOGIN_MAX 254 /* bytes, as of an e-mail address */

/* One sign-in. */
typedef struct
{
  MchServer *server;
  char *login;   /* folded, or an e-mail address in lower case */
  char *subject; /* of the throttle */
  const char *address;
  char *place;  /* the address, or a device that has signed in to this account before */
  char *device; /* digest of the cookie, or NULL */
  gboolean device_known;
  gboolean is_code;
  char secret[MCH_SLIP_CODE_SECRET_LENGTH + 1];
  const char *password;
  gint64 now_ms;
  guint wait;
  /* The account, when there is one that may be signed in to. */
  char *account;
  char *owner_scope;
  char *state;
  char *hash; /* of the chosen password */
  gint64 secret_version;
  guint8 salt[MCH_VERIFIER_SALT_SIZE];
  GBytes *verifier;
  MchCandidateSignIn *result;
} Attempt;

static void
attempt_forget_account (Attempt *attempt)
{
  g_clear_pointer (&attempt->account, g_free);
  g_clear_pointer (&attempt->owner_scope, g_free);
  g_clear_pointer (&attempt->state, g_free);
  g_clear_pointer (&attempt->hash, g_free);
  g_clear_pointer (&attempt->verifier, g_bytes_unref);
  attempt->device_known = FALSE;
}

static void
attempt_clear (Attempt *attempt)
{
  attempt_forget_account (attempt);
  mch_vault_wipe (attempt->secret, sizeof attempt->secret);
  g_free (attempt->login);
  g_free (attempt->subject);
  g_free (attempt->place);
  g_free (attempt->device);
  mch_candidate_sign_in_free (attempt->result);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Attempt, attempt_clear)

void
mch_candidate_sign_in_free (MchCandidateSignIn *sign_in)
{
  if (sign_in == NULL)
    return;
  g_free (sign_in->token);
  g_free (sign_in->device);
  g_free (sign_in);
}

char *
mch_candidate_fold_login (const char *typed)
{
  g_autofree char *stripped = g_strstrip (g_strndup (typed, LOGIN_MAX));

  if (!g_utf8_validate (stripped, -1, NULL))
    return g_strdup ("");
  return strchr (stripped, '@') != NULL ? g_utf8_strdown (stripped, -1)
                                        : mch_login_fold_candidate (stripped);
}

static void
attempt_init (Attempt *attempt, MchServer *server, const char *login, const char *address,
              const char *device)
{
  g_autofree char *digest = NULL;

  attempt->server = server;
  attempt->now_ms = mch_server_now (server);
  attempt->login = mch_candidate_fold_login (login);
  digest = mch_model_digest (server, "candidate", attempt->login);
  attempt->subject = g_strconcat ("c", digest, NULL);
  attempt->address = address;
  if (device != NULL && *device != '\0' && strlen (device) <= 256)
    attempt->device = mch_model_digest (server, "portal-device", device);
}

static gboolean
read_device (MchDb *db, Attempt *attempt, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  if (attempt->device == NULL)
    return TRUE;
  result = mch_db_query (db, error,
                         "SELECT 1 FROM portal_device"
                         " WHERE hash = $1 AND account = $2 AND expires_ms > $3",
                         MCH_DB_TEXT (attempt->device), MCH_DB_TEXT (attempt->account),
                         MCH_DB_INT (attempt->now_ms));
  if (result == NULL)
    return FALSE;
  attempt->device_known = mch_db_result_next (result);
  return TRUE;
}

static gboolean
read_account (MchDb *db, Attempt *attempt, GError **error)
{
  gboolean by_mail = strchr (attempt->login, '@') != NULL;
  gsize length;
  const guint8 *salt;
  g_autoptr (MchDbResult) result = NULL;

  attempt_forget_account (attempt);
  result = mch_db_query (db, error,
                         by_mail ? "SELECT id, owner_scope, state, password, secret_version, salt,"
                                   " verifier FROM account WHERE email = $1"
                                   " AND email_verified_ms IS NOT NULL"
                                   " AND (state <> 'provisional' OR expires_ms > $2)"
                                 : "SELECT id, owner_scope, state, password, secret_version, salt,"
                                   " verifier FROM account WHERE login = $1"
                                   " AND (state <> 'provisional' OR expires_ms > $2)",
                         MCH_DB_TEXT (attempt->login), MCH_DB_INT (attempt->now_ms));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  attempt->account = g_strdup (mch_db_result_get_text (result, 0));
  attempt->owner_scope = g_strdup (mch_db_result_get_text (result, 1));
  attempt->state = g_strdup (mch_db_result_get_text (result, 2));
  if (!mch_db_result_is_null (result, 3))
    attempt->hash = g_strdup (mch_db_result_get_text (result, 3));
  attempt->secret_version = mch_db_result_get_int (result, 4);
  attempt->verifier = mch_model_dup_blob (result, 6);
  if (!mch_db_result_is_null (result, 5))
    {
      salt = mch_db_result_get_blob (result, 5, &length);
      if (length == sizeof attempt->salt)
        memcpy (attempt->salt, salt, length);
    }
  return read_device (db, attempt, error);
}

/* Whether the try may be made now; then it is counted. A browser that the pupil has used before is
 * a place of its own, with checks of its own: strangers do not stand in its way. */
static gboolean
begin_attempt (MchDb *db, gpointer data, GError **error)
{
  Attempt *attempt = data;
  guint failures;
  g_autofree char *slot = NULL;

  if (!read_account (db, attempt, error))
    return FALSE;
  g_free (attempt->place);
  attempt->place = attempt->device_known ? g_strconcat ("device ", attempt->device, NULL)
                                         : g_strdup (attempt->address);
  slot = attempt->device_known ? g_strconcat ("d", attempt->device, NULL)
                               : g_strdup (attempt->subject);
  if (!mch_throttle_look (db, attempt->subject, attempt->place, attempt->now_ms, &attempt->wait,
                          &failures, error))
    return FALSE;
  if (attempt->wait == 0
      && !mch_throttle_take_slot (db, slot, failures, attempt->now_ms, &attempt->wait, error))
    return FALSE;
  return attempt->wait > 0
         || mch_throttle_count (db, attempt->subject, attempt->place, failures, attempt->now_ms,
                                error);
}

/* The derivation that the typed text asks for, whoever it is for. */
static gboolean
check_secret (Attempt *attempt, gboolean *ret_right, GError **error)
{
  static const guint8 nothing[MCH_VERIFIER_SIZE];
  MchVerifierJob job = { { 0 }, { 0 }, { 0 } };
  gboolean provisional = g_strcmp0 (attempt->state, "provisional") == 0;
  gboolean usable = provisional && attempt->verifier != NULL
                    && g_bytes_get_size (attempt->verifier) == MCH_VERIFIER_SIZE;
  gboolean derived;

  if (!attempt->is_code)
    {
      gboolean active = g_strcmp0 (attempt->state, "active") == 0;

      *ret_right = mch_password_hash_verify (attempt->server->pepper, active ? attempt->hash : NULL,
                                             attempt->password);
      return TRUE;
    }
  memcpy (job.secret, attempt->secret, sizeof job.secret);
  memcpy (job.salt, attempt->salt, sizeof job.salt);
  derived = mch_verifier_compute (&job, error);
  *ret_right =
      derived
      && mch_verifier_matches (attempt->server->pepper, job.verifier,
                               usable ? g_bytes_get_data (attempt->verifier, NULL) : nothing)
      && usable;
  mch_vault_wipe (&job, sizeof job);
  return derived;
}

static gboolean
insert_device (MchDb *db, Attempt *attempt, GError **error)
{
  g_autofree char *token = NULL;
  g_autofree char *digest = NULL;

  if (attempt->device_known)
    return TRUE;
  token = mch_token_new ();
  digest = mch_model_digest (attempt->server, "portal-device", token);
  if (mch_db_exec (db, error,
                   "INSERT INTO portal_device (hash, account, created_ms, expires_ms)"
                   " VALUES ($1, $2, $3, $4)",
                   MCH_DB_TEXT (digest), MCH_DB_TEXT (attempt->account),
                   MCH_DB_INT (attempt->now_ms),
                   MCH_DB_INT (attempt->now_ms + MCH_CANDIDATE_DEVICE_LIFE_MS))
      < 0)
    return FALSE;
  attempt->result->device = g_steal_pointer (&token);
  return TRUE;
}

gboolean
mch_candidate_insert_session (MchServer *server, MchDb *db, const char *account,
                              gint64 secret_version, MchCandidateSignIn *sign_in, GError **error)
{
  gint64 now = mch_server_now (server);
  g_autofree char *csrf = mch_token_new ();
  g_autofree char *digest = NULL;

  g_free (sign_in->token);
  sign_in->token = mch_token_new ();
  sign_in->expires_ms =
      now + (sign_in->restricted ? MCH_CANDIDATE_RESTRICTED_LIFE_MS : MCH_CANDIDATE_FULL_LIFE_MS);
  digest = mch_model_digest (server, "portal-session", sign_in->token);
  return mch_db_exec (db, error,
                      "INSERT INTO portal_session (hash, account, kind, secret_version, csrf,"
                      " created_ms, expires_ms) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                      MCH_DB_TEXT (digest), MCH_DB_TEXT (account),
                      MCH_DB_TEXT (sign_in->restricted ? "restricted" : "full"),
                      MCH_DB_INT (secret_version), MCH_DB_TEXT (csrf), MCH_DB_INT (now),
                      MCH_DB_INT (sign_in->expires_ms))
         >= 0;
}

/* The secret was right; the account may have changed while it was derived. */
static gboolean
finish_attempt (MchDb *db, gpointer data, GError **error)
{
  Attempt *attempt = data;
  g_autoptr (MchDbResult) result = NULL;

  g_clear_pointer (&attempt->result, mch_candidate_sign_in_free);
  attempt->result = g_new0 (MchCandidateSignIn, 1);
  attempt->result->outcome = MCH_CANDIDATE_WRONG;
  result = mch_db_query (db, error,
                         "UPDATE account SET last_seen_ms = $1 WHERE id = $2 AND state = $3"
                         " AND secret_version = $4 RETURNING id",
                         MCH_DB_INT (attempt->now_ms), MCH_DB_TEXT (attempt->account),
                         MCH_DB_TEXT (attempt->state), MCH_DB_INT (attempt->secret_version));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  attempt->result->outcome = MCH_CANDIDATE_SIGNED_IN;
  attempt->result->restricted = strcmp (attempt->state, "provisional") == 0;
  return mch_throttle_clear (db, attempt->subject, attempt->place, error)
         && insert_device (db, attempt, error)
         && mch_candidate_insert_session (attempt->server, db, attempt->account,
                                          attempt->secret_version, attempt->result, error)
         && mch_model_audit (attempt->server, db, attempt->owner_scope, "", "portal.sign-in",
                             attempt->account, NULL, error);
}

static MchCandidateSignIn *
answer (MchCandidateOutcome outcome, guint wait)
{
  MchCandidateSignIn *sign_in = g_new0 (MchCandidateSignIn, 1);

  sign_in->outcome = outcome;
  sign_in->wait_s = wait;
  return sign_in;
}

MchCandidateSignIn *
mch_candidate_sign_in (MchServer *server, const char *login, const char *password,
                       const char *address, const char *device, GError **error)
{
  guint group = 0;
  gboolean right;
  MchSlipCodeStatus code;
  g_auto (Attempt) attempt = { 0 };

  g_return_val_if_fail (server != NULL && login != NULL && password != NULL && address != NULL,
                        NULL);

  code = mch_slip_code_check (password, attempt.secret, &group);
  if (code != MCH_SLIP_CODE_OK && code != MCH_SLIP_CODE_NOT_A_CODE)
    {
      MchCandidateSignIn *sign_in = answer (MCH_CANDIDATE_BAD_CODE, 0);

      sign_in->code = code;
      sign_in->group = group;
      return sign_in;
    }
  attempt_init (&attempt, server, login, address, device);
  attempt.is_code = code == MCH_SLIP_CODE_OK;
  attempt.password = password;
  if (!mch_model_write (server, begin_attempt, &attempt, error))
    return NULL;
  if (attempt.wait > 0)
    return answer (MCH_CANDIDATE_WAIT, attempt.wait);
  if (!check_secret (&attempt, &right, error))
    return NULL;
  if (!right)
    return answer (MCH_CANDIDATE_WRONG, 0);
  if (!mch_model_write (server, finish_attempt, &attempt, error))
    return NULL;
  return g_steal_pointer (&attempt.result);
}
