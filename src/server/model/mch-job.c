/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-job.h"

#include "server/model/mch-model.h"

typedef struct
{
  MchServer *server;
  const char *name;
  const char *holder;
  gint64 for_ms;
  gboolean mine;
} Claim;

static gboolean
claim (MchDb *db, gpointer data, GError **error)
{
  Claim *claim = data;
  gint64 now = mch_server_now (claim->server);
  gint64 changed = mch_db_exec (db, error,
                                "INSERT INTO job (name, holder, until_ms) VALUES ($1, $2, $3)"
                                " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder,"
                                " until_ms = excluded.until_ms"
                                " WHERE job.holder = excluded.holder OR job.until_ms <= $4",
                                MCH_DB_TEXT (claim->name), MCH_DB_TEXT (claim->holder),
                                MCH_DB_INT (now + claim->for_ms), MCH_DB_INT (now));

  claim->mine = changed > 0;
  return changed >= 0;
}

gboolean
mch_job_claim (MchServer *server, const char *name, const char *holder, gint64 for_ms,
               gboolean *ret_mine, GError **error)
{
  Claim work = { server, name, holder, for_ms, FALSE };

  g_return_val_if_fail (server != NULL && name != NULL && holder != NULL, FALSE);

  if (!mch_model_write (server, claim, &work, error))
    return FALSE;
  *ret_mine = work.mine;
  return TRUE;
}

static gboolean
release (MchDb *db, gpointer data, GError **error)
{
  return mch_db_exec (db, error, "DELETE FROM job WHERE holder = $1",
                      MCH_DB_TEXT ((const char *) data))
         >= 0;
}

gboolean
mch_job_release (MchServer *server, const char *holder, GError **error)
{
  g_return_val_if_fail (server != NULL && holder != NULL, FALSE);

  return mch_model_write (server, release, (gpointer) holder, error);
}
