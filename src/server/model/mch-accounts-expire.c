/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What time does: slips that nobody used become unreadable, sessions and waits end. */
#include "server/model/mch-accounts.h"

#include "server/model/mch-accounts-private.h"
#include "server/model/mch-model.h"
#include "server/model/mch-throttle.h"

#define STEP 200 /* accounts a transaction */

typedef struct
{
  MchServer *server;
  GPtrArray *touched;
  guint n; /* in this step */
} Expiry;

static gboolean
expire_account (MchDb *db, Expiry *expiry, MchBatch *batch, const char *account, GError **error)
{
  return mch_db_exec (db, error,
                      "UPDATE account SET state = 'expired', salt = NULL, verifier = NULL"
                      " WHERE id = $1",
                      MCH_DB_TEXT (account))
             >= 0
         && mch_db_exec (db, error, "DELETE FROM portal_session WHERE account = $1",
                         MCH_DB_TEXT (account))
                >= 0
         && mch_account_shred_slip (db, batch, account, error)
         && mch_account_put_state (db, batch, account, "expired", expiry->touched, error);
}

static gboolean
expire_some (MchDb *db, gpointer data, GError **error)
{
  Expiry *expiry = data;
  MchStamp stamp = { "", mch_server_now (expiry->server) };
  g_autofree char *detail = NULL;
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (MchDbResult) result = NULL;

  expiry->n = 0;
  result = mch_db_query (db, error,
                         "SELECT id FROM account WHERE state = 'provisional' AND expires_ms <= $1"
                         " ORDER BY expires_ms, id LIMIT $2",
                         MCH_DB_INT (stamp.now_ms), MCH_DB_INT (STEP));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      if (!expire_account (db, expiry, batch, mch_db_result_get_text (result, 0), error))
        return FALSE;
      expiry->n++;
    }
  if (expiry->n == 0)
    return TRUE;
  detail = g_strdup_printf ("{\"accounts\":%u}", expiry->n);
  return mch_batch_flush (batch, db, &stamp, error)
         && mch_model_audit (expiry->server, db, MCH_AUDIT_SERVER, "", "expire", NULL, detail,
                             error);
}

static gboolean
purge (MchDb *db, gpointer data, GError **error)
{
  gint64 now = mch_server_now (data);

  return mch_db_exec (db, error, "DELETE FROM portal_session WHERE expires_ms <= $1",
                      MCH_DB_INT (now))
             >= 0
         && mch_db_exec (db, error, "DELETE FROM portal_device WHERE expires_ms <= $1",
                         MCH_DB_INT (now))
                >= 0
         && mch_throttle_purge (db, now, error);
}

gboolean
mch_accounts_expire (MchServer *server, guint *ret_n, GError **error)
{
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func (g_free);
  Expiry expiry = { server, touched, STEP };
  guint n = 0;

  g_return_val_if_fail (server != NULL, FALSE);

  while (expiry.n == STEP)
    {
      if (!mch_model_write (server, expire_some, &expiry, error))
        return FALSE;
      n += expiry.n;
    }
  mch_account_hint (server, touched);
  if (ret_n != NULL)
    *ret_n = n;
  return mch_model_write (server, purge, server, error);
}
