/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forgotten passwords (CPT-02): asking, and what a link opens. */
#include <string.h>

#include "server/model/mch-accounts-private.h"
#include "server/model/mch-candidate-own.h"
#include "server/model/mch-candidate-private.h"
#include "server/model/mch-mail.h"
#include "server/model/mch-model.h"
#include "server/model/mch-throttle.h"
#include "vault/mch-password-hash.h"

#define TOKEN_MAX 256

void
mch_own_link_free (MchOwnLink *link)
{
  if (link == NULL)
    return;
  g_free (link->account);
  g_free (link->login);
  g_free (link->email);
  g_free (link);
}

typedef struct
{
  MchServer *server;
  char *login;
  const char *address;
  guint wait;
} Asking;

static gboolean
ask_reset (MchDb *db, gpointer data, GError **error)
{
  Asking *asking = data;
  gint64 now = mch_server_now (asking->server);
  guint failures;
  g_autofree char *digest = mch_model_digest (asking->server, "reset", asking->login);
  g_autofree char *subject = g_strconcat ("r", digest, NULL);

  if (!mch_throttle_look (db, subject, asking->address, now, &asking->wait, &failures, error))
    return FALSE;
  if (asking->wait > 0)
    return TRUE;
  return mch_throttle_count (db, subject, asking->address, failures, now, error)
         && mch_mail_ask (asking->server, db, MCH_MAIL_RESET, NULL, asking->login, NULL, error);
}

gboolean
mch_candidate_ask_reset (MchServer *server, const char *login, const char *address, guint *ret_wait,
                         GError **error)
{
  g_autofree char *folded = NULL;
  Asking asking = { server, NULL, address, 0 };

  g_return_val_if_fail (server != NULL && login != NULL && ret_wait != NULL, FALSE);

  /* Before the database: a flood costs nothing there. Who is asked for changes nothing in it. */
  *ret_wait = mch_address_limit_take (server->resets, address, mch_server_now (server));
  if (*ret_wait > 0)
    return TRUE;
  folded = mch_candidate_fold_login (login);
  asking.login = folded;
  if (!mch_model_write (server, ask_reset, &asking, error))
    return FALSE;
  *ret_wait = asking.wait;
  return TRUE;
}

MchOwnLink *
mch_candidate_read_link (MchDb *db, const char *digest, const char *purpose, gint64 now_ms,
                         GError **error)
{
  MchOwnLink *link;
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error,
                    "SELECT l.account, a.login, l.email FROM portal_link l"
                    " JOIN account a ON a.id = l.account"
                    " WHERE l.hash = $1 AND l.purpose = $2 AND l.expires_ms > $3"
                    " AND l.email = CASE WHEN l.purpose = 'verify' THEN a.email_asked"
                    " ELSE a.email END",
                    MCH_DB_TEXT (digest), MCH_DB_TEXT (purpose), MCH_DB_INT (now_ms));

  if (result == NULL || !mch_db_result_next (result))
    return NULL;
  link = g_new0 (MchOwnLink, 1);
  link->account = g_strdup (mch_db_result_get_text (result, 0));
  link->login = g_strdup (mch_db_result_get_text (result, 1));
  link->email = g_strdup (mch_db_result_get_text (result, 2));
  return link;
}

typedef struct
{
  MchServer *server;
  const char *digest;
  const char *purpose;
  char *hash; /* of the new password */
  MchOwnLink *link;
  GPtrArray *touched;
} Opening;

static gboolean
find_link (MchDb *db, gpointer data, GError **error)
{
  Opening *opening = data;
  g_autoptr (GError) local = NULL;

  g_clear_pointer (&opening->link, mch_own_link_free);
  opening->link = mch_candidate_read_link (db, opening->digest, opening->purpose,
                                           mch_server_now (opening->server), &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

MchOwnLink *
mch_candidate_find_link (MchServer *server, const char *token, const char *purpose, GError **error)
{
  g_autofree char *digest = NULL;
  Opening opening = { .server = server, .purpose = purpose };

  g_return_val_if_fail (server != NULL && token != NULL && purpose != NULL, NULL);

  if (*token == '\0' || strlen (token) > TOKEN_MAX)
    return NULL;
  digest = mch_model_digest (server, "portal-link", token);
  opening.digest = digest;
  if (mch_model_read (server, find_link, &opening, error))
    return opening.link;
  mch_own_link_free (opening.link);
  return NULL;
}

/* As if the password had been chosen from a slip: what was before is over. */
static gboolean
set_password (MchDb *db, Opening *opening, const char *scope, GError **error)
{
  MchStamp stamp = { "", mch_server_now (opening->server) };
  const char *account = opening->link->account;
  g_autoptr (MchBatch) batch = mch_batch_new ();

  return mch_db_exec (db, error,
                      "UPDATE account SET state = 'active', password = $2, salt = NULL,"
                      " verifier = NULL, activated_ms = COALESCE (activated_ms, $3) WHERE id = $1",
                      MCH_DB_TEXT (account), MCH_DB_TEXT (opening->hash), MCH_DB_INT (stamp.now_ms))
             >= 0
         && mch_account_end_sessions (db, account, error)
         && mch_account_shred_slip (db, batch, account, error)
         && mch_account_put_state (db, batch, account, "active", opening->touched, error)
         && mch_batch_flush (batch, db, &stamp, error)
         && mch_mail_ask (opening->server, db, MCH_MAIL_PASSWORD, account, NULL, NULL, error)
         && mch_model_audit (opening->server, db, scope, "", "portal.reset", account, NULL, error);
}

static gboolean
use_link (MchDb *db, gpointer data, GError **error)
{
  Opening *opening = data;
  g_autofree char *scope = NULL;
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (opening->touched, 0);
  if (!find_link (db, data, error))
    return FALSE;
  if (opening->link == NULL)
    return TRUE;
  result = mch_db_query (db, error, "SELECT owner_scope FROM account WHERE id = $1",
                         MCH_DB_TEXT (opening->link->account));
  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  scope = g_strdup (mch_db_result_get_text (result, 0));
  mch_account_touch (opening->touched, scope);
  return set_password (db, opening, scope, error);
}

gboolean
mch_candidate_reset_password (MchServer *server, const char *token, const char *password,
                              MchOwnOutcome *ret_outcome, MchPasswordFaults *ret_faults,
                              GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *digest = mch_model_digest (server, "portal-link", token);
  g_autofree char *hash = NULL;
  g_autoptr (MchOwnLink) link = mch_candidate_find_link (server, token, "reset", &local);
  Opening opening = { server, digest, "reset", NULL, NULL, touched };
  gboolean done;

  *ret_faults = MCH_PASSWORD_FAULT_NONE;
  *ret_outcome = MCH_OWN_OVER;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (link == NULL)
    return TRUE;
  *ret_faults = mch_password_check (&server->rules, password, link->login);
  if (*ret_faults != MCH_PASSWORD_FAULT_NONE)
    {
      *ret_outcome = MCH_OWN_REFUSED;
      return TRUE;
    }
  hash = mch_password_hash_new (server->pepper, password, error);
  if (hash == NULL)
    return FALSE;
  opening.hash = hash;
  done = mch_model_write (server, use_link, &opening, error);
  if (done && opening.link != NULL)
    *ret_outcome = MCH_OWN_DONE;
  mch_own_link_free (opening.link);
  if (done)
    mch_account_hint (server, touched);
  return done;
}
