/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tokens of signed-in desktops. The database holds digests only; a rotated token ends the old
 * one by being used, so a lost answer locks nobody out. */
#include "server/model/mch-staff.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/model/mch-model.h"
#include "server/model/mch-staff-private.h"
#include "vault/mch-digest.h"

#define SEEN_STEP_MS (G_TIME_SPAN_HOUR / 1000) /* how fine last_seen_ms is */

typedef struct
{
  MchServer *server;
  char *digest;
  const char *device;
  MchStaff *staff;
  gboolean is_next;  /* the rotated token, used for the first time */
  gboolean is_stale; /* last_seen_ms is old */
  gint64 expires_ms;
} TokenAct;

static void
token_act_clear (TokenAct *act)
{
  g_free (act->digest);
  mch_staff_free (act->staff);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TokenAct, token_act_clear)

static gboolean
read_token (MchDb *db, gpointer data, GError **error)
{
  TokenAct *act = data;
  gint64 now = mch_server_now (act->server);
  g_autoptr (MchDbResult) result = NULL;

  g_clear_pointer (&act->staff, mch_staff_free);
  result = mch_db_query (db, error,
                         "SELECT id, staff, last_seen_ms,"
                         " CASE WHEN token_hash = $1 THEN 0 ELSE 1 END FROM device"
                         " WHERE revoked_ms IS NULL AND ((token_hash = $1 AND expires_ms > $2)"
                         " OR (next_token_hash = $1 AND next_expires_ms > $2))",
                         MCH_DB_TEXT (act->digest), MCH_DB_INT (now));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  act->staff = mch_staff_read (db, mch_db_result_get_text (result, 1), error);
  if (act->staff == NULL)
    return FALSE;
  act->staff->device = g_strdup (mch_db_result_get_text (result, 0));
  act->is_stale = mch_db_result_get_int (result, 2) < now - SEEN_STEP_MS;
  act->is_next = mch_db_result_get_int (result, 3) != 0;
  return TRUE;
}

static gboolean
touch_device (MchDb *db, gpointer data, GError **error)
{
  TokenAct *act = data;

  if (act->is_next
      && mch_db_exec (db, error,
                      "UPDATE device SET token_hash = next_token_hash,"
                      " expires_ms = next_expires_ms, next_token_hash = NULL,"
                      " next_expires_ms = NULL WHERE id = $1 AND next_token_hash = $2",
                      MCH_DB_TEXT (act->staff->device), MCH_DB_TEXT (act->digest))
             < 0)
    return FALSE;
  return mch_db_exec (db, error, "UPDATE device SET last_seen_ms = $1 WHERE id = $2",
                      MCH_DB_INT (mch_server_now (act->server)), MCH_DB_TEXT (act->staff->device))
         >= 0;
}

MchStaff *
mch_staff_authenticate (MchServer *server, const char *token, GError **error)
{
  g_auto (TokenAct) act = { server };
  g_autoptr (GError) local = NULL;

  if (token != NULL && strlen (token) <= 256)
    {
      act.digest = mch_model_digest (server, "device", token);
      if (!mch_model_read (server, read_token, &act, error))
        return NULL;
    }
  if (act.staff == NULL || act.staff->disabled)
    {
      mch_model_refuse (error, MCH_MODEL_ERROR_UNAUTHENTICATED, _ ("Sign in first."));
      return NULL;
    }
  /* When somebody was last seen is no reason to refuse him: a full disk still answers questions. */
  if ((act.is_next || act.is_stale) && !mch_model_write (server, touch_device, &act, &local)
      && (act.is_next || !g_error_matches (local, MCH_DB_ERROR, MCH_DB_ERROR_FULL)))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return g_steal_pointer (&act.staff);
}

static gboolean
revoke_device (MchDb *db, gpointer data, GError **error)
{
  TokenAct *act = data;

  return mch_db_exec (db, error,
                      "UPDATE device SET revoked_ms = $1 WHERE id = $2 AND revoked_ms IS NULL",
                      MCH_DB_INT (mch_server_now (act->server)), MCH_DB_TEXT (act->device))
         >= 0;
}

gboolean
mch_staff_sign_out (MchServer *server, const MchStaff *staff, GError **error)
{
  g_auto (TokenAct) act = { server };

  g_return_val_if_fail (staff != NULL && staff->device != NULL, FALSE);

  act.device = staff->device;
  if (!mch_model_write (server, revoke_device, &act, error))
    return FALSE;
  if (server->end_streams != NULL)
    server->end_streams (staff->device, server->hints_data);
  return TRUE;
}

static gboolean
set_next_token (MchDb *db, gpointer data, GError **error)
{
  TokenAct *act = data;

  return mch_db_exec (db, error,
                      "UPDATE device SET next_token_hash = $1, next_expires_ms = $2"
                      " WHERE id = $3 AND revoked_ms IS NULL",
                      MCH_DB_TEXT (act->digest), MCH_DB_INT (act->expires_ms),
                      MCH_DB_TEXT (act->device))
         >= 0;
}

char *
mch_staff_rotate (MchServer *server, const MchStaff *staff, gint64 *ret_expires_ms, GError **error)
{
  g_auto (TokenAct) act = { server };
  g_autofree char *token = mch_token_new ();

  g_return_val_if_fail (staff != NULL && staff->device != NULL, NULL);

  act.device = staff->device;
  act.digest = mch_model_digest (server, "device", token);
  act.expires_ms = mch_server_now (server) + MCH_TOKEN_LIFE_MS;
  if (!mch_model_write (server, set_next_token, &act, error))
    return NULL;
  *ret_expires_ms = act.expires_ms;
  return g_steal_pointer (&token);
}
