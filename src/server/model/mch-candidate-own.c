/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The present password asked once more before something changes hands: a computer that was left
 * alone must not be enough. */
#include "server/model/mch-candidate-own.h"

#include <string.h>

#include "server/model/mch-candidate-private.h"
#include "server/model/mch-model.h"
#include "server/model/mch-throttle.h"
#include "vault/mch-password-hash.h"

typedef struct
{
  MchServer *server;
  const MchPortalCandidate *candidate;
  const char *address;
  char *subject; /* as sign-in counts it */
  char *hash;
  guint wait;
} Check;

static gboolean
begin_check (MchDb *db, gpointer data, GError **error)
{
  Check *check = data;
  gint64 now = mch_server_now (check->server);
  guint failures;
  g_autoptr (MchDbResult) result = NULL;

  g_clear_pointer (&check->hash, g_free);
  result =
      mch_db_query (db, error, "SELECT password FROM account WHERE id = $1 AND state = 'active'",
                    MCH_DB_TEXT (check->candidate->account));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    check->hash = g_strdup (mch_db_result_get_text (result, 0));
  if (!mch_throttle_look (db, check->subject, check->address, now, &check->wait, &failures, error))
    return FALSE;
  if (check->wait == 0
      && !mch_throttle_take_slot (db, check->subject, failures, now, &check->wait, error))
    return FALSE;
  return check->wait > 0
         || mch_throttle_count (db, check->subject, check->address, failures, now, error);
}

static gboolean
end_check (MchDb *db, gpointer data, GError **error)
{
  const Check *check = data;

  return mch_throttle_clear (db, check->subject, check->address, error);
}

gboolean
mch_candidate_check_present (MchServer *server, const MchPortalCandidate *candidate,
                             const char *password, const char *address, MchOwnOutcome *ret_outcome,
                             guint *ret_wait, GError **error)
{
  g_autofree char *digest = mch_model_digest (server, "candidate", candidate->login);
  g_autofree char *subject = g_strconcat ("c", digest, NULL);
  Check check = { server, candidate, address, subject, NULL, 0 };
  gboolean begun, right;

  *ret_wait = 0;
  begun = mch_model_write (server, begin_check, &check, error);
  right =
      begun && check.wait == 0 && mch_password_hash_verify (server->pepper, check.hash, password);
  g_free (check.hash);
  if (!begun)
    return FALSE;
  *ret_wait = check.wait;
  *ret_outcome = check.wait > 0 ? MCH_OWN_WAIT : right ? MCH_OWN_DONE : MCH_OWN_WRONG;
  return !right || mch_model_write (server, end_check, &check, error);
}

gboolean
mch_candidate_may_get_mail (const MchServer *server)
{
  return server->portal_url != NULL;
}
