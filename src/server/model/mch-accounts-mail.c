/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new password at the wish of the establishment for candidates who have an address of their own:
 * a link goes there, and no paper is made. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/model/mch-accounts-private.h"
#include "server/model/mch-mail.h"
#include "server/model/mch-model.h"

typedef struct
{
  MchServer *server;
  const MchResetRequest *request;
  GPtrArray *results;
  GPtrArray *touched;
} Resets;

/* Whether this very act has sent it already. */
static gboolean
is_asked (MchChunk *chunk, const MchAccount *account, gboolean *ret_asked, GError **error)
{
  g_autoptr (MchDbResult) result =
      mch_db_query (chunk->db, error, "SELECT 1 FROM mail WHERE account = $1 AND cause = $2",
                    MCH_DB_TEXT (account->id), MCH_DB_TEXT (chunk->edition->id));

  if (result == NULL)
    return FALSE;
  *ret_asked = mch_db_result_next (result);
  return TRUE;
}

/* Old paper dies at once: whoever has found it is too late. */
static gboolean
void_slip (MchChunk *chunk, const MchAccount *account, GError **error)
{
  if (strcmp (account->state, "provisional") != 0)
    return TRUE;
  return mch_db_exec (chunk->db, error,
                      "UPDATE account SET state = 'expired', salt = NULL, verifier = NULL"
                      " WHERE id = $1",
                      MCH_DB_TEXT (account->id))
             >= 0
         && mch_account_end_sessions (chunk->db, account->id, error)
         && mch_account_shred_slip (chunk->db, chunk->batch, account->id, error)
         && mch_account_put_state (chunk->db, chunk->batch, account->id, "expired", chunk->touched,
                                   error);
}

static gboolean
mail_reset (MchChunk *chunk, const MchWireSlip *person, GError **error)
{
  gboolean eligible, owners = TRUE, asked = FALSE;
  const char *refusal;
  g_autoptr (MchAccount) account = NULL;

  if (!mch_account_find (chunk->db, chunk->edition->scope, person->candidate, &account, error)
      || !mch_chunk_is_eligible (chunk, person->candidate, &eligible, error)
      || (account != NULL && !mch_chunk_is_owners (chunk, person->candidate, &owners, error)))
    return FALSE;
  refusal = mch_chunk_find_refusal (chunk, account, owners, eligible);
  if (refusal == NULL && account->email == NULL)
    refusal = "no_email";
  if (refusal != NULL)
    {
      mch_chunk_answer (chunk, person, MCH_SLIP_REFUSED, NULL, refusal);
      return TRUE;
    }
  if (!is_asked (chunk, account, &asked, error))
    return FALSE;
  if (!asked
      && (!void_slip (chunk, account, error)
          || !mch_mail_ask (chunk->server, chunk->db, MCH_MAIL_STAFF_RESET, account->id, NULL,
                            chunk->edition->id, error)))
    return FALSE;
  if (!asked)
    g_ptr_array_add (chunk->renewed, g_strdup (person->candidate));
  mch_chunk_answer (chunk, person, MCH_SLIP_MAILED, account->login, NULL);
  return TRUE;
}

static gboolean
mail_all (MchChunk *chunk, GPtrArray *persons, GError **error)
{
  MchStamp stamp = { chunk->login, chunk->now_ms };

  for (guint i = 0; i < persons->len; i++)
    {
      MchWireSlip person = { .candidate = persons->pdata[i] };

      if (!mail_reset (chunk, &person, error))
        return FALSE;
    }
  if (!mch_batch_flush (chunk->batch, chunk->db, &stamp, error))
    return FALSE;
  for (guint i = 0; i < chunk->renewed->len; i++)
    if (!mch_model_audit (chunk->server, chunk->db, chunk->edition->scope, chunk->login,
                          "regenerate.mail", chunk->renewed->pdata[i], NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
take_resets (MchDb *db, gpointer data, GError **error)
{
  Resets *resets = data;
  const MchResetRequest *request = resets->request;
  MchEdition act = { .id = (char *) request->id,
                     .scope = (char *) request->scope,
                     .session = (char *) request->session };
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (GPtrArray) mailed = g_ptr_array_new_with_free_func (g_free);
  MchChunk chunk = { .server = resets->server,
                     .db = db,
                     .login = request->login,
                     .edition = &act,
                     .now_ms = mch_server_now (resets->server),
                     .batch = batch,
                     .results = resets->results,
                     .touched = resets->touched,
                     .renewed = mailed };

  g_ptr_array_set_size (resets->results, 0);
  g_ptr_array_set_size (resets->touched, 0);
  return mch_accounts_check_service (db, request->scope, request->session, error)
         && mail_all (&chunk, request->persons, error);
}

GPtrArray *
mch_accounts_mail_resets (MchServer *server, const MchResetRequest *request, GError **error)
{
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_slip_result_free);
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func (g_free);
  Resets resets = { server, request, results, touched };

  g_return_val_if_fail (server != NULL && request != NULL, NULL);

  if (!mch_uuid_is_valid (request->id) || mch_model_scope_uai (request->scope) == NULL)
    {
      mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                        _ ("The request has no proper id or establishment."));
      return NULL;
    }
  if (server->portal_url == NULL)
    {
      mch_model_refuse (error, MCH_MODEL_ERROR_PORTAL_UNSET,
                        _ ("The portal has no address that pupils could open. Set portal-url."));
      return NULL;
    }
  if (!mch_model_write (server, take_resets, &resets, error))
    return NULL;
  mch_account_hint (server, touched);
  return g_steal_pointer (&results);
}
