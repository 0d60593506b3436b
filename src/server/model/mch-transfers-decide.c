/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Deciding: accepting moves the pupil and ends what others asked, refusing says why. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/model/mch-accounts-private.h"
#include "server/model/mch-model.h"
#include "server/model/mch-transfers-private.h"

#define REASON_MAX 400 /* characters */

typedef struct
{
  MchServer *server;
  const MchStaff *staff;
  const char *id;
  const char *state; /* to be */
  const char *reason;
  GPtrArray *touched;
} Deciding;

gboolean
mch_transfer_check_open (MchDb *db, const MchTransfer *transfer, gint64 now_ms, gboolean *ret_open,
                         GError **error)
{
  g_autoptr (MchRecord) service =
      mch_records_get (db, transfer->from_scope, MCH_KIND_SERVICE, transfer->session, error);
  gint64 from, to;
  const char *text;

  if (service == NULL)
    return FALSE;
  text = mch_record_get (service, "registration_from_ms");
  from = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  text = mch_record_get (service, "registration_to_ms");
  to = text != NULL ? g_ascii_strtoll (text, NULL, 10) : G_MAXINT64;
  *ret_open = from <= now_ms && now_ms < to;
  return TRUE;
}

static gboolean
check_right (MchDb *db, const Deciding *deciding, const MchTransfer *transfer, GError **error)
{
  g_autofree char *office = g_strconcat ("acad:", transfer->academy, NULL);
  gboolean of_office = deciding->staff->role == MCH_ROLE_EXAM_OFFICE;
  gboolean open;

  if (!mch_staff_may (deciding->staff, of_office ? office : transfer->from_scope))
    return mch_model_refuse (error, MCH_MODEL_ERROR_FORBIDDEN,
                             _ ("This transfer is another establishment's to decide."));
  if (of_office || strcmp (deciding->state, "accepted") != 0)
    return TRUE;
  if (!mch_transfer_check_open (db, transfer, mch_server_now (deciding->server), &open, error))
    return FALSE;
  return open
         || mch_model_refuse (error, MCH_MODEL_ERROR_REGISTRATION_CLOSED,
                              _ ("Registration is closed: the exam office decides."));
}

/* Who decided, and when: for the rows of one decision. */
typedef struct
{
  const char *login;
  gint64 now_ms;
} Decider;

static gboolean
write_decision (MchDb *db, const Decider *by, MchTransfer *transfer, const char *state,
                const char *reason, GError **error)
{
  g_free (transfer->state);
  transfer->state = g_strdup (state);
  g_free (transfer->reason);
  transfer->reason = g_strdup (reason);
  return mch_db_exec (db, error,
                      "UPDATE transfer SET state = $2, decided_by = $3, decided_ms = $4,"
                      " reason = $5 WHERE id = $1",
                      MCH_DB_TEXT (transfer->id), MCH_DB_TEXT (state), MCH_DB_TEXT (by->login),
                      MCH_DB_INT (by->now_ms), MCH_DB_TEXT (reason))
         >= 0;
}

/* Others who asked for the same pupil have come too late. */
static gboolean
refuse_others (MchDb *db, MchBatch *batch, const Decider *by, const MchTransfer *accepted,
               GPtrArray *touched, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT " MCH_TRANSFER_COLUMNS " FROM transfer"
                         " WHERE candidature = $1 AND state = 'asked' AND id <> $2",
                         MCH_DB_TEXT (accepted->candidature), MCH_DB_TEXT (accepted->id));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      g_autoptr (MchTransfer) other = mch_transfer_read_row (result);

      if (!write_decision (db, by, other, "refused", NULL, error)
          || !mch_transfer_put (db, batch, other, touched, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mch_transfer_accept (MchServer *server, MchDb *db, MchBatch *batch, MchTransfer *transfer,
                     const char *login, GPtrArray *touched, GError **error)
{
  const Decider by = { login, mch_server_now (server) };

  return mch_transfer_move (server, db, batch, transfer, touched, error)
         && refuse_others (db, batch, &by, transfer, touched, error)
         && write_decision (db, &by, transfer, "accepted", NULL, error);
}

static gboolean
refuse (MchDb *db, const Deciding *deciding, MchTransfer *transfer, GError **error)
{
  const Decider by = { deciding->staff->login, mch_server_now (deciding->server) };

  return write_decision (db, &by, transfer, "refused", deciding->reason, error);
}

static gboolean
decide (MchDb *db, gpointer data, GError **error)
{
  Deciding *deciding = data;
  MchStamp stamp = { deciding->staff->login, mch_server_now (deciding->server) };
  g_autoptr (MchTransfer) transfer = mch_transfer_read (db, deciding->id, error);
  g_autoptr (MchBatch) batch = mch_batch_new ();
  gboolean accepted = strcmp (deciding->state, "accepted") == 0;
  g_autofree char *action = g_strconcat ("transfer.", deciding->state, NULL);

  g_ptr_array_set_size (deciding->touched, 0);
  if (transfer == NULL || !check_right (db, deciding, transfer, error))
    return FALSE;
  if (strcmp (transfer->state, deciding->state) == 0)
    return TRUE;
  if (strcmp (transfer->state, "asked") != 0)
    return mch_model_refuse (error, MCH_MODEL_ERROR_GONE, _ ("This transfer was decided already."));
  return (accepted ? mch_transfer_accept (deciding->server, db, batch, transfer,
                                          deciding->staff->login, deciding->touched, error)
                   : refuse (db, deciding, transfer, error))
         && mch_transfer_put (db, batch, transfer, deciding->touched, error)
         && mch_batch_flush (batch, db, &stamp, error)
         && mch_model_audit (deciding->server, db, transfer->from_scope, deciding->staff->login,
                             action, transfer->id, NULL, error);
}

gboolean
mch_transfers_decide (MchServer *server, const MchStaff *staff, const char *id, gboolean accept,
                      const char *reason, GError **error)
{
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func (g_free);
  Deciding deciding = { server, staff, id, accept ? "accepted" : "refused", reason, touched };

  g_return_val_if_fail (staff != NULL && id != NULL, FALSE);

  if (reason != NULL
      && (!g_utf8_validate (reason, -1, NULL) || g_utf8_strlen (reason, -1) > REASON_MAX))
    return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                             _ ("A reason has at most %d characters."), REASON_MAX);
  if (!mch_model_write (server, decide, &deciding, error))
    return FALSE;
  mch_account_hint (server, touched);
  return TRUE;
}
