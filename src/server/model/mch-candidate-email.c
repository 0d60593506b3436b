/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The candidate's own address: given, verified, changed (CPT-03, CPT-04, CPT-25). */
#include <string.h>

#include "core/mch-email.h"
#include "server/db/mch-person-email.h"
#include "server/model/mch-accounts-private.h"
#include "server/model/mch-candidate-own.h"
#include "server/model/mch-candidate-private.h"
#include "server/model/mch-mail.h"
#include "server/model/mch-model.h"
#include "server/model/mch-throttle.h"

void
mch_own_email_free (MchOwnEmail *own)
{
  if (own == NULL)
    return;
  g_free (own->email);
  g_free (own->asked);
  g_free (own);
}

typedef struct
{
  MchServer *server;
  const char *account;
  MchOwnEmail *own;
} Reading;

static gboolean
read_email (MchDb *db, gpointer data, GError **error)
{
  Reading *reading = data;
  gint64 life = mch_mail_get_life_ms (MCH_MAIL_VERIFY);
  g_autoptr (MchDbResult) result = NULL;

  g_clear_pointer (&reading->own, mch_own_email_free);
  result = mch_db_query (db, error,
                         "SELECT email, email_asked, email_asked_ms FROM account WHERE id = $1",
                         MCH_DB_TEXT (reading->account));
  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  reading->own = g_new0 (MchOwnEmail, 1);
  reading->own->email = g_strdup (mch_db_result_get_text (result, 0));
  reading->own->asked_until_ms = mch_db_result_get_int (result, 2) + life;
  if (reading->own->asked_until_ms > mch_server_now (reading->server))
    reading->own->asked = g_strdup (mch_db_result_get_text (result, 1));
  return TRUE;
}

MchOwnEmail *
mch_candidate_read_email (MchServer *server, const MchPortalCandidate *candidate, GError **error)
{
  Reading reading = { server, candidate->account, NULL };

  g_return_val_if_fail (server != NULL && candidate != NULL, NULL);

  if (mch_model_read (server, read_email, &reading, error))
    return reading.own;
  mch_own_email_free (reading.own);
  return NULL;
}

typedef struct
{
  MchServer *server;
  const MchPortalCandidate *candidate;
  const char *email;
  guint wait;
} Giving;

/* Messages to addresses that may be somebody else's: five, then ever more slowly. */
static gboolean
count_message (MchDb *db, Giving *giving, gint64 now, GError **error)
{
  guint failures;
  g_autofree char *digest = mch_model_digest (giving->server, "email", giving->candidate->account);
  g_autofree char *subject = g_strconcat ("e", digest, NULL);

  return mch_throttle_look (db, subject, "", now, &giving->wait, &failures, error)
         && (giving->wait > 0 || mch_throttle_count (db, subject, "", failures, now, error));
}

static gboolean
give_email (MchDb *db, gpointer data, GError **error)
{
  Giving *giving = data;
  const char *account = giving->candidate->account;
  gint64 now = mch_server_now (giving->server);

  if (!count_message (db, giving, now, error))
    return FALSE;
  if (giving->wait > 0)
    return TRUE;
  return mch_db_exec (db, error,
                      "UPDATE account SET email_asked = $2, email_asked_ms = $3 WHERE id = $1",
                      MCH_DB_TEXT (account), MCH_DB_TEXT (giving->email), MCH_DB_INT (now))
             >= 0
         && mch_mail_ask (giving->server, db, MCH_MAIL_VERIFY, account, giving->email, NULL, error)
         && mch_model_audit (giving->server, db, giving->candidate->scope, "", "portal.email-asked",
                             account, NULL, error);
}

gboolean
mch_candidate_give_email (MchServer *server, const MchPortalCandidate *candidate, const char *email,
                          const char *password, const char *address, MchOwnOutcome *ret_outcome,
                          guint *ret_wait, GError **error)
{
  Giving giving = { server, candidate, email, 0 };

  g_return_val_if_fail (server != NULL && candidate != NULL && email != NULL, FALSE);

  if (!mch_candidate_check_present (server, candidate, password, address, ret_outcome, ret_wait,
                                    error))
    return FALSE;
  if (*ret_outcome != MCH_OWN_DONE)
    return TRUE;
  if (!mch_model_write (server, give_email, &giving, error))
    return FALSE;
  *ret_wait = giving.wait;
  *ret_outcome = giving.wait > 0 ? MCH_OWN_WAIT : MCH_OWN_DONE;
  return TRUE;
}

typedef struct
{
  MchServer *server;
  const char *digest;
  MchOwnOutcome outcome;
  GPtrArray *touched;
} Verifying;

/* Somebody may have been quicker since the message was sent. */
static gboolean
is_free (MchDb *db, const MchOwnLink *link, gboolean *ret_free, GError **error)
{
  gboolean found = FALSE;
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error, "SELECT 1 FROM account WHERE email = $1 AND id <> $2",
                    MCH_DB_TEXT (link->email), MCH_DB_TEXT (link->account));

  if (result == NULL)
    return FALSE;
  found = mch_db_result_next (result);
  if (!found && !mch_person_email_find (db, link->email, link->account, &found, error))
    return FALSE;
  *ret_free = !found;
  return TRUE;
}

static gboolean
set_email (MchDb *db, Verifying *verifying, const MchOwnLink *link, GError **error)
{
  MchStamp stamp = { "", mch_server_now (verifying->server) };
  g_autofree char *before = NULL;
  g_autofree char *scope = NULL;
  g_autofree char *mask = mch_email_mask (link->email);
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error, "SELECT email, owner_scope FROM account WHERE id = $1",
                    MCH_DB_TEXT (link->account));

  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  before = g_strdup (mch_db_result_get_text (result, 0));
  scope = g_strdup (mch_db_result_get_text (result, 1));
  if (mch_db_exec (db, error,
                   "UPDATE account SET email = $2, email_verified_ms = $3, email_asked = NULL,"
                   " email_asked_ms = NULL WHERE id = $1",
                   MCH_DB_TEXT (link->account), MCH_DB_TEXT (link->email),
                   MCH_DB_INT (stamp.now_ms))
          < 0
      /* Links to the address of before lie in a letter box that counts no more. */
      || mch_db_exec (db, error, "DELETE FROM portal_link WHERE account = $1",
                      MCH_DB_TEXT (link->account))
             < 0)
    return FALSE;
  if (before != NULL && strcmp (before, link->email) != 0
      && !mch_mail_ask (verifying->server, db, MCH_MAIL_MOVED, link->account, before, NULL, error))
    return FALSE;
  return mch_account_put_value (db, batch, link->account, "email", mask, verifying->touched, error)
         && mch_batch_flush (batch, db, &stamp, error)
         && mch_model_audit (verifying->server, db, scope, "", "portal.email", link->account, NULL,
                             error);
}

static gboolean
verify_email (MchDb *db, gpointer data, GError **error)
{
  Verifying *verifying = data;
  gboolean is_ours = FALSE;
  g_autoptr (GError) local = NULL;
  g_autoptr (MchOwnLink) link = NULL;

  g_ptr_array_set_size (verifying->touched, 0);
  verifying->outcome = MCH_OWN_OVER;
  link = mch_candidate_read_link (db, verifying->digest, "verify",
                                  mch_server_now (verifying->server), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (link == NULL)
    return TRUE;
  if (!is_free (db, link, &is_ours, error))
    return FALSE;
  verifying->outcome = is_ours ? MCH_OWN_DONE : MCH_OWN_TAKEN;
  return !is_ours || set_email (db, verifying, link, error);
}

gboolean
mch_candidate_verify_email (MchServer *server, const char *token, MchOwnOutcome *ret_outcome,
                            GError **error)
{
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *digest = NULL;
  Verifying verifying = { server, NULL, MCH_OWN_OVER, touched };

  g_return_val_if_fail (server != NULL && token != NULL && ret_outcome != NULL, FALSE);

  digest = mch_model_digest (server, "portal-link", token);
  verifying.digest = digest;
  if (!mch_model_write (server, verify_email, &verifying, error))
    return FALSE;
  mch_account_hint (server, touched);
  *ret_outcome = verifying.outcome;
  return TRUE;
}
